extension BoundExpression {
  /// The expression with some of its parts replaced.
  ///
  /// - Parameter replacement: Asked of each part, outermost first; nil keeps the part and looks into it.
  /// - Returns: The new expression; itself when nothing was replaced.
  /// - Complexity: O(size of the expression); depth is bounded by the parser.
  func replacing(_ replacement: (BoundExpression) -> BoundExpression?) -> BoundExpression {
    if let new = replacement(self) { return new }
    var hasChanged = false
    func inner(_ part: BoundExpression) -> BoundExpression {
      let new = part.replacing(replacement)
      if new !== part { hasChanged = true }
      return new
    }
    let new = kind.mappingOperands(inner)
    return hasChanged ? BoundExpression(new, span: span, type: type) : self
  }

  /// How often a column is mentioned, itself or as a part of a path.
  func mentions(of slot: Slot) -> Int {
    switch kind {
    case .slot(let own): return own == slot ? 1 : 0
    case .path(let start, let steps):
      return (start == slot ? 1 : 0)
        + steps.count {
          switch $0 {
          case .relationship(let own), .relationships(let own): own == slot
          }
        }
    default:
      var count = 0
      kind.forEachOperand { count += $0.mentions(of: slot) }
      return count
    }
  }

  /// The node column and the key of `n.key`; nil for anything else.
  func nodeProperty(_ slots: [SlotInfo]) -> (node: Slot, key: String)? {
    guard case .property(let base, let key) = kind, case .slot(let slot) = base.kind,
      slots[slot.index].kind == .node
    else { return nil }
    return (slot, key)
  }
}

extension BoundExpression.Kind {
  /// The same kind over other operands.
  fileprivate func mappingOperands(_ map: (BoundExpression) -> BoundExpression) -> Self {
    switch self {
    case .literal, .parameter, .slot, .subquery, .path: self
    case .list(let elements): .list(elements.map(map))
    case .map(let entries): .map(entries.map { MapEntry(key: $0.key, value: map($0.value)) })
    case .property(let base, let key): .property(map(base), key: key)
    case .element(let base, let index): .element(map(base), index: map(index))
    case .slice(let base, let from, let to): .slice(map(base), from: from.map(map), to: to.map(map))
    case .unary(let operation, let operand): .unary(operation, map(operand))
    case .binary(let operation, let left, let right): .binary(operation, map(left), map(right))
    case .comparisonChain(let first, let links):
      .comparisonChain(map(first), links.map { ChainLink($0.comparison, map($0.operand)) })
    case .hasLabels(let base, let labels): .hasLabels(map(base), labels)
    case .call(let function, let arguments): .call(function, arguments.map(map))
    case .conditional(let subject, let branches, let otherwise):
      .conditional(
        subject: subject.map(map),
        branches: branches.map { ConditionalBranch(when: map($0.condition), then: map($0.result)) },
        otherwise: otherwise.map(map))
    case .listComprehension(let variable, let list, let predicate, let result):
      .listComprehension(
        variable, list: map(list), predicate: predicate.map(map), result: result.map(map))
    case .quantifier(let quantifier, let variable, let list, let predicate):
      .quantifier(quantifier, variable, list: map(list), predicate: map(predicate))
    case .reduce(let accumulator, let initial, let variable, let list, let step):
      .reduce(
        accumulator: accumulator, initial: map(initial), variable: variable, list: map(list),
        step: map(step))
    }
  }
}
