package import Diagnostics
import GraphCore
import OrderedCollections

/// Makes entities and claims of nodes and edges.
package struct PropertyGraphImport {
  /// The relation of an edge that names none.
  static let unnamedRelation = "related-to"

  private var document: GraphDocument
  private var lists: Set<String> = []
  private var texts: Set<String> = []
  /// Ids that nodes have as an attribute, by the names that the file gives them.
  private var ids: [String: String] = [:]
  /// Where the node or edge stands that is being read: a value that is no text has no place of its own.
  private var here: Diagnostic.Place?
  private var undirected = 0
  private var unnamed = 0

  /// Makes a document.
  ///
  /// - Parameters:
  ///   - graph: Nodes and edges.
  ///   - source: The text that they were read from.
  ///   - bag: Gets notes on what was not said as Entente says it.
  /// - Returns: The document.
  package static func document(
    _ graph: PropertyGraph, from source: SourceText, reporting bag: inout DiagnosticBag
  ) -> GraphDocument {
    var reader = PropertyGraphImport(source)
    reader.document.title = graph.title
    reader.document.rejectedRecords = graph.rejectedRecords
    if let header = graph.header, let place = header.place ?? reader.start {
      (reader.lists, reader.texts) = GraphHeader.read(
        header.text, at: place, into: &reader.document, reporting: &bag)
      if reader.document.title == nil { reader.document.title = graph.title }
    }
    reader.findIDs(graph.nodes)
    for node in graph.nodes { reader.add(node, reporting: &bag) }
    for edge in graph.edges { reader.add(edge) }
    reader.reportRest(to: &bag)
    return reader.document
  }

  private init(_ source: SourceText) {
    document = GraphDocument(source: source)
    document.isImported = true
  }

  private var start: Diagnostic.Place? {
    document.source.map { Diagnostic.Place($0, SourceSpan(at: 0)) }
  }

  // MARK: Nodes

  /// igraph names nodes `n0`, `n1`, … and keeps their ids as an attribute; that counts when every node has its own.
  private mutating func findIDs(_ nodes: [PropertyGraph.Node]) {
    var found: [String: String] = [:]
    var taken: Set<String> = []
    for node in nodes {
      guard case .text(let id)? = node.attributes.first(where: { $0.key == StandardName.id })?.value,
        !id.text.isEmpty, taken.insert(id.text).inserted
      else { return }
      found[node.id.text] = id.text
    }
    ids = found
  }

  private func id(_ name: PlacedText) -> PlacedText {
    ids[name.text].map { PlacedText($0, at: name.place) } ?? name
  }

  private mutating func add(_ node: PropertyGraph.Node, reporting bag: inout DiagnosticBag) {
    here = node.id.place
    var rest = attributes(node.attributes)
    var record = EntityRecord(id: id(node.id))
    if !ids.isEmpty { rest[StandardName.id] = nil }
    record.name = takeText(AttributeName.nameNames, from: &rest)
    if let label = rest[AttributeName.label], text(label)?.text == record.name?.text {
      rest[AttributeName.label] = nil
    }
    if let labels = rest.removeValue(forKey: AttributeName.labels) {
      record.labels = list(labels).map(\.text)
    }
    record.type = takeText(AttributeName.typeNames, from: &rest)
    if record.type == nil, let first = record.labels.first {
      record.type = PlacedText(first, at: node.id.place)
    }
    if let aliases = rest.removeValue(forKey: StandardName.aliases) {
      record.aliases = list(aliases).map { AliasRecord($0) }
    }
    if let users = takeText([AttributeName.aliasUsers], from: &rest) {
      AliasUsers.give(users, to: &record.aliases)
    }
    record.actsFor = takeText([StandardName.actsFor], from: &rest)
    record.note = takeText([StandardName.note], from: &rest)
    record.properties = properties(rest, node.id.place)
    record.place = recordPlace(node.id.place)
    document.entities.append(record)
  }

  // MARK: Edges

  private mutating func add(_ edge: PropertyGraph.Edge) {
    here = edge.source.place
    var rest = attributes(edge.attributes)
    let name = takeText(AttributeName.relationNames, from: &rest)
    if name == nil || name?.text.isEmpty == true { unnamed += 1 }
    let isUnnamed = name?.text.isEmpty ?? true
    var record = ClaimRecord(
      id(edge.source), isUnnamed ? PlacedText(Self.unnamedRelation, at: edge.source.place) : name ?? "",
      id(edge.target))
    for key in [AttributeName.label, AttributeName.type] {
      if let other = rest[key], text(other)?.text == name?.text { rest[key] = nil }
    }
    rest["key"] = nil
    rest[StandardName.id] = nil
    let isSymmetric = takeText([AttributeName.symmetric], from: &rest)?.text == "true"
    if !edge.isDirected, !isSymmetric { undirected += 1 }
    record.about = takeText([StandardName.about], from: &rest)
    record.date = takeText([StandardName.date], from: &rest)
    record.since = takeText([StandardName.since], from: &rest)
    record.until = takeText([StandardName.until], from: &rest)
    record.status = takeText([StandardName.status], from: &rest)
    record.attributedTo = takeText([StandardName.attributedTo], from: &rest)
    if let sources = rest.removeValue(forKey: StandardName.sources) { record.sources = list(sources) }
    record.quote = takeText([StandardName.quote], from: &rest)
    record.confidence = takeText([StandardName.confidence], from: &rest).map {
      PlacedText($0.text, at: $0.place, isPlain: true)
    }
    record.note = takeText([StandardName.note], from: &rest)
    record.properties = properties(rest, edge.source.place)
    record.place = recordPlace(edge.source.place)
    document.claims.append(record)
  }

  private func reportRest(to bag: inout DiagnosticBag) {
    if unnamed > 0 {
      bag.report(
        Diagnostic(
          .note, "convert.unnamed-relation",
          "\(unnamed) edges name no relation, and became '\(Self.unnamedRelation)'", at: start,
          hints: ["a relation is read from the attribute 'relation', 'type', 'kind' or 'label'"]))
    }
    if undirected > 0 {
      bag.report(
        Diagnostic(
          .note, "convert.undirected",
          "\(undirected) edges have no direction, and became relations from the first end to the second",
          at: start, hints: ["a relation that holds both ways is declared symmetric in the schema"]))
    }
  }

  // MARK: Attributes

  private func attributes(_ all: [PropertyGraph.Attribute]) -> OrderedDictionary<String, PropertyInput> {
    OrderedDictionary(all.map { ($0.key, $0.value) }) { _, last in last }
  }

  /// Takes the first of several attributes that is a text.
  private func takeText(
    _ keys: [String], from attributes: inout OrderedDictionary<String, PropertyInput>
  ) -> PlacedText? {
    for key in keys {
      guard let value = attributes[key], let text = text(value) else { continue }
      attributes[key] = nil
      return text
    }
    return nil
  }

  private func text(_ input: PropertyInput) -> PlacedText? {
    switch input {
    case .text(let text): text
    case .list(let texts, _): texts.count == 1 ? texts[0] : nil
    case .value(let value): PlacedText(ValueText.of(value), at: here)
    }
  }

  private func list(_ input: PropertyInput) -> [PlacedText] {
    switch input {
    case .text(let text): ListText.parts(of: text.text).map { PlacedText($0, at: text.place) }
    case .list(let texts, _): texts
    case .value(.list(let values)): values.map { PlacedText(ValueText.of($0), at: here) }
    case .value(let value): [PlacedText(ValueText.of(value), at: here)]
    }
  }

  private func properties(
    _ rest: OrderedDictionary<String, PropertyInput>, _ place: Diagnostic.Place?
  ) -> [PropertyRecord] {
    rest.map { key, value in
      let name = PlacedText(AttributeName.unescaped(key), at: place)
      if lists.contains(key), case .text(let text) = value {
        return PropertyRecord(name, .list(list(value), at: text.place))
      }
      if texts.contains(key), case .text(let text) = value {
        return PropertyRecord(name, .text(PlacedText(text.text, at: text.place)))
      }
      return PropertyRecord(name, value)
    }
  }

  private func recordPlace(_ place: Diagnostic.Place?) -> RecordPlace? {
    place.map { RecordPlace(source: $0.source, key: $0.span, whole: $0.span, fields: []) }
  }
}
