import Diagnostics

extension Planner {
  /// Plans clauses one on top of the other.
  mutating func plan(
    _ clauses: [BoundClause], from input: PlanNode, available: SlotSet, gathers: Bool
  ) -> PlanNode {
    var node = input
    var available = available
    for clause in clauses { node = plan(clause, on: node, &available, gathers: gathers) }
    return node
  }

  private mutating func plan(
    _ clause: BoundClause, on node: PlanNode, _ available: inout SlotSet, gathers: Bool
  ) -> PlanNode {
    switch clause {
    case .match(let match): return plan(match, on: node, &available, gathers: gathers)
    case .unwind(let list, let slot):
      available.insert(slot)
      return PlanNode(
        .unwind(list, to: slot), input: node, output: [], estimatedRows: node.estimatedRows * 10)
    case .project(let projection): return plan(projection, on: node, &available, gathers: gathers)
    case .create(let create):
      var created = node
      for pattern in create.patterns {
        insertCreated(pattern, into: &available)
        created = PlanNode(
          .create(pattern), input: created, output: [], estimatedRows: node.estimatedRows)
      }
      return project(create.paths, on: created, &available)
    case .merge(let merge): return plan(merge, on: node, &available)
    case .set(let items):
      return PlanNode(.set(items), input: node, output: [], estimatedRows: node.estimatedRows)
    case .remove(let items):
      return PlanNode(.remove(items), input: node, output: [], estimatedRows: node.estimatedRows)
    case .delete(let expressions, let isDetach):
      return PlanNode(
        .delete(expressions, isDetach: isDetach), input: node, output: [],
        estimatedRows: node.estimatedRows)
    case .forEach(let variable, let list, let body):
      var inner = available
      inner.insert(variable)
      let kept = evidence
      let second = plan(body, from: Self.start, available: inner, gathers: false)
      evidence = kept
      return PlanNode(
        .forEach(variable: variable, list: list), input: node, second: second, output: [],
        estimatedRows: node.estimatedRows)
    case .call(let call, let predicates):
      for output in call.outputs { available.insert(output.slot) }
      let called = PlanNode(
        .procedureCall(call), input: node, output: [],
        estimatedRows: node.estimatedRows * (call.isVoid ? 1 : 10))
      return filter(called, predicates)
    case .subquery(let body): return plan(subquery: body, on: node, &available, gathers: gathers)
    }
  }

  private func insertCreated(_ pattern: CreatePattern, into available: inout SlotSet) {
    for created in pattern.nodes { available.insert(created.slot) }
    for created in pattern.relationships { available.insert(created.slot) }
  }

  func filter(_ node: PlanNode, _ predicates: [BoundExpression]) -> PlanNode {
    guard !predicates.isEmpty else { return node }
    let selectivity = predicates.reduce(1.0) { $0 * labelShare(of: $1) }
    return PlanNode(
      .filter(predicates), input: node, output: [], estimatedRows: node.estimatedRows * selectivity)
  }

  /// The share of nodes with the labels, where the condition asks for nothing else.
  private func labelShare(of predicate: BoundExpression) -> Double {
    guard case .hasLabels(let base, let labels) = predicate.kind, base.type.types == .node else {
      return Self.selectivity(of: predicate)
    }
    let total = max(1, statistics.nodeCount)
    return labels.reduce(1.0) { min($0, statistics.nodeCount(label: $1) / total) }
  }

  private func project(
    _ items: [Projection], on node: PlanNode, _ available: inout SlotSet
  ) -> PlanNode {
    guard !items.isEmpty else { return node }
    for item in items { available.insert(item.slot) }
    return PlanNode(.project(items), input: node, output: [], estimatedRows: node.estimatedRows)
  }

  // MARK: MATCH and MERGE

  private mutating func plan(
    _ match: BoundMatch, on node: PlanNode, _ available: inout SlotSet, gathers: Bool
  ) -> PlanNode {
    let result: PlanNode
    if match.isOptional {
      let inner = Self.start
      let right = find(match, from: inner, &available)
      result = PlanNode(
        .optionalApply, input: node, second: right, output: [],
        estimatedRows: node.estimatedRows * max(1, right.estimatedRows))
    } else {
      result = find(match, from: node, &available)
    }
    if gathers {
      for relationship in match.pattern.relationships where !evidence.contains(relationship.slot) {
        evidence.append(relationship.slot)
      }
    }
    return result
  }

