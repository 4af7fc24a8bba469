package import Diagnostics
package import GraphCore
import OrderedCollections
import Vocabulary

/// A graph as a graph file in its canonical layout: for graphs that were built in code or read from other formats.
///
/// The same graph gives the same bytes, and reading them gives the same entities, claims and sources. A file that
/// exists should be changed in place instead, which keeps its comments.
package struct GraphFileWriter {
  private let graph: GraphSnapshot
  private var text = ""
  private var ids: [NodeID: String] = [:]
  /// What ids of entities are called in the file; references go through it.
  private var entityIDs: [String: String] = [:]
  private var sourceIDs: [String: String] = [:]
  private var lostLabels = 0
  private var lostValues = 0

  /// Writes a graph.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - bag: Warnings `format.lossy` that count what a graph file cannot hold: labels beside the type and its
  ///     parents, values that are neither text, number, boolean, date nor a list of those.
  /// - Returns: The file, UTF-8.
  /// - Complexity: O(nodes + relationships + values).
  package static func file(for graph: GraphSnapshot, reporting bag: inout DiagnosticBag) -> [UInt8] {
    var writer = GraphFileWriter(graph)
    writer.write()
    writer.reportLosses(to: &bag)
    let source = SourceText(name: "graph", text: writer.text)
    var found = DiagnosticBag()
    return GraphFileFormatter.format(source, reporting: &found) ?? source.bytes
  }

  private init(_ graph: GraphSnapshot) { self.graph = graph }

  private mutating func write() {
    let description = graph.description
    line(0, "graph: " + scalar(description.title ?? "Untitled"))
    if let schema = description.schemaName { line(0, "schema: " + scalar(schema)) }
    if let note = description.note { line(0, "note: " + scalar(note)) }
    chooseIDs()
    writeSources()
    writeEntities()
    writeRelations()
    writeViews()
  }

  /// Every entity and source gets an id that is one word and its own; those that have one keep it.
  private mutating func chooseIDs() {
    let entities = graph.entities
    let chosen = GraphFileWriter.words(for: entities.map { graph.entity($0).id })
    for (node, id) in zip(entities, chosen) {
      ids[node] = id
      let old = graph.entity(node).id
      if entityIDs[old] == nil { entityIDs[old] = id }
    }
    let sources = graph.sources.map(\.id)
    for (old, id) in zip(sources, GraphFileWriter.words(for: sources)) where sourceIDs[old] == nil {
      sourceIDs[old] = id
    }
  }

  /// Words without blanks, each once, the given ones where they will do.
  private static func words(for given: [String]) -> [String] {
    var taken: Set<String> = []
    var result: [String?] = given.map { id in
      let isWord = !id.isEmpty && !id.hasPrefix("#") && !id.contains { $0.isWhitespace }
      return isWord && taken.insert(id).inserted ? id : nil
    }
    for index in result.indices where result[index] == nil {
      let parts = given[index].drop { $0 == "#" }.split(whereSeparator: \.isWhitespace)
      var stem = parts.joined(separator: "-")
      if stem.isEmpty || stem.allSatisfy(\.isNumber) { stem = "node-\(stem)" }
      var word = stem
      var number = 2
      while !taken.insert(word).inserted {
        word = "\(stem)-\(number)"
        number += 1
      }
      result[index] = word
    }
    return result.compactMap { $0 }
  }

  // MARK: Sections

  private mutating func writeSources() {
    let sources = graph.sources
    guard !sources.isEmpty else { return }
    line(0, "sources:")
    for source in sources {
      line(1, scalar(sourceIDs[source.id] ?? source.id) + ":")
      field(2, "publisher", source.publisher)
      field(2, "title", source.title)
      field(2, "author", source.author)
      field(2, "date", source.date?.description)
      field(2, "url", source.url)
      field(2, "retrieved", source.retrieved?.description)
      field(2, "note", source.note)
      lostValues += source.properties.count
    }
  }

  private mutating func writeEntities() {
    let nodes = graph.entities
    guard !nodes.isEmpty else { return }
    line(0, "entities:")
    for node in nodes {
      let entity = graph.entity(node)
      let id = ids[node] ?? entity.id
      line(1, scalar(id) + ":")
      field(2, "type", entity.type)
      let expected = entity.type.map { graph.schema?.labels(of: $0) ?? [$0] } ?? []
      lostLabels += entity.labels.filter { !expected.contains($0) }.count
      if entity.name != id { field(2, "name", entity.name) }
      if !entity.aliases.isEmpty {
        line(2, "aliases:")
        for alias in entity.aliases {
          guard !alias.usedBy.isEmpty else {
            line(3, "- " + scalar(alias.name))
            continue
          }
          line(3, "- name: " + scalar(alias.name))
          line(
            4, "used_by: [" + alias.usedBy.map { scalar(entityIDs[$0] ?? $0) }.joined(separator: ", ") + "]")
        }
      }
      field(2, "acts_for", entity.actsFor.map { entityIDs[$0] ?? $0 })
      field(2, "note", entity.note)
      properties(2, entity.properties)
    }
  }

  private mutating func writeRelations() {
    guard graph.relationshipCount > 0 else { return }
    line(0, "relations:")
    for number in graph.relationshipIdentifiers {
      let relation = graph.relation(RelationshipID(number))
      let words = [ids[relation.subject] ?? "", oneWord(relation.type), ids[relation.object] ?? ""]
      let place = text.utf8.count
      line(1, "- " + scalar(words.joined(separator: " ")) + ":")
      let start = text.utf8.count
      writeFields(of: relation)
      // A relation that says no more is a sentence alone.
      if text.utf8.count == start { shorten(to: place, words) }
    }
  }

  private mutating func shorten(to place: Int, _ words: [String]) {
    text = String(decoding: text.utf8.prefix(place), as: UTF8.self)
    line(1, "- " + scalar(words.joined(separator: " ")))
  }

  private mutating func writeFields(of relation: Relation) {
    field(3, "about", relation.about)
    field(3, "date", relation.time.date?.description)
    field(3, "since", relation.time.since?.description)
    field(3, "until", relation.time.until?.description)
    if relation.status != "current" { field(3, "status", relation.status) }
    field(3, "attributed_to", relation.attributedTo.map { entityIDs[$0] ?? $0 })
    if !relation.sources.isEmpty {
      line(3, "sources:")
      for citation in relation.sources {
        let id = sourceIDs[citation.source] ?? citation.source
        line(4, "- " + scalar(citation.place.isEmpty ? id : "\(id) \(citation.place)"))
      }
    }
    field(3, "quote", relation.quote)
    if let confidence = relation.confidence.flatMap({ plain($0) }) { line(3, "confidence: \(confidence)") }
    field(3, "note", relation.note)
    properties(3, relation.properties)
  }

  private mutating func writeViews() {
    let views = graph.description.views
    guard !views.isEmpty else { return }
    line(0, "views:")
    for (name, view) in views {
      line(1, scalar(name) + ":")
      field(2, "ask", view.ask)
      field(2, "title", view.title)
      for (key, value) in view.options { field(2, key, value) }
    }
  }

  // MARK: Values

  private mutating func properties(_ level: Int, _ map: MapValue) {
    for key in map.keys.sorted() {
      guard let value = map[key], let text = plain(value) else {
        lostValues += 1
        continue
      }
      line(level, scalar(key) + ": " + text)
    }
  }

  private func plain(_ value: Value) -> String? {
    switch value {
    case .string(let text): return scalar(text)
    case .integer(let number): return String(number)
    case .float(let number): return number.isFinite ? number.description : nil
    case .boolean(let flag): return flag ? "true" : "false"
    case .date(let date): return scalar(date.description)
    case .list(let values):
      let parts = values.compactMap { plain($0) }
      return parts.count == values.count ? "[" + parts.joined(separator: ", ") + "]" : nil
    default: return nil
    }
  }

  private func oneWord(_ type: String) -> String {
    type.split(whereSeparator: \.isWhitespace).joined(separator: "-")
  }

  private mutating func field(_ level: Int, _ key: String, _ value: String?) {
    if let value { line(level, key + ": " + scalar(value)) }
  }

  private mutating func line(_ level: Int, _ words: String) {
    text += String(repeating: "  ", count: level) + words + "\n"
  }

  private func scalar(_ words: String) -> String { ScalarText.written(words) }

  private func reportLosses(to bag: inout DiagnosticBag) {
    if lostLabels > 0 {
      bag.report(
        Diagnostic(
          .warning, "format.lossy",
          "\(lostLabels) labels are left out: an entity has one type and its parents"))
    }
    if lostValues > 0 {
      bag.report(
        Diagnostic(
          .warning, "format.lossy",
          "\(lostValues) properties are left out: a graph file cannot hold their values",
          hints: ["it holds texts, numbers, booleans, dates and lists of those"]))
    }
  }
}
