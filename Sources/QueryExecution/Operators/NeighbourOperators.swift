import Diagnostics
import GraphCore
import QueryPlanning

// Hops of which only the other end and the number of parallel relationships are wanted. Parallel relationships lie
// next to each other in an adjacency, so a neighbour is a run.

/// Which of several parallel relationships earlier hops of the MATCH have taken.
struct HopExclusion {
  private let unlike: [HopEnds]

  init(_ unlike: [HopEnds]) {
    self.unlike = unlike
  }

  var isEmpty: Bool { unlike.isEmpty }

  /// How many relationships from one node to another are taken in a row.
  func taken(_ batch: RowBatch, _ row: Int, from start: UInt32, to end: UInt32) -> Int64 {
    var count: Int64 = 0
    for ends in unlike {
      guard case .nodes(let starts) = batch.columns[ends.start.index],
        case .nodes(let others) = batch.columns[ends.end.index]
      else { continue }
      if starts[row] == start, others[row] == end { count += 1 }
    }
    return count
  }
}

/// For each row, each neighbour of a bound node, with the number of relationships that lead to it.
final class ExpandToNeighboursOperator: FanOutOperator {
  private let expand: Expand
  private let countSlot: Slot?
  private let exclusion: HopExclusion
  private var froms: [UInt32] = []
  private var lanes = Lanes([], .outgoing, in: .empty)

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expand: Expand, counted: CountedHop) {
    self.expand = expand
    countSlot = node.output.contains(counted.count) ? counted.count : nil
    exclusion = HopExclusion(counted.unlike)
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(expand.from)
    lanes = Lanes(expand.types, expand.direction, in: run.snapshot)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var found = Found()
    if lanes.lanes.count == 1 {
      let adjacency = lanes.lanes[0].adjacency
      let isDense = adjacency.isDense
      adjacency.withSpans { keys, offsets, neighbours, _ in
        while cursor < batch.count, found.ends.count < RowBatch.preferredCount {
          let range = NeighbourSearch.range(of: froms[cursor], keys, offsets, isDense)
          walk(neighbours, range, batch, skipsLoops: false, &found)
          cursor += 1
        }
      }
    } else {
      while cursor < batch.count, found.ends.count < RowBatch.preferredCount {
        for lane in lanes.lanes {
          let range = lane.adjacency.range(of: froms[cursor])
          if range.isEmpty { continue }
          lane.adjacency.neighbours.withSpan {
            walk($0, range, batch, skipsLoops: lane.skipsLoops, &found)
          }
        }
        cursor += 1
      }
    }
    var result = FanOut()
    result.rows = found.rows
    result.columns = [(expand.to, .nodes(found.ends))]
    if let countSlot { result.columns.append((countSlot, .integers(found.counts))) }
    return result
  }

  private struct Found {
    var rows: [Int] = []
    var ends: [UInt32] = []
    var counts: [Int64] = []
  }

  /// Adds the neighbours of the current row's node.
  private func walk(
    _ neighbours: Span<UInt32>, _ range: Range<Int>, _ batch: RowBatch, skipsLoops: Bool,
    _ found: inout Found
  ) {
    let (row, from) = (cursor, froms[cursor])
    let isIncoming = expand.direction == .incoming
    var index = range.lowerBound
    while index < range.upperBound {
      let end = neighbours[index]
      let first = index
      repeat { index += 1 } while index < range.upperBound && neighbours[index] == end
      if skipsLoops && end == from { continue }
      var count = Int64(index - first)
      if !exclusion.isEmpty {
        count -= exclusion.taken(batch, row, from: isIncoming ? end : from, to: isIncoming ? from : end)
        if count <= 0 { continue }
      }
      found.rows.append(row)
      found.ends.append(end)
      if countSlot != nil { found.counts.append(count) }
    }
  }
}

