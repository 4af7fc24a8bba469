extension BoundExpression.Kind {
  /// Adds the columns that the operands read, without the local variables declared here.
  func collectSlots(into slots: inout SlotSet) {
    switch self {
    case .literal, .parameter, .subquery: break
    case .slot(let slot): slots.insert(slot)
    case .path(let start, let steps):
      slots.insert(start)
      for step in steps {
        switch step {
        case .relationship(let slot), .relationships(let slot): slots.insert(slot)
        }
      }
    case .listComprehension(let variable, let list, let predicate, let result):
      var inner = SlotSet()
      if let predicate { inner.formUnion(predicate.slots) }
      if let result { inner.formUnion(result.slots) }
      inner.remove(variable)
      slots.formUnion(inner)
      slots.formUnion(list.slots)
    case .quantifier(_, let variable, let list, let predicate):
      var inner = predicate.slots
      inner.remove(variable)
      slots.formUnion(inner)
      slots.formUnion(list.slots)
    case .reduce(let accumulator, let initial, let variable, let list, let step):
      var inner = step.slots
      inner.remove(accumulator)
      inner.remove(variable)
      slots.formUnion(inner)
      slots.formUnion(initial.slots)
      slots.formUnion(list.slots)
    default: forEachOperand { slots.formUnion($0.slots) }
    }
  }

  /// Visits the expressions directly inside, in order of evaluation.
  package func forEachOperand(_ visit: (BoundExpression) -> Void) {
    switch self {
    case .literal, .parameter, .slot, .subquery, .path: break
    case .list(let elements): for element in elements { visit(element) }
    case .map(let entries): for entry in entries { visit(entry.value) }
    case .property(let base, _), .unary(_, let base), .hasLabels(let base, _): visit(base)
    case .element(let base, let index):
      visit(base)
      visit(index)
    case .slice(let base, let from, let to):
      visit(base)
      if let from { visit(from) }
      if let to { visit(to) }
    case .binary(_, let left, let right):
      visit(left)
      visit(right)
    case .comparisonChain(let first, let links):
      visit(first)
      for link in links { visit(link.operand) }
    case .call(_, let arguments): for argument in arguments { visit(argument) }
    case .conditional(let subject, let branches, let otherwise):
      if let subject { visit(subject) }
      for branch in branches {
        visit(branch.condition)
        visit(branch.result)
      }
      if let otherwise { visit(otherwise) }
    case .listComprehension(_, let list, let predicate, let result):
      visit(list)
      if let predicate { visit(predicate) }
      if let result { visit(result) }
    case .quantifier(_, _, let list, let predicate):
      visit(list)
      visit(predicate)
    case .reduce(_, let initial, _, let list, let step):
      visit(initial)
      visit(list)
      visit(step)
    }
  }
}
