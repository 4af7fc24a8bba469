import Diagnostics

/// Orders the work of one MATCH.
///
/// Greedy: start at the node that is cheapest to find, then always walk the relationship that multiplies the
/// rows least; conditions are tested as soon as their columns are there.
struct PatternPlanner {
  let pattern: BoundPattern
  let planner: Planner
  var node: PlanNode
  /// The columns bound so far.
  var available: SlotSet
  /// The conditions not yet tested.
  var pending: [BoundExpression]
  /// By index in the pattern: whether its column is bound.
  var isNodeBound: [Bool]
  var isRelationshipPlaced: [Bool]
  /// The relationships placed so far, for uniqueness.
  var placed: [Int] = []
  /// Whether conditions are tested at once, not at the end.
  var testsEarly = true

  init(_ match: BoundMatch, on node: PlanNode, available: SlotSet, planner: Planner) {
    pattern = match.pattern
    self.planner = planner
    self.node = node
    self.available = available
    pending = match.predicates
    isNodeBound = pattern.nodes.map { $0.isBound && $0.source == nil }
    isRelationshipPlaced = [Bool](repeating: false, count: pattern.relationships.count)
  }

  // MARK: Strategies

  /// The order that the counts suggest.
  mutating func planByCost() -> PlanNode {
    begin()
    placeAll()
    return finish()
  }

  mutating func placeAll() {
    while true {
      if let next = cheapestStep() {
        place(next)
      } else if let start = cheapestStart() {
        if !joinPart(startingAt: start) { placeStart(start) }
      } else {
        break
      }
    }
  }

  /// The order of the text, every condition at the end: slow and simple, the measure of the other.
  mutating func planAsWritten() -> PlanNode {
    testsEarly = false
    begin()
    for index in pattern.relationships.indices {
      let relationship = pattern.relationships[index]
      if !relationship.isBound && !isNodeBound[relationship.left] { scan(relationship.left) }
      if case .shortest = relationship.length, !isNodeBound[relationship.right] { scan(relationship.right) }
      place(index)
    }
    for index in pattern.nodes.indices where !isNodeBound[index] { scan(index) }
    testsEarly = true
    return finish()
  }

  private mutating func begin() {
    for entry in pattern.nodes {
      guard let source = entry.source else { continue }
      add(.entity(from: source, to: entry.slot, kind: .node), factor: 1, binding: [entry.slot])
    }
    for entry in pattern.relationships {
      guard let source = entry.source else { continue }
      add(.entity(from: source, to: entry.slot, kind: .relationship), factor: 1, binding: [entry.slot])
    }
    for index in pattern.nodes.indices where pattern.nodes[index].isBound {
      isNodeBound[index] = true
      requireLabels(of: index)
      requireNode(index)
    }
    test()
  }

  private mutating func finish() -> PlanNode {
    if !pattern.paths.isEmpty {
      add(.project(pattern.paths), factor: 1, binding: pattern.paths.map(\.slot))
    }
    testsEarly = true
    test()
    // What is left reads a column that nothing binds; it cannot happen, and is tested rather than lost.
    if !pending.isEmpty { node = planner.filter(node, pending) }
    return node
  }

  // MARK: Starts

  private func labels(of index: Int) -> [String] {
    guard planner.skipsUniversalLabels else { return pattern.nodes[index].labels }
    let all = planner.statistics.nodeCount
    return pattern.nodes[index].labels.filter { planner.statistics.nodeCount(label: $0) < all }
  }

  private func scanRows(_ index: Int) -> Double {
    pattern.nodes[index].labels.reduce(planner.statistics.nodeCount) {
      min($0, planner.statistics.nodeCount(label: $1))
    }
  }

  /// How a condition `node.property = value` (or `IN`) can find the node.
  func seek(_ index: Int) -> (predicate: Int, seek: NodeSeek)? {
    let slot = pattern.nodes[index].slot
    for (position, predicate) in pending.enumerated() {
      guard case .binary(let op, let left, let right) = predicate.kind, op == .equal || op == .isIn else {
        continue
      }
      for (subject, value) in op == .equal ? [(left, right), (right, left)] : [(left, right)] {
        guard case .property(let base, let key) = subject.kind, base.isSlot(slot),
          planner.statistics.isIndexed(property: key), value.slots.isSubset(of: available)
        else { continue }
        let seek = NodeSeek(
          node: slot, labels: labels(of: index), property: key, value: value, isAnyOf: op == .isIn)
        return (position, seek)
      }
    }
    return nil
  }

  /// The node, or the relationship, at which an unconnected part is cheapest to begin.
  private func cheapestStart() -> Int? {
    var best: (index: Int, cost: Double)?
    for index in pattern.nodes.indices where !isNodeBound[index] {
      var cost = scanRows(index)
      if seek(index) != nil {
        cost = 1
      } else {
        let slot = pattern.nodes[index].slot
        for predicate in pending where predicate.slots.contains(slot) {
          var own = predicate.slots
          own.remove(slot)
          if own.isSubset(of: available) { cost *= Planner.selectivity(of: predicate) }
        }
      }
      if best.map({ cost < $0.cost }) ?? true { best = (index, cost) }
    }
    return best?.index
  }

