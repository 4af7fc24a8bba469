import Diagnostics
import GraphCore
import OrderedCollections

/// Entente's own JSON: the whole graph as one object, or one record a line, and nothing lost.
enum GraphJSONWriter {
  /// The version of the form, in the member `entente`.
  static let version = "1"

  /// The whole graph, one record a line inside.
  static func json(_ graph: ExportGraph) -> String {
    var members = ["\"entente\": \(version)"]
    let description = graph.graph.description
    func add(_ key: String, _ text: String?) {
      if let text { members.append("\(DiagnosticJSON.quoted(key)): \(DiagnosticJSON.quoted(text))") }
    }
    add("graph", description.title)
    add("schema", description.schemaName)
    add("note", description.note)
    func add(_ key: String, records: [String]) {
      members.append(
        records.isEmpty
          ? "\"\(key)\": []" : "\"\(key)\": [\n    " + records.joined(separator: ",\n    ") + "\n  ]")
    }
    add("sources", records: graph.sources.map(source))
    add("entities", records: graph.entities.map { entity($0, in: graph) })
    add("relations", records: graph.claims.map { claim($0).text })
    if let views = views(description.views) { members.append("\"views\": " + views) }
    return "{\n  " + members.joined(separator: ",\n  ") + "\n}\n"
  }

  /// One record a line: the header, each source, each entity, each claim.
  static func lines(_ graph: ExportGraph) -> String {
    let description = graph.graph.description
    var header = JSONObject()
    header.addJSON("graph", description.title.map { DiagnosticJSON.quoted($0) } ?? "null")
    header.add("schema", description.schemaName)
    header.add("note", description.note)
    header.addJSON("views", views(description.views))
    let isNeeded =
      description.title != nil || description.schemaName != nil || description.note != nil
      || !description.views.isEmpty
    var text = isNeeded ? header.text + "\n" : ""
    for source in graph.sources { text += "{\"source\":\(self.source(source))}\n" }
    for entity in graph.entities { text += "{\"entity\":\(self.entity(entity, in: graph))}\n" }
    for claim in graph.claims { text += self.claim(claim).text + "\n" }
    return text
  }

  static func source(_ source: Source) -> String {
    var object = JSONObject()
    object.add("id", source.id)
    object.add("publisher", source.publisher)
    object.add("title", source.title)
    object.add("author", source.author)
    object.add("date", source.date)
    object.add("url", source.url)
    object.add("retrieved", source.retrieved)
    object.add("note", source.note)
    object.addJSON("properties", properties(source.properties))
    return object.text
  }

  static func entity(_ exported: ExportGraph.ExportedEntity, in graph: ExportGraph) -> String {
    let entity = exported.entity
    var object = JSONObject()
    object.add("id", exported.id)
    object.add("type", entity.type)
    object.add("labels", texts: graph.furtherLabels(of: entity))
    object.add("name", entity.name)
    object.addJSON("aliases", aliases(entity.aliases))
    object.add("acts_for", entity.actsFor)
    object.add("note", entity.note)
    object.addJSON("properties", properties(entity.properties))
    return object.text
  }

  static func aliases(_ aliases: [Alias]) -> String? {
    guard !aliases.isEmpty else { return nil }
    return JSONText.list(
      aliases.map { alias in
        guard !alias.usedBy.isEmpty else { return DiagnosticJSON.quoted(alias.name) }
        var object = JSONObject()
        object.add("name", alias.name)
        object.add("used_by", texts: alias.usedBy)
        return object.text
      })
  }

  static func claim(_ claim: ExportGraph.ExportedClaim) -> JSONObject {
    let relation = claim.relation
    var object = JSONObject()
    object.add("subject", claim.subject)
    object.add("relation", relation.type)
    object.add("object", claim.object)
    if claim.isSymmetric { object.addJSON("symmetric", "true") }
    object.add("about", relation.about)
    object.add("date", relation.time.date)
    object.add("since", relation.time.since)
    object.add("until", relation.time.until)
    object.add("status", relation.status)
    object.add("attributed_to", relation.attributedTo)
    if !relation.sources.isEmpty { object.addJSON("sources", JSONText.list(relation.sources.map(citation))) }
    object.add("quote", relation.quote)
    object.add("confidence", value: relation.confidence)
    object.add("note", relation.note)
    object.addJSON("properties", properties(relation.properties))
    return object
  }

  private static func citation(_ citation: Citation) -> String {
    var object = JSONObject()
    object.add("id", citation.source)
    if !citation.place.isEmpty { object.add("place", citation.place) }
    return object.text
  }

  static func properties(_ properties: MapValue) -> String? {
    guard !properties.isEmpty else { return nil }
    var object = JSONObject()
    for key in properties.keys.sorted() { object.add(key, value: properties[key]) }
    return object.text
  }

  static func views(_ views: OrderedDictionary<String, GraphView>) -> String? {
    guard !views.isEmpty else { return nil }
    var all = JSONObject()
    for (name, view) in views {
      var object = JSONObject()
      object.add("ask", view.ask)
      object.add("title", view.title)
      for (key, value) in view.options { object.add(key, value) }
      all.addJSON(name, object.text)
    }
    return all.text
  }
}
