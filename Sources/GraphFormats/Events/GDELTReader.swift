import Diagnostics
import GraphCore

/// Reads events of GDELT 2.0: 61 columns with tabs between them, no header, named `.CSV` all the same.
///
/// An actor is its name with its CAMEO code; the relation is the CAMEO code, which the schema's codes turn into a
/// relation type, and which stays in the note. An event has one source, the first address that reported it.
///
/// The columns follow "The GDELT Event Database Data Format Codebook V2.0".
struct GDELTReader: RecordFileReader {
  static let columnCount = 61

  private enum Column {
    static let id = 0
    static let day = 1
    static let actor1 = 5
    static let actor2 = 15
    static let code = 26
    static let quadClass = 29
    static let goldstein = 30
    static let mentions = 31
    static let tone = 34
    static let placeName = 52
    static let latitude = 56
    static let longitude = 57
    static let added = 59
    static let url = 60
  }

  private let source: SourceText
  private var data: EventData
  private var rows: TabbedRows
  private var actors = MadeOnce<EventData.Actor>()
  private var citations = MadeOnce<String>()
  private var days = MadeOnce<String>()
  private var codes = MadeOnce<(code: String, note: String)>()

  var document: GraphDocument {
    get { data.document }
    set { data.document = newValue }
  }

  private init(_ source: SourceText) {
    self.source = source
    data = EventData(source)
    rows = TabbedRows(source, width: Self.columnCount)
  }

  /// Reads a file.
  static func document(
    _ source: SourceText, options: ImportOptions = ImportOptions(), reporting bag: inout DiagnosticBag
  ) -> GraphDocument {
    GDELTReader(source).wholeDocument(options, reporting: &bag)
  }

  mutating func readNext(reporting bag: inout DiagnosticBag) -> Bool {
    read(reporting: &bag) { reader, subject, object in reader.addClaim(subject, object) } != nil
  }

  mutating func readDeclarations(reporting bag: inout DiagnosticBag) -> Int? {
    read(reporting: &bag) { _, _, _ in }
  }

  mutating func finish(reporting bag: inout DiagnosticBag) { data.finish(&bag) }

  var position: Int { rows.position }

  mutating func rewind() { rows = TabbedRows(source, width: Self.columnCount) }

  // MARK: Rows

  /// Reads a row: what it declares, and for whoever wants it, the claim.
  ///
  /// - Returns: How many claims the row makes; nil at the end.
  private mutating func read(
    reporting bag: inout DiagnosticBag, _ take: (inout Self, EventData.Actor, EventData.Actor) -> Void
  ) -> Int? {
    guard rows.next() else { return nil }
    do throws(Diagnostic) {
      try rows.check(Self.columnCount) { count in
        .error(
          "table.field-count", "an event of GDELT 2.0 has \(Self.columnCount) cells, and this row \(count)",
          in: source, at: rows.span)
      }
      guard !rows.isEmpty(Column.code) else {
        throw .error(
          "table.empty-cell", "the event code of this row is empty", in: source,
          at: SourceSpan(rows.range(Column.code)))
      }
    } catch {
      data.reject(error, &bag)
      return 0
    }
    let (subject, object) = (actor(Column.actor1), actor(Column.actor2))
    guard data.declare(subject, object, at: Diagnostic.Place(source, rows.span)) else { return 0 }
    _ = citation()
    take(&self, subject, object)
    return 1
  }

  /// Code, name and country stand side by side.
  private mutating func actor(_ first: Int) -> EventData.Actor {
    let range = rows.range(first).lowerBound..<rows.range(first + 2).upperBound
    let rows = rows
    return actors.of(range, in: source) {
      EventData.Actor(
        name: rows.text(first + 1), qualifier: rows.text(first),
        properties: [("actor_code", rows.text(first)), ("country_code", rows.text(first + 2))])
    }
  }

  /// The id of the source; nil when the event has none.
  private mutating func citation() -> String? {
    let range = rows.range(Column.url)
    if range.isEmpty { return nil }
    if let known = citations.find(range, in: source) { return known }
    let url = rows.text(range)
    let host = url.split(separator: "/").dropFirst().first.map(String.init) ?? url
    let added = ImportedDate.normalized(String(rows.text(Column.added).prefix(8))).text
    let id = data.sourceID(
      publisher: host, url: url, retrieved: added.isEmpty ? nil : added,
      at: Diagnostic.Place(source, SourceSpan(range)))
    citations.add(id)
    return id
  }

  private mutating func addClaim(_ subject: EventData.Actor, _ object: EventData.Actor) {
    let place = Diagnostic.Place(source, rows.span)
    let rows = rows
    let code = codes.of(rows.range(Column.code), in: source) {
      (rows.text(Column.code), "CAMEO \(rows.text(Column.code))")
    }
    var claim = EventData.claim(subject, code.code, object, at: place)
    let day = rows.range(Column.day)
    if !day.isEmpty {
      let date = days.of(day, in: source) { EventData.date(rows.text(day)) }
      claim.date = PlacedText(date, at: Diagnostic.Place(source, SourceSpan(day)))
    }
    claim.note = PlacedText(code.note, at: place)
    if let citation = citation() { claim.sources = [PlacedText(citation, at: place)] }
    claim.properties.reserveCapacity(Self.properties.count)
    for (key, column) in Self.properties where !rows.isEmpty(column) {
      claim.properties.append(
        PropertyRecord(
          PlacedText(key, at: place), .text(PlacedText(rows.text(column), at: place, isPlain: true))))
    }
    data.document.claims.append(claim)
  }

  private static let properties = [
    ("event_id", Column.id), ("quad_class", Column.quadClass), ("goldstein", Column.goldstein),
    ("mentions", Column.mentions), ("tone", Column.tone), ("place", Column.placeName),
    ("latitude", Column.latitude), ("longitude", Column.longitude),
  ]
}
