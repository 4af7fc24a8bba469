extension PlanOperator {
  /// Visits the expressions of the operator, not those inside them.
  package func forEachExpression(_ visit: (BoundExpression) -> Void) {
    switch self {
    case .nodeSeek(let seek): visit(seek.value)
    case .nodeTextScan(let scan): visit(scan.text)
    case .valueCounts(let counts):
      for predicate in counts.predicates { visit(predicate) }
      for key in counts.keys { visit(key.expression) }
    case .variableExpand(let expand): if let hop = expand.hop { visit(hop.predicate) }
    case .shortestPath(let path): if let hop = path.hop { visit(hop.predicate) }
    case .filter(let predicates): for predicate in predicates { visit(predicate) }
    case .project(let items): for item in items { visit(item.expression) }
    case .aggregate(let keys, let calls, _):
      for key in keys { visit(key.expression) }
      for call in calls { for argument in call.arguments { visit(argument) } }
    case .sort(let keys): for key in keys { visit(key.expression) }
    case .top(let keys, let skip, let limit):
      for key in keys { visit(key.expression) }
      if let skip { visit(skip) }
      visit(limit)
    case .skip(let count), .limit(let count): visit(count)
    case .unwind(let list, _), .forEach(_, let list): visit(list)
    case .hashJoin(let keys):
      for key in keys {
        visit(key.left)
        visit(key.right)
      }
    case .create(let pattern): pattern.forEachExpression(visit)
    case .merge(let merge):
      merge.create.forEachExpression(visit)
      for item in merge.onCreate + merge.onMatch { item.forEachExpression(visit) }
    case .set(let items): for item in items { item.forEachExpression(visit) }
    case .remove(let items):
      for case .property(let target, _) in items { visit(target) }
    case .delete(let targets, _): for target in targets { visit(target) }
    case .procedureCall(let call): for argument in call.arguments { visit(argument) }
    case .argument, .nodeScan, .relationshipScan, .commonNeighbours, .expand, .expandInto, .endpoints,
      .trailEndpoints, .entity,
      .distinct, .apply, .optionalApply, .semiApply, .cartesianProduct, .union, .produceResults:
      break
    }
  }
}

extension CreatePattern {
  func forEachExpression(_ visit: (BoundExpression) -> Void) {
    for node in nodes { if let properties = node.properties { visit(properties) } }
    for relationship in relationships { if let properties = relationship.properties { visit(properties) } }
  }
}

extension SetItem {
  func forEachExpression(_ visit: (BoundExpression) -> Void) {
    switch self {
    case .property(let target, _, let value):
      visit(target)
      visit(value)
    case .replaceProperties(_, let value), .mergeProperties(_, let value): visit(value)
    case .labels: break
    }
  }
}
