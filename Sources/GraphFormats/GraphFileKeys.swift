import GraphCore

/// The keys of graph files in the order in which `entente fmt` puts them.
enum GraphFileKeys {
  static let top = [
    "graph", "schema", "include", "note", "sources", "entities", "relations", "views",
  ]
  static let source = ["publisher", "title", "author", "date", "url", "retrieved", "note"]
  static let entity = ["type", "name", "aliases", "acts_for", "note"]
  static let alias = ["name", "used_by"]
  static let claim = [
    "about", "date", "since", "until", "status", "attributed_to", "sources", "quote", "confidence",
    "note",
  ]
  static let view = [
    "ask", "title", "around", "hops", "as_of", "between", "timeline", "diff", "type", "limit", "highlight",
    "group_by", "fold", "edges", "sources", "layout", "theme",
  ]
  static let statuses = ["current", "past", "denied", "disputed"]
  /// The status of a claim that has none written.
  static let usualStatus = StandardName.usualStatus

  /// Keys of a schema file, by which one is told from a graph file.
  static let schemaOnly: Set<String> = ["entity_types", "relation_types"]
}
