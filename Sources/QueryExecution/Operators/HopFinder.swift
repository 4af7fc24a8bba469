import Diagnostics
import GraphCore
import QueryPlanning

/// The hops that a variable-length part may take: type, direction, exclusions, and the predicate on each hop.
struct HopFinder {
  /// A relationship and the node at its other end.
  typealias Hop = (relationship: UInt32, end: UInt32)

  private let lanes: Lanes
  private let exclusion: RelationshipExclusion
  private let predicate: HopPredicate?
  private let batch: RowBatch
  private let run: QueryRun

  init(
    types: [String], direction: QueryPlanning.Direction, differentFrom: [Slot], predicate: HopPredicate?,
    _ batch: RowBatch, _ run: QueryRun
  ) {
    lanes = Lanes(types, direction, in: run.snapshot)
    exclusion = RelationshipExclusion(batch, differentFrom)
    self.predicate = predicate
    self.batch = batch
    self.run = run
  }

  /// The hops from a node that a row allows, in order.
  func hops(from node: UInt32, row: Int) throws(QueryFailure) -> [Hop] {
    try run.tick()
    var hops = lanes.hops(from: node)
    if !exclusion.isEmpty { hops.removeAll { exclusion.excludes($0.relationship, row: row) } }
    guard let predicate, !hops.isEmpty else { return hops }
    var rows = batch.gathered(Array(repeating: row, count: hops.count))
    rows.columns[predicate.relationship.index] = .relationships(hops.map(\.relationship))
    return try run.matchingRows(predicate.predicate, rows).map { hops[$0] }
  }
}

extension Value {
  /// A list of relationships.
  init(relationships: some Sequence<UInt32>) {
    self = .list(relationships.map { .relationship(RelationshipID($0)) })
  }
}
