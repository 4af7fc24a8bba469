/// Where only the number of rows matters, or only which rows there are, parallel relationships are one row.
///
/// Example: under `count(*)` or DISTINCT, `expand (a)-[r:A]->(b)` whose `r` nobody reads becomes `expand to
/// neighbours (a)-[n:A]->(b)`, and the grouping weighs each row by n. That two hops of a MATCH are different
/// relationships follows from their ends where these differ; else of n parallel ones each earlier hop takes one.
struct HopsAsCounts: RewritePass {
  let name = "hops as counts"
  let reason = "events repeat: forty days of the same accusation are one row that counts forty"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    context.rewriteSubqueries { plan, context in rewrite(plan, into: &context) }
    return rewrite(root, into: &context)
  }

  private func rewrite(_ node: PlanNode, into context: inout PassContext) -> PlanNode {
    let input = node.input.map { rewrite($0, into: &context) }
    let second = node.second.map { rewrite($0, into: &context) }
    var new = node
    if input !== node.input || second !== node.second {
      new = PlanNode(
        node.operation, input: input, second: second, output: [], estimatedRows: node.estimatedRows)
    }
    switch new.operation {
    case .distinct: return CountedChain(below: new).converted(&context)
    case .aggregate(_, let calls, _) where calls.allSatisfy(CountedChain.canWeigh):
      return CountedChain(below: new).converted(&context)
    default: return new
    }
  }
}

/// The operators between one that groups or drops equal rows and where its rows come from.
private struct CountedChain {
  private struct Hop {
    let place: Int
    let relationship: Slot
    let types: [String]
    /// Its ends in the direction of the relationship, both ways round where either will do.
    let ends: [HopEnds]
    let differentFrom: [Slot]
    var unlike: [HopEnds] = []
    /// What remains of `differentFrom` for a hop that is not counted.
    var stillDifferentFrom: [Slot] = []
    var isCounted: Bool
  }

  private let consumer: PlanNode
  /// From the consumer down.
  private var chain: [PlanNode] = []
  private var hops: [Hop] = []
  /// Pairs of node columns that a condition keeps from being equal.
  private var unequal: Set<HopEnds> = []

  init(below consumer: PlanNode) {
    self.consumer = consumer
    var next = consumer.input
    while let node = next, Self.keepsRows(node.operation) {
      chain.append(node)
      next = node.input
    }
    var reads = SlotSet()
    consumer.operation.addReads(to: &reads)
    for (place, node) in chain.enumerated() {
      switch node.operation {
      case .relationshipScan(let scan) where scan.counted == nil:
        hops.append(Self.hop(scan, place))
      case .expand(let expand) where expand.counted == nil:
        reads.insert(expand.from)
        hops.append(Self.hop(expand, place))
      case .expandInto(let expand) where expand.counted == nil:
        reads.insert(contentsOf: [expand.from, expand.to])
        hops.append(Self.hop(expand, place))
      case .filter(let predicates):
        for predicate in predicates { addUnequal(predicate) }
        node.operation.addReads(to: &reads)
      default: node.operation.addReads(to: &reads)
      }
    }
    for index in hops.indices where reads.contains(hops[index].relationship) { hops[index].isCounted = false }
    settle()
  }

  /// Whether an aggregate can take a row as many.
  static func canWeigh(_ call: AggregateCall) -> Bool {
    switch call.function {
    case .countStar, .count, .min, .max: true
    default: call.isDistinct && call.function != .collectEvidence
    }
  }

  /// Whether each row of an operator comes from one row of its input, and all rows alike.
  private static func keepsRows(_ operation: PlanOperator) -> Bool {
    switch operation {
    case .filter, .project, .nodeScan, .nodeSeek, .relationshipScan, .expand, .expandInto, .variableExpand,
      .shortestPath, .endpoints, .trailEndpoints, .entity, .unwind:
      true
    default: false
    }
  }

  private static func hop(_ scan: RelationshipScan, _ place: Int) -> Hop {
    let forward = HopEnds(start: scan.start, end: scan.end)
    let backward = HopEnds(start: scan.end, end: scan.start)
    return Hop(
      place: place, relationship: scan.relationship, types: scan.types,
      ends: scan.isUndirected ? [forward, backward] : [forward], differentFrom: scan.differentFrom,
      isCounted: !scan.isUndirected)
  }

  private static func hop(_ expand: Expand, _ place: Int) -> Hop {
    let forward = HopEnds(start: expand.from, end: expand.to)
    let backward = HopEnds(start: expand.to, end: expand.from)
    let ends: [HopEnds] =
      switch expand.direction {
      case .outgoing: [forward]
      case .incoming: [backward]
      case .either: [forward, backward]
      }
    return Hop(
      place: place, relationship: expand.relationship, types: expand.types, ends: ends,
      differentFrom: expand.differentFrom, isCounted: true)
  }

  // MARK: What follows from conditions

