import Diagnostics
import GraphCore
import QueryPlanning

// Hops of which only the other end and the number of parallel relationships are wanted. Parallel relationships lie
// next to each other in an adjacency, so a neighbour is a run.

/// For each row, each pair of nodes that relationships of some types join, with their number.
final class PairScanOperator: FanOutOperator {
  private let scan: RelationshipScan
  private let countSlot: Slot?
  private let exclusion: HopExclusion
  private var adjacencies: [Adjacency] = []
  /// Where the next pair begins: adjacency, key, place among the neighbours.
  private var lane = 0
  private var key = 0
  private var place = 0

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, scan: RelationshipScan, counted: CountedHop) {
    self.scan = scan
    countSlot = node.output.contains(counted.count) ? counted.count : nil
    exclusion = HopExclusion(counted.unlike)
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    let snapshot = run.snapshot
    adjacencies =
      scan.types.isEmpty
      ? [snapshot.adjacency(.outgoing)]
      : Lanes.distinct(scan.types).compactMap { snapshot.relationshipType(named: $0) }
        .map { snapshot.adjacency($0, .outgoing) }
    rewind()
  }

  private func rewind() {
    (lane, key, place) = (0, 0, 0)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var starts: [UInt32] = []
    var ends: [UInt32] = []
    var counts: [Int64] = []
    starts.reserveCapacity(RowBatch.preferredCount)
    ends.reserveCapacity(RowBatch.preferredCount)
    counts.reserveCapacity(RowBatch.preferredCount)
    while cursor < batch.count, starts.count < RowBatch.preferredCount {
      guard lane < adjacencies.count else {
        rewind()
        cursor += 1
        continue
      }
      let first = starts.count
      readPairs(&starts, &ends, &counts)
      if !exclusion.isEmpty { exclusion.apply(batch, cursor, from: first, &starts, &ends, &counts) }
      result.rows += repeatElement(cursor, count: starts.count - first)
    }
    result.columns = [(scan.start, .nodes(starts)), (scan.end, .nodes(ends))]
    if let countSlot { result.columns.append((countSlot, .integers(counts))) }
    return result
  }

  /// Reads pairs of the current adjacency until a batch is full or there are no more.
  private func readPairs(_ starts: inout [UInt32], _ ends: inout [UInt32], _ counts: inout [Int64]) {
    let adjacency = adjacencies[lane]
    let isDense = adjacency.isDense
    var key = key
    var place = place
    adjacency.withSpans { keys, offsets, neighbours, _ in
      let keyCount = offsets.count - 1
      while key < keyCount, starts.count < RowBatch.preferredCount {
        let end = Int(offsets[key + 1])
        var index = max(place, Int(offsets[key]))
        if index < end {
          let node = isDense ? UInt32(key) : keys[key]
          while index < end, starts.count < RowBatch.preferredCount {
            let neighbour = neighbours[index]
            let first = index
            repeat { index += 1 } while index < end && neighbours[index] == neighbour
            starts.append(node)
            ends.append(neighbour)
            counts.append(Int64(index - first))
          }
        }
        place = index
        if index >= end { key += 1 }
      }
      if key >= keyCount { key = Int.max }
    }
    if key == Int.max {
      lane += 1
      (self.key, self.place) = (0, 0)
    } else {
      (self.key, self.place) = (key, place)
    }
  }
}

/// Which of several parallel relationships earlier hops of the MATCH have taken.
struct HopExclusion {
  private let unlike: [HopEnds]

  init(_ unlike: [HopEnds]) {
    self.unlike = unlike
  }

  var isEmpty: Bool { unlike.isEmpty }

  /// How many relationships from one node to another are taken in a row.
  func taken(_ batch: RowBatch, _ row: Int, from start: UInt32, to end: UInt32) -> Int64 {
    var count: Int64 = 0
    for ends in unlike {
      guard case .nodes(let starts) = batch.columns[ends.start.index],
        case .nodes(let others) = batch.columns[ends.end.index]
      else { continue }
      if starts[row] == start, others[row] == end { count += 1 }
    }
    return count
  }

  /// Takes taken relationships off the last pairs, and pairs of which none is left away.
  func apply(
    _ batch: RowBatch, _ row: Int, from first: Int, _ starts: inout [UInt32], _ ends: inout [UInt32],
    _ counts: inout [Int64]
  ) {
    var kept = first
    for index in first..<starts.count {
      let count = counts[index] - taken(batch, row, from: starts[index], to: ends[index])
      if count <= 0 { continue }
      (starts[kept], ends[kept], counts[kept]) = (starts[index], ends[index], count)
      kept += 1
    }
    starts.removeLast(starts.count - kept)
    ends.removeLast(ends.count - kept)
    counts.removeLast(counts.count - kept)
  }
}