  private mutating func placeStart(_ index: Int) {
    if let (position, seek) = seek(index) {
      pending.remove(at: position)
      let slot = pattern.nodes[index].slot
      isNodeBound[index] = true
      add(.nodeSeek(seek), factor: seek.isAnyOf ? 10 : 1, binding: [slot])
      test()
      return
    }
    if let relationship = scannable(from: index) {
      scanRelationship(relationship)
      return
    }
    scan(index)
  }

  private mutating func scan(_ index: Int) {
    let slot = pattern.nodes[index].slot
    isNodeBound[index] = true
    add(.nodeScan(node: slot, labels: labels(of: index)), factor: scanRows(index), binding: [slot])
    test()
  }

  /// The rarest relationship that is best read as a whole, since neither end narrows it down; nil when the node
  /// to start at narrows the search.
  private func scannable(from start: Int) -> Int? {
    let total = planner.statistics.nodeCount
    func isWide(_ index: Int) -> Bool {
      let slot = pattern.nodes[index].slot
      if isNodeBound[index] || scanRows(index) < total * 0.5 { return false }
      return !pending.contains {
        $0.slots.contains(slot) && $0.slots.subtracting(slot).isSubset(of: available)
      }
    }
    guard isWide(start) else { return nil }
    let candidates = pattern.relationships.indices.filter { index in
      let entry = pattern.relationships[index]
      return !isRelationshipPlaced[index] && !entry.isBound && entry.length == .one
        && entry.left != entry.right && isWide(entry.left) && isWide(entry.right)
    }
    return candidates.min {
      relationshipRows(pattern.relationships[$0]) < relationshipRows(pattern.relationships[$1])
    }
  }

  private mutating func scanRelationship(_ index: Int) {
    let entry = pattern.relationships[index]
    let isReversed = entry.direction == .incoming
    let left = pattern.nodes[entry.left].slot
    let right = pattern.nodes[entry.right].slot
    let scan = RelationshipScan(
      relationship: entry.slot, start: isReversed ? right : left, end: isReversed ? left : right,
      types: entry.types, isUndirected: entry.direction == .either, differentFrom: differentFrom(index))
    isRelationshipPlaced[index] = true
    isNodeBound[entry.left] = true
    isNodeBound[entry.right] = true
    add(
      .relationshipScan(scan), factor: relationshipRows(entry) * (scan.isUndirected ? 2 : 1),
      binding: [entry.slot, left, right])
    placed.append(index)
    requireLabels(of: entry.left)
    requireLabels(of: entry.right)
    test()
  }

  // MARK: Adding operators

  mutating func add(_ operation: PlanOperator, factor: Double, binding: [Slot]) {
    node = PlanNode(
      operation, input: node, output: [], estimatedRows: node.estimatedRows * factor)
    for slot in binding { available.insert(slot) }
  }

  /// Tests every condition whose columns are there; those with subqueries last.
  mutating func test() {
    guard testsEarly, !pending.isEmpty else { return }
    var ready: [BoundExpression] = []
    var late: [BoundExpression] = []
    pending.removeAll { predicate in
      guard predicate.slots.isSubset(of: available) else { return false }
      if predicate.hasSubquery { late.append(predicate) } else { ready.append(predicate) }
      return true
    }
    if !ready.isEmpty { node = planner.filter(node, ready) }
    if !late.isEmpty { node = planner.filter(node, late) }
  }

  /// A bound node that stands alone may be null, and then nothing is found; elsewhere walking from it says so.
  private mutating func requireNode(_ index: Int) {
    let entry = pattern.nodes[index]
    guard entry.source == nil, labels(of: index).isEmpty,
      !pattern.relationships.contains(where: { $0.left == index || $0.right == index })
    else { return }
    pending.append(
      BoundExpression(
        .unary(.isNotNull, planner.slotExpression(entry.slot)), span: SourceSpan(at: 0), type: .boolean))
  }

  /// Makes a test of the labels of a node that was not found by them.
  mutating func requireLabels(of index: Int) {
    let wanted = labels(of: index)
    guard !wanted.isEmpty else { return }
    let slot = pattern.nodes[index].slot
    let test = BoundExpression(
      .hasLabels(planner.slotExpression(slot), wanted), span: SourceSpan(at: 0), type: .boolean)
    // A test of labels is cheap: it comes first.
    pending.insert(test, at: 0)
  }
}

extension SlotSet {
  func subtracting(_ slot: Slot) -> SlotSet {
    var result = self
    result.remove(slot)
    return result
  }
}

extension BoundExpression {
  /// Whether a subquery stands in it.
  var hasSubquery: Bool {
    if case .subquery = kind { return true }
    var found = false
    kind.forEachOperand { if !found { found = $0.hasSubquery } }
    return found
  }
}
