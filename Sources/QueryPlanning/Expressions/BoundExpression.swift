package import Diagnostics

/// An expression without names: variables are slots, functions are registry entries, aggregates are elsewhere.
///
/// Immutable, one allocation a node. Evaluation is three-valued and follows openCypher 9; each case says what
/// it means. A failure at run time is a `QueryFailure` with the span of the node that failed.
package final class BoundExpression: Sendable {
  /// What it computes.
  package let kind: Kind
  /// Where it stands in the statement.
  package let span: SourceSpan
  /// What it can give.
  package let type: StaticType

  /// The columns of the row that it reads, directly or in a subquery; its own local variables are not among
  /// them.
  package let slots: SlotSet

  /// Makes an expression.
  ///
  /// - Parameters:
  ///   - kind: What it computes.
  ///   - span: Where it stands.
  ///   - type: What it can give.
  ///   - imports: For a subquery, the columns of the row that its plan reads.
  /// - Complexity: O(number of operands).
  package init(_ kind: Kind, span: SourceSpan, type: StaticType, imports: SlotSet = SlotSet()) {
    self.kind = kind
    self.span = span
    self.type = type
    var slots = imports
    kind.collectSlots(into: &slots)
    self.slots = slots
  }

  /// The kinds of expression.
  package enum Kind: Sendable {
    /// A constant.
    case literal(Literal)
    /// `$name`; missing in the caller's parameters: ParameterMissing at compile time (before any row).
    case parameter(String)
    /// The value of a column of the row, or of a local variable of an enclosing comprehension.
    case slot(Slot)
    /// `[a, b]`.
    case list([BoundExpression])
    /// `{k: v}`; a later equal key wins.
    case map([MapEntry])
    /// `base.key` of a node, relationship, map, or temporal value; null of null.
    case property(BoundExpression, key: String)
    /// `base[index]` of a list (integer) or of a map, node, relationship (string).
    case element(BoundExpression, index: BoundExpression)
    /// `base[from..to]`.
    case slice(BoundExpression, from: BoundExpression?, to: BoundExpression?)
    /// `NOT a`, `-a`, `+a`, `a IS NULL`, `a IS NOT NULL`.
    case unary(UnaryOperator, BoundExpression)
    /// Everything with two operands, one comparison included.
    case binary(BinaryOperator, BoundExpression, BoundExpression)
    /// `a < b <= c`: the conjunction of neighbours, each operand computed once. At least two comparisons.
    case comparisonChain(BoundExpression, [ChainLink])
    /// `n:A:B`: whether the node has all labels (a relationship: whether its type is each of them); null of
    /// null.
    case hasLabels(BoundExpression, [String])
    /// A function of the registry; the number of arguments has been checked.
    case call(FunctionID, [BoundExpression])
    /// `CASE [subject] WHEN … THEN … ELSE … END`; with a subject a branch is taken when `subject = when` is
    /// true; without `otherwise` null.
    case conditional(subject: BoundExpression?, branches: [ConditionalBranch], otherwise: BoundExpression?)
    /// `[variable IN list WHERE predicate | result]`; `variable` is a local value slot; null of a null list.
    case listComprehension(Slot, list: BoundExpression, predicate: BoundExpression?, result: BoundExpression?)
    /// `all/any/none/single(variable IN list WHERE predicate)`, three-valued; null of a null list.
    case quantifier(Quantifier, Slot, list: BoundExpression, predicate: BoundExpression)
    /// `reduce(accumulator = initial, variable IN list | step)`; null of a null list.
    case reduce(
      accumulator: Slot, initial: BoundExpression, variable: Slot, list: BoundExpression,
      step: BoundExpression)
    /// `EXISTS {}`, `COUNT {}`, pattern predicate, pattern comprehension: run
    /// ``LogicalPlan/subqueries``[id] with the current row (local variables included) as its argument.
    case subquery(SubqueryID, SubqueryResult)
    /// The path from `start` along `steps`; null when the start or any step is null.
    case path(start: Slot, steps: [PathStep])
  }
}

/// A constant of the statement's text.
package enum Literal: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case float(Double)
  case string(String)
}

/// `key: value` of a map.
package struct MapEntry: Sendable {
  package let key: String
  package let value: BoundExpression

  package init(key: String, value: BoundExpression) {
    self.key = key
    self.value = value
  }
}

/// `op operand` of a chained comparison; the operator is one of the six comparisons.
package struct ChainLink: Sendable {
  package let comparison: BinaryOperator
  package let operand: BoundExpression

  package init(_ comparison: BinaryOperator, _ operand: BoundExpression) {
    self.comparison = comparison
    self.operand = operand
  }
}

/// `WHEN condition THEN result`.
package struct ConditionalBranch: Sendable {
  package let condition: BoundExpression
  package let result: BoundExpression

  package init(when condition: BoundExpression, then result: BoundExpression) {
    self.condition = condition
    self.result = result
  }
}

/// A hop of a path; the nodes follow from the relationships' ends, from the start on.
package enum PathStep: Sendable, Hashable {
  /// One relationship (a relationship slot, or a value slot that holds one).
  case relationship(Slot)
  /// A list of relationships from a variable-length part.
  case relationships(Slot)
}

/// An index into ``LogicalPlan/subqueries``.
package struct SubqueryID: Hashable, Sendable, BitwiseCopyable {
  package let index: Int

  package init(_ index: Int) {
    self.index = index
  }
}

/// What a subquery gives as a value.
package enum SubqueryResult: Sendable, Hashable {
  /// Whether it has a row.
  case exists
  /// How many rows it has.
  case count
  /// The list of a column's values, in row order, nulls included (pattern comprehension).
  case collect(Slot)
}

/// Operators with one operand.
package enum UnaryOperator: String, Sendable {
  case not = "NOT"
  case plus = "+"
  case minus = "-"
  case isNull = "IS NULL"
  case isNotNull = "IS NOT NULL"
}

/// Operators with two operands.
package enum BinaryOperator: String, Sendable {
  case and = "AND"
  case or = "OR"
  case xor = "XOR"
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  case power = "^"
  case isIn = "IN"
  case startsWith = "STARTS WITH"
  case endsWith = "ENDS WITH"
  case contains = "CONTAINS"
  case matches = "=~"

  /// Whether it is one of `=`, `<>`, `<`, `<=`, `>`, `>=`.
  package var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

/// Which of the list predicates.
package enum Quantifier: String, Sendable {
  case all, any, none, single
}
