package import Diagnostics

/// `CREATE pattern`.
package struct CreateClause: Hashable, Sendable {
  /// The comma-separated parts.
  package var pattern: [PatternPart]
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(pattern: [PatternPart], span: SourceSpan = SourceSpan(at: 0)) {
    self.pattern = pattern
    self.span = span
  }
}

/// `MERGE part [ON CREATE SET …] [ON MATCH SET …]`.
package struct MergeClause: Hashable, Sendable {
  /// What is matched, or else created.
  package var pattern: PatternPart
  /// The actions in the order written.
  package var actions: [MergeAction]
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(pattern: PatternPart, actions: [MergeAction] = [], span: SourceSpan = SourceSpan(at: 0)) {
    self.pattern = pattern
    self.actions = actions
    self.span = span
  }
}

/// `ON CREATE SET …` or `ON MATCH SET …`.
package struct MergeAction: Hashable, Sendable {
  /// When the action runs.
  package enum Event: Hashable, Sendable {
    /// When the pattern was created.
    case create
    /// When the pattern was matched.
    case match
  }

  /// When the action runs.
  package var event: Event
  /// What it sets.
  package var items: [SetItem]
  /// From `ON` to the last item.
  @NotCompared package var span: SourceSpan

  /// Makes an action.
  package init(_ event: Event, items: [SetItem], span: SourceSpan = SourceSpan(at: 0)) {
    self.event = event
    self.items = items
    self.span = span
  }
}

/// `SET items`.
package struct SetClause: Hashable, Sendable {
  /// The items in order.
  package var items: [SetItem]
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(items: [SetItem], span: SourceSpan = SourceSpan(at: 0)) {
    self.items = items
    self.span = span
  }
}

/// One change of a `SET` clause.
package enum SetItem: Hashable, Sendable {
  /// `target.key = value`
  case property(target: Expression, key: Name, value: Expression)
  /// `variable = value`: replaces all properties.
  case replace(variable: Name, value: Expression)
  /// `variable += value`: adds to the properties.
  case merge(variable: Name, value: Expression)
  /// `variable:Label:Label`
  case labels(variable: Name, labels: [Name])
}

/// `REMOVE items`.
package struct RemoveClause: Hashable, Sendable {
  /// The items in order.
  package var items: [RemoveItem]
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(items: [RemoveItem], span: SourceSpan = SourceSpan(at: 0)) {
    self.items = items
    self.span = span
  }
}

/// One removal of a `REMOVE` clause.
package enum RemoveItem: Hashable, Sendable {
  /// `target.key`
  case property(target: Expression, key: Name)
  /// `variable:Label:Label`
  case labels(variable: Name, labels: [Name])
}

/// `[DETACH] DELETE expressions`.
package struct DeleteClause: Hashable, Sendable {
  /// Whether a node's relationships go with it.
  package var isDetach: Bool
  /// What is deleted; `r:T` stands here as a label predicate, which the binder refuses.
  package var expressions: [Expression]
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(isDetach: Bool = false, expressions: [Expression], span: SourceSpan = SourceSpan(at: 0)) {
    self.isDetach = isDetach
    self.expressions = expressions
    self.span = span
  }
}

/// `FOREACH (variable IN list | updating clauses)`.
package struct ForeachClause: Hashable, Sendable {
  /// The variable that takes each element.
  package var variable: Name
  /// The list.
  package var list: Expression
  /// The clauses run for each element; all of them change the graph.
  package var clauses: [Clause]
  /// The clause.
  @NotCompared package var span: SourceSpan

  /// Makes the clause.
  package init(variable: Name, list: Expression, clauses: [Clause], span: SourceSpan = SourceSpan(at: 0)) {
    self.variable = variable
    self.list = list
    self.clauses = clauses
    self.span = span
  }
}
