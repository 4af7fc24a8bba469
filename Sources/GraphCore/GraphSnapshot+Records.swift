// Entities, claims and sources as views of nodes and relationships.
extension GraphSnapshot {
  /// A node as an entity.
  ///
  /// - Complexity: O(property keys of the graph).
  package func entity(_ node: NodeID) -> Entity {
    var rest = properties(of: node)
    let names = labels(of: node).map(name(of:))
    let id = rest.takeText(StandardName.id) ?? "#\(node.rawValue)"
    let name = rest.takeText(StandardName.name) ?? id
    let aliases = aliases(of: node)
    rest[StandardName.aliases] = nil
    return Entity(
      node: node, id: id, name: name, type: names.first, labels: names, aliases: aliases,
      actsFor: rest.takeText(StandardName.actsFor), note: rest.takeText(StandardName.note),
      properties: rest)
  }

  /// A relationship as a claim.
  ///
  /// - Complexity: O(property keys of the graph).
  package func relation(_ relationship: RelationshipID) -> Relation {
    var rest = properties(of: relationship)
    let time = ValidTime(
      date: rest.takeDate(StandardName.date), since: rest.takeDate(StandardName.since),
      until: rest.takeDate(StandardName.until))
    let places = rest.takeTexts(StandardName.paragraphs)
    let sources = rest.takeTexts(StandardName.sources).enumerated().map { index, source in
      Citation(source: source, place: index < places.count ? places[index] : "")
    }
    let confidence = rest[StandardName.confidence]
    rest[StandardName.confidence] = nil
    return Relation(
      relationship: relationship, subject: source(of: relationship),
      type: name(of: type(of: relationship)), object: target(of: relationship),
      about: rest.takeText(StandardName.about), time: time,
      status: rest.takeText(StandardName.status) ?? StandardName.usualStatus,
      attributedTo: rest.takeText(StandardName.attributedTo), sources: sources,
      quote: rest.takeText(StandardName.quote), confidence: confidence,
      note: rest.takeText(StandardName.note), properties: rest)
  }

  /// A node as a source.
  ///
  /// - Complexity: O(property keys of the graph).
  package func source(_ node: NodeID) -> Source {
    var rest = properties(of: node)
    return Source(
      node: node, id: rest.takeText(StandardName.id) ?? "#\(node.rawValue)",
      publisher: rest.takeText(StandardName.publisher), title: rest.takeText(StandardName.title),
      date: rest.takeDate(StandardName.date), url: rest.takeText(StandardName.url),
      retrieved: rest.takeDate(StandardName.retrieved), author: rest.takeText(StandardName.author),
      note: rest.takeText(StandardName.note), properties: rest)
  }

  /// Whether a node is a source, which no relationship touches and no map shows.
  package func isSource(_ node: NodeID) -> Bool {
    label(named: StandardName.sourceLabel).map { has($0, node) } ?? false
  }

  /// All nodes that are no sources, ascending.
  package var entities: [NodeID] {
    nodeIdentifiers.lazy.map { NodeID($0) }.filter { !isSource($0) }
  }

  /// All sources in the order of the file.
  package var sources: [Source] {
    guard let label = label(named: StandardName.sourceLabel) else { return [] }
    return nodes(with: label).map { source(NodeID($0)) }
  }

  /// The name to show for a node: its `name`, else its `id`, else its number.
  package func displayName(of node: NodeID) -> String {
    if case .string(let name) = property(StandardName.name, of: node) { return name }
    if case .string(let id) = property(StandardName.id, of: node) { return id }
    return "#\(node.rawValue)"
  }

  /// The aliases of an entity with those who use them.
  package func aliases(of node: NodeID) -> [Alias] {
    guard case .list(let names) = property(StandardName.aliases, of: node) else { return [] }
    var users: [Value] = []
    if case .list(let all) = store.aliasUsers(of: node) { users = all }
    return names.enumerated().compactMap { index, name in
      guard case .string(let text) = name else { return nil }
      guard index < users.count, case .list(let ids) = users[index] else { return Alias(text) }
      return Alias(text, usedBy: ids.compactMap { if case .string(let id) = $0 { id } else { nil } })
    }
  }

  /// The date of the latest source: what *now* means in a question about this graph; nil without dated sources.
  package var latestSourceDate: PartialDate? { sources.compactMap(\.date).max() }
}

extension MapValue {
  /// Takes a text out; a value of another type stays.
  fileprivate mutating func takeText(_ key: String) -> String? {
    guard case .string(let text)? = self[key] else { return nil }
    self[key] = nil
    return text
  }

  /// Takes a date out; a value of another type stays.
  fileprivate mutating func takeDate(_ key: String) -> PartialDate? {
    guard case .date(let date)? = self[key] else { return nil }
    self[key] = nil
    return date
  }

  /// Takes a list of texts out; a value of another type stays.
  fileprivate mutating func takeTexts(_ key: String) -> [String] {
    guard case .list(let values)? = self[key] else { return [] }
    self[key] = nil
    return values.map { value in
      if case .string(let text) = value { return text }
      return ""
    }
  }
}
