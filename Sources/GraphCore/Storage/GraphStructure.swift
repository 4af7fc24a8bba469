/// What freezing derives from nodes, labels and relationships; property changes leave it as it is.
struct GraphStructure: Sendable {
  let outgoing: AdjacencyIndex
  let incoming: AdjacencyIndex
  let nodesByLabel: [FlatArray<UInt32>]
  let statistics: GraphStatistics

  init(_ store: GraphStore) {
    let nodeCount = store.nodeLabelSets.count
    let typeCount = store.relationshipTypes.count
    let live = store.liveRelationships
    // Least significant key first: each counting sort keeps the order of the one before.
    let byTarget = countingSort(live, by: store.relationshipTarget, bucketCount: nodeCount)
    let bySource = countingSort(byTarget, by: store.relationshipSource, bucketCount: nodeCount)
    let outOrder = countingSort(bySource, by: store.relationshipTypeOf, bucketCount: typeCount)
    let outgoing = AdjacencyIndex(
      order: outOrder, typeOf: store.relationshipTypeOf, from: store.relationshipSource,
      to: store.relationshipTarget, nodeCount: nodeCount, typeCount: typeCount)
    let again = countingSort(outOrder, by: store.relationshipTarget, bucketCount: nodeCount)
    let inOrder = countingSort(again, by: store.relationshipTypeOf, bucketCount: typeCount)
    let incoming = AdjacencyIndex(
      order: inOrder, typeOf: store.relationshipTypeOf, from: store.relationshipTarget,
      to: store.relationshipSource, nodeCount: nodeCount, typeCount: typeCount)
    self.init(store, outgoing: outgoing, incoming: incoming)
  }

  /// Completes an adjacency that was made elsewhere.
  init(_ store: GraphStore, outgoing: AdjacencyIndex, incoming: AdjacencyIndex) {
    self.outgoing = outgoing
    self.incoming = incoming
    nodesByLabel = GraphStructure.nodesByLabel(store)
    statistics = GraphStatistics(
      nodeCount: store.nodeLabelSets.count - store.deletedNodeCount,
      relationshipCount: outgoing.relationships.count,
      nodesByLabel: nodesByLabel.map(\.count),
      relationshipsByType: outgoing.types.map(\.count),
      sourcesByType: outgoing.types.map(\.keyCount),
      targetsByType: incoming.types.map(\.keyCount))
  }

  /// Puts together what was made elsewhere.
  init(
    outgoing: AdjacencyIndex, incoming: AdjacencyIndex, nodesByLabel: [FlatArray<UInt32>],
    statistics: GraphStatistics
  ) {
    self.outgoing = outgoing
    self.incoming = incoming
    self.nodesByLabel = nodesByLabel
    self.statistics = statistics
  }

  private static func nodesByLabel(_ store: GraphStore) -> [FlatArray<UInt32>] {
    var result = [FlatArray<UInt32>](repeating: [], count: store.labels.count)
    let sets = store.labelSets.sets
    // Most graphs have long runs of nodes with equal labels; the set is looked at once per node only.
    for (node, set) in store.nodeLabelSets.enumerated() where set != 0 {
      for label in sets[Int(set)] { result[label.index].append(UInt32(node)) }
    }
    return result
  }
}
