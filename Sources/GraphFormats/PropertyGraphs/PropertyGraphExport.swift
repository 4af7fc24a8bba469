import GraphCore
import OrderedCollections

/// Entities and claims as nodes and edges with attributes.
struct PropertyGraphExport {
  /// What the values of one attribute are, over the whole graph.
  enum Kind: Sendable {
    case boolean
    case integer
    case float
    case text
    case list
  }

  /// An attribute with its value.
  typealias Attributes = [(key: String, value: Value)]

  let graph: ExportGraph
  /// The attributes of nodes with their kinds, in the order of first use.
  private(set) var nodeKinds: OrderedDictionary<String, Kind> = [:]
  /// The attributes of edges with their kinds, in the order of first use.
  private(set) var edgeKinds: OrderedDictionary<String, Kind> = [:]

  init(_ snapshot: GraphSnapshot) {
    graph = ExportGraph(snapshot)
    for entity in graph.entities { Self.note(attributes(of: entity), in: &nodeKinds) }
    for claim in graph.claims { Self.note(attributes(of: claim), in: &edgeKinds) }
  }

  /// The properties that hold lists, as a ``GraphHeader`` names them.
  var listProperties: [String] {
    let known: Set<String> = [StandardName.aliases, StandardName.sources, AttributeName.labels]
    var result: OrderedSet<String> = []
    for (key, kind) in nodeKinds where kind == .list && !known.contains(key) { result.append(key) }
    for (key, kind) in edgeKinds where kind == .list && !known.contains(key) { result.append(key) }
    return Array(result)
  }

  /// The properties that are texts all over the graph, for formats that do not tell texts from numbers.
  var textProperties: [String] {
    let kinds = nodeKinds.filter { !AttributeName.ofNodes.contains($0.key) }
    let others = edgeKinds.filter { !AttributeName.ofEdges.contains($0.key) }
    var result: OrderedSet<String> = []
    for (key, kind) in kinds where kind == .text && others[key] ?? .text == .text { result.append(key) }
    for (key, kind) in others where kind == .text && kinds[key] ?? .text == .text { result.append(key) }
    return Array(result)
  }

  /// What is said of the graph as a whole.
  var header: String { GraphHeader.json(of: graph, lists: listProperties) }

  func attributes(of exported: ExportGraph.ExportedEntity) -> Attributes {
    let entity = exported.entity
    var result: Attributes = []
    func add(_ key: String, _ text: String?) { if let text { result.append((key, .string(text))) } }
    add(StandardName.name, entity.name)
    add(AttributeName.type, entity.type)
    let labels = graph.furtherLabels(of: entity)
    if !labels.isEmpty { result.append((AttributeName.labels, .list(labels.map { .string($0) }))) }
    if !entity.aliases.isEmpty {
      result.append((StandardName.aliases, .list(entity.aliases.map { .string($0.name) })))
      if entity.aliases.contains(where: { !$0.usedBy.isEmpty }) {
        let used = entity.aliases.filter { !$0.usedBy.isEmpty }
        let users = MapValue(used.map { ($0.name, .list($0.usedBy.map { .string($0) })) })
        add(AttributeName.aliasUsers, JSONText.of(.map(users)))
      }
    }
    add(StandardName.actsFor, entity.actsFor)
    add(StandardName.note, entity.note)
    return result + properties(entity.properties, AttributeName.ofNodes)
  }

  func attributes(of claim: ExportGraph.ExportedClaim) -> Attributes {
    let relation = claim.relation
    var result: Attributes = []
    func add(_ key: String, _ text: String?) { if let text { result.append((key, .string(text))) } }
    add(AttributeName.relation, relation.type)
    if claim.isSymmetric { result.append((AttributeName.symmetric, .boolean(true))) }
    add(StandardName.about, relation.about)
    add(StandardName.date, relation.time.date?.description)
    add(StandardName.since, relation.time.since?.description)
    add(StandardName.until, relation.time.until?.description)
    add(StandardName.status, relation.status)
    add(StandardName.attributedTo, relation.attributedTo)
    if !relation.sources.isEmpty {
      result.append((StandardName.sources, .list(relation.sources.map { .string(Self.text($0)) })))
    }
    add(StandardName.quote, relation.quote)
    if let confidence = relation.confidence { result.append((StandardName.confidence, confidence)) }
    add(StandardName.note, relation.note)
    return result + properties(relation.properties, AttributeName.ofEdges)
  }

  /// A citation as graph files write it: `upi ¶7`.
  static func text(_ citation: Citation) -> String {
    citation.place.isEmpty ? citation.source : "\(citation.source) \(citation.place)"
  }

  private func properties(_ map: MapValue, _ reserved: Set<String>) -> Attributes {
    map.keys.sorted().compactMap { key in
      guard let value = map[key], !value.isNull else { return nil }
      return (AttributeName.escaped(key, reserved), value)
    }
  }

  private static func note(_ attributes: Attributes, in kinds: inout OrderedDictionary<String, Kind>) {
    for (key, value) in attributes {
      let kind: Kind =
        switch value {
        case .boolean: .boolean
        case .integer: .integer
        case .float: .float
        case .list: .list
        default: .text
        }
      guard let known = kinds[key] else {
        kinds[key] = kind
        continue
      }
      if known == kind { continue }
      if known == .list || kind == .list {
        kinds[key] = .list
      } else {
        kinds[key] = .text
      }
    }
  }
}
