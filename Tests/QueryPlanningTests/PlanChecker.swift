import QueryPlanning

/// Checks that every operator finds the columns that it reads: what the executor relies on.
enum PlanChecker {
  /// What is wrong with a plan, one sentence each.
  static func problems(of plan: LogicalPlan) -> [String] {
    var problems: [String] = []
    check(plan.root, argument: [], plan, &problems)
    return problems
  }

  /// Checks an operator and what is below it; `argument` holds the columns that the nearest enclosing operator
  /// lends to the leaf.
  private static func check(
    _ node: PlanNode, argument: Set<Slot>, _ plan: LogicalPlan, _ problems: inout [String]
  ) {
    let name = PlanText.lines(for: plan).isEmpty ? "" : "\(node.operation)".prefix(40)
    var inputs: Set<Slot> = []
    if let input = node.input {
      check(input, argument: argument, plan, &problems)
      inputs = Set(input.output)
    }
    if let second = node.second {
      var lent = Set<Slot>()
      switch node.operation {
      case .union: lent = argument
      case .cartesianProduct, .hashJoin: lent = []
      case .forEach(let variable, _): lent = inputs.union([variable])
      default: lent = inputs
      }
      check(second, argument: lent, plan, &problems)
      switch node.operation {
      case .semiApply, .forEach: break
      case .union: inputs.formIntersection(second.output)
      default: inputs.formUnion(second.output)
      }
    }
    var read = SlotSet()
    node.operation.addReads(to: &read)
    if case .hashJoin(let keys) = node.operation {
      for key in keys { read.formUnion(key.right.slots) }
    }
    for slot in read.sorted where !inputs.contains(slot) {
      problems.append("\(name) reads #\(slot.index) \(plan.slots[slot.index].name), which its input lacks")
    }
    var made = SlotSet()
    node.operation.addMade(to: &made)
    if case .aggregate = node.operation { inputs = [] }
    let available = inputs.union(made.sorted).union(node.input == nil ? argument : [])
    for slot in node.output where !available.contains(slot) {
      problems.append("\(name) must give #\(slot.index) \(plan.slots[slot.index].name), which is nowhere")
    }
    node.operation.forEachExpression { check($0, row: inputs, plan, &problems) }
  }

  private static func check(
    _ expression: BoundExpression, row: Set<Slot>, _ plan: LogicalPlan, _ problems: inout [String]
  ) {
    if case .subquery(let id, let result) = expression.kind {
      guard id.index < plan.subqueries.count else {
        problems.append("there is no subquery \(id.index)")
        return
      }
      let root = plan.subqueries[id.index]
      check(root, argument: Set(expression.slots.sorted), plan, &problems)
      if case .collect(let slot) = result, !root.output.contains(slot) {
        problems.append("subquery \(id.index) lacks its column #\(slot.index)")
      }
    }
    expression.kind.forEachOperand { check($0, row: row, plan, &problems) }
  }
}
