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
    var areAbsent = true
    var areNodes = true
    var areRelationships = true
    for batch in batches {
      switch batch.columns[index] {
      case .absent:
        areNodes = false
        areRelationships = false
      case .nodes:
        areAbsent = false
        areRelationships = false
      case .relationships:
        areAbsent = false
        areNodes = false
      default:
        areAbsent = false
        areNodes = false
        areRelationships = false
      }
    }
    if areAbsent { return .absent }
    if areNodes || areRelationships {
      var ids: [UInt32] = []
      for batch in batches {
        switch batch.columns[index] {
        case .nodes(let part), .relationships(let part): ids += part
        default: break
        }
      }
      return areNodes ? .nodes(ids) : .relationships(ids)
    }
    var values: [Value] = []
    for batch in batches { values += batch.columns[index].values(count: batch.count) }
    return .values(values)
  }
}
