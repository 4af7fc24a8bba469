import Diagnostics
import TestSupport
import Testing
import Vocabulary

/// What the reader accepts the JSON Schema accepts; what is wrong in shape both refuse; what is wrong because
/// of other parts of the file only the reader can see.
@Suite("The JSON Schema of schema files")
struct SchemaJSONSchemaTests {
  /// Faults that no JSON Schema can see.
  private static let readerAlone: Set<String> = [
    "schema.unknown-parent", "schema.unknown-type", "schema.parent-cycle", "schema.verb-collision",
    "schema.word-collision", "schema.inverse-clash", "schema.asymmetric-ends", "schema.empty-word",
    "yaml.duplicate-key",
  ]

  private func errors(_ text: String) -> [String] {
    var bag = DiagnosticBag()
    _ = SchemaReader.read(SourceText(name: "schema.yaml", text: text), reporting: &bag)
    return bag.diagnostics.map(\.code)
  }

  @Test("agrees with the reader on the schema of the house, on all cases and on spoiled schemas")
  func agreement() throws {
    var documents: [(text: String, tree: JSONTree)] = []
    let house = try TestEnvironment.projectFile("schema/geopolitics.yaml").text
    let original = try #require(Self.tree(house))
    documents.append((house, original))
    for section in try Case.all(in: "schema") {
      if let tree = Self.tree(section["input"]) { documents.append((section["input"], tree)) }
    }
    let rounds = TestEnvironment.fuzzRounds(400)
    var generator = SeededGenerator(seed: 1_815)
    let small = try #require(Self.tree(Self.sample))
    for _ in 0..<min(rounds, 20_000) {
      var tree = small
      for _ in 0..<(1 + generator.below(3)) {
        tree = tree.spoiled(by: &generator, pool: Self.pool, keys: Self.keys)
      }
      guard case .object = tree else { continue }
      documents.append((tree.text, tree))
    }
    let schema = "schema/schema.schema.json"
    guard let verdicts = try JSONSchemaValidator.verdicts(on: documents.map(\.tree.json), schema: schema)
    else {
      return
    }
    #expect(verdicts.count == documents.count)
    var counts = (accepted: 0, both: 0, alone: 0)
    for (document, isValid) in zip(documents, verdicts) {
      let codes = errors(document.text)
      let structural = codes.filter { !Self.readerAlone.contains($0) }
      if codes.isEmpty {
        counts.accepted += 1
        #expect(isValid, "the reader accepts, the JSON Schema does not: \(document.text)")
      } else if structural.isEmpty {
        counts.alone += 1
      } else {
        counts.both += 1
        #expect(!isValid, "the JSON Schema accepts in spite of \(structural): \(document.text)")
      }
    }
    #expect(verdicts.first == true)
    #expect(counts.accepted > 20 && counts.both > 20 && counts.alone > 5, "\(counts)")
  }

  /// The document as JSON sees it: numbers and truth values written plainly, all else text, nothing null.
  static func tree(_ text: String) -> JSONTree? {
    var bag = DiagnosticBag()
    return YAMLReader.read(SourceText(name: "x.yaml", text: text), reporting: &bag).map(tree)
  }

  static func tree(_ node: YAMLNode) -> JSONTree {
    switch node.content {
    case .scalar(let text, let style):
      let scalar = YAMLScalar(text, style: style)
      if let value = scalar.boolean { return .boolean(value) }
      if let number = scalar.integer { return .number(String(number)) }
      if let number = scalar.number { return .number(String(number)) }
      return style == .plain && scalar.isNull ? .null : .string(text)
    case .sequence(let items, _): return .array(items.map(tree))
    case .mapping(let pairs, _): return .object(pairs.map { ($0.key.text ?? "", tree($0.value)) })
    }
  }

  private static let sample = """
    schema: tiny
    title: Tiny
    entity_types:
      state: {plural: states, synonyms: [country], style: {shape: box, color: blue}}
      city: {parent: state, properties: {url: url, size: {kind: number, list: true}}, codes: {wikidata: [Q515]}}
    relation_types:
      likes:
        class: event
        subjects: [state]
        objects: [state, city]
        symmetric: false
        verbs:
          - {base: like, third: likes, past: liked, gerund: liking}
          - {be: [fond of]}
        nouns: {liking: likings}
        about: [for]
        inverse: {name: pleases, verbs: {base: please, third: pleases, past: pleased, gerund: pleasing}}
        style: {line: solid, width: 1.5, arrow: vee, color: red, rank: 7}
        codes: {cameo: "01", plover: [X]}
      near: {class: timeless, verbs: {be: [near]}, inverse: beside}
    """

  private static let pool: [JSONTree] = [
    .null, .boolean(true), .boolean(false), .number("7"), .number("1.25"), .number("900"), .string("state"),
    .string("likes"), .string("a b"), .string(""), .string("event"), .string("blue"), .string("box"),
    .string("url"), .string("city"), .array([]), .array([.string("state")]), .array([.array([])]),
    .object([]),
    .object([(key: "name", value: .string("x"))]), .object([(key: "be", value: .array([.string("x")]))]),
  ]

  private static let keys = [
    "parent", "title", "plural", "class", "verbs", "be", "base", "with", "style", "rank", "width", "note",
    "x y",
    "codes", "inverse", "subjects", "name", "kind", "state", "extra", "about", "nouns", "transitive",
    "allowed",
  ]
}
