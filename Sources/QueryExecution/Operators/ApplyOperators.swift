import Diagnostics
import GraphCore
import QueryPlanning

/// For each left row, each row of the right side; the right side runs once for a whole batch of left rows.
final class ApplyOperator: Operator {
  private let isOptional: Bool

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, second: Operator?, isOptional: Bool) {
    self.isOptional = isOptional
    super.init(node, run, input: input, second: second)
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    guard let batch = try input?.next() else { return nil }
    try second?.open(batch.asArgument())
    var found = try drain(second)
    defer { run.release(found.count) }
    if let origins = found.origins, !Self.isAscending(origins) {
      let order = origins.indices.sorted { (origins[$0], $0) < (origins[$1], $1) }
      found = found.gathered(order)
    }
    let origins = found.origins ?? []
    guard isOptional else {
      return joined(batch, origins.map { Int($0) }, found, Array(0..<found.count))
    }
    return optional(batch, origins, found)
  }

  private static func isAscending(_ origins: [UInt32]) -> Bool {
    zip(origins, origins.dropFirst()).allSatisfy { $0 <= $1 }
  }

  /// Left rows beside right rows; columns that the right side made win.
  private func joined(
    _ left: RowBatch, _ leftRows: [Int], _ right: RowBatch, _ rightRows: [Int]
  ) -> RowBatch {
    var result = carried(left, leftRows)
    let isWhole = rightRows.count == right.count
    for slot in node.output {
      let made = right.columns[slot.index]
      if case .absent = made { continue }
      result.columns[slot.index] = isWhole ? made : made.gathered(rightRows)
    }
    return result
  }

  /// Puts a null row where a left row found nothing, in the order of the left rows.
  private func optional(_ left: RowBatch, _ origins: [UInt32], _ right: RowBatch) -> RowBatch {
    var leftRows: [Int] = []
    var rightRows: [Int?] = []
    var next = 0
    for row in 0..<left.count {
      let start = next
      while next < origins.count, Int(origins[next]) == row {
        leftRows.append(row)
        rightRows.append(next)
        next += 1
      }
      if next == start {
        leftRows.append(row)
        rightRows.append(nil)
      }
    }
    var result = carried(left, leftRows)
    for slot in node.output {
      if right.count == 0 {
        if case .absent = left.columns[slot.index] {
          result.columns[slot.index] = .nulls(run.plan.slots[slot.index].kind, count: leftRows.count)
        }
        continue
      }
      let made = right.columns[slot.index]
      if case .absent = made { continue }
      if case .absent = left.columns[slot.index] {
        result.columns[slot.index] = made.gatheredOrNull(rightRows)
      }
    }
    return result
  }
}

extension Column {
  /// A column of nulls in the form that a slot asks for.
  static func nulls(_ kind: SlotKind, count: Int) -> Column {
    switch kind {
    case .node: .nodes(Array(repeating: nullEntity, count: count))
    case .relationship: .relationships(Array(repeating: nullEntity, count: count))
    case .value: .constant(.null)
    }
  }

  /// The rows at the given positions; null where there is none.
  func gatheredOrNull(_ rows: [Int?]) -> Column {
    switch self {
    case .nodes(let ids): .nodes(rows.map { $0.map { ids[$0] } ?? Self.nullEntity })
    case .relationships(let ids): .relationships(rows.map { $0.map { ids[$0] } ?? Self.nullEntity })
    case .truths(let bytes): .truths(rows.map { $0.map { bytes[$0] } ?? Truth.unknown.rawValue })
    case .texts(let words, let snapshot): .texts(rows.map { $0.map { words[$0] } ?? Self.nullWord }, snapshot)
    case .dates(let words): .dates(rows.map { $0.map { words[$0] } ?? Self.nullWord })
    default: .values(rows.map { $0.map { value(at: $0) } ?? .null })
    }
  }
}

/// Keeps the left rows for which the right side has a row, or none.
final class SemiApplyOperator: Operator {
  private let isNegated: Bool

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, second: Operator?, isNegated: Bool) {
    self.isNegated = isNegated
    super.init(node, run, input: input, second: second)
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    guard let batch = try input?.next() else { return nil }
    try second?.open(batch.asArgument())
    var isFound = [Bool](repeating: false, count: batch.count)
    while let found = try second?.next() {
      for row in 0..<found.count { isFound[found.origin(of: row)] = true }
    }
    return carried(batch, isFound.indices.filter { isFound[$0] != isNegated })
  }
}
