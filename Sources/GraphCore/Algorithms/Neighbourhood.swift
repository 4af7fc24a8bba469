/// What lies within some steps of some nodes.
package struct Neighbourhood: Sendable, Equatable {
  /// The nodes, nearest first, ascending within one distance; the centres have distance 0.
  package let nodes: [NodeID]

  /// The number of steps to each of ``nodes``.
  package let distances: [Int]

  /// The relationships that were walked, ascending: those that touch a node nearer than the last distance.
  package let relationships: [RelationshipID]
}

extension GraphSnapshot {
  /// What lies within some steps of some nodes, relationships walked in either direction.
  ///
  ///     centre ── 1 ── 2      hops: 1 gives centre and 1, and the relationship between them,
  ///                           not what joins 1 to others that are as far
  ///
  /// - Parameters:
  ///   - centres: Where to begin; deleted ones are left out.
  ///   - hops: The most steps; 0 gives the centres alone.
  ///   - isWalked: Which relationships may be walked; all when left out.
  /// - Returns: Nodes, distances and relationships.
  /// - Complexity: O(capacity of nodes and relationships + degrees of the nodes found).
  package func neighbourhood(
    of centres: [NodeID], hops: Int, where isWalked: (RelationshipID) -> Bool = { _ in true }
  ) -> Neighbourhood {
    let adjacencies = [adjacency(.outgoing), adjacency(.incoming)]
    var distance = [Int](repeating: -1, count: nodeCapacity)
    var isTaken = [Bool](repeating: false, count: relationshipCapacity)
    var level = Set(centres).filter { !isDeleted($0) }.sorted()
    for node in level { distance[node.index] = 0 }
    var nodes = level
    var relationships: [RelationshipID] = []
    var step = 0
    while step < hops, !level.isEmpty {
      step += 1
      var next: [NodeID] = []
      for node in level {
        for adjacency in adjacencies {
          for place in adjacency.range(of: node.rawValue) {
            let relationship = RelationshipID(adjacency.relationships[place])
            guard !isTaken[relationship.index], isWalked(relationship) else { continue }
            isTaken[relationship.index] = true
            relationships.append(relationship)
            let neighbour = NodeID(adjacency.neighbours[place])
            if distance[neighbour.index] < 0 {
              distance[neighbour.index] = step
              next.append(neighbour)
            }
          }
        }
      }
      level = next.sorted()
      nodes += level
    }
    return Neighbourhood(
      nodes: nodes, distances: nodes.map { distance[$0.index] }, relationships: relationships.sorted())
  }
}
