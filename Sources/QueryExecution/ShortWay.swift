package import Diagnostics
package import GraphCore
package import QueryPlanning

/// A plan of a form so frequent and so cheap that it runs without operators: read once into the few numbers that it
/// needs.
///
/// It gives the same rows as the operators, in the same order. It knows no limits but cancelling: with limits the
/// operators run.
package protocol ShortWay: Sendable {
  /// The parameters that it needs: each a name to begin at.
  var parameters: [String] { get }

  /// Finds the rows.
  ///
  /// - Parameters:
  ///   - values: Of ``parameters``, in their order; what no node is called, or no text, gives no row.
  ///   - isCancelled: Asked now and then; true ends the run.
  /// - Returns: The rows, as the operators of the plan would give them.
  /// - Throws: LimitReached, when it was cancelled.
  func run(_ values: [Value], isCancelled: () -> Bool) throws(QueryFailure) -> ResultTable
}

/// Finds the short way of a plan.
package enum ShortWays {
  /// The short way of a plan; nil when it has none.
  package static func way(of plan: LogicalPlan, on snapshot: GraphSnapshot) -> (any ShortWay)? {
    if let walk = PointWalk(plan, on: snapshot) { return walk }
    return DistanceWalk(plan, on: snapshot)
  }
}

extension QueryFailure {
  /// What ends a statement that its host has cancelled.
  static var cancelled: QueryFailure {
    QueryFailure(.limitReached, .runtime, "Cancelled", "the query was cancelled")
  }
}
