import Diagnostics

/// Where a statement stands, which decides what it may hold.
enum QueryContext {
  /// On its own.
  case statement
  /// In `CALL { }`.
  case subquery
  /// In `EXISTS { }` or `COUNT { }`.
  case expression
}

extension Parser {
  /// Checks the order of the clauses, which the openCypher grammar spreads over `SinglePartQuery` and
  /// `MultiPartQuery`: reading before updating, `WITH` between updating and reading, `RETURN` at the end.
  mutating func checkComposition(of query: Query, in context: QueryContext) throws(QueryFailure) {
    if context == .statement, query.unions.isEmpty, query.first.clauses.count == 1,
      case .call = query.first.clauses[0]
    {
      return
    }
    try checkComposition(of: query.first, in: context)
    for branch in query.unions { try checkComposition(of: branch.query, in: context) }
  }

  private func checkComposition(of query: SingleQuery, in context: QueryContext) throws(QueryFailure) {
    var hasUpdated = false
    for (index, clause) in query.clauses.enumerated() {
      let isLast = index == query.clauses.count - 1
      if clause.isUpdating {
        if context == .expression {
          throw .composition(
            "a subquery in an expression cannot change the graph", at: clause.span,
            hint: "move the change into a clause of its own")
        }
        if case .subquery = clause {
        } else {
          hasUpdated = true
          continue
        }
      }
      switch clause {
      case .returning where !isLast:
        throw .composition("RETURN must be the last clause", at: clause.span, hint: "use WITH to go on")
      case .with: hasUpdated = false
      case .match, .unwind, .call, .subquery:
        if hasUpdated {
          throw .composition(
            "WITH is missing between a change and reading again", at: clause.span,
            hint: "write WITH * before it"
          )
        }
        try checkYield(clause)
      default: break
      }
      if isLast, !canEnd(with: clause, in: context) {
        throw .composition(
          "the statement cannot end with this clause", at: clause.span, hint: "end it with RETURN")
      }
    }
  }

  private func checkYield(_ clause: Clause) throws(QueryFailure) {
    guard case .call(let call) = clause, call.yield == .all else { return }
    throw .syntax(
      "YIELD * may stand only where the call is the whole statement", at: call.span,
      hints: ["name the result fields"])
  }

  private func canEnd(with clause: Clause, in context: QueryContext) -> Bool {
    switch clause {
    case .match, .unwind: context == .expression
    case .with: false
    case .call(let call): call.yield == nil || context == .expression
    case .subquery(let subquery):
      // A subquery that returns nothing is run for its changes.
      subquery.query.first.clauses.last.map { if case .returning = $0 { false } else { true } } ?? true
    default: true
    }
  }
}
