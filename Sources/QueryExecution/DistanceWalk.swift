package import Diagnostics
package import GraphCore
package import QueryPlanning

/// A plan that asks for the length of a shortest path between two nodes found by name: run without operators.
///
/// The two ends usually meet within a hundred nodes, which takes less time than operators take to be made.
package final class DistanceWalk: ShortWay {
  package let parameters: [String]
  private let snapshot: GraphSnapshot
  /// The index of each end's property, and the number of its parameter.
  private let from: (nodes: UniqueNodes, parameter: Int)
  private let to: (nodes: UniqueNodes, parameter: Int)
  private let search: DistanceSearch
  private let columns: [String]

  /// Reads a plan; nil when it is not of that form.
  ///
  /// - Complexity: O(operators); the first time for a property O(nodes), for all types O(relationships).
  package init?(_ plan: LogicalPlan, on snapshot: GraphSnapshot) {
    guard case .produceResults(let results) = plan.root.operation, results.evidence.isEmpty, !plan.writes,
      !results.columns.isEmpty, let projection = plan.root.input,
      case .project(let items) = projection.operation, let found = projection.input,
      case .shortestPath(let search) = found.operation, let length = search.length, search.hop == nil,
      let second = found.input, case .nodeSeek(let secondSeek) = second.operation,
      let first = second.input, case .nodeSeek(let firstSeek) = first.operation,
      let start = first.input, case .argument = start.operation
    else { return nil }
    for column in results.columns {
      guard let item = items.first(where: { $0.slot == column.slot }),
        case .slot(length) = item.expression.kind
      else { return nil }
    }
    var parameters: [String] = []
    func end(_ slot: Slot) -> (nodes: UniqueNodes, parameter: Int)? {
      guard let seek = [firstSeek, secondSeek].first(where: { $0.node == slot }),
        let (name, nodes) = ShortWays.start(seek, on: snapshot)
      else { return nil }
      if !parameters.contains(name) { parameters.append(name) }
      return (nodes, parameters.firstIndex(of: name) ?? 0)
    }
    guard let from = end(search.from), let to = end(search.to), firstSeek.node != secondSeek.node
    else { return nil }
    (self.parameters, self.snapshot, self.from, self.to) = (parameters, snapshot, from, to)
    self.search = DistanceSearch(search, on: snapshot)
    columns = results.columns.map(\.name)
  }

  package func run(_ values: [Value], isCancelled: () -> Bool) throws(QueryFailure) -> ResultTable {
    var length: Int?
    if let from = node(from, values), let to = node(to, values) {
      let marks = snapshot.takeMarks()
      defer { snapshot.giveBack(marks) }
      length = try search.length(from, to, marks) { () throws(QueryFailure) in
        if isCancelled() { throw .cancelled }
      }
    }
    let column: Column = length.map { .integers([Int64($0)]) } ?? .absent
    return ResultTable(
      columns: columns, values: Array(repeating: column, count: columns.count),
      rowCount: length == nil ? 0 : 1, evidence: [], snapshot: snapshot, hasWritten: false,
      changes: ChangeCounts(), profile: [])
  }

  private func node(_ end: (nodes: UniqueNodes, parameter: Int), _ values: [Value]) -> UInt32? {
    guard case .string(let name) = values[end.parameter] else { return nil }
    return end.nodes.node(named: name)
  }
}
