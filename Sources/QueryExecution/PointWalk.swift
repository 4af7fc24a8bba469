package import Diagnostics
package import GraphCore
package import QueryPlanning

/// A plan that begins at one node found by name and walks a few hops to others: run without operators.
///
/// Most questions to a graph in use are of this form (who accuses Armenia), and touch a hundred nodes. Then making
/// operators and batches takes longer than the walk, so a plan of that form is read once into the few numbers that
/// the walk needs: which index, which adjacencies, which columns. Any other plan is none, and runs as usual; both
/// ways give the same rows in the same order.
package final class PointWalk: ShortWay {
  /// A hop from one node of the walk to the next.
  private struct Hop {
    let adjacency: Adjacency
    let isIncoming: Bool
    /// The numbers of earlier hops that may be the same relationship.
    let unlike: [Int]
  }

  package let parameters: [String]
  private let snapshot: GraphSnapshot
  private let starts: UniqueNodes
  private let hops: [Hop]
  /// Whether a hop must know the nodes of earlier ones.
  private let looksBack: Bool
  /// Whether a node that is reached several times is one row.
  private let isDistinct: Bool
  private let columns: [String]
  /// For each column the number of each node's text.
  private let texts: [FlatArray<UInt32>]

  /// The most hops that are walked this way.
  private static let longest = 4

  /// Reads a plan; nil when it is not of that form.
  ///
  /// - Complexity: O(operators), and the first time for a property O(nodes).
  package init?(_ plan: LogicalPlan, on snapshot: GraphSnapshot) {
    guard case .produceResults(let results) = plan.root.operation, results.evidence.isEmpty, !plan.writes,
      !results.columns.isEmpty, var node = plan.root.input, case .project(let items) = node.operation
    else { return nil }
    var distinct: [Slot]?
    if let below = node.input, case .distinct(let slots) = below.operation {
      distinct = slots
      node = below
    }
    var expands: [Expand] = []
    while let below = node.input, case .expand(let expand) = below.operation {
      guard let counted = expand.counted, !below.output.contains(counted.count) else { return nil }
      expands.insert(expand, at: 0)
      node = below
    }
    guard let below = node.input, case .nodeSeek(let seek) = below.operation, let start = below.input,
      case .argument = start.operation, let last = expands.last, expands.count <= Self.longest,
      distinct == nil || distinct == [last.to],
      let (parameter, starts) = ShortWays.start(seek, on: snapshot),
      let texts = ShortWays.texts(of: last.to, results, items, on: snapshot)
    else { return nil }
    var hops: [Hop] = []
    var ends: [HopEnds] = []
    var from = seek.node
    for expand in expands {
      guard expand.from == from, expand.types.count == 1, expand.direction != .either,
        let hop = Self.hop(expand, ends, snapshot)
      else { return nil }
      hops.append(hop)
      ends.append(expand.ends)
      from = expand.to
    }
    (parameters, self.snapshot, self.starts, self.hops) = ([parameter], snapshot, starts, hops)
    (isDistinct, self.texts, columns) = (distinct != nil, texts, results.columns.map(\.name))
    looksBack = hops.contains { !$0.unlike.isEmpty }
  }

  private static func hop(_ expand: Expand, _ earlier: [HopEnds], _ snapshot: GraphSnapshot) -> Hop? {
    var unlike: [Int] = []
    for ends in expand.counted?.unlike ?? [] {
      guard let index = earlier.firstIndex(of: ends) else { return nil }
      unlike.append(index)
    }
    let type = snapshot.relationshipType(named: expand.types[0])
    let isIncoming = expand.direction == .incoming
    let adjacency = type.map { snapshot.adjacency($0, isIncoming ? .incoming : .outgoing) } ?? .empty
    return Hop(adjacency: adjacency, isIncoming: isIncoming, unlike: unlike)
  }

  package func run(_ values: [Value], isCancelled: () -> Bool) throws(QueryFailure) -> ResultTable {
    var found: [UInt32] = []
    if case .string(let name) = values[0], let start = starts.node(named: name) {
      found = try walk(from: start, isCancelled)
    }
    return ResultTable(
      columns: columns, values: texts.map { ShortWays.column($0, found, snapshot) }, rowCount: found.count,
      evidence: [],
      snapshot: snapshot, hasWritten: false, changes: ChangeCounts(), profile: [])
  }

  /// A single hop, where no relationship is excluded: each neighbour once.
  private func neighbours(of start: UInt32, _ adjacency: Adjacency) -> [UInt32] {
    let range = adjacency.range(of: start)
    if range.isEmpty { return [] }
    return adjacency.neighbours.withSpan { neighbours in
      var found = [neighbours[range.lowerBound]]
      for place in range.dropFirst() where neighbours[place] != neighbours[place - 1] {
        found.append(neighbours[place])
      }
      return found
    }
  }

  /// Hop after hop, in the order of operators.
  private func walk(
    from start: UInt32, _ isCancelled: () -> Bool
  ) throws(QueryFailure) -> [UInt32] {
    if hops.count == 1 { return neighbours(of: start, hops[0].adjacency) }
    var ends = [start]
    // The nodes of earlier hops, by hop and row of `ends`.
    var path: [[UInt32]] = []
    for (number, hop) in hops.enumerated() {
      let froms = ends
      var rows: [Int] = []
      let keepsPath = looksBack && number + 1 < hops.count
      ends = []
      try hop.adjacency.withSpans { keys, offsets, neighbours, _ throws(QueryFailure) in
        for (row, from) in froms.enumerated() {
          if row & 0xFFF == 0, isCancelled() { throw .cancelled }
          let range = NeighbourSearch.range(of: from, keys, offsets, hop.adjacency.isDense)
          var index = range.lowerBound
          while index < range.upperBound {
            let end = neighbours[index]
            let first = index
            repeat { index += 1 } while index < range.upperBound && neighbours[index] == end
            if !hop.unlike.isEmpty, index - first <= taken(hop, path, row, from, end) { continue }
            ends.append(end)
            if keepsPath { rows.append(row) }
          }
        }
      }
      if keepsPath { path = (path + [froms]).map { nodes in rows.map { nodes[$0] } } }
    }
    guard isDistinct else { return ends }
    let marks = snapshot.takeMarks()
    defer { snapshot.giveBack(marks) }
    return marks.markNew(ends).map { ends[$0] }
  }

  /// How many relationships between two nodes earlier hops have taken.
  private func taken(_ hop: Hop, _ path: [[UInt32]], _ row: Int, _ from: UInt32, _ end: UInt32) -> Int {
    let own = hop.isIncoming ? (end, from) : (from, end)
    return hop.unlike.count { number in
      let earlier = path[number][row]
      let next = number + 1 < path.count ? path[number + 1][row] : from
      return own == (hops[number].isIncoming ? (next, earlier) : (earlier, next))
    }
  }
}

extension Expand {
  /// The ends of the hop in the direction of its relationship.
  fileprivate var ends: HopEnds {
    direction == .incoming ? HopEnds(start: to, end: from) : HopEnds(start: from, end: to)
  }
}
