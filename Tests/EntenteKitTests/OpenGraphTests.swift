import EntenteKit
import Testing

@Suite struct OpenGraphTests {
  private static let schema = """
    schema: tales
    title: Tales
    entity_types:
      witch: {plural: witches, style: {shape: ellipse, color: teal}}
      frog: {plural: frogs, style: {shape: box, color: green}}
    relation_types:
      enchants:
        class: event
        subjects: [witch]
        objects: [frog, witch]
        verbs:
          - {base: enchant, third: enchants, past: enchanted, gerund: enchanting}
        nouns: {enchantment: enchantments}
        style: {line: dashed, width: 2, arrow: vee, color: purple, rank: 5}
    """

  private static let graph = """
    graph: A tale
    schema: tales
    sources:
      book: {publisher: A press, title: A book, date: 1812}
    entities:
      ursula: {type: witch, name: Ursula}
      prince: {type: frog, name: The Prince, aliases: [Frog King]}
    relations:
      - ursula enchants prince: {about: into a frog, date: 1812, sources: [book p. 3]}
    """

  private static let workspace = MemoryWorkspace([
    "tales/schema/tales.yaml": schema, "tales/graphs/a.yaml": graph,
    "tales/graphs/b.yaml": graph.replacing("enchants prince", with: "enchnts prince"),
    "tales/graphs/c.yaml": graph.replacing("schema: tales", with: "schema: taels"),
    "tales/graphs/d.yaml": "graph: D\nschema: tales\ninclude: [../../secret.yaml]\n",
    "secret.yaml": graph,
  ])

  @Test func aSchemaIsFoundInTheNearestFolderAbove() throws {
    let graph = try KnowledgeGraph.open(["tales/graphs/a.yaml"], in: Self.workspace)
    #expect(graph.title == "A tale")
    #expect((graph.entityCount, graph.relationCount, graph.sourceCount) == (2, 1, 1))
    #expect(graph.warnings.isEmpty)
  }

  @Test func aSchemaWithMadeUpVerbsIsAskedAndDrawnWithoutCode() throws {
    let graph = try KnowledgeGraph.open(["tales/graphs/a.yaml"], in: Self.workspace)
    let answer = try graph.ask("which frogs did Ursula enchant")
    #expect(answer.rows.count == 1)
    #expect(answer.rows[0].first == .text("The Prince"))
    #expect(try graph.ask("how many enchantments").rows == [[.integer(1)]])
    let drawing = try graph.draw(as: .svg)
    let text = String(decoding: drawing.bytes, as: UTF8.self)
    #expect(text.contains("Ursula") && text.contains("enchant"))
  }

  @Test func aMapOfAReversedIntervalIsRefused() throws {
    let graph = try KnowledgeGraph.open(["tales/graphs/a.yaml"], in: Self.workspace)
    var options = MapOptions()
    options.between = ("2021", "2020")
    let failure = #expect(throws: DiagnosticFailure.self) { try graph.draw(options, as: .svg) }
    #expect(failure?.diagnostics.map(\.code) == ["map.reversed-interval"])
  }

  @Test func aMapOfAnAnswerWithoutRelationsSaysSo() throws {
    let graph = try KnowledgeGraph.open(["tales/graphs/a.yaml"], in: Self.workspace)
    var options = MapOptions()
    options.selection = .answer("MATCH (n) RETURN n.name")
    let failure = #expect(throws: DiagnosticFailure.self) { try graph.draw(options, as: .svg) }
    let text = DiagnosticPrinter().string(for: failure?.diagnostics ?? [])
    #expect(text.contains("rests on no relation") && text.contains("[map.nothing-to-draw]"))
  }

