import Diagnostics
import GraphCore
import QueryPlanning

// Comprehensions, quantifiers and reduce. The elements of all rows' lists become the rows of one inner batch, in
// portions, so that the inner expressions are evaluated as cheaply as outer ones.
extension QueryRun {
  /// Rows of an inner batch at most.
  private static let portion = 8_192

  /// A portion of flattened lists: the batch with the variable bound, and the outer row of each inner row.
  private struct Flattened {
    var batch: RowBatch
    var outerRows: [Int]
  }

  /// The list of each row; nil where it is null.
  ///
  /// - Throws: TypeError when a row holds something else.
  private func lists(
    _ expression: BoundExpression, _ batch: RowBatch
  ) throws(QueryFailure) -> [[Value]?] {
    let column = try evaluate(expression, batch)
    var result: [[Value]?] = []
    result.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      switch column.value(at: row) {
      case .list(let elements): result.append(elements)
      case .null: result.append(nil)
      case let other:
        throw QueryFailure.argumentType("a list is wanted here, not \(ValueText.withArticle(other))")
          .located(expression.span)
      }
    }
    return result
  }

  /// Runs a body over the elements of all lists, in order, portion by portion.
  private func forEachPortion(
    _ lists: [[Value]?], _ variable: Slot, _ batch: RowBatch,
    _ body: (Flattened) throws(QueryFailure) -> Void
  ) throws(QueryFailure) {
    var rows: [Int] = []
    var elements: [Value] = []
    for (row, list) in lists.enumerated() {
      guard let list else { continue }
      for element in list {
        rows.append(row)
        elements.append(element)
        if rows.count == Self.portion {
          try body(flattened(batch, rows, elements, variable))
          rows = []
          elements = []
          try checkLimits()
        }
      }
    }
    if !rows.isEmpty { try body(flattened(batch, rows, elements, variable)) }
  }

  private func flattened(
    _ batch: RowBatch, _ rows: [Int], _ elements: [Value], _ variable: Slot
  ) -> Flattened {
    var inner = batch.gathered(rows)
    inner.columns[variable.index] = .values(elements)
    return Flattened(batch: inner, outerRows: rows)
  }

  func comprehension(
    _ variable: Slot, _ list: BoundExpression, _ predicate: BoundExpression?, _ result: BoundExpression?,
    _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let lists = try lists(list, batch)
    var collected = [[Value]](repeating: [], count: batch.count)
    try forEachPortion(lists, variable, batch) { [self] (flat: Flattened) throws(QueryFailure) in
      var inner = flat
      if let predicate {
        let kept = try matchingRows(predicate, inner.batch)
        inner.outerRows = kept.map { flat.outerRows[$0] }
        inner.batch = inner.batch.gathered(kept)
      }
      let column: Column
      if let result {
        column = try evaluate(result, inner.batch)
      } else {
        column = inner.batch.columns[variable.index]
      }
      for (index, row) in inner.outerRows.enumerated() { collected[row].append(column.value(at: index)) }
    }
    return .values(collected.indices.map { lists[$0] == nil ? .null : .list(collected[$0]) })
  }

  func quantified(
    _ quantifier: Quantifier, _ variable: Slot, _ list: BoundExpression, _ predicate: BoundExpression,
    _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let lists = try lists(list, batch)
    var tallies = [QuantifierTally](repeating: QuantifierTally(), count: batch.count)
    try forEachPortion(lists, variable, batch) { [self] (flat: Flattened) throws(QueryFailure) in
      let bytes = try truths(of: predicate, flat.batch, operation: "WHERE")
      for (index, row) in flat.outerRows.enumerated() { tallies[row].add(bytes[index]) }
    }
    return .truths(
      tallies.indices.map { row in
        lists[row] == nil ? Truth.unknown.rawValue : tallies[row].result(of: quantifier).rawValue
      })
  }

  /// Step by step over all rows at once: step k takes the k-th element of every list that has one.
  func reduced(
    _ accumulator: Slot, _ initial: BoundExpression, _ variable: Slot, _ list: BoundExpression,
    _ step: BoundExpression, _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let lists = try lists(list, batch)
    var accumulated = try values(of: initial, batch)
    var open = lists.indices.filter { lists[$0]?.isEmpty == false }
    var position = 0
    while !open.isEmpty {
      var inner = batch.gathered(open)
      inner.columns[accumulator.index] = .values(open.map { accumulated[$0] })
      inner.columns[variable.index] = .values(open.map { lists[$0]?[position] ?? .null })
      let column = try evaluate(step, inner)
      for (index, row) in open.enumerated() { accumulated[row] = column.value(at: index) }
      position += 1
      open.removeAll { (lists[$0]?.count ?? 0) <= position }
      try tick()
    }
    for row in lists.indices where lists[row] == nil { accumulated[row] = .null }
    return .values(accumulated)
  }
}

/// How often a quantifier's predicate was true, false and unknown.
private struct QuantifierTally {
  var yes = 0
  var no = 0
  var unknown = 0

  mutating func add(_ byte: UInt8) {
    switch Truth(rawValue: byte) {
    case .yes: yes += 1
    case .no: no += 1
    default: unknown += 1
    }
  }

  /// What the quantifier says; an empty list satisfies `all` and `none`.
  func result(of quantifier: Quantifier) -> Truth {
    switch quantifier {
    case .all: no > 0 ? .no : unknown > 0 ? .unknown : .yes
    case .any: yes > 0 ? .yes : unknown > 0 ? .unknown : .no
    case .none: yes > 0 ? .no : unknown > 0 ? .unknown : .yes
    case .single: yes > 1 ? .no : unknown > 0 ? .unknown : Truth(yes == 1)
    }
  }
}
