import Diagnostics
import GraphCore
import QueryPlanning

// EXISTS {}, COUNT {}, pattern predicates and pattern comprehensions: the sub-plan runs once for the whole batch,
// and the origins of its rows say which outer row each belongs to.
extension QueryRun {
  func subquery(
    _ id: SubqueryID, _ result: SubqueryResult, _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let plan = try subplan(id)
    try plan.open(batch.asArgument())
    switch result {
    case .exists:
      var found = [UInt8](repeating: Truth.no.rawValue, count: batch.count)
      while let rows = try plan.next() {
        for row in 0..<rows.count { found[rows.origin(of: row)] = Truth.yes.rawValue }
      }
      return .truths(found)
    case .count:
      var counts = [Int64](repeating: 0, count: batch.count)
      while let rows = try plan.next() {
        for row in 0..<rows.count { counts[rows.origin(of: row)] += 1 }
      }
      return .values(counts.map { .integer($0) })
    case .collect(let slot):
      var lists = [[Value]](repeating: [], count: batch.count)
      while let rows = try plan.next() {
        let column = rows.columns[slot.index]
        for row in 0..<rows.count { lists[rows.origin(of: row)].append(column.value(at: row)) }
      }
      return .values(lists.map { .list($0) })
    }
  }
}

extension RowBatch {
  /// The argument row that a row came from.
  func origin(of row: Int) -> Int {
    guard let origins else { return 0 }
    return Int(origins[row])
  }
}
