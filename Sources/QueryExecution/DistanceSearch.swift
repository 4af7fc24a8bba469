import Diagnostics
import GraphCore
import QueryPlanning

/// The number of hops of a shortest way between two nodes: breadth-first from both ends, always the side whose next
/// level has fewer hops, until the two meet.
///
/// Both sides finish whole levels, so the first node that the one side finds among those of the other lies in the
/// other's last level: neither side need remember at which level it found a node.
struct DistanceSearch: Sendable {
  private let minimum: Int
  private let maximum: Int
  /// What is walked from the one end and from the other.
  private let forward: [Adjacency]
  private let backward: [Adjacency]

  /// Looks up what is to be walked.
  ///
  /// - Complexity: O(types); for a search over all types in either direction O(relationships) the first time.
  init(_ search: ShortestPath, on snapshot: GraphSnapshot) {
    minimum = search.minimum
    maximum = search.maximum ?? Int.max
    // Loops and parallel relationships make no way shorter.
    let all = search.types.isEmpty && search.direction == .either ? [snapshot.undirectedNeighbours()] : nil
    func adjacencies(_ direction: QueryPlanning.Direction) -> [Adjacency] {
      all ?? Lanes(search.types, direction, in: snapshot).lanes.map(\.adjacency)
    }
    forward = adjacencies(search.direction)
    backward = adjacencies(search.direction.reversed)
  }

  /// The least number of hops.
  ///
  /// - Parameters:
  ///   - from: Where the way begins.
  ///   - to: Where it ends.
  ///   - marks: Lent by the graph.
  ///   - check: Asked before each level; what it raises ends the search.
  /// - Returns: The length; nil when there is no way within the bounds.
  /// - Throws: What `check` raises.
  /// - Complexity: O(relationships) at worst; on most graphs about the square root of a one-sided search.
  func length(
    _ from: UInt32, _ to: UInt32, _ marks: NodeMarks, check: () throws(QueryFailure) -> Void
  ) throws(QueryFailure) -> Int? {
    if from == to { return minimum == 0 ? 0 : nil }
    var rounds: [UInt32] = []
    var levels = Levels(from, to, marks, &rounds)
    defer { swap(&rounds, &marks.rounds) }
    levels.one.cost = forward.reduce(0) { $0 + $1.degree(of: from) }
    levels.two.cost = backward.reduce(0) { $0 + $1.degree(of: to) }
    if forward.count == 1, backward.count == 1 {
      let isDense = (forward[0].isDense, backward[0].isDense)
      return try forward[0].withSpans { keys, offsets, neighbours, _ throws(QueryFailure) in
        let first = (keys, offsets, neighbours)
        return try backward[0].withSpans { keys, offsets, neighbours, _ throws(QueryFailure) in
          while levels.isOpen, levels.length < maximum {
            try check()
            let isFirst = levels.isFirstNext
            let met =
              isFirst
              ? levels.one.advance(first.0, first.1, first.2, isDense.0, &rounds, levels.two.round)
              : levels.two.advance(keys, offsets, neighbours, isDense.1, &rounds, levels.one.round)
            if met { return levels.length }
            if isFirst { levels.one.endLevel() } else { levels.two.endLevel() }
          }
          return nil
        }
      }
    }
    return try lengthOverSeveral(&levels, &rounds, check)
  }

  private func lengthOverSeveral(
    _ levels: inout Levels, _ rounds: inout [UInt32], _ check: () throws(QueryFailure) -> Void
  ) throws(QueryFailure) -> Int? {
    while levels.isOpen, levels.length < maximum {
      try check()
      let isFirst = levels.isFirstNext
      for adjacency in isFirst ? forward : backward {
        let met = adjacency.withSpans { keys, offsets, neighbours, _ in
          isFirst
            ? levels.one.advance(keys, offsets, neighbours, adjacency.isDense, &rounds, levels.two.round)
            : levels.two.advance(keys, offsets, neighbours, adjacency.isDense, &rounds, levels.one.round)
        }
        if met { return levels.length }
      }
      if isFirst { levels.one.endLevel() } else { levels.two.endLevel() }
    }
    return nil
  }
}

/// Both ends of a search.
private struct Levels {
  var one: SearchSide
  var two: SearchSide

  /// Takes the array of marks out of its object, so that each look-up is one step; the caller puts it back.
  init(_ from: UInt32, _ to: UInt32, _ marks: NodeMarks, _ rounds: inout [UInt32]) {
    let first = marks.beginTwoRounds()
    one = SearchSide(from, round: first)
    two = SearchSide(to, round: first + 1)
    swap(&rounds, &marks.rounds)
    rounds[Int(from)] = first
    rounds[Int(to)] = first + 1
  }

  /// Whether both sides have nodes to walk on from.
  var isOpen: Bool { one.head < one.found.count && two.head < two.found.count }
  /// The hops walked from both ends together.
  var length: Int { one.depth + two.depth }
  /// Which side's next level is cheaper.
  var isFirstNext: Bool { one.cost <= two.cost }
}

/// One of the two ends: the nodes found from it, level after level.
private struct SearchSide {
  /// What marks the nodes found from this side.
  let round: UInt32
  private(set) var found: [UInt32] = []
  /// Where the last whole level begins in ``found``.
  private(set) var head = 0
  /// Where it ends.
  private var end = 1
  /// The number of levels walked; that of a meeting counts.
  private(set) var depth = 0
  /// The number of hops of the next level, as far as known.
  var cost = 0
  private var nextCost = 0

  init(_ node: UInt32, round: UInt32) {
    self.round = round
    // Most searches end among a few dozen nodes.
    found.reserveCapacity(64)
    found.append(node)
  }

  /// Walks the present level over one adjacency.
  ///
  /// - Returns: Whether it met the other side.
  mutating func advance(
    _ keys: Span<UInt32>, _ offsets: Span<UInt32>, _ neighbours: Span<UInt32>, _ isDense: Bool,
    _ rounds: inout [UInt32], _ other: UInt32
  ) -> Bool {
    var marks = rounds.mutableSpan
    for index in head..<end {
      for place in NeighbourSearch.range(of: found[index], keys, offsets, isDense) {
        let neighbour = neighbours[place]
        let mark = marks[Int(neighbour)]
        if mark == round { continue }
        if mark == other {
          depth += 1
          return true
        }
        marks[Int(neighbour)] = round
        found.append(neighbour)
        // With several adjacencies this is the cost over one of them: a guess is enough.
        nextCost += NeighbourSearch.range(of: neighbour, keys, offsets, isDense).count
      }
    }
    return false
  }

  /// Goes on to the nodes that the level found.
  mutating func endLevel() {
    depth += 1
    (head, end) = (end, found.count)
    (cost, nextCost) = (nextCost, 0)
  }
}

extension NodeMarks {
  /// Begins two rounds at once, for marks of two kinds.
  ///
  /// - Returns: The first; the second is one more.
  fileprivate func beginTwoRounds() -> UInt32 {
    beginRound()
    let first = round
    beginRound()
    // The numbers have begun anew between the two.
    if round != first + 1 { beginRound() }
    return round - 1
  }
}
