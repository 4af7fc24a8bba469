import Diagnostics
import GraphCore

/// Reads Entente's own JSON and JSON Lines.
///
/// Keys of a relation or an entity that have no meaning of their own are its properties, as in graph files.
struct GraphJSONReader {
  private let source: SourceText
  /// Where all is reported, for a JSON text inside of another one.
  private let outerPlace: Diagnostic.Place?

  init(_ source: SourceText, at place: Diagnostic.Place? = nil) {
    self.source = source
    outerPlace = place
  }

  private static let claimKeys: Set<String> = [
    "subject", "relation", "object", "symmetric", "about", "date", "since", "until", "status",
    "attributed_to", "sources", "quote", "confidence", "note", "properties",
  ]
  private static let entityKeys: Set<String> = [
    "id", "type", "labels", "name", "aliases", "acts_for", "note", "properties",
  ]

  // MARK: Whole texts

  /// Reads a graph that is one object.
  static func document(_ source: SourceText, reporting bag: inout DiagnosticBag) -> GraphDocument? {
    var document = GraphDocument(source: source)
    document.isImported = true
    do throws(Diagnostic) {
      let node = try JSONParser.value(in: source)
      var reader = GraphJSONReader(source)
      guard node.members != nil else {
        bag.report(reader.wrong(node, "the file", "an object with 'entities' and 'relations'"))
        return nil
      }
      reader.readHeader(node, into: &document, reporting: &bag)
      for entity in reader.elements(node["entities"], "'entities'", &bag) {
        reader.readEntity(entity, into: &document, reporting: &bag)
      }
      for claim in reader.elements(node["relations"], "'relations'", &bag) {
        reader.readClaim(claim, into: &document, reporting: &bag)
      }
      return document
    } catch {
      bag.report(error)
      return nil
    }
  }

  /// Reads one record a line; a line that is no JSON is left out, with its mistake.
  static func documentOfLines(
    _ source: SourceText, options: ImportOptions = ImportOptions(), reporting bag: inout DiagnosticBag
  ) -> GraphDocument {
    Lines(source).wholeDocument(options, reporting: &bag)
  }

  /// One record a line.
  private struct Lines: RecordFileReader {
    private let source: SourceText
    private var reader: GraphJSONReader
    private var lines: JSONLinesText
    private var ahead: Range<Int>?
    var document: GraphDocument

    init(_ source: SourceText) {
      self.source = source
      reader = GraphJSONReader(source)
      lines = JSONLinesText(source)
      document = GraphDocument(source: source)
      document.isImported = true
    }

    mutating func readNext(reporting bag: inout DiagnosticBag) -> Bool {
      guard let line = ahead ?? lines.next() else { return false }
      ahead = nil
      do throws(Diagnostic) {
        let node = try JSONParser.value(in: source, range: line)
        reader.readLine(node, into: &document, reporting: &bag)
      } catch {
        document.rejectedRecords += 1
        bag.report(error)
      }
      return true
    }

    /// A line that can only be a claim declares nothing: all that is wrong in it is found when it is read as one.
    mutating func readDeclarations(reporting bag: inout DiagnosticBag) -> Int? {
      guard let line = lines.next() else { return nil }
      if JSONLinesText.isPlainlyAClaim(line, in: source) { return 1 }
      ahead = line
      _ = readNext(reporting: &bag)
      defer { document.claims.removeAll(keepingCapacity: true) }
      return document.claims.count
    }

    mutating func readClaims(reporting bag: inout DiagnosticBag) -> Bool {
      guard let line = lines.next() else { return false }
      ahead = line
      if JSONLinesText.isPlainlyAClaim(line, in: source) { return readNext(reporting: &bag) }
      var silence = DiagnosticBag(limit: 0)
      defer { document.rejectedRecords = 0 }
      return readNext(reporting: &silence)
    }

    var position: Int { lines.position }

    mutating func finish(reporting bag: inout DiagnosticBag) {}

    mutating func rewind() { lines = JSONLinesText(source) }
  }

  private mutating func readLine(
    _ node: JSONNode, into document: inout GraphDocument, reporting bag: inout DiagnosticBag
  ) {
    if let entity = node["entity"], node["subject"] == nil {
      readEntity(entity, into: &document, reporting: &bag)
    } else if let record = node["source"], node["subject"] == nil {
      readSource(record, into: &document, reporting: &bag)
    } else if node["graph"] != nil, node["subject"] == nil {
      readHeader(node, into: &document, reporting: &bag)
    } else {
      readClaim(node, into: &document, reporting: &bag)
    }
  }

