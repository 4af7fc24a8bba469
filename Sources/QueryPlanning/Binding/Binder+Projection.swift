import Diagnostics
import QuerySyntax

/// A projected item while it is bound.
private struct Item {
  var name: String
  var expression: Expression
  var isAggregating: Bool
}

extension Binder {
  /// Binds WITH or RETURN; the scope becomes the projected columns.
  mutating func bindProjection(
    _ projection: QuerySyntax.Projection, isWith: Bool, condition: Expression?
  ) throws(QueryFailure) -> BoundProjection {
    let input = scope
    let items = try list(projection, isWith: isWith)
    let aggregates = items.contains { $0.isAggregating }
    var result = BoundProjection(
      aggregate: nil, items: [], columns: [], isDistinct: projection.isDistinct, sort: [], skip: nil,
      limit: nil, predicates: [])
    result.columns.reserveCapacity(items.count)
    var output = Scope()
    output.variables.reserveCapacity(items.count)
    var grouping = Grouping(input: input)
    var aggregateKeys: [Projection] = []

    // Items without an aggregate first: they are the keys that the others may use.
    var bound = [BoundExpression?](repeating: nil, count: items.count)
    for (index, item) in items.enumerated() where !item.isAggregating {
      bound[index] = try bind(item.expression)
    }
    var columnSlots = [Slot?](repeating: nil, count: items.count)
    for (index, item) in items.enumerated() {
      guard let expression = bound[index] else { continue }
      let slot = self.slot(for: expression, named: item.name)
      columnSlots[index] = slot
      if aggregates || projection.isDistinct {
        grouping.keys.append(.init(expression: item.expression, slot: slot, type: expression.type))
      }
      if aggregates {
        aggregateKeys.append(Projection(slot, expression))
      } else if !expression.isSlot(slot) {
        result.items.append(Projection(slot, expression))
      }
    }
    if aggregates {
      self.grouping = grouping
      scope = Scope()
      for (index, item) in items.enumerated() where item.isAggregating {
        aggregation = .grouped
        defer { aggregation = .forbidden }
        let expression = try bind(item.expression)
        bound[index] = expression
        let slot = self.slot(for: expression, named: item.name)
        columnSlots[index] = slot
        if !expression.isSlot(slot) { result.items.append(Projection(slot, expression)) }
      }
      grouping = self.grouping ?? grouping
      self.grouping = nil
    }
    for (index, item) in items.enumerated() {
      guard let slot = columnSlots[index], let expression = bound[index] else { continue }
      result.columns.append(BoundColumn(name: item.name, slot: slot))
      output.declare(Variable(name: item.name, slot: slot, type: expression.type))
    }
    try bindTail(
      projection, condition, input: input, output: output, isClosed: aggregates || projection.isDistinct,
      aggregates: aggregates, items: items, grouping: &grouping, into: &result)
    if aggregates { result.aggregate = (aggregateKeys, grouping.calls.map(\.call)) }
    scope = output
    return result
  }

  /// The column of an item: a plain variable keeps its own.
  private mutating func slot(for expression: BoundExpression, named name: String) -> Slot {
    if case .slot(let slot) = expression.kind {
      noteUse(slot)
      // An aggregate is shown under the name of its column.
      if slots[slot.index].name == " " { slots[slot.index].name = name }
      return slot
    }
    return makeSlot(name, .value, expression.type)
  }

  // MARK: Items

  private mutating func list(
    _ projection: QuerySyntax.Projection, isWith: Bool
  ) throws(QueryFailure) -> [Item] {
    var items: [Item] = []
    items.reserveCapacity(projection.items.count)
    if projection.includesAll {
      let all = scope.alphabetical
      if all.isEmpty && !isWith {
        throw .syntax(
          "NoVariablesInScope", "there is no variable that '*' could stand for", projection.span)
      }
      for variable in all {
        items.append(
          Item(
            name: variable.name, expression: Expression(.variable(variable.name), span: projection.span),
            isAggregating: false))
      }
    }
    for item in projection.items {
      if isWith && item.alias == nil {
        guard case .variable = item.expression.kind else {
          throw .syntax(
            "NoExpressionAlias", "an expression in WITH needs a name", item.span,
            hints: ["write '\(item.text) AS name'"])
        }
      }
      let name = item.columnName
      guard !items.contains(where: { $0.name == name }) else {
        throw .syntax("ColumnNameConflict", "there are two columns of the name '\(name)'", item.span)
      }
      items.append(
        Item(
          name: name, expression: item.expression,
          isAggregating: Self.containsAggregate(item.expression)))
    }
    return items
  }

