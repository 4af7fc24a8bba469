import Diagnostics
import GraphCore

/// What three sources of political event data have in common: actors, a code for what one did to the other, a day.
struct EventData {
  /// An actor as an event names it.
  struct Actor {
    /// The name, or nothing.
    let name: String
    /// What else is said of it.
    let properties: [(String, String)]
    /// The id: the name, and the qualifier unless the name has it already; empty when nobody is named.
    let id: String

    init(name: String, qualifier: String, properties: [(String, String)] = []) {
      self.name = name
      self.properties = properties
      if name.isEmpty {
        id = qualifier
      } else {
        id = qualifier.isEmpty || name.hasSuffix("(\(qualifier))") ? name : "\(name) (\(qualifier))"
      }
    }
  }

  private let source: SourceText
  var document: GraphDocument
  private var known: Set<String> = []
  private var sources: [String: String] = [:]
  private var sourceNumbers: [String: Int] = [:]
  private var oneSided = 0

  init(_ source: SourceText) {
    self.source = source
    document = GraphDocument(source: source)
    document.isImported = true
  }

  /// Adds an event; one that names one actor only is counted and left out.
  mutating func add(
    _ subject: Actor, _ relation: String, _ object: Actor, at place: Diagnostic.Place,
    fill: (inout ClaimRecord) -> Void
  ) {
    guard declare(subject, object, at: place) else { return }
    var claim = Self.claim(subject, relation, object, at: place)
    fill(&claim)
    document.claims.append(claim)
  }

  /// Declares the actors of an event; false when only one is named, which is counted.
  mutating func declare(_ subject: Actor, _ object: Actor, at place: Diagnostic.Place) -> Bool {
    guard !subject.id.isEmpty, !object.id.isEmpty else {
      oneSided += 1
      return false
    }
    for actor in [subject, object] { declare(actor, place) }
    return true
  }

  /// A claim that says no more than who did what to whom.
  static func claim(
    _ subject: Actor, _ relation: String, _ object: Actor, at place: Diagnostic.Place
  ) -> ClaimRecord {
    var claim = ClaimRecord(
      PlacedText(subject.id, at: place), PlacedText(relation, at: place), PlacedText(object.id, at: place))
    claim.place = RecordPlace(source: place.source, key: place.span, whole: place.span, fields: [])
    return claim
  }

  private mutating func declare(_ actor: Actor, _ place: Diagnostic.Place) {
    guard known.insert(actor.id).inserted else { return }
    var record = EntityRecord(id: PlacedText(actor.id, at: place))
    if !actor.name.isEmpty, actor.name != actor.id { record.name = PlacedText(actor.name, at: place) }
    record.properties = Self.properties(actor.properties, place)
    record.place = RecordPlace(source: source, key: place.span, whole: place.span, fields: [])
    document.entities.append(record)
  }

  /// The properties that are not empty.
  static func properties(_ pairs: [(String, String)], _ place: Diagnostic.Place?) -> [PropertyRecord] {
    pairs.compactMap { key, text in
      text.isEmpty
        ? nil : PropertyRecord(PlacedText(key, at: place), .text(PlacedText(text, at: place, isPlain: true)))
    }
  }

  /// The id of a source: the publisher as one word, and a number for each address, which must be a new one.
  mutating func sourceID(
    publisher: String, url: String?, retrieved: String?, at place: Diagnostic.Place
  ) -> String {
    // Addresses are asked for once each, publishers over and over.
    if url == nil, let id = sources[publisher] { return id }
    var word = publisher.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "." }.joined(
      separator: "-")
    if word.isEmpty { word = "source" }
    if url != nil {
      sourceNumbers[word, default: 0] += 1
      word += "-\(sourceNumbers[word] ?? 1)"
    }
    if url == nil { sources[publisher] = word }
    var record = SourceRecord(id: PlacedText(word, at: place))
    record.publisher = PlacedText(publisher, at: place)
    if let url {
      // What is no address of the web is kept as it stands.
      let isAddress = url.hasPrefix("http") && !url.contains(" ")
      if isAddress {
        record.url = PlacedText(url, at: place)
      } else {
        record.note = PlacedText(url, at: place)
      }
    }
    record.retrieved = retrieved.map { PlacedText($0, at: place) }
    document.sources.append(record)
    return word
  }

  /// Takes a row that could not be read.
  mutating func reject(_ diagnostic: Diagnostic, _ bag: inout DiagnosticBag) {
    document.rejectedRecords += 1
    bag.report(diagnostic)
  }

  /// Says how many events named one actor only.
  func finish(_ bag: inout DiagnosticBag) {
    guard oneSided > 0 else { return }
    bag.report(
      Diagnostic(
        .warning, "convert.one-sided",
        oneSided == 1
          ? "one event names one actor only, and is left out"
          : "\(oneSided) events name one actor only, and are left out",
        at: Diagnostic.Place(source, SourceSpan(at: 0)), hints: ["a relation needs a subject and an object"]))
  }

  /// A date: `20200131`, `2020-01-31` or, as one ICEWS file has it, `1/31/2020`.
  static func date(_ text: String) -> String {
    let parts = text.split(separator: "/")
    if parts.count == 3, let month = Int(parts[0]), let day = Int(parts[1]), parts[2].utf8.count == 4 {
      return "\(parts[2])-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
    return ImportedDate.normalized(text).text
  }
}
