/// What freezing derives from nodes, labels and relationships; property changes leave it as it is.
struct GraphStructure: Sendable {
  let outgoing: AdjacencyIndex
  let incoming: AdjacencyIndex
  let nodesByLabel: [FlatArray<UInt32>]
  let statistics: GraphStatistics

  /// From how many relationships on a second thread is worth starting.
  private static let parallelCount = 50_000

  init(_ store: GraphStore) {
    let live = store.liveRelationships
    let nothing = AdjacencyIndex(neighbours: [], relationships: [], types: [])
    var directions = [nothing, nothing]
    // The two directions have nothing to do with each other, so each may have a core of its own.
    if live.count < Self.parallelCount {
      for direction in 0..<2 {
        directions[direction] = Self.adjacency(store, live, isOutgoing: direction == 0)
      }
    } else {
      unsafe directions.withUnsafeMutableBufferPointer { directions in
        Parallel.perform(2) { direction in
          unsafe directions[direction] = Self.adjacency(store, live, isOutgoing: direction == 0)
        }
      }
    }
    self.init(store, outgoing: directions[0], incoming: directions[1])
  }

  private static func adjacency(
    _ store: GraphStore, _ live: FlatArray<UInt32>, isOutgoing: Bool
  ) -> AdjacencyIndex {
    let (nodeCount, typeCount) = (store.nodeLabelSets.count, store.relationshipTypes.count)
    let from = isOutgoing ? store.relationshipSource : store.relationshipTarget
    let to = isOutgoing ? store.relationshipTarget : store.relationshipSource
    // Least significant key first: each counting sort keeps the order of the one before.
    let byNeighbour = countingSort(live, by: to, bucketCount: nodeCount)
    let byNode = countingSort(byNeighbour, by: from, bucketCount: nodeCount)
    let order = countingSort(byNode, by: store.relationshipTypeOf, bucketCount: typeCount)
    return AdjacencyIndex(
      order: order, typeOf: store.relationshipTypeOf, from: from, to: to, nodeCount: nodeCount,
      typeCount: typeCount)
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
