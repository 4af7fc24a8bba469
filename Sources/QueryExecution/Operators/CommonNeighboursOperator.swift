import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, the nodes to which both of two bound nodes lead, with the numbers of relationships.
///
/// Rows come in runs that share one of the two nodes. Its neighbours are marked in a set of bits once a run; then
/// the other node's neighbours are looked up in the set, or, where the shared node has far fewer, these are searched
/// among the other's.
final class CommonNeighboursOperator: FanOutOperator {
  private let search: CommonNeighbours
  private var sides: (CommonNeighboursSide, CommonNeighboursSide)
  /// The marked neighbours as bits, all zero while no node is marked.
  private var bits: [UInt64] = []
  private var snapshot: GraphSnapshot?

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, search: CommonNeighbours) {
    self.search = search
    sides = (CommonNeighboursSide(search.sides[0], node), CommonNeighboursSide(search.sides[1], node))
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    sides.0.begin(batch, run.snapshot)
    sides.1.begin(batch, run.snapshot)
    if snapshot !== run.snapshot {
      snapshot = run.snapshot
      bits = [UInt64](repeating: 0, count: (run.snapshot.nodeCapacity + 63) / 64)
    }
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var found = CommonNeighboursFound()
    var marks: [UInt64] = []
    swap(&marks, &bits)
    // The lists are opened once for all rows: a span for each row would cost more than the search.
    sides.0.adjacency.ends.withSpans { keys, offsets, neighbours, _ in
      let first = (keys, offsets, neighbours)
      sides.1.adjacency.ends.withSpans { keys, offsets, neighbours, _ in
        walk(batch, first.0, first.1, first.2, keys, offsets, neighbours, &marks, &found)
      }
    }
    swap(&marks, &bits)
    found.count(sides.0.adjacency, sides.1.adjacency)
    if !sides.0.exclusion.isEmpty || !sides.1.exclusion.isEmpty { exclude(batch, &found) }
    var result = FanOut()
    result.rows = found.rows
    result.columns = [(search.node, .nodes(found.nodes))]
    if let slot = sides.0.countSlot { result.columns.append((slot, .integers(found.firstCounts))) }
    if let slot = sides.1.countSlot { result.columns.append((slot, .integers(found.secondCounts))) }
    return result
  }

  /// Finds the common neighbours of row after row, until a batch is full.
  private func walk(
    _ batch: RowBatch, _ keys1: Span<UInt32>, _ offsets1: Span<UInt32>, _ neighbours1: Span<UInt32>,
    _ keys2: Span<UInt32>, _ offsets2: Span<UInt32>, _ neighbours2: Span<UInt32>, _ bits: inout [UInt64],
    _ found: inout CommonNeighboursFound
  ) {
    let (isDense1, isDense2) = (sides.0.adjacency.ends.isDense, sides.1.adjacency.ends.isDense)
    let (ones, twos) = (sides.0.nodes, sides.1.nodes)
    var row = cursor
    let end = batch.count
    var marked = 0..<0
    var isSecondMarked = false
    var markedNode = Column.nullEntity
    let aboveSide = search.aboveSide
    var above = (node: Column.nullEntity, part: 0..<0)
    while row < end, found.nodes.count < RowBatch.preferredCount {
      let (one, two) = (ones[row], twos[row])
      var range1 = NeighbourSearch.range(of: one, keys1, offsets1, isDense1)
      var range2 = NeighbourSearch.range(of: two, keys2, offsets2, isDense2)
      defer { row += 1 }
      // What the one side leaves out is in no intersection; rows that share its node share the part, too.
      if aboveSide == 0 {
        if above.node != one { above = (one, NeighbourSearch.part(of: range1, neighbours1, above: one)) }
        range1 = above.part
      } else if aboveSide == 1 {
        if above.node != two { above = (two, NeighbourSearch.part(of: range2, neighbours2, above: two)) }
        range2 = above.part
      }
      if range1.isEmpty || range2.isEmpty { continue }
      if markedNode != (isSecondMarked ? two : one) {
        NeighbourSearch.unmark(&bits, isSecondMarked ? neighbours2 : neighbours1, marked)
        markedNode = Column.nullEntity
        marked = 0..<0
        let sharesSecond = row + 1 < end && twos[row + 1] == two
        let sharesFirst = row + 1 < end && ones[row + 1] == one
        if sharesSecond || sharesFirst {
          isSecondMarked = sharesSecond
          marked = sharesSecond ? range2 : range1
          markedNode = sharesSecond ? two : one
          NeighbourSearch.mark(&bits, sharesSecond ? neighbours2 : neighbours1, marked)
        }
      }
      // A step of a search in the longer list costs about as much as eight looks into the bits.
      let isLooked = markedNode != Column.nullEntity
      if isLooked, isSecondMarked ? range2.count * 8 >= range1.count : range1.count * 8 >= range2.count {
        if isSecondMarked {
          found.look(row, neighbours1, range1, neighbours2, range2, bits.span, isFirstWalked: true)
        } else {
          found.look(row, neighbours2, range2, neighbours1, range1, bits.span, isFirstWalked: false)
        }
      } else if range1.count <= range2.count {
        found.search(row, neighbours1, range1, neighbours2, range2, isFirstWalked: true)
      } else {
        found.search(row, neighbours2, range2, neighbours1, range1, isFirstWalked: false)
      }
    }
    NeighbourSearch.unmark(&bits, isSecondMarked ? neighbours2 : neighbours1, marked)
    cursor = row
  }

  /// Takes relationships that earlier hops have taken off the counts.
  private func exclude(_ batch: RowBatch, _ found: inout CommonNeighboursFound) {
    var kept = CommonNeighboursFound()
    for index in found.rows.indices {
      let (row, node) = (found.rows[index], found.nodes[index])
      let first = sides.0.ends(row, node)
      let second = sides.1.ends(row, node)
      let one = found.firstCounts[index] - sides.0.exclusion.taken(batch, row, from: first.0, to: first.1)
      var two = found.secondCounts[index] - sides.1.exclusion.taken(batch, row, from: second.0, to: second.1)
      // The first of the two hops may be the same relationship as the second.
      if first == second, sides.1.expand.counted?.unlike.contains(sides.0.hop) == true { two -= 1 }
      guard one > 0, two > 0 else { continue }
      kept.rows.append(row)
      kept.nodes.append(node)
      kept.firstCounts.append(one)
      kept.secondCounts.append(two)
    }
    found = kept
  }
}

