import GraphCore

/// Puts batches below each other without copying the earlier ones each time.
struct BatchBuilder {
  private let slotCount: Int
  private var batches: [RowBatch] = []

  init(slotCount: Int) {
    self.slotCount = slotCount
  }

  mutating func append(_ batch: RowBatch) {
    if batch.count > 0 { batches.append(batch) }
  }

  /// All rows in the order in which they came.
  ///
  /// - Complexity: O(rows × computed slots).
  func finish() -> RowBatch {
    guard let first = batches.first else { return RowBatch(count: 0, slotCount: slotCount) }
    if batches.count == 1 { return first }
    var result = RowBatch(count: batches.reduce(0) { $0 + $1.count }, slotCount: slotCount)
    for index in 0..<slotCount { result.columns[index] = joined(index) }
    if first.origins != nil { result.origins = batches.flatMap { $0.origins ?? [] } }
    return result
  }

  private func joined(_ index: Int) -> Column {
    Column.joined(batches.map { ($0.columns[index], $0.count) })
  }
}
