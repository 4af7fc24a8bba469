import Diagnostics

extension LogicalPlan {
  /// The plan with the literals that only say which node to begin at turned into parameters.
  ///
  /// A text that a node is sought by changes nothing else about a plan, so one plan serves all statements that
  /// differ in it.
  ///
  /// - Parameter name: Asked with the offset of each such literal in the statement; the parameter's name, or nil to
  ///   leave it as it is.
  /// - Returns: The new plan.
  package func openingSeeks(_ name: (UInt32) -> String?) -> LogicalPlan {
    func open(_ root: PlanNode) -> PlanNode {
      root.rewritingBottomUp { node in
        guard case .nodeSeek(let seek) = node.operation, !seek.isAnyOf,
          case .literal(.string) = seek.value.kind, let parameter = name(seek.value.span.lower)
        else { return node }
        let value = BoundExpression(.parameter(parameter), span: seek.value.span, type: .string)
        let opened = NodeSeek(
          node: seek.node, labels: seek.labels, property: seek.property, value: value, isAnyOf: false)
        return PlanNode(
          .nodeSeek(opened), input: node.input, second: node.second, output: node.output,
          estimatedRows: node.estimatedRows)
      }
    }
    return LogicalPlan(
      root: open(root), subqueries: subqueries.map(open), slots: slots, parameters: parameters,
      writes: writes)
  }
}
