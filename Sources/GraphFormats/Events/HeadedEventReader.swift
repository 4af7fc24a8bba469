import Diagnostics
import GraphCore

/// Reads events of ICEWS and POLECAT: tables with tabs, a header and no quoting.
struct HeadedEventReader: RecordFileReader {
  private let source: SourceText
  private let columns: [String: Int]
  private let prefersCodes: Bool
  private let isPOLECAT: Bool
  private let width: Int
  private var data: EventData
  private var rows: TableRows
  /// The rows behind the header.
  private let firstRows: TableRows

  var document: GraphDocument {
    get { data.document }
    set { data.document = newValue }
  }

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - source: The table.
  ///   - isPOLECAT: Whether the columns are POLECAT's, with PLOVER types and modes.
  ///   - options: How; whether an ICEWS relation is its CAMEO code, for a schema, and not its words.
  ///   - bag: Where mistakes go.
  /// - Returns: What the table says; nil when its header is not that of such a table.
  static func document(
    _ source: SourceText, isPOLECAT: Bool, options: ImportOptions, reporting bag: inout DiagnosticBag
  ) -> GraphDocument? {
    var rows = TableRows(source, TableDialect(delimiter: 0x09, hasQuotes: false))
    do throws(Diagnostic) {
      guard let header = try rows.next() else {
        throw .error("table.empty", "the table has no header", in: source, at: SourceSpan(at: 0))
      }
      let reader = HeadedEventReader(
        source, header, rows, isPOLECAT: isPOLECAT, prefersCodes: options.prefersCodes)
      let needed =
        isPOLECAT
        ? ["Event Type", "Actor Name", "Recipient Name"] : ["Source Name", "Target Name", "CAMEO Code"]
      if let absent = needed.first(where: { reader.columns[$0] == nil }) {
        throw .error(
          "table.no-columns", "there is no column '\(absent)'", in: source,
          at: SourceSpan(header[0].span.lower, header[header.count - 1].span.upper))
      }
      return reader.wholeDocument(options, reporting: &bag)
    } catch {
      bag.report(error)
      return nil
    }
  }

  private init(
    _ source: SourceText, _ header: [TableCell], _ rows: TableRows, isPOLECAT: Bool, prefersCodes: Bool
  ) {
    self.source = source
    self.prefersCodes = prefersCodes
    self.isPOLECAT = isPOLECAT
    self.rows = rows
    firstRows = rows
    width = header.count
    data = EventData(source)
    columns = Dictionary(header.enumerated().map { (ListText.trimmed($1.text), $0) }) { first, _ in first }
  }

  mutating func readNext(reporting bag: inout DiagnosticBag) -> Bool {
    do throws(Diagnostic) {
      guard let row = try rows.next() else { return false }
      guard row.count == width else {
        throw .error(
          "table.field-count", "this row has \(row.count) cells, and the header \(width)", in: source,
          at: SourceSpan(row[0].span.lower, row[row.count - 1].span.upper))
      }
      if isPOLECAT { try readPOLECAT(row) } else { try readICEWS(row) }
    } catch {
      data.reject(error, &bag)
    }
    return true
  }

  mutating func finish(reporting bag: inout DiagnosticBag) { data.finish(&bag) }

  var position: Int { rows.progress }

  mutating func rewind() { rows = firstRows }

  private func text(_ column: String, _ row: [TableCell]) -> String {
    let text = columns[column].map { ListText.trimmed(row[$0].text) } ?? ""
    // POLECAT writes `None` where there is nothing.
    return isPOLECAT && text == "None" ? "" : text
  }

  private func place(of row: [TableCell]) -> Diagnostic.Place {
    Diagnostic.Place(source, SourceSpan(row[0].span.lower, row[row.count - 1].span.upper))
  }

  private func empty(_ column: String, _ row: [TableCell]) -> Diagnostic {
    let span = columns[column].map { row[$0].span } ?? row[0].span
    return .error("table.empty-cell", "'\(column)' is empty in this row", in: source, at: span)
  }

  private func date(_ column: String, _ row: [TableCell]) -> PlacedText? {
    let text = self.text(column, row)
    guard !text.isEmpty, let index = columns[column] else { return nil }
    return PlacedText(EventData.date(text), at: Diagnostic.Place(source, row[index].span))
  }

