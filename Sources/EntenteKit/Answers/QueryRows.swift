public import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning

/// The rows of a statement, kept by column as the engine made them.
///
/// Names are numbers into the graph's texts until somebody asks for one, so that a million rows cost four bytes a
/// cell.
public struct QueryRows: Sendable {
  /// The headings.
  public let columns: [String]

  /// The number of rows.
  public let count: Int

  private let table: ResultTable
  private let warnings: [QueryWarning]

  init(_ table: ResultTable, _ warnings: [QueryWarning]) {
    self.table = table
    self.warnings = warnings
    columns = table.columns
    count = table.rowCount
  }

  /// The value of a cell, free of the graph.
  ///
  /// - Parameters:
  ///   - row: From 0 to ``count`` - 1.
  ///   - column: From 0 on, in the order of ``columns``.
  /// - Complexity: O(size of the value).
  public subscript(_ row: Int, _ column: Int) -> AnswerValue {
    AnswerConversion(snapshot: table.snapshot).value(table.value(row, column))
  }

  /// The text of a cell; nil when it holds anything else.
  public func text(_ row: Int, _ column: Int) -> String? {
    if case .string(let text) = table.value(row, column) { text } else { nil }
  }

  /// The integer of a cell; nil when it holds anything else.
  public func integer(_ row: Int, _ column: Int) -> Int64? {
    if case .integer(let number) = table.value(row, column) { number } else { nil }
  }

  /// Warnings about the statement: labels, types and properties that nothing in the graph has.
  ///
  /// - Parameter statement: The statement, for places in it.
  /// - Returns: The warnings, in the order of the statement.
  public func diagnostics(statement: String) -> [Diagnostic] {
    let source = SourceText(name: "statement", text: statement)
    return warnings.map { $0.diagnostic(in: source) }
  }
}
