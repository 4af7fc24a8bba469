import Diagnostics
import GraphFormats
import TestSupport
import Testing
import Vocabulary

/// What the reader accepts the JSON Schema accepts; what is wrong in shape both refuse; what is wrong because
/// of the schema, of other records or of other files only the reader can see.
@Suite("The JSON Schema of graph files")
struct GraphJSONSchemaTests {
  /// Faults of shape.
  ///
  /// All other codes are the reader's alone: undeclared names, unknown types and relations,
  /// wrong ends, cycles, impossible dates, claims and ids that stand twice, values that a property of the schema
  /// does not take, a title that only an included file may lack.
  private static let structural: Set<String> = [
    "graph.wrong-kind", "graph.unknown-key", "graph.sentence", "graph.stray-key", "graph.unknown-status",
    "graph.confidence", "graph.malformed-date", "graph.date-and-interval", "graph.missing-name",
    "graph.no-graph-file", "graph.view-without-question", "graph.bad-id",
  ]

  @Test("agrees with the reader on the graphs of the house, on all cases and on spoiled graphs")
  func agreement() throws {
    var documents: [(text: String, tree: JSONTree)] = []
    for path in ["graphs/karabakh-2023.yaml", "graphs/congress-of-vienna.yaml"] {
      let text = try TestEnvironment.projectFile(path).text
      documents.append((text, try #require(Self.tree(text))))
    }
    for section in try Case.all(in: "graph-files") {
      for part in section.parts where part.name.hasSuffix(".yaml") {
        if let tree = Self.tree(part.text) { documents.append((part.text, tree)) }
      }
    }
    var generator = SeededGenerator(seed: 1_814)
    let sample = try #require(Self.tree(Self.sample))
    for _ in 0..<min(TestEnvironment.fuzzRounds(400), 20_000) {
      var tree = sample
      for _ in 0..<(1 + generator.below(3)) {
        tree = tree.spoiled(by: &generator, pool: Self.pool, keys: Self.keys)
      }
      if case .object = tree, let same = Self.tree(tree.text) { documents.append((tree.text, same)) }
    }
    let schema = "schema/graph.schema.json"
    guard let verdicts = try JSONSchemaValidator.verdicts(on: documents.map(\.tree.json), schema: schema)
    else {
      return
    }
    #expect(verdicts.count == documents.count)
    var counts = (accepted: 0, both: 0, alone: 0)
    for (document, isValid) in zip(documents, verdicts) {
      let source = SourceText(name: "graph.yaml", text: document.text)
      let errors = ReadGraph(sources: [source]).diagnostics.filter { $0.severity == .error }
      let faults = errors.filter { isStructural($0, in: source) }
      if errors.isEmpty {
        counts.accepted += 1
        #expect(isValid, "the reader accepts, the JSON Schema does not: \(document.text)")
      } else if faults.isEmpty {
        counts.alone += 1
      } else {
        counts.both += 1
        #expect(!isValid, "the JSON Schema accepts in spite of \(faults.map(\.message)): \(document.text)")
      }
    }
    #expect(verdicts.prefix(2).allSatisfy { $0 })
    #expect(counts.accepted > 20 && counts.both > 20 && counts.alone > 20, "\(counts)")
  }

  private func isStructural(_ error: Diagnostic, in source: SourceText) -> Bool {
    guard Self.structural.contains(error.code) else { return false }
    let text = error.place.map { source.string(in: $0.span) } ?? ""
    switch error.code {
    case "graph.unknown-key":
      // Entities and claims may have any property that the schema declares.
      return ["a graph file", "a source", "an alias", "a view"].contains {
        error.message.hasSuffix("of \($0)")
      }
    case "graph.malformed-date":
      // A number of fewer than four digits is a number to JSON.
      return Int(text) == nil
    default: return true
    }
  }

  /// The document as JSON sees it; nil when it is no YAML.
  private static func tree(_ text: String) -> JSONTree? {
    var bag = DiagnosticBag()
    let root = YAMLReader.read(SourceText(name: "x.yaml", text: text), reporting: &bag)
    return bag.hasErrors ? nil : root.map(tree)
  }

  private static func tree(_ node: YAMLNode) -> JSONTree {
    switch node.content {
    case .scalar(let text, let style):
      let scalar = YAMLScalar(text, style: style)
      if let value = scalar.boolean { return .boolean(value) }
      if let number = scalar.integer { return .number(String(number)) }
      if let number = scalar.number { return .number(String(number)) }
      return style == .plain && text.isEmpty ? .null : .string(text)
    case .sequence(let items, _): return .array(items.map(tree))
    case .mapping(let pairs, _): return .object(pairs.map { ($0.key.text ?? "", tree($0.value)) })
    }
  }

  private static let sample = """
    graph: A title
    schema: small
    note: A note
    sources:
      upi: {publisher: UPI, title: "A piece", date: 2023-09-19, url: "https://upi.com/a"}
      mt: {retrieved: 2023-09-20, author: Somebody}
    entities:
      azerbaijan: {type: state, name: Azerbaijan, aliases: [Baku, {name: Odlar, used_by: [azerbaijan]}]}
      armenia: {type: state, aliases: Hayastan, iso: ARM}
      aliyev: {type: leader, name: Ilham Aliyev, acts_for: azerbaijan, note: n}
    relations:
      - aliyev leads azerbaijan
      - azerbaijan accuses armenia: {about: shelling, date: 2023-09-19, sources: [upi ¶7, mt]}
      - armenia accuses azerbaijan: {since: 1990s, until: about 2020, status: past, attributed_to: aliyev, sources: upi, confidence: 0.5}
    views:
      who: {ask: who accuses whom, title: Accusations, hops: 2}
    """

  private static let pool: [JSONTree] = [
    .null, .boolean(true), .number("7"), .number("1.25"), .number("2020"), .string("state"),
    .string("armenia"),
    .string("a b"), .string(""), .string("2020-09"), .string("2020-13-45"), .string("denied"),
    .string("upi ¶1"),
    .string("armenia accuses azerbaijan"), .string("https://a.b/c"), .string("~"), .array([]),
    .array([.string("upi")]), .array([.array([])]), .object([]),
    .object([(key: "name", value: .string("x"))]),
    .object([(key: "armenia accuses azerbaijan", value: .null)]),
    .object([(key: "ask", value: .string("x"))]),
  ]

  private static let keys = [
    "graph", "type", "name", "aliases", "note", "date", "since", "status", "sources", "confidence", "ask",
    "title",
    "x y", "armenia leads armenia", "iso", "strength", "relations", "entities", "url", "used_by", "extra",
  ]
}
