import Diagnostics
import QuerySyntax

extension Binder {
  /// Binds a statement inside an expression: it sees the variables around it, and nothing of it is seen.
  private mutating func subquery(
    _ result: (BoundBody) -> SubqueryResult, _ span: SourceSpan, type: StaticType,
    _ body: (inout Binder) throws(QueryFailure) -> (BoundBody, StaticType?)
  ) throws(QueryFailure) -> BoundExpression {
    let outer = scope
    if case .grouped = aggregation, let grouping, !grouping.isSorting {
      // Next to an aggregate the variables that are grouping keys can still be read.
      scope = Scope(
        variables: grouping.input.variables.filter { variable in
          grouping.keys.contains { $0.slot == variable.slot }
        } + outer.variables)
    }
    let state = aggregation
    let refused = refusesAggregates
    aggregation = .forbidden
    refusesAggregates = false
    imports.append((slots.count, SlotSet()))
    defer {
      scope = outer
      aggregation = state
      refusesAggregates = refused
    }
    let depth = imports.count
    defer { imports.removeLast(imports.count - depth + 1) }
    var (bound, elementType) = try body(&self)
    let read = imports[depth - 1].slots
    bound.imports = read
    subqueries.append(bound)
    return BoundExpression(
      .subquery(SubqueryID(subqueries.count - 1), result(bound)), span: span,
      type: elementType.map { .list(of: $0.types) } ?? type, imports: read)
  }

  mutating func bindPatternPredicate(_ path: PathPattern, _ span: SourceSpan) throws(QueryFailure)
    -> BoundExpression
  {
    guard !path.steps.isEmpty else {
      throw .syntax("InvalidArgumentType", "a lone node is no condition", span)
    }
    return try subquery({ _ in .exists }, span, type: .boolean) {
      (binder) throws(QueryFailure) -> (BoundBody, StaticType?) in
      let part = PatternPart(path: path, span: span)
      let match = try binder.bindMatch([part], condition: nil, isOptional: false, mayDeclare: false)
      return (BoundBody(branches: [[.match(match)]], isDistinct: false, columns: []), nil)
    }
  }

  mutating func bindSubquery(_ subquery: SubqueryExpression, _ span: SourceSpan) throws(QueryFailure)
    -> BoundExpression
  {
    if subquery.kind == .collect { return try bindCollect(subquery, span) }
    let isExists = subquery.kind == .exists
    return try self.subquery(
      { _ in isExists ? .exists : .count }, span, type: isExists ? .boolean : .integer
    ) { (binder) throws(QueryFailure) -> (BoundBody, StaticType?) in
      switch subquery.body {
      case .pattern(let parts, let condition):
        let match = try binder.bindMatch(parts, condition: condition, isOptional: false)
        return (BoundBody(branches: [[.match(match)]], isDistinct: false, columns: []), nil)
      case .query(let query):
        return (try binder.bindBody(query, outer: binder.scope, isInner: true), nil)
      }
    }
  }

  /// `COLLECT { … RETURN x }`: the values of the one column, in the order of the rows.
  private mutating func bindCollect(
    _ subquery: SubqueryExpression, _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    try self.subquery({ .collect($0.columns.first?.slot ?? Slot(0)) }, span, type: StaticType(.list)) {
      (binder) throws(QueryFailure) -> (BoundBody, StaticType?) in
      guard case .query(let query) = subquery.body else {
        throw .syntax("InvalidClauseComposition", "COLLECT { } needs a RETURN", span)
      }
      let body = try binder.bindBody(query, outer: binder.scope, isInner: true)
      guard body.columns.count == 1, let column = body.columns.first else {
        throw .syntax(
          "InvalidClauseComposition",
          "COLLECT { } collects one column, but its RETURN has \(body.columns.count)", span,
          hints: ["return a map or a list of them"])
      }
      return (body, binder.slots[column.slot.index].type)
    }
  }

  mutating func bindPatternComprehension(
    _ comprehension: PatternComprehension, _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    try subquery({ .collect($0.columns.first?.slot ?? Slot(0)) }, span, type: StaticType(.list)) {
      (binder) throws(QueryFailure) -> (BoundBody, StaticType?) in
      let part = PatternPart(variable: comprehension.variable, path: comprehension.path, span: span)
      let match = try binder.bindMatch([part], condition: comprehension.condition, isOptional: false)
      let result = try binder.bind(comprehension.result)
      return (binder.body(of: match, collecting: result), result.type)
    }
  }

  /// `shortestPath((a)-[*]-(b))` as a value: the first match, or null; `allShortestPaths` the list of them.
  mutating func bindShortestPath(_ part: PatternPart, _ span: SourceSpan) throws(QueryFailure)
    -> BoundExpression
  {
    let list = try subquery({ .collect($0.columns.first?.slot ?? Slot(0)) }, span, type: StaticType(.list)) {
      (binder) throws(QueryFailure) -> (BoundBody, StaticType?) in
      var match = try binder.bindMatch([part], condition: nil, isOptional: false, mayDeclare: false)
      guard let start = match.pattern.nodes.first, let relationship = match.pattern.relationships.first else {
        throw .syntax("InvalidRelationshipPattern", "a shortest path needs a relationship", span)
      }
      let path = BoundExpression(
        .path(start: start.slot, steps: [.relationships(relationship.slot)]), span: span, type: .path)
      match.pattern.paths = []
      return (binder.body(of: match, collecting: path), .path)
    }
    guard part.selection != .allShortest else { return list }
    return BoundExpression(.call(.head, [list]), span: span, type: .path)
  }

  private mutating func body(of match: BoundMatch, collecting result: BoundExpression) -> BoundBody {
    let slot = makeHiddenSlot(.value, result.type)
    let column = BoundColumn(name: slots[slot.index].name, slot: slot)
    let projection = BoundProjection(
      aggregate: nil, items: [Projection(slot, result)], columns: [column], isDistinct: false, sort: [],
      skip: nil, limit: nil, predicates: [])
    return BoundBody(branches: [[.match(match), .project(projection)]], isDistinct: false, columns: [column])
  }
}
