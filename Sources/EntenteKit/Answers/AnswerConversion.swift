import GraphCore
import OrderedCollections

/// Turns the engine's values, which point into a snapshot, into values that stand alone.
struct AnswerConversion {
  /// The graph that the values point into.
  let snapshot: GraphSnapshot

  /// A value of any kind.
  ///
  /// - Complexity: O(size of the value + properties of the nodes and relationships in it).
  func value(_ value: Value) -> AnswerValue {
    switch value {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    // The sign of NaN says nothing, but would be printed.
    case .float(let number): .float(number.isNaN ? .nan : number)
    case .string(let text): .text(text)
    case .list(let values): .list(values.map { self.value($0) })
    case .map(let map): .map(properties(map))
    case .date(let date): .temporal(date.description)
    case .localTime(let time): .temporal(time.description)
    case .time(let time): .temporal(time.description)
    case .localDateTime(let time): .temporal(time.description)
    case .dateTime(let time): .temporal(time.description)
    case .duration(let duration): .temporal(duration.description)
    case .node(let node): .node(self.node(node))
    case .relationship(let relationship): .relationship(self.relationship(relationship))
    case .path(let path):
      .path(
        AnswerPath(
          nodes: path.nodes.map { self.node($0) },
          relationships: path.relationships.map { self.relationship($0) }))
    }
  }

  /// A node with its labels and properties.
  func node(_ node: NodeID) -> AnswerNode {
    AnswerNode(
      number: node.rawValue, labels: snapshot.labels(of: node).map { snapshot.name(of: $0) },
      properties: properties(snapshot.properties(of: node)))
  }

  /// A relationship with its ends and properties.
  func relationship(_ relationship: RelationshipID) -> AnswerRelationship {
    let start = snapshot.source(of: relationship)
    let end = snapshot.target(of: relationship)
    return AnswerRelationship(
      number: relationship.rawValue, type: snapshot.name(of: snapshot.type(of: relationship)),
      start: start.rawValue, end: end.rawValue, startTitle: snapshot.displayName(of: start),
      endTitle: snapshot.displayName(of: end),
      properties: properties(snapshot.properties(of: relationship)))
  }

  private func properties(_ map: MapValue) -> [AnswerProperty] {
    map.entries.map { AnswerProperty($0.key, value($0.value)) }
  }
}
