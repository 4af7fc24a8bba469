import Diagnostics

extension PatternPlanner {
  // MARK: Choosing

  /// The unplaced relationship with a bound end that multiplies the rows least.
  func cheapestStep() -> Int? {
    var best: (index: Int, factor: Double)?
    for index in pattern.relationships.indices where !isRelationshipPlaced[index] {
      guard let factor = factor(of: index) else { continue }
      if best.map({ factor < $0.factor }) ?? true { best = (index, factor) }
    }
    return best?.index
  }

  /// By how much walking a relationship multiplies the rows; nil when it cannot be walked yet.
  private func factor(of index: Int) -> Double? {
    let entry = pattern.relationships[index]
    if entry.isBound { return 0 }
    let left = isNodeBound[entry.left]
    let right = isNodeBound[entry.right]
    switch entry.length {
    case .shortest: return left && right ? 1 : nil
    case .one:
      guard left || right else { return nil }
      return expansion(entry, from: left ? entry.left : entry.right, isInto: left && right)
    case .variable(let minimum, let maximum):
      guard left || right else { return nil }
      let one = expansion(entry, from: left ? entry.left : entry.right, isInto: false)
      // A bounded guess: an unbounded walk is taken last.
      let hops = Double(max(minimum, min(maximum ?? 4, 4)))
      var factor = 1.0
      for _ in 0..<Int(hops) { factor *= max(1, one) }
      return left && right ? factor * 0.5 : factor * 2
    }
  }

  private func expansion(_ entry: PatternRelationship, from: Int, isInto: Bool) -> Double {
    let direction = from == entry.left ? entry.direction : entry.direction.reversed
    let degree = meanDegree(entry, direction)
    let other = from == entry.left ? entry.right : entry.left
    let total = max(1, planner.statistics.nodeCount)
    if isInto { return degree / total }
    var share = pattern.nodes[other].labels.reduce(1.0) {
      min($0, planner.statistics.nodeCount(label: $1) / total)
    }
    let slot = pattern.nodes[other].slot
    for predicate in pending where predicate.slots.contains(slot) {
      if predicate.slots.subtracting(slot).isSubset(of: available) {
        share *= Planner.selectivity(of: predicate)
      }
    }
    return degree * share
  }

  private func meanDegree(_ entry: PatternRelationship, _ direction: Direction) -> Double {
    func degree(_ type: String?) -> Double {
      let count = planner.statistics.relationshipCount(type: type)
      let ends = planner.statistics.endCount(type: type, direction)
      return ends == 0 ? 0 : count * (direction == .either ? 2 : 1) / ends
    }
    return entry.types.isEmpty ? degree(nil) : entry.types.reduce(0) { $0 + degree($1) }
  }

  func relationshipRows(_ entry: PatternRelationship) -> Double {
    let statistics = planner.statistics
    return entry.types.isEmpty
      ? statistics.relationshipCount(type: nil)
      : entry.types.reduce(0) { $0 + statistics.relationshipCount(type: $1) }
  }

  // MARK: Placing

  /// The earlier relationships that could be the same one: those that may have a type in common.
  func differentFrom(_ index: Int) -> [Slot] {
    let types = pattern.relationships[index].types
    return placed.compactMap { other in
      let entry = pattern.relationships[other]
      if case .shortest = entry.length { return nil }
      if !types.isEmpty && !entry.types.isEmpty && !entry.types.contains(where: types.contains) { return nil }
      return entry.slot
    }
  }

  mutating func place(_ index: Int) {
    let entry = pattern.relationships[index]
    isRelationshipPlaced[index] = true
    if entry.isBound {
      placeBound(index, entry)
    } else {
      switch entry.length {
      case .one: placeSingle(index, entry)
      case .variable(let minimum, let maximum): placeVariable(index, entry, minimum, maximum)
      case .shortest(let minimum, let maximum, let isAll):
        placeShortest(entry, minimum, maximum, isAll: isAll)
      }
    }
    placed.append(index)
    test()
  }

