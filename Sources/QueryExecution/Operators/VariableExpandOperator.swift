import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, each trail from a bound node: no relationship twice in one.
final class VariableExpandOperator: FanOutOperator {
  private let expand: VariableExpand
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var finder: HopFinder?
  private var walk: TrailWalk?

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expand: VariableExpand) {
    self.expand = expand
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(expand.from)
    tos = expand.isInto ? batch.nodes(expand.to) : []
    finder = HopFinder(
      types: expand.types, direction: expand.direction, differentFrom: expand.differentFrom,
      predicate: expand.hop, batch, run)
    walk = nil
  }

  override func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    if case .reachableEnds = expand.mode { return try fillReachable(batch) }
    var result = FanOut()
    var ends: [UInt32] = []
    var lists: [Value] = []
    while cursor < batch.count, ends.count < RowBatch.preferredCount, let finder {
      if walk == nil, froms[cursor] != Column.nullEntity, !expand.isInto || tos[cursor] != Column.nullEntity {
        walk = TrailWalk(
          from: froms[cursor], row: cursor, minimum: expand.minimum, maximum: expand.maximum ?? Int.max)
      }
      guard try walk?.advance(finder) == true, let found = walk else {
        walk = nil
        cursor += 1
        continue
      }
      if found.steps.isMultiple(of: 4_096) { try run.checkLimits() }
      if expand.isInto && found.end != tos[cursor] { continue }
      ends.append(found.end)
      lists.append(
        expand.isReversed
          ? Value(relationships: found.relationships.reversed()) : Value(relationships: found.relationships))
      result.rows.append(cursor)
    }
    result.columns = [(expand.relationships, .values(lists))]
    if !expand.isInto { result.columns.append((expand.to, .nodes(ends))) }
    return result
  }

  private func fillReachable(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    var ends: [UInt32] = []
    if let search = NearSearch(expand, on: run.snapshot) { return try fillNear(batch, search) }
    while cursor < batch.count, ends.count < RowBatch.preferredCount, let finder {
      if froms[cursor] != Column.nullEntity {
        let search = ReachSearch(
          finder: finder, row: cursor, minimum: expand.minimum, maximum: expand.maximum ?? Int.max,
          isUndirected: expand.direction == .either)
        for end in try search.ends(from: froms[cursor]) where !expand.isInto || end == tos[cursor] {
          ends.append(end)
          result.rows.append(cursor)
        }
      }
      cursor += 1
      try run.checkLimits()
    }
    if !expand.isInto { result.columns = [(expand.to, .nodes(ends))] }
    return result
  }
}

extension VariableExpandOperator {
  /// Reachable ends without conditions on the way.
  private func fillNear(_ batch: RowBatch, _ search: NearSearch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    var ends: [UInt32] = []
    let snapshot = run.snapshot
    let marks = snapshot.takeMarks()
    defer { snapshot.giveBack(marks) }
    while cursor < batch.count, ends.count < RowBatch.preferredCount {
      let from = froms[cursor]
      if from != Column.nullEntity {
        let first = ends.count
        try search.find(from, marks, &ends) { () throws(QueryFailure) in try run.checkLimits() }
        if expand.isInto {
          let isFound = ends[first...].contains(tos[cursor])
          ends.removeLast(ends.count - first)
          if isFound { ends.append(tos[cursor]) }
        }
        result.rows += repeatElement(cursor, count: ends.count - first)
      }
      cursor += 1
    }
    if !expand.isInto { result.columns = [(expand.to, .nodes(ends))] }
    return result
  }
}

/// A depth-first walk over all trails from a node, one at a time, so that a portion can end anywhere.
struct TrailWalk {
  private struct Frame {
    let node: UInt32
    var hops: [HopFinder.Hop]?
    var next = 0
  }

  private let row: Int
  private let minimum: Int
  private let maximum: Int
  private var frames: [Frame]
  private var isStartPending: Bool
  /// The relationships of the current trail.
  private(set) var relationships: [UInt32] = []
  /// How many hops were tried.
  private(set) var steps = 0

