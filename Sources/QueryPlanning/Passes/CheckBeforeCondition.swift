/// A check that keeps fewer rows than a condition goes first.
///
/// Example: `check neighbours (b)-[:A]->(a)` over `filter a.name < b.name` becomes `filter` over `check neighbours`,
/// where few pairs of nodes are joined both ways.
struct CheckBeforeCondition: RewritePass {
  let name = "check before condition"
  let reason = "whether two nodes are joined is cheaper to see than what their properties say, and rarer"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    context.rewriteSubqueries { plan, _ in rewrite(plan) }
    return rewrite(root)
  }

  private func rewrite(_ root: PlanNode) -> PlanNode {
    root.rewritingBottomUp { node in
      guard case .expandInto(let check) = node.operation, check.counted != nil, let filter = node.input,
        case .filter(let predicates) = filter.operation, let below = filter.input,
        predicates.contains(where: \.readsProperty), share(node, filter) < share(filter, below)
      else { return node }
      let checked = PlanNode(
        node.operation, input: below, output: [], estimatedRows: below.estimatedRows * share(node, filter))
      return PlanNode(filter.operation, input: checked, output: [], estimatedRows: node.estimatedRows)
    }
  }

  /// What share of its input's rows an operator is expected to keep.
  private func share(_ node: PlanNode, _ input: PlanNode) -> Double {
    node.estimatedRows / max(input.estimatedRows, 1)
  }
}

extension BoundExpression {
  /// Whether a property is read in it.
  fileprivate var readsProperty: Bool {
    if case .property = kind { return true }
    var found = false
    kind.forEachOperand { found = found || $0.readsProperty }
    return found
  }
}
