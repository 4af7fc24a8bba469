extension Expression.Kind {
  /// The height of the tallest expression directly inside, 0 for a leaf.
  var tallestChild: Int32 {
    var tallest: Int32 = 0
    forEachChild { tallest = max(tallest, $0.height) }
    return tallest
  }

  /// Visits the expressions directly inside this one in source order, those in patterns and subqueries too.
  package func forEachChild(_ visit: (Expression) -> Void) {
    switch self {
    case .null, .boolean, .integer, .float, .string, .parameter, .variable, .countAll: break
    case .list(let elements): for element in elements { visit(element) }
    case .map(let entries): for entry in entries { visit(entry.value) }
    case .mapProjection(_, let items):
      for case .entry(let entry) in items { visit(entry.value) }
    case .property(let subject, _), .hasLabels(let subject, _), .unary(_, let subject),
      .isNull(let subject, _):
      visit(subject)
    case .index(let subject, let index):
      visit(subject)
      visit(index)
    case .slice(let subject, let lower, let upper):
      visit(subject)
      if let lower { visit(lower) }
      if let upper { visit(upper) }
    case .binary(_, let left, let right):
      visit(left)
      visit(right)
    case .comparison(let first, let links):
      visit(first)
      for link in links { visit(link.operand) }
    case .call(let call): for argument in call.arguments { visit(argument) }
    case .caseOf(let choice): choice.forEachChild(visit)
    case .listComprehension(let comprehension):
      visit(comprehension.list)
      if let condition = comprehension.condition { visit(condition) }
      if let result = comprehension.result { visit(result) }
    case .patternComprehension(let comprehension):
      comprehension.path.forEachExpression(visit)
      if let condition = comprehension.condition { visit(condition) }
      visit(comprehension.result)
    case .quantifier(let quantifier):
      visit(quantifier.list)
      if let condition = quantifier.condition { visit(condition) }
    case .reduce(let reduction):
      visit(reduction.initial)
      visit(reduction.list)
      visit(reduction.result)
    case .pattern(let path): path.forEachExpression(visit)
    case .shortestPath(let part): part.path.forEachExpression(visit)
    case .subquery(let subquery):
      switch subquery.body {
      case .pattern(let parts, let condition):
        for part in parts { part.path.forEachExpression(visit) }
        if let condition { visit(condition) }
      case .query(let query): query.forEachExpression(visit)
      }
    }
  }
}

extension CaseExpression {
  /// Visits subject, branches and default in source order.
  func forEachChild(_ visit: (Expression) -> Void) {
    if let subject { visit(subject) }
    for branch in branches {
      visit(branch.when)
      visit(branch.then)
    }
    if let otherwise { visit(otherwise) }
  }
}

extension PathPattern {
  /// Visits the property maps and conditions in source order.
  package func forEachExpression(_ visit: (Expression) -> Void) {
    for inner in [start.properties, start.condition] { if let inner { visit(inner) } }
    for step in steps {
      let (relationship, node) = (step.relationship, step.node)
      for inner in [relationship.properties, relationship.condition, node.properties, node.condition] {
        if let inner { visit(inner) }
      }
    }
  }
}

extension Query {
  /// Visits the outermost expressions of all clauses in source order.
  package func forEachExpression(_ visit: (Expression) -> Void) {
    for clause in first.clauses { clause.forEachExpression(visit) }
    for branch in unions {
      for clause in branch.query.clauses { clause.forEachExpression(visit) }
    }
  }
}

extension Clause {
  /// Visits the outermost expressions of the clause in source order, those of inner clauses too.
  package func forEachExpression(_ visit: (Expression) -> Void) {
    switch self {
    case .match(let clause):
      for part in clause.pattern { part.path.forEachExpression(visit) }
      if let condition = clause.condition { visit(condition) }
    case .unwind(let clause): visit(clause.list)
    case .with(let clause):
      clause.projection.forEachExpression(visit)
      if let condition = clause.condition { visit(condition) }
    case .returning(let clause): clause.projection.forEachExpression(visit)
    case .create(let clause): for part in clause.pattern { part.path.forEachExpression(visit) }
    case .merge(let clause):
      clause.pattern.path.forEachExpression(visit)
      for action in clause.actions {
        for item in action.items { item.forEachExpression(visit) }
      }
    case .set(let clause): for item in clause.items { item.forEachExpression(visit) }
    case .remove(let clause):
      for case .property(let target, _) in clause.items { visit(target) }
    case .delete(let clause): for expression in clause.expressions { visit(expression) }
    case .foreach(let clause):
      visit(clause.list)
      for inner in clause.clauses { inner.forEachExpression(visit) }
    case .call(let clause):
      for argument in clause.arguments ?? [] { visit(argument) }
      if let condition = clause.condition { visit(condition) }
    case .subquery(let clause): clause.query.forEachExpression(visit)
    }
  }
}

extension Projection {
  /// Visits items, sort keys and bounds in source order.
  package func forEachExpression(_ visit: (Expression) -> Void) {
    for item in items { visit(item.expression) }
    for item in order { visit(item.expression) }
    if let skip { visit(skip) }
    if let limit { visit(limit) }
  }
}

extension SetItem {
  /// Visits target and value.
  package func forEachExpression(_ visit: (Expression) -> Void) {
    switch self {
    case .property(let target, _, let value):
      visit(target)
      visit(value)
    case .replace(_, let value), .merge(_, let value): visit(value)
    case .labels: break
    }
  }
}
