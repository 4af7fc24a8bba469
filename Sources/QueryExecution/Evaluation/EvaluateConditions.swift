import Diagnostics
import GraphCore
import QueryPlanning

// CASE and coalesce: only the rows that need a branch compute it.
extension QueryRun {
  func conditional(
    _ subject: BoundExpression?, _ branches: [ConditionalBranch], _ otherwise: BoundExpression?,
    _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    var result = [Value](repeating: .null, count: batch.count)
    var open = Array(0..<batch.count)
    var subjects: Column = .absent
    if let subject { subjects = try evaluate(subject, batch) }
    for branch in branches where !open.isEmpty {
      let rows = batch.gathered(open)
      let isTaken: [UInt8]
      if subject == nil {
        isTaken = try truths(of: branch.condition, rows, operation: "WHEN")
      } else {
        let candidates = try evaluate(branch.condition, rows)
        isTaken = open.indices.map {
          ValueEquality.equal(subjects.value(at: open[$0]), candidates.value(at: $0)).rawValue
        }
      }
      let taken = isTaken.indices.filter { isTaken[$0] == Truth.yes.rawValue }
      if taken.isEmpty { continue }
      let values = try evaluate(branch.result, rows.gathered(taken))
      for (index, position) in taken.enumerated() { result[open[position]] = values.value(at: index) }
      open = isTaken.indices.filter { isTaken[$0] != Truth.yes.rawValue }.map { open[$0] }
    }
    if let otherwise, !open.isEmpty {
      let values = try evaluate(otherwise, open.count == batch.count ? batch : batch.gathered(open))
      for (index, row) in open.enumerated() { result[row] = values.value(at: index) }
    }
    return .values(result)
  }

  func coalesce(_ arguments: [BoundExpression], _ batch: RowBatch) throws(QueryFailure) -> Column {
    var result = [Value](repeating: .null, count: batch.count)
    var open = Array(0..<batch.count)
    for argument in arguments where !open.isEmpty {
      let values = try evaluate(argument, open.count == batch.count ? batch : batch.gathered(open))
      var rest: [Int] = []
      for (index, row) in open.enumerated() {
        let value = values.value(at: index)
        if value.isNull { rest.append(row) } else { result[row] = value }
      }
      open = rest
    }
    return .values(result)
  }
}
