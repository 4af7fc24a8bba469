package import Diagnostics
package import GraphCore

/// What names in a graph are called where it is read into.
package struct NameTable: Sendable {
  /// Labels, by what they are called in the graph.
  package var labels: [String: String] = [:]
  /// Relation types, by what they are called in the graph.
  package var relations: [String: String] = [:]
  /// Whether the label `Entity` says nothing, as in scripts, where all entities have it.
  package var dropsEntityLabel = false

  /// Nothing has another name.
  package init() {}
}

extension GraphDocument {
  /// What a graph says that statements made, as the records of a file.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - source: The file with the statements.
  ///   - names: What its labels and relation types are called elsewhere.
  /// - Complexity: O(nodes + relationships + values).
  package init(_ graph: GraphSnapshot, source: SourceText, names: NameTable = NameTable()) {
    self.init(source: source)
    isImported = true
    let export = ExportGraph(graph)
    let place = Diagnostic.Place(source, SourceSpan(at: 0))
    let record = RecordPlace(source: source, key: place.span, whole: place.span, fields: [])
    func placed(_ text: String?) -> PlacedText? { text.map { PlacedText($0, at: place) } }
    func label(_ name: String) -> String { names.labels[name] ?? name }
    for own in export.sources {
      var read = SourceRecord(id: PlacedText(own.id, at: place))
      read.publisher = placed(own.publisher)
      read.title = placed(own.title)
      read.author = placed(own.author)
      read.date = placed(own.date?.description)
      read.url = placed(own.url)
      read.retrieved = placed(own.retrieved?.description)
      read.note = placed(own.note)
      read.place = record
      sources.append(read)
    }
    for exported in export.entities {
      let entity = exported.entity
      let labels = entity.labels.map(label).filter {
        !(names.dropsEntityLabel && $0 == CypherScriptWriter.entityLabel)
      }
      if labels.first == StandardName.sourceLabel {
        sources.append(Self.source(entity, placed, record))
        continue
      }
      var read = EntityRecord(
        id: PlacedText(exported.id, at: place), name: entity.name == exported.id ? nil : placed(entity.name))
      // One label is the type; the labels of its parents come with it.
      read.type = placed(labels.first)
      read.labels = Array(labels.dropFirst())
      read.aliases = entity.aliases.map { AliasRecord(PlacedText($0.name, at: place)) }
      var rest = entity.properties
      if case .string(let users)? = rest[AttributeName.aliasUsers] {
        AliasUsers.give(PlacedText(users, at: place), to: &read.aliases)
        rest[AttributeName.aliasUsers] = nil
      }
      read.actsFor = placed(entity.actsFor)
      read.note = placed(entity.note)
      read.properties = Self.properties(rest, place)
      read.place = record
      entities.append(read)
    }
    var numbered: [(number: Int, claim: ClaimRecord)] = []
    for exported in export.claims {
      let relation = exported.relation
      let type = names.relations[relation.type] ?? relation.type
      var claim = ClaimRecord(
        PlacedText(exported.subject, at: place), PlacedText(type, at: place),
        PlacedText(exported.object, at: place))
      var rest = relation.properties
      /// A field, or a property of that name which holds it as a text.
      func field(_ key: String, _ text: String?) -> PlacedText? {
        if let text { return placed(text) }
        guard case .string(let text)? = rest[key] else { return nil }
        rest[key] = nil
        return placed(text)
      }
      claim.about = placed(relation.about)
      claim.date = field(StandardName.date, relation.time.date?.description)
      claim.since = field(StandardName.since, relation.time.since?.description)
      claim.until = field(StandardName.until, relation.time.until?.description)
      claim.status = placed(relation.status)
      claim.attributedTo = placed(relation.attributedTo)
      claim.sources = relation.sources.map { PlacedText(PropertyGraphExport.text($0), at: place) }
      claim.quote = placed(relation.quote)
      claim.confidence = relation.confidence.map { PlacedText(ValueText.of($0), at: place, isPlain: true) }
      claim.note = placed(relation.note)
      var number = Int.max
      if case .string(let id)? = rest[CypherScriptWriter.claimKey], id.hasPrefix("r"),
        let own = Int(id.dropFirst())
      {
        number = own
        rest[CypherScriptWriter.claimKey] = nil
      }
      claim.properties = Self.properties(rest, place)
      claim.place = record
      numbered.append((number, claim))
    }
    let order = numbered.enumerated().sorted {
      ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
    }
    claims = order.map(\.element.claim)
  }

  private static func source(
    _ entity: Entity, _ placed: (String?) -> PlacedText?, _ record: RecordPlace
  ) -> SourceRecord {
    func text(_ key: String) -> PlacedText? { placed(entity.properties[key].map { ValueText.of($0) }) }
    var source = SourceRecord(id: PlacedText(entity.id, at: record.keyPlace))
    source.publisher = text(StandardName.publisher)
    source.title = text(StandardName.title)
    source.author = text(StandardName.author)
    source.date = text(StandardName.date)
    source.url = text(StandardName.url)
    source.retrieved = text(StandardName.retrieved)
    source.note = placed(entity.note)
    source.place = record
    return source
  }

  /// Texts and lists of texts are checked against the schema; every other value stays as it is.
  private static func properties(_ map: MapValue, _ place: Diagnostic.Place) -> [PropertyRecord] {
    map.keys.compactMap { key in
      guard let value = map[key] else { return nil }
      let name = PlacedText(key, at: place)
      switch value {
      case .string(let text): return PropertyRecord(name, .text(PlacedText(text, at: place)))
      case .integer, .float, .boolean:
        return PropertyRecord(name, .text(PlacedText(ValueText.of(value), at: place, isPlain: true)))
      default: return PropertyRecord(name, .value(value))
      }
    }
  }
}

/// The first line of a script that Entente wrote.
package enum CypherScriptHeader {
  /// Reads title, schema and views into a document, and the table of names.
  ///
  /// - Parameters:
  ///   - source: The script.
  ///   - bag: Where mistakes go.
  /// - Returns: The names, and a document that holds nothing else.
  package static func read(
    _ source: SourceText, reporting bag: inout DiagnosticBag
  ) -> (names: NameTable, document: GraphDocument) {
    var names = NameTable()
    var document = GraphDocument(source: source)
    document.isImported = true
    names.labels["Source"] = StandardName.sourceLabel
    names.dropsEntityLabel = true
    let line = source.line(1)
    guard line.hasPrefix(CypherScriptWriter.headerMark) else { return (names, document) }
    let text = String(line.dropFirst(CypherScriptWriter.headerMark.count))
    let place = Diagnostic.Place(source, SourceSpan(0, UInt32(clamping: line.utf8.count)))
    _ = GraphHeader.read(text, at: place, into: &document, reporting: &bag)
    guard let node = try? JSONParser.value(in: SourceText(name: source.name, text: text)) else {
      return (names, document)
    }
    for member in node["labels"]?.members ?? [] { names.labels[member.key] = member.value.text }
    for member in node["relations"]?.members ?? [] { names.relations[member.key] = member.value.text }
    return (names, document)
  }
}
