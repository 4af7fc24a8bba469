import GraphCore
import OrderedCollections
import Testing
import Vocabulary

@Suite("Entities, claims and sources") struct GraphRecordTests {
  struct Fixture {
    let graph: GraphSnapshot
    let relation: RelationshipID
  }

  static func fixture() throws -> Fixture {
    var builder = GraphBuilder()
    builder.description = GraphDescription(title: "A test", schemaName: "geopolitics")
    for (id, date) in [("upi", "2023-09-19"), ("cnn", "2023-09-20"), ("bbc", "")] {
      let source = builder.addNode(labels: ["source"])
      builder.set("id", of: source, to: .string(id))
      builder.set("publisher", of: source, to: .string(id.uppercased()))
      if !date.isEmpty { builder.set("date", of: source, to: .date(try PartialDate.parse(date))) }
    }
    let state = builder.addNode(labels: ["state"])
    builder.set("id", of: state, to: "azerbaijan")
    builder.set("name", of: state, to: "Azerbaijan")
    builder.setAliases([Alias("Baku"), Alias("Azərbaycan", usedBy: ["azerbaijan"])], of: state)
    builder.set("wikidata", of: state, to: "Q227")
    let ministry = builder.addNode(labels: ["ministry", "organization"])
    builder.set("id", of: ministry, to: "ministry")
    builder.set("acts_for", of: ministry, to: "azerbaijan")
    let relation = builder.addRelationship("accuses", from: ministry, to: state)
    builder.set("about", of: relation, to: "shelling")
    builder.set("date", of: relation, to: .date(try PartialDate.parse("2023-09-19")))
    builder.set("sources", of: relation, to: ["upi", "cnn"])
    builder.set("paragraphs", of: relation, to: ["¶7", ""])
    builder.set("status", of: relation, to: "denied")
    builder.set("attributed_to", of: relation, to: "ministry")
    builder.set("intensity", of: relation, to: 3)
    return Fixture(graph: builder.freeze(), relation: relation)
  }

  @Test("an entity") func entity() throws {
    let graph = try GraphRecordTests.fixture().graph
    let entity = graph.entity(NodeID(3))
    #expect(entity.id == "azerbaijan" && entity.name == "Azerbaijan" && entity.type == "state")
    #expect(entity.aliases == [Alias("Baku"), Alias("Azərbaycan", usedBy: ["azerbaijan"])])
    #expect(entity.properties == MapValue([("wikidata", "Q227")]))
    #expect(entity.actsFor == nil)
    let ministry = graph.entity(NodeID(4))
    #expect(ministry.name == "ministry" && ministry.labels == ["ministry", "organization"])
    #expect(ministry.actsFor == "azerbaijan" && ministry.properties.isEmpty)
    #expect(graph.entities.map(\.index) == [3, 4])
    #expect(graph.displayName(of: NodeID(4)) == "ministry")
    #expect(graph.description.title == "A test")
  }

  @Test("a claim") func relation() throws {
    let fixture = try GraphRecordTests.fixture()
    let relation = fixture.graph.relation(fixture.relation)
    #expect(relation.subject == NodeID(4) && relation.type == "accuses" && relation.object == NodeID(3))
    #expect(relation.about == "shelling" && relation.status == "denied")
    #expect(relation.time.date?.description == "2023-09-19" && relation.time.since == nil)
    #expect(relation.sources == [Citation(source: "upi", place: "¶7"), Citation(source: "cnn")])
    #expect(relation.attributedTo == "ministry" && relation.quote == nil && relation.confidence == nil)
    #expect(relation.properties == MapValue([("intensity", 3)]))
  }

  @Test("sources, and what now means") func sources() throws {
    let graph = try GraphRecordTests.fixture().graph
    #expect(graph.sources.map(\.id) == ["upi", "cnn", "bbc"])
    #expect(graph.sources.first?.publisher == "UPI")
    #expect(graph.latestSourceDate?.description == "2023-09-20")
    #expect(graph.principal(of: NodeID(4)) == NodeID(3) && graph.folded().links.isEmpty)
  }

  @Test("entities and sources may share an id") func namespaces() {
    var builder = GraphBuilder()
    let source = builder.addNode(labels: ["source"])
    let entity = builder.addNode(labels: ["organization"])
    for node in [source, entity] { builder.set("id", of: node, to: "cnn") }
    let reporter = builder.addNode(labels: ["leader"])
    builder.set("acts_for", of: reporter, to: "cnn")
    let graph = builder.freeze()
    #expect(graph.node(withID: "cnn") == entity && graph.source(withID: "cnn") == source)
    #expect(graph.principal(of: reporter) == entity)
    #expect(graph.findings() == [.unusedSource(source)])
  }

  @Test("what is wrong with a graph as a whole") func findings() throws {
    var builder = GraphBuilder()
    let source = builder.addNode(labels: ["source"])
    builder.set("id", of: source, to: "upi")
    let unused = builder.addNode(labels: ["source"])
    builder.set("id", of: unused, to: "cnn")
    var nodes: [NodeID] = []
    for id in ["a", "b", "a"] {
      let node = builder.addNode(labels: ["state"])
      builder.set("id", of: node, to: .string(id))
      nodes.append(node)
    }
    builder.set("acts_for", of: nodes[1], to: "c")
    builder.set("acts_for", of: nodes[0], to: "a")
    let relation = builder.addRelationship("accuses", from: nodes[0], to: nodes[1])
    builder.set("sources", of: relation, to: ["upi", "upi", "a", "bbc"])
    builder.set("attributed_to", of: relation, to: "upi")
    builder.set("since", of: relation, to: .date(try PartialDate.parse("2020")))
    builder.set("until", of: relation, to: .date(try PartialDate.parse("2019-12-31")))
    let found = builder.freeze().findings()
    #expect(
      found == [
        .unknownPrincipal(nodes[1], id: "c"), .actsForCycle([nodes[0]]),
        .duplicateID("a", [nodes[0], nodes[2]]), .unknownAttribution(relation, id: "upi"),
        .repeatedSource(relation, id: "upi"), .unknownSource(relation, id: "a"),
        .unknownSource(relation, id: "bbc"), .unusedSource(unused), .endsBeforeItBegins(relation),
      ])
  }

  @Test(
    "the date of a lasting state is its beginning",
    arguments: [
      ("accuses", "current", false), ("deploys-to", "current", true), ("deploys-to", "disputed", true),
      ("deploys-to", "past", false), ("borders", "current", true), ("unknown", "current", false),
    ])
  func validTime(type: String, status: String, isStillActive: Bool) throws {
    let types = [("accuses", RelationType.Class.event), ("deploys-to", .state), ("borders", .timeless)]
    let schema = Schema(
      name: "test", title: "Test",
      relationTypes: .init(
        uniqueKeysWithValues: types.map { ($0, RelationType(name: $0, relationClass: $1)) }))
    var builder = GraphBuilder(schema: schema)
    let one = builder.addNode(labels: ["state"])
    let relation = builder.addRelationship(type, from: one, to: one)
    let undated = builder.addRelationship(type, from: one, to: one)
    builder.set("status", of: relation, to: .string(status))
    builder.set("date", of: relation, to: .date(try PartialDate.parse("2020")))
    let graph = builder.freeze()
    let later = try PartialDate.parse("2023-09-19")
    #expect(graph.validTime(of: relation).isActive(from: later, to: later) == isStillActive)
    #expect(graph.validTime(of: relation).isActive(from: nil, to: try PartialDate.parse("2019")) == false)
    #expect(graph.validTime(of: undated).isUndated)
  }
}
