import Diagnostics

/// Rows that cannot be equal need no DISTINCT, and groups of one row no grouping.
///
/// Example: a pair scan gives each pair of nodes once, so `aggregate by a, b, n := count(*) weighted by w` over it
/// becomes `project n := w`.
struct RowsAlreadyDistinct: RewritePass {
  let name = "rows already distinct"
  let reason = "what a walk finds once needs no table of what was seen"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    if context.writes { return root }
    // A subquery runs with many rows as its argument, of which nothing is known here.
    let (slots, statistics) = (context.slots, context.statistics)
    return Rewriting(slots: slots, statistics: statistics).walk(root).node
  }

  private struct Rewriting {
    let slots: [SlotInfo]
    let statistics: any PlanStatistics

    /// Rewrites a tree that runs once; its columns in which no two rows agree, nil when none are known.
    func walk(_ node: PlanNode) -> (node: PlanNode, key: SlotSet?) {
      guard let input = node.input else {
        if case .argument = node.operation { return (node, SlotSet()) }
        return (node, nil)
      }
      let (newInput, key) = walk(input)
      let new =
        newInput === input
        ? node
        : PlanNode(
          node.operation, input: newInput, second: node.second, output: [],
          estimatedRows: node.estimatedRows)
      switch node.operation {
      case .distinct(let columns):
        if let key, key.isSubset(of: SlotSet(columns)) { return (newInput, key) }
        return (new, SlotSet(columns))
      case .aggregate(let keys, let calls, let weights):
        if let key, let simpler = ungrouped(new, newInput, keys, calls, weights, key) {
          return (simpler, SlotSet(keys.map(\.slot)))
        }
        return (new, SlotSet(keys.map(\.slot)))
      case .filter, .project, .sort, .top, .limit, .skip, .entity: return (new, key)
      case .semiApply: return (new, key)
      default: return (new, key.flatMap { found(node.operation, $0) })
      }
    }

    /// The key of the rows of an operator that finds something, given that of its input.
    private func found(_ operation: PlanOperator, _ key: SlotSet) -> SlotSet? {
      var result = key
      switch operation {
      case .nodeScan(let slot, _): result.insert(slot)
      case .nodeTextScan(let scan): result.insert(scan.node)
      case .nodeSeek(let seek):
        if seek.isAnyOf || !statistics.isUnique(property: seek.property) { result.insert(seek.node) }
      case .relationshipScan(let scan):
        guard !scan.isUndirected else { return nil }
        guard scan.counted == nil else {
          // Without a type, or with several, a pair comes once for each.
          guard scan.types.count == 1 else { return nil }
          result.insert(contentsOf: [scan.start, scan.end])
          return result
        }
        result.insert(scan.relationship)
      case .expand(let expand):
        if expand.counted == nil {
          result.insert(expand.relationship)
        } else {
          guard isSimple(expand) else { return nil }
          result.insert(expand.to)
        }
      case .expandInto(let expand):
        if expand.counted == nil {
          result.insert(expand.relationship)
        } else {
          guard isSimple(expand) else { return nil }
        }
      case .commonNeighbours(let search): result.insert(search.node)
      case .variableExpand(let expand):
        guard expand.mode == .reachableEnds else { return nil }
        if !expand.isInto { result.insert(expand.to) }
      case .shortestPath(let path): if path.isAll { return nil }
      case .valueCounts(let counts):
        result.insert(counts.type)
        for item in counts.keys { result.insert(item.slot) }
      default: return nil
      }
      return result
    }

    /// Whether a counted hop gives each neighbour of a node once: not once for each type.
    private func isSimple(_ expand: Expand) -> Bool {
      expand.types.count == 1 && expand.direction != .either
    }

    /// Counting without grouping; nil when a group may have several rows, or anything but rows is counted.
    private func ungrouped(
      _ node: PlanNode, _ input: PlanNode, _ keys: [Projection], _ calls: [AggregateCall],
      _ weights: [Slot], _ key: SlotSet
    ) -> PlanNode? {
      guard !keys.isEmpty, calls.allSatisfy({ $0.function == .countStar }) else { return nil }
      var plain = SlotSet()
      for item in keys { if case .slot(let slot) = item.expression.kind { plain.insert(slot) } }
      guard key.isSubset(of: plain) else { return nil }
      var items = keys.filter { !$0.expression.isSlot($0.slot) }
      for call in calls { items.append(Projection(call.slot, product(weights))) }
      if items.isEmpty { return input }
      return PlanNode(.project(items), input: input, output: [], estimatedRows: input.estimatedRows)
    }

    private func product(_ weights: [Slot]) -> BoundExpression {
      let span = SourceSpan(at: 0)
      let factors = weights.map { BoundExpression(.slot($0), span: span, type: .integer) }
      guard let first = factors.first else {
        return BoundExpression(.literal(.integer(1)), span: span, type: .integer)
      }
      return factors.dropFirst().reduce(first) {
        BoundExpression(.binary(.multiply, $0, $1), span: span, type: .integer)
      }
    }
  }
}
