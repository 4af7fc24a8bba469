/// Walking to a node and then testing that another leads to it too is one search for common neighbours.
///
/// Example: `check neighbours (c)-[:A]->(a)` over `filter b <> c` over `expand to neighbours (b)-[:A]->(c)` becomes
/// `filter b <> c` over `common neighbours (b)-[:A]->(c), (a)<-[:A]-(c)`: the triangle is closed before a row is
/// made for each of its open sides.
struct HopsToCommonNeighbours: RewritePass {
  let name = "hops to common neighbours"
  let reason = "in a cycle most walks never close, and making a row for each of them is most of the work"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    context.rewriteSubqueries { plan, _ in rewrite(plan) }
    return rewrite(root)
  }

  private func rewrite(_ root: PlanNode) -> PlanNode {
    root.rewritingBottomUp { node in
      guard case .expandInto(let closing) = node.operation, Self.isSimple(closing) else { return node }
      var filters: [PlanNode] = []
      var next = node.input
      while let below = next, case .filter = below.operation {
        filters.append(below)
        next = below.input
      }
      guard let hop = next, case .expand(let open) = hop.operation, Self.isSimple(open) else { return node }
      let other: Expand
      if closing.to == open.to {
        other = closing
      } else if closing.from == open.to {
        other = Expand(
          from: closing.to, relationship: closing.relationship, to: closing.from, types: closing.types,
          direction: closing.direction.reversed, differentFrom: closing.differentFrom,
          counted: closing.counted)
      } else {
        return node
      }
      guard other.from != open.to else { return node }
      var result = PlanNode(
        .commonNeighbours(CommonNeighbours(open, other)), input: hop.input, output: [],
        estimatedRows: node.estimatedRows)
      for filter in filters.reversed() { result = filter.with(input: result) }
      return result
    }
  }

  private static func isSimple(_ expand: Expand) -> Bool {
    expand.counted != nil && expand.types.count == 1 && expand.direction != .either
      && expand.differentFrom.isEmpty
  }
}
