import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, each relationship of some types with its two ends.
final class RelationshipScanOperator: FanOutOperator {
  private let scan: RelationshipScan
  private var relationships: [UInt32] = []
  private var starts: [UInt32] = []
  private var ends: [UInt32] = []
  private var exclusion = RelationshipExclusion()
  private var position = 0

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, scan: RelationshipScan) {
    self.scan = scan
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    exclusion = RelationshipExclusion(batch, scan.differentFrom)
    position = 0
    relationships = []
    starts = []
    ends = []
    let sources = run.snapshot.relationshipSources
    let targets = run.snapshot.relationshipTargets
    for relationship in candidates() {
      let source = sources[Int(relationship)]
      let target = targets[Int(relationship)]
      relationships.append(relationship)
      starts.append(source)
      ends.append(target)
      if scan.isUndirected && source != target {
        relationships.append(relationship)
        starts.append(target)
        ends.append(source)
      }
    }
  }

  private func candidates() -> [UInt32] {
    let snapshot = run.snapshot
    if scan.types.isEmpty { return snapshot.relationshipIdentifiers }
    var result: [UInt32] = []
    for type in Lanes.distinct(scan.types) {
      guard let id = snapshot.relationshipType(named: type) else { continue }
      let adjacency = snapshot.adjacency(id, .outgoing)
      result += adjacency.relationships[adjacency.bounds]
    }
    return result
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var hops: [UInt32] = []
    var from: [UInt32] = []
    var to: [UInt32] = []
    while cursor < batch.count, hops.count < RowBatch.preferredCount {
      if position == relationships.count {
        position = 0
        cursor += 1
        continue
      }
      if exclusion.isEmpty || !exclusion.excludes(relationships[position], row: cursor) {
        hops.append(relationships[position])
        from.append(starts[position])
        to.append(ends[position])
        result.rows.append(cursor)
      }
      position += 1
    }
    result.columns = [
      (scan.relationship, .relationships(hops)), (scan.start, .nodes(from)), (scan.end, .nodes(to)),
    ]
    return result
  }
}
