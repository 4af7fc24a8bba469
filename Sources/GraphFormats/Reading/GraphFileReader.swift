package import Diagnostics
import Vocabulary

/// YAML text to a ``GraphDocument``: what the file says, with places, before any of it is checked.
///
/// Reading goes on after a mistake: a record with a wrong field is read without the field. Only a mistake of
/// YAML's own syntax ends a file.
package struct GraphFileReader {
  let source: SourceText

  /// Reads a graph file.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - bag: Where mistakes go; codes `yaml.…` and `graph.…`.
  /// - Returns: What the file says; nil when it is no YAML or no graph file at all, which was reported.
  /// - Complexity: O(length of the text).
  package static func document(
    _ source: SourceText, reporting bag: inout DiagnosticBag
  ) -> GraphDocument? {
    let reader = GraphFileReader(source: source)
    var found = DiagnosticBag(limit: bag.limit)
    let root = YAMLReader.read(source, reporting: &found)
    for diagnostic in found.diagnostics { bag.report(reader.renamed(diagnostic, in: root)) }
    guard let root else {
      if !found.hasErrors { bag.report(reader.emptyFile()) }
      return nil
    }
    return reader.document(root, reporting: &bag)
  }

  func place(_ span: SourceSpan) -> Diagnostic.Place { Diagnostic.Place(source, span) }

  /// Grammar: `file ::= (section-key ":" section)*`.
  private func document(_ root: YAMLNode, reporting bag: inout DiagnosticBag) -> GraphDocument? {
    guard let entries = root.pairs, Self.isGraphFile(root) else {
      bag.report(noGraphFile(root))
      return nil
    }
    var document = GraphDocument(source: source)
    for entry in entries {
      guard let key = text(entry.key, named: "a key", reporting: &bag) else { continue }
      document.sections.append(
        FieldPlace(key: key.text, keySpan: entry.key.span, valueSpan: entry.value.span))
      switch key.text {
      case "graph": document.title = text(entry.value, named: "the title", reporting: &bag)
      case "schema": document.schema = text(entry.value, named: "the schema", reporting: &bag)
      case "note": document.note = text(entry.value, named: "the note", reporting: &bag)
      case "include":
        document.includes = texts(entry.value, named: "a file to include", reporting: &bag)
      case "sources": document.sources = sources(entry, reporting: &bag)
      case "entities": document.entities = entities(entry, reporting: &bag)
      case "relations": document.claims = claims(entry, reporting: &bag)
      case "views": document.views = views(entry, reporting: &bag)
      default: bag.report(unknownKey(key, in: "a graph file", known: GraphFileKeys.top))
      }
    }
    return document
  }

  /// Whether a tree has a key of graph files, and is no schema.
  static func isGraphFile(_ root: YAMLNode) -> Bool {
    let keys = (root.pairs ?? []).compactMap(\.key.text)
    guard keys.contains(where: { GraphFileKeys.top.contains($0) }) else { return false }
    return keys.contains("graph") || !keys.contains { GraphFileKeys.schemaOnly.contains($0) }
  }

  // MARK: Values

  /// A text; nil and a report when the node is something else or nothing.
  func text(_ node: YAMLNode, named what: String, reporting bag: inout DiagnosticBag) -> PlacedText? {
    guard let scalar = node.scalar, !isEmpty(node) else {
      bag.report(wrongKind(node, what, expected: "a text"))
      return nil
    }
    return PlacedText(scalar.text, at: place(node.span), isPlain: scalar.style == .plain)
  }

  /// One text or a list of texts.
  func texts(_ node: YAMLNode, named what: String, reporting bag: inout DiagnosticBag) -> [PlacedText] {
    guard let items = node.items else {
      return text(node, named: what, reporting: &bag).map { [$0] } ?? []
    }
    var result: [PlacedText] = []
    for item in items {
      if let text = text(item, named: what, reporting: &bag) { result.append(text) }
    }
    return result
  }

  /// The entries of a section or record, each with a text as its key; none and a report when it is no mapping.
  func entries(
    _ node: YAMLNode, named what: String, reporting bag: inout DiagnosticBag
  ) -> [(key: PlacedText, value: YAMLNode)] {
    guard let entries = node.pairs else {
      // An empty section or record is fine: somebody has just begun it.
      if !isEmpty(node) { bag.report(wrongKind(node, what, expected: "a map of keys to values")) }
      return []
    }
    var result: [(PlacedText, YAMLNode)] = []
    for entry in entries {
      guard let key = text(entry.key, named: "a key of \(what)", reporting: &bag) else { continue }
      result.append((key, entry.value))
    }
    return result
  }

  /// Whether nothing is written; `~` and `null` are texts here, and may be names.
  func isEmpty(_ node: YAMLNode) -> Bool {
    guard let scalar = node.scalar else { return false }
    return scalar.style == .plain && scalar.text.isEmpty
  }

  func recordPlace(key: SourceSpan, value: YAMLNode) -> RecordPlace {
    var fields: [FieldPlace] = []
    for entry in value.pairs ?? [] {
      guard let name = entry.key.text else { continue }
      fields.append(FieldPlace(key: name, keySpan: entry.key.span, valueSpan: entry.value.span))
    }
    return RecordPlace(source: source, key: key, whole: key.joined(with: value.span), fields: fields)
  }

  /// A span cut at the end of its first line: a caret should not run over a page.
  func firstLine(of span: SourceSpan) -> SourceSpan {
    var index = Int(span.lower)
    let upper = min(Int(span.upper), source.bytes.count)
    while index < upper, source.bytes[index] != 0x0A, source.bytes[index] != 0x0D { index += 1 }
    return SourceSpan(span.lower, UInt32(clamping: index))
  }
}

