import Diagnostics
import GraphCore
import OrderedCollections

/// Writes a script of openCypher statements, one a line, for Neo4j, Memgraph, FalkorDB and others.
///
/// Labels are in UpperCamelCase and relation types in UPPER_SNAKE_CASE by the table of ``OpenCypherNames``, which stands
/// in the first line. Every entity has the label `Entity` too, so that an index finds it; a claim's id keeps parallel
/// ones apart when the script runs twice.
struct CypherScriptWriter {
  /// The label of all entities, beside their types'.
  static let entityLabel = "Entity"
  /// The property that tells claims apart.
  static let claimKey = "claim"
  /// Goes before the header in the first line.
  static let headerMark = "// entente "
  /// How many records one statement makes.
  private static let batch = 200

  private let export: PropertyGraphExport
  private let names: OpenCypherNames
  private var text = ""

  static func text(_ graph: GraphSnapshot) -> String {
    var writer = CypherScriptWriter(graph)
    writer.write()
    return writer.text
  }

  private init(_ graph: GraphSnapshot) {
    export = PropertyGraphExport(graph)
    names = OpenCypherNames(graph)
  }

  private mutating func write() {
    text = Self.headerMark + header + "\n"
    text += "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:\(Self.entityLabel)) REQUIRE n.id IS UNIQUE;\n"
    writeSources()
    var byLabels: OrderedDictionary<[String], [String]> = [:]
    for entity in export.graph.entities {
      byLabels[entity.entity.labels, default: []].append(row(of: entity))
    }
    for (labels, rows) in byLabels {
      let types = labels.map { ":" + name(names.labels[$0] ?? $0) }.joined()
      let setting = types.isEmpty ? "" : ", n\(types)"
      batches(rows) { list in
        "UNWIND \(list) AS row MERGE (n:\(Self.entityLabel) {id: row.id}) SET n += row\(setting);\n"
      }
    }
    var byType: OrderedDictionary<String, [String]> = [:]
    for claim in export.graph.claims { byType[claim.relation.type, default: []].append(row(of: claim)) }
    for (type, rows) in byType {
      let spelling = name(names.relations[type] ?? type)
      batches(rows) { list in
        "UNWIND \(list) AS row MATCH (a:\(Self.entityLabel) {id: row.subject}) "
          + "MATCH (b:\(Self.entityLabel) {id: row.object}) "
          + "MERGE (a)-[r:\(spelling) {\(Self.claimKey): row.claim}]->(b) SET r += row.properties;\n"
      }
    }
  }

  /// Title, schema, note and views, and the table of names.
  private var header: String {
    var object = JSONObject()
    let description = export.graph.graph.description
    object.add("graph", description.title)
    object.add("schema", description.schemaName)
    object.add("note", description.note)
    object.addJSON("views", GraphJSONWriter.views(description.views))
    func table(_ table: OrderedDictionary<String, String>, used: [String]) -> String {
      var object = JSONObject()
      for name in used where table[name] != nil && table[name] != name { object.add(table[name] ?? "", name) }
      return object.text
    }
    object.addJSON("labels", table(names.labels, used: export.graph.graph.labelNames))
    object.addJSON("relations", table(names.relations, used: export.graph.graph.relationshipTypeNames))
    return object.text
  }

  private mutating func batches(_ rows: [String], _ statement: (String) -> String) {
    var start = 0
    while start < rows.count {
      let end = min(start + Self.batch, rows.count)
      text += statement("[" + rows[start..<end].joined(separator: ", ") + "]")
      start = end
    }
  }

  // MARK: Records

  private mutating func writeSources() {
    let rows = export.graph.sources.map { source in
      let fields: [(String, Value?)] = [
        ("id", .string(source.id)), ("publisher", source.publisher.map { .string($0) }),
        ("title", source.title.map { .string($0) }), ("author", source.author.map { .string($0) }),
        ("date", source.date.map { .date($0) }), ("url", source.url.map { .string($0) }),
        ("retrieved", source.retrieved.map { .date($0) }), ("note", source.note.map { .string($0) }),
      ]
      return map(fields)
    }
    let label = name(names.labels[StandardName.sourceLabel] ?? "Source")
    batches(rows) { list in "UNWIND \(list) AS row MERGE (n:\(label) {id: row.id}) SET n += row;\n" }
  }

  private func row(of exported: ExportGraph.ExportedEntity) -> String {
    let entity = exported.entity
    var fields: [(String, Value?)] = [
      (StandardName.id, .string(exported.id)), (StandardName.name, .string(entity.name)),
    ]
    if !entity.aliases.isEmpty {
      fields.append((StandardName.aliases, .list(entity.aliases.map { .string($0.name) })))
    }
    for (key, value) in export.attributes(of: exported) where key == AttributeName.aliasUsers {
      fields.append((key, value))
    }
    fields.append((StandardName.actsFor, entity.actsFor.map { .string($0) }))
    fields.append((StandardName.note, entity.note.map { .string($0) }))
    for key in entity.properties.keys.sorted() { fields.append((key, entity.properties[key])) }
    return map(fields)
  }

  private func row(of claim: ExportGraph.ExportedClaim) -> String {
    let relation = claim.relation
    var fields: [(String, Value?)] = [
      (StandardName.about, relation.about.map { .string($0) }),
      (StandardName.date, relation.time.date.map { .date($0) }),
      (StandardName.since, relation.time.since.map { .date($0) }),
      (StandardName.until, relation.time.until.map { .date($0) }),
      (StandardName.status, .string(relation.status)),
      (StandardName.attributedTo, relation.attributedTo.map { .string($0) }),
    ]
    if !relation.sources.isEmpty {
      fields.append((StandardName.sources, .list(relation.sources.map { .string($0.source) })))
      fields.append((StandardName.paragraphs, .list(relation.sources.map { .string($0.place) })))
    }
    fields.append((StandardName.quote, relation.quote.map { .string($0) }))
    fields.append((StandardName.confidence, relation.confidence))
    fields.append((StandardName.note, relation.note.map { .string($0) }))
    for key in relation.properties.keys.sorted() { fields.append((key, relation.properties[key])) }
    return
      "{subject: \(literal(claim.subject)), object: \(literal(claim.object)), claim: \(literal(claim.id)), "
      + "properties: \(map(fields))}"
  }

  // MARK: Literals

  private func map(_ fields: [(String, Value?)]) -> String {
    let entries = fields.compactMap { key, value in value.map { "\(name(key)): \(literal($0))" } }
    return "{" + entries.joined(separator: ", ") + "}"
  }

  /// A name, between backticks unless it is made of letters, digits and underscores.
  private func name(_ name: String) -> String {
    let isPlain =
      name.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == 0x5F
      }
    return isPlain ? name : "`" + name.replacingEach("`", with: "``") + "`"
  }

  private func literal(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }

  /// A value; a date that is not a known day is a text, since other systems would add what is not known.
  private func literal(_ value: Value) -> String {
    switch value {
    case .null, .node, .relationship, .path: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .float(let number): number.isFinite ? number.description : literal(number.description)
    case .string(let text): literal(text)
    case .list(let values): "[" + values.map { literal($0) }.joined(separator: ", ") + "]"
    case .date(let date) where date.isFullDate && (0...9999).contains(date.year): "date('\(date)')"
    default: literal(ValueText.of(value))
    }
  }
}
