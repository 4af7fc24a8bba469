import GraphCore
import OrderedCollections
import Vocabulary

/// Writes GraphML: every attribute has its key, every edge its id; for yEd also names, shapes and lines.
struct GraphMLWriter {
  private let export: PropertyGraphExport
  private let isForYEd: Bool
  private var nodeKeys: OrderedDictionary<String, String> = [:]
  private var edgeKeys: OrderedDictionary<String, String> = [:]
  private var text = ""

  /// The graph as GraphML.
  static func text(_ graph: GraphSnapshot, isForYEd: Bool, losses: inout LossReport) -> String {
    var writer = GraphMLWriter(graph, isForYEd)
    writer.write(&losses)
    return writer.text
  }

  private init(_ graph: GraphSnapshot, _ isForYEd: Bool) {
    export = PropertyGraphExport(graph)
    self.isForYEd = isForYEd
    for key in export.nodeKinds.keys { nodeKeys[key] = "n\(nodeKeys.count)" }
    for key in export.edgeKinds.keys { edgeKeys[key] = "e\(edgeKeys.count)" }
  }

  private mutating func write(_ losses: inout LossReport) {
    text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\""
    if isForYEd { text += " xmlns:y=\"http://www.yworks.com/xml/graphml\"" }
    text += ">\n"
    for (key, id) in nodeKeys { declare(id, "node", key, export.nodeKinds[key]) }
    for (key, id) in edgeKeys { declare(id, "edge", key, export.edgeKinds[key]) }
    // Gephi and networkx know names by this key only.
    declare("nl", "node", AttributeName.label, .text)
    declare("el", "edge", AttributeName.label, .text)
    declare("g0", "graph", "title", .text)
    declare("g1", "graph", GraphHeader.key, .text)
    if isForYEd {
      text += "  <key id=\"ng\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n"
      text += "  <key id=\"eg\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n"
    }
    text += "  <graph id=\"G\" edgedefault=\"directed\">\n"
    if let title = export.graph.graph.description.title { text += "    " + data("g0", title) }
    text += "    " + data("g1", export.header)
    for entity in export.graph.entities {
      text += "    <node id=\"\(XMLText.escaped(entity.id))\">\n"
      write(export.attributes(of: entity), nodeKeys)
      text += "      " + data("nl", entity.entity.name)
      if isForYEd { text += yEdNode(entity.entity) }
      text += "    </node>\n"
    }
    for claim in export.graph.claims {
      text += "    <edge id=\"\(claim.id)\" source=\"\(XMLText.escaped(claim.subject))\" target=\""
      text += "\(XMLText.escaped(claim.object))\">\n"
      write(export.attributes(of: claim), edgeKeys)
      text += "      " + data("el", claim.relation.type)
      if isForYEd { text += yEdEdge(claim) }
      text += "    </edge>\n"
    }
    text += "  </graph>\n</graphml>\n"
    losses.add("control characters", text.unicodeScalars.count { $0 == "\u{FFFD}" })
  }

  private mutating func declare(
    _ id: String, _ domain: String, _ name: String, _ kind: PropertyGraphExport.Kind?
  ) {
    let type =
      switch kind {
      case .boolean: "boolean"
      case .integer: "long"
      case .float: "double"
      default: "string"
      }
    text +=
      "  <key id=\"\(id)\" for=\"\(domain)\" attr.name=\"\(XMLText.escaped(name))\" attr.type=\"\(type)\"/>\n"
  }

  private func data(_ key: String, _ value: String) -> String {
    "<data key=\"\(key)\">\(XMLText.escaped(value))</data>\n"
  }

  private mutating func write(
    _ attributes: PropertyGraphExport.Attributes, _ keys: OrderedDictionary<String, String>
  ) {
    for (key, value) in attributes {
      guard let id = keys[key] else { continue }
      text += "      " + data(id, ValueText.of(value))
    }
  }

  // MARK: yEd

  private func yEdNode(_ entity: Entity) -> String {
    let style = entity.type.flatMap { export.graph.graph.schema?.style(ofEntityType: $0) } ?? NodeStyle()
    let shape =
      switch style.shape {
      case .roundedBox: "roundrectangle"
      case .ellipse: "ellipse"
      case .hexagon: "hexagon"
      case .octagon: "octagon"
      case .box, .doubleBox: "rectangle"
      }
    let width = Swift.max(60, entity.name.unicodeScalars.count * 8 + 16)
    return "      <data key=\"ng\"><y:ShapeNode><y:Geometry width=\"\(width)\" height=\"30\"/>"
      + "<y:Fill color=\"\(Self.fill(style.color))\"/><y:NodeLabel>\(XMLText.escaped(entity.name))</y:NodeLabel>"
      + "<y:Shape type=\"\(shape)\"/></y:ShapeNode></data>\n"
  }

  private func yEdEdge(_ claim: ExportGraph.ExportedClaim) -> String {
    let type = export.graph.graph.schema?.relationTypes[claim.relation.type]
    let isBroken = claim.relation.status == "denied" || claim.relation.status == "disputed"
    let line = isBroken ? "dashed" : claim.relation.status == "past" ? "dotted" : "line"
    let head = claim.isSymmetric ? "none" : "standard"
    return
      "      <data key=\"eg\"><y:PolyLineEdge><y:LineStyle color=\"#404040\" type=\"\(line)\" width=\"1.0\"/>"
      + "<y:Arrows source=\"none\" target=\"\(head)\"/>"
      + "<y:EdgeLabel>\(XMLText.escaped(type?.phrase ?? claim.relation.type))</y:EdgeLabel></y:PolyLineEdge></data>\n"
  }

  private static func fill(_ color: PaletteColor) -> String {
    switch color {
    case .ink, .grey: "#E6E6E6"
    case .orange: "#FBD9BF"
    case .red: "#F6C7C7"
    case .blue: "#CFE0F5"
    case .green: "#CDE8D2"
    case .purple: "#E0D3F0"
    case .amber: "#FBE8B8"
    case .teal: "#C8E8E6"
    case .rose: "#F6D3E0"
    }
  }
}
