/// The last step of planning: says for each operator which columns it must give.
///
/// A column is carried from where it is made to the last operator that reads it and no further; a computed
/// column that nobody reads is not computed.
struct OutputMarker {
  let slots: [SlotInfo]

  /// Marks a tree.
  ///
  /// - Parameters:
  ///   - node: The tree.
  ///   - needed: The columns that somebody above reads.
  /// - Returns: The marked tree; the columns that it makes; and those that it takes from its argument.
  mutating func mark(
    _ node: PlanNode, needed: SlotSet
  ) -> (node: PlanNode, made: SlotSet, taken: SlotSet) {
    switch node.operation {
    case .argument: return (Self.leaf(node, needed), SlotSet(), needed)
    case .union: return markUnion(node, needed)
    case .apply, .optionalApply, .semiApply, .merge, .forEach, .cartesianProduct, .hashJoin:
      return markPair(node, needed)
    case .project(let items): return markProject(node, items, needed)
    default: break
    }
    var below = needed
    var ownMade = SlotSet()
    node.operation.addMade(to: &ownMade)
    if case .aggregate = node.operation { below = SlotSet() } else { below.subtract(ownMade) }
    node.operation.addReads(to: &below)
    guard let input = node.input else { return (Self.leaf(node, needed), ownMade, SlotSet()) }
    let marked = mark(input, needed: below)
    var made = marked.made
    if case .aggregate = node.operation { made = SlotSet() }
    made.formUnion(ownMade)
    return (
      PlanNode(
        node.operation, input: marked.node, output: needed.sorted, estimatedRows: node.estimatedRows),
      made, marked.taken
    )
  }

  private static func leaf(_ node: PlanNode, _ needed: SlotSet) -> PlanNode {
    PlanNode(node.operation, output: needed.sorted, estimatedRows: node.estimatedRows)
  }

  /// Leaves out what nobody reads; without items the operator is left out itself.
  private mutating func markProject(
    _ node: PlanNode, _ items: [Projection], _ needed: SlotSet
  ) -> (node: PlanNode, made: SlotSet, taken: SlotSet) {
    let kept = items.filter { needed.contains($0.slot) }
    guard let input = node.input else { return (node, SlotSet(), SlotSet()) }
    guard !kept.isEmpty else { return mark(input, needed: needed) }
    var below = needed
    for item in kept { below.remove(item.slot) }
    for item in kept { below.formUnion(item.expression.slots) }
    let marked = mark(input, needed: below)
    var made = marked.made
    for item in kept { made.insert(item.slot) }
    return (
      PlanNode(
        .project(kept), input: marked.node, output: needed.sorted, estimatedRows: node.estimatedRows),
      made, marked.taken
    )
  }

  private mutating func markUnion(
    _ node: PlanNode, _ needed: SlotSet
  ) -> (node: PlanNode, made: SlotSet, taken: SlotSet) {
    guard let left = node.input, let right = node.second else { return (node, SlotSet(), SlotSet()) }
    let first = mark(left, needed: needed)
    let second = mark(right, needed: needed)
    var taken = first.taken
    taken.formUnion(second.taken)
    var made = first.made
    made.formUnion(second.made)
    return (
      PlanNode(
        .union, input: first.node, second: second.node, output: needed.sorted,
        estimatedRows: node.estimatedRows), made, taken
    )
  }

  /// Operators whose right side runs for each left row, and joins.
  private mutating func markPair(
    _ node: PlanNode, _ needed: SlotSet
  ) -> (node: PlanNode, made: SlotSet, taken: SlotSet) {
    guard let left = node.input, let right = node.second else { return (node, SlotSet(), SlotSet()) }
    var madeRight = SlotSet()
    collectMade(right, into: &madeRight)
    var wanted = SlotSet()
    var gives = madeRight
    switch node.operation {
    case .semiApply, .forEach: gives = SlotSet()
    case .hashJoin(let keys):
      wanted = needed.intersection(madeRight)
      for key in keys { wanted.formUnion(key.right.slots) }
    case .merge(let merge):
      // The items of ON MATCH read what the right side finds.
      wanted = needed
      for item in merge.onCreate + merge.onMatch { item.addReads(to: &wanted) }
      wanted = wanted.intersection(madeRight)
    default: wanted = needed.intersection(madeRight)
    }
    let second = mark(right, needed: wanted)
    var below = needed
    below.subtract(gives)
    below.formUnion(second.taken)
    node.operation.addReads(to: &below)
    if case .forEach(let variable, _) = node.operation { below.remove(variable) }
    if case .merge = node.operation { below.subtract(madeRight) }
    let first = mark(left, needed: below)
    var made = first.made
    made.formUnion(gives)
    return (
      PlanNode(
        node.operation, input: first.node, second: second.node, output: needed.sorted,
        estimatedRows: node.estimatedRows), made, first.taken
    )
  }

  /// Every column that a tree makes.
  private func collectMade(_ node: PlanNode, into slots: inout SlotSet) {
    node.operation.addMade(to: &slots)
    if let input = node.input { collectMade(input, into: &slots) }
    if let second = node.second { collectMade(second, into: &slots) }
  }
}
