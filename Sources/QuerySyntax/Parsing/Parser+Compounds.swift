import Diagnostics

extension Parser {
  /// `CaseExpression = "CASE", [Expression], CaseAlternative, { CaseAlternative }, ["ELSE", Expression], "END"`.
  mutating func caseExpression() throws(QueryFailure) -> Expression {
    let lower = offset
    advance()
    let subject = at(.when) ? nil : try expression()
    var branches: [CaseExpression.Branch] = []
    repeat { branches += try caseAlternative() } while at(.when)
    let otherwise = take(.else) ? try expression() : nil
    try expect(.endOfCase)
    let choice = CaseExpression(subject: subject, branches: branches, otherwise: otherwise)
    return try make(.caseOf(choice), from: lower)
  }

  /// `CaseAlternative = "WHEN", Expression, { ",", Expression }, "THEN", Expression`: one branch for each value.
  private mutating func caseAlternative() throws(QueryFailure) -> [CaseExpression.Branch] {
    try expect(.when)
    var values: [Expression] = []
    repeat { values.append(try expression()) } while take(.comma)
    try expect(.then)
    let result = try expression()
    return values.map { CaseExpression.Branch(when: $0, then: result) }
  }

  /// `ListComprehension = "[", IdInColl, [Where], ["|", Expression], "]"`.
  mutating func listComprehension() throws(QueryFailure) -> Expression {
    let lower = offset
    advance()
    let (variable, list) = try idInColl()
    let condition = try piped(true) { (parser) throws(QueryFailure) in try parser.whereCondition() }
    let result = take(.pipe) ? try expression() : nil
    try expect(.rightBracket, "']' to end the list")
    let comprehension = ListComprehension(
      variable: variable, list: list, condition: condition, result: result)
    return try make(.listComprehension(comprehension), from: lower)
  }

  /// `IdInColl = Variable, "IN", Expression`.
  private mutating func idInColl() throws(QueryFailure) -> (Name, Expression) {
    let variable = try variable()
    try expect(.in)
    return (variable, try piped(true) { (parser) throws(QueryFailure) in try parser.expression() })
  }

  /// `Quantifier = ("ALL" | "ANY" | "NONE" | "SINGLE"), "(", IdInColl, [Where], ")"`.
  mutating func quantifierOrName(_ lower: UInt32) throws(QueryFailure) -> Expression {
    guard peek(1).kind == .leftParenthesis, isVariable(peek(2)), peek(3).keyword == .in else {
      return try nameAtom(lower)
    }
    let kind: Quantifier.Kind
    switch token.keyword {
    case .all: kind = .all
    case .any: kind = .any
    case .single: kind = .single
    default: kind = .none
    }
    advance()
    advance()
    let (variable, list) = try idInColl()
    let condition = try piped(false) { (parser) throws(QueryFailure) in try parser.whereCondition() }
    try expect(.rightParenthesis, "WHERE or ')'")
    return try make(
      .quantifier(Quantifier(kind, variable: variable, list: list, condition: condition)), from: lower)
  }

  /// `Reduce = "REDUCE", "(", Variable, "=", Expression, ",", IdInColl, "|", Expression, ")"`.
  mutating func reduce() throws(QueryFailure) -> Expression {
    let lower = offset
    advance()
    advance()
    let accumulator = try variable()
    try expect(.equal, "'='")
    let initial = try expression()
    try expect(.comma, "','")
    let (variable, list) = try idInColl()
    try expect(.pipe, "'|'")
    let result = try expression()
    try expect(.rightParenthesis, "')'")
    let reduction = Reduction(
      accumulator: accumulator, initial: initial, variable: variable, list: list, result: result)
    return try make(.reduce(reduction), from: lower)
  }

  /// `MapProjection = Variable, "{", [MapProjectionItem, { ",", MapProjectionItem }], "}"`.
  mutating func mapProjection(_ variable: Name) throws(QueryFailure) -> Expression {
    advance()
    var items: [MapProjectionItem] = []
    if !at(.rightBrace) {
      repeat { items.append(try mapProjectionItem()) } while take(.comma)
    }
    try expect(.rightBrace, "',' or '}'")
    return try make(.mapProjection(variable, items), from: variable.span.lower)
  }

  /// `MapProjectionItem = ".", "*" | ".", PropertyKeyName | PropertyKeyName, ":", Expression | Variable`.
  private mutating func mapProjectionItem() throws(QueryFailure) -> MapProjectionItem {
    if take(.dot) {
      if take(.star) { return .allProperties }
      return .property(try schemaName("the name of a property"))
    }
    if peek(1).kind == .colon {
      let key = try schemaName("a key")
      advance()
      return .entry(MapEntry(key, try expression()))
    }
    return .variable(try variable("a key or '.' and a property"))
  }

  /// `SubqueryExpression = ("EXISTS" | "COUNT"), "{", (RegularQuery | Pattern, [Where]), "}" | "COLLECT", "{", RegularQuery, "}"`.
  mutating func subqueryExpression() throws(QueryFailure) -> Expression {
    let lower = offset
    let kind: SubqueryExpression.Kind = at(.exists) ? .exists : at(.count) ? .count : .collect
    advance()
    advance()
    let body: SubqueryExpression.Body
    if at(.leftParenthesis) || peek(1).kind == .equal {
      let parts = try pattern()
      body = .pattern(parts, condition: try whereCondition())
    } else {
      let query = try regularQuery(in: .expression)
      if kind == .collect, let last = query.first.clauses.last {
        guard case .returning = last else {
          throw .composition("COLLECT { } needs a RETURN", at: last.span, hint: "say what is to be collected")
        }
      }
      body = Self.simplified(query)
    }
    try expect(.rightBrace, "'}' to end the subquery")
    return try make(.subquery(SubqueryExpression(kind, body, span: span(from: lower))), from: lower)
  }

  /// A lone `MATCH` says the same as its pattern.
  private static func simplified(_ query: Query) -> SubqueryExpression.Body {
    if query.unions.isEmpty, query.first.clauses.count == 1, case .match(let match) = query.first.clauses[0],
      !match.isOptional
    {
      return .pattern(match.pattern, condition: match.condition)
    }
    return .query(query)
  }
}
