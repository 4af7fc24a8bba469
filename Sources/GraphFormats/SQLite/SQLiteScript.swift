package import Diagnostics
package import GraphCore

/// A graph as the SQL that makes its tables, and the statements that read them.
///
/// `entities(id, type, name, props)` and `relations(id, type, subject, object, date, source, props)`, the ids being
/// numbers from 1, and `props` the whole record as JSON; `sources` and `graph` hold the rest.
package enum SQLiteScript {
  /// The script that makes the database of a graph.
  ///
  /// - Complexity: O(nodes + relationships + values).
  package static func text(_ graph: GraphSnapshot) -> String {
    let export = ExportGraph(graph)
    var text = """
      BEGIN;
      CREATE TABLE graph (key TEXT PRIMARY KEY, value TEXT);
      CREATE TABLE sources (id TEXT PRIMARY KEY, publisher TEXT, title TEXT, author TEXT, date TEXT, url TEXT, \
      retrieved TEXT, note TEXT);
      CREATE TABLE entities (id INTEGER PRIMARY KEY, type TEXT, name TEXT, props TEXT);
      CREATE TABLE relations (id INTEGER PRIMARY KEY, type TEXT, subject INTEGER, object INTEGER, date TEXT, \
      source TEXT, props TEXT);

      """
    text += "INSERT INTO graph VALUES ('header', \(literal(GraphHeader.json(of: export, sources: false))));\n"
    for source in export.sources {
      let fields = [
        source.id, source.publisher, source.title, source.author, source.date?.description, source.url,
        source.retrieved?.description, source.note,
      ]
      text += "INSERT INTO sources VALUES (\(fields.map { literal($0) }.joined(separator: ", ")));\n"
    }
    var numbers: [String: Int] = [:]
    for (index, entity) in export.entities.enumerated() {
      numbers[entity.id] = index + 1
      text += "INSERT INTO entities VALUES (\(index + 1), \(literal(entity.entity.type)), "
      text += "\(literal(entity.entity.name)), \(literal(GraphJSONWriter.entity(entity, in: export))));\n"
    }
    for (index, claim) in export.claims.enumerated() {
      let relation = claim.relation
      let date = relation.time.date ?? relation.time.since
      text +=
        "INSERT INTO relations VALUES (\(index + 1), \(literal(relation.type)), \(numbers[claim.subject] ?? 0), "
      text += "\(numbers[claim.object] ?? 0), \(literal(date?.description)), "
      text += "\(literal(relation.sources.first?.source)), \(literal(GraphJSONWriter.claim(claim).text)));\n"
    }
    return text
      + """
      CREATE INDEX relations_subject ON relations (subject, object);
      CREATE INDEX relations_object ON relations (object, subject);
      CREATE INDEX relations_type ON relations (type, subject);
      CREATE INDEX relations_date ON relations (date);
      COMMIT;

      """
  }

  private static func literal(_ text: String?) -> String {
    guard let text else { return "NULL" }
    // A zero byte would end the script.
    return "'" + text.replacingEach("'", with: "''").replacingEach("\0", with: "\u{FFFD}") + "'"
  }

  /// The statements that read a database, in the order in which ``document(from:source:reporting:)`` takes their rows.
  package static let statements: [(table: String, text: String, isOptional: Bool)] = [
    ("graph", "SELECT value FROM graph WHERE key = 'header'", true),
    ("sources", "SELECT id, publisher, title, author, date, url, retrieved, note FROM sources", true),
    ("entities", "SELECT id, type, name, props FROM entities ORDER BY id", false),
    ("relations", "SELECT id, type, subject, object, date, source, props FROM relations ORDER BY id", false),
  ]

  /// What the rows of a database say.
  ///
  /// - Parameters:
  ///   - tables: The rows of each of ``statements``; a value that is null is nil.
  ///   - source: The database.
  ///   - bag: Where mistakes go; a row with one is left out.
  /// - Returns: The document.
  package static func document(
    from tables: [[[String?]]], source: SourceText, reporting bag: inout DiagnosticBag
  ) -> GraphDocument {
    var document = GraphDocument(source: source)
    document.isImported = true
    let place = Diagnostic.Place(source, SourceSpan(at: 0))
    let record = RecordPlace(source: source, key: place.span, whole: place.span, fields: [])
    func placed(_ text: String?) -> PlacedText? { text.map { PlacedText($0, at: place) } }
    if let header = tables[0].first?.first ?? nil {
      _ = GraphHeader.read(header, at: place, into: &document, reporting: &bag)
    }
    for row in tables[1] {
      guard let id = row[0] else { continue }
      var read = SourceRecord(id: PlacedText(id, at: place))
      read.publisher = placed(row[1])
      read.title = placed(row[2])
      read.author = placed(row[3])
      read.date = placed(row[4])
      read.url = placed(row[5])
      read.retrieved = placed(row[6])
      read.note = placed(row[7])
      read.place = record
      document.sources.append(read)
    }
    var reader = RecordsFromJSON(source: source, place: place)
    var ids: [String: String] = [:]
    for row in tables[2] {
      guard let number = row[0] else { continue }
      let name = row[2] ?? number
      var entity = reader.entity(row[3], &bag) ?? EntityRecord(id: PlacedText(name, at: place))
      // What stands in columns may have been changed there.
      entity.type = placed(row[1])
      entity.name = placed(name)
      entity.place = record
      ids[number] = entity.id.text
      document.entities.append(entity)
    }
    for row in tables[3] {
      guard let type = row[1], let subject = row[2].flatMap({ ids[$0] }),
        let object = row[3].flatMap({ ids[$0] })
      else {
        document.rejectedRecords += 1
        bag.report(
          Diagnostic(
            .error, "sqlite.dangling-relation",
            "the relation \(row[0] ?? "without an id") lacks a type or an end that is an entity", at: place))
        continue
      }
      let ends = (PlacedText(subject, at: place), PlacedText(type, at: place), PlacedText(object, at: place))
      var claim = reader.claim(row[6], &bag) ?? ClaimRecord(ends.0, ends.1, ends.2)
      (claim.subject, claim.relation, claim.object) = ends
      if claim.since == nil { claim.date = placed(row[4]) }
      if let cited = row[5] { cite(cited, at: place, first: &claim.sources) }
      claim.place = record
      document.claims.append(claim)
    }
    return document
  }
}

