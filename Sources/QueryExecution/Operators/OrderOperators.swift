import Diagnostics
import GraphCore
import QueryPlanning

/// Sorts rows by keys: the total order of openCypher, stable, and within a sub-plan by argument row first.
struct RowSorter {
  let keys: [SortKey]
  let run: QueryRun

  /// The positions of the rows in sorted order.
  ///
  /// - Complexity: O(n log n) comparisons.
  func order(_ rows: RowBatch) throws(QueryFailure) -> [Int] {
    var columns: [(values: [Value], isDescending: Bool)] = []
    for key in keys {
      columns.append((try run.values(of: key.expression, rows), key.isDescending))
    }
    let origins = rows.origins
    return try run.sorted(0..<rows.count) { a, b in
      if let origins, origins[a] != origins[b] { return origins[a] < origins[b] }
      for (values, isDescending) in columns {
        let order = ValueOrder.totalOrder(values[a], values[b])
        if order != 0 { return isDescending ? order > 0 : order < 0 }
      }
      return a < b
    }
  }
}

/// An operator that gives its rows only after it has seen all of its input.
class BlockingOperator: Operator {
  private var rows: RowBatch?
  private var position = 0

  override func reopen() {
    if let rows { run.release(rows.count) }
    rows = nil
    position = 0
  }

  /// All rows, in the order in which they are given.
  func compute() throws(QueryFailure) -> RowBatch { RowBatch(count: 0, slotCount: slotCount) }

  final override func produce() throws(QueryFailure) -> RowBatch? {
    let all: RowBatch
    if let rows {
      all = rows
    } else {
      all = try compute()
      rows = all
    }
    guard position < all.count else { return nil }
    let end = min(all.count, position + RowBatch.preferredCount)
    defer { position = end }
    return all.sliced(position, end)
  }
}

/// A stable sort.
final class SortOperator: BlockingOperator {
  private let keys: [SortKey]

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, keys: [SortKey]) {
    self.keys = keys
    super.init(node, run, input: input, second: nil)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    let rows = try drain(input)
    return carried(rows, try RowSorter(keys: keys, run: run).order(rows))
  }
}

/// Sort, skip and limit in one, keeping few rows.
final class TopOperator: BlockingOperator {
  private let keys: [SortKey]
  private let skip: BoundExpression?
  private let limit: BoundExpression

  init(
    _ node: PlanNode, _ run: QueryRun, input: Operator?, keys: [SortKey], skip: BoundExpression?,
    limit: BoundExpression
  ) {
    self.keys = keys
    self.skip = skip
    self.limit = limit
    super.init(node, run, input: input, second: nil)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    var skipped = 0
    if let skip { skipped = try run.rowCount(skip, clause: "SKIP") }
    let kept = try run.rowCount(limit, clause: "LIMIT")
    let sorter = RowSorter(keys: keys, run: run)
    let wanted = skipped.addingReportingOverflow(kept)
    let capacity = wanted.overflow ? Int.max : wanted.partialValue
    var best = RowBatch(count: 0, slotCount: slotCount)
    var fresh = BatchBuilder(slotCount: slotCount)
    var freshCount = 0
    var bar = TopBar(keys.first, capacity: capacity)
    while var batch = try input?.next() {
      if let kept = try bar.candidates(batch, run) { batch = batch.gathered(kept) }
      fresh.append(batch)
      freshCount += batch.count
      // Rows are sorted in as many as are kept, so that each row is sorted a constant number of times.
      guard batch.origins == nil, capacity < Int.max / 4, freshCount > capacity + RowBatch.preferredCount
      else { continue }
      best.append(fresh.finish())
      best = best.gathered(Array(try sorter.order(best).prefix(capacity)))
      fresh = BatchBuilder(slotCount: slotCount)
      freshCount = 0
    }
    best.append(fresh.finish())
    try run.hold(best.count)
    let order = try sorter.order(best)
    var seen = RowCounter()
    let rows = order.filter { row in
      let place = seen.next(best.origin(of: row))
      return place >= skipped && place - skipped < kept
    }
    return carried(best, rows)
  }
}

/// The least a row must have in its first key to be among the wanted ones, where that key is an integer column.
///
/// Most rows of a large input fall short of it, and their other keys need not be looked at.
private struct TopBar {
  private let key: SortKey?
  private let capacity: Int
  /// The best numbers so far, the worst of them first (a binary heap).
  private var best: [Int64] = []

