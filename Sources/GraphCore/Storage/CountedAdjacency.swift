/// The distinct neighbours of each node over one relationship type in one direction, each with the number of
/// parallel relationships that lead to it.
///
/// Event data says the same on forty days: who asks *whether* or *how often* reads one entry, not forty. Take one
/// per batch and open it once, not per node. A class, since a short query hands it on a few times, and each of its
/// arrays would count references.
package final class CountedAdjacency: Sendable {
  /// The distinct neighbours, ascending for each node; its ``Adjacency/relationships`` is empty.
  package let ends: Adjacency

  /// How many relationships lead to each neighbour, parallel to its neighbours; empty where each count is 1.
  package let counts: FlatArray<UInt32>

  /// The nodes that have neighbours, ascending.
  package let starts: FlatArray<UInt32>

  /// Nothing at all.
  package static let empty = CountedAdjacency(.empty)

  /// Counts parallel relationships, which lie next to each other.
  ///
  /// - Complexity: O(relationships), and O(nodes) more for a dense adjacency.
  init(_ adjacency: Adjacency) {
    var neighbours = FlatArray<UInt32>()
    var counts = FlatArray<UInt32>()
    var offsets = FlatArray<UInt32>()
    var starts = FlatArray<UInt32>()
    var areSingle = true
    adjacency.withSpans { keys, places, all, _ in
      offsets.reserveCapacity(places.count)
      for place in 0..<max(0, places.count - 1) {
        offsets.append(UInt32(neighbours.count))
        var index = Int(places[place])
        let end = Int(places[place + 1])
        if index < end { starts.append(adjacency.isDense ? UInt32(place) : keys[place]) }
        while index < end {
          let neighbour = all[index]
          let first = index
          repeat { index += 1 } while index < end && all[index] == neighbour
          neighbours.append(neighbour)
          counts.append(UInt32(index - first))
          if index - first > 1 { areSingle = false }
        }
      }
    }
    offsets.append(UInt32(neighbours.count))
    ends = Adjacency(
      keys: adjacency.keys, offsets: offsets, isDense: adjacency.isDense, keyCount: adjacency.keyCount,
      neighbours: neighbours, relationships: [])
    self.counts = areSingle ? [] : counts
    self.starts = starts
  }

  /// Lends the columns at once; `counts` is empty where each count is 1.
  @inlinable package func withSpans<Result>(
    _ body: (
      _ keys: Span<UInt32>, _ offsets: Span<UInt32>, _ neighbours: Span<UInt32>, _ counts: Span<UInt32>
    ) -> Result
  ) -> Result {
    ends.withSpans { keys, offsets, neighbours, _ in
      counts.withSpan { counts in body(keys, offsets, neighbours, counts) }
    }
  }
}

extension GraphSnapshot {
  /// The distinct neighbours over one type in one direction, with how often each.
  ///
  /// - Complexity: O(1); the first call O(relationships of the type + nodes).
  package func countedAdjacency(_ type: RelationshipTypeID, _ direction: Direction) -> CountedAdjacency {
    lazy.counted(type, direction) { CountedAdjacency(adjacency(type, direction)) }
  }
}
