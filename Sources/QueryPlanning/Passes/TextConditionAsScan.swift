/// A scan of nodes for a text inside a name is a search through all names at once.
///
/// Example: `filter toLower(n.name) CONTAINS $t` over `node scan (n)` becomes `node text scan`.
struct TextConditionAsScan: RewritePass {
  let name = "text condition as scan"
  let reason = "names lie one after the other, in lower case, and are searched many bytes at a time"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    let slots = context.slots
    context.rewriteSubqueries { plan, _ in rewrite(plan, slots) }
    return rewrite(root, slots)
  }

  private func rewrite(_ root: PlanNode, _ slots: [SlotInfo]) -> PlanNode {
    root.rewritingBottomUp { node in
      guard case .filter(let predicates) = node.operation, let scan = node.input,
        case .nodeScan(let slot, let labels) = scan.operation
      else { return node }
      for (index, predicate) in predicates.enumerated() {
        guard case .binary(.contains, let text, let part) = predicate.kind,
          case .call(.toLower, let arguments) = text.kind, arguments.count == 1,
          let (found, key) = arguments[0].nodeProperty(slots), found == slot, part.isRowIndependent
        else { continue }
        var others = predicates
        others.remove(at: index)
        let search = PlanNode(
          .nodeTextScan(NodeTextScan(node: slot, labels: labels, property: key, text: part)),
          input: scan.input, output: [], estimatedRows: scan.estimatedRows * 0.1)
        if others.isEmpty { return search }
        return PlanNode(.filter(others), input: search, output: [], estimatedRows: node.estimatedRows)
      }
      return node
    }
  }
}

extension BoundExpression {
  /// Whether it is the same for every row: no column, subquery or random number takes part in it.
  var isRowIndependent: Bool {
    if !slots.isEmpty || hasSubquery { return false }
    if case .call(.rand, _) = kind { return false }
    var isSame = true
    kind.forEachOperand { isSame = isSame && $0.isRowIndependent }
    return isSame
  }
}
