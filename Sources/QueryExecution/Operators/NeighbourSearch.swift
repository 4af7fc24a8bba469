/// Looking for nodes among the ascending neighbours of a node.
///
/// The lists come as spans that the caller opened once for a batch.
enum NeighbourSearch {
  /// Where the neighbours of a node lie; see `Adjacency.range(of:)`.
  static func range(
    of node: UInt32, _ keys: Span<UInt32>, _ offsets: Span<UInt32>, _ isDense: Bool
  ) -> Range<Int> {
    if isDense {
      let index = Int(node)
      guard index + 1 < offsets.count else { return 0..<0 }
      return Int(offsets[index])..<Int(offsets[index + 1])
    }
    var low = 0
    var count = keys.count
    if count == 0 { return 0..<0 }
    while count > 1 {
      let half = count / 2
      low = keys[low + half] <= node ? low + half : low
      count -= half
    }
    guard keys[low] == node else { return 0..<0 }
    return Int(offsets[low])..<Int(offsets[low + 1])
  }

  /// The first place from `place` on that is not below a node: in steps that double, then by halves.
  ///
  /// - Complexity: O(log distance).
  static func advance(to node: UInt32, _ neighbours: Span<UInt32>, _ place: Int, _ end: Int) -> Int {
    var low = place
    if low >= end || neighbours[low] >= node { return low }
    var step = 1
    while low + step < end, neighbours[low + step] < node {
      low += step
      step &*= 2
    }
    // What is at `low` is below the node, and what is at `high` is not, or `high` is the end.
    var high = min(low + step, end)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if neighbours[middle] < node { low = middle } else { high = middle }
    }
    return high
  }

  /// The neighbours that have a higher number than a node.
  static func part(of range: Range<Int>, _ neighbours: Span<UInt32>, above node: UInt32) -> Range<Int> {
    advance(to: node &+ 1, neighbours, range.lowerBound, range.upperBound)..<range.upperBound
  }

  /// How many neighbours from a place on are the node.
  static func runLength(of node: UInt32, _ neighbours: Span<UInt32>, _ place: Int, _ end: Int) -> Int64 {
    var index = place
    while index < end, neighbours[index] == node { index += 1 }
    return Int64(index - place)
  }

  /// Sets the bits of some neighbours.
  static func mark(_ bits: inout [UInt64], _ neighbours: Span<UInt32>, _ range: Range<Int>) {
    for place in range {
      let neighbour = Int(neighbours[place])
      bits[neighbour >> 6] |= 1 << UInt64(neighbour & 63)
    }
  }

  /// Clears all bits, given that only those of some neighbours are set.
  static func unmark(_ bits: inout [UInt64], _ neighbours: Span<UInt32>, _ range: Range<Int>) {
    for place in range { bits[Int(neighbours[place]) >> 6] = 0 }
  }
}
