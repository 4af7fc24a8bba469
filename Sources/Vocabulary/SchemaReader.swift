package import Diagnostics
import OrderedCollections

/// Reads `schema/NAME.yaml`: what may be said, and the words for it.
///
/// Every mistake of the file is reported in one run, with its place and a hint; only a mistake of YAML itself
/// ends the reading.
package struct SchemaReader {
  static let topKeys = ["schema", "title", "note", "entity_types", "relation_types"]

  let source: SourceText
  private var bag: DiagnosticBag
  /// What is read, with the places that the checks need.
  var draft = SchemaDraft()

  private init(_ source: SourceText, _ bag: DiagnosticBag) {
    self.source = source
    self.bag = bag
  }

  /// Reads a schema.
  ///
  /// - Parameters:
  ///   - source: The text of the file.
  ///   - diagnostics: Where mistakes go; codes `yaml.…` and `schema.…`.
  /// - Returns: The schema, as far as it could be read even when there were errors; nil when the text is no
  ///   YAML or no map. Whoever needs a sound schema looks for errors in `diagnostics`.
  package static func read(
    _ source: SourceText, reporting diagnostics: inout DiagnosticBag
  ) -> Schema? {
    guard let root = YAMLReader.read(source, reporting: &diagnostics) else {
      if !diagnostics.hasErrors {
        diagnostics.report(
          .error(
            "schema.empty", "the file holds no schema", in: source, at: SourceSpan(at: 0),
            hints: ["begin with 'schema: NAME'"]))
      }
      return nil
    }
    var reader = SchemaReader(source, DiagnosticBag())
    let isMap = reader.read(root)
    if isMap {
      for check in SchemaCheckList.standard { check(&reader) }
    }
    var found = DiagnosticBag()
    for diagnostic in reader.bag.sorted { found.report(diagnostic) }
    diagnostics.report(contentsOf: found)
    return isMap ? reader.draft.schema : nil
  }

  /// Reports a mistake.
  mutating func report(
    _ code: String, _ message: String, _ span: SourceSpan, notes: [Diagnostic.Note] = [], hints: [String] = []
  ) {
    bag.report(.error(code, message, in: source, at: span, notes: notes, hints: hints))
  }

  /// A note that points into the file.
  func note(_ message: String, _ span: SourceSpan) -> Diagnostic.Note {
    .init(message, at: .init(source, span))
  }

  private mutating func read(_ root: YAMLNode) -> Bool {
    guard let fields = SchemaFields(root, "a schema", keys: Self.topKeys, &self) else { return false }
    if let name = fields.text("schema", &self) {
      draft.schema.name = name
      if let node = fields["schema"] { checkName(name, "schema", node.span) }
    } else if fields["schema"] == nil {
      report(
        "schema.missing-key", "a schema needs the key 'schema' with its name",
        SourceSpan(root.span.lower, root.span.lower), hints: ["begin with 'schema: NAME'"])
    }
    draft.schema.title = fields.text("title", &self) ?? draft.schema.name
    draft.schema.note = fields.text("note", &self)
    for (name, key, value) in declarations(fields["entity_types"], "entity_types") {
      draft.schema.entityTypes[name] = entityType(name, key, value)
    }
    for (name, key, value) in declarations(fields["relation_types"], "relation_types") {
      draft.schema.relationTypes[name] = relationType(name, key, value)
    }
    return true
  }

  /// The names declared below a key, each once, each fit to be a name.
  private mutating func declarations(
    _ node: YAMLNode?, _ key: String
  ) -> [(name: String, key: SourceSpan, value: YAMLNode)] {
    guard let node else { return [] }
    guard let pairs = node.pairs else {
      report(
        "schema.wrong-kind", "'\(key)' is a map of names to types, but this is \(node.kindName)", node.span)
      return []
    }
    var result: [(name: String, key: SourceSpan, value: YAMLNode)] = []
    for pair in pairs {
      guard let name = pair.key.text else {
        report("schema.wrong-kind", "a name must be a text, but this is \(pair.key.kindName)", pair.key.span)
        continue
      }
      checkName(name, "type", pair.key.span)
      result.append((name, pair.key.span, pair.value))
    }
    return result
  }

  /// Reports a name that graph files could not use: relations are written `subject relation object`.
  mutating func checkName(_ name: String, _ what: String, _ span: SourceSpan) {
    guard !Self.isName(name) else { return }
    report(
      "schema.bad-name", "'\(name)' cannot be the name of a \(what)", span,
      hints: ["a name begins with a letter and holds only letters of ASCII, digits, '-' and '_'"])
  }

  static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

/// A schema as it is read, with the places that the checks point at.
struct SchemaDraft {
  /// A mention of an entity type.
  struct TypeMention {
    /// The type named.
    var name: String
    /// What for: `parent`, `subjects`, `objects`.
    var role: String
    /// The type in whose declaration it stands.
    var owner: String
    /// Where.
    var span: SourceSpan
  }

  /// A verb of a relation type or of its inverse.
  struct VerbMention {
    /// The relation type.
    var relation: String
    /// Whether it says the inverse.
    var isInverse: Bool
    /// The forms.
    var forms: VerbForms
    /// Where.
    var span: SourceSpan
  }

  /// A name for the inverse of a relation type.
  struct InverseMention {
    /// The relation type.
    var relation: String
    /// The name.
    var name: String
    /// Where.
    var span: SourceSpan
  }

  /// A word for an entity type or a noun for a relation type.
  struct WordMention {
    /// The word.
    var word: String
    /// What it stands for: `entity type 'state'`.
    var owner: String
    /// Where.
    var span: SourceSpan
  }

  /// What is read so far.
  var schema = Schema(name: "", title: "")
  /// Every mention of an entity type.
  var types: [TypeMention] = []
  /// Every verb.
  var verbs: [VerbMention] = []
  /// Every inverse.
  var inverses: [InverseMention] = []
  /// Every word that may follow *which* or *how many*.
  var words: [WordMention] = []
}
