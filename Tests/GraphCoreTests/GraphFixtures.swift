import GraphCore
import TestSupport

/// What a random graph was made of, kept in the simplest way, to compare with.
struct PlainGraph {
  var labels: [[String]?] = []  // nil: deleted
  var nodeProperties: [[String: Value]] = []
  var relationships: [(type: String, source: Int, target: Int)?] = []  // nil: deleted
  var relationshipProperties: [[String: Value]] = []

  static let labelNames = ["state", "leader", "place", "Ünïcode", "組織"]
  static let typeNames = ["accuses", "ally-of", "supports", "控える", "leads", "rare"]
  static let keys = ["name", "weight", "score", "open", "since", "tags"]

  static func value(_ generator: inout SeededGenerator, key: String) -> Value {
    // Usually the type that suits the key; sometimes another, so that columns become mixed.
    let kind = generator.once(in: 40) ? generator.below(6) : keys.firstIndex(of: key) ?? 0
    return switch kind {
    case 0: .string("text \(generator.below(20))")
    case 1: .integer(Int64(generator.below(1_000)) - 500)
    case 2: .float(Double(generator.below(1_000)) / 8)
    case 3: .boolean(generator.once(in: 2))
    case 4: PartialDate(year: 1900 + generator.below(200)).map { .date($0) } ?? .null
    default: .list([.integer(Int64(generator.below(3))), .string("x")])
    }
  }
}

/// Makes a random graph twice, plainly and with a builder, through random additions, changes and deletions.
struct GraphMaker: ~Copyable {
  var plain = PlainGraph()
  var builder = GraphBuilder()

  mutating func work(steps: Int, deleting: Bool, _ generator: inout SeededGenerator) {
    for _ in 0..<steps {
      let nodes = plain.labels.indices.filter { plain.labels[$0] != nil }
      let relationships = plain.relationships.indices.filter { plain.relationships[$0] != nil }
      switch generator.below(deleting ? 14 : 10) {
      case 0, 1: addNode(&generator)
      case 2, 3, 4, 5: addRelationship(&generator, nodes)
      case 6: setNodeProperty(&generator, nodes)
      case 7, 8: setRelationshipProperty(&generator, relationships)
      case 9: changeLabel(&generator, nodes)
      case 10:
        guard let victim = generator.pick(relationships) else { continue }
        delete(relationship: victim)
      case 11:
        guard let victim = generator.pick(nodes), generator.once(in: 3) else { continue }
        deleteNode(victim)
      case 12: setRelationshipProperty(&generator, relationships, to: .null)
      default: setNodeProperty(&generator, nodes, to: .null)
      }
    }
  }

  mutating func addNode(_ generator: inout SeededGenerator) {
    var labels: [String] = []
    for _ in 0..<generator.below(4) {
      if let label = generator.pick(PlainGraph.labelNames), !labels.contains(label) { labels.append(label) }
    }
    _ = builder.addNode(labels: labels)
    plain.labels.append(labels)
    plain.nodeProperties.append([:])
  }

  mutating func addRelationship(_ generator: inout SeededGenerator, _ nodes: [Int]) {
    guard let source = generator.pick(nodes), let target = generator.pick(nodes),
      let type = generator.pick(PlainGraph.typeNames)
    else { return }
    _ = builder.addRelationship(type, from: NodeID(UInt32(source)), to: NodeID(UInt32(target)))
    plain.relationships.append((type, source, target))
    plain.relationshipProperties.append([:])
  }

  mutating func setNodeProperty(_ generator: inout SeededGenerator, _ nodes: [Int], to fixed: Value? = nil) {
    guard let node = generator.pick(nodes), let key = generator.pick(PlainGraph.keys) else { return }
    let value = fixed ?? PlainGraph.value(&generator, key: key)
    builder.set(key, of: NodeID(UInt32(node)), to: value)
    plain.nodeProperties[node][key] = value.isNull ? nil : value
  }

  mutating func setRelationshipProperty(
    _ generator: inout SeededGenerator, _ relationships: [Int], to fixed: Value? = nil
  ) {
    guard let relationship = generator.pick(relationships), let key = generator.pick(PlainGraph.keys) else {
      return
    }
    let value = fixed ?? PlainGraph.value(&generator, key: key)
    builder.set(key, of: RelationshipID(UInt32(relationship)), to: value)
    plain.relationshipProperties[relationship][key] = value.isNull ? nil : value
  }

  mutating func changeLabel(_ generator: inout SeededGenerator, _ nodes: [Int]) {
    guard let node = generator.pick(nodes), let label = generator.pick(PlainGraph.labelNames) else { return }
    let identifier = builder.label(label)
    if let place = plain.labels[node]?.firstIndex(of: label) {
      builder.remove(identifier, from: NodeID(UInt32(node)))
      plain.labels[node]?.remove(at: place)
    } else {
      builder.add(identifier, to: NodeID(UInt32(node)))
      plain.labels[node]?.append(label)
    }
  }

  mutating func delete(relationship: Int) {
    builder.delete(RelationshipID(UInt32(relationship)))
    plain.relationships[relationship] = nil
    plain.relationshipProperties[relationship] = [:]
  }

  /// Deletes a node; its relationships go with it when the graph is frozen.
  mutating func deleteNode(_ node: Int) {
    builder.delete(NodeID(UInt32(node)))
    plain.labels[node] = nil
    plain.nodeProperties[node] = [:]
    for index in plain.relationships.indices {
      if let relationship = plain.relationships[index],
        relationship.source == node || relationship.target == node
      {
        plain.relationships[index] = nil
        plain.relationshipProperties[index] = [:]
      }
    }
  }

  consuming func freeze(compacting: Bool = false) -> GraphSnapshot { builder.freeze(compacting: compacting) }
}

/// A random graph without properties, for algorithms.
func randomGraph(nodes: Int, relationships: Int, _ generator: inout SeededGenerator) -> GraphSnapshot {
  var builder = GraphBuilder()
  for _ in 0..<nodes { _ = builder.addNode(labels: ["thing"]) }
  for _ in 0..<relationships where nodes > 0 {
    _ = builder.addRelationship(
      PlainGraph.typeNames[generator.below(3)], from: NodeID(UInt32(generator.below(nodes))),
      to: NodeID(UInt32(generator.below(nodes))))
  }
  return builder.freeze()
}