  /// Reads an object whose members `header`, `source`, `entity` and `relation` are records.
  mutating func readRecord(
    _ node: JSONNode, into document: inout GraphDocument, reporting bag: inout DiagnosticBag
  ) {
    if let header = node["header"] { readHeader(header, into: &document, reporting: &bag) }
    if let record = node["source"] { readSource(record, into: &document, reporting: &bag) }
    if let entity = node["entity"] { readEntity(entity, into: &document, reporting: &bag) }
    if let claim = node["relation"] { readClaim(claim, into: &document, reporting: &bag) }
  }

  // MARK: Records

  /// Reads title, schema, note, sources and views.
  mutating func readHeader(
    _ node: JSONNode, into document: inout GraphDocument, reporting bag: inout DiagnosticBag
  ) {
    if let version = node["entente"]?.scalarText, version != GraphJSONWriter.version {
      bag.report(
        Diagnostic(
          .warning, "json.version", "this is version \(version) of the form, and version 1 is known",
          at: place(node["entente"] ?? node)))
    }
    document.title = text(node, "graph", &bag)
    document.schema = text(node, "schema", &bag)
    document.note = text(node, "note", &bag)
    for source in elements(node["sources"], "'sources'", &bag) {
      readSource(source, into: &document, reporting: &bag)
    }
    for member in node["views"]?.members ?? [] {
      var view = ViewRecord(id: PlacedText(member.key, at: place(member.keySpan)))
      for option in member.value.members ?? [] {
        guard let value = placed(option.value) else { continue }
        switch option.key {
        case "ask": view.ask = value
        case "title": view.title = value
        default: view.options.append((PlacedText(option.key, at: place(option.keySpan)), value))
        }
      }
      view.place = recordPlace(member.value)
      document.views.append(view)
    }
  }

  private mutating func readSource(
    _ node: JSONNode, into document: inout GraphDocument, reporting bag: inout DiagnosticBag
  ) {
    guard let id = text(node, "id", &bag) ?? placed(node), !id.text.isEmpty else {
      bag.report(missing("id", "a source", node))
      document.rejectedRecords += 1
      return
    }
    var record = SourceRecord(id: id)
    record.publisher = text(node, "publisher", &bag)
    record.title = text(node, "title", &bag)
    record.author = text(node, "author", &bag)
    record.date = text(node, "date", &bag)
    record.url = text(node, "url", &bag)
    record.retrieved = text(node, "retrieved", &bag)
    record.note = text(node, "note", &bag)
    record.place = recordPlace(node)
    document.sources.append(record)
  }

  private mutating func readEntity(
    _ node: JSONNode, into document: inout GraphDocument, reporting bag: inout DiagnosticBag
  ) {
    guard let id = text(node, "id", &bag), !id.text.isEmpty else {
      bag.report(missing("id", "an entity", node))
      document.rejectedRecords += 1
      return
    }
    var record = EntityRecord(id: id, type: text(node, "type", &bag), name: text(node, "name", &bag))
    record.labels = elements(node["labels"], "'labels'", &bag).compactMap(\.text)
    for alias in elements(node["aliases"], "'aliases'", &bag) {
      if let name = placed(alias) {
        record.aliases.append(AliasRecord(name))
      } else if let name = text(alias, "name", &bag) {
        let users = elements(alias["used_by"], "'used_by'", &bag).compactMap { placed($0) }
        record.aliases.append(AliasRecord(name, usedBy: users))
      } else {
        bag.report(missing("name", "an alias", alias))
      }
    }
    record.actsFor = text(node, "acts_for", &bag)
    record.note = text(node, "note", &bag)
    record.properties = properties(node, beside: Self.entityKeys)
    record.place = recordPlace(node)
    document.entities.append(record)
  }