  // MARK: ICEWS

  private mutating func readICEWS(_ row: [TableCell]) throws(Diagnostic) {
    let code = text("CAMEO Code", row)
    let words = text("Event Text", row)
    let relation = prefersCodes && !code.isEmpty ? code : words.isEmpty ? code : words
    guard !relation.isEmpty else { throw empty("CAMEO Code", row) }
    func actor(_ role: String) -> EventData.Actor {
      EventData.Actor(
        name: text("\(role) Name", row), qualifier: "",
        properties: [("country", text("\(role) Country", row)), ("sectors", text("\(role) Sectors", row))])
    }
    let publisher = text("Publisher", row)
    let id =
      publisher.isEmpty
      ? nil : data.sourceID(publisher: publisher, url: nil, retrieved: nil, at: place(of: row))
    let story = text("Story ID", row)
    let sentence = text("Sentence Number", row)
    let date = self.date("Event Date", row)
    let properties = [
      ("event_id", text("Event ID", row)), ("intensity", text("Intensity", row)), ("city", text("City", row)),
      ("country", text("Country", row)), ("latitude", text("Latitude", row)),
      ("longitude", text("Longitude", row)),
    ]
    data.add(actor("Source"), relation, actor("Target"), at: place(of: row)) { claim in
      let place = claim.relation.place
      claim.date = date
      if prefersCodes, !words.isEmpty { claim.about = PlacedText(words.lowercased(), at: place) }
      if !code.isEmpty { claim.note = PlacedText("CAMEO \(code)", at: place) }
      if let id {
        let parts = [story.isEmpty ? "" : "story \(story)", sentence.isEmpty ? "" : "sentence \(sentence)"]
        let words = ([id] + parts.filter { !$0.isEmpty }).joined(separator: " ")
        claim.sources = [PlacedText(words, at: place)]
      }
      claim.properties = EventData.properties(properties, place)
    }
  }

  // MARK: POLECAT

  private mutating func readPOLECAT(_ row: [TableCell]) throws(Diagnostic) {
    let type = text("Event Type", row)
    guard !type.isEmpty else { throw empty("Event Type", row) }
    let mode = text("Event Mode", row)
    let relation = mode.isEmpty ? type : "\(type)/\(mode)"
    let publisher = text("Source", row)
    let id =
      publisher.isEmpty
      ? nil : data.sourceID(publisher: publisher, url: nil, retrieved: nil, at: place(of: row))
    let date = self.date("Event Date", row)
    let properties = [
      ("event_id", text("Event ID", row)), ("intensity", text("Intensity", row)),
      ("quad_code", text("Quad Code", row)),
      ("contexts", text("Contexts", row)), ("country", text("Country", row)),
      ("latitude", text("Latitude", row)),
      ("longitude", text("Longitude", row)),
    ]
    // Several actors or recipients stand in one cell; each pair is a claim.
    for subject in actors("Actor", row) {
      for object in actors("Recipient", row) {
        data.add(subject, relation, object, at: place(of: row)) { claim in
          let place = claim.relation.place
          claim.date = date
          claim.note = PlacedText("PLOVER \(relation)", at: place)
          if let id { claim.sources = [PlacedText(id, at: place)] }
          claim.properties = EventData.properties(properties, place)
        }
      }
    }
  }

  private func actors(_ role: String, _ row: [TableCell]) -> [EventData.Actor] {
    let names = text("\(role) Name", row).split(separator: ";").map { ListText.trimmed(String($0)) }
    let countries = text("\(role) Country", row).split(separator: ";").map { ListText.trimmed(String($0)) }
    guard !names.isEmpty else { return [EventData.Actor(name: "", qualifier: countries.first ?? "")] }
    return names.enumerated().map { index, name in
      let country = index < countries.count ? countries[index] : countries.first ?? ""
      return EventData.Actor(
        name: name == "None" ? "" : name, qualifier: country == "None" ? "" : country,
        properties: [("country", country), ("sector", text("Primary \(role) Sector", row))])
    }
  }
}
