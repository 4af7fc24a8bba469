package import OrderedCollections

/// What may be said in a graph: entity types, relation types, and the words for them.
///
/// A schema knows no facts. It is read from `schema/NAME.yaml` by ``SchemaReader``; a graph may also have none.
package struct Schema: Sendable, Equatable {
  /// The name by which graph files refer to it, such as `geopolitics`.
  package var name: String
  /// The title for people.
  package var title: String
  /// What it is for, if the file says so.
  package var note: String?
  /// The entity types by name, in the order of the file.
  package var entityTypes: OrderedDictionary<String, EntityType>
  /// The relation types by name, in the order of the file.
  package var relationTypes: OrderedDictionary<String, RelationType>

  /// Makes a schema; nothing is checked here (``SchemaReader`` does).
  package init(
    name: String, title: String, note: String? = nil,
    entityTypes: OrderedDictionary<String, EntityType> = [:],
    relationTypes: OrderedDictionary<String, RelationType> = [:]
  ) {
    self.name = name
    self.title = title
    self.note = note
    self.entityTypes = entityTypes
    self.relationTypes = relationTypes
  }

  /// Whether a type is another type or one of its descendants; unknown types are only themselves.
  ///
  /// - Complexity: O(depth of the type).
  package func isA(_ type: String, _ ancestor: String) -> Bool {
    labels(of: type).contains(ancestor)
  }

  /// The type and then its parents, nearest first: the labels of its nodes.
  ///
  /// An unknown type is its own only label. A cycle (refused by the checks) ends the walk.
  ///
  /// - Complexity: O(depth²), depth being a handful.
  package func labels(of type: String) -> [String] {
    var labels = [type]
    var current = type
    while let parent = entityTypes[current]?.parent, !labels.contains(parent) {
      labels.append(parent)
      current = parent
    }
    return labels
  }

  /// Whether an entity of a type may stand at an end that allows some types.
  ///
  /// - Parameters:
  ///   - type: The type of the entity.
  ///   - allowed: The types that the relation allows there; empty means any.
  /// - Returns: Whether the type or one of its ancestors is allowed.
  package func type(_ type: String, fits allowed: [String]) -> Bool {
    allowed.isEmpty || allowed.contains(type) || labels(of: type).contains { allowed.contains($0) }
  }

  /// The properties that an entity of a type may have: its own and its parents'.
  package func properties(ofEntityType type: String) -> OrderedDictionary<String, PropertyType> {
    var result: OrderedDictionary<String, PropertyType> = [:]
    for label in labels(of: type) {
      guard let declared = entityTypes[label] else { continue }
      result.merge(declared.properties) { own, _ in own }
    }
    return result
  }

  /// How a node of a type is drawn: by its own style, or its nearest ancestor's that says so.
  package func style(ofEntityType type: String) -> NodeStyle {
    var shape: NodeStyle.Shape?
    var color: PaletteColor?
    for label in labels(of: type) {
      guard let declared = entityTypes[label] else { continue }
      shape = shape ?? declared.ownShape
      color = color ?? declared.ownColor
    }
    return NodeStyle(shape: shape ?? .roundedBox, color: color ?? .grey)
  }
}
