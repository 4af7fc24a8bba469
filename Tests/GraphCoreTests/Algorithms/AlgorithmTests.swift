import GraphCore
import TestSupport
import Testing

/// Every algorithm against the simplest one that could be right.
@Suite("Algorithms") struct AlgorithmTests {
  /// All relationships as triples.
  func links(_ graph: GraphSnapshot) -> [(relationship: RelationshipID, source: NodeID, target: NodeID)] {
    graph.relationshipIdentifiers.map {
      let relationship = RelationshipID($0)
      return (relationship, graph.source(of: relationship), graph.target(of: relationship))
    }
  }

  /// The steps from a node that a rule allows.
  func steps(_ graph: GraphSnapshot, from node: NodeID, _ rule: PathRule) -> [(NodeID, RelationshipID)] {
    links(graph).flatMap { link -> [(NodeID, RelationshipID)] in
      if let types = rule.types, !types.contains(graph.type(of: link.relationship)) { return [] }
      var result: [(NodeID, RelationshipID)] = []
      if link.source == node, rule.direction != .incoming { result.append((link.target, link.relationship)) }
      if link.target == node, rule.direction != .outgoing { result.append((link.source, link.relationship)) }
      return result
    }
  }

  /// All shortest paths by walking all walks, level by level.
  func allShortest(
    _ graph: GraphSnapshot, from start: NodeID, to end: NodeID, _ rule: PathRule
  ) -> [PathValue] {
    var level = [PathValue(nodes: [start], relationships: [])]
    var seen: Set<NodeID> = [start]
    for _ in 0...min(rule.maximumLength ?? graph.nodeCapacity, graph.nodeCapacity) {
      let found = level.filter { $0.nodes.last == end }
      if !found.isEmpty { return found }
      var next: [PathValue] = []
      for path in level {
        guard let last = path.nodes.last else { continue }
        for (neighbour, relationship) in steps(graph, from: last, rule) where !seen.contains(neighbour) {
          next.append(
            PathValue(nodes: path.nodes + [neighbour], relationships: path.relationships + [relationship]))
        }
      }
      seen.formUnion(next.compactMap(\.nodes.last))
      level = next
    }
    return []
  }

  @Test("shortest paths", arguments: 0..<40 as Range<UInt64>)
  func shortestPaths(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let nodes = 2 + generator.below(14)
    let graph = randomGraph(nodes: nodes, relationships: generator.below(nodes * 2), &generator)
    let types = (0..<graph.relationshipTypeNames.count).map { RelationshipTypeID(UInt32($0)) }
    let rules = [
      PathRule(), PathRule(direction: .outgoing), PathRule(direction: .incoming),
      PathRule(types: Array(types.prefix(1)) + Array(types.prefix(2))),
      PathRule(types: Array(types.prefix(1)), direction: .outgoing), PathRule(maximumLength: 2),
      PathRule(direction: .outgoing, maximumLength: 1), PathRule(maximumLength: 0), PathRule(types: []),
    ]
    for (number, rule) in rules.enumerated() {
      var search = ShortestPathSearch(graph, rule)
      for start in 0..<UInt32(nodes) {
        for end in 0..<UInt32(nodes) {
          let expected = allShortest(graph, from: NodeID(start), to: NodeID(end), rule)
          let found = search.paths(from: NodeID(start), to: NodeID(end))
          let place: Comment = "seed \(seed), rule \(number), \(start) to \(end)"
          #expect(Set(found) == Set(expected), place)
          #expect(found.count == expected.count, place)
          #expect(search.length(from: NodeID(start), to: NodeID(end)) == expected.first?.length, place)
          #expect(search.path(from: NodeID(start), to: NodeID(end)) == found.first, place)
        }
      }
    }
  }

  @Test("shortest paths come in the order of their nodes, and a limit takes the first")
  func orderOfPaths() {
    var builder = GraphBuilder()
    var nodes: [NodeID] = []
    for _ in 0..<6 { nodes.append(builder.addNode(labels: ["thing"])) }
    for middle in [4, 2, 3] {
      _ = builder.addRelationship("knows", from: nodes[0], to: nodes[middle])
      _ = builder.addRelationship("knows", from: nodes[middle], to: nodes[5])
      _ = builder.addRelationship("knows", from: nodes[0], to: nodes[middle])
    }
    let graph = builder.freeze()
    let paths = graph.allShortestPaths(from: nodes[0], to: nodes[5])
    #expect(paths.map { $0.nodes[1].index } == [2, 2, 3, 3, 4, 4])
    #expect(paths.map { $0.relationships[0].index } == [3, 5, 6, 8, 0, 2])
    #expect(graph.allShortestPaths(from: nodes[0], to: nodes[5], limit: 3) == Array(paths.prefix(3)))
    #expect(graph.shortestPath(from: nodes[0], to: nodes[5]) == paths.first)
    #expect(graph.shortestPath(from: nodes[0], to: nodes[1]) == nil)
    #expect(graph.allShortestPaths(from: nodes[0], to: nodes[5], limit: 0).isEmpty)
  }

