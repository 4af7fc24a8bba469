import EntenteKit
import Testing

@Suite struct MergeTests {
  private static func graph(_ text: String) throws -> KnowledgeGraph {
    try KnowledgeGraph.open(["g.yaml"], in: MemoryWorkspace(["g.yaml": text]))
  }

  private static let ours = """
    graph: Ours
    schema: geopolitics
    sources:
      upi: {publisher: UPI, title: One}
    entities:
      north: {type: state, name: North, aliases: [Norden]}
      south: {type: state, name: South}
    relations:
      - north accuses south: {about: a toll, date: 2021, sources: [upi ¶1]}
      - north warns south: {about: a war, status: denied}
    """

  private static let theirs = """
    graph: Theirs
    schema: geopolitics
    sources:
      mt: {publisher: MT}
    entities:
      north: {type: state, name: North, iso: NOR}
      sud: {type: state, name: South, aliases: [Sud]}
    relations:
      - north accuses sud: {about: a toll, date: 2021, sources: [mt ¶2]}
      - sud denies north: {about: a toll}
    """

  private static func listing(_ graph: KnowledgeGraph) throws -> String {
    String(decoding: try graph.graphFile().bytes, as: UTF8.self)
  }

  @Test func byIDOnlyWhatHasOneIDIsJoined() throws {
    let merged = try Self.graph(Self.ours).merged(with: Self.graph(Self.theirs))
    #expect(merged.graph.entityCount == 3)
    #expect(merged.graph.relationCount == 4)
    #expect(merged.graph.title == "Ours")
    #expect(try Self.listing(merged.graph).contains("iso: NOR"))
  }

  @Test(arguments: [MergeOptions.Identity.name, .alias])
  func byNameTheSameClaimGetsTheSourcesOfBoth(_ identity: MergeOptions.Identity) throws {
    var options = MergeOptions()
    options.identity = identity
    let merged = try Self.graph(Self.ours).merged(with: Self.graph(Self.theirs), options)
    #expect(merged.graph.entityCount == 2)
    #expect(merged.graph.relationCount == 3)
    let text = try Self.listing(merged.graph)
    #expect(text.contains("[upi ¶1, mt ¶2]"))
    #expect(text.contains("Sud"))
    #expect(merged.diagnostics.isEmpty)
  }

  @Test func conflictsAreListedAndDecided() throws {
    let other = Self.ours.replacing("name: South", with: "name: The South").replacing(
      "denied", with: "disputed"
    )
    .replacing("title: One", with: "title: Two")
    let failure = #expect(throws: DiagnosticFailure.self) {
      try Self.graph(Self.ours).merged(with: Self.graph(other))
    }
    #expect(failure?.diagnostics.map(\.code) == ["merge.conflict", "merge.conflict", "merge.conflict"])
    var options = MergeOptions()
    options.conflicts = .ours
    #expect(
      try Self.listing(Self.graph(Self.ours).merged(with: Self.graph(other), options).graph)
        == Self.listing(Self.graph(Self.ours)))
    options.conflicts = .theirs
    let theirs = try Self.listing(Self.graph(Self.ours).merged(with: Self.graph(other), options).graph)
    #expect(theirs.contains("The South") && theirs.contains("disputed") && theirs.contains("Two"))
    options.conflicts = .keepBoth
    let both = try Self.graph(Self.ours).merged(with: Self.graph(other), options)
    #expect(both.diagnostics.count == 3)
    #expect((both.graph.entityCount, both.graph.relationCount, both.graph.sourceCount) == (2, 3, 2))
    #expect(try Self.listing(both.graph).contains("aliases: [The South]"))
  }

  @Test func aGraphMergedWithItselfIsItself() throws {
    let graph = try Self.graph(Self.ours)
    #expect(try Self.listing(graph.merged(with: graph).graph) == Self.listing(graph))
  }

  @Test func aNameThatTwoHaveJoinsNothing() throws {
    let two = Self.ours.replacing("name: North, aliases: [Norden]", with: "name: South")
    var options = MergeOptions()
    options.identity = .name
    let merged = try Self.graph(two).merged(
      with: Self.graph(Self.theirs.replacing("name: North, ", with: "")), options)
    #expect(merged.graph.entityCount == 3)
  }
}

@Suite struct DiffTests {
  private static let before = """
    graph: A
    schema: geopolitics
    entities:
      north: {type: state, name: North}
      south: {type: state, name: South}
      east: {type: state, name: East}
    relations:
      - north accuses south: {about: a toll, date: 2021}
      - north ally-of south: {since: 1990}
      - south warns north
      - east warns north
    """

  private static let after = """
    graph: B, in another order
    schema: geopolitics
    entities:
      south: {type: state, name: The South}
      north: {type: state, name: North}
      west: {type: state, name: West}
    relations:
      - south warns north
      - south ally-of north: {since: 1990, until: 2001}
      - north accuses south: {about: a toll, date: 2021, status: denied}
      - west accuses south
    """

  private static func changes() throws -> GraphChanges {
    let workspace = MemoryWorkspace(["a.yaml": before, "b.yaml": after])
    return try KnowledgeGraph.open(["a.yaml"], in: workspace).changes(
      to: KnowledgeGraph.open(["b.yaml"], in: workspace))
  }

  @Test func claimsThatCameWentAndChanged() throws {
    let csv = String(decoding: try Self.changes().formatted(as: .csv), as: UTF8.self)
    #expect(
      csv == """
        change,what,record,details
        changed,relation,North accuses The South,status: current → denied
        changed,relation,The South is an ally of North,until: – → 2001
        went,relation,East warns North,status: current
        came,relation,West accuses The South,status: current
        changed,entity,south,name: South → The South
        went,entity,east,name: East; type: state
        came,entity,west,name: West; type: state

        """)
    #expect(
      try Self.changes().summary
        == "relations: 1 came, 1 went, 2 changed; entities: 1 came, 1 went, 1 changed")
  }

  @Test func everyFormSaysTheSame() throws {
    let changes = try Self.changes()
    let json = String(decoding: try changes.formatted(as: .json), as: UTF8.self)
    #expect(json.contains(#"{"subject":"west","relation":"accuses","object":"south","change":"came""#))
    #expect(json.contains(#""status":{"before":"current","after":"denied"}"#))
    let svg = String(decoding: try changes.formatted(as: .svg), as: UTF8.self)
    #expect(svg.contains("+ accuses") && svg.contains("− warns") && svg.contains("~ is an ally of"))
  }

  @Test func theSameGraphInAnotherOrderIsNoDifference() throws {
    let workspace = MemoryWorkspace(["a.yaml": Self.before])
    let graph = try KnowledgeGraph.open(["a.yaml"], in: workspace)
    #expect(try graph.changes(to: graph).isEmpty)
    #expect(try graph.changes(to: graph).summary == "no difference")
  }
}
