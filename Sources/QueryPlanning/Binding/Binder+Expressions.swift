import Diagnostics
import QuerySyntax

/// What an aggregating call means where an expression stands.
enum Aggregation {
  /// It is InvalidAggregation.
  case forbidden
  /// It is collected; everything else must be a grouping key.
  case grouped
  /// It is NestedAggregation.
  case inside
}

extension Binder {
  /// Binds an expression where no aggregate and no bare pattern may stand unless the state says so.
  mutating func bind(_ expression: Expression) throws(QueryFailure) -> BoundExpression {
    let mayBePattern = allowsPattern
    allowsPattern = false
    let span = expression.span
    if case .grouped = aggregation, let key = try groupingKey(for: expression) { return key }
    switch expression.kind {
    case .null: return BoundExpression(.literal(.null), span: span, type: .null)
    case .boolean(let value): return BoundExpression(.literal(.boolean(value)), span: span, type: .boolean)
    case .integer(let value): return BoundExpression(.literal(.integer(value)), span: span, type: .integer)
    case .float(let value): return BoundExpression(.literal(.float(value)), span: span, type: .float)
    case .string(let value): return BoundExpression(.literal(.string(value)), span: span, type: .string)
    case .parameter(let name):
      noteParameter(name)
      return BoundExpression(.parameter(name), span: span, type: .any)
    case .variable(let name):
      return self.expression(try variable(name, at: span), at: span)
    case .list(let elements): return try bindList(elements, span)
    case .map(let entries): return try bindMap(entries, span)
    case .mapProjection(let name, let items): return try bindMapProjection(name, items, span)
    case .property(let subject, let key): return try bindProperty(subject, key, span)
    case .index(let subject, let index): return try bindElement(subject, index, span)
    case .slice(let subject, let lower, let upper): return try bindSlice(subject, lower, upper, span)
    case .hasLabels(let subject, let labels): return try bindLabels(subject, labels, span)
    case .unary(let op, let operand):
      return try bindUnary(op, operand, span, mayBePattern: mayBePattern)
    case .binary(let op, let left, let right):
      return try bindBinary(op, left, right, span, mayBePattern: mayBePattern)
    case .comparison(let first, let links): return try bindComparison(first, links, span)
    case .isNull(let operand, let isNegated):
      let bound = try bind(operand)
      return BoundExpression(
        .unary(isNegated ? .isNotNull : .isNull, bound), span: span, type: .boolean)
    case .call(let call): return try bindCall(call, expression)
    case .countAll: return try bindAggregate(.countStar, [], isDistinct: false, expression)
    case .caseOf(let choice): return try bindCase(choice, span)
    case .listComprehension(let comprehension): return try bindListComprehension(comprehension, span)
    case .patternComprehension(let comprehension):
      return try bindPatternComprehension(comprehension, span)
    case .quantifier(let quantifier): return try bindQuantifier(quantifier, span)
    case .reduce(let reduction): return try bindReduce(reduction, span)
    case .pattern(let path):
      guard mayBePattern else {
        throw .syntax("UnexpectedSyntax", "a pattern can only stand where a condition is asked for", span)
      }
      return try bindPatternPredicate(path, span)
    case .shortestPath(let part): return try bindShortestPath(part, span)
    case .subquery(let subquery): return try bindSubquery(subquery, span)
    }
  }

  mutating func noteParameter(_ name: String) {
    if !parameters.contains(name) { parameters.append(name) }
  }

  func variable(_ name: String, at span: SourceSpan) throws(QueryFailure) -> Variable {
    if let variable = scope.find(name) { return variable }
    throw .syntax(
      "UndefinedVariable", "the variable '\(name)' is not defined", span,
      hints: [name.count < 3 ? nil : Suggestions.hint(for: name, in: scope.alphabetical.map(\.name))]
        .compactMap { $0 })
  }

  // MARK: Conditions

  /// A condition as its conjuncts, in order; each must be able to be a boolean.
  mutating func bindPredicate(_ condition: Expression) throws(QueryFailure) -> [BoundExpression] {
    var result: [BoundExpression] = []
    try appendConjuncts(of: condition, to: &result)
    return result
  }

  private mutating func appendConjuncts(
    of condition: Expression, to result: inout [BoundExpression]
  ) throws(QueryFailure) {
    if case .binary(.and, let left, let right) = condition.kind {
      try appendConjuncts(of: left, to: &result)
      try appendConjuncts(of: right, to: &result)
      return
    }
    allowsPattern = true
    let bound = try bind(condition)
    try require(bound, .boolean, of: "a condition")
    result.append(bound)
  }

  /// One condition as an expression.
  mutating func bindCondition(_ condition: Expression) throws(QueryFailure) -> BoundExpression {
    allowsPattern = true
    let bound = try bind(condition)
    try require(bound, .boolean, of: "a condition")
    return bound
  }

