import Diagnostics
import GraphCore
import OrderedCollections

/// Reads tables of relations, entities or sources: one row, one record.
struct TableImport: RecordFileReader {
  let source: SourceText
  private let columns: TableColumns
  var document: GraphDocument
  /// Entities that a table of relations tells the type or the name of.
  private var ends: OrderedDictionary<String, EntityRecord> = [:]
  private var droppedTimes = 0
  private var rows: TableRows
  /// The rows behind the header.
  private var firstRows: TableRows
  private var width = 0

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - source: The table.
  ///   - isTabbed: Whether the name of the file says that tabs separate its cells.
  ///   - options: How; which column is which, without which the header tells.
  ///   - bag: Where mistakes go; a row with one that leaves it without meaning is left out.
  /// - Returns: What the table says; nil when its header cannot be understood.
  /// - Complexity: O(bytes).
  static func document(
    _ source: SourceText, isTabbed: Bool, options: ImportOptions, reporting bag: inout DiagnosticBag
  ) -> GraphDocument? {
    var rows = TableRows(source, TableDialect(of: source.bytes, isTabbed: isTabbed))
    do throws(Diagnostic) {
      guard let header = try rows.next() else {
        bag.report(
          .error(
            "table.empty", "the table has no header", in: source, at: SourceSpan(at: 0),
            hints: ["the first line names the columns, for example subject,relation,object,date"]))
        return nil
      }
      var ahead = rows
      let sample = try? ahead.next()
      let columns = try TableColumns(header, sample: sample ?? nil, mapping: options.columns, source: source)
      var reader = TableImport(source, columns)
      (reader.rows, reader.firstRows, reader.width) = (rows, rows, header.count)
      return reader.wholeDocument(options, reporting: &bag)
    } catch {
      bag.report(error)
      return nil
    }
  }

  init(_ source: SourceText, _ columns: TableColumns) {
    self.source = source
    self.columns = columns
    document = GraphDocument(source: source)
    document.isImported = true
    rows = TableRows(source, TableDialect(delimiter: 0x2C, hasQuotes: true))
    firstRows = rows
  }

  mutating func readNext(reporting bag: inout DiagnosticBag) -> Bool {
    do throws(Diagnostic) {
      guard let row = try rows.next(width: width) else { return false }
      if row.count != width { throw fieldCount(row, width) }
      switch columns.kind {
      case .claims: try readClaim(row)
      case .entities: try readEntity(row)
      case .sources: try readSource(row)
      }
    } catch {
      document.rejectedRecords += 1
      bag.report(error)
    }
    return true
  }

  mutating func finish(reporting bag: inout DiagnosticBag) {
    document.entities += ends.values
    if droppedTimes > 0 { bag.report(Self.timesDropped(droppedTimes, in: source)) }
  }

  var position: Int { rows.progress }

  mutating func rewind() { rows = firstRows }

  func fieldCount(_ row: [TableCell], _ width: Int) -> Diagnostic {
    let last = row[row.count - 1].span
    return .error(
      "table.field-count", "this row has \(row.count) cells, and the header \(width)", in: source,
      at: SourceSpan(row.count > width ? row[width].span.lower : last.lower, last.upper),
      hints: ["put a cell that holds a delimiter between quotes"])
  }

  // MARK: Rows

  mutating func readClaim(_ row: [TableCell]) throws(Diagnostic) {
    guard let subject = text("subject", row), let object = text("object", row) else {
      throw empty(text("subject", row) == nil ? "subject" : "object", row)
    }
    var relation = text("relation", row)
    if relation == nil {
      guard columns.index(of: "relation") == nil else { throw empty("relation", row) }
      relation = PlacedText(PropertyGraphImport.unnamedRelation, at: place(row))
    }
    var record = ClaimRecord(subject, relation ?? "", object)
    record.about = text("about", row)
    record.date = date("date", row)
    record.since = date("since", row)
    record.until = date("until", row)
    record.status = text("status", row)
    record.attributedTo = text("attributed_to", row)
    record.sources = list("sources", row)
    record.quote = text("quote", row)
    record.confidence = text("confidence", row).map { PlacedText($0.text, at: $0.place, isPlain: true) }
    record.note = text("note", row)
    // Gephi's label of an edge says nothing new when it repeats the relation.
    record.properties = properties(row).filter { property in
      guard property.key.text.lowercased() == AttributeName.label, case .text(let label) = property.value
      else {
        return true
      }
      return label.text != record.relation.text
    }
    record.place = recordPlace(row)
    noteEnd(subject, type: text("subject_type", row), name: text("subject_name", row))
    noteEnd(object, type: text("object_type", row), name: text("object_name", row))
    document.claims.append(record)
  }

