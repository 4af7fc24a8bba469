import Diagnostics
import GraphCore
import OrderedCollections

/// Writes GEXF 1.3 with dates.
enum GEXFWriter {
  /// The graph as GEXF: a partial date becomes the days that it means, and stays as an attribute.
  static func text(_ graph: GraphSnapshot, losses: inout LossReport) -> String {
    let export = PropertyGraphExport(graph)
    let nodeKinds = export.nodeKinds.filter { $0.key != StandardName.name }
    let edgeKinds = export.edgeKinds.filter { $0.key != AttributeName.relation }
    let nodeKeys = numbered(Array(nodeKinds.keys))
    let edgeKeys = numbered(Array(edgeKinds.keys))
    let isDynamic = export.graph.claims.contains { !$0.relation.time.isUndated }
    var text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"
    text += "  <meta>\n    <creator>Entente</creator>\n"
    text += "    <description>\(XMLText.escaped(graph.description.title ?? ""))</description>\n"
    text += "    <keywords>\(XMLText.escaped(export.header))</keywords>\n  </meta>\n"
    text +=
      "  <graph defaultedgetype=\"directed\"" + (isDynamic ? " mode=\"dynamic\" timeformat=\"date\"" : "")
      + ">\n"
    text += declarations("node", nodeKeys, nodeKinds) + declarations("edge", edgeKeys, edgeKinds)
    text += "    <nodes>\n"
    for entity in export.graph.entities {
      text +=
        "      <node id=\"\(XMLText.escaped(entity.id))\" label=\"\(XMLText.escaped(entity.entity.name))\">\n"
      text += values(export.attributes(of: entity), nodeKeys) + "      </node>\n"
    }
    text += "    </nodes>\n    <edges>\n"
    for claim in export.graph.claims {
      text += "      <edge id=\"\(claim.id)\" source=\"\(XMLText.escaped(claim.subject))\" target=\""
      text += "\(XMLText.escaped(claim.object))\" kind=\"\(XMLText.escaped(claim.relation.type))\" label=\""
      text += "\(XMLText.escaped(claim.relation.type))\""
      text += "\(interval(claim.relation.time))>\n"
      text += values(export.attributes(of: claim), edgeKeys) + "      </edge>\n"
    }
    text += "    </edges>\n  </graph>\n</gexf>\n"
    losses.add("control characters", text.unicodeScalars.count { $0 == "\u{FFFD}" })
    return text
  }

  private static func numbered(_ keys: [String]) -> OrderedDictionary<String, Int> {
    OrderedDictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
  }

  private static func declarations(
    _ domain: String, _ keys: OrderedDictionary<String, Int>,
    _ kinds: OrderedDictionary<String, PropertyGraphExport.Kind>
  ) -> String {
    guard !keys.isEmpty else { return "" }
    var text = "    <attributes class=\"\(domain)\">\n"
    for (key, number) in keys {
      let type =
        switch kinds[key] {
        case .boolean: "boolean"
        case .integer: "long"
        case .float: "double"
        default: "string"
        }
      text += "      <attribute id=\"\(number)\" title=\"\(XMLText.escaped(key))\" type=\"\(type)\"/>\n"
    }
    return text + "    </attributes>\n"
  }

  private static func values(
    _ attributes: PropertyGraphExport.Attributes, _ keys: OrderedDictionary<String, Int>
  ) -> String {
    var text = ""
    for (key, value) in attributes {
      guard let number = keys[key] else { continue }
      text += "          <attvalue for=\"\(number)\" value=\"\(XMLText.escaped(ValueText.of(value)))\"/>\n"
    }
    return text.isEmpty ? "" : "        <attvalues>\n" + text + "        </attvalues>\n"
  }

  /// ` start="…" end="…"`: the first and the last day that are meant.
  private static func interval(_ time: ValidTime) -> String {
    func day(_ number: Int64) -> String { PartialDate(daysSinceEpoch: number)?.description ?? "" }
    var text = ""
    if let start = time.date ?? time.since { text += " start=\"\(day(start.earliestDay))\"" }
    if let end = time.date ?? time.until { text += " end=\"\(day(end.latestDay))\"" }
    return text
  }
}

/// Reads GEXF 1.1 to 1.3.
struct GEXFReader {
  private let source: SourceText
  private var graph = PropertyGraph()
  /// Titles and whether they are texts, by class and id.
  private var attributes: [String: (title: String, isText: Bool)] = [:]
  private var isDirected = true
  private var losses = LossReport()

