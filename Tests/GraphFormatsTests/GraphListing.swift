import GraphCore
import OrderedCollections

/// A graph as text, one node and relationship a line, in the order of the graph.
enum GraphListing {
  static func text(for graph: GraphSnapshot) -> String {
    var result = ""
    for number in graph.nodeIdentifiers {
      let node = NodeID(number)
      let labels = graph.labels(of: node).map { ":" + graph.name(of: $0) }.joined()
      result += "(\(labels) \(text(for: graph.properties(of: node))))\n"
      for alias in graph.aliases(of: node) where !alias.usedBy.isEmpty {
        result += "  '\(alias.name)' is used by \(alias.usedBy.joined(separator: ", "))\n"
      }
    }
    for number in graph.relationshipIdentifiers {
      let relation = RelationshipID(number)
      let subject = graph.entity(graph.source(of: relation)).id
      let object = graph.entity(graph.target(of: relation)).id
      let properties = text(for: graph.properties(of: relation))
      result += "\(subject) -[:\(graph.name(of: graph.type(of: relation))) \(properties)]-> \(object)\n"
    }
    return result
  }

  private static func text(for map: MapValue) -> String {
    "{" + map.entries.map { "\($0.key): \(text(for: $0.value))" }.sorted().joined(separator: ", ") + "}"
  }

  static func text(for value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .string(let value): "'\(value)'"
    case .date(let value): "\(value)"
    case .list(let values): "[" + values.map { text(for: $0) }.joined(separator: ", ") + "]"
    case .map(let value): text(for: value)
    default: "\(value)"
    }
  }
}