  /// Throws InvalidArgumentType when the expression can never be of the types (null always can).
  func require(_ bound: BoundExpression, _ types: TypeSet, of role: String) throws(QueryFailure) {
    guard bound.type.types != .null, bound.type.types.isDisjoint(with: types) else { return }
    throw .syntax(
      "InvalidArgumentType", "\(role) must be \(types.phrase), but this is \(bound.type.types.phrase)",
      bound.span)
  }

  // MARK: Operators

  private mutating func bindUnary(
    _ op: QuerySyntax.UnaryOperator, _ operand: Expression, _ span: SourceSpan, mayBePattern: Bool
  ) throws(QueryFailure) -> BoundExpression {
    switch op {
    case .not:
      allowsPattern = mayBePattern
      let bound = try bind(operand)
      try require(bound, .boolean, of: "the operand of NOT")
      return BoundExpression(.unary(.not, bound), span: span, type: .boolean)
    case .minus, .plus:
      let bound = try bind(operand)
      try require(bound, [.number, .duration], of: "the operand of a sign")
      let type = StaticType(bound.type.types.intersection([.number, .duration]))
      return BoundExpression(.unary(op == .minus ? .minus : .plus, bound), span: span, type: type)
    }
  }

  private mutating func bindBinary(
    _ op: QuerySyntax.BinaryOperator, _ left: Expression, _ right: Expression, _ span: SourceSpan,
    mayBePattern: Bool
  ) throws(QueryFailure) -> BoundExpression {
    let isLogical = op == .and || op == .or || op == .xor
    allowsPattern = mayBePattern && isLogical
    let first = try bind(left)
    allowsPattern = mayBePattern && isLogical
    let second = try bind(right)
    allowsPattern = false
    let bound = BinaryOperator(op)
    let type: StaticType
    switch op {
    case .and, .or, .xor:
      try require(first, .boolean, of: "an operand of \(bound.rawValue)")
      try require(second, .boolean, of: "an operand of \(bound.rawValue)")
      type = .boolean
    case .subtract, .multiply, .divide, .modulo, .power:
      let accepted: TypeSet = op == .power || op == .modulo ? .number : [.number, .temporal]
      try require(first, accepted, of: "an operand of '\(bound.rawValue)'")
      try require(second, accepted, of: "an operand of '\(bound.rawValue)'")
      type = op == .power ? .float : Self.arithmeticType(first.type, second.type)
    case .add: type = Self.sumType(first.type, second.type)
    case .in:
      try require(second, .list, of: "the right side of IN")
      type = .boolean
    case .startsWith, .endsWith, .contains, .matches: type = .boolean
    }
    return BoundExpression(.binary(bound, first, second), span: span, type: type)
  }

  /// Of `-`, `*`, `/`, `%`: integer of integers, float as soon as one is, else temporal.
  private static func arithmeticType(_ left: StaticType, _ right: StaticType) -> StaticType {
    let both = left.types.union(right.types)
    if left.types == .integer && right.types == .integer { return .integer }
    if both == .float || (both == .number && (left.types == .float || right.types == .float)) {
      return .float
    }
    if both.isSubset(of: .number) { return .number }
    return StaticType(both.intersection([.number, .temporal]))
  }

  /// Of `+`, which adds numbers and durations, joins strings, and appends to lists.
  private static func sumType(_ left: StaticType, _ right: StaticType) -> StaticType {
    let both = left.types.union(right.types)
    if both.isSubset(of: .number), both != .null { return arithmeticType(left, right) }
    if left.types == .list || right.types == .list {
      let first = left.types == .list ? left.elements : left.types
      let second = right.types == .list ? right.elements : right.types
      return .list(of: first.union(second))
    }
    if both.isSubset(of: [.string, .number]), left.types == .string || right.types == .string {
      return .string
    }
    return .any
  }

  private mutating func bindComparison(
    _ first: Expression, _ links: [ComparisonLink], _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    let start = try bind(first)
    if links.count == 1, let link = links.first {
      let operand = try bind(link.operand)
      return BoundExpression(
        .binary(BinaryOperator(link.op), start, operand), span: span, type: .boolean)
    }
    var chain: [ChainLink] = []
    for link in links { chain.append(ChainLink(BinaryOperator(link.op), try bind(link.operand))) }
    return BoundExpression(.comparisonChain(start, chain), span: span, type: .boolean)
  }

  // MARK: Values

  mutating func bindAll(_ expressions: [Expression]) throws(QueryFailure) -> [BoundExpression] {
    var result: [BoundExpression] = []
    result.reserveCapacity(expressions.count)
    for expression in expressions { result.append(try bind(expression)) }
    return result
  }

  private mutating func bindList(_ elements: [Expression], _ span: SourceSpan) throws(QueryFailure)
    -> BoundExpression
  {
    let bound = try bindAll(elements)
    let types = bound.reduce(TypeSet.null) { $0.union($1.type.types) }
    return BoundExpression(.list(bound), span: span, type: .list(of: types))
  }