// MARK: - Messages

extension GraphFileReader {
  func wrongKind(_ node: YAMLNode, _ what: String, expected: String) -> Diagnostic {
    var hints: [String] = []
    let isFlow = Int(node.span.lower) < source.bytes.count && source.bytes[Int(node.span.lower)] == 0x7B
    if expected == "a text", node.pairs != nil, !isFlow {
      hints.append("put quotes around a text that holds ': '")
    }
    let found = isEmpty(node) ? "nothing" : node.kindName
    return .error(
      "graph.wrong-kind", "\(what) must be \(expected), not \(found == "nothing" ? "empty" : found)",
      in: source, at: firstLine(of: node.span), hints: hints)
  }

  func unknownKey(_ key: PlacedText, in what: String, known: [String]) -> Diagnostic {
    let hint =
      Suggestions.hint(for: key.text, in: known) ?? "the keys are \(known.joined(separator: ", "))"
    return Diagnostic(
      .error, "graph.unknown-key", "'\(key.text)' is no key of \(what)", at: key.place, hints: [hint])
  }

  private func emptyFile() -> Diagnostic {
    .error(
      "graph.empty-file", "the file says nothing", in: source, at: SourceSpan(at: 0),
      hints: ["begin with 'graph: ' and a title"])
  }

  func noGraphFile(_ root: YAMLNode) -> Diagnostic {
    let keys = (root.pairs ?? []).compactMap { $0.key.text }
    let isSchema = keys.contains { GraphFileKeys.schemaOnly.contains($0) }
    let message = isSchema ? "this is a schema, not a graph file" : "this is no graph file"
    return .error(
      "graph.no-graph-file", message, in: source, at: firstLine(of: root.span),
      hints: ["a graph file begins with 'graph: ' and a title; sources, entities and relations follow"])
  }

  /// The YAML layer knows keys; here a key of a section is the id of a record.
  private func renamed(_ diagnostic: Diagnostic, in root: YAMLNode?) -> Diagnostic {
    guard diagnostic.code == "yaml.duplicate-key", let span = diagnostic.place?.span else {
      return diagnostic
    }
    for (section, what) in [("entities", "entity"), ("sources", "source"), ("views", "view")] {
      let first = diagnostic.notes.first?.place?.span.lower
      let entries = root?[section]?.pairs ?? []
      guard let entry = entries.first(where: { $0.key.span.lower == first }) else { continue }
      let id = entry.key.text ?? source.string(in: span)
      return .error(
        "graph.duplicate-id", "the \(what) '\(id)' is declared twice", in: source, at: span,
        notes: [Diagnostic.Note("first declared here", at: place(entry.key.span))],
        hints: ["rename one of the two, or join them"])
    }
    return diagnostic
  }
}
