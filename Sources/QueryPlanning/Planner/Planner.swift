import Diagnostics

/// Turns a bound statement into a plan: what is found first, where conditions are tested, what is carried on.
package struct Planner {
  let statistics: any PlanStatistics
  let options: PlanOptions
  var slots: [SlotInfo]
  var subqueries: [PlanNode?]
  let bodies: [BoundBody]
  /// The columns whose relationships prove the row at hand; kept only when the options ask for evidence.
  var evidence: [Slot] = []
  /// Whether a label that every node carries may be left out: not when the statement may add nodes.
  let skipsUniversalLabels: Bool

  /// Plans a statement.
  ///
  /// - Parameters:
  ///   - bound: The statement.
  ///   - statistics: The counts of the graph that it will run on; the plan is right for that graph only
  ///     (a test for a label that all nodes carry is left out).
  ///   - options: Evidence, and whether statistics order the work.
  ///   - passes: The rewrites to apply, in order.
  /// - Returns: A plan.
  package static func plan(
    _ bound: BoundQuery, statistics: any PlanStatistics = UnknownStatistics(),
    options: PlanOptions = PlanOptions(), passes: PassList = .standard
  ) -> LogicalPlan {
    var planner = Planner(bound, statistics, options)
    var root = planner.results(of: bound)
    var context = PassContext(
      subqueries: planner.subqueries.map { $0 ?? Planner.start }, slots: planner.slots,
      statistics: statistics, writes: bound.writes)
    for pass in passes.passes { root = pass.rewrite(root, &context) }
    var writer = OutputMarker(slots: context.slots)
    let marked = writer.mark(root, needed: SlotSet())
    let subplans = context.subqueries.enumerated().map { index, plan in
      writer.mark(plan, needed: planner.needs(ofSubquery: index)).node
    }
    return LogicalPlan(
      root: marked.node, subqueries: subplans, slots: context.slots, parameters: bound.parameters,
      writes: bound.writes)
  }

  private init(_ bound: BoundQuery, _ statistics: any PlanStatistics, _ options: PlanOptions) {
    self.statistics = statistics
    self.options = options
    slots = bound.slots
    bodies = bound.subqueries
    subqueries = [PlanNode?](repeating: nil, count: bound.subqueries.count)
    skipsUniversalLabels = options.usesStatistics && !bound.writes
  }

  /// The leaf of every chain.
  static let start = PlanNode(.argument, output: [], estimatedRows: 1)

  private mutating func results(of bound: BoundQuery) -> PlanNode {
    for index in bodies.indices {
      // Inner subqueries have lower numbers than the ones around them, and are planned first.
      let kept = evidence
      subqueries[index] = plan(
        bodies[index], from: Self.start, available: bodies[index].imports, gathers: false)
      evidence = kept
    }
    let body = plan(bound.body, from: Self.start, available: SlotSet(), gathers: options.evidence)
    let results = Results(
      columns: bound.body.columns.map { ($0.name, $0.slot) }, evidence: options.evidence ? evidence : [])
    return PlanNode(
      .produceResults(results), input: body, output: [], estimatedRows: body.estimatedRows)
  }

  func needs(ofSubquery index: Int) -> SlotSet {
    SlotSet(bodies[index].columns.map(\.slot))
  }

  mutating func makeHiddenSlot(_ kind: SlotKind, _ type: StaticType) -> Slot {
    slots.append(SlotInfo(name: " ", kind: kind, type: type))
    return Slot(slots.count - 1)
  }

  // MARK: Bodies

  /// Plans parts joined by UNION, or a single part.
  ///
  /// - Parameters:
  ///   - body: The parts.
  ///   - input: What the first clause of each part starts from.
  ///   - available: The columns that `input` has.
  ///   - gathers: Whether evidence is kept.
  /// - Returns: The plan of the body on top of the input.
  mutating func plan(
    _ body: BoundBody, from input: PlanNode, available: SlotSet, gathers: Bool
  ) -> PlanNode {
    let before = evidence
    guard body.branches.count > 1 else {
      return plan(body.branches.first ?? [], from: input, available: available, gathers: gathers)
    }
    var result: PlanNode?
    let shared = gathers ? makeHiddenSlot(.value, .list(of: .relationship)) : nil
    for branch in body.branches {
      evidence = before
      var node = plan(branch, from: input, available: available, gathers: gathers)
      if let shared { node = gatherEvidence(of: node, into: shared) }
      if let left = result {
        result = PlanNode(
          .union, input: left, second: node, output: [],
          estimatedRows: left.estimatedRows + node.estimatedRows)
      } else {
        result = node
      }
    }
    evidence = shared.map { [$0] } ?? before
    let union = result ?? input
    return body.isDistinct ? distinct(union, body.columns.map(\.slot), gathers: gathers) : union
  }

  /// One column that holds all the evidence of a row.
  private func gatherEvidence(of node: PlanNode, into slot: Slot) -> PlanNode {
    let span = SourceSpan(at: 0)
    let parts = evidence.map { BoundExpression(.slot($0), span: span, type: slots[$0.index].type) }
    let list = BoundExpression(.list(parts), span: span, type: .list(of: .any))
    return PlanNode(
      .project([Projection(slot, list)]), input: node, output: [], estimatedRows: node.estimatedRows)
  }

  mutating func distinct(_ node: PlanNode, _ columns: [Slot], gathers: Bool) -> PlanNode {
    let rows = max(1, node.estimatedRows * 0.7)
    guard gathers, !evidence.isEmpty else {
      return PlanNode(.distinct(columns), input: node, output: [], estimatedRows: rows)
    }
    let keys = columns.map { Projection($0, slotExpression($0)) }
    return aggregate(node, keys, [], rows)
  }

  func slotExpression(_ slot: Slot) -> BoundExpression {
    BoundExpression(.slot(slot), span: SourceSpan(at: 0), type: slots[slot.index].type)
  }

  /// An aggregation that gathers the evidence of each group beside its calls.
  mutating func aggregate(
    _ node: PlanNode, _ keys: [Projection], _ calls: [AggregateCall], _ rows: Double
  ) -> PlanNode {
    var calls = calls
    if !evidence.isEmpty {
      let slot = makeHiddenSlot(.value, .list(of: .relationship))
      calls.append(
        AggregateCall(
          slot: slot, function: .collectEvidence, arguments: evidence.map(slotExpression), isDistinct: false))
      evidence = [slot]
    }
    return PlanNode(.aggregate(keys: keys, calls: calls), input: node, output: [], estimatedRows: rows)
  }
}
