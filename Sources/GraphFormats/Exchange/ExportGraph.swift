import Diagnostics
import GraphCore
import OrderedCollections
import Vocabulary

/// A graph as writers see it: entities, sources and claims in the order of the graph, every entity with an id of
/// its own.
struct ExportGraph {
  /// An entity with its id in the file.
  struct ExportedEntity {
    let id: String
    let entity: Entity
  }

  /// A claim with the ids of its ends, and an id of its own.
  struct ExportedClaim {
    /// `r1`, `r2`, … in the order of the graph.
    let id: String
    let subject: String
    let object: String
    let relation: Relation
    let isSymmetric: Bool
  }

  let graph: GraphSnapshot
  let entities: [ExportedEntity]
  let sources: [Source]
  private let ids: [NodeID: String]

  /// - Complexity: O(nodes).
  init(_ graph: GraphSnapshot) {
    self.graph = graph
    var taken: Set<String> = []
    var entities: [ExportedEntity] = []
    var ids: [NodeID: String] = [:]
    let all = graph.entities.map { graph.entity($0) }
    // Ids that are declared keep their spelling, whatever a node without one is called.
    for entity in all where !entity.id.hasPrefix("#") { taken.insert(entity.id) }
    var used: Set<String> = []
    for entity in all {
      var id = entity.id
      if id.hasPrefix("#"), entity.name != id, !taken.contains(entity.name) { id = entity.name }
      if !used.insert(id).inserted {
        var number = 2
        while taken.contains("\(id)-\(number)") { number += 1 }
        id = "\(id)-\(number)"
        taken.insert(id)
        used.insert(id)
      }
      ids[entity.node] = id
      entities.append(ExportedEntity(id: id, entity: entity))
    }
    self.entities = entities
    self.ids = ids
    sources = graph.sources
  }

  /// The claims, made one at a time.
  var claims: some Sequence<ExportedClaim> {
    graph.relationshipIdentifiers.lazy.enumerated().map { position, number in
      let relation = graph.relation(RelationshipID(number))
      return ExportedClaim(
        id: "r\(position + 1)", subject: ids[relation.subject] ?? "", object: ids[relation.object] ?? "",
        relation: relation, isSymmetric: graph.schema?.relationTypes[relation.type]?.isSymmetric ?? false)
    }
  }

  /// Labels of an entity beside its type and the type's parents.
  func furtherLabels(of entity: Entity) -> [String] {
    let expected = entity.type.map { graph.schema?.labels(of: $0) ?? [$0] } ?? []
    return entity.labels.filter { !expected.contains($0) }
  }
}

/// What a format, or a graph, cannot hold, counted while a file is written or read.
struct LossReport: Sendable, Equatable {
  /// How often what was left out or changed.
  private(set) var counts: OrderedDictionary<String, Int> = [:]

  /// Counts something that is left out.
  mutating func add(_ what: String, _ count: Int = 1) {
    if count > 0 { counts[what, default: 0] += count }
  }

  /// One warning that names everything that a reader has no use for; nil when there is nothing.
  ///
  /// - Parameter place: The beginning of the file.
  /// - Returns: The warning.
  func diagnosticOfReading(at place: Diagnostic.Place) -> Diagnostic? {
    guard !counts.isEmpty else { return nil }
    let list = counts.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
    return Diagnostic(
      .warning, "convert.not-understood", "a graph of claims has no place for \(list), which are left out",
      at: place)
  }

  /// One warning that names everything; nil when nothing is lost.
  ///
  /// - Parameter format: The format's name for people.
  /// - Returns: The warning.
  func diagnostic(for format: String) -> Diagnostic? {
    guard !counts.isEmpty else { return nil }
    let list = counts.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
    return Diagnostic(
      .warning, "convert.lossy", "\(format) has no place for \(list)",
      hints: ["'json', 'jsonl' and 'yaml' keep everything"])
  }
}
