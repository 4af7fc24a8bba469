package import Diagnostics

/// `WITH projection [WHERE condition]`.
package struct WithClause: Hashable, Sendable {
  /// What goes on to the next clause.
  package var projection: Projection
  /// The condition on the projected rows.
  package var condition: Expression?
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(projection: Projection, condition: Expression? = nil, span: SourceSpan = SourceSpan(at: 0)) {
    self.projection = projection
    self.condition = condition
    self.span = span
  }
}

/// `RETURN projection`.
package struct ReturnClause: Hashable, Sendable {
  /// What is answered.
  package var projection: Projection
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(projection: Projection, span: SourceSpan = SourceSpan(at: 0)) {
    self.projection = projection
    self.span = span
  }
}

/// `[DISTINCT] *, items [ORDER BY …] [SKIP …] [LIMIT …]`.
package struct Projection: Hashable, Sendable {
  /// Whether equal rows are dropped.
  package var isDistinct: Bool
  /// Whether all variables in scope are taken first (`*`).
  package var includesAll: Bool
  /// The items after `*`; at least one when there is no `*`.
  package var items: [ProjectionItem]
  /// `ORDER BY`; empty without it.
  package var order: [SortItem]
  /// `SKIP`.
  package var skip: Expression?
  /// `LIMIT`.
  package var limit: Expression?
  /// From `DISTINCT`, `*` or the first item to the end of `LIMIT`.
  @NotCompared package var span: SourceSpan

  /// Makes a projection.
  package init(
    isDistinct: Bool = false, includesAll: Bool = false, items: [ProjectionItem], order: [SortItem] = [],
    skip: Expression? = nil, limit: Expression? = nil, span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.isDistinct = isDistinct
    self.includesAll = includesAll
    self.items = items
    self.order = order
    self.skip = skip
    self.limit = limit
    self.span = span
  }
}

/// `expression [AS alias]`.
package struct ProjectionItem: Hashable, Sendable {
  /// What is computed.
  package var expression: Expression
  /// The name given to it.
  package var alias: Name?
  /// The expression's source text, case and spaces kept.
  @NotCompared package var text: String

  /// The name of the column: the alias, else the source text; a variable in backticks gives its bare name.
  package var columnName: String {
    if let alias { return alias.text }
    if case .variable(let name) = expression.kind, text.utf8.first == UInt8(ascii: "`") { return name }
    return text
  }

  /// The expression and the alias.
  package var span: SourceSpan { alias.map { expression.span.joined(with: $0.span) } ?? expression.span }

  /// Makes an item.
  package init(_ expression: Expression, alias: Name?, text: String = "") {
    self.expression = expression
    self.alias = alias
    self.text = text
  }
}

/// `expression [ASC | DESC]`.
package struct SortItem: Hashable, Sendable {
  /// What is compared.
  package var expression: Expression
  /// Whether the order is reversed.
  package var isDescending: Bool

  /// Makes an item.
  package init(_ expression: Expression, isDescending: Bool = false) {
    self.expression = expression
    self.isDescending = isDescending
  }
}
