import Diagnostics
import GraphCore
import OrderedCollections

/// Nodes and edges with attributes, as most graph formats have them, before they become entities and claims.
package struct PropertyGraph: Sendable {
  /// A named value.
  package struct Attribute: Sendable {
    /// The name.
    package var key: String
    /// The value.
    package var value: PropertyInput

    /// Makes an attribute.
    package init(_ key: String, _ value: PropertyInput) {
      self.key = key
      self.value = value
    }
  }

  /// A node.
  package struct Node: Sendable {
    /// What edges call it.
    package var id: PlacedText
    /// Its attributes in the order of the file.
    package var attributes: [Attribute]

    /// Makes a node.
    package init(id: PlacedText, attributes: [Attribute]) {
      self.id = id
      self.attributes = attributes
    }
  }

  /// An edge.
  package struct Edge: Sendable {
    /// The id of the node where it begins.
    package var source: PlacedText
    /// The id of the node where it ends.
    package var target: PlacedText
    /// Whether it leads from one to the other only.
    package var isDirected: Bool
    /// Its attributes in the order of the file.
    package var attributes: [Attribute]

    /// Makes an edge.
    package init(source: PlacedText, target: PlacedText, isDirected: Bool, attributes: [Attribute]) {
      self.source = source
      self.target = target
      self.isDirected = isDirected
      self.attributes = attributes
    }
  }

  /// The nodes.
  package var nodes: [Node] = []
  /// The edges.
  package var edges: [Edge] = []
  /// The title.
  package var title: PlacedText?
  /// What a ``GraphHeader`` says.
  package var header: PlacedText?
  /// How many parts of the file were left out because they were wrong.
  package var rejectedRecords = 0

  /// An empty graph.
  package init() {}
}

/// What attributes of nodes and edges are called, and what they mean.
enum AttributeName {
  /// Goes before a property that is called like an attribute with a meaning of its own.
  static let escape = "property:"
  static let relation = "relation"
  static let symmetric = "symmetric"
  static let type = "type"
  static let labels = "labels"
  /// A JSON object: alias → the ids of those who use it.
  static let aliasUsers = "alias_users"
  static let label = "label"

  /// Attributes of nodes that are no properties.
  static let ofNodes: Set<String> = [
    type, labels, label, StandardName.name, StandardName.aliases, aliasUsers, StandardName.actsFor,
    StandardName.note, StandardName.id,
  ]
  /// Attributes of edges that are no properties.
  static let ofEdges: Set<String> = [
    relation, symmetric, label, type, StandardName.about, StandardName.date, StandardName.since,
    StandardName.until, StandardName.status, StandardName.attributedTo, StandardName.sources,
    StandardName.quote, StandardName.confidence, StandardName.note, StandardName.id, "key",
  ]

  /// What an edge may call its relation, the first that is there.
  static let relationNames = [
    relation, "type", "kind", "label", "labels", "relationship", "predicate", "interaction", "verb",
  ]
  /// What a node may call its name.
  static let nameNames = [StandardName.name, label, "title", "Label"]
  /// What a node may call its type.
  static let typeNames = [type, "kind", "category", "schema"]

  static func escaped(_ key: String, _ reserved: Set<String>) -> String {
    reserved.contains(key) || key.hasPrefix(escape) ? escape + key : key
  }

  static func unescaped(_ key: String) -> String {
    key.hasPrefix(escape) ? String(key.dropFirst(escape.count)) : key
  }
}
