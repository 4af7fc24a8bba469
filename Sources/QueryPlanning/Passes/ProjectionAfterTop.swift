/// Properties are read for the rows that stay, not for all that are sorted or cut away.
///
/// Example: `top n DESC, s` over `project s := a.name` becomes `project s := a.name` over `top n DESC, a.name`.
struct ProjectionAfterTop: RewritePass {
  let name = "projection after top"
  let reason = "of a thousand rows twenty are kept, and only those need their names"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    let slots = context.slots
    context.rewriteSubqueries { plan, _ in rewrite(plan, slots) }
    return rewrite(root, slots)
  }

  private func rewrite(_ root: PlanNode, _ slots: [SlotInfo]) -> PlanNode {
    root.rewritingBottomUp { node in
      guard let projection = node.input, case .project(let items) = projection.operation,
        let below = projection.input, items.allSatisfy({ $0.expression.nodeProperty(slots) != nil })
      else { return node }
      let operation: PlanOperator
      switch node.operation {
      case .limit(let count): operation = .limit(count)
      case .top(let keys, let skip, let limit):
        if keys.contains(where: { $0.expression.hasSubquery }) { return node }
        let moved = keys.map { key in
          SortKey(
            key.expression.replacing { part in
              guard case .slot(let slot) = part.kind else { return nil }
              return items.first { $0.slot == slot }?.expression
            }, isDescending: key.isDescending)
        }
        operation = .top(moved, skip: skip, limit: limit)
      default: return node
      }
      // A path cannot be replaced in, and none is made of a property.
      let kept = PlanNode(operation, input: below, output: [], estimatedRows: node.estimatedRows)
      return PlanNode(.project(items), input: kept, output: [], estimatedRows: node.estimatedRows)
    }
  }
}
