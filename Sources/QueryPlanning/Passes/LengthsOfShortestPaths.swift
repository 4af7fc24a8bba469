/// A shortest path of which only the length is wanted need not be put together.
///
/// Example: `length(p)` of `p = shortestPath((a)-[*]-(b))`, where p is not used elsewhere, becomes a column of the
/// search.
struct LengthsOfShortestPaths: RewritePass {
  let name = "lengths of shortest paths"
  let reason = "two searches that meet know the length before they know the way"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    var searches: [ShortestPath] = []
    var paths: [Projection] = []
    var trees = context.subqueries
    trees.append(root)
    for tree in trees {
      tree.forEachNode { node in
        if case .shortestPath(let search) = node.operation, !search.isAll, search.length == nil,
          search.hop == nil
        {
          searches.append(search)
        }
        if case .project(let items) = node.operation {
          paths += items.filter { if case .path = $0.expression.kind { true } else { false } }
        }
      }
    }
    var root = root
    for search in searches {
      guard let path = paths.first(where: { Self.isPath($0.expression, of: search) }),
        Self.isOnlyMeasured(path.slot, in: trees, list: search.relationships)
      else { continue }
      let length = context.makeSlot(.value, .integer)
      let change = Change(search: search, path: path.slot, length: length)
      context.rewriteSubqueries { plan, _ in change.apply(to: plan) }
      root = change.apply(to: root)
      trees = context.subqueries
      trees.append(root)
    }
    return root
  }

  private static func isPath(_ expression: BoundExpression, of search: ShortestPath) -> Bool {
    guard case .path(_, let steps) = expression.kind, steps.count == 1,
      case .relationships(let slot) = steps[0]
    else { return false }
    return slot == search.relationships
  }

  /// Whether every mention of the path is `length(p)`, and the list of its relationships is read by the path only.
  private static func isOnlyMeasured(_ path: Slot, in trees: [PlanNode], list: Slot) -> Bool {
    var mentions = 0
    var measures = 0
    var lists = 0
    for tree in trees {
      tree.forEachNode { node in
        var reads = SlotSet()
        node.operation.addReads(to: &reads)
        var seen = 0
        var seenLists = 0
        node.operation.forEachExpression { expression in
          let own = expression.mentions(of: path)
          seen += own
          seenLists += expression.mentions(of: list)
          if Change.reaches(node.operation) { measures += expression.measures(of: path) }
          if expression.hasSubquery, expression.slots.contains(path) { seen += 1 }
        }
        // Read, but not in an expression: a column of the answer, a key of DISTINCT.
        if reads.contains(path), seen == 0 { seen = 1 }
        if reads.contains(list), seenLists == 0 { seenLists = 2 }
        mentions += seen
        lists += seenLists
      }
    }
    return mentions > 0 && mentions == measures && lists == 1
  }

  private struct Change {
    let search: ShortestPath
    let path: Slot
    let length: Slot

    /// Whether the expressions of an operator are rewritten.
    static func reaches(_ operation: PlanOperator) -> Bool {
      switch operation {
      case .project, .filter, .sort, .top, .aggregate: true
      default: false
      }
    }

    func apply(to root: PlanNode) -> PlanNode {
      root.rewritingBottomUp { node in
        switch node.operation {
        case .shortestPath(let other) where other.relationships == search.relationships:
          return with(
            .shortestPath(
              ShortestPath(
                from: search.from, relationships: search.relationships, to: search.to, types: search.types,
                direction: search.direction, minimum: search.minimum, maximum: search.maximum,
                hop: search.hop, isAll: false, length: length)), node)
        case .project(let items):
          let kept = items.filter { $0.slot != path }
          if kept.isEmpty, let input = node.input { return input }
          return with(.project(kept.map { Projection($0.slot, measured($0.expression)) }), node)
        case .filter(let predicates): return with(.filter(predicates.map(measured)), node)
        case .sort(let keys): return with(.sort(keys.map(measured)), node)
        case .top(let keys, let skip, let limit):
          return with(.top(keys.map(measured), skip: skip, limit: limit), node)
        case .aggregate(let keys, let calls, let weights):
          return with(
            .aggregate(
              keys: keys.map { Projection($0.slot, measured($0.expression)) },
              calls: calls.map {
                AggregateCall(
                  slot: $0.slot, function: $0.function, arguments: $0.arguments.map(measured),
                  isDistinct: $0.isDistinct)
              }, weights: weights), node)
        default: return node
        }
      }
    }

    private func with(_ operation: PlanOperator, _ node: PlanNode) -> PlanNode {
      PlanNode(
        operation, input: node.input, second: node.second, output: [], estimatedRows: node.estimatedRows)
    }

    private func measured(_ key: SortKey) -> SortKey {
      SortKey(measured(key.expression), isDescending: key.isDescending)
    }

    private func measured(_ expression: BoundExpression) -> BoundExpression {
      expression.replacing { part in
        guard part.isMeasure(of: path) else { return nil }
        return BoundExpression(.slot(length), span: part.span, type: .integer)
      }
    }
  }
}

extension BoundExpression {
  /// Whether it is `length(p)` of a path column.
  fileprivate func isMeasure(of path: Slot) -> Bool {
    guard case .call(.length, let arguments) = kind, arguments.count == 1 else { return false }
    return arguments[0].isSlot(path)
  }

  /// How often `length(p)` of a path column stands in it.
  fileprivate func measures(of path: Slot) -> Int {
    if isMeasure(of: path) { return 1 }
    var count = 0
    kind.forEachOperand { count += $0.measures(of: path) }
    return count
  }
}

extension PlanNode {
  /// Visits every operator of a tree.
  func forEachNode(_ visit: (PlanNode) -> Void) {
    visit(self)
    input?.forEachNode(visit)
    second?.forEachNode(visit)
  }
}
