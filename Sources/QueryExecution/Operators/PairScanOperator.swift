import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, each pair of nodes that relationships of some types join, with their number.
final class PairScanOperator: FanOutOperator {
  private let scan: RelationshipScan
  private let countSlot: Slot?
  private let exclusion: HopExclusion
  private var adjacencies: [CountedAdjacency] = []
  /// Where the next pair begins: adjacency, place among the nodes that have neighbours, place among those.
  private var lane = 0
  private var position = (start: 0, place: 0)

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, scan: RelationshipScan, counted: CountedHop) {
    self.scan = scan
    countSlot = node.output.contains(counted.count) ? counted.count : nil
    exclusion = HopExclusion(counted.unlike)
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    let snapshot = run.snapshot
    let types =
      scan.types.isEmpty
      ? (0..<UInt32(snapshot.relationshipTypeNames.count)).map { RelationshipTypeID($0) }
      : Lanes.distinct(scan.types).compactMap { snapshot.relationshipType(named: $0) }
    adjacencies = types.map { snapshot.countedAdjacency($0, .outgoing) }
    rewind()
  }

  private func rewind() {
    lane = 0
    position = (0, 0)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    // Room for all pairs that are left, if they are few.
    let left = lane < adjacencies.count ? adjacencies[lane].ends.count : 0
    let room = batch.count == 1 && adjacencies.count == 1 ? left : RowBatch.preferredCount
    var pairs = PairBuffer(
      room: max(1, min(room, RowBatch.preferredCount)), hasCounts: countSlot != nil || !exclusion.isEmpty,
      isAscending: scan.isAscending)
    while cursor < batch.count, !pairs.isFull {
      guard lane < adjacencies.count else {
        rewind()
        cursor += 1
        continue
      }
      let first = pairs.count
      position = pairs.read(adjacencies[lane], from: position)
      if position.start == adjacencies[lane].starts.count {
        lane += 1
        position = (0, 0)
      }
      if !exclusion.isEmpty { exclude(batch, from: first, &pairs) }
      if batch.count > 1 { result.rows += repeatElement(cursor, count: pairs.count - first) }
    }
    if batch.count == 1 { result.repeated = (0, pairs.count) }
    let (starts, ends, counts) = pairs.finish()
    result.columns = [(scan.start, .nodes(starts)), (scan.end, .nodes(ends))]
    if let countSlot { result.columns.append((countSlot, .integers(counts))) }
    return result
  }

  /// Takes relationships that earlier hops have taken off the last pairs, and pairs of which none is left away.
  private func exclude(_ batch: RowBatch, from first: Int, _ pairs: inout PairBuffer) {
    var kept = first
    for index in first..<pairs.count {
      let (start, end) = (pairs.starts[index], pairs.ends[index])
      let count = pairs.counts[index] - exclusion.taken(batch, cursor, from: start, to: end)
      if count <= 0 { continue }
      (pairs.starts[kept], pairs.ends[kept], pairs.counts[kept]) = (start, end, count)
      kept += 1
    }
    pairs.count = kept
  }
}

/// Pairs of nodes, a batch of them at most, in arrays that are made once.
private struct PairBuffer {
  var starts: [UInt32]
  var ends: [UInt32]
  var counts: [Int64]
  var count = 0
  private let hasCounts: Bool
  /// Whether only pairs are read whose start has a lower number than their end.
  private let isAscending: Bool

  init(room: Int, hasCounts: Bool, isAscending: Bool) {
    self.hasCounts = hasCounts
    self.isAscending = isAscending
    starts = [UInt32](repeating: 0, count: room)
    ends = [UInt32](repeating: 0, count: room)
    counts = [Int64](repeating: 1, count: hasCounts ? room : 0)
  }

  var isFull: Bool { count >= starts.count }

  /// Reads pairs until there is no more room or no more pair.
  ///
  /// - Returns: Where to go on; behind the last start at the end.
  mutating func read(
    _ adjacency: CountedAdjacency, from position: (start: Int, place: Int)
  ) -> (start: Int, place: Int) {
    let isDense = adjacency.ends.isDense
    return adjacency.starts.withSpan { nodes in
      adjacency.withSpans { _, offsets, neighbours, counts in
        read(nodes, offsets, neighbours, counts, isDense: isDense, from: position)
      }
    }
  }

  private mutating func read(
    _ nodes: Span<UInt32>, _ offsets: Span<UInt32>, _ neighbours: Span<UInt32>, _ numbers: Span<UInt32>,
    isDense: Bool, from position: (start: Int, place: Int)
  ) -> (start: Int, place: Int) {
    var (start, place) = position
    var filled = count
    let wantsCounts = hasCounts && !numbers.isEmpty
    // Taken out for as long as they are written, since a span of each is open at the same time.
    var (newStarts, newEnds, newCounts) = ([UInt32](), [UInt32](), [Int64]())
    swap(&starts, &newStarts)
    swap(&ends, &newEnds)
    swap(&counts, &newCounts)
    defer {
      swap(&starts, &newStarts)
      swap(&ends, &newEnds)
      swap(&counts, &newCounts)
    }
    var startSpan = newStarts.mutableSpan
    var endSpan = newEnds.mutableSpan
    var countSpan = newCounts.mutableSpan
    while start < nodes.count {
      let node = nodes[start]
      let key = isDense ? Int(node) : start
      let end = Int(offsets[key + 1])
      var index = max(place, Int(offsets[key]))
      if isAscending { index = NeighbourSearch.advance(to: node &+ 1, neighbours, index, end) }
      let room = min(end, index + startSpan.count - filled)
      while index < room {
        startSpan[filled] = node
        endSpan[filled] = neighbours[index]
        if wantsCounts { countSpan[filled] = Int64(numbers[index]) }
        filled += 1
        index += 1
      }
      place = index
      if index < end { break }
      start += 1
    }
    count = filled
    return (start, place)
  }

  /// The arrays, cut to what is filled.
  consuming func finish() -> (starts: [UInt32], ends: [UInt32], counts: [Int64]) {
    if isFull { return (starts, ends, counts) }
    return (Array(starts[..<count]), Array(ends[..<count]), hasCounts ? Array(counts[..<count]) : [])
  }
}
