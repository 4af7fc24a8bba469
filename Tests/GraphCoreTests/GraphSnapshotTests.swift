import GraphCore
import TestSupport
import Testing

@Suite("A graph is what was put into it") struct GraphSnapshotTests {
  /// Compares everything a snapshot tells with the plain graph; the snapshot checks its own invariants as well.
  func compare(_ graph: GraphSnapshot, _ plain: PlainGraph, _ seed: UInt64) {
    #expect(graph.nodeCapacity == plain.labels.count, "seed \(seed)")
    #expect(graph.relationshipCapacity == plain.relationships.count, "seed \(seed)")
    #expect(graph.nodeCount == plain.labels.count { $0 != nil }, "seed \(seed)")
    #expect(graph.relationshipCount == plain.relationships.count { $0 != nil }, "seed \(seed)")
    for (index, labels) in plain.labels.enumerated() {
      let node = NodeID(UInt32(index))
      #expect(graph.isDeleted(node) == (labels == nil), "seed \(seed), node \(index)")
      #expect(graph.labels(of: node).map(graph.name(of:)) == labels ?? [], "seed \(seed), node \(index)")
      #expect(
        graph.properties(of: node) == MapValue(plain.nodeProperties[index].map { ($0, $1) }),
        "seed \(seed), node \(index)")
    }
    for (index, expected) in plain.relationships.enumerated() {
      let relationship = RelationshipID(UInt32(index))
      #expect(graph.isDeleted(relationship) == (expected == nil), "seed \(seed)")
      if let expected {
        #expect(graph.name(of: graph.type(of: relationship)) == expected.type, "seed \(seed)")
        #expect(graph.source(of: relationship).index == expected.source, "seed \(seed)")
        #expect(graph.target(of: relationship).index == expected.target, "seed \(seed)")
      }
      #expect(
        graph.properties(of: relationship)
          == MapValue(plain.relationshipProperties[index].map { ($0, $1) }),
        "seed \(seed), relationship \(index)")
    }
    compareAdjacency(graph, plain, seed)
    compareIndexes(graph, plain, seed)
  }

  func compareAdjacency(_ graph: GraphSnapshot, _ plain: PlainGraph, _ seed: UInt64) {
    for node in plain.labels.indices {
      var both: Set<UInt32> = []
      for direction in Direction.allCases {
        func neighbours(_ type: String?) -> [[UInt32]] {
          plain.relationships.enumerated().compactMap { index, relationship -> [UInt32]? in
            guard let relationship, type == nil || relationship.type == type else { return nil }
            let (from, to) =
              direction == .outgoing
              ? (relationship.source, relationship.target) : (relationship.target, relationship.source)
            return from == node ? [UInt32(to), UInt32(index)] : nil
          }.sorted { $0.lexicographicallyPrecedes($1) }
        }
        func found(_ adjacency: Adjacency) -> [[UInt32]] {
          adjacency.range(of: UInt32(node)).map { [adjacency.neighbours[$0], adjacency.relationships[$0]] }
        }
        for type in PlainGraph.typeNames {
          let adjacency = graph.relationshipType(named: type).map { graph.adjacency($0, direction) } ?? .empty
          #expect(found(adjacency) == neighbours(type), "seed \(seed), node \(node), \(type), \(direction)")
        }
        let merged = graph.adjacency(direction)
        #expect(found(merged) == neighbours(nil), "seed \(seed), node \(node), \(direction)")
        both.formUnion(neighbours(nil).map { $0[0] })
      }
      both.remove(UInt32(node))
      let undirected = graph.undirectedNeighbours()
      #expect(
        Array(undirected.neighbours[undirected.range(of: UInt32(node))]) == both.sorted(), "seed \(seed)")
    }
  }

  func compareIndexes(_ graph: GraphSnapshot, _ plain: PlainGraph, _ seed: UInt64) {
    for name in PlainGraph.labelNames {
      let expected = plain.labels.indices.filter { plain.labels[$0]?.contains(name) ?? false }
      let found = graph.label(named: name).map { graph.nodes(with: $0) } ?? []
      #expect(found.map(Int.init) == expected, "seed \(seed), \(name)")
      #expect(graph.label(named: name).map { graph.statistics.count(of: $0) } ?? 0 == expected.count)
    }
    for type in PlainGraph.typeNames {
      let expected = plain.relationships.compactMap { $0 }.filter { $0.type == type }
      guard let identifier = graph.relationshipType(named: type) else {
        #expect(expected.isEmpty)
        continue
      }
      #expect(graph.statistics.count(of: identifier) == expected.count, "seed \(seed), \(type)")
      #expect(
        graph.statistics.endCount(of: identifier, .outgoing) == Set(expected.map(\.source)).count)
      #expect(graph.statistics.endCount(of: identifier, .incoming) == Set(expected.map(\.target)).count)
    }
    for key in PlainGraph.keys {
      guard let identifier = graph.propertyKey(named: key) else { continue }
      for value in Set(plain.nodeProperties.compactMap { $0[key] }) {
        let expected = plain.nodeProperties.indices.filter { plain.nodeProperties[$0][key] == value }
        #expect(
          graph.nodes(where: identifier, equals: value).map(\.index) == expected, "seed \(seed), \(key)")
      }
      #expect(graph.nodes(where: identifier, equals: "nowhere").isEmpty)
    }
  }

  @Test("random graphs, frozen once", arguments: 0..<30 as Range<UInt64>)
  func frozen(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var maker = GraphMaker()
    maker.work(steps: 20 + generator.below(400), deleting: false, &generator)
    let plain = maker.plain
    compare(maker.freeze(), plain, seed)
  }

  @Test("random graphs, thawed and changed again and again", arguments: 100..<120 as Range<UInt64>)
  func thawed(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var plain = PlainGraph()
    var graph = GraphSnapshot.empty
    for _ in 0..<6 {
      var maker = GraphMaker(plain: plain, builder: GraphBuilder(thawing: graph))
      maker.work(steps: 1 + generator.below(120), deleting: true, &generator)
      let before = graph
      let (nodes, relationships) = (before.nodeCount, before.relationshipCount)
      plain = maker.plain
      graph = maker.freeze()
      compare(graph, plain, seed)
      #expect(before.nodeCount == nodes && before.relationshipCount == relationships)
    }
  }

  @Test("compacting closes the gaps and keeps the order", arguments: 200..<215 as Range<UInt64>)
  func compacted(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var maker = GraphMaker()
    maker.work(steps: 400, deleting: true, &generator)
    let old = maker.plain
    let graph = maker.freeze(compacting: true)
    var plain = PlainGraph()
    var new: [Int: Int] = [:]
    for (index, labels) in old.labels.enumerated() where labels != nil {
      new[index] = plain.labels.count
      plain.labels.append(labels)
      plain.nodeProperties.append(old.nodeProperties[index])
    }
    for (index, relationship) in old.relationships.enumerated() {
      guard let relationship, let source = new[relationship.source], let target = new[relationship.target]
      else { continue }
      plain.relationships.append((relationship.type, source, target))
      plain.relationshipProperties.append(old.relationshipProperties[index])
    }
    #expect(!graph.hasDeletedNodes && !graph.hasDeletedRelationships)
    compare(graph, plain, seed)
  }

  @Test("an empty graph answers everything with nothing") func empty() {
    let graph = GraphSnapshot.empty
    #expect(graph.nodeCount == 0 && graph.relationshipCount == 0)
    #expect(graph.label(named: "state") == nil)
    #expect(graph.node(withID: "x") == nil)
    #expect(graph.nameIndex.entries.isEmpty)
    #expect(graph.adjacency(.outgoing).range(of: 7).isEmpty)
    #expect(graph.undirectedNeighbours().count == 0)
    #expect(graph.adjacency(RelationshipTypeID(3), .incoming).count == 0)
    #expect(graph.connectedComponents().count == 0)
    #expect(graph.sources.isEmpty && graph.entities.isEmpty && graph.findings().isEmpty)
    #expect(graph.folded().links.isEmpty)
    #expect(graph.latestSourceDate == nil)
  }

  @Test("parallel relationships and loops are all kept") func parallels() throws {
    var builder = GraphBuilder()
    let one = builder.addNode(labels: [] as [String])
    let two = builder.addNode(labels: [] as [String])
    for index in 0..<1_000 {
      let relationship = builder.addRelationship("accuses", from: one, to: index % 10 == 0 ? one : two)
      builder.set("number", of: relationship, to: .integer(Int64(index)))
    }
    let graph = builder.freeze()
    let type = try #require(graph.relationshipType(named: "accuses"))
    let adjacency = graph.adjacency(type, .outgoing)
    #expect(adjacency.degree(of: one.rawValue) == 1_000)
    #expect(graph.adjacency(type, .incoming).degree(of: one.rawValue) == 100)
    #expect(graph.undirectedNeighbours().degree(of: one.rawValue) == 1)
    let numbers = adjacency.relationships[adjacency.range(of: one.rawValue)].map {
      graph.property("number", of: RelationshipID($0))
    }
    #expect(Set(numbers).count == 1_000)
    #expect(graph.labels(of: one).isEmpty)
    let sum = adjacency.withSpans { _, _, neighbours, _ in
      var sum = 0
      for place in adjacency.bounds { sum += Int(neighbours[place]) }
      return sum
    }
    #expect(sum == 900)
  }

  @Test("a builder sees what it has done itself") func readingBuilder() {
    var builder = GraphBuilder()
    let one = builder.addNode(labels: ["state"])
    let two = builder.addNode(labels: ["state"])
    let first = builder.addRelationship("accuses", from: one, to: two)
    let before = builder.relationships(of: one, .outgoing)
    let second = builder.addRelationship("accuses", from: one, to: two)
    let after = builder.relationships(of: one, .outgoing)
    let none = builder.relationships(of: two, .outgoing)
    #expect(before == [first] && after == [second, first] && none.isEmpty)
    let isTouched = builder.hasRelationships(two)
    builder.delete(first)
    builder.delete(second)
    let isStillTouched = builder.hasRelationships(two)
    #expect(isTouched && !isStillTouched)
    builder.set("name", of: one, to: "One")
    let key = builder.propertyKey("name")
    let (named, all) = (builder.property(key, of: one), builder.properties(of: one))
    #expect(named == "One" && all == MapValue([("name", "One")]))
    builder.set("name", of: one, to: .null)
    let unnamed = builder.property(key, of: one)
    #expect(unnamed.isNull)
    builder.delete(two)
    let deleted = (builder.isDeleted(one), builder.isDeleted(two))
    #expect(!deleted.0 && deleted.1)
    let type = builder.name(of: builder.type(of: first))
    #expect(type == "accuses")
  }

  @Test("changing properties alone keeps the adjacency") func propertiesOnly() {
    var generator = SeededGenerator(seed: 5)
    let before = randomGraph(nodes: 20, relationships: 50, &generator)
    var builder = GraphBuilder(thawing: before)
    builder.set("name", of: NodeID(3), to: "Three")
    let after = builder.freeze()
    #expect(after.property("name", of: NodeID(3)) == "Three")
    #expect(before.property("name", of: NodeID(3)).isNull)
    #expect(after.adjacency(.outgoing).neighbours == before.adjacency(.outgoing).neighbours)
  }
}