extension SQLiteScript {
  /// Puts a source before all others, unless it is the first already.
  private static func cite(_ source: String, at place: Diagnostic.Place, first sources: inout [PlacedText]) {
    guard let known = sources.first else {
      sources = [PlacedText(source, at: place)]
      return
    }
    if known.text == source || known.text.hasPrefix(source + " ") { return }
    sources[0] = PlacedText(source, at: place)
  }
}

/// Single records out of JSON texts that stand in other files.
private struct RecordsFromJSON {
  let source: SourceText
  let place: Diagnostic.Place

  mutating func entity(_ text: String?, _ bag: inout DiagnosticBag) -> EntityRecord? {
    read(text, "entity", &bag)?.entities.first
  }

  mutating func claim(_ text: String?, _ bag: inout DiagnosticBag) -> ClaimRecord? {
    read(text, "relation", &bag)?.claims.first
  }

  private func read(_ text: String?, _ key: String, _ bag: inout DiagnosticBag) -> GraphDocument? {
    guard let text else { return nil }
    let inner = SourceText(name: source.name, text: "{\"\(key)\":\(text)}")
    guard let node = try? JSONParser.value(in: inner) else { return nil }
    // What others keep in the column is no record of ours.
    let own = node[key]
    var document = GraphDocument(source: source)
    var reader = GraphJSONReader(inner, at: place)
    guard own?[key == "entity" ? "id" : "subject"] != nil else { return nil }
    reader.readRecord(node, into: &document, reporting: &bag)
    return document
  }
}
