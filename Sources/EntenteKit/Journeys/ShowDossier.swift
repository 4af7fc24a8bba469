import OrderedCollections
public import Diagnostics
import GraphCore
import Vocabulary

extension KnowledgeGraph {
  /// Gathers all that the graph knows of one entity.
  ///
  /// - Parameter name: A name, an alias or an id; a type before it picks among several (`place Yerevan`).
  /// - Returns: Facts, relations both ways, sources.
  /// - Throws: A ``Problem`` (`question.unknown-name`, `question.ambiguous-name`) with the nearest names.
  /// - Complexity: O(relations of the entity + entities of the graph).
  public func dossier(of name: String) throws(Problem) -> Dossier {
    do throws(Problem) {
      let node = try EntityLookup(self).entity(named: name)
      let dossier = DossierBuilder(snapshot: snapshot).dossier(of: node)
      if let damage = snapshot.damage { throw damage }
      return dossier
    } catch {
      throw snapshot.damage ?? error
    }
  }
}

/// Reads a snapshot into a ``Dossier``.
struct DossierBuilder {
  private let snapshot: GraphSnapshot
  private let sources: [String: Source]

  init(snapshot: GraphSnapshot) {
    self.snapshot = snapshot
    self.sources = Dictionary(snapshot.sources.map { ($0.id, $0) }) { first, _ in first }
  }

  func dossier(of node: NodeID) -> Dossier {
    let entity = snapshot.entity(node)
    let (outgoing, incoming) = relations(of: node)
    return Dossier(
      id: entity.id, name: entity.name, types: entity.labels, facts: facts(entity),
      outgoing: outgoing.map(item), incoming: incoming.map(item),
      sources: sourceLines(outgoing + incoming))
  }

  /// The relations from and to an entity, each by type in the order of the schema; one to itself counts as from it.
  func relations(of node: NodeID) -> (outgoing: [Relation], incoming: [Relation]) {
    let incoming = relations(of: node, .incoming).filter { $0.subject != node }
    return (sorted(relations(of: node, .outgoing)), sorted(incoming))
  }

  private func relations(of node: NodeID, _ direction: Direction) -> [Relation] {
    let adjacency = snapshot.adjacency(direction)
    return adjacency.range(of: node.rawValue).map { index in
      snapshot.relation(RelationshipID(adjacency.relationships[index]))
    }
  }

  /// What is known of an entity beside its relations.
  func facts(_ entity: Entity) -> [(label: String, value: String)] {
    var facts: [(String, String)] = []
    if case .string(let id) = snapshot.property(StandardName.id, of: entity.node) { facts.append(("id", id)) }
    if !entity.aliases.isEmpty {
      let texts = entity.aliases.map { alias in
        let users = alias.usedBy.map { title(ofID: $0) }
        return users.isEmpty ? alias.name : "\(alias.name) (used by \(users.joined(separator: ", ")))"
      }
      facts.append(("also called", texts.joined(separator: ", ")))
    }
    if let principal = entity.actsFor { facts.append(("acts for", title(ofID: principal))) }
    let agents = snapshot.entities.filter { node in
      if case .string(let principal) = snapshot.property(StandardName.actsFor, of: node) {
        return principal == entity.id
      }
      return false
    }
    if !agents.isEmpty {
      facts.append(("acting for it", agents.map { snapshot.displayName(of: $0) }.joined(separator: ", ")))
    }
    let conversion = AnswerConversion(snapshot: snapshot)
    for (key, value) in entity.properties.entries {
      facts.append((key, AnswerText.plain(conversion.value(value))))
    }
    if let note = entity.note { facts.append(("note", note)) }
    return facts
  }

  /// By relation type in the order of the schema, then as the file has them.
  private func sorted(_ relations: [Relation]) -> [Relation] {
    var order: [String: Int] = [:]
    if let schema = snapshot.schema {
      for (index, name) in schema.relationTypes.keys.enumerated() { order[name] = index }
    }
    return relations.sorted { left, right in
      let leftOrder = order[left.type] ?? Int.max
      let rightOrder = order[right.type] ?? Int.max
      return leftOrder == rightOrder ? left.relationship < right.relationship : leftOrder < rightOrder
    }
  }

  private func item(_ relation: Relation) -> Dossier.Item {
    Dossier.Item(
      subject: snapshot.displayName(of: relation.subject),
      relation: snapshot.schema?.relationTypes[relation.type]?.phrase ?? relation.type,
      object: snapshot.displayName(of: relation.object), about: relation.about ?? "",
      time: relation.time.text, status: relation.status,
      attribution: relation.attributedTo.map { title(ofID: $0) } ?? "",
      sources: relation.sources.map { citation in
        let name = sources[citation.source]?.publisher ?? citation.source
        return citation.place.isEmpty ? name : "\(name) \(citation.place)"
      })
  }

  private func sourceLines(_ relations: [Relation]) -> [String] {
    var cited: Set<String> = []
    for relation in relations {
      for citation in relation.sources { cited.insert(citation.source) }
    }
    return snapshot.sources.filter { cited.contains($0.id) }.map { source in
      var text = source.publisher ?? source.id
      if let title = source.title { text += ", “\(title)”" }
      if let date = source.date { text += ", \(date)" }
      if let url = source.url { text += ", \(url)" }
      return text
    }
  }

  private func title(ofID id: String) -> String {
    snapshot.node(withID: id).map { snapshot.displayName(of: $0) } ?? id
  }
}

extension ValidTime {
  /// The time as people write it: `2023-09-19`, `1994–2020`, `since 2020`, `until 2020`; empty when unknown.
  var text: String {
    if let date { return date.description }
    switch (since, until) {
    case (let since?, let until?): return "\(since)–\(until)"
    case (let since?, nil): return "since \(since)"
    case (nil, let until?): return "until \(until)"
    case (nil, nil): return ""
    }
  }
}
