package import GraphCore

/// What a statement gives.
package struct ResultTable: Sendable {
  /// The names of the columns, in their order.
  package let columns: [String]
  /// The values, by column.
  package let values: [Column]
  /// The number of rows.
  package let rowCount: Int
  /// For each row the relationships that prove it, each once; empty unless the plan gathers evidence.
  package let evidence: [[RelationshipID]]
  /// The graph after the statement; the one it ran on unless it wrote.
  ///
  /// Identifiers in `rows` belong to it.
  package let snapshot: GraphSnapshot
  /// Whether it changed the graph.
  package let hasWritten: Bool
  /// What it changed, counted as operations.
  package let changes: ChangeCounts
  /// Rows and time per operator, in the order of `PlanText.lines(for:)`; empty unless asked for.
  package let profile: [OperatorProfile]

  /// A value.
  package func value(_ row: Int, _ column: Int) -> Value { values[column].value(at: row) }

  /// The rows; each has one value per column.
  ///
  /// - Complexity: O(cells), made anew each time.
  package var rows: [[Value]] { (0..<rowCount).map { row in values.map { $0.value(at: row) } } }
}

/// How many changes a statement made; each operation counts, also those that cancel each other.
package struct ChangeCounts: Sendable, Equatable {
  package var nodesCreated = 0
  package var nodesDeleted = 0
  package var relationshipsCreated = 0
  package var relationshipsDeleted = 0
  package var propertiesSet = 0
  package var labelsAdded = 0
  package var labelsRemoved = 0

  /// No change.
  package init() {}
}

/// What an operator did in one run.
package struct OperatorProfile: Sendable {
  /// The rows it gave.
  package let rows: Int
  /// The time spent in it and its inputs.
  package let time: Duration
}
