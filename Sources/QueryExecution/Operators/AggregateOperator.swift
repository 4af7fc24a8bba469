import Diagnostics
import GraphCore
import QueryPlanning

/// One row for each group, in the order of their first rows.
final class AggregateOperator: BlockingOperator {
  private let keys: [Projection]
  private let calls: [AggregateCall]
  /// The columns whose product says how many rows a row stands for.
  private let weights: [Slot]
  /// The number of rows that the run was opened with, and whether it runs in a sub-plan.
  private var argumentCount = 1
  private var isInSubplan = false

  init(
    _ node: PlanNode, _ run: QueryRun, input: Operator?, keys: [Projection], calls: [AggregateCall],
    weights: [Slot]
  ) {
    self.weights = weights
    self.keys = keys
    self.calls = calls
    super.init(node, run, input: input, second: nil)
  }

  override func open(_ argument: RowBatch) throws(QueryFailure) {
    argumentCount = argument.count
    isInSubplan = argument.origins != nil
    try super.open(argument)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    var groups = GroupTable()
    var accumulators: [Accumulator] = []
    for call in calls { accumulators.append(Accumulators.make(call, run)) }
    var keyColumns = BatchBuilder(slotCount: slotCount)
    // Without keys there is one group even over nothing (in a sub-plan, one for each argument row).
    if keys.isEmpty {
      groups.addPlain(isInSubplan ? argumentCount : 1)
      for accumulator in accumulators { accumulator.grow(to: groups.count) }
    }
    while let batch = try input?.next() {
      var rowKeys = RowBatch(count: batch.count, slotCount: slotCount, origins: batch.origins)
      for key in keys { rowKeys.columns[key.slot.index] = try run.column(for: key, batch) }
      let numbers: [Int]
      if keys.isEmpty {
        numbers = batch.origins.map { $0.map { Int($0) } } ?? Array(repeating: 0, count: batch.count)
      } else {
        let first = groups.count
        var newRows: [Int] = []
        numbers = groups.numbers(
          keys.map { rowKeys.columns[$0.slot.index] }, batch.origins, count: batch.count, &newRows)
        if groups.count > first {
          keyColumns.append(rowKeys.gathered(newRows))
          try run.hold(newRows.count)
        }
      }
      let weight = try rowWeights(batch)
      for (call, accumulator) in zip(calls, accumulators) {
        accumulator.grow(to: groups.count)
        var columns: [Column] = []
        for argument in call.arguments { columns.append(try run.evaluate(argument, batch)) }
        if let weight {
          try accumulator.add(columns, weights: weight, groups: numbers)
        } else {
          try accumulator.add(columns, count: batch.count, groups: numbers)
        }
      }
    }
    var result = keyColumns.finish()
    if keys.isEmpty {
      result = RowBatch(count: groups.count, slotCount: slotCount)
      if isInSubplan { result.origins = (0..<UInt32(clamping: argumentCount)).map { $0 } }
    }
    for (call, accumulator) in zip(calls, accumulators) {
      result.columns[call.slot.index] = .values(try accumulator.results())
    }
    return result
  }
}

extension AggregateOperator {
  /// How many rows each row stands for; nil when each stands for itself.
  private func rowWeights(_ batch: RowBatch) throws(QueryFailure) -> [Int64]? {
    var result: [Int64]?
    for slot in weights {
      guard case .integers(let counts) = batch.columns[slot.index] else { continue }
      guard var product = result else {
        result = counts
        continue
      }
      for row in product.indices {
        let (value, overflow) = product[row].multipliedReportingOverflow(by: counts[row])
        if overflow { throw .integerOverflow("count(*)") }
        product[row] = value
      }
      result = product
    }
    return result
  }
}

/// The first row of each group of rows that agree in some slots.
final class DistinctOperator: Operator {
  private let slots: [Slot]
  private var groups = GroupTable()
  /// Marks of the nodes seen, where there is one column and it holds nodes.
  private var seen: NodeMarks?

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, slots: [Slot]) {
    self.slots = slots
    super.init(node, run, input: input, second: nil)
  }

  deinit {
    if let seen { run.snapshot.giveBack(seen) }
  }

  override func reopen() {
    groups = GroupTable()
    seen?.beginRound()
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    guard let batch = try input?.next() else { return nil }
    // Nodes that a statement adds have no mark.
    if slots.count == 1, !run.plan.writes, batch.origins == nil,
      case .nodes(let ids) = batch.columns[slots[0].index], !ids.contains(Column.nullEntity)
    {
      let marks = seen ?? run.snapshot.takeMarks()
      seen = marks
      let firstRows = marks.markNew(ids)
      try run.hold(firstRows.count)
      return firstRows.count == batch.count ? batch : carried(batch, firstRows)
    }
    var firstRows: [Int] = []
    let columns = slots.map { batch.columns[$0.index] }
    _ = groups.numbers(columns, batch.origins, count: batch.count, &firstRows)
    try run.hold(firstRows.count)
    return carried(batch, firstRows)
  }
}
