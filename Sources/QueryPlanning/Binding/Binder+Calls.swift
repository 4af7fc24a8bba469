import Diagnostics
import QuerySyntax

extension Binder {
  mutating func bindCall(_ call: FunctionCall, _ expression: Expression) throws(QueryFailure)
    -> BoundExpression
  {
    let name = call.name
    if let clock = try bindClock(call, expression) { return clock }
    guard let signature = FunctionRegistry.signature(named: name.text) else {
      throw .syntax(
        "UnknownFunction", "there is no function '\(name.text)'", name.span,
        hints: [Suggestions.hint(for: name.text, in: FunctionRegistry.names)].compactMap { $0 })
    }
    let count = call.arguments.count
    guard count >= signature.minimumCount, count <= signature.maximumCount ?? Int.max else {
      throw .syntax(
        "InvalidNumberOfArguments",
        "'\(signature.name)' takes \(Self.arity(signature)), not \(count)", expression.span)
    }
    switch signature.target {
    case .aggregate(let function):
      return try bindAggregate(function, call.arguments, isDistinct: call.isDistinct, expression)
    case .scalar(let function):
      guard !call.isDistinct else {
        throw .syntax(
          "UnexpectedSyntax",
          "DISTINCT can only stand in an aggregating function, not in '\(signature.name)'",
          expression.span)
      }
      if !signature.isDeterministic, case .inside = aggregation {
        throw .syntax(
          "NonConstantExpression", "'\(signature.name)' cannot stand inside an aggregating function",
          expression.span)
      }
      if function == .exists, let argument = call.arguments.first {
        return try bindExists(argument, expression.span)
      }
      let arguments = try bindAll(call.arguments)
      for (index, argument) in arguments.enumerated() {
        try require(argument, signature.argument(at: index), of: "the argument of '\(signature.name)'")
      }
      return BoundExpression(
        .call(function, arguments), span: expression.span,
        type: Self.resultType(function, signature, arguments))
    }
  }

  /// `date.transaction(zone)` and its kin read the same clock as `date()`; null gives null.
  private mutating func bindClock(
    _ call: FunctionCall, _ expression: Expression
  ) throws(QueryFailure) -> BoundExpression? {
    guard let dot = call.name.text.lastIndex(of: ".") else { return nil }
    let clock = call.name.text[call.name.text.index(after: dot)...].lowercased()
    guard ["transaction", "statement", "realtime"].contains(clock),
      let signature = FunctionRegistry.signature(named: String(call.name.text[..<dot])),
      case .scalar(let function) = signature.target,
      [.date, .datetime, .localdatetime, .localtime, .time].contains(function), call.arguments.count <= 1
    else { return nil }
    guard let written = call.arguments.first else {
      return BoundExpression(.call(function, []), span: expression.span, type: signature.result)
    }
    let zone = try bind(written)
    try require(zone, .string, of: "the time zone")
    let settings = BoundExpression(
      .map([MapEntry(key: "timezone", value: zone)]), span: zone.span, type: .map)
    let now = BoundExpression(.call(function, [settings]), span: expression.span, type: signature.result)
    let isNull = BoundExpression(.unary(.isNull, zone), span: zone.span, type: .boolean)
    let nothing = BoundExpression(.literal(.null), span: expression.span, type: .null)
    return BoundExpression(
      .conditional(
        subject: nil, branches: [ConditionalBranch(when: isNull, then: nothing)], otherwise: now),
      span: expression.span, type: signature.result)
  }

  private static func arity(_ signature: FunctionSignature) -> String {
    let least = signature.minimumCount
    guard let most = signature.maximumCount else { return "at least \(least) arguments" }
    if least == most { return least == 1 ? "1 argument" : "\(least) arguments" }
    return "\(least) to \(most) arguments"
  }

  /// `exists(pattern)` asks for a match, `exists(n.property)` for a value.
  private mutating func bindExists(_ argument: Expression, _ span: SourceSpan) throws(QueryFailure)
    -> BoundExpression
  {
    if case .pattern(let path) = argument.kind { return try bindPatternPredicate(path, span) }
    let bound = try bind(argument)
    return BoundExpression(.unary(.isNotNull, bound), span: span, type: .boolean)
  }

