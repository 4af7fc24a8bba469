import Diagnostics
import GraphCore
import OrderedCollections

/// Reads GraphML, and yEd's names in it.
struct GraphMLReader {
  /// What a `key` declares.
  private struct Key {
    let name: String
    let isText: Bool
    /// `nodegraphics` or `edgegraphics` of yEd.
    let graphics: String?
    let defaultText: String?
    let domain: String
  }

  private let source: SourceText
  private var graph = PropertyGraph()
  private var keys: OrderedDictionary<String, Key> = [:]
  private var isDirected = true
  private var losses = LossReport()

  /// Reads a text.
  static func document(_ source: SourceText, reporting bag: inout DiagnosticBag) -> GraphDocument? {
    var reader = GraphMLReader(source: source)
    do throws(Diagnostic) {
      try reader.read(reporting: &bag)
    } catch {
      bag.report(error)
      return nil
    }
    if let warning = reader.losses.diagnosticOfReading(at: Diagnostic.Place(source, SourceSpan(at: 0))) {
      bag.report(warning)
    }
    return PropertyGraphImport.document(reader.graph, from: source, reporting: &bag)
  }

  private init(source: SourceText) { self.source = source }

  private mutating func read(reporting bag: inout DiagnosticBag) throws(Diagnostic) {
    var xml = XMLReader(source)
    var isRoot = true
    while let piece = try xml.next() {
      guard case .opening(let node) = piece else { continue }
      if isRoot, node.name != "graphml" {
        throw .error("xml.wrong-root", "<\(node.name)> is no GraphML", in: source, at: node.span)
      }
      isRoot = false
      switch node.name {
      case "graphml": continue
      case "graph": isDirected = node["edgedefault"] != "undirected"
      case "key": declare(try xml.rest(of: node))
      case "node", "edge", "data", "hyperedge": add(try xml.rest(of: node), isDirected, reporting: &bag)
      default: _ = try xml.rest(of: node)
      }
    }
  }

  private mutating func declare(_ node: XMLNode) {
    guard let id = node["id"] else { return }
    let type = node["attr.type"] ?? node["type"] ?? "string"
    keys[id] = Key(
      name: node["attr.name"] ?? id, isText: type == "string",
      graphics: node["yfiles.type"] ?? node["type"].flatMap { $0.hasSuffix("graphics") ? $0 : nil },
      defaultText: node.child("default")?.text, domain: node["for"] ?? "all")
  }

  private mutating func add(_ node: XMLNode, _ isDirected: Bool, reporting bag: inout DiagnosticBag) {
    let place = Diagnostic.Place(source, node.span)
    switch node.name {
    case "node":
      guard let id = node["id"] else { return reject(node, "id", &bag) }
      graph.nodes.append(
        PropertyGraph.Node(id: PlacedText(id, at: place), attributes: attributes(node, "node")))
      losses.add("ports", node.children.count { $0.name == "port" })
      noteStructures(node)
      // A graph inside of a node is read as part of the whole.
      for inner in node.children where inner.name == "graph" {
        let own = inner["edgedefault"] != "undirected"
        for child in inner.children where ["node", "edge"].contains(child.name) {
          add(child, own, reporting: &bag)
        }
      }
    case "edge":
      guard let from = node["source"] else { return reject(node, "source", &bag) }
      guard let to = node["target"] else { return reject(node, "target", &bag) }
      let own = node["directed"].map { $0 == "true" || $0 == "1" } ?? isDirected
      noteStructures(node)
      graph.edges.append(
        PropertyGraph.Edge(
          source: PlacedText(from, at: place), target: PlacedText(to, at: place), isDirected: own,
          attributes: attributes(node, "edge")))
    case "data":
      guard let key = node["key"].flatMap({ keys[$0] }) else { return }
      if key.name == GraphHeader.key { graph.header = PlacedText(node.text, at: place) }
      if ["title", "name", "label"].contains(key.name), graph.title == nil {
        graph.title = PlacedText(node.text, at: place)
      }
    default: losses.add("hyperedges")
    }
  }

  /// Counts values that are elements themselves, and nobody's drawing.
  private mutating func noteStructures(_ node: XMLNode) {
    for data in node.children where data.name == "data" && !data.children.isEmpty {
      guard let key = data["key"].flatMap({ keys[$0] }), key.graphics == nil else { continue }
      losses.add("values that are elements")
    }
  }

  private mutating func reject(_ node: XMLNode, _ attribute: String, _ bag: inout DiagnosticBag) {
    graph.rejectedRecords += 1
    bag.report(
      .error("xml.missing-attribute", "<\(node.name)> has no '\(attribute)'", in: source, at: node.span))
  }

  private func attributes(_ node: XMLNode, _ domain: String) -> [PropertyGraph.Attribute] {
    var result: [PropertyGraph.Attribute] = []
    var seen: Set<String> = []
    var drawn: String?
    for data in node.children where data.name == "data" {
      guard let id = data["key"] else { continue }
      seen.insert(id)
      guard let key = keys[id] else {
        result.append(attribute(id, data.text, data, isText: true))
        continue
      }
      if key.graphics != nil {
        drawn = (data.descendant("NodeLabel") ?? data.descendant("EdgeLabel")).map {
          ListText.trimmed($0.text)
        }
      } else if data.children.isEmpty {
        result.append(attribute(key.name, data.text, data, isText: key.isText))
      }
    }
    for (id, key) in keys where !seen.contains(id) && (key.domain == domain || key.domain == "all") {
      if let text = key.defaultText { result.append(attribute(key.name, text, node, isText: key.isText)) }
    }
    if let drawn, !drawn.isEmpty, !result.contains(where: { $0.key == AttributeName.label }) {
      result.append(attribute(AttributeName.label, drawn, node, isText: true))
    }
    return result
  }

  private func attribute(_ key: String, _ text: String, _ node: XMLNode, isText: Bool)
    -> PropertyGraph.Attribute
  {
    let place = Diagnostic.Place(source, node.span)
    return PropertyGraph.Attribute(key, .text(PlacedText(text, at: place, isPlain: !isText)))
  }
}
