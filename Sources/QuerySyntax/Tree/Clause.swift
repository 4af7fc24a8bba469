package import Diagnostics

/// One clause of a statement.
package indirect enum Clause: Hashable, Sendable {
  /// `[OPTIONAL] MATCH … [WHERE …]`
  case match(MatchClause)
  /// `UNWIND … AS …`
  case unwind(UnwindClause)
  /// `WITH … [ORDER BY …] [SKIP …] [LIMIT …] [WHERE …]`
  case with(WithClause)
  /// `RETURN …`
  case returning(ReturnClause)
  /// `CREATE …`
  case create(CreateClause)
  /// `MERGE … [ON CREATE SET …] [ON MATCH SET …]`
  case merge(MergeClause)
  /// `SET …`
  case set(SetClause)
  /// `REMOVE …`
  case remove(RemoveClause)
  /// `[DETACH] DELETE …`
  case delete(DeleteClause)
  /// `FOREACH (… IN … | …)`
  case foreach(ForeachClause)
  /// `CALL procedure(…) [YIELD …]`
  case call(CallClause)
  /// `CALL { … }`
  case subquery(SubqueryClause)

  /// Where the clause stands.
  package var span: SourceSpan {
    switch self {
    case .match(let clause): clause.span
    case .unwind(let clause): clause.span
    case .with(let clause): clause.span
    case .returning(let clause): clause.span
    case .create(let clause): clause.span
    case .merge(let clause): clause.span
    case .set(let clause): clause.span
    case .remove(let clause): clause.span
    case .delete(let clause): clause.span
    case .foreach(let clause): clause.span
    case .call(let clause): clause.span
    case .subquery(let clause): clause.span
    }
  }

  /// Whether the clause changes the graph.
  package var isUpdating: Bool {
    switch self {
    case .create, .merge, .set, .remove, .delete, .foreach: true
    case .subquery(let clause):
      clause.query.first.clauses.contains(where: \.isUpdating)
        || clause.query.unions.contains { $0.query.clauses.contains(where: \.isUpdating) }
    case .match, .unwind, .with, .returning, .call: false
    }
  }
}

/// `[OPTIONAL] MATCH pattern [WHERE condition]`.
package struct MatchClause: Hashable, Sendable {
  /// Whether rows without a match are kept, with nulls.
  package var isOptional: Bool
  /// The comma-separated parts; never empty when parsed.
  package var pattern: [PatternPart]
  /// The condition.
  package var condition: Expression?
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(
    isOptional: Bool = false, pattern: [PatternPart], condition: Expression? = nil,
    span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.isOptional = isOptional
    self.pattern = pattern
    self.condition = condition
    self.span = span
  }
}

/// `UNWIND list AS variable`.
package struct UnwindClause: Hashable, Sendable {
  /// The list.
  package var list: Expression
  /// The variable that takes each element.
  package var variable: Name
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(list: Expression, variable: Name, span: SourceSpan = SourceSpan(at: 0)) {
    self.list = list
    self.variable = variable
    self.span = span
  }
}

/// `CALL name[(arguments)] [YIELD …]`.
package struct CallClause: Hashable, Sendable {
  /// What `YIELD` asks for.
  package enum Yield: Hashable, Sendable {
    /// `YIELD *`, in a standalone call only.
    case all
    /// `YIELD a, b AS c`
    case items([YieldItem])
  }

  /// The namespace and the procedure's name, in order; never empty when parsed.
  package var name: [Name]
  /// The arguments; nil when there are no parentheses (they are taken from the parameters).
  package var arguments: [Expression]?
  /// What is taken over into the rows; nil without `YIELD`.
  package var yield: Yield?
  /// `WHERE` after `YIELD`.
  package var condition: Expression?
  /// Whether the call is the whole statement.
  package var isStandalone: Bool
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(
    name: [Name], arguments: [Expression]?, yield: Yield? = nil, condition: Expression? = nil,
    isStandalone: Bool, span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.name = name
    self.arguments = arguments
    self.yield = yield
    self.condition = condition
    self.isStandalone = isStandalone
    self.span = span
  }
}

/// `field [AS variable]` after `YIELD`.
package struct YieldItem: Hashable, Sendable {
  /// The procedure's result field.
  package var field: Name
  /// The variable that takes it; the field's own name without `AS`.
  package var variable: Name

  /// Makes an item.
  package init(field: Name, variable: Name) {
    self.field = field
    self.variable = variable
  }
}

/// `CALL { query }`, run once for each row.
package struct SubqueryClause: Hashable, Sendable {
  /// The inner statement; it imports variables by an initial `WITH a, b`.
  package var query: Query
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(query: Query, span: SourceSpan = SourceSpan(at: 0)) {
    self.query = query
    self.span = span
  }
}
