/// Counting all relationships by type and by what is made of a date needs one counter per type and date.
///
/// Example: `aggregate by type(r), r.date.year, n := count(*)` over `filter r.date < $x` over `relationship scan
/// [r]` becomes `aggregate by t, y, n := count(*) weighted by c` over `value counts`, where the condition and the
/// year are computed once for each date that occurs.
struct ScanAsValueCounts: RewritePass {
  let name = "scan as value counts"
  let reason = "a million events fall on a few thousand days"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    if context.writes { return root }
    return rewrite(root, into: &context)
  }

  private func rewrite(_ node: PlanNode, into context: inout PassContext) -> PlanNode {
    // Only along the chain that runs once: in a subquery the counts would be made for each batch of rows.
    guard let input = node.input else { return node }
    if case .aggregate(let keys, let calls, let weights) = node.operation, weights.isEmpty,
      let counted = Candidate(node, keys, calls, context)?.rewritten(&context)
    {
      return counted
    }
    let new = rewrite(input, into: &context)
    return new === input
      ? node
      : PlanNode(
        node.operation, input: new, second: node.second, output: [], estimatedRows: node.estimatedRows)
  }
}

private struct Candidate {
  private let node: PlanNode
  private let keys: [Projection]
  private let calls: [AggregateCall]
  private let scan: RelationshipScan
  private let argument: PlanNode
  private var predicates: [BoundExpression] = []
  private let property: String

  /// The parts of a tree of that form; nil for any other.
  init?(_ node: PlanNode, _ keys: [Projection], _ calls: [AggregateCall], _ context: PassContext) {
    guard !keys.isEmpty, calls.allSatisfy({ $0.function == .countStar }) else { return nil }
    var next = node.input
    while let below = next, case .filter(let found) = below.operation {
      predicates += found
      next = below.input
    }
    guard let below = next, case .relationshipScan(let scan) = below.operation, !scan.isUndirected,
      scan.counted == nil, scan.differentFrom.isEmpty, let argument = below.input,
      case .argument = argument.operation
    else { return nil }
    (self.node, self.keys, self.calls, self.scan, self.argument) = (node, keys, calls, scan, argument)
    var properties: [String] = []
    for expression in predicates + keys.map(\.expression) {
      expression.collectProperties(of: scan.relationship, into: &properties)
    }
    guard let property = properties.first, properties.allSatisfy({ $0 == property }),
      context.statistics.isDate(relationshipProperty: property)
    else { return nil }
    self.property = property
  }

  func rewritten(_ context: inout PassContext) -> PlanNode? {
    let value = Slot(context.slots.count)
    let type = Slot(context.slots.count + 1)
    let count = Slot(context.slots.count + 2)
    var newKeys: [Projection] = []
    var valueKeys: [Projection] = []
    for key in keys {
      if key.expression.isType(of: scan.relationship) {
        newKeys.append(Projection(key.slot, slot(type, key.expression, .string)))
      } else if let expression = onValue(key.expression, value) {
        valueKeys.append(Projection(key.slot, expression))
        newKeys.append(Projection(key.slot, slot(key.slot, key.expression, key.expression.type)))
      } else {
        return nil
      }
    }
    var newPredicates: [BoundExpression] = []
    for predicate in predicates {
      guard let expression = onValue(predicate, value) else { return nil }
      newPredicates.append(expression)
    }
    _ = context.makeSlot(.value, StaticType(.date))
    _ = context.makeSlot(.value, .string)
    _ = context.makeSlot(.value, .integer)
    let counts = ValueCounts(
      types: scan.types, property: property, value: value, type: type, predicates: newPredicates,
      keys: valueKeys, count: count)
    let source = PlanNode(
      .valueCounts(counts), input: argument, output: [], estimatedRows: node.estimatedRows)
    return PlanNode(
      .aggregate(keys: newKeys, calls: calls, weights: [count]), input: source, output: [],
      estimatedRows: node.estimatedRows)
  }

  private func slot(_ slot: Slot, _ expression: BoundExpression, _ type: StaticType) -> BoundExpression {
    BoundExpression(.slot(slot), span: expression.span, type: type)
  }

  /// An expression of the property alone, reading the value's column instead; nil when it reads anything else, or
  /// may fail: it will be asked of values that no row of the scan has.
  private func onValue(_ expression: BoundExpression, _ value: Slot) -> BoundExpression? {
    let new = expression.replacing { part in
      guard case .property(let base, _) = part.kind, base.isSlot(scan.relationship) else { return nil }
      return slot(value, part, StaticType(.date))
    }
    return new.isHarmless(on: value) && new.slots == SlotSet([value]) ? new : nil
  }
}

extension BoundExpression {
  fileprivate func isType(of relationship: Slot) -> Bool {
    guard case .call(.type, let arguments) = kind, arguments.count == 1 else { return false }
    return arguments[0].isSlot(relationship)
  }

  /// The keys of all `r.key` in it.
  fileprivate func collectProperties(of relationship: Slot, into keys: inout [String]) {
    if case .property(let base, let key) = kind, base.isSlot(relationship) {
      keys.append(key)
      return
    }
    kind.forEachOperand { $0.collectProperties(of: relationship, into: &keys) }
  }

  /// Whether it cannot fail whatever date, or null, the column holds.
  fileprivate func isHarmless(on date: Slot) -> Bool {
    if isRowIndependent { return true }
    switch kind {
    case .slot(let slot): return slot == date
    case .property(let base, _): return base.isSlot(date)
    case .binary(let operation, let left, let right):
      return operation.isComparison && left.isHarmless(on: date) && right.isHarmless(on: date)
    case .comparisonChain(let first, let links):
      return first.isHarmless(on: date) && links.allSatisfy { $0.operand.isHarmless(on: date) }
    case .unary(.isNull, let inner), .unary(.isNotNull, let inner): return inner.isHarmless(on: date)
    default: return false
    }
  }
}
