import Diagnostics

/// How tightly operators bind, loosest first.
enum Precedence: Int, Comparable {
  case or, xor, and, not, comparison, predicate, additive, multiplicative, power, unary, postfix

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

  /// The next tighter level.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .postfix }
}

extension BinaryOperator {
  /// How tightly the operator binds; all of them group to the left.
  var precedence: Precedence {
    switch self {
    case .or: .or
    case .xor: .xor
    case .and: .and
    case .in, .startsWith, .endsWith, .contains, .matches: .predicate
    case .add, .subtract: .additive
    case .multiply, .divide, .modulo: .multiplicative
    case .power: .power
    }
  }
}

extension Parser {
  /// `Expression = OrExpression`.
  mutating func expression() throws(QueryFailure) -> Expression {
    try expression(atLeast: .or)
  }

  /// Makes an expression that is not too tall.
  func make(_ kind: Expression.Kind, from lower: UInt32) throws(QueryFailure) -> Expression {
    let result = Expression(kind, span: span(from: lower))
    if result.height > QueryParser.heightLimit { throw .tooDeep(at: SourceSpan(at: lower)) }
    return result
  }

  /// The levels of operators, read by one method that climbs from the loosest to the tightest.
  ///
  /// `OrExpression = XorExpression, { "OR", XorExpression }`.
  /// `XorExpression = AndExpression, { "XOR", AndExpression }`.
  /// `AndExpression = NotExpression, { "AND", NotExpression }`.
  /// `NotExpression = { "NOT" }, ComparisonExpression`.
  /// `StringListNullPredicateExpression = AddOrSubtractExpression, { StringListNullPredicate }`.
  /// `AddOrSubtractExpression = MultiplyDivideModuloExpression, { ("+" | "-"), MultiplyDivideModuloExpression }`.
  /// `MultiplyDivideModuloExpression = PowerOfExpression, { ("*" | "/" | "%"), PowerOfExpression }`.
  /// `PowerOfExpression = UnaryAddOrSubtractExpression, { "^", UnaryAddOrSubtractExpression }`.
  ///
  /// - Parameter minimum: The loosest level that may be read here.
  /// - Returns: The expression.
  /// - Throws: The first mistake.
  mutating func expression(atLeast minimum: Precedence) throws(QueryFailure) -> Expression {
    try enter()
    let lower = offset
    var left: Expression
    if minimum <= .not, at(.not) {
      left = try negation()
    } else {
      left = try unaryAddOrSubtractExpression()
    }
    while true {
      if minimum <= .comparison, comparisonOperator != nil {
        left = try comparisonExpression(left, from: lower)
      } else if minimum <= .predicate, at(.is) {
        left = try nullPredicateExpression(left, from: lower)
      } else if let (op, length) = binaryOperator, op.precedence >= minimum {
        for _ in 0..<length { advance() }
        let right = try expression(atLeast: op.precedence.tighter)
        left = try make(.binary(op, left, right), from: lower)
      } else {
        break
      }
    }
    leave()
    return left
  }

  private mutating func negation() throws(QueryFailure) -> Expression {
    var starts: [UInt32] = []
    while at(.not) {
      starts.append(offset)
      advance()
    }
    var result = try expression(atLeast: .comparison)
    for lower in starts.reversed() { result = try make(.unary(.not, result), from: lower) }
    return result
  }

  /// `ComparisonExpression = StringListNullPredicateExpression, { PartialComparisonExpression }`.
  private mutating func comparisonExpression(
    _ first: Expression, from lower: UInt32
  ) throws(QueryFailure) -> Expression {
    var links: [ComparisonLink] = []
    while let op = comparisonOperator {
      links.append(try partialComparisonExpression(op))
    }
    return try make(.comparison(first, links), from: lower)
  }

  /// `PartialComparisonExpression = ("=" | "<>" | "<" | "<=" | ">" | ">="), StringListNullPredicateExpression`.
  private mutating func partialComparisonExpression(
    _ op: ComparisonOperator
  ) throws(QueryFailure) -> ComparisonLink {
    advance()
    if at(.equal), op == .equal { throw unexpected("an expression", hints: ["'equal' is written ="]) }
    return ComparisonLink(op, try expression(atLeast: .predicate))
  }

  /// `NullPredicateExpression = "IS", ["NOT"], "NULL"`.
  private mutating func nullPredicateExpression(
    _ subject: Expression, from lower: UInt32
  ) throws(QueryFailure) -> Expression {
    advance()
    let isNegated = take(.not)
    try expect(.null)
    return try make(.isNull(subject, isNegated: isNegated), from: lower)
  }