/// One of the two hops.
private struct CommonNeighboursSide {
  let expand: Expand
  let countSlot: Slot?
  let exclusion: HopExclusion
  var nodes: [UInt32] = []
  var adjacency = CountedAdjacency.empty

  init(_ expand: Expand, _ node: PlanNode) {
    self.expand = expand
    countSlot = expand.counted.flatMap { node.output.contains($0.count) ? $0.count : nil }
    exclusion = HopExclusion(expand.counted?.unlike ?? [])
  }

  mutating func begin(_ batch: RowBatch, _ snapshot: GraphSnapshot) {
    nodes = batch.nodes(expand.from)
    adjacency = .empty
    if let name = expand.types.first, let type = snapshot.relationshipType(named: name) {
      adjacency = snapshot.countedAdjacency(type, expand.direction == .incoming ? .incoming : .outgoing)
    }
  }

  /// Start and end of the hop's relationships in a row.
  func ends(_ row: Int, _ neighbour: UInt32) -> (UInt32, UInt32) {
    expand.direction == .incoming ? (neighbour, nodes[row]) : (nodes[row], neighbour)
  }

  /// The columns of start and end.
  var hop: HopEnds {
    expand.direction == .incoming
      ? HopEnds(start: expand.to, end: expand.from) : HopEnds(start: expand.from, end: expand.to)
  }
}

/// The rows found so far.
private struct CommonNeighboursFound {
  var rows: [Int] = []
  var nodes: [UInt32] = []
  /// Where the node stands among the neighbours of the two sides.
  private var places: [(Int, Int)] = []
  var firstCounts: [Int64] = []
  var secondCounts: [Int64] = []

  private mutating func add(_ row: Int, _ node: UInt32, _ first: Int, _ second: Int) {
    rows.append(row)
    nodes.append(node)
    places.append((first, second))
  }

  /// Reads how many relationships lead to each node found.
  mutating func count(_ first: CountedAdjacency, _ second: CountedAdjacency) {
    firstCounts = places.map { first.counts.isEmpty ? 1 : Int64(first.counts[$0.0]) }
    secondCounts = places.map { second.counts.isEmpty ? 1 : Int64(second.counts[$0.1]) }
  }

  /// Looks the neighbours of one node up among the marked ones of the other.
  mutating func look(
    _ row: Int, _ neighbours: Span<UInt32>, _ range: Range<Int>, _ others: Span<UInt32>,
    _ otherRange: Range<Int>, _ bits: Span<UInt64>, isFirstWalked: Bool
  ) {
    var other = otherRange.lowerBound
    for index in range {
      let neighbour = neighbours[index]
      let place = Int(neighbour)
      if bits[place >> 6] >> UInt64(place & 63) & 1 == 0 { continue }
      other = NeighbourSearch.advance(to: neighbour, others, other, otherRange.upperBound)
      add(row, neighbour, isFirstWalked ? index : other, isFirstWalked ? other : index)
    }
  }

  /// Walks the shorter list of neighbours and searches each in the longer one, from where the last one was.
  mutating func search(
    _ row: Int, _ neighbours: Span<UInt32>, _ range: Range<Int>, _ others: Span<UInt32>,
    _ otherRange: Range<Int>, isFirstWalked: Bool
  ) {
    var other = otherRange.lowerBound
    for index in range {
      let neighbour = neighbours[index]
      other = NeighbourSearch.advance(to: neighbour, others, other, otherRange.upperBound)
      if other == otherRange.upperBound { return }
      if others[other] != neighbour { continue }
      add(row, neighbour, isFirstWalked ? index : other, isFirstWalked ? other : index)
    }
  }
}
