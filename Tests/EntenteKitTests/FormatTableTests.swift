import Diagnostics
import EntenteKit
import Foundation
import TestSupport
import Testing

/// The table of the page Formats, held by writing and reading a graph that has everything.
@Suite struct FormatTableTests {
  /// A row of the table: what is compared, and the word by which a warning counts its loss.
  private static let rows: [(title: String, keys: [String], loss: String)] = [
    ("names and types", ["entities.name", "entities.type"], "names"),
    ("isolated entities", ["entities.id"], "entities"), ("aliases", ["entities.aliasNames"], "aliases"),
    ("who uses an alias", ["entities.aliases"], "aliases"), ("acts_for", ["entities.acts_for"], "acts_for"),
    ("notes on entities", ["entities.note"], "notes on entities"),
    ("properties of entities", ["entities.properties"], "properties of entities"),
    ("parallel relations", ["relations.subject", "relations.relation", "relations.object"], "relations"),
    ("about", ["relations.about"], "abouts"),
    ("dates", ["relations.date", "relations.since", "relations.until"], "dates"),
    ("status", ["relations.status"], "status"),
    ("attributed_to", ["relations.attributed_to"], "attributions"),
    ("several sources, with places", ["relations.sources"], "citations"),
    ("details of sources", ["sources."], "sources"), ("quotes", ["relations.quote"], "quotes"),
    ("confidence", ["relations.confidence"], "confidences"),
    ("notes on relations", ["relations.note"], "notes on relations"), ("title", ["graph"], "titles"),
    ("note on the graph", ["note"], "notes on the graph"), ("views", ["views"], "views"),
  ]

  private static let graph = """
    graph: A strait
    schema: geopolitics
    note: All of it is made up.
    sources:
      gazette: {publisher: The Gazette, title: Notice 12, date: 2021-03, url: "https://example.org/12"}
      bulletin: {publisher: Bulletin, retrieved: 2021-04-02}
    entities:
      north: {type: state, name: North, aliases: [N, {name: The North, used_by: [south]}], iso: NOR}
      south: {type: state, name: South, note: beyond the strait}
      ministry: {type: ministry, name: Ministry, acts_for: north}
      islet: {type: island, name: Islet}
    relations:
      - north accuses south: {about: a toll, date: 2021-03, status: denied, sources: [gazette ¶1, bulletin p. 3]}
      - north accuses south: {about: a blockade, attributed_to: ministry, quote: they block, confidence: 0.5}
      - north ally-of south: {since: 1990s, until: 2001, status: past, note: long ago}
    views:
      quarrel: {ask: who accuses whom}
    """

  private static func original() throws -> KnowledgeGraph {
    try KnowledgeGraph.open(["strait.yaml"], in: MemoryWorkspace(["strait.yaml": graph]))
  }

  /// The parts of a graph, by its own JSON.
  private static func parts(of graph: KnowledgeGraph) throws -> [String: String] {
    let json = try #require(DataFormat(name: "json"))
    let bytes = try graph.exported(as: json).files[0].bytes
    let whole = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    var result: [String: String] = [:]
    for (key, value) in whole {
      guard let records = value as? [[String: Any]] else {
        result[key] = text(value)
        continue
      }
      result[key + "."] = text(value)
      let names = Set(records.flatMap(\.keys))
      for name in names {
        result["\(key).\(name)"] = records.map { text($0[name] as Any) }.joined(separator: "|")
      }
      if key == "entities" {
        result["entities.aliasNames"] = records.map { record in
          let aliases = record["aliases"] as? [Any] ?? []
          return text(aliases.map { ($0 as? [String: Any])?["name"] ?? $0 })
        }.joined(separator: "|")
      }
    }
    return result
  }

  private static func text(_ value: Any) -> String {
    guard JSONSerialization.isValidJSONObject([value]),
      let data = try? JSONSerialization.data(withJSONObject: [value], options: [.sortedKeys])
    else { return "-" }
    return String(decoding: data, as: UTF8.self)
  }