  private mutating func readClaim(
    _ node: JSONNode, into document: inout GraphDocument, reporting bag: inout DiagnosticBag
  ) {
    guard let subject = text(node, "subject", &bag), let relation = text(node, "relation", &bag),
      let object = text(node, "object", &bag), !relation.text.isEmpty
    else {
      let absent = ["subject", "relation", "object"].first { node[$0]?.scalarText == nil } ?? "relation"
      bag.report(missing(absent, "a relation", node))
      document.rejectedRecords += 1
      return
    }
    var record = ClaimRecord(subject, relation, object)
    record.about = text(node, "about", &bag)
    record.date = text(node, "date", &bag)
    record.since = text(node, "since", &bag)
    record.until = text(node, "until", &bag)
    record.status = text(node, "status", &bag)
    record.attributedTo = text(node, "attributed_to", &bag)
    for citation in elements(node["sources"], "'sources'", &bag) {
      if let text = placed(citation) {
        record.sources.append(text)
      } else if let id = text(citation, "id", &bag) {
        let place = citation["place"]?.scalarText ?? ""
        record.sources.append(PlacedText(place.isEmpty ? id.text : "\(id.text) \(place)", at: id.place))
      } else {
        bag.report(missing("id", "a citation", citation))
      }
    }
    record.quote = text(node, "quote", &bag)
    record.confidence = text(node, "confidence", &bag)
    record.note = text(node, "note", &bag)
    record.properties = properties(node, beside: Self.claimKeys)
    record.place = recordPlace(node)
    document.claims.append(record)
  }

  private func properties(_ node: JSONNode, beside known: Set<String>) -> [PropertyRecord] {
    let own = (node.members ?? []).filter { !known.contains($0.key) }
    return (own + (node["properties"]?.members ?? [])).compactMap { member in
      let key = PlacedText(member.key, at: place(member.keySpan))
      return JSONProperty.input(member.value, at: { place($0) }).map { PropertyRecord(key, $0) }
    }
  }

  // MARK: Parts

  private func place(_ span: SourceSpan) -> Diagnostic.Place {
    outerPlace ?? Diagnostic.Place(source, span)
  }

  private func place(_ node: JSONNode) -> Diagnostic.Place { place(node.span) }

  private func placed(_ node: JSONNode) -> PlacedText? {
    node.scalarText.map { PlacedText($0, at: place(node), isPlain: node.text == nil) }
  }

  private func recordPlace(_ node: JSONNode) -> RecordPlace {
    let place = place(node)
    return RecordPlace(source: place.source, key: place.span, whole: place.span, fields: [])
  }

  private func text(_ node: JSONNode, _ key: String, _ bag: inout DiagnosticBag) -> PlacedText? {
    guard let value = node[key] else { return nil }
    if case .null = value.content { return nil }
    if let text = placed(value) { return text }
    bag.report(wrong(value, "'\(key)'", "a text"))
    return nil
  }

  private func elements(_ node: JSONNode?, _ what: String, _ bag: inout DiagnosticBag) -> [JSONNode] {
    guard let node else { return [] }
    if let elements = node.elements { return elements }
    if case .null = node.content { return [] }
    bag.report(wrong(node, what, "a list"))
    return []
  }

  private func wrong(_ node: JSONNode, _ what: String, _ wanted: String) -> Diagnostic {
    Diagnostic(
      .error, "json.wrong-kind", "\(what) must be \(wanted), and this is \(node.kind)", at: place(node))
  }

  private func missing(_ key: String, _ what: String, _ node: JSONNode) -> Diagnostic {
    Diagnostic(.error, "json.missing-key", "\(what) has no '\(key)'", at: place(node))
  }
}

/// Properties as JSON has them.
enum JSONProperty {
  /// What a value holds; nil of null.
  static func input(_ node: JSONNode, at place: (SourceSpan) -> Diagnostic.Place) -> PropertyInput? {
    switch node.content {
    case .null: return nil
    case .string, .number, .boolean:
      let text = node.scalarText ?? ""
      return .text(PlacedText(text, at: place(node.span), isPlain: node.text == nil))
    case .array(let elements):
      // Lists of texts and numbers are checked against the schema; anything deeper stays as it is.
      let texts = elements.compactMap { element in
        element.scalarText.map { PlacedText($0, at: place(element.span), isPlain: element.text == nil) }
      }
      return texts.count == elements.count ? .list(texts, at: place(node.span)) : .value(value(node))
    case .object: return .value(value(node))
    }
  }

  private static func value(_ node: JSONNode) -> Value {
    switch node.content {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .number(let text): Int64(text).map { .integer($0) } ?? .float(Double(text) ?? 0)
    case .string(let text): .string(text)
    case .array(let elements): .list(elements.map { value($0) })
    case .object(let members): .map(MapValue(members.map { ($0.key, value($0.value)) }))
    }
  }
}