  @Test func aMistakeHasItsPlaceAndAHint() throws {
    let failure = #expect(throws: DiagnosticFailure.self) {
      try KnowledgeGraph.open(["tales/graphs/b.yaml"], in: Self.workspace)
    }
    let text = DiagnosticPrinter().string(for: failure?.diagnostics ?? [])
    #expect(text.contains("tales/graphs/b.yaml:9:12: error"))
    #expect(text.contains("did you mean 'enchants'?"))
  }

  @Test func anUnknownSchemaNamesTheNearest() throws {
    let failure = #expect(throws: DiagnosticFailure.self) {
      try KnowledgeGraph.open(["tales/graphs/c.yaml"], in: Self.workspace)
    }
    #expect(failure?.diagnostics.first?.code == "schema.not-found")
    #expect(failure?.diagnostics.first?.hints.first == "did you mean 'tales'?")
  }

  @Test func nothingOutsideTheProjectIsIncluded() throws {
    let failure = #expect(throws: DiagnosticFailure.self) {
      try KnowledgeGraph.open(["tales/graphs/d.yaml"], in: Self.workspace)
    }
    #expect(failure?.diagnostics.contains { $0.code == "file.outside-project" } == true)
  }

  @Test func withoutAnySchemaFolderTheBuiltInOneServes() throws {
    let text =
      "graph: G\nschema: geopolitics\nentities:\n  a: {type: state}\n  b: {type: state}\nrelations:\n  - a borders b\n"
    let graph = try KnowledgeGraph.open(["g.yaml"], in: MemoryWorkspace(["g.yaml": text]))
    #expect(try graph.ask("who borders whom").rows.count == 1)
  }

  @Test func aMissingFileGetsTheNearestName() throws {
    let failure = #expect(throws: DiagnosticFailure.self) {
      try KnowledgeGraph.open(["tales/graphs/aa.yaml"], in: Self.workspace)
    }
    #expect(failure?.diagnostics.first?.hints == ["did you mean 'tales/graphs/a.yaml'?"])
  }

  @Test func checkReadsTheQuestionsAndSettingsOfViews() {
    let views = """

      views:
        good: {ask: who enchants whom, theme: dark, layout: layered, fold: false, as_of: 1812}
        bad: {ask: who echants whom, theme: drak}
        worse: {ask: who enchants whom, hops: -4, around: Nobody}
      """
    let workspace = MemoryWorkspace([
      "tales/schema/tales.yaml": Self.schema, "tales/graphs/v.yaml": Self.graph + views,
    ])
    let report = KnowledgeGraph.check("tales/graphs/v.yaml", in: workspace)
    let text = DiagnosticPrinter().string(for: report.diagnostics)
    #expect(!report.isClean(strict: false))
    #expect(text.contains("tales/graphs/v.yaml:12:14: error: in the view 'bad':"), "\(text)")
    #expect(text.contains("did you mean 'enchants'"))
    #expect(text.contains("12:39: error: in the view 'bad': 'drak' is no value of 'theme'"), "\(text)")
    #expect(text.contains("in the view 'worse': 'Nobody' is no name that is known here"), "\(text)")
    #expect(text.contains("in the view 'worse': '-4' is no value of 'hops'"), "\(text)")
    #expect(!text.contains("'good'"))
  }

  @Test func aViewsSettingsAreDrawnUnlessTheOptionsSayOtherwise() throws {
    let views = "\nviews:\n  v: {ask: who enchants whom, theme: dark, title: By night}\n"
    let graph = try KnowledgeGraph.open(
      ["tales/graphs/v.yaml"],
      in: MemoryWorkspace(["tales/schema/tales.yaml": Self.schema, "tales/graphs/v.yaml": Self.graph + views])
    )
    func svg(_ theme: MapThemeName?) throws -> String {
      var options = MapOptions()
      options.selection = .view("v")
      options.theme = theme
      return String(decoding: try graph.draw(options).bytes, as: UTF8.self)
    }
    #expect(try svg(nil).contains("By night"))
    #expect(try svg(nil) == svg(.dark))
    #expect(try svg(.light) != svg(.dark))
  }

  @Test func oneFileGivenTwiceIsReadOnce() throws {
    let graph = try KnowledgeGraph.open(
      ["tales/graphs/a.yaml", "tales/graphs/../graphs/a.yaml"], in: Self.workspace)
    #expect(graph.relationCount == 1)
    #expect(graph.warnings.isEmpty)
  }
}
