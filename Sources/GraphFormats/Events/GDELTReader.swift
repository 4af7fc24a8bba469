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
  private var rows: TableRows

  var document: GraphDocument {
    get { data.document }
    set { data.document = newValue }
  }

  private init(_ source: SourceText) {
    self.source = source
    data = EventData(source)
    rows = Self.rows(of: source)
  }

  private static func rows(of source: SourceText) -> TableRows {
    TableRows(source, TableDialect(delimiter: 0x09, hasQuotes: false))
  }

  /// Reads a file.
  static func document(
    _ source: SourceText, options: ImportOptions = ImportOptions(), reporting bag: inout DiagnosticBag
  ) -> GraphDocument {
    GDELTReader(source).wholeDocument(streamedSize: options.streamedSize, reporting: &bag)
  }

  mutating func readNext(reporting bag: inout DiagnosticBag) -> Bool {
    do throws(Diagnostic) {
      guard let row = try rows.next() else { return false }
      try Self.read(row, source, into: &data)
    } catch {
      data.reject(error, &bag)
    }
    return true
  }

  mutating func finish(reporting bag: inout DiagnosticBag) { data.finish(&bag) }

  mutating func rewind() { rows = Self.rows(of: source) }

  private static func read(
    _ row: [TableCell], _ source: SourceText, into data: inout EventData
  ) throws(Diagnostic) {
    guard row.count == columnCount else {
      throw .error(
        "table.field-count", "an event of GDELT 2.0 has \(columnCount) cells, and this row \(row.count)",
        in: source,
        at: SourceSpan(row[0].span.lower, row[row.count - 1].span.upper))
    }
    func text(_ column: Int) -> String { row[column].text }
    func actor(_ first: Int) -> EventData.Actor {
      EventData.Actor(
        name: text(first + 1), qualifier: text(first),
        properties: [("actor_code", text(first)), ("country_code", text(first + 2))])
    }
    guard !text(Column.code).isEmpty else {
      throw .error(
        "table.empty-cell", "the event code of this row is empty", in: source, at: row[Column.code].span)
    }
    let url = text(Column.url)
    let host = url.split(separator: "/").dropFirst().first.map(String.init) ?? url
    let citation =
      url.isEmpty
      ? nil
      : data.sourceID(
        publisher: host, url: url,
        retrieved: ImportedDate.normalized(String(text(Column.added).prefix(8))).text)
    data.add(actor(Column.actor1), text(Column.code), actor(Column.actor2), row: row) { claim in
      let place = claim.relation.place
      let day = text(Column.day)
      if !day.isEmpty {
        claim.date = PlacedText(EventData.date(day), at: Diagnostic.Place(source, row[Column.day].span))
      }
      claim.note = PlacedText("CAMEO \(text(Column.code))", at: place)
      if let citation { claim.sources = [PlacedText(citation, at: place)] }
      claim.properties = EventData.properties(
        [
          ("event_id", text(Column.id)), ("quad_class", text(Column.quadClass)),
          ("goldstein", text(Column.goldstein)), ("mentions", text(Column.mentions)),
          ("tone", text(Column.tone)),
          ("place", text(Column.placeName)), ("latitude", text(Column.latitude)),
          ("longitude", text(Column.longitude)),
        ], place)
    }
  }
}
