/// Some rows on their way through a plan: one column per slot of the statement.
///
/// A batch knows no order of its own beyond that of its rows. Columns are shared with earlier batches until
/// they change, so that a row's untouched slots cost nothing.
package struct RowBatch: Sendable {
  /// How many rows an operator aims at.
  package static let preferredCount = 2_048

  /// The number of rows.
  package var count: Int
  /// By slot number.
  package var columns: [Column]
  /// Inside a sub-plan: for each row, the row of the argument that it came from; nil outside.
  package var origins: [UInt32]?

  /// A batch without any computed slot.
  package init(count: Int, slotCount: Int, origins: [UInt32]? = nil) {
    self.count = count
    columns = Array(repeating: .absent, count: slotCount)
    self.origins = origins
  }

  /// The one row without any slot that a plan starts from.
  static func single(slotCount: Int) -> RowBatch {
    RowBatch(count: 1, slotCount: slotCount)
  }

  /// The rows at the given positions, in their order; positions may repeat.
  ///
  /// - Complexity: O(positions × computed slots).
  func gathered(_ rows: [Int]) -> RowBatch {
    var result = self
    result.count = rows.count
    for index in columns.indices { result.columns[index] = columns[index].gathered(rows) }
    if let origins { result.origins = rows.map { origins[$0] } }
    return result
  }

  /// The rows from `start` up to but without `end`.
  func sliced(_ start: Int, _ end: Int) -> RowBatch {
    start == 0 && end == count ? self : gathered(Array(start..<end))
  }

  /// Puts another batch of the same statement below this one.
  mutating func append(_ other: RowBatch) {
    if count == 0 {
      self = other
      return
    }
    for index in columns.indices {
      columns[index] = Column.joined([(columns[index], count), (other.columns[index], other.count)])
    }
    if let mine = origins, let theirs = other.origins { origins = mine + theirs }
    count += other.count
  }

  /// The batch as an argument of a sub-plan: each row is its own origin.
  func asArgument() -> RowBatch {
    var result = self
    result.origins = (0..<UInt32(clamping: count)).map { $0 }
    return result
  }
}
