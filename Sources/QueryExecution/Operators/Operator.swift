import Diagnostics
import QueryPlanning

/// A step of a running plan: gives row batches, pulling from its inputs.
///
/// Subclasses override ``reopen()`` and ``produce()``. ``open(_:)`` may be called again: sub-plans run once for
/// each batch that asks them.
class Operator {
  let node: PlanNode
  let run: QueryRun
  let input: Operator?
  let second: Operator?

  /// The rows given in all runs; zero unless profiled.
  private(set) var rowCount = 0
  /// The time spent in all runs, inputs included; zero unless profiled.
  private(set) var time = Duration.zero

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, second: Operator?) {
    self.node = node
    self.run = run
    self.input = input
    self.second = second
  }

  /// The number of slots of the statement.
  final var slotCount: Int { run.plan.slots.count }

  /// Begins anew with an argument: one row at the top of a statement, the asking rows in a sub-plan.
  func open(_ argument: RowBatch) throws(QueryFailure) {
    try input?.open(argument)
    reopen()
  }

  /// Forgets what belongs to an earlier run.
  func reopen() {}

  /// The next rows, never an empty batch; nil at the end.
  final func next() throws(QueryFailure) -> RowBatch? {
    if run.options.profiles { return try timedNext() }
    if run.hasLimits { try run.checkLimits() }
    while let batch = try produce() {
      if batch.count > 0 { return batch }
    }
    return nil
  }

  private func timedNext() throws(QueryFailure) -> RowBatch? {
    try run.checkLimits()
    let start = ContinuousClock.now
    defer { time += ContinuousClock.now - start }
    while let batch = try produce() {
      if batch.count > 0 {
        rowCount += batch.count
        return batch
      }
    }
    return nil
  }

  /// The next rows, possibly none; nil at the end.
  func produce() throws(QueryFailure) -> RowBatch? { nil }

  // MARK: For subclasses

  /// Reads an input to its end.
  final func drain(_ source: Operator?) throws(QueryFailure) -> RowBatch {
    var all = BatchBuilder(slotCount: slotCount)
    while let batch = try source?.next() {
      try run.hold(batch.count)
      all.append(batch)
    }
    return all.finish()
  }

  /// Whether a column that this operator makes is read by anybody.
  final func isWanted(_ slot: Slot) -> Bool {
    node.output.contains(slot)
  }

  /// One row as many, with only the columns that are still read.
  final func carried(_ batch: RowBatch, row: Int, count: Int) -> RowBatch {
    var result = RowBatch(count: count, slotCount: slotCount)
    for slot in node.output {
      switch batch.columns[slot.index] {
      case .absent: break
      case .constant(let value): result.columns[slot.index] = .constant(value)
      case let column:
        result.columns[slot.index] = column.gathered(Array(repeating: row, count: count))
      }
    }
    if let origins = batch.origins { result.origins = Array(repeating: origins[row], count: count) }
    return result
  }

  /// The rows at the given positions, with only the columns that are still read.
  final func carried(_ batch: RowBatch, _ rows: [Int]) -> RowBatch {
    var result = RowBatch(count: rows.count, slotCount: slotCount)
    if rows.count == 1, batch.count == 1 {
      for slot in node.output { result.columns[slot.index] = batch.columns[slot.index] }
      result.origins = batch.origins
      return result
    }
    for slot in node.output { result.columns[slot.index] = batch.columns[slot.index].gathered(rows) }
    if let origins = batch.origins { result.origins = rows.map { origins[$0] } }
    return result
  }
}

extension OperatorProfile {
  /// The profiles of a tree in pre-order: operator, input, second input.
  static func lines(of root: Operator) -> [OperatorProfile] {
    var result = [OperatorProfile(rows: root.rowCount, time: root.time)]
    if let input = root.input { result += lines(of: input) }
    if let second = root.second { result += lines(of: second) }
    return result
  }
}
