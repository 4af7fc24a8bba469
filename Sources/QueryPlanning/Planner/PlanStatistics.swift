package import GraphCore
import OrderedCollections
import Vocabulary

/// The counts that the planner weighs.
package protocol PlanStatistics: Sendable {
  /// The number of nodes.
  var nodeCount: Double { get }
  /// The number of nodes with a label.
  func nodeCount(label: String) -> Double
  /// The number of relationships; of a type, or of all when nil.
  func relationshipCount(type: String?) -> Double
  /// The number of nodes at which such relationships start (outgoing) or end (incoming).
  func endCount(type: String?, _ direction: Direction) -> Double
  /// Whether nodes are found quickly by a property.
  func isIndexed(property: String) -> Bool
  /// Whether every node has a value of the property, and no two the same.
  func isUnique(property: String) -> Bool
  /// Whether the property of relationships holds dates only.
  func isDate(relationshipProperty: String) -> Bool
}

/// Numbers for planning without a graph.
package struct UnknownStatistics: PlanStatistics {
  package init() {}

  package var nodeCount: Double { 1_000 }

  package func nodeCount(label: String) -> Double { 100 }

  package func relationshipCount(type: String?) -> Double { type == nil ? 10_000 : 1_000 }

  package func endCount(type: String?, _ direction: Direction) -> Double { type == nil ? 1_000 : 300 }

  package func isIndexed(property: String) -> Bool { property == "id" || property == "name" }

  package func isUnique(property: String) -> Bool { false }

  package func isDate(relationshipProperty: String) -> Bool { false }
}

/// The counts of a snapshot.
package struct SnapshotStatistics: PlanStatistics {
  private let snapshot: GraphSnapshot
  private let statistics: GraphStatistics

  /// Reads a snapshot's counts.
  package init(_ snapshot: GraphSnapshot) {
    self.snapshot = snapshot
    statistics = snapshot.statistics
  }

  package var nodeCount: Double { Double(statistics.nodeCount) }

  package func nodeCount(label: String) -> Double {
    snapshot.label(named: label).map { Double(statistics.count(of: $0)) } ?? 0
  }

  package func relationshipCount(type: String?) -> Double {
    guard let type else { return Double(statistics.relationshipCount) }
    return snapshot.relationshipType(named: type).map { Double(statistics.count(of: $0)) } ?? 0
  }

  package func endCount(type: String?, _ direction: Direction) -> Double {
    guard let type else { return Double(max(1, statistics.nodeCount)) }
    guard let known = snapshot.relationshipType(named: type) else { return 0 }
    switch direction {
    case .outgoing: return Double(statistics.endCount(of: known, .outgoing))
    case .incoming: return Double(statistics.endCount(of: known, .incoming))
    case .either:
      return Double(statistics.endCount(of: known, .outgoing) + statistics.endCount(of: known, .incoming))
    }
  }

  package func isIndexed(property: String) -> Bool { property == "id" || property == "name" }

  package func isUnique(property: String) -> Bool {
    isIndexed(property: property)
      && snapshot.propertyKey(named: property).map { snapshot.isUnique($0) } ?? false
  }

  package func isDate(relationshipProperty: String) -> Bool {
    guard let key = snapshot.propertyKey(named: relationshipProperty) else { return false }
    return snapshot.relationshipColumnShape(key)?.kind == .date
  }
}

/// The names of a snapshot and of its schema.
package struct SnapshotNames: KnownNames {
  private let snapshot: GraphSnapshot

  /// Lends a snapshot's names.
  package init(_ snapshot: GraphSnapshot) {
    self.snapshot = snapshot
  }

  package func hasLabel(_ name: String) -> Bool {
    snapshot.label(named: name) != nil || snapshot.schema?.entityTypes[name] != nil
  }

  package func hasRelationshipType(_ name: String) -> Bool {
    snapshot.relationshipType(named: name) != nil || snapshot.schema?.relationTypes[name] != nil
  }

  package func hasPropertyKey(_ name: String) -> Bool {
    snapshot.propertyKey(named: name) != nil || Self.standard.contains(name) || declares(name)
  }

  package var labels: [String] {
    Self.merged(snapshot.labelNames, snapshot.schema.map { Array($0.entityTypes.keys) } ?? [])
  }

  package var relationshipTypes: [String] {
    Self.merged(
      snapshot.relationshipTypeNames, snapshot.schema.map { Array($0.relationTypes.keys) } ?? [])
  }

  package var propertyKeys: [String] { Self.merged(snapshot.propertyKeyNames, Self.standard) }

  /// What every graph file can have (GraphCore's storage conventions), whether this one does or not.
  private static let standard = [
    "id", "name", "aliases", "acts_for", "about", "date", "since", "until", "status", "attributed_to",
    "sources", "paragraphs", "quote", "confidence", "note", "publisher", "title", "url", "retrieved",
  ]

  private func declares(_ key: String) -> Bool {
    guard let schema = snapshot.schema else { return false }
    return schema.entityTypes.values.contains { $0.properties[key] != nil }
      || schema.relationTypes.values.contains { $0.properties[key] != nil }
  }

  private static func merged(_ first: [String], _ second: [String]) -> [String] {
    first + second.filter { !first.contains($0) }
  }
}
