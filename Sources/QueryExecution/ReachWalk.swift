package import Diagnostics
package import GraphCore
package import QueryPlanning

/// A plan that asks for texts of the nodes within a number of hops from a node found by name: run without operators.
package final class ReachWalk: ShortWay {
  package let parameters: [String]
  private let snapshot: GraphSnapshot
  private let starts: UniqueNodes
  private let search: NearSearch
  private let columns: [String]
  /// For each column the number of each node's text.
  private let texts: [FlatArray<UInt32>]

  /// Reads a plan; nil when it is not of that form.
  ///
  /// - Complexity: O(operators), and the first time for a property O(nodes).
  package init?(_ plan: LogicalPlan, on snapshot: GraphSnapshot) {
    guard case .produceResults(let results) = plan.root.operation, results.evidence.isEmpty, !plan.writes,
      !results.columns.isEmpty, let projection = plan.root.input,
      case .project(let items) = projection.operation, let found = projection.input,
      case .variableExpand(let expand) = found.operation, !expand.isInto,
      let search = NearSearch(expand, on: snapshot), let sought = found.input,
      case .nodeSeek(let seek) = sought.operation, seek.node == expand.from,
      let (parameter, starts) = ShortWays.start(seek, on: snapshot), let start = sought.input,
      case .argument = start.operation,
      let texts = ShortWays.texts(of: expand.to, results, items, on: snapshot)
    else { return nil }
    (parameters, self.snapshot, self.starts, self.search) = ([parameter], snapshot, starts, search)
    (self.texts, columns) = (texts, results.columns.map(\.name))
  }

  package func run(_ values: [Value], isCancelled: () -> Bool) throws(QueryFailure) -> ResultTable {
    var found: [UInt32] = []
    if case .string(let name) = values[0], let start = starts.node(named: name) {
      let marks = snapshot.takeMarks()
      defer { snapshot.giveBack(marks) }
      try search.find(start, marks, &found) { () throws(QueryFailure) in
        if isCancelled() { throw .cancelled }
      }
    }
    return ResultTable(
      columns: columns, values: texts.map { ShortWays.column($0, found, snapshot) }, rowCount: found.count,
      evidence: [], snapshot: snapshot, hasWritten: false, changes: ChangeCounts(), profile: [])
  }
}
