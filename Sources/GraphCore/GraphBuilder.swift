import BitCollections
package import Vocabulary

/// A graph that is being made or changed; ``freeze(compacting:)`` turns it into an immutable snapshot.
///
/// Identifiers are given in ascending order and stay what they are: deleting leaves a gap that is closed only
/// by compacting. Every identifier passed in must come from this builder, or from the snapshot it thawed.
package struct GraphBuilder: ~Copyable {
  var store: GraphStore

  /// The snapshot this began with; its adjacency is kept when no node or relationship comes or goes.
  let base: GraphSnapshot?
  var isStructureChanged = false

  /// Relationships by end, linked lists made on first use; see GraphBuilder+Reading.
  var incidence: BuilderIncidence?

  /// The schema that the graph claims to follow, if any.
  package var schema: Schema?

  /// What is said about the graph as a whole.
  package var description: GraphDescription {
    get { store.description }
    set { store.description = newValue }
  }

  /// An empty graph.
  package init(schema: Schema? = nil) {
    store = GraphStore()
    base = nil
    self.schema = schema
  }

  /// Begins with what a snapshot holds; its identifiers stay valid.
  ///
  /// - Complexity: O(1), columns are copied when they are first changed; O(bytes) for a packed graph, which is
  ///   checked whole.
  package init(thawing snapshot: GraphSnapshot) {
    snapshot.store.file?.requireAll()
    store = snapshot.store
    base = snapshot
    schema = snapshot.schema
  }

  // MARK: Names

  /// The identifier of a label, new if need be.
  package mutating func label(_ name: String) -> LabelID {
    LabelID(store.labels.intern(name).rawValue)
  }

  /// The identifier of a relationship type, new if need be.
  package mutating func relationshipType(_ name: String) -> RelationshipTypeID {
    RelationshipTypeID(store.relationshipTypes.intern(name).rawValue)
  }

  /// The identifier of a property key, new if need be.
  package mutating func propertyKey(_ name: String) -> PropertyKeyID {
    PropertyKeyID(store.propertyKeys.intern(name).rawValue)
  }

  // MARK: Nodes

  /// Adds a node; of an entity the first label is its type, the others the type's parents.
  package mutating func addNode(labels: [LabelID] = []) -> NodeID {
    isStructureChanged = true
    let node = NodeID(UInt32(store.nodeLabelSets.count))
    store.nodeLabelSets.append(store.labelSets.number(of: labels))
    return node
  }

  /// Adds a node with labels given by name.
  package mutating func addNode(labels names: [String]) -> NodeID {
    var labels: [LabelID] = []
    for name in names { labels.append(label(name)) }
    return addNode(labels: labels)
  }

  /// Adds a label to a node; nothing happens when it has it.
  package mutating func add(_ label: LabelID, to node: NodeID) {
    let labels = labels(of: node)
    guard !labels.contains(label) else { return }
    isStructureChanged = true
    store.nodeLabelSets[node.index] = store.labelSets.number(of: labels + [label])
  }

  /// Removes a label from a node; nothing happens when it does not have it.
  package mutating func remove(_ label: LabelID, from node: NodeID) {
    let labels = labels(of: node)
    guard labels.contains(label) else { return }
    isStructureChanged = true
    store.nodeLabelSets[node.index] = store.labelSets.number(of: labels.filter { $0 != label })
  }

  /// Deletes a node with its labels and properties.
  ///
  /// Relationships of the node that are left when the graph is frozen are deleted then; whether that is an
  /// error is for the caller to say, see ``hasRelationships(_:)``.
  package mutating func delete(_ node: NodeID) {
    guard !store.isDeleted(node) else { return }
    isStructureChanged = true
    removeAllProperties(of: node)
    store.nodeLabelSets[node.index] = 0
    store.aliasUsers.remove(node.rawValue)
    store.deletedNodes.insert(node.index)
    store.deletedNodeCount += 1
  }

  // MARK: Relationships

  /// Adds a relationship; parallel ones and loops are fine.
  package mutating func addRelationship(
    _ type: RelationshipTypeID, from source: NodeID, to target: NodeID
  ) -> RelationshipID {
    precondition(
      source.index < store.nodeLabelSets.count && target.index < store.nodeLabelSets.count,
      "a relationship needs nodes of the same graph")
    isStructureChanged = true
    let relationship = RelationshipID(UInt32(store.relationshipTypeOf.count))
    store.relationshipTypeOf.append(type.rawValue)
    store.relationshipSource.append(source.rawValue)
    store.relationshipTarget.append(target.rawValue)
    incidence?.add(relationship, source: source, target: target)
    return relationship
  }

  /// Adds a relationship with its type given by name.
  package mutating func addRelationship(
    _ type: String, from source: NodeID, to target: NodeID
  ) -> RelationshipID {
    addRelationship(relationshipType(type), from: source, to: target)
  }

  /// Deletes a relationship with its properties; its type and ends can still be asked for.
  package mutating func delete(_ relationship: RelationshipID) {
    guard !store.isDeleted(relationship) else { return }
    isStructureChanged = true
    removeAllProperties(of: relationship)
    store.deletedRelationships.insert(relationship.index)
    store.deletedRelationshipCount += 1
  }

  // MARK: Properties

  /// Sets a property of a node; null removes it.
  package mutating func set(_ key: PropertyKeyID, of node: NodeID, to value: Value) {
    GraphBuilder.makeColumn(key, value, in: &store.nodeColumns)
    guard key.index < store.nodeColumns.count else { return }
    store.nodeColumns[key.index]?.set(value, of: node.rawValue, pool: &store.strings)
  }

  /// Sets a property of a node, the key given by name; null removes it.
  package mutating func set(_ key: String, of node: NodeID, to value: Value) {
    set(propertyKey(key), of: node, to: value)
  }

  /// Sets a property of a relationship; null removes it.
  package mutating func set(_ key: PropertyKeyID, of relationship: RelationshipID, to value: Value) {
    GraphBuilder.makeColumn(key, value, in: &store.relationshipColumns)
    guard key.index < store.relationshipColumns.count else { return }
    store.relationshipColumns[key.index]?
      .set(value, of: relationship.rawValue, pool: &store.strings)
  }

  /// Sets a property of a relationship, the key given by name; null removes it.
  package mutating func set(_ key: String, of relationship: RelationshipID, to value: Value) {
    set(propertyKey(key), of: relationship, to: value)
  }

  /// Removes all properties of a node.
  package mutating func removeAllProperties(of node: NodeID) {
    for key in store.nodeColumns.indices { store.nodeColumns[key]?.remove(node.rawValue) }
  }

  /// Removes all properties of a relationship.
  package mutating func removeAllProperties(of relationship: RelationshipID) {
    for key in store.relationshipColumns.indices {
      store.relationshipColumns[key]?.remove(relationship.rawValue)
    }
  }

  /// Stores the aliases of an entity: the names as its property `aliases`, the users beside it.
  package mutating func setAliases(_ aliases: [Alias], of node: NodeID) {
    let names = aliases.map { Value.string($0.name) }
    set(StandardName.aliases, of: node, to: names.isEmpty ? .null : .list(names))
    let users = aliases.map(\.usedBy)
    let value = Value.list(users.map { .list($0.map { .string($0) }) })
    store.aliasUsers.set(
      users.allSatisfy(\.isEmpty) ? .null : value, of: node.rawValue, pool: &store.strings)
  }

  private static func makeColumn(
    _ key: PropertyKeyID, _ value: Value, in columns: inout [PropertyColumn?]
  ) {
    guard !value.isNull else { return }
    while columns.count <= key.index { columns.append(nil) }
    if columns[key.index] == nil {
      columns[key.index] = PropertyColumn(kind: PropertyColumn.kind(of: value))
    }
  }

  // MARK: Freezing

  /// Ends the building.
  ///
  /// - Parameter compacting: Whether gaps that deleting left are closed; then identifiers change, and keep
  ///   their order.
  /// - Returns: The graph, immutable and indexed.
  /// - Complexity: O(nodes + relationships + values).
  package consuming func freeze(compacting: Bool = false) -> GraphSnapshot {
    deleteDanglingRelationships()
    if compacting && (store.deletedNodeCount > 0 || store.deletedRelationshipCount > 0) {
      store = store.compacted()
      isStructureChanged = true
    }
    for key in store.nodeColumns.indices { store.nodeColumns[key]?.compact() }
    for key in store.relationshipColumns.indices { store.relationshipColumns[key]?.compact() }
    store.aliasUsers.compact()
    let reused = isStructureChanged ? nil : base?.structure
    return GraphSnapshot(store: store, schema: schema, structure: reused)
  }

  private mutating func deleteDanglingRelationships() {
    guard isStructureChanged, store.deletedNodeCount > 0 else { return }
    for index in store.relationshipTypeOf.indices {
      if store.deletedNodes.contains(Int(store.relationshipSource[index]))
        || store.deletedNodes.contains(Int(store.relationshipTarget[index]))
      {
        delete(RelationshipID(UInt32(index)))
      }
    }
  }
}
