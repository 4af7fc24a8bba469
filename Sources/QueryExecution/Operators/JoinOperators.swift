import Diagnostics
import GraphCore
import QueryPlanning

/// An operator with an independent right side, which runs once and is kept.
class BinaryJoinOperator: Operator {
  /// The rows of the right side; nil until a left row needs them.
  final var right: RowBatch?
  private var left: RowBatch?
  private var leftRow = 0
  private var rightPosition = 0

  override func reopen() {
    if let right { run.release(right.count) }
    right = nil
    left = nil
    leftRow = 0
    rightPosition = 0
  }

  /// Called when the right side has been read.
  func prepare(_ right: RowBatch) throws(QueryFailure) {}

  /// Called for each left batch.
  func begin(_ left: RowBatch) throws(QueryFailure) {}

  /// The number of right rows that a left row meets.
  func matchCount(ofLeftRow row: Int) -> Int { 0 }

  /// The right row at a place among those that a left row meets.
  func match(_ place: Int, ofLeftRow row: Int) -> Int { place }

  /// The left side is asked first: it may write, and the right side need not run when there is no left row.
  final override func produce() throws(QueryFailure) -> RowBatch? {
    if left == nil {
      left = try input?.next()
      leftRow = 0
      rightPosition = 0
      if let left {
        if right == nil {
          try second?.open(RowBatch.single(slotCount: slotCount))
          let rows = try drain(second)
          right = rows
          try prepare(rows)
        }
        try begin(left)
      }
    }
    guard let left, let right else { return nil }
    var leftRows: [Int] = []
    var rightRows: [Int] = []
    while leftRow < left.count, leftRows.count < RowBatch.preferredCount {
      let count = matchCount(ofLeftRow: leftRow)
      let end = min(count, rightPosition + RowBatch.preferredCount - leftRows.count)
      for place in rightPosition..<max(end, rightPosition) {
        leftRows.append(leftRow)
        rightRows.append(match(place, ofLeftRow: leftRow))
      }
      rightPosition = end
      if rightPosition >= count {
        rightPosition = 0
        leftRow += 1
      }
    }
    if leftRow >= left.count { self.left = nil }
    var result = carried(left, leftRows)
    for slot in node.output {
      guard case .absent = left.columns[slot.index] else { continue }
      result.columns[slot.index] = right.columns[slot.index].gathered(rightRows)
    }
    return result
  }
}

/// Each left row with each right row.
final class CartesianProductOperator: BinaryJoinOperator {
  private var count = 0

  override func prepare(_ right: RowBatch) {
    count = right.count
  }

  override func matchCount(ofLeftRow row: Int) -> Int { count }
}

/// Each left row with each right row for which all keys are equal.
final class HashJoinOperator: BinaryJoinOperator {
  private let keys: [JoinKey]
  private var table: [[Value]: [Int]] = [:]
  private var matches: [[Int]] = []

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, second: Operator?, keys: [JoinKey]) {
    self.keys = keys
    super.init(node, run, input: input, second: second)
  }

  override func prepare(_ right: RowBatch) throws(QueryFailure) {
    table = [:]
    var columns: [Column] = []
    for key in keys { columns.append(try run.evaluate(key.right, right)) }
    for row in 0..<right.count {
      try run.tick()
      if let key = key(columns, row) { table[key, default: []].append(row) }
    }
  }

  override func begin(_ left: RowBatch) throws(QueryFailure) {
    var columns: [Column] = []
    for key in keys { columns.append(try run.evaluate(key.left, left)) }
    matches = (0..<left.count).map { row in key(columns, row).flatMap { table[$0] } ?? [] }
  }

  /// The key of a row; nil when a part equals nothing, not even itself (null, NaN).
  private func key(_ columns: [Column], _ row: Int) -> [Value]? {
    let values = columns.map { $0.value(at: row) }
    return values.allSatisfy { ValueEquality.equal($0, $0) == .yes } ? values : nil
  }

  override func matchCount(ofLeftRow row: Int) -> Int { matches[row].count }

  override func match(_ place: Int, ofLeftRow row: Int) -> Int { matches[row][place] }
}
