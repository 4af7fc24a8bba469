import EntenteKit
import Testing

@Suite struct BuilderTests {
  private static func strait() -> KnowledgeGraphBuilder {
    var builder = KnowledgeGraphBuilder(title: "A strait and its neighbours")
    builder.addSource("gazette", publisher: "The Gazette", title: "Notice 12", date: "2021-03-04")
    builder.addEntity("north", type: "state", name: "North", aliases: ["The Northern Realm"])
    builder.addEntity("south", type: "state", name: "South")
    builder.addEntity("south-navy", type: "armed-forces", name: "Navy of South", actsFor: "south")
    builder.addRelation(
      "north", "accuses", "south-navy", about: "closing the strait", date: "2021-03",
      sources: ["gazette p. 1"])
    builder.addRelation("south", "denies", "north", about: "closing the strait", sources: ["gazette p. 2"])
    return builder
  }

  @Test func aGraphMadeInCodeIsAskedLikeAnyOther() throws {
    let graph = try Self.strait().build()
    #expect(graph.warnings.isEmpty)
    let answer = try graph.ask("who accuses whom")
    #expect(answer.columns.prefix(3) == ["who", "whom", "about"])
    #expect(answer.rows.count == 1)
    #expect(answer.evidence[0].map(\.type) == ["accuses"])
    #expect(try graph.ask("who accuses South as states").rows.count == 1)
    #expect(try graph.dossier(of: "the northern realm").outgoing.count == 1)
  }

  @Test func itIsCheckedLikeAFile() throws {
    var builder = Self.strait()
    builder.addRelation("north", "acuses", "south")
    builder.addRelation("north", "accuses", "suoth", date: "2021-02-30", sources: ["gazete"])
    let failure = #expect(throws: DiagnosticFailure.self) { try builder.build() }
    let codes = failure?.diagnostics.map(\.code) ?? []
    for code in ["graph.unknown-relation", "graph.undeclared-entity"] {
      #expect(codes.contains(code), "\(codes)")
    }
    #expect(failure?.diagnostics.contains { $0.hints.joined().contains("accuses") } == true)
  }

  @Test func aSchemaCanBeGivenAsText() throws {
    var builder = KnowledgeGraphBuilder(title: "T", schema: .yaml("schema: ["))
    builder.addEntity("a", type: "b")
    #expect(throws: DiagnosticFailure.self) { try builder.build() }
  }

  @Test func withoutASchemaOnlyOpenCypherAsks() throws {
    var builder = KnowledgeGraphBuilder(title: "T", schema: .none)
    builder.addEntity("a", type: "thing")
    builder.addEntity("b", type: "thing")
    builder.addRelation("a", "made-up", "b")
    let graph = try builder.build()
    #expect(
      try graph.ask("MATCH (x:thing)-[r:`made-up`]->(y) RETURN x.id, y.id").rows == [
        [.text("a"), .text("b")]
      ])
    #expect(throws: DiagnosticFailure.self) { try graph.ask("who made what") }
  }

  @Test(arguments: [
    (["n=1"], AnswerValue.integer(1)), (["n=1.5"], .float(1.5)), (["n=true"], .boolean(true)),
    (["n=null"], .null), (["n='1'"], .text("1")), (["n=a=b"], .text("a=b")),
    (["n=[1, x]"], .list([.integer(1), .text("x")])), (["n="], .text("")),
    (["n=[[1, 2], [3]]"], .list([.list([.integer(1), .integer(2)]), .list([.integer(3)])])),
    (["n={a: 'b'}"], .map([AnswerProperty("a", .text("b"))])), (["n=-5"], .integer(-5)),
    (["n=Antony Blinken"], .text("Antony Blinken")), (["n=2020-09-27"], .text("2020-09-27")),
  ])
  func parametersAreReadFromText(texts: [String], value: AnswerValue) throws {
    #expect(try QueryParameter.parse(texts) == [QueryParameter("n", value)])
  }

  @Test(arguments: [["n"], ["=1"], ["a=1", "a=2"], ["a=[1"], ["a={b"]]) func otherParametersAreRefused(
    texts: [String]
  ) {
    #expect(throws: Problem.self) { try QueryParameter.parse(texts) }
  }

  @Test func aHugeParameterIsRefusedNotRecursedInto() {
    let deep = String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000)
    #expect(throws: Problem.self) { try QueryParameter.parse(["n=" + deep]) }
  }

  @Test func aGraphMadeInCodeCanBeKeptAsAFile() throws {
    let graph = try Self.strait().build()
    let file = try graph.graphFile()
    #expect(file.diagnostics.isEmpty)
    let text = String(decoding: file.bytes, as: UTF8.self)
    let again = try KnowledgeGraph.open(["a.yaml"], in: MemoryWorkspace(["a.yaml": text]))
    #expect(try again.graphFile().bytes == file.bytes)
    #expect(try again.ask("who accuses whom").rows == graph.ask("who accuses whom").rows)
  }

  @Test func writingGivesANewGraphAndLeavesTheOld() throws {
    let graph = try Self.strait().build()
    let answer = try graph.ask("CREATE (:state {id: 'east', name: 'East'})")
    #expect(answer.graph.entityCount == graph.entityCount + 1)
    #expect(try graph.ask("MATCH (n {id: 'east'}) RETURN n").rows.isEmpty)
    #expect(try answer.graph.ask("MATCH (n {id: 'east'}) RETURN n.name").rows == [[.text("East")]])
  }

  @Test func hostsLendProcedures() throws {
    let graph = try Self.strait().build().registering([
      Procedure(
        "host.double", inputs: [.init("n", .integer)], outputs: [.init("twice", .integer)]
      ) { values in
        guard case .integer(let number) = values[0] else { return [] }
        return [[.integer(number * 2)]]
      }
    ])
    #expect(try graph.ask("CALL host.double(21) YIELD twice RETURN twice").rows == [[.integer(42)]])
  }
}