  // MARK: ORDER BY, SKIP, LIMIT, WHERE

  /// Binds what follows the items; `isClosed` says that only projected things can be used (DISTINCT,
  /// aggregation).
  private mutating func bindTail(
    _ projection: QuerySyntax.Projection, _ condition: Expression?, input: Scope, output: Scope,
    isClosed: Bool, aggregates: Bool, items: [Item], grouping: inout Grouping,
    into result: inout BoundProjection
  ) throws(QueryFailure) {
    if projection.order.isEmpty, projection.skip == nil, projection.limit == nil, condition == nil { return }
    var combined = input
    var shadows = false
    for variable in output.variables {
      if let hidden = input.find(variable.name), hidden.slot != variable.slot { shadows = true }
      combined.declare(variable)
    }
    if !projection.order.isEmpty {
      result.sort.reserveCapacity(projection.order.count)
      scope = isClosed ? output : combined
      if isClosed { openSorting(&grouping) }
      defer { closeSorting(&grouping) }
      for item in projection.order {
        if !shadows && !isClosed, !item.expression.isVariable,
          let index = items.firstIndex(where: { $0.expression == item.expression })
        {
          let slot = result.columns[index].slot
          let key = BoundExpression(
            .slot(slot), span: item.expression.span, type: output.variables[index].type)
          result.sort.append(SortKey(key, isDescending: item.isDescending))
          continue
        }
        if isClosed {
          let hasAggregate = Self.containsAggregate(item.expression)
          self.grouping?.sortHasAggregate = hasAggregate
          refusesAggregates = !aggregates
          aggregation = .grouped
        }
        result.sort.append(SortKey(try bind(item.expression), isDescending: item.isDescending))
        aggregation = .forbidden
      }
    }
    scope = combined
    result.skip = try projection.skip.map { skip throws(QueryFailure) in try bindCount(skip, of: "SKIP") }
    result.limit = try projection.limit.map { limit throws(QueryFailure) in try bindCount(limit, of: "LIMIT")
    }
    if let condition {
      scope = isClosed ? output : combined
      if isClosed {
        openSorting(&grouping)
        refusesAggregates = true
        aggregation = .grouped
      }
      defer { closeSorting(&grouping) }
      result.predicates = try bindPredicate(condition)
    }
  }

  /// From here projected items can be used by writing them again.
  private mutating func openSorting(_ grouping: inout Grouping) {
    grouping.isSorting = true
    self.grouping = grouping
  }

  private mutating func closeSorting(_ grouping: inout Grouping) {
    grouping = self.grouping ?? grouping
    self.grouping = nil
    aggregation = .forbidden
    refusesAggregates = false
  }

  /// The number of rows of SKIP or LIMIT: constant, an integer, not negative.
  private mutating func bindCount(_ expression: Expression, of clause: String) throws(QueryFailure)
    -> BoundExpression
  {
    let bound = try bind(expression)
    guard bound.slots.isEmpty else {
      throw .syntax(
        "NonConstantExpression", "\(clause) cannot depend on a variable", expression.span)
    }
    if case .literal(.integer(let value)) = bound.kind, value < 0 {
      throw .syntax(
        "NegativeIntegerArgument", "\(clause) needs a number that is not negative", expression.span)
    }
    try require(bound, .integer, of: "the number of \(clause)")
    return bound
  }
}

extension Expression {
  var isVariable: Bool {
    if case .variable = kind { return true }
    return false
  }
}

extension BoundExpression {
  /// Whether it is nothing but that column.
  func isSlot(_ slot: Slot) -> Bool {
    if case .slot(let own) = kind { return own == slot }
    return false
  }
}