/// For each row, each neighbour of a bound node, with the number of relationships that lead to it.
final class ExpandToNeighboursOperator: FanOutOperator {
  private let expand: Expand
  private let countSlot: Slot?
  private let exclusion: HopExclusion
  private var froms: [UInt32] = []
  private var lanes = Lanes([], .outgoing, in: .empty)

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expand: Expand, counted: CountedHop) {
    self.expand = expand
    countSlot = node.output.contains(counted.count) ? counted.count : nil
    exclusion = HopExclusion(counted.unlike)
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(expand.from)
    lanes = Lanes(expand.types, expand.direction, in: run.snapshot)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var ends: [UInt32] = []
    var counts: [Int64] = []
    while cursor < batch.count, ends.count < RowBatch.preferredCount {
      let from = froms[cursor]
      if from != Column.nullEntity {
        for lane in lanes.lanes { walk(lane, from, batch, &result.rows, &ends, &counts) }
      }
      cursor += 1
    }
    result.columns = [(expand.to, .nodes(ends))]
    if let countSlot { result.columns.append((countSlot, .integers(counts))) }
    return result
  }

  private func walk(
    _ lane: Lanes.Lane, _ from: UInt32, _ batch: RowBatch, _ rows: inout [Int], _ ends: inout [UInt32],
    _ counts: inout [Int64]
  ) {
    let range = lane.adjacency.range(of: from)
    if range.isEmpty { return }
    let isIncoming = expand.direction == .incoming
    lane.adjacency.withSpans { _, _, neighbours, _ in
      var index = range.lowerBound
      while index < range.upperBound {
        let end = neighbours[index]
        let first = index
        repeat { index += 1 } while index < range.upperBound && neighbours[index] == end
        if lane.skipsLoops && end == from { continue }
        var count = Int64(index - first)
        if !exclusion.isEmpty {
          count -= exclusion.taken(
            batch, cursor, from: isIncoming ? end : from, to: isIncoming ? from : end)
          if count <= 0 { continue }
        }
        rows.append(cursor)
        ends.append(end)
        if countSlot != nil { counts.append(count) }
      }
    }
  }
}

/// For each row, the number of relationships between two bound nodes; rows with none are dropped.
///
/// Rows often come in runs that share one node, the other ascending: a pair scan gives them so. Then the neighbours
/// of the shared node are walked along with the run instead of being searched for each row.
final class CheckNeighboursOperator: FanOutOperator {
  private let expand: Expand
  private let countSlot: Slot?
  private let exclusion: HopExclusion
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var forward = Lanes([], .outgoing, in: .empty)
  private var backward = Lanes([], .outgoing, in: .empty)

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expand: Expand, counted: CountedHop) {
    self.expand = expand
    countSlot = node.output.contains(counted.count) ? counted.count : nil
    exclusion = HopExclusion(counted.unlike)
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(expand.from)
    tos = batch.nodes(expand.to)
    forward = Lanes(expand.types, expand.direction, in: run.snapshot)
    backward = Lanes(expand.types, expand.direction.reversed, in: run.snapshot)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var counts: [Int64] = []
    if forward.lanes.count == 1, backward.lanes.count == 1 {
      // The side whose node more rows share with the next is walked.
      let sharesTo = repeats(tos) >= repeats(froms)
      let lane = (sharesTo ? backward : forward).lanes[0].adjacency
      check(lane, sharesTo ? tos : froms, sharesTo ? froms : tos, &result.rows, &counts)
    } else {
      for row in 0..<batch.count { checkAll(row, &result.rows, &counts) }
    }
    cursor = batch.count
    if !exclusion.isEmpty { exclude(batch, &result.rows, &counts) }
    result.columns = countSlot.map { [($0, .integers(counts))] } ?? []
    return result
  }

  private func repeats(_ nodes: [UInt32]) -> Int {
    var count = 0
    for row in nodes.indices.dropFirst() where nodes[row] == nodes[row - 1] { count += 1 }
    return count
  }

  /// All rows, by one adjacency of the nodes that they share.
  private func check(
    _ adjacency: Adjacency, _ nodes: [UInt32], _ others: [UInt32], _ found: inout [Int],
    _ counts: inout [Int64]
  ) {
    let isDense = adjacency.isDense
    let (nodes, others) = (nodes.span, others.span)
    adjacency.withSpans { keys, offsets, neighbours, _ in
      var node = Column.nullEntity
      var range = 0..<0
      var place = 0
      var last: UInt32 = 0
      for row in 0..<nodes.count {
        let other = others[row]
        if nodes[row] != node {
          node = nodes[row]
          range = node == Column.nullEntity ? 0..<0 : NeighbourSearch.range(of: node, keys, offsets, isDense)
          place = range.lowerBound
        } else if other < last {
          place = range.lowerBound
        }
        last = other
        if range.isEmpty || other == Column.nullEntity { continue }
        place = NeighbourSearch.advance(to: other, neighbours, place, range.upperBound)
        // The next row may ask for the same node again, so `place` stays at the first.
        let count = NeighbourSearch.runLength(of: other, neighbours, place, range.upperBound)
        if count > 0 {
          found.append(row)
          counts.append(count)
        }
      }
    }
  }

  /// One row by all adjacencies: several types, or both directions.
  private func checkAll(_ row: Int, _ found: inout [Int], _ counts: inout [Int64]) {
    let (from, to) = (froms[row], tos[row])
    if from == Column.nullEntity || to == Column.nullEntity { return }
    var count: Int64 = 0
    for lane in forward.lanes where !(lane.skipsLoops && from == to) {
      let range = lane.adjacency.range(of: from)
      count += lane.adjacency.withSpans { _, _, neighbours, _ in
        let place = NeighbourSearch.advance(to: to, neighbours, range.lowerBound, range.upperBound)
        return NeighbourSearch.runLength(of: to, neighbours, place, range.upperBound)
      }
    }
    if count > 0 {
      found.append(row)
      counts.append(count)
    }
  }

  /// Takes relationships that earlier hops have taken off the counts.
  private func exclude(_ batch: RowBatch, _ rows: inout [Int], _ counts: inout [Int64]) {
    let isIncoming = expand.direction == .incoming
    var kept = 0
    for index in rows.indices {
      let (row, from, to) = (rows[index], froms[rows[index]], tos[rows[index]])
      let count =
        counts[index] - exclusion.taken(batch, row, from: isIncoming ? to : from, to: isIncoming ? from : to)
      if count <= 0 { continue }
      (rows[kept], counts[kept]) = (row, count)
      kept += 1
    }
    rows.removeLast(rows.count - kept)
    counts.removeLast(counts.count - kept)
  }
}