  @Test("a path of 100,000 steps needs no recursion") func longPath() {
    var builder = GraphBuilder()
    var last = builder.addNode(labels: ["thing"])
    let first = last
    let type = builder.relationshipType("next")
    for _ in 0..<100_000 {
      let next = builder.addNode(labels: ["thing"])
      _ = builder.addRelationship(type, from: last, to: next)
      last = next
    }
    let graph = builder.freeze()
    #expect(graph.shortestPath(from: first, to: last)?.length == 100_000)
  }

  @Test("neighbourhoods", arguments: 0..<30 as Range<UInt64>)
  func neighbourhoods(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let nodes = 1 + generator.below(20)
    let graph = randomGraph(nodes: nodes, relationships: generator.below(nodes * 2), &generator)
    let centres = (0...generator.below(2)).map { _ in NodeID(UInt32(generator.below(nodes))) }
    for hops in 0..<5 {
      var distance: [NodeID: Int] = [:]
      for centre in centres { distance[centre] = 0 }
      for step in 0..<hops {
        for link in links(graph) {
          for (one, two) in [(link.source, link.target), (link.target, link.source)]
          where distance[one] == step && distance[two] == nil { distance[two] = step + 1 }
        }
      }
      let walked = links(graph).filter {
        min(distance[$0.source] ?? hops, distance[$0.target] ?? hops) < hops
      }
      let found = graph.neighbourhood(of: centres, hops: hops)
      #expect(
        found.nodes == distance.keys.sorted { (distance[$0] ?? 0, $0) < (distance[$1] ?? 0, $1) },
        "seed \(seed), \(hops) hops")
      #expect(found.distances == found.nodes.map { distance[$0] })
      #expect(found.relationships == walked.map(\.relationship), "seed \(seed), \(hops) hops")
    }
    let none = graph.neighbourhood(of: centres, hops: 3) { _ in false }
    #expect(none.nodes == Set(centres).sorted() && none.relationships.isEmpty)
  }

  @Test("connected components", arguments: 0..<30 as Range<UInt64>)
  func components(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let nodes = generator.below(30)
    let graph = randomGraph(nodes: nodes, relationships: generator.below(nodes + 1), &generator)
    let components = graph.connectedComponents()
    var search = ShortestPathSearch(graph)
    for one in 0..<nodes {
      for two in 0..<nodes {
        let isConnected = search.length(from: NodeID(UInt32(one)), to: NodeID(UInt32(two))) != nil
        #expect((components.componentOf[one] == components.componentOf[two]) == isConnected, "seed \(seed)")
      }
    }
    #expect(components.sizes.reduce(0, +) == nodes)
    for component in 0..<components.count {
      #expect(components.nodes(of: component).count == components.sizes[component])
    }
    #expect(graph.connectedComponents { _ in false }.count == nodes)
  }

  @Test("the fold follows acts_for to its root", arguments: 0..<60 as Range<UInt64>)
  func fold(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var builder = GraphBuilder()
    let count = 1 + generator.below(12)
    var actsFor: [Int: Int] = [:]
    for index in 0..<count {
      let node = builder.addNode(labels: ["organization"])
      builder.set("id", of: node, to: .string("n\(index)"))
      switch generator.below(4) {
      case 0, 1:
        actsFor[index] = generator.below(count)
        builder.set("acts_for", of: node, to: .string("n\(actsFor[index] ?? 0)"))
      case 2: builder.set("acts_for", of: node, to: "nobody")
      default: break
      }
    }
    for _ in 0..<20 {
      _ = builder.addRelationship(
        "accuses", from: NodeID(UInt32(generator.below(count))), to: NodeID(UInt32(generator.below(count))))
    }
    let graph = builder.freeze()
    var expected: [Int] = []
    for start in 0..<count {
      var node = start
      for _ in 0...count { node = actsFor[node] ?? node }
      // After more steps than there are nodes one stands at a root, or goes round in a circle.
      expected.append((actsFor[node] ?? node) == node ? node : start)
    }
    #expect((0..<count).map { graph.principal(of: NodeID(UInt32($0))).index } == expected, "seed \(seed)")
    let folded = graph.folded()
    #expect(folded.nodes.map(\.index) == Set(expected).sorted())
    let left = links(graph).filter { expected[$0.source.index] != expected[$0.target.index] }
    #expect(folded.links.map(\.relationship) == left.map(\.relationship))
    #expect(folded.links.allSatisfy { $0.subject != $0.object })

    var circles: Set<Set<Int>> = []
    for start in 0..<count {
      var walk = [start]
      while let last = walk.last, let next = actsFor[last], !walk.contains(next) { walk.append(next) }
      if let last = walk.last, let next = actsFor[last], let from = walk.firstIndex(of: next) {
        circles.insert(Set(walk[from...]))
      }
    }
    let found = graph.actsForFindings().compactMap { finding -> [Int]? in
      if case .actsForCycle(let nodes) = finding { return nodes.map(\.index) }
      return nil
    }
    #expect(Set(found.map(Set.init)) == circles, "seed \(seed)")
    #expect(found.count == circles.count)
    for circle in found {
      #expect(circle.first == circle.min())
      for (one, two) in zip(circle, circle.dropFirst() + circle.prefix(1)) { #expect(actsFor[one] == two) }
    }
  }
}
