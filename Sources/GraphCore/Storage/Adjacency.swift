/// The relationships of one type (or of all types) in one direction, grouped by the node they are walked from.
///
/// Neighbours of a node are ascending, parallel relationships next to each other in ascending order. Take one
/// per batch and read its arrays directly; they are shared with the snapshot, not copied.
///
/// In a packed graph what ``range(of:)`` names may be read afterwards; whoever reads more takes ``bounds`` or
/// ``withSpans(_:)``, which see to it that all of it is sound.
package struct Adjacency: Sendable {
  /// Of a sparse adjacency the nodes that have neighbours, ascending; empty when it is dense.
  package let keys: FlatArray<UInt32>

  /// Where neighbours begin in ``neighbours``: by node when dense, by place in ``keys`` when sparse; and at the
  /// end where the last ones end.
  package let offsets: FlatArray<UInt32>

  /// Whether ``offsets`` is indexed by node.
  package let isDense: Bool

  /// The number of nodes that have neighbours.
  package let keyCount: Int

  /// The nodes at the other end; holds those of other types too, use only what ``offsets`` says.
  package let neighbours: FlatArray<UInt32>

  /// The relationships, parallel to ``neighbours``.
  package let relationships: FlatArray<UInt32>

  /// In a packed graph the unit in which it lies; negative in any other graph.
  @usableFromInline let unit: Int

  /// No relationships at all.
  package static let empty = Adjacency(
    keys: [], offsets: [0], isDense: false, keyCount: 0, neighbours: [], relationships: [])

  /// Puts together what was made elsewhere.
  init(
    keys: FlatArray<UInt32>, offsets: FlatArray<UInt32>, isDense: Bool, keyCount: Int,
    neighbours: FlatArray<UInt32>, relationships: FlatArray<UInt32>, unit: Int = -1
  ) {
    (self.keys, self.offsets, self.isDense, self.keyCount) = (keys, offsets, isDense, keyCount)
    (self.neighbours, self.relationships, self.unit) = (neighbours, relationships, unit)
  }

  /// Whether a type is worth an offset for every node: from an eighth of the nodes upward.
  static func isDense(count: Int, nodeCount: Int) -> Bool { count > 0 && count >= nodeCount / 8 }

  /// Where the neighbours of a node lie in ``neighbours`` and ``relationships``.
  ///
  /// - Complexity: O(1) when dense, O(log nodes with neighbours) when sparse.
  @inlinable package func range(of node: UInt32) -> Range<Int> {
    if unit >= 0 { return requiredRange(of: node) }
    if isDense {
      let index = Int(node)
      guard index + 1 < offsets.count else { return 0..<0 }
      return Int(offsets[index])..<Int(offsets[index + 1])
    }
    var low = 0
    var count = keys.count
    if count == 0 { return 0..<0 }
    // Without a branch that depends on the data: the half that holds the node is chosen by arithmetic.
    while count > 1 {
      let half = count / 2
      low = keys[low + half] <= node ? low + half : low
      count -= half
    }
    guard keys[low] == node else { return 0..<0 }
    return Int(offsets[low])..<Int(offsets[low + 1])
  }

  /// The same in a packed graph, of which only what is read is checked: nothing need ascend.
  @usableFromInline func requiredRange(of node: UInt32) -> Range<Int> {
    var place = Int(node)
    if !isDense {
      var (low, count) = (0, keys.count)
      if count == 0 { return 0..<0 }
      while count > 1 {
        let half = count / 2
        low = keys.required(low + half) <= node ? low + half : low
        count -= half
      }
      guard keys.required(low) == node else { return 0..<0 }
      place = low
    }
    guard place + 1 < offsets.count else { return 0..<0 }
    let lower = Int(offsets.required(place))
    let range = lower..<max(lower, Int(offsets.required(place + 1)))
    neighbours.require(range)
    relationships.require(range)
    return range
  }

  /// Sees to it that all of it is sound before it is read, where it lies in a packed graph.
  ///
  /// - Complexity: O(1); the first time in a packed graph O(relationships).
  @inlinable package func requireAll() { if unit >= 0 { requireUnit() } }

  @usableFromInline func requireUnit() { offsets.guardian?.require(unit) }

  /// Where all relationships of this adjacency lie in ``neighbours`` and ``relationships``.
  package var bounds: Range<Int> {
    requireAll()
    guard let first = offsets.first, let last = offsets.last else { return 0..<0 }
    return Int(first)..<Int(last)
  }

  /// The number of relationships.
  package var count: Int { bounds.count }

  /// The number of neighbours of a node, parallel relationships counted each.
  package func degree(of node: UInt32) -> Int { range(of: node).count }

  /// Lends all four columns at once.
  ///
  /// Inlinable, so that what is generic in it is decided where it is called: a short query calls it a few times.
  @inlinable package func withSpans<Result>(
    _ body: (
      _ keys: Span<UInt32>, _ offsets: Span<UInt32>, _ neighbours: Span<UInt32>,
      _ relationships: Span<UInt32>
    ) -> Result
  ) -> Result {
    requireAll()
    return keys.withSpan { keys in
      offsets.withSpan { offsets in
        neighbours.withSpan { neighbours in
          relationships.withSpan { relationships in body(keys, offsets, neighbours, relationships) }
        }
      }
    }
  }

  /// Lends all four columns at once to somebody who may fail.
  @inlinable package func withSpans<Result, Failure: Error>(
    _ body: (
      _ keys: Span<UInt32>, _ offsets: Span<UInt32>, _ neighbours: Span<UInt32>,
      _ relationships: Span<UInt32>
    ) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    requireAll()
    return try keys.withSpan { keys throws(Failure) in
      try offsets.withSpan { offsets throws(Failure) in
        try neighbours.withSpan { neighbours throws(Failure) in
          try relationships.withSpan { relationships throws(Failure) in
            try body(keys, offsets, neighbours, relationships)
          }
        }
      }
    }
  }
}

