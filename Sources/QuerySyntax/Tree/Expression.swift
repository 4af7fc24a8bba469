package import Diagnostics

/// An expression as it was written; parentheses show in the shape of the tree only.
package struct Expression: Hashable, Sendable {
  /// What it is.
  package let kind: Kind
  /// Where it stands, without enclosing parentheses.
  @NotCompared package private(set) var span: SourceSpan
  /// The levels of the tree: 1 for a leaf.
  ///
  /// The parser bounds it by ``QueryParser/heightLimit``, so that code that walks a parsed tree recursively
  /// cannot exhaust the stack.
  @NotCompared package private(set) var height: Int32

  /// Makes an expression.
  package init(_ kind: Kind, span: SourceSpan = SourceSpan(at: 0)) {
    self.kind = kind
    self.span = span
    self.height = 1 + kind.tallestChild
  }

  /// The kinds of expression.
  package indirect enum Kind: Hashable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case boolean(Bool)
    /// `1`, `-1`, `0x1F`, `0o17`; a sign that stands directly before digits is part of the literal.
    case integer(Int64)
    /// `1.5`, `.5e3`, `-1.5`; never infinite or NaN when parsed.
    case float(Double)
    /// `'text'` or `"text"`, escapes resolved.
    case string(String)
    /// `$name` or `$0`
    case parameter(String)
    /// A name.
    case variable(String)
    /// `[a, b]`
    case list([Expression])
    /// `{key: value}`, keys in order; the same key may occur twice (the last one counts).
    case map([MapEntry])
    /// `variable {.key, .*, key: value, other}`
    case mapProjection(Name, [MapProjectionItem])
    /// `subject.key`
    case property(Expression, Name)
    /// `subject[index]`
    case index(Expression, Expression)
    /// `subject[lower..upper]`
    case slice(Expression, lower: Expression?, upper: Expression?)
    /// `subject:Label:Label`
    case hasLabels(Expression, [Name])
    /// `NOT a`, `-a`, `+a`
    case unary(UnaryOperator, Expression)
    /// `a AND b`, `a + b`, `a IN b`, `a STARTS WITH b`, …
    case binary(BinaryOperator, Expression, Expression)
    /// `a < b <= c`: the conjunction of neighbours; never without a link.
    case comparison(Expression, [ComparisonLink])
    /// `a IS NULL`, `a IS NOT NULL`
    case isNull(Expression, isNegated: Bool)
    /// `name(arguments)`, aggregates included.
    case call(FunctionCall)
    /// `count(*)`
    case countAll
    /// `CASE … END`
    case caseOf(CaseExpression)
    /// `[variable IN list WHERE condition | result]`
    case listComprehension(ListComprehension)
    /// `[path = pattern WHERE condition | result]`
    case patternComprehension(PatternComprehension)
    /// `all(variable IN list WHERE condition)` and its kin.
    case quantifier(Quantifier)
    /// `reduce(accumulator = initial, variable IN list | result)`
    case reduce(Reduction)
    /// `(a)-->(b)` as a condition, or as the argument of `exists()` and `size()`; it has at least one step.
    case pattern(PathPattern)
    /// `shortestPath(…)` or `allShortestPaths(…)` as a value.
    case shortestPath(PatternPart)
    /// `EXISTS { … }` or `COUNT { … }`
    case subquery(SubqueryExpression)
  }
}

/// `key: value`.
package struct MapEntry: Hashable, Sendable {
  /// The key.
  package var key: Name
  /// The value.
  package var value: Expression

  /// Makes an entry.
  package init(_ key: Name, _ value: Expression) {
    self.key = key
    self.value = value
  }
}

/// One item of a map projection.
package enum MapProjectionItem: Hashable, Sendable {
  /// `.key`
  case property(Name)
  /// `.*`
  case allProperties
  /// `key: value`
  case entry(MapEntry)
  /// `variable`, with its own name as key.
  case variable(Name)
}

/// Operators before their operand.
package enum UnaryOperator: Hashable, Sendable, CaseIterable {
  /// `NOT`
  case not
  /// `-`
  case minus
  /// `+`
  case plus
}

/// Operators between two operands, comparisons excepted.
package enum BinaryOperator: Hashable, Sendable, CaseIterable {
  case or, xor, and
  case add, subtract, multiply, divide, modulo, power
  case `in`, startsWith, endsWith, contains
  /// `=~`
  case matches
}

/// Operators that may stand in a comparison chain.
package enum ComparisonOperator: Hashable, Sendable, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// `< operand` in a comparison chain.
package struct ComparisonLink: Hashable, Sendable {
  /// The operator.
  package var op: ComparisonOperator
  /// What stands to the right of it.
  package var operand: Expression

  /// Makes a link.
  package init(_ op: ComparisonOperator, _ operand: Expression) {
    self.op = op
    self.operand = operand
  }
}