  /// The table of the page: row → format → word.
  private static func table() throws -> (formats: [String], words: [String: [String: String]]) {
    let page = try TestEnvironment.projectFile("Sources/EntenteKit/EntenteKit.docc/Formats.md").text
    let lines = page.split(separator: "\n").drop { !$0.hasPrefix("| |") }.prefix { $0.hasPrefix("|") }
    let rows = lines.map { line in
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    var words: [String: [String: String]] = [:]
    var formats: [String] = []
    for (column, names) in try #require(rows.first).enumerated().dropFirst() {
      for name in names.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
        formats.append(name)
        for row in rows.dropFirst(2) { words[row[0], default: [:]][name] = row[column] }
      }
    }
    return (formats, words)
  }

  /// A name that is there and empty is not the same as none, for which the id stands.
  @Test(arguments: DataFormat.written.filter { $0.isRead })
  func anEmptyNameIsKeptOrCounted(_ format: DataFormat) throws {
    let text = #"{"entities":[{"id":"a","type":"state","name":""}],"relations":[]}"#
    let workspace = MemoryWorkspace(["in.json": text])
    let graph = try KnowledgeGraph.importing(["in.json"], in: workspace).graph
    let exported = try graph.exported(as: format)
    if exported.diagnostics.contains(where: { $0.message.contains("empty names (1)") }) { return }
    try workspace.write(exported.files[0].bytes, to: "out")
    var options = ReadOptions()
    options.format = format
    let back = try KnowledgeGraph.importing(["out"], in: workspace, options: options).graph
    let names = try #require(Self.parts(of: back)["entities.name"])
    #expect(names == #"[""]"#, "\(format)")
  }

  /// A quote with a combining mark behind it is still a quote to whoever reads bytes.
  @Test(arguments: DataFormat.written.filter { $0.isRead })
  func marksThatCombineBreakNothing(_ format: DataFormat) throws {
    let marks = ["\"", "'", "`", ";", "\\", "|", ",", "<", "&", "#", ":", "]", "}", "-", "="].map {
      $0 + "\u{301}"
    }
    let names = marks.map { $0 + "x" + $0 + "y" }
    func json(_ text: String) -> String { DiagnosticJSON.quoted(text) }
    let entities = names.enumerated().map { "{\"id\":\"e\($0)\",\"type\":\"state\",\"name\":\(json($1))}" }
    let claims = names.map {
      "{\"subject\":\"e0\",\"relation\":\"accuses\",\"object\":\"e1\",\"about\":\(json($0))}"
    }
    let text =
      "{\"entities\":[\(entities.joined(separator: ","))],\"relations\":[\(claims.joined(separator: ","))]}"
    let workspace = MemoryWorkspace(["in.json": text])
    let graph = try KnowledgeGraph.importing(["in.json"], in: workspace).graph
    var paths: [String] = []
    for (index, file) in try graph.exported(as: format).files.enumerated() {
      paths.append("out\(index)")
      try workspace.write(file.bytes, to: paths[index])
    }
    var options = ReadOptions()
    options.format = format
    let back = try KnowledgeGraph.importing(paths, in: workspace, options: options)
    #expect(back.rejected.isEmpty, "\(format): \(back.rejected.map(\.diagnostic.message))")
    let (before, after) = (try Self.parts(of: graph), try Self.parts(of: back.graph))
    for key in ["entities.name", "relations.about"] {
      #expect(after[key].map { Array($0.utf8) } == before[key].map { Array($0.utf8) }, "\(key) of \(format)")
    }
  }

  @Test func thePageNamesEveryFormatThatIsWritten() throws {
    let named = Set(try Self.table().formats)
    for format in DataFormat.written where !["yaml", "json-ld"].contains(format.name) {
      #expect(named.contains(format.name), "\(format.name)")
    }
    #expect(Set(try Self.table().words.keys) == Set(Self.rows.map(\.title)))
  }

  @Test(arguments: DataFormat.written.filter { !["yaml", "json-ld"].contains($0.name) })
  func thePageSaysWhatIsKept(_ format: DataFormat) throws {
    let original = try Self.original()
    let exported = try original.exported(as: format)
    // "… has no place for titles (1), views (2)"
    let losses = exported.diagnostics.map(\.message).joined().replacing("no place for ", with: ", ")
    let table = try Self.table().words
    var back: [String: String]?
    if format.isRead {
      var files: [String: [UInt8]] = [:]
      for (index, file) in exported.files.enumerated() { files["file\(index)"] = file.bytes }
      let workspace = MemoryWorkspace()
      for (name, bytes) in files.sorted(by: { $0.key < $1.key }) { try workspace.write(bytes, to: name) }
      try workspace.write(
        try TestEnvironment.projectFile("schema/geopolitics.yaml").bytes, to: "schema/geopolitics.yaml")
      var options = ReadOptions()
      options.format = format
      let read = try KnowledgeGraph.importing(
        files.keys.sorted(), schema: "schema/geopolitics.yaml", in: workspace, options: options)
      #expect(read.rejected.isEmpty, "\(read.rejected.map(\.diagnostic.message))")
      #expect(read.report?.createdEntities == 0)
      back = try Self.parts(of: read.graph)
    }
    let before = try Self.parts(of: original)
    for row in Self.rows {
      let word = try #require(table[row.title]?[format.name], "\(row.title) of \(format)")
      let isCounted = losses.contains(", " + row.loss + " (")
      switch word {
      case "lost": #expect(isCounted, "\(row.title) of \(format) is not counted: \(losses)")
      case "kept", "mapped":
        #expect(!isCounted, "\(row.title) of \(format) is counted as lost")
        guard let back else { continue }
        for key in row.keys { #expect(back[key] == before[key], "\(key) of \(format)") }
      default: Issue.record("'\(word)' is no word of the table")
      }
    }
  }
}