  /// Types that depend on the arguments.
  private static func resultType(
    _ function: FunctionID, _ signature: FunctionSignature, _ arguments: [BoundExpression]
  ) -> StaticType {
    guard let first = arguments.first else { return signature.result }
    switch function {
    case .coalesce: return arguments.dropFirst().reduce(first.type) { $0.union($1.type) }
    case .nullIf: return first.type
    case .head, .last: return first.type.types == .list ? first.type.elementType : .any
    case .tail: return first.type.types == .list ? first.type : signature.result
    case .reverse:
      return first.type.types == .list || first.type.types == .string ? first.type : signature.result
    case .abs: return first.type.types.isSubset(of: .number) ? first.type : signature.result
    default: return signature.result
    }
  }

  // MARK: Branches and lists

  mutating func bindCase(_ choice: CaseExpression, _ span: SourceSpan) throws(QueryFailure) -> BoundExpression
  {
    let subject = try choice.subject.map { subject throws(QueryFailure) in try bind(subject) }
    var branches: [ConditionalBranch] = []
    var type = StaticType.null
    for branch in choice.branches {
      let condition = subject == nil ? try bindCondition(branch.when) : try bind(branch.when)
      let result = try bind(branch.then)
      type = type.union(result.type)
      branches.append(ConditionalBranch(when: condition, then: result))
    }
    let otherwise = try choice.otherwise.map { otherwise throws(QueryFailure) in try bind(otherwise) }
    if let otherwise { type = type.union(otherwise.type) }
    return BoundExpression(
      .conditional(subject: subject, branches: branches, otherwise: otherwise), span: span, type: type)
  }

  /// Runs a body with more variables; what it declares is forgotten, and aggregates are refused in it.
  private mutating func withLocals<Result>(
    _ locals: [Variable], _ body: (inout Binder) throws(QueryFailure) -> Result
  ) throws(QueryFailure) -> Result {
    let outer = scope
    let refused = refusesAggregates
    for variable in locals {
      scope.declare(variable)
      locallyBound.append(variable.name)
    }
    refusesAggregates = true
    defer {
      scope = outer
      refusesAggregates = refused
      locallyBound.removeLast(locals.count)
    }
    return try body(&self)
  }

  private mutating func local(_ name: Name, _ type: StaticType) -> Variable {
    Variable(name: name.text, slot: makeSlot(name.text, .value, type), type: type)
  }

  mutating func bindListComprehension(
    _ comprehension: ListComprehension, _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    let list = try bind(comprehension.list)
    try require(list, .list, of: "what a comprehension goes through")
    let variable = local(comprehension.variable, list.type.elementType)
    let (condition, result) = try withLocals([variable]) {
      (binder) throws(QueryFailure) -> (BoundExpression?, BoundExpression?) in
      let condition = try comprehension.condition.map { condition throws(QueryFailure) in
        try binder.bindCondition(condition)
      }
      let result = try comprehension.result.map { result throws(QueryFailure) in try binder.bind(result) }
      return (condition, result)
    }
    return BoundExpression(
      .listComprehension(variable.slot, list: list, predicate: condition, result: result), span: span,
      type: .list(of: result?.type.types ?? list.type.elementType.types))
  }

  mutating func bindQuantifier(
    _ quantifier: QuerySyntax.Quantifier, _ span: SourceSpan
  ) throws(QueryFailure) -> BoundExpression {
    let list = try bind(quantifier.list)
    try require(list, .list, of: "what '\(quantifier.kind)' goes through")
    let variable = local(quantifier.variable, list.type.elementType)
    let predicate = try withLocals([variable]) { (binder) throws(QueryFailure) -> BoundExpression in
      let written =
        quantifier.condition ?? Expression(.variable(variable.name), span: quantifier.variable.span)
      return try binder.bindCondition(written)
    }
    let kind: Quantifier =
      switch quantifier.kind {
      case .all: .all
      case .any: .any
      case .none: .none
      case .single: .single
      }
    return BoundExpression(
      .quantifier(kind, variable.slot, list: list, predicate: predicate), span: span, type: .boolean)
  }

  mutating func bindReduce(_ reduction: Reduction, _ span: SourceSpan) throws(QueryFailure) -> BoundExpression
  {
    let initial = try bind(reduction.initial)
    let list = try bind(reduction.list)
    try require(list, .list, of: "what 'reduce' goes through")
    // The accumulator may change its type from step to step.
    let accumulator = local(reduction.accumulator, .any)
    let variable = local(reduction.variable, list.type.elementType)
    let step = try withLocals([accumulator, variable]) { (binder) throws(QueryFailure) -> BoundExpression in
      try binder.bind(reduction.result)
    }
    return BoundExpression(
      .reduce(
        accumulator: accumulator.slot, initial: initial, variable: variable.slot, list: list, step: step),
      span: span, type: initial.type.union(step.type))
  }
}