  /// Remembers node columns that differ where the predicate holds: `a <> b`, and any of `<`, `>`, `<>` between the
  /// same property of the two.
  private mutating func addUnequal(_ predicate: BoundExpression) {
    guard case .binary(let operation, let left, let right) = predicate.kind else { return }
    switch operation {
    case .and:
      addUnequal(left)
      addUnequal(right)
    case .notEqual, .less, .greater:
      if case .slot(let one) = left.kind, case .slot(let two) = right.kind, operation == .notEqual {
        insertUnequal(one, two)
      } else if case .property(let one, let key) = left.kind, case .property(let two, key) = right.kind,
        case .slot(let first) = one.kind, case .slot(let second) = two.kind
      {
        insertUnequal(first, second)
      }
    default: break
    }
  }

  private mutating func insertUnequal(_ one: Slot, _ two: Slot) {
    unequal.insert(HopEnds(start: min(one, two), end: max(one, two)))
  }

  private func areUnequal(_ one: Slot, _ two: Slot) -> Bool {
    unequal.contains(HopEnds(start: min(one, two), end: max(one, two)))
  }

  /// Whether two hops are never the same relationship in a row that passes the conditions.
  private func areApart(_ one: Hop, _ two: Hop) -> Bool {
    one.ends.allSatisfy { first in
      two.ends.allSatisfy { areUnequal(first.start, $0.start) || areUnequal(first.end, $0.end) }
    }
  }

  /// Whether the one hop can tell from the ends of the other which of its relationships that one has taken; of
  /// several types, or any, each type has a row of its own.
  private func canTell(_ one: Hop, _ two: Hop) -> Bool {
    one.ends.count == 1 && two.ends.count == 1 && one.types == two.types && one.types.count == 1
  }

  /// Decides which hops are counted: until nothing changes, since a hop that is not needs to see the relationships
  /// of others.
  private mutating func settle() {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for index in hops.indices {
        hops[index].unlike = []
        hops[index].stillDifferentFrom = []
        for slot in hops[index].differentFrom {
          guard let other = hops.firstIndex(where: { $0.relationship == slot }) else {
            // A relationship from outside the chain.
            hasChanged = hasChanged || hops[index].isCounted
            hops[index].isCounted = false
            hops[index].stillDifferentFrom.append(slot)
            continue
          }
          if areApart(hops[index], hops[other]) { continue }
          hops[index].stillDifferentFrom.append(slot)
          if hops[index].isCounted, hops[other].isCounted, canTell(hops[index], hops[other]) {
            hops[index].unlike.append(hops[other].ends[0])
            continue
          }
          if hops[index].isCounted || hops[other].isCounted { hasChanged = true }
          hops[index].isCounted = false
          hops[other].isCounted = false
        }
      }
    }
  }

  // MARK: The new tree

  func converted(_ context: inout PassContext) -> PlanNode {
    guard let last = chain.last, hops.contains(where: \.isCounted) else { return consumer }
    var weights: [Slot] = []
    var node = last.input
    for (place, old) in chain.enumerated().reversed() {
      var operation = old.operation
      if let hop = hops.first(where: { $0.place == place }) {
        var counted: CountedHop?
        if hop.isCounted {
          let count = context.makeSlot(.value, .integer)
          weights.append(count)
          counted = CountedHop(count: count, unlike: hop.unlike)
        }
        operation = Self.changed(operation, counted, hop.isCounted ? [] : hop.stillDifferentFrom)
      }
      node = PlanNode(operation, input: node, output: [], estimatedRows: old.estimatedRows)
    }
    var operation = consumer.operation
    if case .aggregate(let keys, let calls, let earlier) = operation,
      calls.contains(where: { !$0.isDistinct && ($0.function == .countStar || $0.function == .count) })
    {
      operation = .aggregate(keys: keys, calls: calls, weights: earlier + weights)
    }
    return PlanNode(operation, input: node, output: [], estimatedRows: consumer.estimatedRows)
  }

  private static func changed(
    _ operation: PlanOperator, _ counted: CountedHop?, _ differentFrom: [Slot]
  ) -> PlanOperator {
    switch operation {
    case .relationshipScan(let scan):
      .relationshipScan(
        RelationshipScan(
          relationship: scan.relationship, start: scan.start, end: scan.end, types: scan.types,
          isUndirected: scan.isUndirected, differentFrom: differentFrom, counted: counted))
    case .expand(let expand): .expand(changed(expand, counted, differentFrom))
    case .expandInto(let expand): .expandInto(changed(expand, counted, differentFrom))
    default: operation
    }
  }

  private static func changed(
    _ expand: Expand, _ counted: CountedHop?, _ differentFrom: [Slot]
  ) -> Expand {
    Expand(
      from: expand.from, relationship: expand.relationship, to: expand.to, types: expand.types,
      direction: expand.direction, differentFrom: differentFrom, counted: counted)
  }
}