  private mutating func bindMap(_ entries: [QuerySyntax.MapEntry], _ span: SourceSpan) throws(QueryFailure)
    -> BoundExpression
  {
    var result: [MapEntry] = []
    for entry in entries { result.append(MapEntry(key: entry.key.text, value: try bind(entry.value))) }
    return BoundExpression(.map(result), span: span, type: .map)
  }

  /// `n {.a, .*, b: 1, c}`: a map of the entries, laid over all properties when `.*` is among them.
  private mutating func bindMapProjection(
    _ name: Name, _ items: [MapProjectionItem], _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    let subject = try bind(Expression(.variable(name.text), span: name.span))
    try require(subject, [.node, .relationship, .map], of: "the subject of a map projection")
    var entries: [MapEntry] = []
    var all = false
    for item in items {
      switch item {
      case .property(let key):
        entries.append(
          MapEntry(
            key: key.text,
            value: BoundExpression(.property(subject, key: key.text), span: key.span, type: .any)))
      case .allProperties: all = true
      case .entry(let entry):
        entries.append(MapEntry(key: entry.key.text, value: try bind(entry.value)))
      case .variable(let other):
        entries.append(
          MapEntry(key: other.text, value: try bind(Expression(.variable(other.text), span: other.span))))
      }
    }
    let map = BoundExpression(.map(entries), span: span, type: .map)
    let merged = all ? BoundExpression(.call(.mapOverlay, [subject, map]), span: span, type: .map) : map
    // A projection of null is null.
    let isNull = BoundExpression(.unary(.isNull, subject), span: name.span, type: .boolean)
    let nothing = BoundExpression(.literal(.null), span: span, type: .null)
    return BoundExpression(
      .conditional(
        subject: nil, branches: [ConditionalBranch(when: isNull, then: nothing)], otherwise: merged),
      span: span, type: .map)
  }

  private mutating func bindProperty(
    _ subject: Expression, _ key: Name, _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    let base = try bind(subject)
    let types = base.type.types
    if types != .null, types.isDisjoint(with: [.node, .relationship, .map, .temporal]) {
      // The TCK calls it a SyntaxError on a path, a TypeError elsewhere.
      let kind: QueryFailure.Kind = types == .path ? .syntaxError : .typeError
      throw QueryFailure(
        kind, .compileTime, "InvalidArgumentType",
        "\(base.type.types.phrase) has no properties, so '\(key.text)' cannot be read from it", at: base.span)
    }
    var type = StaticType.any
    if types.isSubset(of: [.node, .relationship]) {
      warnOfProperty(key)
      type = Self.storedType
    }
    return BoundExpression(.property(base, key: key.text), span: span, type: type)
  }

  private mutating func bindElement(
    _ subject: Expression, _ index: Expression, _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    let base = try bind(subject)
    let position = try bind(index)
    let types = base.type.types
    if types != .null, types.isDisjoint(with: [.list, .map, .node, .relationship]) {
      throw QueryFailure(
        .typeError, .compileTime, "InvalidArgumentType",
        "\(base.type.types.phrase) has no elements", at: base.span)
    }
    // A key of a map that is no string is left to run time, where the standard has a name for it.
    if types == .list, position.type.types != .null, position.type.types.isDisjoint(with: .integer) {
      throw QueryFailure(
        .typeError, .compileTime, "InvalidArgumentType",
        "the index of a list must be an integer, but this is \(position.type.types.phrase)", at: position.span
      )
    }
    return BoundExpression(
      .element(base, index: position), span: span, type: types == .list ? base.type.elementType : .any)
  }

  private mutating func bindSlice(
    _ subject: Expression, _ lower: Expression?, _ upper: Expression?, _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    let base = try bind(subject)
    try require(base, .list, of: "the subject of a slice")
    let from = try lower.map { bound throws(QueryFailure) in try bind(bound) }
    let to = try upper.map { bound throws(QueryFailure) in try bind(bound) }
    for bound in [from, to] {
      if let bound { try require(bound, .integer, of: "the bound of a slice") }
    }
    return BoundExpression(
      .slice(base, from: from, to: to), span: span, type: .list(of: base.type.elementType.types))
  }

  private mutating func bindLabels(
    _ subject: Expression, _ labels: [Name], _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    let base = try bind(subject)
    try require(base, [.node, .relationship], of: "the subject of a label test")
    for label in labels {
      if base.type.types == .relationship { warnOfType(label) } else { warnOfLabel(label) }
    }
    return BoundExpression(.hasLabels(base, labels.map(\.text)), span: span, type: .boolean)
  }
}

extension BinaryOperator {
  init(_ op: QuerySyntax.BinaryOperator) {
    switch op {
    case .or: self = .or
    case .xor: self = .xor
    case .and: self = .and
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    case .modulo: self = .modulo
    case .power: self = .power
    case .in: self = .isIn
    case .startsWith: self = .startsWith
    case .endsWith: self = .endsWith
    case .contains: self = .contains
    case .matches: self = .matches
    }
  }

  init(_ op: ComparisonOperator) {
    switch op {
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    }
  }
}
