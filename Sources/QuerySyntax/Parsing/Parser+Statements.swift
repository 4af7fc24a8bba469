import Diagnostics

extension Parser {
  /// The keywords that begin a statement.
  static let statementStarts: [Keyword] =
    [.explain, .profile] + clauseStarts

  private static let clauseStarts: [Keyword] = [
    .match, .optional, .unwind, .with, .return, .create, .merge, .set, .remove, .delete, .detach, .foreach,
    .call,
  ]

  /// The words that a misspelt word between clauses is compared with.
  private static let clauseWords =
    clauseStarts.map(\.text) + ["WHERE", "ORDER", "SKIP", "LIMIT", "UNION", "YIELD", "AS", "ON"]

  /// `Cypher = ["EXPLAIN" | "PROFILE"], RegularQuery, [";"]`.
  mutating func statement() throws(QueryFailure) -> Query {
    var mode = Query.Mode.run
    if take(.explain) { mode = .explain } else if take(.profile) { mode = .profile }
    var query = try regularQuery(in: .statement)
    query.mode = mode
    let isEnded = take(.semicolon)
    guard at(.end) else {
      let hints = isEnded ? ["only one statement can be run at a time"] : []
      throw unexpected("the end of the statement", words: Self.clauseWords, hints: hints)
    }
    query.span = span(from: 0)
    return query
  }

  /// `RegularQuery = SingleQuery, { Union }`.
  mutating func regularQuery(in context: QueryContext) throws(QueryFailure) -> Query {
    try enter()
    let lower = offset
    let first = try singleQuery(in: context)
    var branches: [UnionBranch] = []
    while at(.union) {
      let branch = try union(in: context)
      if let previous = branches.last, previous.keepsDuplicates != branch.keepsDuplicates {
        throw .composition(
          "UNION and UNION ALL cannot be mixed in one statement", at: branch.span,
          hint: "use one of them throughout")
      }
      branches.append(branch)
    }
    leave()
    let query = Query(first: first, unions: branches, span: span(from: lower))
    try checkComposition(of: query, in: context)
    return query
  }

  /// `Union = "UNION", ["ALL"], SingleQuery`.
  private mutating func union(in context: QueryContext) throws(QueryFailure) -> UnionBranch {
    let lower = offset
    advance()
    let keepsDuplicates = take(.all)
    let query = try singleQuery(in: context)
    return UnionBranch(keepsDuplicates: keepsDuplicates, query: query, span: span(from: lower))
  }

  /// `SingleQuery = Clause, { Clause }`: the order of clauses is checked when all are read.
  private mutating func singleQuery(in context: QueryContext) throws(QueryFailure) -> SingleQuery {
    let lower = offset
    var clauses: [Clause] = []
    while !at(.end), !at(.semicolon), !at(.union), !at(.rightBrace) {
      clauses.append(try clause())
    }
    if clauses.isEmpty { throw unexpected("a clause such as MATCH or RETURN", words: Self.clauseWords) }
    return SingleQuery(clauses: clauses, span: span(from: lower))
  }

  /// `Clause = Match | Unwind | With | Return | Create | Merge | Set | Remove | Delete | Foreach | Call`.
  mutating func clause() throws(QueryFailure) -> Clause {
    let lower = offset
    switch token.keyword {
    case .match, .optional: return try match(lower)
    case .unwind: return try unwind(lower)
    case .with: return try with(lower)
    case .return: return try returning(lower)
    case .create: return try create(lower)
    case .merge: return try merge(lower)
    case .set: return try set(lower)
    case .remove: return try remove(lower)
    case .delete, .detach: return try delete(lower)
    case .foreach: return try foreach(lower)
    case .call: return try call(lower)
    case .where:
      throw unexpected("a clause", hints: ["WHERE belongs directly behind MATCH, WITH or YIELD"])
    default:
      throw unexpected("a clause such as MATCH or RETURN", words: Self.clauseWords)
    }
  }

  /// `Match = ["OPTIONAL"], "MATCH", Pattern, [Where]`.
  private mutating func match(_ lower: UInt32) throws(QueryFailure) -> Clause {
    let isOptional = take(.optional)
    try expect(.match)
    let pattern = try pattern()
    let condition = try whereCondition()
    return .match(
      MatchClause(
        isOptional: isOptional, pattern: pattern, condition: condition, span: span(from: lower)))
  }

  /// `Where = "WHERE", Expression`.
  mutating func whereCondition() throws(QueryFailure) -> Expression? {
    guard take(.where) else { return nil }
    return try expression()
  }

  /// `Unwind = "UNWIND", Expression, "AS", Variable`.
  private mutating func unwind(_ lower: UInt32) throws(QueryFailure) -> Clause {
    advance()
    let list = try expression()
    try expect(.as)
    let variable = try variable()
    return .unwind(UnwindClause(list: list, variable: variable, span: span(from: lower)))
  }

  /// `Call = "CALL", (ProcedureInvocation, ["YIELD", YieldItems] | Subquery)`.
  private mutating func call(_ lower: UInt32) throws(QueryFailure) -> Clause {
    advance()
    if at(.leftBrace) {
      let query = try subquery()
      return .subquery(SubqueryClause(query: query, span: span(from: lower)))
    }
    let (name, arguments) = try procedureInvocation()
    var yield: CallClause.Yield?
    var condition: Expression?
    if take(.yield) { (yield, condition) = try yieldItems() }
    return .call(
      CallClause(
        name: name, arguments: arguments, yield: yield, condition: condition, isStandalone: false,
        span: span(from: lower)))
  }

  /// `Subquery = "{", RegularQuery, "}"`.
  private mutating func subquery() throws(QueryFailure) -> Query {
    advance()
    let query = try regularQuery(in: .subquery)
    try expect(.rightBrace, "'}' to end the subquery")
    return query
  }

  /// `ProcedureInvocation = ProcedureName, ["(", [Expression, { ",", Expression }], ")"]`.
  private mutating func procedureInvocation() throws(QueryFailure) -> ([Name], [Expression]?) {
    var name = [try schemaName("the name of a procedure")]
    while take(.dot) { name.append(try schemaName("the name of a procedure")) }
    guard take(.leftParenthesis) else { return (name, nil) }
    var arguments: [Expression] = []
    if take(.rightParenthesis) { return (name, arguments) }
    repeat { arguments.append(try expression()) } while take(.comma)
    try expect(.rightParenthesis, "',' or ')'")
    return (name, arguments)
  }

  /// `YieldItems = "*" | (YieldItem, { ",", YieldItem }, [Where])`.
  private mutating func yieldItems() throws(QueryFailure) -> (CallClause.Yield, Expression?) {
    if take(.star) { return (.all, nil) }
    var items: [YieldItem] = []
    repeat { items.append(try yieldItem()) } while take(.comma)
    return (.items(items), try whereCondition())
  }

  /// `YieldItem = ProcedureResultField, ["AS", Variable]`.
  private mutating func yieldItem() throws(QueryFailure) -> YieldItem {
    let field = try variable("the name of a result field")
    return YieldItem(field: field, variable: take(.as) ? try variable() : field)
  }
}
