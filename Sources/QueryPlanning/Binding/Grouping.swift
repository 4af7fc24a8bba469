import Diagnostics
import QuerySyntax

/// What may be named next to an aggregate, or after DISTINCT: the projected items.
struct Grouping {
  /// A projected item.
  struct Key {
    var expression: Expression
    var slot: Slot
    var type: StaticType

    /// Variables and properties of variables may be used inside larger expressions next to an aggregate.
    var isSimple: Bool {
      var current = expression
      while case .property(let subject, _) = current.kind { current = subject }
      if case .variable = current.kind { return true }
      return false
    }
  }

  /// The variables before the projection; the arguments of aggregates see them.
  var input: Scope
  var keys: [Key] = []
  /// The aggregating calls so far; equal ones are computed once.
  var calls: [(expression: Expression, call: AggregateCall, type: StaticType)] = []
  /// Whether ORDER BY is bound: then the projected names may be used, and errors have another name.
  var isSorting = false
  /// Whether the sort expression at hand holds an aggregate.
  var sortHasAggregate = false
}

extension Binder {
  /// The grouping key that the expression is, if any.
  ///
  /// - Throws: When it is a variable that exists before the projection and cannot be used after it.
  mutating func groupingKey(for expression: Expression) throws(QueryFailure) -> BoundExpression? {
    guard let grouping else { return nil }
    switch expression.kind {
    case .variable(let name):
      if locallyBound.contains(name) { return nil }
      if grouping.isSorting, scope.find(name) != nil { return nil }
      if let key = grouping.keys.first(where: { $0.expression == expression }) {
        return use(key, at: expression.span)
      }
      guard grouping.input.find(name) != nil else { return nil }
      throw ungrouped(name, expression.span)
    case .property:
      if let key = grouping.keys.first(where: { $0.expression == expression }), !isShadowed(expression) {
        return use(key, at: expression.span)
      }
    case .null, .boolean, .integer, .float, .string, .parameter, .countAll: break
    default:
      guard grouping.isSorting,
        let key = grouping.keys.first(where: { $0.expression == expression }), !isShadowed(expression)
      else { break }
      if grouping.sortHasAggregate && !key.isSimple {
        throw .syntax(
          "AmbiguousAggregationExpression",
          "next to an aggregate only projected variables and properties can be used",
          expression.span, hints: ["give the expression a name with AS and sort by that"])
      }
      return use(key, at: expression.span)
    }
    return nil
  }

  private func use(_ key: Grouping.Key, at span: SourceSpan) -> BoundExpression {
    BoundExpression(.slot(key.slot), span: span, type: key.type)
  }

  private func ungrouped(_ name: String, _ span: SourceSpan) -> QueryFailure {
    if grouping?.isSorting == true {
      return .syntax(
        "UndefinedVariable",
        "the variable '\(name)' is not defined here: only what is projected can be used after DISTINCT or "
          + "an aggregate", span)
    }
    return .syntax(
      "AmbiguousAggregationExpression",
      "next to an aggregate only grouping keys can be used, and '\(name)' is none", span,
      hints: ["project it as an item of its own"])
  }

  /// Whether a local variable of a comprehension hides the root of a property chain.
  private func isShadowed(_ expression: Expression) -> Bool {
    guard !locallyBound.isEmpty else { return false }
    var found = false
    func look(_ expression: Expression) {
      if case .variable(let name) = expression.kind, locallyBound.contains(name) { found = true }
      expression.kind.forEachChild { look($0) }
    }
    look(expression)
    return found
  }

  mutating func bindAggregate(
    _ function: AggregateFunction, _ arguments: [Expression], isDistinct: Bool, _ expression: Expression
  ) throws(QueryFailure) -> BoundExpression {
    switch aggregation {
    case .inside:
      throw .syntax(
        "NestedAggregation", "an aggregating function cannot stand inside another", expression.span)
    case .grouped where !refusesAggregates: break
    case .forbidden, .grouped:
      throw .syntax(
        "InvalidAggregation", "an aggregating function cannot stand here", expression.span,
        hints: ["aggregate in a WITH before"])
    }
    if let known = grouping?.calls.first(where: { $0.expression == expression }) {
      return BoundExpression(.slot(known.call.slot), span: expression.span, type: known.type)
    }
    let outer = scope
    scope = grouping.map { $0.isSorting ? projectedInput($0) : $0.input } ?? scope
    aggregation = .inside
    defer {
      scope = outer
      aggregation = .grouped
    }
    let bound = try bindAll(arguments)
    let name = function.rawValue
    let signature = FunctionRegistry.signature(named: name)
    for (index, argument) in bound.enumerated() {
      try require(argument, signature?.argument(at: index) ?? .any, of: "the argument of '\(name)'")
    }
    let type = Self.aggregateType(function, bound)
    let slot = makeHiddenSlot(.value, type)
    let call = AggregateCall(slot: slot, function: function, arguments: bound, isDistinct: isDistinct)
    grouping?.calls.append((expression, call, type))
    return BoundExpression(.slot(slot), span: expression.span, type: type)
  }

  /// In ORDER BY an aggregate may only read variables that are projected.
  private func projectedInput(_ grouping: Grouping) -> Scope {
    Scope(
      variables: grouping.input.variables.filter { variable in
        grouping.keys.contains { $0.slot == variable.slot }
      })
  }

  private static func aggregateType(_ function: AggregateFunction, _ arguments: [BoundExpression])
    -> StaticType
  {
    let first = arguments.first?.type ?? .any
    switch function {
    case .count, .countStar: return .integer
    case .collect: return .list(of: first.types)
    case .collectEvidence: return .list(of: .relationship)
    case .max, .min: return first
    case .sum:
      return first.types == .integer || first.types == .float ? first : StaticType([.number, .duration])
    case .avg: return first.types.isSubset(of: .number) ? .float : StaticType([.number, .duration])
    case .percentileDisc: return first.types.isSubset(of: .number) ? first : .number
    case .percentileCont, .stDev, .stDevP: return .float
    }
  }

  /// Whether an aggregate stands in the expression, outside of subqueries.
  static func containsAggregate(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .countAll: return true
    case .call(let call):
      if case .aggregate = FunctionRegistry.signature(named: call.name.text)?.target { return true }
      return call.arguments.contains(where: containsAggregate)
    case .null, .boolean, .integer, .float, .string, .parameter, .variable, .pattern, .subquery,
      .patternComprehension, .shortestPath:
      return false
    case .property(let subject, _): return containsAggregate(subject)
    default:
      var found = false
      expression.kind.forEachChild { if !found { found = containsAggregate($0) } }
      return found
    }
  }
}
