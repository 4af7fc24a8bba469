import Diagnostics
import OrderedCollections
import TestSupport
import Testing
import Vocabulary

@Suite("The schema reader")
struct SchemaReaderTests {
  @Test("says of every mistake what, where and what to try", arguments: try Case.all(in: "schema"))
  func mistakes(_ section: Case) {
    let source = SourceText(name: "schema.yaml", text: section["input"])
    var bag = DiagnosticBag()
    _ = SchemaReader.read(source, reporting: &bag)
    let printer = DiagnosticPrinter()
    let text = bag.sorted.map { printer.string(for: $0) }.joined()
    #expect(section.mismatch("expected", text) == nil)
  }

  @Test("reads the schema of the house without a word")
  func geopolitics() throws {
    let schema = try #require(try Self.geopolitics())
    #expect(schema.name == "geopolitics")
    #expect(schema.relationTypes.count == 22)
    #expect(
      schema.entityTypes.keys.filter { schema.entityTypes[$0]?.parent == nil }
        == ["state", "leader", "place", "organization"])
    #expect(schema.labels(of: "corridor") == ["corridor", "road", "place"])
    #expect(schema.isA("corridor", "place"))
    #expect(schema.style(ofEntityType: "corridor") == NodeStyle(shape: .hexagon, color: .green))
    #expect(schema.properties(ofEntityType: "corridor")["latitude"]?.kind == .number)
    #expect(schema.type("ministry", fits: ["state", "organization"]))
    #expect(!schema.type("city", fits: ["state", "organization"]))
  }

  /// Ontology: which classes there are, and what is symmetric.
  @Test("holds the classes and directions of the ontology")
  func ontology() throws {
    let schema = try #require(try Self.geopolitics())
    func names(_ wanted: (RelationType) -> Bool) -> [String] {
      schema.relationTypes.values.filter(wanted).map(\.name)
    }
    #expect(names { $0.relationClass == .event }.count == 11)
    #expect(names { $0.relationClass == .state }.count == 8)
    #expect(names { $0.relationClass == .timeless } == ["capital-of", "part-of", "borders"])
    #expect(names(\.isSymmetric) == ["talks-with", "agrees-with", "ally-of", "borders"])
    #expect(names(\.isTransitive) == ["part-of"])
    for type in schema.relationTypes.values {
      #expect(!type.phrase.isEmpty)
      #expect(!type.codes.isEmpty, "\(type.name) has no codes")
      #expect(type.inverse != nil, "\(type.name) has no inverse")
      #expect(type.style.rank > 0, "\(type.name) has no rank")
    }
  }

  @Test("never traps, whatever stands in the file", .timeLimit(.minutes(10)))
  func fuzz() throws {
    let original = try TestEnvironment.projectFile("schema/geopolitics.yaml").bytes
    let rounds = TestEnvironment.fuzzRounds(1_000)
    var generator = SeededGenerator(seed: 2_023)
    let snippets = [
      "no", "on: ", "- ", "{", "}", "[", "]", "&a ", "*a", "<<: *a", ": ", "\t", "'", "\"", "#", "|\n",
      "2020",
      "\u{FEFF}", "é", "parent: state", "inverse: accuses", "verbs: []", "null", "~", "? ", "!!str ", "---\n",
      "%",
    ].map { Array($0.utf8) }
    for round in 0..<rounds {
      // A slice keeps the rounds short; lines keep the structure that makes mutations interesting.
      let start = generator.below(original.count)
      var bytes = Array(original[start..<min(original.count, start + 200 + generator.below(1_500))])
      for _ in 0..<(1 + generator.below(6)) {
        let place = generator.below(bytes.count + 1)
        switch generator.below(4) {
        case 0: bytes.insert(UInt8(generator.below(256)), at: place)
        case 1: bytes.insert(contentsOf: generator.pick(snippets) ?? [], at: place)
        case 2 where place < bytes.count:
          bytes.removeSubrange(place..<min(bytes.count, place + 1 + generator.below(20)))
        default: if place < bytes.count { bytes[place] = UInt8(generator.below(128)) }
        }
      }
      let source = SourceText(name: "fuzz.yaml", bytes: bytes)
      var bag = DiagnosticBag()
      let schema = SchemaReader.read(source, reporting: &bag)
      #expect(schema != nil || bag.hasErrors, "seed \(generator.seed), round \(round)")
      for diagnostic in bag.diagnostics {
        let span = try #require(diagnostic.place).span
        #expect(
          Int(span.upper) <= bytes.count + 1, "seed \(generator.seed), round \(round): \(diagnostic.message)")
      }
    }
  }

  /// A whole schema in few lines, so that what a mutation breaks is its meaning and not its syntax.
  private static let small = """
    schema: tales
    title: Tales
    entity_types:
      witch: {plural: witches, style: {shape: ellipse, color: teal}}
      hag:
        parent: witch
        plural: hags
        properties:
          age: {kind: integer, note: in years}
      frog: {plural: frogs, synonyms: [toad, toads], style: {shape: rounded-box, color: green}}
    relation_types:
      enchants:
        class: event
        subjects: [witch]
        objects: [frog, witch]
        verbs:
          - {base: enchant, third: enchants, past: enchanted, gerund: enchanting}
          - {base: cast, third: casts, past: cast, gerund: casting, with: [a spell on]}
        nouns: {enchantment: enchantments}
        about: [into]
        inverse: is-enchanted-by
        style: {line: dashed, width: 2, arrow: vee, color: purple, rank: 5}
        codes: {cameo: ["112"]}
      sister-of:
        class: state
        symmetric: true
        verbs:
          - {be: [a sister of]}
        style: {line: double, width: 1.5, arrow: none, color: blue, rank: 3}
    """

  @Test("never traps when lines and words of a whole schema change places", .timeLimit(.minutes(10)))
  func structureFuzz() throws {
    let rounds = TestEnvironment.fuzzRounds(1_000)
    var generator = SeededGenerator(seed: 1_812)
    let words = Self.small.split { !$0.isLetter && $0 != "-" && $0 != "_" }.map(String.init)
    var intact = 0
    for round in 0..<rounds {
      var lines = Self.small.split(separator: "\n").map(String.init)
      for _ in 0..<(1 + generator.below(4)) {
        let line = generator.below(lines.count)
        switch generator.below(6) {
        case 0: lines.remove(at: line)
        case 1: lines.insert(generator.pick(lines) ?? "", at: line)
        case 2: lines.swapAt(line, generator.below(lines.count))
        case 3: lines[line] = String(repeating: " ", count: generator.below(8)) + lines[line]
        case 4:
          let from = generator.pick(words) ?? ""
          lines[line] = lines[line].replacing(from, with: generator.pick(words) ?? "", maxReplacements: 1)
        default:
          let from = generator.pick(words) ?? ""
          let odd = ["", "no", "12", "[]", "{}", "~", "1.5e9", "é", "x: y", "*a"]
          lines[line] = lines[line].replacing(from, with: generator.pick(odd) ?? "", maxReplacements: 1)
        }
        if lines.isEmpty { lines = [""] }
      }
      let source = SourceText(name: "fuzz.yaml", text: lines.joined(separator: "\n"))
      var bag = DiagnosticBag()
      let schema = SchemaReader.read(source, reporting: &bag)
      #expect(schema != nil || bag.hasErrors, "seed \(generator.seed), round \(round)")
      if schema != nil, !bag.hasErrors { intact += 1 }
    }
    // Mutations that were all refused at once would test nothing behind the syntax.
    #expect(intact > rounds / 50)
  }

  static func geopolitics() throws -> Schema? {
    let source = try TestEnvironment.projectFile("schema/geopolitics.yaml")
    var bag = DiagnosticBag()
    let schema = SchemaReader.read(source, reporting: &bag)
    #expect(bag.diagnostics.isEmpty, "\(DiagnosticPrinter().string(for: bag.sorted))")
    return schema
  }
}
