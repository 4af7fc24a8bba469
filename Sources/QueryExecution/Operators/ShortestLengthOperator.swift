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
  /// One of the two ends: what it walks, and the nodes of its last level.
  private struct Side {
    let adjacencies: [Adjacency]
    let marks: NodeMarks
    var frontier: [UInt32] = []
    var depth: UInt32 = 0

    /// The number of hops of the next level.
    var cost: Int { frontier.reduce(0) { sum, node in adjacencies.reduce(sum) { $0 + $1.degree(of: node) } } }
  }

  private let run: QueryRun
  private let snapshot: GraphSnapshot
  private let minimum: Int
  private let maximum: Int
  private var forward: Side
  private var backward: Side

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
    forward = Side(adjacencies: adjacencies(search.direction), marks: snapshot.takeMarks())
    backward = Side(adjacencies: adjacencies(search.direction.reversed), marks: snapshot.takeMarks())
  }

  deinit {
    snapshot.giveBack(forward.marks)
    snapshot.giveBack(backward.marks)
  }

  /// The least number of hops; nil when there is no way.
  ///
  /// - Complexity: O(relationships) at worst; on most graphs about the square root of a one-sided search.
  func length(_ from: UInt32, _ to: UInt32) throws(QueryFailure) -> Int? {
    if from == to { return minimum == 0 ? 0 : nil }
    Self.begin(&forward, from)
    Self.begin(&backward, to)
    while !forward.frontier.isEmpty, !backward.frontier.isEmpty,
      Int(forward.depth) + Int(backward.depth) < maximum
    {
      try run.checkLimits()
      let met =
        forward.cost <= backward.cost
        ? Self.advance(&forward, towards: backward.marks) : Self.advance(&backward, towards: forward.marks)
      if let met { return met }
    }
    return nil
  }

  private static func begin(_ side: inout Side, _ node: UInt32) {
    side.marks.beginRound()
    _ = side.marks.mark(node)
    side.marks.notes[Int(node)] = 0
    side.frontier = [node]
    side.depth = 0
  }

  /// Walks one level further; the length of the shortest way when the sides meet.
  ///
  /// The other side has finished all of its levels, so the first meeting is a shortest one.
  private static func advance(_ side: inout Side, towards other: NodeMarks) -> Int? {
    let depth = side.depth + 1
    let round = side.marks.round
    var next: [UInt32] = []
    var met: Int?
    // Taken out of their object, so that each look-up is one step.
    var rounds: [UInt32] = []
    var notes: [UInt32] = []
    swap(&rounds, &side.marks.rounds)
    swap(&notes, &side.marks.notes)
    let otherRounds = other.rounds
    let otherRound = other.round
    for adjacency in side.adjacencies where met == nil {
      let isDense = adjacency.isDense
      adjacency.withSpans { keys, offsets, neighbours, _ in
        for node in side.frontier {
          for place in NeighbourSearch.range(of: node, keys, offsets, isDense) {
            let neighbour = Int(neighbours[place])
            if rounds[neighbour] == round { continue }
            if otherRounds[neighbour] == otherRound {
              met = Int(depth) + Int(other.notes[neighbour])
              return
            }
            rounds[neighbour] = round
            notes[neighbour] = depth
            next.append(UInt32(neighbour))
          }
        }
      }
    }
    swap(&rounds, &side.marks.rounds)
    swap(&notes, &side.marks.notes)
    side.frontier = next
    side.depth = depth
    return met
  }
}
