package import Diagnostics
package import Vocabulary

/// A graph that does not change any more: safe to read from many tasks at once, and indexed.
///
/// A general property graph; entities, claims and sources are views of it (`GraphSnapshot+Records.swift`).
/// Identifiers run from 0 to ``nodeCapacity`` and ``relationshipCapacity``; between them may be gaps that a
/// write left, see ``isDeleted(_:)-(NodeID)``. Every identifier passed in must come from this graph.
package final class GraphSnapshot: Sendable {
  let store: GraphStore
  let structure: GraphStructure
  let lazy: LazyIndexes

  /// The schema that the graph claims to follow, if any.
  package let schema: Schema?

  /// The names of all labels, by ``LabelID``.
  package let labelNames: [String]

  /// The names of all relationship types, by ``RelationshipTypeID``.
  package let relationshipTypeNames: [String]

  /// The names of all property keys, by ``PropertyKeyID``.
  package let propertyKeyNames: [String]

  /// The root of each node's `acts_for` chain; empty when no node acts for another.
  let principals: FlatArray<UInt32>

  init(store: GraphStore, schema: Schema?, structure: GraphStructure?) {
    self.store = store
    self.schema = schema
    self.structure = structure ?? GraphStructure(store)
    lazy = LazyIndexes()
    labelNames = GraphStore.names(store.labels)
    relationshipTypeNames = GraphStore.names(store.relationshipTypes)
    propertyKeyNames = GraphStore.names(store.propertyKeys)
    principals = PrincipalFold.principals(of: store)
    // What is damaged is zeros by now, which are harmless, but not what was meant.
    if store.file?.damage == nil { _checkInvariants() }
  }

  /// Puts a graph together that was taken apart.
  init(_ image: SnapshotImage) {
    store = image.store
    schema = image.schema
    structure = image.structure
    lazy = image.lazy
    labelNames = GraphStore.names(store.labels)
    relationshipTypeNames = GraphStore.names(store.relationshipTypes)
    propertyKeyNames = GraphStore.names(store.propertyKeys)
    principals = image.principals
  }

  /// What is wrong with the file that the graph lies in, as far as was seen; nil for any other graph.
  ///
  /// A packed graph is checked part by part as it is used. Whoever hands out what was asked of it looks here before.
  package var damage: Problem? { store.file?.damage }

  /// Checks the whole file that the graph lies in.
  ///
  /// - Returns: All that is wrong; nothing for a graph that lies in no file.
  /// - Complexity: O(bytes), on all cores.
  package func checkFile() -> [Problem] { store.file?.requireAll() ?? [] }

  /// Sees to it that a part of a packed graph is sound before it is used.
  private func require(_ unit: Int) { store.file?.require(unit) }

  /// A graph without anything in it.
  package static let empty = GraphBuilder().freeze()

  /// What is said about the graph as a whole.
  package var description: GraphDescription { store.description }

  /// All texts that are property values of kind ``PropertyColumn/Kind/string``.
  package var strings: StringPool {
    require(PackedUnits.texts)
    return store.strings
  }

  /// The same for whoever reads a few of them, one by one.
  ///
  /// Only ``StringPool/find(_:)``, ``StringPool/string(_:)`` and ``StringPool/isAscending(_:_:)`` may be asked of it: in
  /// a packed graph these check what they read, and the others expect all to be checked.
  package var someStrings: StringPool { store.file == nil ? store.strings : store.strings.checkingEach }

  /// A text of ``strings``; in a packed graph it is checked before.
  ///
  /// Cheaper than taking the pool for one text, which counts references to all its memory.
  ///
  /// - Complexity: O(length of the text).
  package func string(_ identifier: StringID) -> String {
    store.file == nil ? store.strings.string(identifier) : store.strings.checkingEach.string(identifier)
  }

  // MARK: Extent

  /// One more than the largest node identifier.
  package var nodeCapacity: Int { store.nodeLabelSets.count }

  /// One more than the largest relationship identifier.
  package var relationshipCapacity: Int { store.relationshipTypeOf.count }

  /// The number of nodes, deleted ones left out.
  package var nodeCount: Int { nodeCapacity - store.deletedNodeCount }

  /// The number of relationships, deleted ones left out.
  package var relationshipCount: Int { relationshipCapacity - store.deletedRelationshipCount }

  /// Whether there are gaps among the node identifiers.
  package var hasDeletedNodes: Bool { store.deletedNodeCount > 0 }

  /// Whether there are gaps among the relationship identifiers.
  package var hasDeletedRelationships: Bool { store.deletedRelationshipCount > 0 }

  /// Whether a node was deleted by a write.
  package func isDeleted(_ node: NodeID) -> Bool { store.isDeleted(node) }

  /// Whether a relationship was deleted by a write; its type and ends can still be asked for.
  package func isDeleted(_ relationship: RelationshipID) -> Bool { store.isDeleted(relationship) }

  /// All nodes, ascending, as raw numbers.
  ///
  /// - Complexity: O(n), a new array each time.
  package var nodeIdentifiers: [UInt32] {
    let all = 0..<UInt32(nodeCapacity)
    return hasDeletedNodes ? all.filter { !isDeleted(NodeID($0)) } : Array(all)
  }

  /// All relationships, ascending, as raw numbers.
  ///
  /// - Complexity: O(n), a new array each time.
  package var relationshipIdentifiers: [UInt32] { Array(store.liveRelationships) }

  // MARK: Names

  /// The label of that name; nil when the graph never used it.
  package func label(named name: String) -> LabelID? {
    store.labels.find(name).map { LabelID($0.rawValue) }
  }

  /// The relationship type of that name; nil when the graph never used it.
  package func relationshipType(named name: String) -> RelationshipTypeID? {
    store.relationshipTypes.find(name).map { RelationshipTypeID($0.rawValue) }
  }

  /// The property key of that name; nil when the graph never used it.
  package func propertyKey(named name: String) -> PropertyKeyID? {
    store.propertyKeys.find(name).map { PropertyKeyID($0.rawValue) }
  }

  /// The name of a label.
  package func name(of label: LabelID) -> String { labelNames[label.index] }

  /// The name of a relationship type.
  package func name(of type: RelationshipTypeID) -> String { relationshipTypeNames[type.index] }

  /// The name of a property key.
  package func name(of key: PropertyKeyID) -> String { propertyKeyNames[key.index] }

  // MARK: Nodes

  /// The labels of a node in the order in which they were given: of an entity its type, then the type's parents.
  package func labels(of node: NodeID) -> [LabelID] {
    store.labelSets.sets[Int(labelSetNumber(of: node))]
  }

  /// The number of the label set of a node, see ``labelSetNumbers``.
  package func labelSetNumber(of node: NodeID) -> UInt32 { element(of: store.nodeLabelSets, node.index) }

  /// One value of an array; in a packed graph it is checked before.
  private func element(of array: FlatArray<UInt32>, _ index: Int) -> UInt32 {
    store.file == nil ? array[index] : array.required(index)
  }

  /// Whether a node has a label.
  package func has(_ label: LabelID, _ node: NodeID) -> Bool { labels(of: node).contains(label) }

  /// The nodes with a label, ascending, as raw numbers.
  ///
  /// - Complexity: O(1).
  package func nodes(with label: LabelID) -> FlatArray<UInt32> {
    guard label.index < structure.nodesByLabel.count else { return [] }
    store.file?.require(store.file?.units.label(label.index))
    return structure.nodesByLabel[label.index]
  }

  /// The number of the label set of each node, by node; nodes with equal numbers have equal labels.
  package var labelSetNumbers: FlatArray<UInt32> {
    require(PackedUnits.labelSets)
    return store.nodeLabelSets
  }

  /// The label sets that occur, by number; number 0 is the empty set.
  package var labelSets: [[LabelID]] { store.labelSets.sets }

  // MARK: Relationships

  /// The type of a relationship, also of a deleted one.
  package func type(of relationship: RelationshipID) -> RelationshipTypeID {
    RelationshipTypeID(element(of: store.relationshipTypeOf, relationship.index))
  }

  /// Where a relationship begins, also a deleted one.
  package func source(of relationship: RelationshipID) -> NodeID {
    NodeID(element(of: store.relationshipSource, relationship.index))
  }

  /// Where a relationship ends, also a deleted one.
  package func target(of relationship: RelationshipID) -> NodeID {
    NodeID(element(of: store.relationshipTarget, relationship.index))
  }

  /// The types of all relationships, by relationship.
  package var relationshipTypes: FlatArray<UInt32> {
    require(PackedUnits.types)
    return store.relationshipTypeOf
  }

  /// Where all relationships begin, by relationship.
  package var relationshipSources: FlatArray<UInt32> {
    require(PackedUnits.sources)
    return store.relationshipSource
  }

  /// Where all relationships end, by relationship.
  package var relationshipTargets: FlatArray<UInt32> {
    require(PackedUnits.targets)
    return store.relationshipTarget
  }

  /// The relationships of a type in one direction.
  ///
  /// Take it once per batch, not per node.
  ///
  /// - Complexity: O(1).
  package func adjacency(_ type: RelationshipTypeID, _ direction: Direction) -> Adjacency {
    let index = direction == .outgoing ? structure.outgoing : structure.incoming
    return type.index < index.types.count ? index.types[type.index] : .empty
  }

  /// The relationships of all types together in one direction, dense.
  ///
  /// Take it once per batch, not per node.
  ///
  /// - Complexity: O(1); the first call O(nodes + relationships).
  package func adjacency(_ direction: Direction) -> Adjacency {
    lazy.merged(direction) { MergedAdjacency.make(store, direction) }
  }

  /// The distinct neighbours of each node over all relationships in either direction, without the node itself.
  ///
  /// ``Adjacency/relationships`` is empty. Take it once per batch, not per node.
  ///
  /// - Complexity: O(1); the first call O(nodes + relationships).
  package func undirectedNeighbours() -> Adjacency {
    lazy.undirected { MergedAdjacency.undirected(adjacency(.outgoing), adjacency(.incoming)) }
  }

  // MARK: Properties

  /// The column of a property of nodes; nil when no node has it.
  package func nodeColumn(_ key: PropertyKeyID) -> PropertyColumn? {
    store.file?.require(store.file?.units.nodeColumn(key.index))
    return nodeColumnShape(key)
  }

  /// The column of a property of relationships; nil when no relationship has it.
  package func relationshipColumn(_ key: PropertyKeyID) -> PropertyColumn? {
    store.file?.require(store.file?.units.relationshipColumn(key.index))
    return relationshipColumnShape(key)
  }

  /// The same for whoever asks of what kind its values are and how many; values are read after
  /// ``PropertyColumn/require(_:)`` only.
  ///
  /// - Complexity: O(1).
  package func nodeColumnShape(_ key: PropertyKeyID) -> PropertyColumn? {
    key.index < store.nodeColumns.count ? store.nodeColumns[key.index] : nil
  }

  /// The same for a property of relationships.
  ///
  /// - Complexity: O(1).
  package func relationshipColumnShape(_ key: PropertyKeyID) -> PropertyColumn? {
    key.index < store.relationshipColumns.count ? store.relationshipColumns[key.index] : nil
  }

  /// The column of a property of nodes for whoever reads it for these nodes; what is not one of them is left out.
  ///
  /// - Complexity: O(1); in a packed graph O(nodes), at most O(column).
  package func nodeColumn(_ key: PropertyKeyID, of nodes: [UInt32]) -> PropertyColumn? {
    guard let file = store.file, let column = nodeColumnShape(key),
      column.isWorthChecking(nodes.count, in: file)
    else { return nodeColumn(key) }
    for node in nodes { column.require(node) }
    return column
  }

  /// The same for a property of relationships.
  ///
  /// - Complexity: O(1); in a packed graph O(relationships), at most O(column).
  package func relationshipColumn(_ key: PropertyKeyID, of relationships: [UInt32]) -> PropertyColumn? {
    guard let file = store.file, let column = relationshipColumnShape(key),
      column.isWorthChecking(relationships.count, in: file)
    else { return relationshipColumn(key) }
    for relationship in relationships { column.require(relationship) }
    return column
  }

  /// A property of a node; null when it has none.
  package func property(_ key: PropertyKeyID, of node: NodeID) -> Value { store.value(key, of: node) }

  /// A property of a node, the key given by name; null when it has none.
  package func property(_ key: String, of node: NodeID) -> Value {
    propertyKey(named: key).map { property($0, of: node) } ?? .null
  }

  /// A property of a relationship; null when it has none.
  package func property(_ key: PropertyKeyID, of relationship: RelationshipID) -> Value {
    store.value(key, of: relationship)
  }

  /// A property of a relationship, the key given by name; null when it has none.
  package func property(_ key: String, of relationship: RelationshipID) -> Value {
    propertyKey(named: key).map { property($0, of: relationship) } ?? .null
  }

  /// All properties of a node, in the order in which the keys were first used in the graph.
  package func properties(of node: NodeID) -> MapValue {
    store.properties(ofNode: node)
  }

  /// All properties of a relationship, in the order in which the keys were first used in the graph.
  package func properties(of relationship: RelationshipID) -> MapValue {
    store.properties(ofRelationship: relationship)
  }

  // MARK: Finding nodes

  /// The nodes whose property equals a value, ascending.
  ///
  /// - Complexity: O(matches); the first call for a key O(nodes with the property).
  package func nodes(where key: PropertyKeyID, equals value: Value) -> [NodeID] {
    guard let column = nodeColumnShape(key), column.valueCount > 0 else { return [] }
    return propertyIndex(key).nodes(equalTo: value, column: column, strings: someStrings)
  }

  /// Which nodes have which value of a property that some have.
  func propertyIndex(_ key: PropertyKeyID) -> NodePropertyIndex {
    lazy.propertyIndex(key) {
      guard let column = nodeColumn(key) else { return NodePropertyIndex() }
      return NodePropertyIndex(column, strings: strings)
    }
  }

  /// The node that is no source and whose property `id` is this text; the first when several have it.
  ///
  /// Entities and sources have namespaces of their own, see ``source(withID:)``.
  package func node(withID id: String) -> NodeID? {
    nodes(withID: id).first { !isSource($0) }
  }

  /// The source whose property `id` is this text; the first when several have it.
  package func source(withID id: String) -> NodeID? {
    nodes(withID: id).first { isSource($0) }
  }

  private func nodes(withID id: String) -> [NodeID] {
    propertyKey(named: StandardName.id).map { nodes(where: $0, equals: .string(id)) } ?? []
  }

  /// Names, aliases and ids, normalised, with the nodes that bear them.
  ///
  /// - Complexity: O(1); the first call O(n log n) in the number of names.
  package var nameIndex: NameIndex {
    lazy.names { NameIndex(self) }
  }

  // MARK: The fold

  /// The entity for which a node acts in the end: the root of its `acts_for` chain, itself when it has none.
  ///
  /// A chain that runs into a circle or to an id that no entity has ends where it is: checks report these.
  package func principal(of node: NodeID) -> NodeID {
    if principals.isEmpty { return node }
    return NodeID(element(of: principals, node.index))
  }

  /// Whether any node acts for another.
  package var hasPrincipals: Bool { !principals.isEmpty }

  /// How many there are of everything.
  package var statistics: GraphStatistics { structure.statistics }
}
