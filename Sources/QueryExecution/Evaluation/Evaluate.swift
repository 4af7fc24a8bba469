import Diagnostics
import GraphCore
import QueryPlanning

// Expressions are evaluated a batch at a time: one walk over the tree for a thousand rows, so that the walk
// itself costs nothing. Where an expression must not be computed for a row (the branches of CASE, the right side
// of a decided AND), the rows that need it are gathered into a smaller batch.
extension QueryRun {
  /// Computes an expression for every row of a batch.
  ///
  /// - Throws: What the expression raises for the first row that fails, with the span of the node that failed.
  /// - Complexity: O(rows × size of the expression) plus what functions and sub-plans cost.
  func evaluate(_ expression: BoundExpression, _ batch: RowBatch) throws(QueryFailure) -> Column {
    if batch.count == 0 { return .values([]) }
    do throws(QueryFailure) {
      return try compute(expression, batch)
    } catch {
      throw error.located(expression.span)
    }
  }

  /// Computes an expression as values.
  func values(of expression: BoundExpression, _ batch: RowBatch) throws(QueryFailure) -> [Value] {
    try evaluate(expression, batch).values(count: batch.count)
  }

  /// Computes an expression that no row takes part in (SKIP, LIMIT).
  func constant(_ expression: BoundExpression) throws(QueryFailure) -> Value {
    try evaluate(expression, RowBatch.single(slotCount: plan.slots.count)).value(at: 0)
  }

  private func compute(_ expression: BoundExpression, _ batch: RowBatch) throws(QueryFailure) -> Column {
    switch expression.kind {
    case .literal(let literal): return .constant(Value(literal))
    case .parameter(let name): return .constant(parameters[name] ?? .null)
    case .slot(let slot):
      let column = batch.columns[slot.index]
      if case .absent = column { return .constant(.null) }
      return column
    case .list(let elements): return try list(elements, batch)
    case .map(let entries): return try map(entries, batch)
    case .property(let base, let key): return try property(base, key, batch)
    case .element(let base, let index): return try element(base, index, batch)
    case .slice(let base, let from, let to): return try slice(base, from, to, batch)
    case .unary(let operation, let operand): return try unary(operation, operand, batch)
    case .binary(let operation, let left, let right): return try binary(operation, left, right, batch)
    case .comparisonChain(let first, let links): return try chain(first, links, batch)
    case .hasLabels(let base, let labels): return try hasLabels(base, labels, batch)
    case .call(.coalesce, let arguments): return try coalesce(arguments, batch)
    case .call(let function, let arguments): return try call(function, arguments, batch)
    case .conditional(let subject, let branches, let otherwise):
      return try conditional(subject, branches, otherwise, batch)
    case .listComprehension(let variable, let list, let predicate, let result):
      return try comprehension(variable, list, predicate, result, batch)
    case .quantifier(let quantifier, let variable, let list, let predicate):
      return try quantified(quantifier, variable, list, predicate, batch)
    case .reduce(let accumulator, let initial, let variable, let list, let step):
      return try reduced(accumulator, initial, variable, list, step, batch)
    case .subquery(let id, let result): return try subquery(id, result, batch)
    case .path(let start, let steps): return try path(start, steps, batch)
    }
  }

  private func list(_ elements: [BoundExpression], _ batch: RowBatch) throws(QueryFailure) -> Column {
    var columns: [Column] = []
    for element in elements { columns.append(try evaluate(element, batch)) }
    return try rowwise(columns, batch.count) { .list($0) }
  }

  private func map(_ entries: [MapEntry], _ batch: RowBatch) throws(QueryFailure) -> Column {
    var columns: [Column] = []
    for entry in entries { columns.append(try evaluate(entry.value, batch)) }
    return try rowwise(columns, batch.count) { values in
      .map(MapValue(zip(entries, values).map { ($0.key, $1) }))
    }
  }

  private func element(
    _ base: BoundExpression, _ index: BoundExpression, _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let columns = [try evaluate(base, batch), try evaluate(index, batch)]
    return try rowwise(columns, batch.count) { [self] values throws(QueryFailure) in
      switch (values[0], values[1]) {
      case (.node, .string(let key)), (.relationship, .string(let key)):
        return try property(of: values[0], key: key)
      case (.node, .null), (.relationship, .null): return .null
      default: return try ListAccess.element(of: values[0], at: values[1])
      }
    }
  }

  private func slice(
    _ base: BoundExpression, _ from: BoundExpression?, _ to: BoundExpression?, _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    var columns = [try evaluate(base, batch)]
    if let from { columns.append(try evaluate(from, batch)) }
    if let to { columns.append(try evaluate(to, batch)) }
    let hasFrom = from != nil
    let hasTo = to != nil
    return try rowwise(columns, batch.count) { values throws(QueryFailure) in
      try ListAccess.slice(
        of: values[0], from: hasFrom ? values[1] : nil, to: hasTo ? values[values.count - 1] : nil)
    }
  }

  /// Applies a function of one row's values to every row; once only when all columns are constant.
  func rowwise(
    _ columns: [Column], _ count: Int, _ body: ([Value]) throws(QueryFailure) -> Value
  ) throws(QueryFailure) -> Column {
    let areConstant = columns.allSatisfy { if case .constant = $0 { true } else { false } }
    if areConstant { return .constant(try body(columns.map { $0.value(at: 0) })) }
    var result: [Value] = []
    result.reserveCapacity(count)
    var values = Array(repeating: Value.null, count: columns.count)
    for row in 0..<count {
      try tick()
      for index in columns.indices { values[index] = columns[index].value(at: row) }
      result.append(try body(values))
    }
    return .values(result)
  }
}

extension Value {
  /// The value of a constant of the statement.
  init(_ literal: Literal) {
    self =
      switch literal {
      case .null: .null
      case .boolean(let flag): .boolean(flag)
      case .integer(let number): .integer(number)
      case .float(let number): .float(number)
      case .string(let text): .string(text)
      }
  }
}
