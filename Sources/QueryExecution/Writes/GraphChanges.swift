import Diagnostics
import OrderedCollections
import GraphCore
import QueryPlanning

/// A working copy of the graph while one clause writes, with the count of what it does.
///
/// Ends with ``commit(to:)``; without it nothing has happened.
struct GraphChanges: ~Copyable {
  var builder: GraphBuilder
  var counts: ChangeCounts

  init(_ run: QueryRun) {
    builder = GraphBuilder(thawing: run.snapshot)
    counts = run.changes
  }

  /// Makes the changes the run's graph.
  consuming func commit(to run: QueryRun) {
    run.changes = counts
    run.hasWritten = true
    run.snapshot = builder.freeze()
  }

  // MARK: Properties

  /// Sets a property of a node or relationship; null removes it, and nothing happens to null.
  ///
  /// - Throws: TypeError for a value that cannot be stored or a target without properties, EntityNotFound for a
  ///   deleted target.
  mutating func set(_ key: String, of target: Value, to value: Value) throws(QueryFailure) {
    try Storable.check(value, key: key)
    switch target {
    case .null: return
    case .node(let node):
      if builder.isDeleted(node) { throw .deletedEntity("a node") }
      builder.set(key, of: node, to: value)
    case .relationship(let relationship):
      if builder.isDeleted(relationship) { throw .deletedEntity("a relationship") }
      builder.set(key, of: relationship, to: value)
    default: throw .argumentType("\(ValueText.withArticle(target)) has no properties to set")
    }
    counts.propertiesSet += 1
  }

  /// Removes all properties of a node or relationship.
  mutating func removeAllProperties(of target: Value) throws(QueryFailure) {
    switch target {
    case .null: return
    case .node(let node):
      if builder.isDeleted(node) { throw .deletedEntity("a node") }
      builder.removeAllProperties(of: node)
    case .relationship(let relationship):
      if builder.isDeleted(relationship) { throw .deletedEntity("a relationship") }
      builder.removeAllProperties(of: relationship)
    default: throw .argumentType("\(ValueText.withArticle(target)) has no properties to set")
    }
  }

  // MARK: Labels

  mutating func addLabels(_ names: [String], to target: Value) throws(QueryFailure) {
    guard let node = try labelled(target) else { return }
    for name in names {
      let label = builder.label(name)
      if builder.has(label, node) { continue }
      builder.add(label, to: node)
      counts.labelsAdded += 1
    }
  }

  mutating func removeLabels(_ names: [String], from target: Value) throws(QueryFailure) {
    guard let node = try labelled(target) else { return }
    for name in names {
      let label = builder.label(name)
      guard builder.has(label, node) else { continue }
      builder.remove(label, from: node)
      counts.labelsRemoved += 1
    }
  }

  private func labelled(_ target: Value) throws(QueryFailure) -> NodeID? {
    switch target {
    case .null: return nil
    case .node(let node):
      if builder.isDeleted(node) { throw .deletedEntity("a node") }
      return node
    default: throw .argumentType("\(ValueText.withArticle(target)) has no labels")
    }
  }

  // MARK: Creating

  /// Makes a node; entries with null are not stored.
  mutating func createNode(labels: [String], properties: MapValue) throws(QueryFailure) -> NodeID {
    for (key, value) in properties.entries { try Storable.check(value, key: key) }
    let node = builder.addNode(labels: labels)
    counts.nodesCreated += 1
    counts.labelsAdded += labels.count
    for (key, value) in properties.entries where !value.isNull {
      builder.set(key, of: node, to: value)
      counts.propertiesSet += 1
    }
    return node
  }

  /// Makes a relationship between two nodes that exist.
  mutating func createRelationship(
    _ type: String, from start: NodeID, to end: NodeID, properties: MapValue
  ) throws(QueryFailure) -> RelationshipID {
    if builder.isDeleted(start) || builder.isDeleted(end) { throw .deletedEntity("a node") }
    for (key, value) in properties.entries { try Storable.check(value, key: key) }
    let relationship = builder.addRelationship(type, from: start, to: end)
    counts.relationshipsCreated += 1
    for (key, value) in properties.entries where !value.isNull {
      builder.set(key, of: relationship, to: value)
      counts.propertiesSet += 1
    }
    return relationship
  }

  // MARK: Deleting

  /// Deletes a relationship; a deleted one is nothing.
  mutating func delete(_ relationship: RelationshipID) {
    if builder.isDeleted(relationship) { return }
    builder.delete(relationship)
    counts.relationshipsDeleted += 1
  }

  /// Deletes nodes; with `isDetach` their relationships too.
  ///
  /// - Throws: ConstraintVerificationFailed when a node still has a relationship.
  mutating func delete(_ nodes: [NodeID], isDetach: Bool, _ run: QueryRun) throws(QueryFailure) {
    for node in nodes where !builder.isDeleted(node) {
      try run.tick()
      let hops = builder.relationships(of: node, .outgoing) + builder.relationships(of: node, .incoming)
      if !isDetach && !hops.isEmpty {
        throw QueryFailure(
          .constraintVerificationFailed, .runtime, "DeleteConnectedNode",
          "a node that still has relationships cannot be deleted",
          hints: ["delete its relationships first, or write DETACH DELETE"])
      }
      for hop in hops { delete(hop) }
    }
    for node in nodes where !builder.isDeleted(node) {
      builder.delete(node)
      counts.nodesDeleted += 1
    }
  }
}

/// What a property can hold.
enum Storable {
  /// Refuses maps and entities, also inside lists.
  ///
  /// - Throws: TypeError InvalidPropertyType.
  static func check(_ value: Value, key: String) throws(QueryFailure) {
    switch value {
    case .map, .node, .relationship, .path:
      throw QueryFailure(
        .typeError, .runtime, "InvalidPropertyType",
        "the property `\(key)` cannot hold \(ValueText.withArticle(value))")
    case .list(let elements): for element in elements { try check(element, key: key) }
    default: return
    }
  }
}
