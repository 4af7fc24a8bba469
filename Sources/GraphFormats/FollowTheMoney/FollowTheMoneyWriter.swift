import Diagnostics
import GraphCore
import OrderedCollections
import Vocabulary

/// Writes FollowTheMoney entities, one a line: entities, sources as articles, and each claim as an `UnknownLink`.
///
/// What the FollowTheMoney model has no property for stands beside its properties, in the member `entente`, which its
/// own library carries along as context.
enum FollowTheMoneyWriter {
  /// The member that holds a record in Entente's own form.
  static let context = "entente"

  static func text(_ graph: ExportGraph) -> String {
    var text = ""
    var header = JSONObject()
    let description = graph.graph.description
    header.add("graph", description.title ?? "Untitled")
    header.add("schema", description.schemaName)
    header.add("note", description.note)
    header.addJSON("views", GraphJSONWriter.views(description.views))
    for source in graph.sources { text += article(source) + "\n" }
    for (position, entity) in graph.entities.enumerated() {
      // There is no line for the graph itself: what is said of it goes with the first entity.
      text += self.entity(entity, in: graph, header: position == 0 ? header.text : nil) + "\n"
    }
    for claim in graph.claims { text += link(claim, in: graph) + "\n" }
    return text
  }

  private static func line(_ id: String, _ schema: String, _ properties: JSONObject, _ context: JSONObject)
    -> String
  {
    var object = JSONObject()
    object.add("id", id)
    object.add("schema", schema)
    object.addJSON("properties", properties.text)
    object.addJSON(self.context, context.text)
    return object.text
  }

  private static func article(_ source: Source) -> String {
    var properties = JSONObject()
    func add(_ key: String, _ value: String?) { properties.add(key, texts: [value].compactMap { $0 }) }
    add("title", source.title)
    add("author", source.author)
    add("publisher", source.publisher)
    add("publishedAt", FollowTheMoneyDate.text(source.date))
    add("retrievedAt", FollowTheMoneyDate.text(source.retrieved))
    add("sourceUrl", source.url)
    add("notes", source.note)
    var context = JSONObject()
    context.addJSON("source", GraphJSONWriter.source(source))
    return line(FollowTheMoneyID.encoded("source-" + source.id), "Article", properties, context)
  }

  private static func entity(
    _ exported: ExportGraph.ExportedEntity, in graph: ExportGraph, header: String?
  ) -> String {
    let entity = exported.entity
    var properties = JSONObject()
    properties.add("name", texts: [entity.name])
    properties.add("alias", texts: entity.aliases.map(\.name))
    properties.add("notes", texts: [entity.note].compactMap { $0 })
    if case .string(let item)? = entity.properties["wikidata"] { properties.add("wikidataId", texts: [item]) }
    if case .string(let url)? = entity.properties["url"] { properties.add("sourceUrl", texts: [url]) }
    var context = JSONObject()
    context.addJSON("entity", GraphJSONWriter.entity(exported, in: graph))
    context.addJSON("header", header)
    return line(
      FollowTheMoneyID.encoded(exported.id), schema(of: entity, graph.graph.schema), properties, context)
  }

  /// The FollowTheMoney schema of an entity: its type's code, or the nearest parent's.
  private static func schema(of entity: Entity, _ schema: Schema?) -> String {
    for label in entity.labels {
      guard let code = schema?.entityTypes[label]?.codes["followthemoney"]?.first else { continue }
      // The model has no schema for states as actors; a public body is what it has.
      return code == "Country" ? "PublicBody" : code
    }
    let known = ["Person", "Organization", "Company", "PublicBody", "LegalEntity", "Address", "Event"]
    return entity.labels.first { known.contains($0) } ?? "LegalEntity"
  }

  private static func link(_ claim: ExportGraph.ExportedClaim, in graph: ExportGraph) -> String {
    let relation = claim.relation
    var properties = JSONObject()
    func add(_ key: String, _ value: String?) { properties.add(key, texts: [value].compactMap { $0 }) }
    add("subject", FollowTheMoneyID.encoded(claim.subject))
    add("object", FollowTheMoneyID.encoded(claim.object))
    add("role", relation.type)
    add("summary", relation.about)
    add("date", FollowTheMoneyDate.text(relation.time.date))
    add("startDate", FollowTheMoneyDate.text(relation.time.since))
    add("endDate", FollowTheMoneyDate.text(relation.time.until))
    add("status", relation.status)
    add("description", relation.quote ?? relation.note)
    properties.add("proof", texts: relation.sources.map { FollowTheMoneyID.encoded("source-" + $0.source) })
    let cited = relation.sources.compactMap { citation in graph.sources.first { $0.id == citation.source } }
    properties.add("publisher", texts: cited.compactMap(\.publisher))
    properties.add("sourceUrl", texts: cited.compactMap(\.url))
    properties.add("recordId", texts: relation.sources.map { PropertyGraphExport.text($0) })
    var context = JSONObject()
    context.addJSON("relation", GraphJSONWriter.claim(claim).text)
    return line("claim-\(claim.id)", "UnknownLink", properties, context)
  }
}

/// Ids as FollowTheMoney allows them: letters, digits, dots and hyphens, with a letter or digit at both ends.
enum FollowTheMoneyID {
  /// The id with all other bytes as `-xHH-`.
  static func encoded(_ id: String) -> String {
    var text = ""
    let bytes = Array(id.utf8)
    for (index, byte) in bytes.enumerated() {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      let isInside = index > 0 && index + 1 < bytes.count && (byte == 0x2D || byte == 0x2E)
      if isPlain || isInside {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "-x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) + "-"
      }
    }
    if text.hasPrefix("-") { text = "x" + text }
    return text.hasSuffix("-") ? text + "x" : text
  }
}

/// Dates as FollowTheMoney allows them: a year, a month or a day.
enum FollowTheMoneyDate {
  /// The date without *about*; a decade has none.
  static func text(_ date: PartialDate?) -> String? {
    guard let date, !date.isDecade, date.year >= 1000, date.year <= 9999 else { return nil }
    return date.about(false).description
  }
}
