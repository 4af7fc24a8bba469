import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, one or all shortest trails between two bound nodes.
final class ShortestPathOperator: FanOutOperator {
  private let search: ShortestPath
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var finder: HopFinder?

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, search: ShortestPath) {
    self.search = search
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(search.from)
    tos = batch.nodes(search.to)
    finder = HopFinder(
      types: search.types, direction: search.direction, differentFrom: [], predicate: search.hop, batch, run)
  }

  override func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    var lists: [Value] = []
    while cursor < batch.count, lists.count < RowBatch.preferredCount, let finder {
      let (from, to) = (froms[cursor], tos[cursor])
      if from != Column.nullEntity && to != Column.nullEntity {
        if from == to {
          if search.minimum == 0 {
            lists.append(.list([]))
            result.rows.append(cursor)
          }
        } else {
          var paths = BreadthFirstPaths(finder: finder, row: cursor, maximum: search.maximum ?? Int.max)
          for path in try paths.find(from: from, to: to, all: search.isAll, run) {
            lists.append(Value(relationships: path))
            result.rows.append(cursor)
          }
        }
      }
      cursor += 1
    }
    result.columns = [(search.relationships, .values(lists))]
    return result
  }
}

/// Level by level from one node until the other is met, remembering every relationship that leads one level on.
struct BreadthFirstPaths {
  let finder: HopFinder
  let row: Int
  let maximum: Int
  /// By node, the hops that reach it from the level before.
  private var arrivals: [UInt32: [(relationship: UInt32, from: UInt32)]] = [:]

  init(finder: HopFinder, row: Int, maximum: Int) {
    self.finder = finder
    self.row = row
    self.maximum = maximum
  }

  /// The shortest paths as lists of relationships, in the order of the store; only the first unless `all`.
  ///
  /// - Complexity: O(nodes + relationships within the distance), plus the size of the answer.
  mutating func find(
    from: UInt32, to: UInt32, all: Bool, _ run: QueryRun
  ) throws(QueryFailure) -> [[UInt32]] {
    var levels: [UInt32: Int] = [from: 0]
    var frontier = [from]
    var depth = 0
    while !frontier.isEmpty, depth < maximum, levels[to] == nil {
      depth += 1
      try run.checkLimits()
      var next: [UInt32] = []
      for node in frontier {
        for hop in try finder.hops(from: node, row: row) {
          if let level = levels[hop.end] {
            if all && level == depth { arrivals[hop.end, default: []].append((hop.relationship, node)) }
          } else {
            levels[hop.end] = depth
            arrivals[hop.end] = [(hop.relationship, node)]
            next.append(hop.end)
          }
        }
      }
      frontier = next
    }
    guard levels[to] != nil else { return [] }
    return try paths(to: to, from: from, all: all, run)
  }

  /// Walks the arrivals back from the target.
  private func paths(
    to: UInt32, from: UInt32, all: Bool, _ run: QueryRun
  ) throws(QueryFailure) -> [[UInt32]] {
    var result: [[UInt32]] = []
    var stack: [(node: UInt32, tail: [UInt32])] = [(to, [])]
    while let (node, tail) = stack.popLast() {
      if node == from {
        result.append(tail.reversed())
        if !all { break }
        if result.count.isMultiple(of: 1_024) { try run.checkLimits() }
        continue
      }
      for arrival in (arrivals[node] ?? []).reversed() {
        stack.append((arrival.from, tail + [arrival.relationship]))
      }
    }
    return result
  }
}