  private var comparisonOperator: ComparisonOperator? {
    switch token.kind {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
    }
  }

  /// The operator that is next, and how many tokens it has.
  ///
  /// `StringListNullPredicate = StringPredicateExpression | ListPredicateExpression | NullPredicateExpression`.
  /// `StringPredicateExpression = ("STARTS", "WITH" | "ENDS", "WITH" | "CONTAINS" | "=~"), AddOrSubtractExpression`.
  /// `ListPredicateExpression = "IN", AddOrSubtractExpression`.
  private var binaryOperator: (BinaryOperator, Int)? {
    switch token.kind {
    case .plus: return (.add, 1)
    case .minus: return (.subtract, 1)
    case .star: return (.multiply, 1)
    case .slash: return (.divide, 1)
    case .percent: return (.modulo, 1)
    case .caret: return (.power, 1)
    case .matches: return (.matches, 1)
    case .word: break
    default: return nil
    }
    switch token.keyword {
    case .or: return (.or, 1)
    case .xor: return (.xor, 1)
    case .and: return (.and, 1)
    case .in: return (.in, 1)
    case .contains: return (.contains, 1)
    case .starts: return peek(1).keyword == .with ? (.startsWith, 2) : nil
    case .ends: return peek(1).keyword == .with ? (.endsWith, 2) : nil
    default: return nil
    }
  }

  /// `UnaryAddOrSubtractExpression = { "+" | "-" }, NonArithmeticOperatorExpression`.
  ///
  /// The last minus before digits belongs to the literal, so that the smallest integer can be written.
  private mutating func unaryAddOrSubtractExpression() throws(QueryFailure) -> Expression {
    guard at(.minus) || at(.plus) else { return try nonArithmeticOperatorExpression() }
    var signs: [(UnaryOperator, UInt32)] = []
    while at(.minus) || at(.plus) {
      signs.append((at(.minus) ? .minus : .plus, offset))
      advance()
    }
    var result: Expression
    if let (sign, lower) = signs.last, sign == .minus, at(.integer) || at(.float), !isLookup(peek(1).kind) {
      signs.removeLast()
      result = try negativeLiteral(from: lower)
    } else {
      result = try nonArithmeticOperatorExpression()
    }
    for (sign, lower) in signs.reversed() { result = try make(.unary(sign, result), from: lower) }
    return result
  }

  private func isLookup(_ kind: Token.Kind) -> Bool { kind == .dot || kind == .leftBracket || kind == .colon }

  private mutating func negativeLiteral(from lower: UInt32) throws(QueryFailure) -> Expression {
    let token = token
    advance()
    if token.kind == .integer {
      return try make(.integer(try integer(token, isNegative: true)), from: lower)
    }
    return try make(.float(-(try float(token))), from: lower)
  }

  /// `NonArithmeticOperatorExpression = Atom, { PropertyLookup | ListOperator }, [NodeLabels | ":", LabelTest]`.
  mutating func nonArithmeticOperatorExpression() throws(QueryFailure) -> Expression {
    let lower = offset
    var result = try atom()
    while true {
      if at(.dot) {
        result = try propertyLookup(result, from: lower)
      } else if at(.leftBracket) {
        result = try listOperator(result, from: lower)
      } else {
        break
      }
    }
    guard at(.colon) else { return result }
    let (labels, test) = try labelsOrTest()
    guard let test else { return try make(.hasLabels(result, labels), from: lower) }
    return try make(test.condition(on: result, span: span(from: lower)).kind, from: lower)
  }

  /// `PropertyLookup = ".", PropertyKeyName`.
  private mutating func propertyLookup(
    _ subject: Expression, from lower: UInt32
  ) throws(QueryFailure) -> Expression {
    advance()
    let key = try schemaName("the name of a property")
    return try make(.property(subject, key), from: lower)
  }

  /// `ListOperator = "[", Expression, "]" | "[", [Expression], "..", [Expression], "]"`.
  private mutating func listOperator(
    _ subject: Expression, from lower: UInt32
  ) throws(QueryFailure) -> Expression {
    advance()
    let first = at(.dots) ? nil : try expression()
    if take(.dots) {
      let last = at(.rightBracket) ? nil : try expression()
      try expect(.rightBracket, "']'")
      return try make(.slice(subject, lower: first, upper: last), from: lower)
    }
    guard let first, take(.rightBracket) else { throw unexpected("']'") }
    return try make(.index(subject, first), from: lower)
  }
}
