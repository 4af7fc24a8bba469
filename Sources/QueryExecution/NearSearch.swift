import Diagnostics
import GraphCore
import QueryPlanning

/// Breadth-first search along directed relationships, for the nodes within a number of hops: whole levels over whole
/// adjacencies.
struct NearSearch: Sendable {
  private let adjacencies: [Adjacency]
  private let minimum: Int
  private let maximum: Int

  /// Looks up what is to be walked; nil when the search asks for more than distances can tell.
  ///
  /// - Complexity: O(types).
  init?(_ expand: VariableExpand, on snapshot: GraphSnapshot) {
    guard expand.mode == .reachableEnds, expand.hop == nil, expand.minimum <= 1, expand.direction != .either,
      expand.differentFrom.isEmpty
    else { return nil }
    adjacencies = Lanes(expand.types, expand.direction, in: snapshot).lanes.map(\.adjacency)
    minimum = expand.minimum
    maximum = expand.maximum ?? Int.max
  }

  /// Appends the nodes within the number of hops, each once, by distance; the start only if no hop is enough, or a
  /// circle leads back to it.
  ///
  /// - Parameters:
  ///   - start: Where the search begins.
  ///   - marks: Lent by the graph; a round is begun.
  ///   - ends: What is appended to.
  ///   - check: Asked before each level; what it raises ends the search.
  /// - Throws: What `check` raises.
  /// - Complexity: O(relationships walked).
  func find(
    _ start: UInt32, _ marks: NodeMarks, _ ends: inout [UInt32], check: () throws(QueryFailure) -> Void
  ) throws(QueryFailure) {
    marks.beginRound()
    var level = ends.count
    if minimum == 0 {
      ends.append(start)
      _ = marks.mark(start)
      if maximum == 0 { return }
    }
    var depth = 0
    let round = marks.round
    var frontier = level..<ends.count
    while depth == 0 || !frontier.isEmpty, depth < maximum {
      try check()
      level = ends.count
      // Taken out of their object, so that each look-up is one step.
      var rounds: [UInt32] = []
      swap(&rounds, &marks.rounds)
      for adjacency in adjacencies {
        let isDense = adjacency.isDense
        adjacency.withSpans { keys, offsets, neighbours, _ in
          var seen = rounds.mutableSpan
          for index in depth == 0 ? 0..<1 : frontier {
            let node = depth == 0 ? start : ends[index]
            for place in NeighbourSearch.range(of: node, keys, offsets, isDense) {
              let neighbour = neighbours[place]
              if seen[Int(neighbour)] == round { continue }
              seen[Int(neighbour)] = round
              ends.append(neighbour)
            }
          }
        }
      }
      swap(&rounds, &marks.rounds)
      depth += 1
      frontier = level..<ends.count
    }
  }
}