  /// Reads a text.
  static func document(_ source: SourceText, reporting bag: inout DiagnosticBag) -> GraphDocument? {
    var reader = GEXFReader(source: source)
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
      if isRoot, node.name != "gexf" {
        throw .error("xml.wrong-root", "<\(node.name)> is no GEXF", in: source, at: node.span)
      }
      isRoot = false
      switch node.name {
      case "gexf", "nodes", "edges": continue
      case "graph": isDirected = node["defaultedgetype"] != "undirected"
      case "meta": readMeta(try xml.rest(of: node))
      case "attributes": declare(try xml.rest(of: node))
      case "node": add(node: try xml.rest(of: node), reporting: &bag)
      case "edge": add(edge: try xml.rest(of: node), reporting: &bag)
      default: _ = try xml.rest(of: node)
      }
    }
  }

  private mutating func readMeta(_ node: XMLNode) {
    if let text = node.child("description")?.text, !text.isEmpty {
      graph.title = PlacedText(text, at: Diagnostic.Place(source, node.span))
    }
    if let text = node.child("keywords")?.text, text.hasPrefix("{") {
      graph.header = PlacedText(text, at: Diagnostic.Place(source, node.span))
    }
  }

  private mutating func declare(_ node: XMLNode) {
    let domain = node["class"] ?? "node"
    for attribute in node.children where attribute.name == "attribute" {
      guard let id = attribute["id"] else { continue }
      let type = attribute["type"] ?? "string"
      let isNumber = ["integer", "int", "long", "float", "double", "boolean", "short", "byte"].contains(type)
      attributes["\(domain) \(id)"] = (attribute["title"] ?? id, !isNumber)
    }
  }

  private mutating func reject(_ node: XMLNode, _ attribute: String, _ bag: inout DiagnosticBag) {
    graph.rejectedRecords += 1
    bag.report(
      .error("xml.missing-attribute", "<\(node.name)> has no '\(attribute)'", in: source, at: node.span))
  }

  private mutating func add(node: XMLNode, reporting bag: inout DiagnosticBag) {
    guard let id = node["id"] else { return reject(node, "id", &bag) }
    let place = Diagnostic.Place(source, node.span)
    let isTimed = node["start"] != nil || node["end"] != nil || node.child("spells") != nil
    if isTimed { losses.add("times of nodes") }
    noteDrawing(node)
    var own = values(node, "node")
    if let label = node["label"] { own.append(text(AttributeName.label, label, place)) }
    graph.nodes.append(PropertyGraph.Node(id: PlacedText(id, at: place), attributes: own))
    // Nodes inside of nodes are read as part of the whole.
    for part in node.children where part.name == "nodes" || part.name == "edges" {
      for child in part.children {
        if child.name == "node" { add(node: child, reporting: &bag) }
        if child.name == "edge" { add(edge: child, reporting: &bag) }
      }
    }
  }

  private mutating func add(edge node: XMLNode, reporting bag: inout DiagnosticBag) {
    guard let from = node["source"] else { return reject(node, "source", &bag) }
    guard let to = node["target"] else { return reject(node, "target", &bag) }
    let place = Diagnostic.Place(source, node.span)
    noteDrawing(node)
    losses.add("further spells of edges", (node.child("spells")?.children.count ?? 1) - 1)
    var own = values(node, "edge")
    if let kind = node["kind"] ?? node["label"], !own.contains(where: { $0.key == AttributeName.relation }) {
      own.insert(text(AttributeName.relation, kind, place), at: 0)
      if let label = node["label"], label != kind { own.append(text(AttributeName.label, label, place)) }
    }
    let hasTime = own.contains {
      [StandardName.date, StandardName.since, StandardName.until].contains($0.key)
    }
    if !hasTime {
      let spell = node.descendant("spell")
      let start = node["start"] ?? spell?["start"]
      let end = node["end"] ?? spell?["end"]
      if let start, start == end {
        own.append(text(StandardName.date, ImportedDate.normalized(start).text, place))
      } else {
        if let start { own.append(text(StandardName.since, ImportedDate.normalized(start).text, place)) }
        if let end { own.append(text(StandardName.until, ImportedDate.normalized(end).text, place)) }
      }
    }
    if let weight = node["weight"] {
      own.append(PropertyGraph.Attribute("weight", .text(PlacedText(weight, at: place, isPlain: true))))
    }
    let type = node["type"]
    graph.edges.append(
      PropertyGraph.Edge(
        source: PlacedText(from, at: place), target: PlacedText(to, at: place),
        isDirected: type.map { $0 == "directed" } ?? isDirected, attributes: own))
  }

  /// Counts what says how something is drawn.
  private mutating func noteDrawing(_ node: XMLNode) {
    let names = ["color", "position", "size", "shape", "thickness"]
    losses.add("elements of drawing", node.children.count { names.contains($0.name) })
  }

  private mutating func values(_ node: XMLNode, _ domain: String) -> [PropertyGraph.Attribute] {
    guard let values = node.child("attvalues") else { return [] }
    var seen: Set<String> = []
    for value in values.children {
      if let id = value["for"] ?? value["id"], !seen.insert(id).inserted {
        losses.add("values that change in time")
      }
    }
    return values.children.compactMap { value in
      guard let id = value["for"] ?? value["id"], let text = value["value"] else { return nil }
      let declared = attributes["\(domain) \(id)"]
      let place = Diagnostic.Place(source, value.span)
      return PropertyGraph.Attribute(
        declared?.title ?? id, .text(PlacedText(text, at: place, isPlain: !(declared?.isText ?? true))))
    }
  }

  private func text(_ key: String, _ text: String, _ place: Diagnostic.Place) -> PropertyGraph.Attribute {
    PropertyGraph.Attribute(key, .text(PlacedText(text, at: place)))
  }
}
