/// Which relationships a path may use, and which way.
package struct PathRule: Sendable {
  /// The types; nil allows all.
  package var types: [RelationshipTypeID]?

  /// The direction as seen from the start; nil allows both.
  package var direction: Direction?

  /// The most relationships; nil allows any number.
  package var maximumLength: Int?

  /// Makes a rule; without arguments everything is allowed.
  package init(
    types: [RelationshipTypeID]? = nil, direction: Direction? = nil, maximumLength: Int? = nil
  ) {
    self.types = types
    self.direction = direction
    self.maximumLength = maximumLength
  }
}

/// Finds shortest paths; keep one for many searches, since it reuses its memory.
///
/// Breadth-first from both ends, always the side with the fewer nodes on its frontier, until the two meet:
///
///     start ○─○─○ … ○─○ end       each side walks about half of the way
///
/// Visits are marked with the number of the search, so that nothing needs clearing between two.
package struct ShortestPathSearch: Sendable {
  private let graph: GraphSnapshot
  private let maximumLength: Int
  private var forward: Side
  private var backward: Side
  private var search: UInt32 = 0

  /// One of the two ends: what it walks, and what it has visited.
  private struct Side: Sendable {
    let adjacencies: [Adjacency]
    var mark: [UInt32]
    var distance: [UInt32]
    var frontier: [UInt32] = []
    var depth = 0

    init(_ adjacencies: [Adjacency], nodeCapacity: Int) {
      self.adjacencies = adjacencies
      mark = [UInt32](repeating: 0, count: nodeCapacity)
      distance = [UInt32](repeating: 0, count: nodeCapacity)
    }

    mutating func begin(at node: UInt32, search: UInt32) {
      mark[Int(node)] = search
      distance[Int(node)] = 0
      frontier = [node]
      depth = 0
    }

    func distance(to node: UInt32, search: UInt32) -> Int? {
      mark[Int(node)] == search ? Int(distance[Int(node)]) : nil
    }
  }

  /// Prepares for searches in one graph by one rule.
  ///
  /// - Complexity: O(nodes).
  package init(_ graph: GraphSnapshot, _ rule: PathRule = PathRule()) {
    self.graph = graph
    maximumLength = rule.maximumLength ?? Int.max
    func adjacencies(_ direction: Direction?) -> [Adjacency] {
      let directions = direction.map { [$0] } ?? Direction.allCases
      guard let all = rule.types else { return directions.map { graph.adjacency($0) } }
      let types = Set(all).sorted()
      return directions.flatMap { direction in types.map { graph.adjacency($0, direction) } }
    }
    let reversed: Direction? = rule.direction.map { $0 == .outgoing ? .incoming : .outgoing }
    forward = Side(adjacencies(rule.direction), nodeCapacity: graph.nodeCapacity)
    backward = Side(adjacencies(reversed), nodeCapacity: graph.nodeCapacity)
  }

  /// The number of relationships of a shortest path, 0 from a node to itself; nil when there is none.
  ///
  /// - Complexity: O(relationships) at worst; on most graphs about the square root of a one-sided search.
  package mutating func length(from start: NodeID, to end: NodeID) -> Int? {
    guard !graph.isDeleted(start), !graph.isDeleted(end) else { return nil }
    if search == UInt32.max {
      forward.mark = [UInt32](repeating: 0, count: forward.mark.count)
      backward.mark = forward.mark
      search = 0
    }
    search += 1
    forward.begin(at: start.rawValue, search: search)
    backward.begin(at: end.rawValue, search: search)
    if start == end { return 0 }
    while forward.depth + backward.depth < maximumLength, !forward.frontier.isEmpty,
      !backward.frontier.isEmpty
    {
      let best =
        forward.frontier.count <= backward.frontier.count
        ? ShortestPathSearch.advance(&forward, towards: backward, search: search)
        : ShortestPathSearch.advance(&backward, towards: forward, search: search)
      if let best { return best }
    }
    return nil
  }

  /// A shortest path: of several the one whose nodes, then relationships, have the smallest identifiers.
  ///
  /// - Complexity: as ``length(from:to:)``, and the degrees of the nodes of the path.
  package mutating func path(from start: NodeID, to end: NodeID) -> PathValue? {
    paths(from: start, to: end, limit: 1).first
  }

  /// All shortest paths, by nodes and then relationships; parallel relationships make different paths.
  ///
  /// - Parameters:
  ///   - start: The first node.
  ///   - end: The last node.
  ///   - limit: The most paths wanted: their number can grow exponentially with their length.
  /// - Returns: The paths; empty when there is none.
  /// - Complexity: O(relationships) and O(length × degree) for each path.
  package mutating func paths(
    from start: NodeID, to end: NodeID, limit: Int = Int.max
  ) -> [PathValue] {
    guard let length = length(from: start, to: end), limit > 0 else { return [] }
    if length == 0 { return [PathValue(nodes: [start], relationships: [])] }
    markForwardHalf(length: length)
    var result: [PathValue] = []
    var nodes = [start]
    var relationships: [RelationshipID] = []
    // One list of choices a step, the next one last: a path of any length needs no recursion.
    var choices = [steps(from: start, left: length)]
    while let last = choices.indices.last {
      guard let (neighbour, relationship) = choices[last].popLast() else {
        choices.removeLast()
        nodes.removeLast()
        _ = relationships.popLast()
        continue
      }
      if relationships.count + 1 == length {
        result.append(
          PathValue(nodes: nodes + [neighbour], relationships: relationships + [relationship]))
        if result.count >= limit { break }
      } else {
        nodes.append(neighbour)
        relationships.append(relationship)
        choices.append(steps(from: neighbour, left: length - relationships.count))
      }
    }
    return result
  }

  /// The steps from a node that come nearer to the end, the smallest identifiers last.
  private func steps(from node: NodeID, left: Int) -> [(NodeID, RelationshipID)] {
    var result: [(NodeID, RelationshipID)] = []
    for adjacency in forward.adjacencies {
      for place in adjacency.range(of: node.rawValue) {
        let neighbour = adjacency.neighbours[place]
        guard backward.distance(to: neighbour, search: search) == left - 1 else { continue }
        result.append((NodeID(neighbour), RelationshipID(adjacency.relationships[place])))
      }
    }
    return result.sorted { $0 > $1 }
  }

  /// Walks one step further on one side; the length of the shortest path when the sides meet.
  private static func advance(_ side: inout Side, towards other: Side, search: UInt32) -> Int? {
    var best: Int?
    let depth = UInt32(side.depth + 1)
    var next: [UInt32] = []
    for node in side.frontier {
      for adjacency in side.adjacencies {
        for place in adjacency.range(of: node) {
          let neighbour = adjacency.neighbours[place]
          guard side.mark[Int(neighbour)] != search else { continue }
          side.mark[Int(neighbour)] = search
          side.distance[Int(neighbour)] = depth
          next.append(neighbour)
          if let rest = other.distance(to: neighbour, search: search) {
            best = min(best ?? Int.max, Int(depth) + rest)
          }
        }
      }
    }
    side.frontier = next
    side.depth += 1
    return best
  }

  /// Tells the nodes of the forward half that lie on shortest paths how far the end is.
  ///
  /// The search ended when the forward side's last level met the backward side's; from the nodes where they
  /// met it goes back level by level, so that only nodes of shortest paths are looked at.
  private mutating func markForwardHalf(length: Int) {
    var depth = forward.depth
    var level = forward.frontier.filter {
      backward.distance(to: $0, search: search) == length - depth
    }
    while depth > 0 {
      depth -= 1
      var next: [UInt32] = []
      for node in level {
        for adjacency in backward.adjacencies {
          for place in adjacency.range(of: node) {
            let neighbour = adjacency.neighbours[place]
            guard forward.distance(to: neighbour, search: search) == depth,
              backward.mark[Int(neighbour)] != search
            else { continue }
            backward.mark[Int(neighbour)] = search
            backward.distance[Int(neighbour)] = UInt32(length - depth)
            next.append(neighbour)
          }
        }
      }
      level = next
    }
  }
}

extension GraphSnapshot {
  /// A shortest path between two nodes; see ``ShortestPathSearch`` for many.
  package func shortestPath(
    from start: NodeID, to end: NodeID, _ rule: PathRule = PathRule()
  ) -> PathValue? {
    var search = ShortestPathSearch(self, rule)
    return search.path(from: start, to: end)
  }

  /// All shortest paths between two nodes, at most `limit`; see ``ShortestPathSearch`` for many.
  package func allShortestPaths(
    from start: NodeID, to end: NodeID, _ rule: PathRule = PathRule(), limit: Int = Int.max
  ) -> [PathValue] {
    var search = ShortestPathSearch(self, rule)
    return search.paths(from: start, to: end, limit: limit)
  }
}
