import Diagnostics
import OrderedCollections
import GraphCore
import QueryPlanning

/// Functions of nodes, relationships, paths and maps.
enum EntityFunctions {
  static let table: [FunctionID: ScalarFunction] = [
    .id: id, .elementId: elementId, .labels: labels, .type: type, .startNode: startNode, .endNode: endNode,
    .nodes: nodes, .relationships: relationships, .length: length, .keys: keys, .properties: properties,
    .mapOverlay: mapOverlay,
  ]

  private static let id: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .node(let node): return .integer(Int64(node.rawValue))
    case .relationship(let relationship): return .integer(Int64(relationship.rawValue))
    default: throw wrongType("id", "a node or a relationship", values[0])
    }
  }

  /// The identifier with `n` or `r` before it, since nodes and relationships share their numbers.
  private static let elementId: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .node(let node): return .string("n\(node.rawValue)")
    case .relationship(let relationship): return .string("r\(relationship.rawValue)")
    default: throw wrongType("elementId", "a node or a relationship", values[0])
    }
  }

  private static let labels: ScalarFunction = { values, run throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .node(let node): return .list(try run.labels(of: node).map { .string($0) })
    default: throw wrongType("labels", "a node", values[0])
    }
  }

  private static let type: ScalarFunction = { values, run throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .relationship(let relationship): return .string(run.typeName(of: relationship))
    default: throw wrongType("type", "a relationship", values[0])
    }
  }

  private static let startNode: ScalarFunction = { values, run throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .relationship(let relationship): return .node(run.ends(of: relationship).start)
    default: throw wrongType("startNode", "a relationship", values[0])
    }
  }

  private static let endNode: ScalarFunction = { values, run throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .relationship(let relationship): return .node(run.ends(of: relationship).end)
    default: throw wrongType("endNode", "a relationship", values[0])
    }
  }

  private static let nodes: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .path(let path): return .list(path.nodes.map { .node($0) })
    default: throw wrongType("nodes", "a path", values[0])
    }
  }

  private static let relationships: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .path(let path): return .list(path.relationships.map { .relationship($0) })
    default: throw wrongType("relationships", "a path", values[0])
    }
  }

  private static let length: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .path(let path): return .integer(Int64(path.length))
    default: throw wrongType("length", "a path", values[0])
    }
  }

  private static let keys: ScalarFunction = { values, run throws(QueryFailure) in
    if values[0].isNull { return .null }
    guard let map = try run.properties(of: values[0]) else {
      throw wrongType("keys", "a node, a relationship or a map", values[0])
    }
    return .list(map.keys.map { .string($0) })
  }

  private static let properties: ScalarFunction = { values, run throws(QueryFailure) in
    if values[0].isNull { return .null }
    guard let map = try run.properties(of: values[0]) else {
      throw wrongType("properties", "a node, a relationship or a map", values[0])
    }
    return .map(map)
  }

  /// `n {.*, k: v}`.
  private static let mapOverlay: ScalarFunction = { values, run throws(QueryFailure) in
    if values[0].isNull { return .null }
    guard var map = try run.properties(of: values[0]) else {
      throw .argumentType("\(ValueText.withArticle(values[0])) has no properties to project")
    }
    if case .map(let overlay) = values[1] {
      for (key, value) in overlay.entries { map[key] = value }
    }
    return .map(map)
  }

  private static func wrongType(_ name: String, _ wanted: String, _ found: Value) -> QueryFailure {
    .argumentValue("\(name)() takes \(wanted), not \(ValueText.withArticle(found))")
  }
}
