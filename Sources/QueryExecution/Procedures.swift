package import Diagnostics
package import GraphCore

/// The procedures that `CALL` can reach.
package protocol ProcedureCatalog: Sendable {
  /// Runs a procedure.
  ///
  /// - Parameters:
  ///   - name: The full name, as the binder found it.
  ///   - arguments: The values of its arguments.
  ///   - snapshot: The graph as it stands.
  /// - Returns: Its rows, each with all of its outputs in the declared order.
  /// - Throws: ProcedureError when it cannot run.
  func call(
    _ name: String, _ arguments: [Value], on snapshot: GraphSnapshot
  ) throws(QueryFailure) -> [[Value]]
}

/// A catalogue without procedures.
package struct EmptyProcedureCatalog: ProcedureCatalog {
  /// Makes it.
  package init() {}

  package func call(
    _ name: String, _ arguments: [Value], on snapshot: GraphSnapshot
  ) throws(QueryFailure) -> [[Value]] {
    throw QueryFailure(
      .procedureError, .runtime, "ProcedureNotFound", "there is no procedure `\(name)`")
  }
}
