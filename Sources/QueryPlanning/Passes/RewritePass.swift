/// A rewrite of plans that keeps the answer: pure, tree to tree.
///
/// Passes see plans before their output columns are marked: ``PlanNode/output`` is empty everywhere.
package protocol RewritePass: Sendable {
  /// What it is called in `EXPLAIN` and in the documentation.
  var name: String { get }
  /// Why it is worth doing, in a sentence.
  var reason: String { get }
  /// Rewrites a whole plan.
  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode
}

/// What passes may look at beside the tree, and change.
package struct PassContext: Sendable {
  /// The plans of subqueries in expressions, by ``SubqueryID``.
  package var subqueries: [PlanNode]
  /// What each slot is; a pass may add some.
  package var slots: [SlotInfo]
  /// The counts of the graph that the plan is made for.
  package let statistics: any PlanStatistics
  /// Whether the statement changes the graph while it runs, so that what holds of it now may not hold then.
  package let writes: Bool

  /// A new column without a name.
  mutating func makeSlot(_ kind: SlotKind, _ type: StaticType) -> Slot {
    slots.append(SlotInfo(name: " ", kind: kind, type: type))
    return Slot(slots.count - 1)
  }

  /// Rewrites the plan of each subquery.
  mutating func rewriteSubqueries(_ rewrite: (PlanNode, inout PassContext) -> PlanNode) {
    for index in subqueries.indices { subqueries[index] = rewrite(subqueries[index], &self) }
  }
}

/// Passes in the order in which they run.
package struct PassList: Sendable {
  /// The passes.
  package let passes: [any RewritePass]

  /// Makes a list.
  package init(_ passes: [any RewritePass]) {
    self.passes = passes
  }

  /// No rewriting: for the test that optimised and unoptimised plans agree.
  package static let none = PassList([])

  /// What runs when nobody says otherwise.
  package static let standard = PassList([
    SubqueriesAsSemiApply(), SortWithLimitAsTop(), ReachableEndsOnly(), LengthsOfShortestPaths(),
    UniquePropertiesAsNodes(), HopsAsCounts(), HopsToCommonNeighbours(), CheckBeforeCondition(),
    ScanAsValueCounts(), RowsAlreadyDistinct(), TrianglesFromOneCorner(), ProjectionAfterTop(),
    TextConditionAsScan(),
  ])
}

extension PlanNode {
  /// The tree with every operator rewritten, inputs first; parts that did not change are shared.
  func rewritingBottomUp(_ transform: (PlanNode) -> PlanNode) -> PlanNode {
    let newInput = input?.rewritingBottomUp(transform)
    let newSecond = second?.rewritingBottomUp(transform)
    if newInput === input && newSecond === second { return transform(self) }
    return transform(
      PlanNode(
        operation, input: newInput, second: newSecond, output: output, estimatedRows: estimatedRows))
  }

  /// The same operator on another input.
  func with(input: PlanNode) -> PlanNode {
    PlanNode(operation, input: input, second: second, output: output, estimatedRows: estimatedRows)
  }
}
