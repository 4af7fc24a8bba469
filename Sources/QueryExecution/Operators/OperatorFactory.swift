import Diagnostics
import QueryPlanning

/// Makes the running operators of a plan.
struct OperatorFactory {
  let run: QueryRun

  /// Makes an operator with its inputs.
  func make(_ node: PlanNode) -> Operator {
    let input = node.input.map(make)
    let second = node.second.map(make)
    switch node.operation {
    case .argument: return ArgumentOperator(node, run, input: input, second: second)
    case .nodeScan(let slot, let labels):
      return NodeScanOperator(node, run, input: input, slot: slot, labels: labels)
    case .nodeSeek(let seek): return NodeSeekOperator(node, run, input: input, seek: seek)
    case .nodeTextScan(let scan): return NodeTextScanOperator(node, run, input: input, scan: scan)
    case .valueCounts(let counts): return ValueCountsOperator(node, run, input: input, counts: counts)
    case .commonNeighbours(let search):
      return CommonNeighboursOperator(node, run, input: input, search: search)
    case .relationshipScan(let scan):
      if let counted = scan.counted {
        return PairScanOperator(node, run, input: input, scan: scan, counted: counted)
      }
      return RelationshipScanOperator(node, run, input: input, scan: scan)
    case .expand(let expand):
      if let counted = expand.counted {
        return ExpandToNeighboursOperator(node, run, input: input, expand: expand, counted: counted)
      }
      return ExpandOperator(node, run, input: input, expand: expand)
    case .expandInto(let expand):
      if let counted = expand.counted {
        return CheckNeighboursOperator(node, run, input: input, expand: expand, counted: counted)
      }
      return ExpandIntoOperator(node, run, input: input, expand: expand)
    case .variableExpand(let expand):
      return VariableExpandOperator(node, run, input: input, expand: expand)
    case .shortestPath(let search):
      if let length = search.length {
        return ShortestLengthOperator(node, run, input: input, search: search, length: length)
      }
      return ShortestPathOperator(node, run, input: input, search: search)
    case .endpoints(let endpoints): return EndpointsOperator(node, run, input: input, endpoints: endpoints)
    case .trailEndpoints(let endpoints):
      return TrailEndpointsOperator(node, run, input: input, endpoints: endpoints)
    case .entity(let from, let to, let kind):
      return EntityOperator(node, run, input: input, from: from, to: to, kind: kind)
    default: return makeRows(node, input, second)
    }
  }

  /// The operators that do not find anything in the graph.
  private func makeRows(_ node: PlanNode, _ input: Operator?, _ second: Operator?) -> Operator {
    switch node.operation {
    case .filter(let predicates): return FilterOperator(node, run, input: input, predicates: predicates)
    case .project(let items): return ProjectOperator(node, run, input: input, items: items)
    case .aggregate(let keys, let calls, let weights):
      return AggregateOperator(node, run, input: input, keys: keys, calls: calls, weights: weights)
    case .distinct(let slots): return DistinctOperator(node, run, input: input, slots: slots)
    case .sort(let keys): return SortOperator(node, run, input: input, keys: keys)
    case .top(let keys, let skip, let limit):
      return TopOperator(node, run, input: input, keys: keys, skip: skip, limit: limit)
    case .skip(let count): return SkipOperator(node, run, input: input, expression: count)
    case .limit(let count): return LimitOperator(node, run, input: input, expression: count)
    case .unwind(let list, let slot): return UnwindOperator(node, run, input: input, list: list, slot: slot)
    case .apply: return ApplyOperator(node, run, input: input, second: second, isOptional: false)
    case .optionalApply: return ApplyOperator(node, run, input: input, second: second, isOptional: true)
    case .semiApply(let isNegated):
      return SemiApplyOperator(node, run, input: input, second: second, isNegated: isNegated)
    case .cartesianProduct: return CartesianProductOperator(node, run, input: input, second: second)
    case .hashJoin(let keys): return HashJoinOperator(node, run, input: input, second: second, keys: keys)
    case .union: return UnionOperator(node, run, input: input, second: second)
    default: return makeWrites(node, input, second)
    }
  }

  private func makeWrites(_ node: PlanNode, _ input: Operator?, _ second: Operator?) -> Operator {
    switch node.operation {
    case .create(let pattern): return CreateOperator(node, run, input: input, pattern: pattern)
    case .merge(let merge): return MergeOperator(node, run, input: input, second: second, merge: merge)
    case .set(let items): return SetOperator(node, run, input: input, items: items)
    case .remove(let items): return RemoveOperator(node, run, input: input, items: items)
    case .delete(let expressions, let isDetach):
      return DeleteOperator(node, run, input: input, expressions: expressions, isDetach: isDetach)
    case .forEach(let variable, let list):
      return ForEachOperator(node, run, input: input, second: second, variable: variable, list: list)
    case .procedureCall(let call): return ProcedureCallOperator(node, run, input: input, call: call)
    default: return PassOperator(node, run, input: input, second: second)
    }
  }
}

/// Hands rows on as they are (the end of a statement).
final class PassOperator: Operator {
  override func produce() throws(QueryFailure) -> RowBatch? {
    try input?.next()
  }
}

/// Gives the rows that its run was opened with, once.
final class ArgumentOperator: Operator {
  private var pending: RowBatch?

  override func open(_ argument: RowBatch) throws(QueryFailure) {
    pending = argument
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    defer { pending = nil }
    return pending
  }
}
