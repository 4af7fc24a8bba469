import BitCollections
// What a writer needs to know about the graph it is changing: MERGE sees what it made itself.
extension GraphBuilder {
  /// One more than the largest node identifier given so far.
  package var nodeCapacity: Int { store.nodeLabelSets.count }

  /// One more than the largest relationship identifier given so far.
  package var relationshipCapacity: Int { store.relationshipTypeOf.count }

  /// Whether a node was deleted.
  package func isDeleted(_ node: NodeID) -> Bool { store.isDeleted(node) }

  /// Whether a relationship was deleted.
  package func isDeleted(_ relationship: RelationshipID) -> Bool { store.isDeleted(relationship) }

  /// The labels of a node, in the order in which they were given.
  package func labels(of node: NodeID) -> [LabelID] {
    store.labelSets.sets[Int(store.nodeLabelSets[node.index])]
  }

  /// Whether a node has a label.
  package func has(_ label: LabelID, _ node: NodeID) -> Bool { labels(of: node).contains(label) }

  /// The name of a label.
  package func name(of label: LabelID) -> String { store.labels.string(StringID(label.rawValue)) }

  /// The name of a relationship type.
  package func name(of type: RelationshipTypeID) -> String {
    store.relationshipTypes.string(StringID(type.rawValue))
  }

  /// The name of a property key.
  package func name(of key: PropertyKeyID) -> String {
    store.propertyKeys.string(StringID(key.rawValue))
  }

  /// The type of a relationship, also of a deleted one.
  package func type(of relationship: RelationshipID) -> RelationshipTypeID {
    RelationshipTypeID(store.relationshipTypeOf[relationship.index])
  }

  /// Where a relationship begins, also a deleted one.
  package func source(of relationship: RelationshipID) -> NodeID {
    NodeID(store.relationshipSource[relationship.index])
  }

  /// Where a relationship ends, also a deleted one.
  package func target(of relationship: RelationshipID) -> NodeID {
    NodeID(store.relationshipTarget[relationship.index])
  }

  /// A property of a node; null when it has none.
  package func property(_ key: PropertyKeyID, of node: NodeID) -> Value { store.value(key, of: node) }

  /// A property of a relationship; null when it has none.
  package func property(_ key: PropertyKeyID, of relationship: RelationshipID) -> Value {
    store.value(key, of: relationship)
  }

  /// All properties of a node.
  package func properties(of node: NodeID) -> MapValue {
    store.properties(ofNode: node)
  }

  /// All properties of a relationship.
  package func properties(of relationship: RelationshipID) -> MapValue {
    store.properties(ofRelationship: relationship)
  }

  /// The relationships of a node in one direction, the newest first, deleted ones left out.
  ///
  /// - Complexity: O(relationships of the node); the first call O(all relationships).
  package mutating func relationships(of node: NodeID, _ direction: Direction) -> [RelationshipID] {
    makeIncidence()
    guard let incidence else { return [] }
    return incidence.relationships(of: node, direction).filter { !store.isDeleted($0) }
  }

  /// Whether a relationship begins or ends at a node.
  ///
  /// - Complexity: O(relationships of the node); the first call O(all relationships).
  package mutating func hasRelationships(_ node: NodeID) -> Bool {
    !relationships(of: node, .outgoing).isEmpty || !relationships(of: node, .incoming).isEmpty
  }

  private mutating func makeIncidence() {
    guard incidence == nil else { return }
    var made = BuilderIncidence()
    for index in store.relationshipTypeOf.indices {
      made.add(
        RelationshipID(UInt32(index)), source: NodeID(store.relationshipSource[index]),
        target: NodeID(store.relationshipTarget[index]))
    }
    incidence = made
  }
}

/// Relationships by end as linked lists in arrays: the newest of a node, and from each the next older.
struct BuilderIncidence: Sendable {
  private static let none = UInt32.max
  private var newestOut: [UInt32] = []
  private var newestIn: [UInt32] = []
  private var olderOut: [UInt32] = []
  private var olderIn: [UInt32] = []

  /// Adds the relationship that follows the last one added.
  mutating func add(_ relationship: RelationshipID, source: NodeID, target: NodeID) {
    let last = max(source.index, target.index)
    while newestOut.count <= last {
      newestOut.append(BuilderIncidence.none)
      newestIn.append(BuilderIncidence.none)
    }
    olderOut.append(newestOut[source.index])
    olderIn.append(newestIn[target.index])
    newestOut[source.index] = relationship.rawValue
    newestIn[target.index] = relationship.rawValue
  }

  func relationships(of node: NodeID, _ direction: Direction) -> [RelationshipID] {
    guard node.index < newestOut.count else { return [] }
    var result: [RelationshipID] = []
    var next = direction == .outgoing ? newestOut[node.index] : newestIn[node.index]
    while next != BuilderIncidence.none {
      result.append(RelationshipID(next))
      next = direction == .outgoing ? olderOut[Int(next)] : olderIn[Int(next)]
    }
    return result
  }
}
