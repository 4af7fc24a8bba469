import Diagnostics
import QueryPlanning

/// Some rows made from a batch: for each its input row, and the new columns.
struct FanOut {
  /// The input row of each new row, ascending.
  var rows: [Int] = []
  /// Instead of ``rows``: that many new rows, all from the one input row.
  var repeated: (row: Int, count: Int)?
  /// The columns made.
  var columns: [(slot: Slot, column: Column)] = []
}

/// An operator that makes any number of rows from each input row, in portions of about a batch.
class FanOutOperator: Operator {
  private var batch: RowBatch?
  /// The first input row that is not yet done.
  final var cursor = 0

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?) {
    super.init(node, run, input: input, second: nil)
  }

  override func reopen() {
    batch = nil
    cursor = 0
  }

  /// Looks up what is needed for a new input batch.
  func begin(_ batch: RowBatch) throws(QueryFailure) {}

  /// Makes the next rows, from ``cursor`` on, and advances it; stops when a batch is full.
  func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut { FanOut() }

  final override func produce() throws(QueryFailure) -> RowBatch? {
    if batch == nil {
      batch = try input?.next()
      cursor = 0
      if let batch { try begin(batch) }
    }
    guard let batch else { return nil }
    let part = try fill(batch)
    if cursor >= batch.count { self.batch = nil }
    var result =
      part.repeated.map { carried(batch, row: $0.row, count: $0.count) } ?? carried(batch, part.rows)
    for (slot, column) in part.columns { result.columns[slot.index] = column }
    return result
  }
}
