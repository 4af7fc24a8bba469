package import Diagnostics

/// `namespace.name([DISTINCT] arguments)`.
package struct FunctionCall: Hashable, Sendable {
  /// The namespace and the name as written, dots between them.
  package var name: Name
  /// Whether equal arguments count once (aggregates only).
  package var isDistinct: Bool
  /// The arguments.
  package var arguments: [Expression]

  /// Makes a call.
  package init(_ name: Name, isDistinct: Bool = false, _ arguments: [Expression]) {
    self.name = name
    self.isDistinct = isDistinct
    self.arguments = arguments
  }
}

/// `CASE [subject] WHEN … THEN … [ELSE …] END`.
package struct CaseExpression: Hashable, Sendable {
  /// One `WHEN … THEN …`.
  package struct Branch: Hashable, Sendable {
    /// A condition, or with a subject the value it is compared with.
    package var when: Expression
    /// The result.
    package var then: Expression

    /// Makes a branch.
    package init(when: Expression, then: Expression) {
      self.when = when
      self.then = then
    }
  }

  /// What the branches are compared with; nil when they are conditions.
  package var subject: Expression?
  /// The branches in order; at least one.
  package var branches: [Branch]
  /// The result when no branch holds; null if absent.
  package var otherwise: Expression?

  /// Makes the expression.
  package init(subject: Expression? = nil, branches: [Branch], otherwise: Expression? = nil) {
    self.subject = subject
    self.branches = branches
    self.otherwise = otherwise
  }
}

/// `[variable IN list WHERE condition | result]`.
package struct ListComprehension: Hashable, Sendable {
  /// The variable that takes each element.
  package var variable: Name
  /// The list.
  package var list: Expression
  /// Which elements are kept; all without it.
  package var condition: Expression?
  /// What each element becomes; itself without it.
  package var result: Expression?

  /// Makes the expression.
  package init(variable: Name, list: Expression, condition: Expression? = nil, result: Expression? = nil) {
    self.variable = variable
    self.list = list
    self.condition = condition
    self.result = result
  }
}

/// `[path = pattern WHERE condition | result]`.
package struct PatternComprehension: Hashable, Sendable {
  /// The path's name.
  package var variable: Name?
  /// The pattern; it has at least one step.
  package var path: PathPattern
  /// Which matches are kept.
  package var condition: Expression?
  /// What each match becomes.
  package var result: Expression

  /// Makes the expression.
  package init(variable: Name? = nil, path: PathPattern, condition: Expression? = nil, result: Expression) {
    self.variable = variable
    self.path = path
    self.condition = condition
    self.result = result
  }
}

/// `all(variable IN list WHERE condition)`.
package struct Quantifier: Hashable, Sendable {
  /// How many elements must satisfy the condition.
  package enum Kind: Hashable, Sendable, CaseIterable {
    case all, any, none, single
  }

  /// How many elements must satisfy the condition.
  package var kind: Kind
  /// The variable that takes each element.
  package var variable: Name
  /// The list.
  package var list: Expression
  /// The condition; nil means the element itself.
  package var condition: Expression?

  /// Makes the expression.
  package init(_ kind: Kind, variable: Name, list: Expression, condition: Expression?) {
    self.kind = kind
    self.variable = variable
    self.list = list
    self.condition = condition
  }
}

/// `reduce(accumulator = initial, variable IN list | result)`.
package struct Reduction: Hashable, Sendable {
  /// The variable that carries the result so far.
  package var accumulator: Name
  /// Its first value.
  package var initial: Expression
  /// The variable that takes each element.
  package var variable: Name
  /// The list.
  package var list: Expression
  /// The next value of the accumulator.
  package var result: Expression

  /// Makes the expression.
  package init(
    accumulator: Name, initial: Expression, variable: Name, list: Expression, result: Expression
  ) {
    self.accumulator = accumulator
    self.initial = initial
    self.variable = variable
    self.list = list
    self.result = result
  }
}

/// `EXISTS { … }`, `COUNT { … }` or `COLLECT { … }`.
package struct SubqueryExpression: Hashable, Sendable {
  /// What is asked of the inner rows.
  package enum Kind: Hashable, Sendable {
    /// Whether there are any.
    case exists
    /// How many there are.
    case count
    /// The list of what they return; the body is a query of one column.
    case collect
  }

  /// What stands between the braces.
  package enum Body: Hashable, Sendable {
    /// `[MATCH] pattern [WHERE condition]`, without a `RETURN`.
    case pattern([PatternPart], condition: Expression?)
    /// A whole reading statement.
    case query(Query)
  }

  /// What is asked of the inner rows.
  package var kind: Kind
  /// What stands between the braces.
  package var body: Body
  /// From the keyword to the closing brace.
  @NotCompared package var span: SourceSpan

  /// Makes the expression.
  package init(_ kind: Kind, _ body: Body, span: SourceSpan = SourceSpan(at: 0)) {
    self.kind = kind
    self.body = body
    self.span = span
  }
}