  private mutating func noteEnd(_ id: PlacedText, type: PlacedText?, name: PlacedText?) {
    guard type != nil || name != nil else { return }
    if var known = ends[id.text] {
      if known.type == nil { known.type = type }
      if known.name == nil { known.name = name }
      ends[id.text] = known
      return
    }
    var record = EntityRecord(id: id, type: type, name: name)
    record.place = id.place.map { RecordPlace(source: $0.source, key: $0.span, whole: $0.span, fields: []) }
    ends[id.text] = record
  }

  private mutating func readEntity(_ row: [TableCell]) throws(Diagnostic) {
    guard let id = text("id", row) ?? text("name", row) else { throw empty("id", row) }
    var record = EntityRecord(id: id, type: text("type", row), name: text("name", row))
    record.labels = list("labels", row).map(\.text)
    if record.type == nil, let first = record.labels.first { record.type = PlacedText(first, at: place(row)) }
    record.aliases = list("aliases", row).map { AliasRecord($0) }
    if let users = text("alias_users", row) { AliasUsers.give(users, to: &record.aliases) }
    record.actsFor = text("acts_for", row)
    record.note = text("note", row)
    record.properties = properties(row)
    record.place = recordPlace(row)
    document.entities.append(record)
  }

  private mutating func readSource(_ row: [TableCell]) throws(Diagnostic) {
    guard let id = text("id", row) else { throw empty("id", row) }
    var record = SourceRecord(id: id)
    record.publisher = text("publisher", row)
    record.title = text("title", row)
    record.author = text("author", row)
    record.date = date("date", row)
    record.url = text("url", row)
    record.retrieved = date("retrieved", row)
    record.note = text("note", row)
    record.place = recordPlace(row)
    document.sources.append(record)
  }

  // MARK: Cells

  private func place(_ row: [TableCell]) -> Diagnostic.Place {
    Diagnostic.Place(source, SourceSpan(row[0].span.lower, row[row.count - 1].span.upper))
  }

  private func recordPlace(_ row: [TableCell]) -> RecordPlace {
    let span = place(row).span
    return RecordPlace(source: source, key: span, whole: span, fields: [])
  }

  private func empty(_ field: String, _ row: [TableCell]) -> Diagnostic {
    let span = columns.index(of: field).map { row[$0].span } ?? place(row).span
    return .error("table.empty-cell", "the \(field) of this row is empty", in: source, at: span)
  }

  private func text(_ field: String, _ row: [TableCell]) -> PlacedText? {
    if let constant = columns.constants[field] { return PlacedText(constant, at: place(row)) }
    guard let index = columns.index(of: field) else { return nil }
    let text = ListText.trimmed(FormulaGuard.removed(row[index].text))
    return text.isEmpty ? nil : PlacedText(text, at: Diagnostic.Place(source, row[index].span))
  }

  private func list(_ field: String, _ row: [TableCell]) -> [PlacedText] {
    guard let text = text(field, row) else { return [] }
    return ListText.parts(of: text.text).map { PlacedText($0, at: text.place) }
  }

  private mutating func date(_ field: String, _ row: [TableCell]) -> PlacedText? {
    guard let text = text(field, row) else { return nil }
    let date = ImportedDate.normalized(text.text)
    if date.hasTime { droppedTimes += 1 }
    return PlacedText(date.text, at: text.place)
  }

  private func properties(_ row: [TableCell]) -> [PropertyRecord] {
    var result: [PropertyRecord] = []
    for (index, role) in columns.roles.enumerated() {
      guard case .property(let name, let type) = role else { continue }
      let cell = row[index]
      guard !cell.text.isEmpty || cell.isQuoted else { continue }
      let place = Diagnostic.Place(source, cell.span)
      let text = FormulaGuard.removed(cell.text)
      let key = PlacedText(AttributeName.unescaped(name), at: place)
      switch type {
      case .list:
        let parts = ListText.parts(of: text).map { PlacedText($0, at: place) }
        result.append(PropertyRecord(key, .list(parts, at: place)))
      case .text: result.append(PropertyRecord(key, .text(PlacedText(text, at: place))))
      case .plain, .scalar:
        let isPlain = type == .scalar || !cell.isQuoted
        result.append(PropertyRecord(key, .text(PlacedText(text, at: place, isPlain: isPlain))))
      }
    }
    return result
  }
}

/// Keeps spreadsheets from taking a text for a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a return
/// gets a `'` before it, which is taken off again on reading.
enum FormulaGuard {
  static func added(_ text: String) -> String { looksLikeFormula(text) ? "'" + text : text }

  static func removed(_ text: String) -> String {
    text.hasPrefix("'") && looksLikeFormula(text) ? String(text.dropFirst()) : text
  }

  private static func looksLikeFormula(_ text: String) -> Bool {
    guard let first = text.utf8.first(where: { $0 != 0x27 }) else { return false }
    return [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(first)
  }
}
