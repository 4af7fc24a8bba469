/// `WHERE EXISTS { … }` and `WHERE (a)-->(b)` become a semi-apply, with NOT an anti-semi-apply.
///
/// Example: `filter(exists(#0))` over X becomes `semiApply` of X and subquery 0.
struct SubqueriesAsSemiApply: RewritePass {
  let name = "subqueries as semi-apply"
  let reason = "an existence test runs as an operator that stops at the first match, not inside an expression"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    guard !context.subqueries.isEmpty else { return root }
    for index in context.subqueries.indices {
      context.subqueries[index] = rewrite(context.subqueries[index], context.subqueries)
    }
    return rewrite(root, context.subqueries)
  }

  private func rewrite(_ root: PlanNode, _ subqueries: [PlanNode]) -> PlanNode {
    root.rewritingBottomUp { node in
      guard case .filter(let predicates) = node.operation, let input = node.input,
        predicates.contains(where: { existence($0) != nil })
      else { return node }
      let others = predicates.filter { existence($0) == nil }
      var result = input
      if !others.isEmpty {
        result = PlanNode(
          .filter(others), input: result, output: [],
          estimatedRows: (input.estimatedRows * node.estimatedRows).squareRoot())
      }
      for predicate in predicates {
        guard let (id, isNegated) = existence(predicate), id.index < subqueries.count else { continue }
        result = PlanNode(
          .semiApply(isNegated: isNegated), input: result, second: subqueries[id.index], output: [],
          estimatedRows: node.estimatedRows)
      }
      return result
    }
  }

  private func existence(_ predicate: BoundExpression) -> (SubqueryID, isNegated: Bool)? {
    switch predicate.kind {
    case .subquery(let id, .exists): return (id, false)
    case .unary(.not, let inner):
      if case .subquery(let id, .exists) = inner.kind { return (id, true) }
      return nil
    default: return nil
    }
  }
}
