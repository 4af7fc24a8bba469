public import Diagnostics
import GraphFormats
import Vocabulary

/// Builds a graph in code, with the same checks as a graph file.
///
/// ```swift
/// var builder = KnowledgeGraphBuilder(title: "A strait and its neighbours")
/// builder.addSource("gazette", publisher: "The Gazette", title: "Notice 12", date: "2021-03-04")
/// builder.addEntity("north", type: "state", name: "North")
/// builder.addEntity("south", type: "state", name: "South")
/// builder.addRelation("north", "accuses", "south", about: "closing the strait", sources: ["gazette p. 1"])
/// let graph = try builder.build()
/// print(try graph.ask("who accuses whom").table())
/// ```
public struct KnowledgeGraphBuilder: Sendable {
  /// The vocabulary that a graph is checked against.
  public enum SchemaChoice: Sendable, Equatable {
    /// The schema that comes with Entente: states, leaders, places, organizations and 22 relations.
    case geopolitics
    /// A schema as YAML text.
    case yaml(String)
    /// None: any type and any relation may be used, and questions know no verbs.
    case none
  }

  private var document = GraphDocument()
  private let schema: SchemaChoice

  /// Begins an empty graph.
  ///
  /// - Parameters:
  ///   - title: What the graph is about; maps show it.
  ///   - schema: What may be said.
  public init(title: String, schema: SchemaChoice = .geopolitics) {
    document.title = PlacedText(title)
    self.schema = schema
  }

  /// Adds something published that relations are taken from.
  ///
  /// - Parameters:
  ///   - id: What relations call it.
  ///   - publisher: Who published it.
  ///   - title: Its title.
  ///   - date: When: `2020`, `2020-09`, `2020-09-27`, each also as `about …`.
  ///   - url: Its address, `http` or `https`.
  ///   - author: Who wrote it.
  public mutating func addSource(
    _ id: String, publisher: String? = nil, title: String? = nil, date: String? = nil, url: String? = nil,
    author: String? = nil
  ) {
    var record = SourceRecord(id: PlacedText(id))
    record.publisher = publisher.map { PlacedText($0) }
    record.title = title.map { PlacedText($0) }
    record.date = date.map { PlacedText($0) }
    record.url = url.map { PlacedText($0) }
    record.author = author.map { PlacedText($0) }
    document.sources.append(record)
  }

  /// Adds who or what is spoken of.
  ///
  /// - Parameters:
  ///   - id: What relations call it: a word without blanks.
  ///   - type: A type of the schema.
  ///   - name: The name to show; the id when nil.
  ///   - aliases: Other names.
  ///   - actsFor: The id of the entity it acts for: a ministry's state.
  ///   - note: Free text.
  ///   - properties: Properties that the schema declares.
  public mutating func addEntity(
    _ id: String, type: String, name: String? = nil, aliases: [String] = [], actsFor: String? = nil,
    note: String? = nil, properties: [(name: String, value: String)] = []
  ) {
    var record = EntityRecord(id: PlacedText(id), type: PlacedText(type), name: name.map { PlacedText($0) })
    record.aliases = aliases.map { AliasRecord(PlacedText($0)) }
    record.actsFor = actsFor.map { PlacedText($0) }
    record.note = note.map { PlacedText($0) }
    record.properties = Self.records(properties)
    document.entities.append(record)
  }

  /// Adds what is said: a relation between two entities.
  ///
  /// - Parameters:
  ///   - subject: The id of an entity.
  ///   - relation: A relation type of the schema.
  ///   - object: The id of an entity.
  ///   - about: Of what, to do what: one to eight words.
  ///   - date: When it happened; for events.
  ///   - since: When it began; for states of affairs.
  ///   - until: When it ended; for states of affairs.
  ///   - status: `current`, `past`, `denied` or `disputed`.
  ///   - attributedTo: The id of the entity that says so, when the source only reports it.
  ///   - sources: Ids of sources, each with a place in it after a blank: `upi ¶7`.
  ///   - quote: The words themselves.
  ///   - confidence: How sure: 0 to 1.
  ///   - note: Free text.
  ///   - properties: Properties that the schema declares.
  public mutating func addRelation(
    _ subject: String, _ relation: String, _ object: String, about: String? = nil, date: String? = nil,
    since: String? = nil, until: String? = nil, status: String? = nil, attributedTo: String? = nil,
    sources: [String] = [], quote: String? = nil, confidence: Double? = nil, note: String? = nil,
    properties: [(name: String, value: String)] = []
  ) {
    var record = ClaimRecord(PlacedText(subject), PlacedText(relation), PlacedText(object))
    record.about = about.map { PlacedText($0) }
    record.date = date.map { PlacedText($0) }
    record.since = since.map { PlacedText($0) }
    record.until = until.map { PlacedText($0) }
    record.status = status.map { PlacedText($0) }
    record.attributedTo = attributedTo.map { PlacedText($0) }
    record.sources = sources.map { PlacedText($0) }
    record.quote = quote.map { PlacedText($0) }
    record.confidence = confidence.map { PlacedText(String($0), isPlain: true) }
    record.note = note.map { PlacedText($0) }
    record.properties = Self.records(properties)
    document.claims.append(record)
  }

  /// Names a question, to be drawn as a map of its own.
  ///
  /// - Parameters:
  ///   - id: The view's name.
  ///   - ask: A question or an openCypher statement.
  ///   - title: The title of its map.
  public mutating func addView(_ id: String, ask: String, title: String? = nil) {
    var record = ViewRecord(id: PlacedText(id))
    record.ask = PlacedText(ask)
    record.title = title.map { PlacedText($0) }
    document.views.append(record)
  }

  /// Checks everything and freezes the graph.
  ///
  /// - Returns: The graph; its ``KnowledgeGraph/warnings`` hold what is odd but not wrong.
  /// - Throws: Every mistake at once, each with a code, a message and a hint.
  /// - Complexity: O(n log n) in the number of records.
  public func build() throws(DiagnosticFailure) -> KnowledgeGraph {
    try KnowledgeGraph(documents: [document], schema: try readSchema())
  }

  private func readSchema() throws(DiagnosticFailure) -> Schema? {
    let source: SourceText
    switch schema {
    case .none: return nil
    case .geopolitics: source = BuiltInSchema.source
    case .yaml(let text): source = SourceText(name: "schema", text: text)
    }
    var bag = DiagnosticBag()
    guard let read = BuiltInSchema.read(source, reporting: &bag), !bag.hasErrors else {
      throw DiagnosticFailure(bag.sorted)
    }
    return read
  }

  private static func records(_ properties: [(name: String, value: String)]) -> [PropertyRecord] {
    properties.map { PropertyRecord(PlacedText($0.name), .text(PlacedText($0.value, isPlain: true))) }
  }
}
