import Diagnostics
import GraphCore
import OrderedCollections

/// Reads FollowTheMoney entities, one a line.
///
/// Schemata of the model that join two entities become claims, documents become sources, all others entities. Lines
/// that Entente wrote are read from the member `entente`, which loses nothing.
struct FollowTheMoneyReader {
  /// The properties that hold the two ends, of the schemata that join entities.
  private static let edges: [String: (source: String, target: String)] = [
    "UnknownLink": ("subject", "object"), "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"), "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"), "Representation": ("agent", "client"),
    "Family": ("person", "relative"), "Associate": ("person", "associate"),
    "Succession": ("predecessor", "successor"), "Occupancy": ("holder", "post"),
    "Payment": ("payer", "beneficiary"), "Debt": ("debtor", "creditor"),
    "ProjectParticipant": ("participant", "project"), "ContractAward": ("supplier", "contract"),
    "CourtCaseParty": ("party", "case"), "Documentation": ("document", "entity"),
    "Similar": ("candidate", "match"),
  ]
  private static let documents: Set<String> = [
    "Document", "Article", "PlainText", "HyperText", "Pages", "Email", "Web", "Table", "Package", "Workbook",
  ]

  private let source: SourceText
  private var document: GraphDocument
  private var losses = LossReport()

  /// Reads a text.
  static func document(_ source: SourceText, reporting bag: inout DiagnosticBag) -> GraphDocument {
    var reader = FollowTheMoneyReader(source)
    for line in JSONLinesText.lines(of: source) {
      do throws(Diagnostic) {
        try reader.read(try JSONParser.value(in: source, range: line), reporting: &bag)
      } catch {
        reader.document.rejectedRecords += 1
        bag.report(error)
      }
    }
    if let warning = reader.losses.diagnosticOfReading(at: Diagnostic.Place(source, SourceSpan(at: 0))) {
      bag.report(warning)
    }
    return reader.document
  }

  private init(_ source: SourceText) {
    self.source = source
    document = GraphDocument(source: source)
    document.isImported = true
  }

  private mutating func read(_ node: JSONNode, reporting bag: inout DiagnosticBag) throws(Diagnostic) {
    let place = Diagnostic.Place(source, node.span)
    if let own = node[FollowTheMoneyWriter.context], own.members?.isEmpty == false {
      var reader = GraphJSONReader(source)
      reader.readRecord(own, into: &document, reporting: &bag)
      return
    }
    guard let id = node["id"]?.placed(in: source), let schema = node["schema"]?.text else {
      throw .error(
        "json.missing-key", "a FollowTheMoney entity has no '\(node["id"] == nil ? "id" : "schema")'",
        in: source,
        at: node.span)
    }
    var properties: OrderedDictionary<String, [PlacedText]> = [:]
    for member in node["properties"]?.members ?? [] {
      let values = member.value.elements ?? [member.value]
      // A value may be an entity itself, of which the id counts.
      properties[member.key] = values.compactMap { $0.placed(in: source) ?? $0["id"]?.placed(in: source) }
    }
    let record = RecordPlace(source: source, key: node.span, whole: node.span, fields: [])
    if let ends = Self.edges[schema] {
      try readEdge(schema, ends, properties, place, record)
    } else if Self.documents.contains(schema) {
      readDocument(id, properties, record)
    } else {
      readEntity(id, PlacedText(schema, at: place), properties, record)
    }
  }

  private mutating func readEdge(
    _ schema: String, _ ends: (source: String, target: String),
    _ properties: OrderedDictionary<String, [PlacedText]>, _ place: Diagnostic.Place, _ record: RecordPlace
  ) throws(Diagnostic) {
    guard let subjects = properties[ends.source], let objects = properties[ends.target], !subjects.isEmpty,
      !objects.isEmpty
    else {
      let absent = properties[ends.source]?.isEmpty ?? true ? ends.source : ends.target
      throw .error(
        "json.missing-key", "\(schema) has no '\(absent)'", in: source, at: place.span)
    }
    let role = properties["role"]?.first
    let isUnknown = schema == "UnknownLink"
    let name = isUnknown ? role?.text ?? PropertyGraphImport.unnamedRelation : schema
    // A link may have several ends; each pair is a claim.
    for subject in subjects {
      for object in objects {
        var claim = ClaimRecord(subject, PlacedText(name, at: place), object)
        claim.about = properties["summary"]?.first ?? (isUnknown ? nil : role)
        claim.date = normalized(properties["date"]?.first)
        claim.since = normalized(properties["startDate"]?.first)
        claim.until = normalized(properties["endDate"]?.first)
        if claim.date != nil, claim.since != nil || claim.until != nil { claim.date = nil }
        if let status = properties["status"]?.first, GraphFileKeys.statuses.contains(status.text) {
          claim.status = status
        }
        claim.quote = properties["description"]?.first
        claim.sources = properties["proof"] ?? []
        let read = [
          ends.source, ends.target, "role", "summary", "date", "startDate", "endDate", "status",
          "description", "proof",
        ]
        claim.properties = rest(properties, without: read)
        claim.place = record
        document.claims.append(claim)
      }
    }
  }

  private func normalized(_ date: PlacedText?) -> PlacedText? {
    date.map { PlacedText(ImportedDate.normalized($0.text).text, at: $0.place) }
  }

  private mutating func readDocument(
    _ id: PlacedText, _ properties: OrderedDictionary<String, [PlacedText]>, _ record: RecordPlace
  ) {
    var source = SourceRecord(id: id)
    source.title = properties["title"]?.first ?? properties["name"]?.first ?? properties["fileName"]?.first
    source.author = properties["author"]?.first
    source.publisher = properties["publisher"]?.first
    source.date = normalized(properties["publishedAt"]?.first ?? properties["date"]?.first)
    source.url = properties["sourceUrl"]?.first
    source.retrieved = normalized(properties["retrievedAt"]?.first)
    source.note = properties["notes"]?.first
    source.place = record
    let read = [
      "title", "name", "fileName", "author", "publisher", "publishedAt", "date", "sourceUrl", "retrievedAt",
      "notes",
    ]
    losses.add("properties of documents", properties.keys.count { !read.contains($0) })
    document.sources.append(source)
  }

  private mutating func readEntity(
    _ id: PlacedText, _ type: PlacedText, _ properties: OrderedDictionary<String, [PlacedText]>,
    _ record: RecordPlace
  ) {
    let names = properties["name"] ?? properties["full"] ?? []
    var entity = EntityRecord(id: id, type: type, name: names.first)
    let others = names.dropFirst() + (properties["alias"] ?? []) + (properties["weakAlias"] ?? [])
    entity.aliases = others.map { AliasRecord($0) }
    entity.note = properties["notes"]?.first ?? properties["summary"]?.first
    var rest = self.rest(properties, without: ["name", "full", "alias", "weakAlias"])
    if let note = entity.note {
      rest.removeAll { ["notes", "summary"].contains($0.key.text) && Self.isOnly(note, $0.value) }
    }
    entity.properties = rest
    entity.place = record
    document.entities.append(entity)
  }

  private static func isOnly(_ text: PlacedText, _ value: PropertyInput) -> Bool {
    if case .text(let own) = value { return own.text == text.text }
    return false
  }

  /// All other properties: one value as a text, several as a list.
  private func rest(
    _ properties: OrderedDictionary<String, [PlacedText]>, without read: [String]
  ) -> [PropertyRecord] {
    properties.compactMap { key, values in
      guard !read.contains(key), let first = values.first else { return nil }
      let name = PlacedText(key == "wikidataId" ? "wikidata" : key, at: first.place)
      return PropertyRecord(name, values.count == 1 ? .text(first) : .list(values, at: first.place))
    }
  }
}