  init(_ key: SortKey?, capacity: Int) {
    self.key = capacity > 0 && capacity <= RowBatch.preferredCount ? key : nil
    self.capacity = capacity
  }

  /// The rows of a batch that may be wanted; nil when all may.
  mutating func candidates(_ batch: RowBatch, _ run: QueryRun) throws(QueryFailure) -> [Int]? {
    guard let key, batch.origins == nil,
      case .integers(let numbers) = try run.evaluate(key.expression, batch)
    else { return nil }
    // From large to small the largest are wanted; else the same of the numbers turned round.
    let turn: Int64 = key.isDescending ? 0 : -1
    for number in numbers {
      let rank = number ^ turn
      if best.count < capacity {
        best.append(rank)
        siftUp()
      } else if rank > best[0] {
        best[0] = rank
        siftDown()
      }
    }
    guard best.count == capacity else { return nil }
    let bar = best[0]
    return numbers.indices.filter { numbers[$0] ^ turn >= bar }
  }

  private mutating func siftUp() {
    var child = best.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if best[parent] <= best[child] { return }
      best.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < best.count && best[child] < best[least] {
        least = child
      }
      if least == parent { return }
      best.swapAt(parent, least)
      parent = least
    }
  }
}

/// How many rows of each argument row have passed.
struct RowCounter {
  private var counts: [Int] = []

  /// The place of the next row among those of its argument row, from 0.
  mutating func next(_ origin: Int) -> Int {
    while counts.count <= origin { counts.append(0) }
    defer { counts[origin] += 1 }
    return counts[origin]
  }
}

/// Leaves out the first rows.
final class SkipOperator: Operator {
  private let expression: BoundExpression
  private var count: Int?
  private var seen = RowCounter()

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expression: BoundExpression) {
    self.expression = expression
    super.init(node, run, input: input, second: nil)
  }

  override func reopen() {
    count = nil
    seen = RowCounter()
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    if self.count == nil { self.count = try run.rowCount(expression, clause: "SKIP") }
    let count = self.count ?? 0
    guard let batch = try input?.next() else { return nil }
    let kept = (0..<batch.count).filter { seen.next(batch.origin(of: $0)) >= count }
    return carried(batch, kept)
  }
}

/// Keeps the first rows; an input that writes is run to its end.
final class LimitOperator: Operator {
  private let expression: BoundExpression
  private let inputWrites: Bool
  private var count: Int?
  private var passed = 0
  private var seen = RowCounter()

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expression: BoundExpression) {
    self.expression = expression
    inputWrites = node.input?.writes ?? false
    super.init(node, run, input: input, second: nil)
  }

  override func reopen() {
    count = nil
    passed = 0
    seen = RowCounter()
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    if self.count == nil { self.count = try run.rowCount(expression, clause: "LIMIT") }
    let count = self.count ?? 0
    if !inputWrites && !isInSubplan && passed >= count { return nil }
    guard let batch = try input?.next() else { return nil }
    isInSubplan = batch.origins != nil
    let kept = (0..<batch.count).filter { seen.next(batch.origin(of: $0)) < count }
    passed += kept.count
    return carried(batch, kept)
  }

  /// Whether the count holds for each argument row on its own.
  private var isInSubplan = false
}

extension QueryRun {
  /// The number after SKIP or LIMIT.
  ///
  /// - Throws: SyntaxError, as the TCK wants it even at run time, for what is no integer or negative.
  func rowCount(_ expression: BoundExpression, clause: String) throws(QueryFailure) -> Int {
    let value = try constant(expression)
    guard case .integer(let number) = value else {
      throw QueryFailure(
        .syntaxError, .runtime, "InvalidArgumentType",
        "\(clause) takes an integer, not \(ValueText.withArticle(value))", at: expression.span)
    }
    guard number >= 0 else {
      throw QueryFailure(
        .syntaxError, .runtime, "NegativeIntegerArgument", "\(clause) takes no negative number",
        at: expression.span)
    }
    return Int(clamping: number)
  }
}

extension PlanNode {
  /// Whether this operator or one of its inputs changes the graph.
  var writes: Bool {
    switch operation {
    case .create, .merge, .set, .remove, .delete, .forEach: true
    default: (input?.writes ?? false) || (second?.writes ?? false)
    }
  }
}
