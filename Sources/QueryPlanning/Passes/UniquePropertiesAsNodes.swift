/// Where no two nodes share a name, grouping by name is grouping by node.
///
/// Example: `aggregate by s := a.name` becomes `project s := a.name` over `aggregate by a`; a DISTINCT likewise.
struct UniquePropertiesAsNodes: RewritePass {
  let name = "unique properties as nodes"
  let reason = "nodes are compared by number, and names are looked up for the rows of the answer only"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    if context.writes { return root }
    let (slots, statistics) = (context.slots, context.statistics)
    context.rewriteSubqueries { plan, _ in rewrite(plan, slots, statistics) }
    return rewrite(root, slots, statistics)
  }

  private func rewrite(
    _ root: PlanNode, _ slots: [SlotInfo], _ statistics: any PlanStatistics
  ) -> PlanNode {
    func uniqueNode(_ expression: BoundExpression) -> Slot? {
      guard let (node, key) = expression.nodeProperty(slots), statistics.isUnique(property: key) else {
        return nil
      }
      return node
    }
    return root.rewritingBottomUp { node in
      switch node.operation {
      case .aggregate(let keys, let calls, let weights):
        return Self.aggregate(node, keys, calls, weights, slots, uniqueNode)
      case .distinct(let columns): return Self.distinct(node, columns, slots, uniqueNode)
      default: return node
      }
    }
  }

  private static func aggregate(
    _ node: PlanNode, _ keys: [Projection], _ calls: [AggregateCall], _ weights: [Slot],
    _ slots: [SlotInfo], _ uniqueNode: (BoundExpression) -> Slot?
  ) -> PlanNode {
    let names = keys.filter { uniqueNode($0.expression) != nil }
    if names.isEmpty { return node }
    var newKeys = keys.filter { uniqueNode($0.expression) == nil }
    for item in names {
      guard let slot = uniqueNode(item.expression), !newKeys.contains(where: { $0.slot == slot }) else {
        continue
      }
      newKeys.append(
        Projection(
          slot, BoundExpression(.slot(slot), span: item.expression.span, type: slots[slot.index].type)))
    }
    let grouped = PlanNode(
      .aggregate(keys: newKeys, calls: calls, weights: weights), input: node.input, output: [],
      estimatedRows: node.estimatedRows)
    return PlanNode(.project(names), input: grouped, output: [], estimatedRows: node.estimatedRows)
  }

  private static func distinct(
    _ node: PlanNode, _ columns: [Slot], _ slots: [SlotInfo], _ uniqueNode: (BoundExpression) -> Slot?
  ) -> PlanNode {
    guard let projection = node.input, case .project(let items) = projection.operation,
      let below = projection.input
    else { return node }
    let names = items.filter { columns.contains($0.slot) && uniqueNode($0.expression) != nil }
    if names.isEmpty { return node }
    let others = items.filter { item in !names.contains { $0.slot == item.slot } }
    var newColumns = columns.filter { column in !names.contains { $0.slot == column } }
    for item in names {
      if let slot = uniqueNode(item.expression), !newColumns.contains(slot) { newColumns.append(slot) }
    }
    let input =
      others.isEmpty
      ? below
      : PlanNode(.project(others), input: below, output: [], estimatedRows: projection.estimatedRows)
    let distinct = PlanNode(
      .distinct(newColumns), input: input, output: [], estimatedRows: node.estimatedRows)
    return PlanNode(.project(names), input: distinct, output: [], estimatedRows: node.estimatedRows)
  }
}