  init(from node: UInt32, row: Int, minimum: Int, maximum: Int) {
    self.row = row
    self.minimum = minimum
    self.maximum = maximum
    frames = [Frame(node: node)]
    isStartPending = minimum == 0 && maximum >= 0
  }

  /// The node where the current trail ends.
  var end: UInt32 { frames.last?.node ?? Column.nullEntity }

  /// Goes on to the next trail of allowed length; false when there is none.
  mutating func advance(_ finder: HopFinder) throws(QueryFailure) -> Bool {
    if isStartPending {
      isStartPending = false
      return true
    }
    while let last = frames.indices.last {
      if relationships.count < maximum, let hop = try nextHop(at: last, finder) {
        steps += 1
        relationships.append(hop.relationship)
        frames.append(Frame(node: hop.end))
        if relationships.count >= minimum { return true }
      } else {
        frames.removeLast()
        if !relationships.isEmpty { relationships.removeLast() }
      }
    }
    return false
  }

  /// The next hop from a frame that does not repeat a relationship of the trail.
  private mutating func nextHop(at index: Int, _ finder: HopFinder) throws(QueryFailure) -> HopFinder.Hop? {
    if frames[index].hops == nil {
      frames[index].hops = try finder.hops(from: frames[index].node, row: row)
    }
    let hops = frames[index].hops ?? []
    while frames[index].next < hops.count {
      let hop = hops[frames[index].next]
      frames[index].next += 1
      if !relationships.contains(hop.relationship) { return hop }
    }
    return nil
  }
}

/// Breadth-first search for the nodes where trails of a length can end, each once.
///
/// Any shortest walk to another node is a trail. Only the way back to the start needs care when relationships
/// are walked in both directions: it must not use its first relationship again.
struct ReachSearch {
  let finder: HopFinder
  let row: Int
  let minimum: Int
  let maximum: Int
  let isUndirected: Bool

  /// The ends, in order of distance.
  func ends(from start: UInt32) throws(QueryFailure) -> [UInt32] {
    if minimum > 1 { return try slowly(from: start) }
    var result: [UInt32] = minimum == 0 ? [start] : []
    var seen: Set<UInt32> = [start]
    var frontier = [start]
    var depth = 0
    var hasReturned = false
    while !frontier.isEmpty, depth < maximum {
      depth += 1
      var next: [UInt32] = []
      for node in frontier {
        for hop in try finder.hops(from: node, row: row) {
          if hop.end == start {
            hasReturned = hasReturned || !isUndirected
          } else if seen.insert(hop.end).inserted {
            next.append(hop.end)
          }
        }
      }
      result += next
      frontier = next
    }
    if minimum == 0 || maximum < 1 { return result }
    if isUndirected { hasReturned = try canReturn(to: start) }
    return hasReturned ? result + [start] : result
  }

  /// Whether a trail leads back to the start: for one of its relationships there is a way from the other end that
  /// does not use it.
  private func canReturn(to start: UInt32) throws(QueryFailure) -> Bool {
    for first in try finder.hops(from: start, row: row) {
      if first.end == start { return true }
      var seen: Set<UInt32> = [first.end]
      var frontier = [first.end]
      var depth = 1
      while !frontier.isEmpty, depth < maximum {
        depth += 1
        var next: [UInt32] = []
        for node in frontier {
          for hop in try finder.hops(from: node, row: row) where hop.relationship != first.relationship {
            if hop.end == start { return true }
            if seen.insert(hop.end).inserted { next.append(hop.end) }
          }
        }
        frontier = next
      }
    }
    return false
  }

  /// All trails, each end kept once: a longer least length cannot be had from distances.
  private func slowly(from start: UInt32) throws(QueryFailure) -> [UInt32] {
    var walk = TrailWalk(from: start, row: row, minimum: minimum, maximum: maximum)
    var seen: Set<UInt32> = []
    var result: [UInt32] = []
    while try walk.advance(finder) {
      if seen.insert(walk.end).inserted { result.append(walk.end) }
    }
    return result
  }
}