/// For each row, the number of relationships between two bound nodes; rows with none are dropped.
///
/// Rows often come in runs that share one node, the other ascending: a pair scan gives them so. Then the neighbours
/// of the shared node are walked along with the run instead of being searched for each row.
final class CheckNeighboursOperator: FanOutOperator {
  private let expand: Expand
  private let countSlot: Slot?
  private let exclusion: HopExclusion
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var lanes = Lanes([], .outgoing, in: .empty)
  /// One bit a node, all zero between batches.
  private var bits: [UInt64] = []

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expand: Expand, counted: CountedHop) {
    self.expand = expand
    countSlot = node.output.contains(counted.count) ? counted.count : nil
    exclusion = HopExclusion(counted.unlike)
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(expand.from)
    tos = batch.nodes(expand.to)
    let words = (run.snapshot.nodeCapacity + 63) / 64
    if bits.count != words { bits = [UInt64](repeating: 0, count: words) }
    lanes = Lanes(expand.types, expand.direction, in: run.snapshot)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var counts: [Int64] = []
    if expand.types.count == 1, expand.direction != .either {
      // The side whose node more rows share with the next is walked.
      let sharesTo = repeats(tos) >= repeats(froms)
      let isForward = sharesTo == (expand.direction == .incoming)
      if let type = run.snapshot.relationshipType(named: expand.types[0]) {
        let adjacency = run.snapshot.countedAdjacency(type, isForward ? .outgoing : .incoming)
        check(adjacency, sharesTo ? tos : froms, sharesTo ? froms : tos, &result.rows, &counts)
      }
    } else {
      for row in 0..<batch.count { checkAll(row, &result.rows, &counts) }
    }
    cursor = batch.count
    if !exclusion.isEmpty { exclude(batch, &result.rows, &counts) }
    result.columns = countSlot.map { [($0, .integers(counts))] } ?? []
    return result
  }

  private func repeats(_ nodes: [UInt32]) -> Int {
    var count = 0
    // The first rows tell.
    for row in nodes.indices.prefix(64).dropFirst() where nodes[row] == nodes[row - 1] { count += 1 }
    return count
  }

  /// All rows, by one adjacency of the nodes that they share.
  ///
  /// The neighbours of a node that several rows share are marked in a set of bits: most rows are turned away by one
  /// look at it, where each step of a search would be a guess of the processor. Each row is written, and kept by
  /// adding its bit to the number of rows kept, so that there is nothing to guess either.
  private func check(
    _ adjacency: CountedAdjacency, _ nodes: [UInt32], _ others: [UInt32], _ found: inout [Int],
    _ counts: inout [Int64]
  ) {
    let isDense = adjacency.ends.isDense
    let wantsCounts = countSlot != nil || !exclusion.isEmpty
    let (nodes, others) = (nodes.span, others.span)
    var marks: [UInt64] = []
    swap(&marks, &bits)
    var kept = [Int](repeating: 0, count: nodes.count)
    var keptCount = 0
    adjacency.withSpans { keys, offsets, neighbours, numbers in
      var row = 0
      while row < nodes.count {
        let node = nodes[row]
        var end = row + 1
        while end < nodes.count, nodes[end] == node { end += 1 }
        let range = NeighbourSearch.range(of: node, keys, offsets, isDense)
        let first = keptCount
        if end - row >= 4 && range.count < (end - row) * 16 {
          NeighbourSearch.mark(&marks, neighbours, range)
          keptCount = Self.keepMarked(row..<(range.isEmpty ? row : end), others, marks.span, &kept, first)
          NeighbourSearch.unmark(&marks, neighbours, range)
        } else {
          for row in row..<(range.isEmpty ? row : end) where others[row] != Column.nullEntity {
            let place = NeighbourSearch.advance(
              to: others[row], neighbours, range.lowerBound, range.upperBound)
            guard place < range.upperBound, neighbours[place] == others[row] else { continue }
            kept[keptCount] = row
            keptCount += 1
          }
        }
        if wantsCounts {
          for index in first..<keptCount {
            let place = NeighbourSearch.advance(
              to: others[kept[index]], neighbours, range.lowerBound, range.upperBound)
            counts.append(numbers.isEmpty ? 1 : Int64(numbers[place]))
          }
        }
        row = end
      }
    }
    swap(&marks, &bits)
    kept.removeLast(kept.count - keptCount)
    found = kept
  }

  /// Writes the rows whose node is marked.
  ///
  /// - Returns: The number of rows written so far.
  private static func keepMarked(
    _ rows: Range<Int>, _ others: Span<UInt32>, _ marks: Span<UInt64>, _ kept: inout [Int], _ count: Int
  ) -> Int {
    var keptCount = count
    var places = kept.mutableSpan
    for row in rows {
      let other = others[row]
      // What stands for null is beyond all nodes, and never marked.
      let word = Int(other) >> 6
      if word >= marks.count { continue }
      places[keptCount] = row
      keptCount += Int(marks[word] >> UInt64(other & 63) & 1)
    }
    return keptCount
  }

  /// One row by all adjacencies: several types, or both directions.
  private func checkAll(_ row: Int, _ found: inout [Int], _ counts: inout [Int64]) {
    let (from, to) = (froms[row], tos[row])
    if from == Column.nullEntity || to == Column.nullEntity { return }
    var count: Int64 = 0
    for lane in lanes.lanes where !(lane.skipsLoops && from == to) {
      let range = lane.adjacency.range(of: from)
      count += lane.adjacency.withSpans { _, _, neighbours, _ in
        let place = NeighbourSearch.advance(to: to, neighbours, range.lowerBound, range.upperBound)
        return NeighbourSearch.runLength(of: to, neighbours, place, range.upperBound)
      }
    }
    if count > 0 {
      found.append(row)
      counts.append(count)
    }
  }

  /// Takes relationships that earlier hops have taken off the counts.
  private func exclude(_ batch: RowBatch, _ rows: inout [Int], _ counts: inout [Int64]) {
    let isIncoming = expand.direction == .incoming
    var kept = 0
    for index in rows.indices {
      let (row, from, to) = (rows[index], froms[rows[index]], tos[rows[index]])
      let count =
        counts[index] - exclusion.taken(batch, row, from: isIncoming ? to : from, to: isIncoming ? from : to)
      if count <= 0 { continue }
      (rows[kept], counts[kept]) = (row, count)
      kept += 1
    }
    rows.removeLast(rows.count - kept)
    counts.removeLast(counts.count - kept)
  }
}
