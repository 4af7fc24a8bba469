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
    if let walk = ReachWalk(plan, on: snapshot) { return walk }
    return DistanceWalk(plan, on: snapshot)
  }

  /// The parameter that names one node to begin at, and the index that finds it; nil when a search is for more.
  static func start(_ seek: NodeSeek, on snapshot: GraphSnapshot) -> (parameter: String, nodes: UniqueNodes)?
  {
    guard !seek.isAnyOf, seek.labels.isEmpty, case .parameter(let parameter) = seek.value.kind,
      let key = snapshot.propertyKey(named: seek.property), let nodes = snapshot.uniqueNodes(key)
    else { return nil }
    return (parameter, nodes)
  }

  /// For each column of the results the number of each node's text; nil when a column is anything but a property
  /// of a node that every node has as a text.
  static func texts(
    of node: Slot, _ results: Results, _ items: [Projection], on snapshot: GraphSnapshot
  ) -> [FlatArray<UInt32>]? {
    var texts: [FlatArray<UInt32>] = []
    for column in results.columns {
      guard let item = items.first(where: { $0.slot == column.slot }),
        case .property(let base, let name) = item.expression.kind, case .slot(node) = base.kind,
        let key = snapshot.propertyKey(named: name), let column = snapshot.nodeColumn(key),
        column.kind == .string, column.isFull
      else { return nil }
      texts.append(column.words)
    }
    return texts
  }

  /// The texts of some nodes.
  static func column(
    _ texts: FlatArray<UInt32>, _ nodes: [UInt32], _ snapshot: GraphSnapshot
  ) -> Column {
    texts.withSpan { texts in .texts(nodes.map { texts[Int($0)] }, snapshot) }
  }
}

extension QueryFailure {
  /// What ends a statement that its host has cancelled.
  static var cancelled: QueryFailure {
    QueryFailure(.limitReached, .runtime, "Cancelled", "the query was cancelled")
  }
}
