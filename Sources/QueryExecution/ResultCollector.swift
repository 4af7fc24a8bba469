import Diagnostics
import GraphCore
import QueryPlanning

/// Turns the last batches into the rows that the caller gets.
struct ResultCollector {
  let plan: LogicalPlan
  let run: QueryRun

  struct Collected {
    var columns: [String] = []
    var values: [Column] = []
    var rowCount = 0
    var evidence: [[RelationshipID]] = []
  }

  /// Runs the plan to its end.
  ///
  /// A statement without RETURN gives neither columns nor rows.
  func collect(from root: Operator) throws(QueryFailure) -> Collected {
    var result = Collected()
    guard case .produceResults(let results) = plan.root.operation else {
      while try root.next() != nil {}
      return result
    }
    result.columns = results.columns.map(\.name)
    var batches: [RowBatch] = []
    while let batch = try root.next() {
      if results.columns.isEmpty { continue }
      result.rowCount += batch.count
      try checkRowLimit(result.rowCount)
      batches.append(batch)
      if results.evidence.isEmpty { continue }
      let proofs = results.evidence.map { batch.columns[$0.index] }
      for row in 0..<batch.count {
        var evidence = EvidenceList()
        for column in proofs { evidence.add(column.value(at: row)) }
        result.evidence.append(evidence.relationships)
      }
    }
    result.values = results.columns.map { column in
      Column.joined(batches.map { ($0.columns[column.slot.index], $0.count) })
    }
    return result
  }

  private func checkRowLimit(_ count: Int) throws(QueryFailure) {
    if let limit = run.options.rowLimit, count > limit {
      throw QueryFailure(
        .limitReached, .runtime, "RowLimit", "the result has more than \(limit) rows")
    }
  }
}

/// Relationships in the order in which they were first seen, each once.
struct EvidenceList {
  private(set) var relationships: [RelationshipID] = []
  /// All of them, once they are more than a search through the list is worth.
  private var seen: Set<RelationshipID> = []
  /// From that many on.
  private static let many = 16
  /// The highest number so far: whatever is above it is new, as all are in a scan.
  private var highest: RelationshipID?

  /// Adds the relationships in a value: itself, those of a list or a path.
  mutating func add(_ value: Value) {
    switch value {
    case .relationship(let relationship): add(relationship)
    case .list(let elements): for element in elements { add(element) }
    case .path(let path): for hop in path.relationships { add(.relationship(hop)) }
    default: break
    }
  }

  private mutating func add(_ relationship: RelationshipID) {
    if let highest, relationship <= highest {
      if relationships.count < Self.many {
        if relationships.contains(relationship) { return }
      } else {
        if seen.count < relationships.count {
          seen.formUnion(relationships.suffix(relationships.count - seen.count))
        }
        if !seen.insert(relationship).inserted { return }
      }
    } else {
      highest = relationship
    }
    relationships.append(relationship)
  }
}
