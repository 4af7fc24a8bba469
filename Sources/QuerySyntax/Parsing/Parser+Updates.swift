import Diagnostics

extension Parser {
  /// `Create = "CREATE", Pattern`.
  mutating func create(_ lower: UInt32) throws(QueryFailure) -> Clause {
    advance()
    let pattern = try pattern()
    return .create(CreateClause(pattern: pattern, span: span(from: lower)))
  }

  /// `Merge = "MERGE", PatternPart, { MergeAction }`.
  mutating func merge(_ lower: UInt32) throws(QueryFailure) -> Clause {
    advance()
    let part = try patternPart()
    var actions: [MergeAction] = []
    while at(.on) { actions.append(try mergeAction()) }
    return .merge(MergeClause(pattern: part, actions: actions, span: span(from: lower)))
  }

  /// `MergeAction = "ON", ("MATCH" | "CREATE"), Set`.
  private mutating func mergeAction() throws(QueryFailure) -> MergeAction {
    let lower = offset
    advance()
    let event: MergeAction.Event
    if take(.create) {
      event = .create
    } else if take(.match) {
      event = .match
    } else {
      throw unexpected("CREATE or MATCH", words: ["CREATE", "MATCH"])
    }
    try expect(.set)
    let items = try setItems()
    return MergeAction(event, items: items, span: span(from: lower))
  }

  /// `Set = "SET", SetItem, { ",", SetItem }`.
  mutating func set(_ lower: UInt32) throws(QueryFailure) -> Clause {
    advance()
    let items = try setItems()
    return .set(SetClause(items: items, span: span(from: lower)))
  }

  private mutating func setItems() throws(QueryFailure) -> [SetItem] {
    var items: [SetItem] = []
    repeat { items.append(try setItem()) } while take(.comma)
    return items
  }

  /// `SetItem = PropertyExpression, "=", Expression | Variable, ("=" | "+="), Expression | Variable, NodeLabels`.
  private mutating func setItem() throws(QueryFailure) -> SetItem {
    if token.kind == .word || token.kind == .quotedName {
      switch peek(1).kind {
      case .colon:
        let variable = try variable()
        return .labels(variable: variable, labels: try nodeLabels())
      case .equal:
        let variable = try variable()
        advance()
        return .replace(variable: variable, value: try expression())
      case .plusEqual:
        let variable = try variable()
        advance()
        return .merge(variable: variable, value: try expression())
      default: break
      }
    }
    let (target, key) = try propertyExpression()
    try expect(.equal, "'='")
    return .property(target: target, key: key, value: try expression())
  }

  /// `PropertyExpression = Atom, PropertyLookup, { PropertyLookup }`.
  private mutating func propertyExpression() throws(QueryFailure) -> (Expression, Name) {
    let start = token
    let expression = try nonArithmeticOperatorExpression()
    if case .property(let target, let key) = expression.kind { return (target, key) }
    throw .syntax("expected a property such as n.name", at: start.span.joined(with: expression.span))
  }

  /// `Remove = "REMOVE", RemoveItem, { ",", RemoveItem }`.
  mutating func remove(_ lower: UInt32) throws(QueryFailure) -> Clause {
    advance()
    var items: [RemoveItem] = []
    repeat { items.append(try removeItem()) } while take(.comma)
    return .remove(RemoveClause(items: items, span: span(from: lower)))
  }

  /// `RemoveItem = Variable, NodeLabels | PropertyExpression`.
  private mutating func removeItem() throws(QueryFailure) -> RemoveItem {
    if token.kind == .word || token.kind == .quotedName, peek(1).kind == .colon {
      let variable = try variable()
      return .labels(variable: variable, labels: try nodeLabels())
    }
    let (target, key) = try propertyExpression()
    return .property(target: target, key: key)
  }

  /// `Delete = ["DETACH"], "DELETE", Expression, { ",", Expression }`.
  mutating func delete(_ lower: UInt32) throws(QueryFailure) -> Clause {
    let isDetach = take(.detach)
    try expect(.delete)
    var expressions: [Expression] = []
    repeat { expressions.append(try expression()) } while take(.comma)
    return .delete(DeleteClause(isDetach: isDetach, expressions: expressions, span: span(from: lower)))
  }

  /// `Foreach = "FOREACH", "(", Variable, "IN", Expression, "|", Clause, { Clause }, ")"`: updating clauses only.
  mutating func foreach(_ lower: UInt32) throws(QueryFailure) -> Clause {
    try enter()
    advance()
    try expect(.leftParenthesis, "'('")
    let variable = try variable()
    try expect(.in)
    let list = try piped(true) { (parser) throws(QueryFailure) in try parser.expression() }
    try expect(.pipe, "'|'")
    var clauses: [Clause] = []
    repeat {
      let clause = try clause()
      guard clause.isUpdating else {
        throw .composition(
          "FOREACH holds only clauses that change the graph", at: clause.span,
          hint: "use UNWIND to go through a list")
      }
      clauses.append(clause)
    } while !at(.rightParenthesis) && !at(.end)
    try expect(.rightParenthesis, "')' to end FOREACH")
    leave()
    return .foreach(
      ForeachClause(variable: variable, list: list, clauses: clauses, span: span(from: lower)))
  }
}
