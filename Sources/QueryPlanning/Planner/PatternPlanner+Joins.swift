import Diagnostics

/// Parts of a pattern that hang together with nothing found so far.
extension PatternPlanner {
  /// Finds the part that holds a node by itself and joins it, where that beats searching it again for each row.
  ///
  /// - Parameter start: An unbound node.
  /// - Returns: Whether it was done; if not, the node is to be searched for each row.
  mutating func joinPart(startingAt start: Int) -> Bool {
    guard node.input != nil, node.estimatedRows > 1.5, seek(start) == nil else { return false }
    let part = component(of: start)
    var own = SlotSet()
    for index in part.nodes { own.insert(pattern.nodes[index].slot) }
    for index in part.relationships { own.insert(pattern.relationships[index].slot) }
    let keys = joinKeys(own)
    guard !keys.isEmpty || !part.relationships.isEmpty else { return false }
    guard let unlike = uniquenessTests(part.relationships) else { return false }

    var inner = self
    inner.node = Planner.start
    inner.available = SlotSet()
    inner.placed = []
    inner.pending = pending.filter { !$0.slots.isEmpty && $0.slots.isSubset(of: own) }
    for index in pattern.nodes.indices where !part.nodes.contains(index) { inner.isNodeBound[index] = true }
    for index in pattern.relationships.indices where !part.relationships.contains(index) {
      inner.isRelationshipPlaced[index] = true
    }
    inner.placeAll()

    let rows = max(1, node.estimatedRows * inner.node.estimatedRows * (keys.isEmpty ? 1 : 0.1))
    let used = Set(keys.map(\.position))
    pending = pending.enumerated().filter { position, predicate in
      !used.contains(position) && !(!predicate.slots.isEmpty && predicate.slots.isSubset(of: own))
    }.map(\.element)
    node = PlanNode(
      keys.isEmpty ? .cartesianProduct : .hashJoin(keys.map(\.key)), input: node, second: inner.node,
      output: [], estimatedRows: rows)
    available.formUnion(own)
    for index in part.nodes { isNodeBound[index] = true }
    for index in part.relationships {
      isRelationshipPlaced[index] = true
      placed.append(index)
    }
    pending += unlike
    test()
    return true
  }

  private func component(of start: Int) -> (nodes: Set<Int>, relationships: Set<Int>) {
    var nodes: Set<Int> = [start]
    var relationships: Set<Int> = []
    var grew = true
    while grew {
      grew = false
      for index in pattern.relationships.indices where !isRelationshipPlaced[index] {
        let entry = pattern.relationships[index]
        // A shortest path waits for both of its ends, of which one may be found already.
        guard !isNodeBound[entry.left], !isNodeBound[entry.right],
          nodes.contains(entry.left) || nodes.contains(entry.right),
          relationships.insert(index).inserted
        else { continue }
        nodes.formUnion([entry.left, entry.right])
        grew = true
      }
    }
    return (nodes, relationships)
  }

  /// Equations between what is found and the part to be found.
  private func joinKeys(_ own: SlotSet) -> [(position: Int, key: JoinKey)] {
    var result: [(position: Int, key: JoinKey)] = []
    for (position, predicate) in pending.enumerated() {
      guard case .binary(.equal, let left, let right) = predicate.kind, !predicate.hasSubquery else {
        continue
      }
      for (outer, inner) in [(left, right), (right, left)] {
        guard !outer.slots.isEmpty, !inner.slots.isEmpty, outer.slots.isSubset(of: available),
          inner.slots.isSubset(of: own)
        else { continue }
        result.append((position, JoinKey(outer, inner)))
        break
      }
    }
    return result
  }

  /// What keeps a relationship from being used on both sides of the join; nil when that cannot be said in an
  /// expression.
  private func uniquenessTests(_ relationships: Set<Int>) -> [BoundExpression]? {
    var result: [BoundExpression] = []
    for index in relationships.sorted() {
      let entry = pattern.relationships[index]
      if case .shortest = entry.length { continue }
      for other in differentFrom(index) {
        guard entry.length == .one, planner.slots[other.index].kind == .relationship else { return nil }
        let pair = BoundExpression(
          .binary(.notEqual, planner.slotExpression(entry.slot), planner.slotExpression(other)),
          span: SourceSpan(at: 0), type: .boolean)
        result.append(pair)
      }
    }
    return result
  }
}
