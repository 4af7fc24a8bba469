import Diagnostics
import Maps
import TestSupport
import Testing
import Vocabulary

/// Theme files: what is wrong with them, what the JSON Schema says of them, and what they do.
@Suite struct ThemeReaderTests {
  @Test(arguments: try Case.all(in: "themes"))
  func mistakes(_ example: Case) throws {
    var bag = DiagnosticBag()
    _ = ThemeReader.read(SourceText(name: "theme.yaml", text: example["theme.yaml"]), reporting: &bag)
    let mismatch = example.mismatch("expected", DiagnosticPrinter().string(for: bag.sorted))
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  /// Faults of shape; the others are the reader's alone.
  private static let structural: Set<String> = [
    "theme.unknown-key", "theme.wrong-kind", "theme.colour", "theme.missing-key", "theme.unknown-base",
  ]

  @Test func theJSONSchemaAgrees() throws {
    var documents: [(text: String, json: String)] = []
    var texts = try Case.all(in: "themes").map { $0["theme.yaml"] }
    texts.append(try TestEnvironment.projectFile("examples/gallery/print-de.yaml").text)
    for text in texts {
      var bag = DiagnosticBag()
      let root = YAMLReader.read(SourceText(name: "theme.yaml", text: text), reporting: &bag)
      if let root, !bag.hasErrors { documents.append((text, Self.json(root))) }
    }
    guard
      let verdicts = try JSONSchemaValidator.verdicts(
        on: documents.map(\.json), schema: "schema/theme.schema.json")
    else { return }
    #expect(verdicts.count == documents.count)
    for ((text, _), isValid) in zip(documents, verdicts) {
      var bag = DiagnosticBag()
      _ = ThemeReader.read(SourceText(name: "theme.yaml", text: text), reporting: &bag)
      let faults = bag.diagnostics.filter { Self.structural.contains($0.code) }
      if !bag.hasErrors { #expect(isValid, "the JSON Schema refuses: \(text)") }
      if !faults.isEmpty { #expect(!isValid, "the JSON Schema accepts: \(text)") }
    }
  }

  /// Every phrase of a map can be translated, and the schema for editors knows all of them.
  @Test func everyPhraseIsInTheJSONSchema() throws {
    let schema = try TestEnvironment.projectFile("schema/theme.schema.json").text
    for phrase in MapWords.Phrase.allCases {
      #expect(schema.contains("\"\(phrase.rawValue)\": {"), "\(phrase.rawValue)")
    }
  }

  @Test func wordsAndColoursArrive() throws {
    var bag = DiagnosticBag()
    let source = try TestEnvironment.projectFile("examples/gallery/print-de.yaml")
    let file = try #require(ThemeReader.read(source, reporting: &bag))
    #expect(bag.diagnostics.map(\.message) == [])
    #expect(file.theme.name == "print-de")
    #expect(file.theme.palette[.blue].line == "#0a4f8a")
    #expect(file.theme.palette[.red] == MapTheme.print.palette[.red])
    #expect(file.words.language == "de")
    #expect(file.words.count(2, .claim, .claims) == "2 Aussagen")
    #expect(file.words.date("2023-09-19") == "19. September 2023")
    #expect(file.words.number(3) == "drei")
  }

  /// Whatever a theme file holds, reading it ends, and every finding points into the file.
  @Test func spoiledFilesDoNotTrap() throws {
    let text = try TestEnvironment.projectFile("examples/gallery/print-de.yaml").text
    var random = SeededGenerator(seed: 19)
    let pieces: [Character] = ["{", "}", "[", "]", ":", "\"", "#", "\n", " ", "-", "&", "*", "é", "\u{0}"]
    for round in 0..<TestEnvironment.fuzzRounds(300) {
      var characters = Array(text)
      for _ in 0..<(1 + random.below(6)) {
        let place = random.below(characters.count)
        if random.once(in: 2) {
          characters.remove(at: place)
        } else {
          characters.insert(random.pick(pieces) ?? " ", at: place)
        }
      }
      let source = SourceText(name: "theme.yaml", text: String(characters))
      var bag = DiagnosticBag()
      _ = ThemeReader.read(source, reporting: &bag)
      for diagnostic in bag.diagnostics {
        let span = try #require(diagnostic.place?.span, "seed 19, round \(round)")
        #expect(span.upper <= source.bytes.count, "seed 19, round \(round)")
      }
    }
  }

  private static func json(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text, let style):
      let scalar = YAMLScalar(text, style: style)
      if let value = scalar.boolean { return String(value) }
      if let number = scalar.number { return String(number) }
      if style == .plain && text.isEmpty { return "null" }
      return quoted(text)
    case .sequence(let items, _): return "[\(items.map(json).joined(separator: ", "))]"
    case .mapping(let pairs, _):
      return "{\(pairs.map { "\(quoted($0.key.text ?? "")): \(json($0.value))" }.joined(separator: ", "))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