  /// From which node to walk, and to which.
  private func ends(_ entry: PatternRelationship) -> (from: Int, to: Int, direction: Direction) {
    if isNodeBound[entry.left] { return (entry.left, entry.right, entry.direction) }
    return (entry.right, entry.left, entry.direction.reversed)
  }

  private mutating func placeSingle(_ index: Int, _ entry: PatternRelationship) {
    let (from, to, direction) = ends(entry)
    let isInto = isNodeBound[to]
    let expand = Expand(
      from: pattern.nodes[from].slot, relationship: entry.slot, to: pattern.nodes[to].slot,
      types: entry.types, direction: direction, differentFrom: differentFrom(index))
    if isInto {
      add(
        .expandInto(expand), factor: expansion(entry, from: from, isInto: true), binding: [entry.slot])
    } else {
      add(
        .expand(expand), factor: meanDegree(entry, direction),
        binding: [entry.slot, pattern.nodes[to].slot])
      isNodeBound[to] = true
      requireLabels(of: to)
    }
  }

  private mutating func placeVariable(
    _ index: Int, _ entry: PatternRelationship, _ minimum: Int, _ maximum: Int?
  ) {
    let (from, to, direction) = ends(entry)
    let isInto = isNodeBound[to]
    let expand = VariableExpand(
      from: pattern.nodes[from].slot, relationships: entry.slot, to: pattern.nodes[to].slot,
      types: entry.types, direction: direction, minimum: minimum, maximum: maximum, hop: entry.hop,
      differentFrom: differentFrom(index), isInto: isInto,
      isReversed: from == entry.right && entry.left != entry.right)
    add(
      .variableExpand(expand), factor: max(1, meanDegree(entry, direction)) * 3,
      binding: [entry.slot, pattern.nodes[to].slot])
    if !isInto {
      isNodeBound[to] = true
      requireLabels(of: to)
    }
  }

  private mutating func placeShortest(
    _ entry: PatternRelationship, _ minimum: Int, _ maximum: Int?, isAll: Bool
  ) {
    let path = ShortestPath(
      from: pattern.nodes[entry.left].slot, relationships: entry.slot, to: pattern.nodes[entry.right].slot,
      types: entry.types, direction: entry.direction, minimum: minimum, maximum: maximum, hop: entry.hop,
      isAll: isAll)
    add(.shortestPath(path), factor: 1, binding: [entry.slot])
  }

  /// A relationship, or a list of them, that an earlier clause bound.
  private mutating func placeBound(_ index: Int, _ entry: PatternRelationship) {
    let left = pattern.nodes[entry.left].slot
    let right = pattern.nodes[entry.right].slot
    let newNodes = [entry.left, entry.right].filter { !isNodeBound[$0] }
    let isLeftBound = isNodeBound[entry.left]
    let isRightBound = isNodeBound[entry.right]
    let operation: PlanOperator
    if case .variable(let minimum, let maximum) = entry.length {
      operation = .trailEndpoints(
        TrailEndpoints(
          relationships: entry.slot, from: left, isFromBound: isLeftBound, to: right,
          isToBound: isRightBound, direction: entry.direction, types: entry.types, minimum: minimum,
          maximum: maximum, differentFrom: differentFrom(index)))
      if let hop = entry.hop {
        pending.append(
          BoundExpression(
            .quantifier(
              .all, hop.relationship, list: planner.slotExpression(entry.slot), predicate: hop.predicate),
            span: hop.predicate.span, type: .boolean))
      }
    } else {
      operation = .endpoints(
        Endpoints(
          relationship: entry.slot, from: left, isFromBound: isLeftBound, to: right,
          isToBound: isRightBound, direction: entry.direction, types: entry.types,
          differentFrom: differentFrom(index)))
    }
    add(operation, factor: 1, binding: [left, right])
    for node in newNodes where !isNodeBound[node] {
      isNodeBound[node] = true
      requireLabels(of: node)
    }
  }
}
