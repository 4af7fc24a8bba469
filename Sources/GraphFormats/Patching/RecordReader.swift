package import Diagnostics
package import GraphCore
import OrderedCollections
import Vocabulary

/// What in a graph a record, or a mistake in it, is about.
package enum RecordSubject: Sendable, Hashable {
  /// An entity or a source.
  case node(NodeID)
  /// A claim.
  case relation(RelationshipID)
}

/// Why something in a graph cannot stand in a graph file.
package struct RecordProblem: Error, Sendable {
  /// What is wrong.
  package let problem: Problem
  /// With what.
  package let subject: RecordSubject
  /// The label, relation type or property key that is to blame, if one is.
  package let word: String?
}

/// Turns nodes and relationships into records of a graph file, and says what no file can hold.
///
/// Texts that stand for dates become dates, a source with a place in it (`upi ¶7`) becomes both, and what a file
/// would not write (the status `current`, a name that is the id) is left out.
package struct RecordReader {
  let graph: GraphSnapshot
  let schema: Schema?
  /// The ids of nodes that were given none.
  private(set) var newIDs: [NodeID: String] = [:]

  /// Makes a reader.
  package init(_ graph: GraphSnapshot) {
    self.graph = graph
    schema = graph.schema
  }

  // MARK: Ids

  /// Gives ids to nodes without one: the words of the name, joined by hyphens.
  ///
  /// - Parameter nodes: The nodes that may have none.
  /// - Throws: `write.missing-id` for a node without a name, `write.id-taken` when the id is another's.
  package mutating func giveIDs(to nodes: [NodeID]) throws(RecordProblem) {
    for node in nodes {
      if case .string = graph.property(StandardName.id, of: node) { continue }
      if !graph.property(StandardName.id, of: node).isNull {
        throw problem(
          "write.missing-id", "an id is a text of one word", .node(node), StandardName.id,
          hint: "put it between quotes")
      }
      let isSource = graph.isSource(node)
      let named = graph.property(isSource ? StandardName.publisher : StandardName.name, of: node)
      guard case .string(let name) = named, let id = Self.id(from: name) else {
        throw problem(
          "write.missing-id",
          isSource
            ? "a new source needs an id or a publisher" : "a new entity needs an id or a name", .node(node),
          nil, hint: "give it one: {id: 'a-word', …}")
      }
      let owner = isSource ? graph.source(withID: id) : graph.node(withID: id)
      let isTaken = owner != nil || newIDs.contains { $0.value == id && graph.isSource($0.key) == isSource }
      if isTaken {
        throw problem(
          "write.id-taken", "'\(name)' would get the id '\(id)', which another one has", .node(node), nil,
          hint: "give it an id of its own: {id: '\(id)-2', …}; or find the one there is with MATCH or MERGE")
      }
      newIDs[node] = id
    }
  }

  /// `New Zealand` → `new-zealand`; nil when no letter is left.
  private static func id(from name: String) -> String? {
    let id = NameKey.key(for: name).split(separator: " ").joined(separator: "-")
    return id.isEmpty ? nil : id
  }

  /// What a file calls a node.
  package func id(of node: NodeID) -> String {
    if let id = newIDs[node] { return id }
    if case .string(let id) = graph.property(StandardName.id, of: node) { return id }
    return "#\(node.rawValue)"
  }

  func problem(
    _ code: String, _ message: String, _ subject: RecordSubject, _ word: String?, hint: String? = nil
  ) -> RecordProblem {
    RecordProblem(
      problem: Problem(code, message, hints: hint.map { [$0] } ?? []), subject: subject, word: word)
  }

  // MARK: Records

  /// The record of a node.
  ///
  /// - Parameters:
  ///   - node: An entity or a source.
  ///   - earlier: The aliases before, whose users stay with their names.
  /// - Returns: A source or an entity.
  /// - Throws: What a file cannot hold: values of other kinds, labels that are not one type with its parents.
  package func record(of node: NodeID, earlier: [Alias]) throws(RecordProblem) -> FileRecord {
    graph.isSource(node) ? try source(node) : try entity(node, earlier)
  }

  private func source(_ node: NodeID) throws(RecordProblem) -> FileRecord {
    let labels = graph.labels(of: node).map { graph.name(of: $0) }
    if let other = labels.first(where: { $0 != StandardName.sourceLabel }) {
      throw problem(
        "write.two-types", "a source has no other label, and '\(other)' is one", .node(node), other)
    }
    var fields: OrderedDictionary<String, FieldValue> = [:]
    for (key, value) in graph.properties(of: node).entries where key != StandardName.id {
      switch key {
      case StandardName.date, StandardName.retrieved: fields[key] = try date(value, key, .node(node))
      default: fields[key] = try text(value, key, .node(node))
      }
    }
    return FileRecord(.source, id(of: node), fields)
  }

  private func entity(_ node: NodeID, _ earlier: [Alias]) throws(RecordProblem) -> FileRecord {
    let id = id(of: node)
    let type = try type(of: node)
    var fields: OrderedDictionary<String, FieldValue> = [:]
    if let type { fields["type"] = .text(type) }
    let declared = type.flatMap { schema?.properties(ofEntityType: $0) }
    for (key, value) in graph.properties(of: node).entries where key != StandardName.id {
      switch key {
      case StandardName.name:
        let name = try text(value, key, .node(node))
        if name != .text(id) { fields[key] = name }
      case StandardName.actsFor, StandardName.note: fields[key] = try text(value, key, .node(node))
      case StandardName.aliases:
        let aliases = try self.aliases(value, earlier, node)
        if !aliases.isEmpty { fields[key] = .list(aliases) }
      default: fields[key] = try property(value, key, declared?[key], .node(node))
      }
    }
    return FileRecord(.entity, id, fields)
  }

  /// The type that the labels of an entity mean: the one whose parents all the others are.
  private func type(of node: NodeID) throws(RecordProblem) -> String? {
    let labels = graph.labels(of: node).map { graph.name(of: $0) }
    guard labels.count > 1 else { return labels.first }
    let types = labels.filter { type in
      let implied = schema?.labels(of: type) ?? [type]
      return labels.allSatisfy { implied.contains($0) }
    }
    if let type = types.first { return type }
    // The last label is the one that a statement added.
    let last = labels[labels.count - 1]
    throw problem(
      "write.two-types", "an entity has one type, and this would be \(Self.list(labels))", .node(node), last,
      hint: "remove the other label in the same statement: REMOVE n:\(Self.quoted(labels[0]))")
  }

  private static func list(_ labels: [String]) -> String {
    labels.dropLast().map { "'\($0)'" }.joined(separator: ", ") + " and '\(labels[labels.count - 1])'"
  }

  static func quoted(_ label: String) -> String {
    label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? label : "`\(label)`"
  }

  private func aliases(
    _ value: Value, _ earlier: [Alias], _ node: NodeID
  ) throws(RecordProblem) -> [FieldValue] {
    var result: [FieldValue] = []
    for element in Self.elements(value) {
      guard case .text(let name) = try text(element, StandardName.aliases, .node(node)) else { continue }
      let users = earlier.first { $0.name == name }?.usedBy ?? []
      result.append(.alias(name, usedBy: users))
    }
    return result
  }

  /// The record of a relationship.
  ///
  /// - Parameters:
  ///   - relation: The relationship.
  ///   - earlier: What it cited before: a source that stays keeps its place.
  /// - Returns: A relation.
  /// - Throws: What a file cannot hold.
  package func record(
    of relation: RelationshipID, earlier: [Citation]
  ) throws(RecordProblem) -> FileRecord {
    let type = graph.name(of: graph.type(of: relation))
    if type.isEmpty || type.contains(where: \.isWhitespace) {
      throw problem(
        "write.two-words", "a relation type is one word in a graph file, and '\(type)' is not",
        .relation(relation), type)
    }
    let sentence = "\(id(of: graph.source(of: relation))) \(type) \(id(of: graph.target(of: relation)))"
    let declared = schema?.relationTypes[type]?.properties
    var fields: OrderedDictionary<String, FieldValue> = [:]
    let properties = graph.properties(of: relation)
    for (key, value) in properties.entries {
      switch key {
      case StandardName.about, StandardName.attributedTo, StandardName.quote, StandardName.note:
        fields[key] = try text(value, key, .relation(relation))
      case StandardName.date, StandardName.since, StandardName.until:
        fields[key] = try date(value, key, .relation(relation))
      case StandardName.status:
        let status = try text(value, key, .relation(relation))
        if status != .text("current") { fields[key] = status }
      case StandardName.confidence:
        fields[key] = try number(value, key, .relation(relation))
      case StandardName.sources:
        let citations = try self.citations(value, properties, earlier, relation)
        if !citations.isEmpty { fields[key] = .list(citations) }
      case StandardName.paragraphs:
        if properties[StandardName.sources] == nil {
          throw problem(
            "write.place-without-source", "a place in a source needs the source", .relation(relation), key,
            hint: "set both: SET r.sources = ['upi'], r.paragraphs = ['¶7']; or SET r.sources = ['upi ¶7']")
        }
      default: fields[key] = try property(value, key, declared?[key], .relation(relation))
      }
    }
    return FileRecord(.relation, sentence, fields)
  }

  /// Sources with their places.
  ///
  /// Where the places were not changed with the sources, a source keeps its own.
  private func citations(
    _ value: Value, _ properties: MapValue, _ earlier: [Citation], _ relation: RelationshipID
  ) throws(RecordProblem) -> [FieldValue] {
    let places = Self.elements(properties[StandardName.paragraphs] ?? .null)
    let sources = Self.elements(value)
    let isPlaceKept = places.elementsEqual(earlier.map { Value.string($0.place) })
    let isSourceKept = sources.elementsEqual(earlier.map { Value.string($0.source) })
    var rest = earlier
    var result: [FieldValue] = []
    for (index, source) in sources.enumerated() {
      guard case .text(let written) = try text(source, StandardName.sources, .relation(relation)) else {
        continue
      }
      let words = written.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
      guard let id = words.first else { continue }
      var place = words.count > 1 ? words[1] : ""
      if words.count == 1 {
        if isPlaceKept, !isSourceKept {
          if let known = rest.firstIndex(where: { $0.source == id }) { place = rest.remove(at: known).place }
        } else if index < places.count, places[index] != .string(""),
          case .text(let own) = try text(places[index], StandardName.paragraphs, .relation(relation))
        {
          place = own
        }
      }
      let citation = FieldValue.text(place.isEmpty ? id : "\(id) \(place)")
      if !result.contains(citation) { result.append(citation) }
    }
    return result
  }
}
