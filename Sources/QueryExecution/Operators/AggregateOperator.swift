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

/// Numbers groups in the order in which they are first seen.
struct GroupTable {
  private(set) var count = 0
  private var byKey: [[Value]: Int] = [:]
  private var byValue: [Value: Int] = [:]
  /// Groups by node identifier plus one (null has place 0), one more than the number; 0 where there is none.
  private var byNode: [UInt32] = []

  /// Makes groups that no key leads to.
  mutating func addPlain(_ number: Int) {
    count += number
  }

  /// The group of each row; rows that begin a group are appended to `newRows`.
  ///
  /// A single key that is a node is looked up in an array, one step a row.
  mutating func numbers(
    _ keys: [Column], _ origins: [UInt32]?, count rowCount: Int, _ newRows: inout [Int]
  ) -> [Int] {
    if origins == nil, keys.count == 1 {
      if case .nodes(let ids) = keys[0] { return numbers(ofNodes: ids, &newRows) }
      return (0..<rowCount).map { row in
        let key = keys[0].value(at: row)
        if let number = byValue[key] { return number }
        byValue[key] = count
        return begin(row, &newRows)
      }
    }
    return (0..<rowCount).map { row in
      var key = keys.map { $0.value(at: row) }
      if let origins { key.append(.integer(Int64(origins[row]))) }
      if let number = byKey[key] { return number }
      byKey[key] = count
      return begin(row, &newRows)
    }
  }

  private mutating func numbers(ofNodes ids: [UInt32], _ newRows: inout [Int]) -> [Int] {
    if let largest = ids.max(by: { $0 &+ 1 < $1 &+ 1 }), Int(largest &+ 1) >= byNode.count {
      let missing = max(Int(largest &+ 1) + 1 - byNode.count, byNode.count)
      byNode += Array(repeating: 0, count: missing)
    }
    var result: [Int] = []
    result.reserveCapacity(ids.count)
    for (row, id) in ids.enumerated() {
      let place = Int(id &+ 1)
      if byNode[place] == 0 {
        byNode[place] = UInt32(count + 1)
        _ = begin(row, &newRows)
      }
      result.append(Int(byNode[place]) - 1)
    }
    return result
  }

  private mutating func begin(_ row: Int, _ newRows: inout [Int]) -> Int {
    newRows.append(row)
    defer { count += 1 }
    return count
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