/// The adjacency of every relationship type in one direction.
struct AdjacencyIndex: Sendable {
  let neighbours: FlatArray<UInt32>
  let relationships: FlatArray<UInt32>
  let types: [Adjacency]

  /// Groups relationships that come sorted by type, then by the node walked from.
  ///
  /// - Parameters:
  ///   - order: The relationships in that order.
  ///   - typeOf: The type of each relationship.
  ///   - from: The node each relationship is walked from.
  ///   - to: The node each relationship is walked to.
  ///   - nodeCount: One more than the largest node.
  ///   - typeCount: One more than the largest type.
  init(
    order: FlatArray<UInt32>, typeOf: FlatArray<UInt32>, from: FlatArray<UInt32>, to: FlatArray<UInt32>,
    nodeCount: Int, typeCount: Int
  ) {
    let neighbours = FlatArray(order.lazy.map { to[Int($0)] })
    var result: [Adjacency] = []
    result.reserveCapacity(typeCount)
    var start = 0
    for type in 0..<typeCount {
      var end = start
      while end < order.count, typeOf[Int(order[end])] == UInt32(type) { end += 1 }
      var keys: [UInt32] = []
      var starts: [UInt32] = []
      for place in start..<end {
        let key = from[Int(order[place])]
        if keys.last != key {
          keys.append(key)
          starts.append(UInt32(place))
        }
      }
      starts.append(UInt32(end))
      let keyCount = keys.count
      let isDense = Adjacency.isDense(count: end - start, nodeCount: nodeCount)
      if isDense { (keys, starts) = ([], AdjacencyIndex.spread(keys, starts, nodeCount: nodeCount)) }
      result.append(
        Adjacency(
          keys: FlatArray(keys), offsets: FlatArray(starts), isDense: isDense, keyCount: keyCount,
          neighbours: neighbours, relationships: order))
      start = end
    }
    self.init(neighbours: neighbours, relationships: order, types: result)
  }

  /// Puts together what was made elsewhere.
  init(neighbours: FlatArray<UInt32>, relationships: FlatArray<UInt32>, types: [Adjacency]) {
    self.neighbours = neighbours
    self.relationships = relationships
    self.types = types
  }

  /// Offsets by node from offsets by key.
  private static func spread(_ keys: [UInt32], _ starts: [UInt32], nodeCount: Int) -> [UInt32] {
    var offsets: [UInt32] = []
    offsets.reserveCapacity(nodeCount + 1)
    for (index, key) in keys.enumerated() {
      while offsets.count <= Int(key) { offsets.append(starts[index]) }
    }
    let end = starts.last ?? 0
    while offsets.count <= nodeCount { offsets.append(end) }
    return offsets
  }
}

/// Sorts indices by a key below `bucketCount`, keeping the order of equal ones.
///
/// - Complexity: O(order + bucketCount).
func countingSort(
  _ order: FlatArray<UInt32>, by keys: FlatArray<UInt32>, bucketCount: Int
) -> FlatArray<UInt32> {
  var starts = [UInt32](repeating: 0, count: bucketCount + 1)
  for index in order { starts[Int(keys[Int(index)]) + 1] += 1 }
  var bucket = 0
  while bucket < bucketCount {
    starts[bucket + 1] += starts[bucket]
    bucket += 1
  }
  var sorted = FlatArray<UInt32>(repeating: 0, count: order.count)
  let places = unsafe sorted.mutableBuffer()
  for index in order {
    let key = Int(keys[Int(index)])
    unsafe places[Int(starts[key])] = index
    starts[key] += 1
  }
  return sorted
}