  private mutating func find(
    _ match: BoundMatch, from node: PlanNode, _ available: inout SlotSet
  ) -> PlanNode {
    var finder = PatternPlanner(match, on: node, available: available, planner: self)
    let result = options.usesStatistics ? finder.planByCost() : finder.planAsWritten()
    available = finder.available
    return result
  }

  private mutating func plan(
    _ merge: BoundMerge, on node: PlanNode, _ available: inout SlotSet
  ) -> PlanNode {
    var node = node
    var match = merge.match
    // Ends that stand in value columns are read as nodes before: both sides of the merge need them.
    for index in match.pattern.nodes.indices {
      guard let source = match.pattern.nodes[index].source else { continue }
      let slot = match.pattern.nodes[index].slot
      node = PlanNode(
        .entity(from: source, to: slot, kind: .node), input: node, output: [],
        estimatedRows: node.estimatedRows)
      available.insert(slot)
      match.pattern.nodes[index].source = nil
    }
    let second = find(match, from: Self.start, &available)
    let merged = PlanNode(
      .merge(merge.merge), input: node, second: second, output: [],
      estimatedRows: node.estimatedRows * max(1, second.estimatedRows))
    return project(merge.paths, on: merged, &available)
  }

  /// `CALL { … }`: without columns each row passes once, whatever the inner rows, since they are counted.
  private mutating func plan(
    subquery body: BoundBody, on node: PlanNode, _ available: inout SlotSet, gathers: Bool
  ) -> PlanNode {
    let before = evidence
    evidence = []
    var second = plan(body, from: Self.start, available: available, gathers: gathers)
    if body.columns.isEmpty {
      let count = AggregateCall(
        slot: makeHiddenSlot(.value, .integer), function: .countStar, arguments: [],
        isDistinct: false)
      second = PlanNode(
        .aggregate(keys: [], calls: [count]), input: second, output: [], estimatedRows: 1)
      evidence = before
    } else {
      evidence = before + evidence
    }
    for column in body.columns { available.insert(column.slot) }
    return PlanNode(
      .apply, input: node, second: second, output: [],
      estimatedRows: node.estimatedRows * second.estimatedRows)
  }

  // MARK: WITH and RETURN

  private mutating func plan(
    _ projection: BoundProjection, on node: PlanNode, _ available: inout SlotSet, gathers: Bool
  ) -> PlanNode {
    var node = node
    if let aggregate = projection.aggregate {
      let rows = aggregate.keys.isEmpty ? 1 : max(1, node.estimatedRows * 0.5)
      node = self.aggregate(node, aggregate.keys, aggregate.calls, rows)
    }
    if !projection.items.isEmpty {
      node = PlanNode(
        .project(projection.items), input: node, output: [], estimatedRows: node.estimatedRows)
    }
    if projection.isDistinct {
      node = distinct(node, projection.columns.map(\.slot), gathers: gathers)
    }
    if !projection.sort.isEmpty {
      node = PlanNode(
        .sort(projection.sort), input: node, output: [], estimatedRows: node.estimatedRows)
    }
    if let skip = projection.skip {
      node = PlanNode(
        .skip(skip), input: node, output: [],
        estimatedRows: max(0, node.estimatedRows - Self.count(skip)))
    }
    if let limit = projection.limit {
      node = PlanNode(
        .limit(limit), input: node, output: [],
        estimatedRows: min(node.estimatedRows, Self.count(limit)))
    }
    available = SlotSet(projection.columns.map(\.slot))
    return filter(node, projection.predicates)
  }

  private static func count(_ expression: BoundExpression) -> Double {
    if case .literal(.integer(let value)) = expression.kind { return Double(value) }
    return 10
  }

  // MARK: Guesses

  /// What share of rows a condition keeps; guesses in the manner of System R (Selinger 1979, table 1).
  static func selectivity(of predicate: BoundExpression) -> Double {
    switch predicate.kind {
    case .binary(.equal, _, _): 0.1
    case .binary(.less, _, _), .binary(.lessOrEqual, _, _), .binary(.greater, _, _),
      .binary(.greaterOrEqual, _, _):
      0.33
    case .binary(.notEqual, _, _): 0.9
    case .binary(.startsWith, _, _), .binary(.contains, _, _), .binary(.endsWith, _, _): 0.1
    case .hasLabels: 0.5
    case .binary(.and, let left, let right): selectivity(of: left) * selectivity(of: right)
    case .binary(.or, let left, let right): min(1, selectivity(of: left) + selectivity(of: right))
    case .unary(.not, let inner): 1 - selectivity(of: inner)
    default: 0.5
    }
  }
}
