/// A variable-length walk of which only the distinct ends matter is a search, not a list of trails.
///
/// Example: `MATCH (x)-[:A*1..3]->(e) RETURN DISTINCT e`. Right only for a directed walk of least length 0 or 1
/// whose relationships nobody reads: a shortest walk to an end repeats no relationship, so it is a trail.
struct ReachableEndsOnly: RewritePass {
  let name = "reachable ends only"
  let reason = "the number of trails grows exponentially with their length, the number of ends does not"

  func rewrite(_ root: PlanNode, _ context: inout PassContext) -> PlanNode {
    for index in context.subqueries.indices {
      // A subquery may be asked for a count or a list, where each row matters.
      context.subqueries[index] = walk(context.subqueries[index], ignoresDuplicates: false, SlotSet())
    }
    return walk(root, ignoresDuplicates: false, SlotSet())
  }

  /// Rewrites a tree, given whether nobody above can tell one row from several equal ones, and the columns that
  /// operators above read.
  private func walk(_ node: PlanNode, ignoresDuplicates: Bool, _ read: SlotSet) -> PlanNode {
    var below = read
    var ignores = ignoresDuplicates
    var operation = node.operation
    switch operation {
    case .distinct: ignores = true
    case .aggregate(_, let calls, _):
      ignores = calls.allSatisfy { $0.isDistinct || $0.function == .min || $0.function == .max }
      below = SlotSet()
    case .limit, .skip, .top, .create, .merge, .set, .remove, .delete, .forEach, .produceResults,
      .procedureCall:
      ignores = false
    case .variableExpand(let expand):
      if ignores, !read.contains(expand.relationships), let simpler = Self.simplified(expand) {
        operation = .variableExpand(simpler)
      }
    default: break
    }
    operation.addReads(to: &below)
    let input = node.input.map { walk($0, ignoresDuplicates: ignores, below) }
    let second: PlanNode?
    switch operation {
    case .semiApply: second = node.second.map { walk($0, ignoresDuplicates: true, SlotSet()) }
    case .merge, .forEach: second = node.second
    default: second = node.second.map { walk($0, ignoresDuplicates: ignores, below) }
    }
    if case .variableExpand = operation {
    } else if input === node.input && second === node.second {
      return node
    }
    return PlanNode(
      operation, input: input, second: second, output: [], estimatedRows: node.estimatedRows)
  }

  private static func simplified(_ expand: VariableExpand) -> VariableExpand? {
    guard expand.direction != .either, expand.minimum <= 1, expand.differentFrom.isEmpty else { return nil }
    return VariableExpand(
      from: expand.from, relationships: expand.relationships, to: expand.to, types: expand.types,
      direction: expand.direction, minimum: expand.minimum, maximum: expand.maximum, hop: expand.hop,
      differentFrom: [], isInto: expand.isInto, isReversed: expand.isReversed, mode: .reachableEnds)
  }
}
