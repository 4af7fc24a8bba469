import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, the number of relationships of a shortest trail between two bound nodes; rows without one are
/// dropped.
final class ShortestLengthOperator: FanOutOperator {
  private let search: ShortestPath
  private let length: Slot
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var finder: DistanceSearch?

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, search: ShortestPath, length: Slot) {
    self.search = search
    self.length = length
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(search.from)
    tos = batch.nodes(search.to)
    finder = DistanceSearch(search, run)
  }

  override func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    var lengths: [Int64] = []
    while cursor < batch.count, lengths.count < RowBatch.preferredCount {
      let (from, to) = (froms[cursor], tos[cursor])
      if from != Column.nullEntity, to != Column.nullEntity, let found = try finder?.length(from, to) {
        lengths.append(Int64(found))
        result.rows.append(cursor)
      }
      cursor += 1
    }
    result.columns = [(length, .integers(lengths))]
    return result
  }
}

/// Breadth-first from both ends, always the side whose next level has fewer hops, until the two meet.
private final class DistanceSearch {
  private let run: QueryRun
  private let snapshot: GraphSnapshot
  private let minimum: Int
  private let maximum: Int
  /// What is walked from the one end and from the other.
  private let forward: [Adjacency]
  private let backward: [Adjacency]
  private let marks: (NodeMarks, NodeMarks)

  init(_ search: ShortestPath, _ run: QueryRun) {
    self.run = run
    snapshot = run.snapshot
    minimum = search.minimum
    maximum = search.maximum ?? Int.max
    // Loops and parallel relationships make no way shorter.
    let all = search.types.isEmpty && search.direction == .either ? [snapshot.undirectedNeighbours()] : nil
    func adjacencies(_ direction: QueryPlanning.Direction) -> [Adjacency] {
      all ?? Lanes(search.types, direction, in: run.snapshot).lanes.map(\.adjacency)
    }
    forward = adjacencies(search.direction)
    backward = adjacencies(search.direction.reversed)
    marks = (snapshot.takeMarks(), snapshot.takeMarks())
  }

  deinit {
    snapshot.giveBack(marks.0)
    snapshot.giveBack(marks.1)
  }

  /// The least number of hops; nil when there is no way.
  ///
  /// - Complexity: O(relationships) at worst; on most graphs about the square root of a one-sided search.
  func length(_ from: UInt32, _ to: UInt32) throws(QueryFailure) -> Int? {
    if from == to { return minimum == 0 ? 0 : nil }
    var one = SearchSide(from, marks.0)
    var two = SearchSide(to, marks.1)
    defer {
      one.giveBack(to: marks.0)
      two.giveBack(to: marks.1)
    }
    while !one.frontier.isEmpty, !two.frontier.isEmpty, Int(one.depth) + Int(two.depth) < maximum {
      if run.hasLimits { try run.checkLimits() }
      let isFirst = one.cost <= two.cost
      let adjacencies = isFirst ? forward : backward
      let met = isFirst ? one.advance(adjacencies, to: &two) : two.advance(adjacencies, to: &one)
      if let met { return met }
    }
    return nil
  }
}

/// One of the two ends: the nodes found from it, and those of the last level.
private struct SearchSide {
  /// The marks' arrays, taken out of their object so that each look-up is one step.
  private var rounds: [UInt32] = []
  private var notes: [UInt32] = []
  private let round: UInt32
  private(set) var frontier: [UInt32]
  private(set) var depth: UInt32 = 0
  /// The number of hops of the next level; unknown, and taken for small, at first.
  private(set) var cost = 0

  init(_ node: UInt32, _ marks: NodeMarks) {
    marks.beginRound()
    round = marks.round
    frontier = [node]
    swap(&rounds, &marks.rounds)
    swap(&notes, &marks.notes)
    rounds[Int(node)] = round
    notes[Int(node)] = 0
  }

  mutating func giveBack(to marks: NodeMarks) {
    swap(&rounds, &marks.rounds)
    swap(&notes, &marks.notes)
  }

  /// Walks one level further; the length of the shortest way when the sides meet.
  ///
  /// The other side has finished all of its levels, so the first meeting is a shortest one.
  mutating func advance(_ adjacencies: [Adjacency], to other: inout SearchSide) -> Int? {
    var next: [UInt32] = []
    var met: Int?
    cost = 0
    depth += 1
    for index in adjacencies.indices where met == nil {
      let isDense = adjacencies[index].isDense
      adjacencies[index].withSpans { keys, offsets, neighbours, _ in
        met = walk(keys, offsets, neighbours, isDense, &next, other)
      }
    }
    frontier = next
    return met
  }

  private mutating func walk(
    _ keys: Span<UInt32>, _ offsets: Span<UInt32>, _ neighbours: Span<UInt32>, _ isDense: Bool,
    _ next: inout [UInt32], _ other: borrowing SearchSide
  ) -> Int? {
    for node in frontier {
      for place in NeighbourSearch.range(of: node, keys, offsets, isDense) {
        let neighbour = neighbours[place]
        let index = Int(neighbour)
        if rounds[index] == round { continue }
        if other.rounds[index] == other.round { return Int(depth) + Int(other.notes[index]) }
        rounds[index] = round
        notes[index] = depth
        next.append(neighbour)
        // With several adjacencies this is the cost over one of them: a guess is enough.
        cost += NeighbourSearch.range(of: neighbour, keys, offsets, isDense).count
      }
    }
    return nil
  }
}
