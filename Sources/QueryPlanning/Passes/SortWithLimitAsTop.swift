/// A sort whose first rows alone are wanted keeps only those.
///
/// Example: `limit 20` over `skip 5` over `sort` becomes `top 20, skip 5`.
struct SortWithLimitAsTop: RewritePass {
  let name = "sort with limit as top"
  let reason = "a heap of the wanted rows replaces the sort of all rows"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    for index in context.subqueries.indices { context.subqueries[index] = rewrite(context.subqueries[index]) }
    return rewrite(root)
  }

  private func rewrite(_ root: PlanNode) -> PlanNode {
    root.rewritingBottomUp { node in
      guard case .limit(let limit) = node.operation, let below = node.input else { return node }
      if case .sort(let keys) = below.operation {
        return PlanNode(
          .top(keys, skip: nil, limit: limit), input: below.input, output: [],
          estimatedRows: node.estimatedRows)
      }
      if case .skip(let skip) = below.operation, let sort = below.input, case .sort(let keys) = sort.operation
      {
        return PlanNode(
          .top(keys, skip: skip, limit: limit), input: sort.input, output: [],
          estimatedRows: node.estimatedRows)
      }
      return node
    }
  }
}
