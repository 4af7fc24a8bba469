/// Adjacency over all relationship types at once.
enum MergedAdjacency {
  /// All types in one direction, dense, neighbours ascending.
  ///
  /// - Complexity: O(nodes + relationships).
  static func make(_ store: GraphStore, _ direction: Direction) -> Adjacency {
    let from = direction == .outgoing ? store.relationshipSource : store.relationshipTarget
    let to = direction == .outgoing ? store.relationshipTarget : store.relationshipSource
    let nodeCount = store.nodeLabelSets.count
    let live = store.liveRelationships
    let byNeighbour = countingSort(live, by: to, bucketCount: nodeCount)
    let order = countingSort(byNeighbour, by: from, bucketCount: nodeCount)
    let offsets = offsets(order, by: from, nodeCount: nodeCount)
    let keyCount = zip(offsets, offsets.dropFirst()).count { $0 != $1 }
    return Adjacency(
      keys: [], offsets: offsets, isDense: true, keyCount: keyCount,
      neighbours: FlatArray(order.lazy.map { to[Int($0)] }), relationships: order)
  }

  /// The distinct neighbours in either direction, the node itself left out.
  ///
  /// - Complexity: O(nodes + relationships).
  static func undirected(_ outgoing: Adjacency, _ incoming: Adjacency) -> Adjacency {
    let nodeCount = max(outgoing.offsets.count - 1, 0)
    var offsets: FlatArray<UInt32> = [0]
    offsets.reserveCapacity(nodeCount + 1)
    var neighbours = FlatArray<UInt32>()
    neighbours.reserveCapacity(outgoing.neighbours.count)
    for node in 0..<UInt32(nodeCount) {
      var one = outgoing.range(of: node)
      var two = incoming.range(of: node)
      var last = node
      while !one.isEmpty || !two.isEmpty {
        let next: UInt32
        if two.isEmpty
          || (!one.isEmpty
            && outgoing.neighbours[one.lowerBound] <= incoming.neighbours[two.lowerBound])
        {
          next = outgoing.neighbours[one.lowerBound]
          one = one.dropFirst()
        } else {
          next = incoming.neighbours[two.lowerBound]
          two = two.dropFirst()
        }
        if next != last && next != node {
          neighbours.append(next)
          last = next
        }
      }
      offsets.append(UInt32(neighbours.count))
    }
    let keyCount = zip(offsets, offsets.dropFirst()).count { $0 != $1 }
    return Adjacency(
      keys: [], offsets: offsets, isDense: true, keyCount: keyCount, neighbours: neighbours,
      relationships: [])
  }

  private static func offsets(
    _ order: FlatArray<UInt32>, by from: FlatArray<UInt32>, nodeCount: Int
  ) -> FlatArray<UInt32> {
    var offsets = [UInt32](repeating: 0, count: nodeCount + 1)
    for index in order { offsets[Int(from[Int(index)]) + 1] += 1 }
    for node in 0..<nodeCount { offsets[node + 1] += offsets[node] }
    return FlatArray(offsets)
  }
}
