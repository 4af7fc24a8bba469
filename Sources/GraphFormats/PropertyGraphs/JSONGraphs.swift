import Diagnostics
import GraphCore

/// Three JSON forms of nodes and edges: node-link (networkx, D3), Cytoscape, and JSON Graph Format 2.
enum JSONGraphs {
  // MARK: Node-link

  /// Node-link JSON as networkx 3.4 and later write it, the edges under `edges`; with `links`, as D3 wants it.
  static func nodeLink(_ export: PropertyGraphExport, edgesKey: String = "edges") -> String {
    var nodes: [String] = []
    for entity in export.graph.entities {
      var object = JSONObject()
      object.add("id", entity.id)
      add(export.attributes(of: entity), to: &object)
      nodes.append(object.text)
    }
    var edges: [String] = []
    for claim in export.graph.claims {
      var object = JSONObject()
      object.add("source", claim.subject)
      object.add("target", claim.object)
      object.add("key", claim.id)
      add(export.attributes(of: claim), to: &object)
      edges.append(object.text)
    }
    return "{\n\"directed\": true,\n\"multigraph\": true,\n\"graph\": {\"\(GraphHeader.key)\": "
      + "\(DiagnosticJSON.quoted(export.header))},\n\"nodes\": \(lines(nodes)),\n"
      + "\"\(edgesKey)\": \(lines(edges))\n}\n"
  }

  // MARK: Cytoscape

  /// Cytoscape's JSON: ids are texts, every edge has its own.
  static func cytoscape(_ export: PropertyGraphExport) -> String {
    var nodes: [String] = []
    for entity in export.graph.entities {
      var object = JSONObject()
      object.add("id", entity.id)
      // networkx takes the node itself from here.
      object.add("value", entity.id)
      object.add("label", entity.entity.name)
      add(export.attributes(of: entity), to: &object)
      nodes.append("{\"data\":\(object.text)}")
    }
    var edges: [String] = []
    for claim in export.graph.claims {
      var object = JSONObject()
      object.add("id", claim.id)
      object.add("source", claim.subject)
      object.add("target", claim.object)
      object.add("key", claim.id)
      object.add("label", claim.relation.type)
      add(export.attributes(of: claim), to: &object)
      edges.append("{\"data\":\(object.text)}")
    }
    var data = JSONObject()
    data.add("name", export.graph.graph.description.title)
    data.add(GraphHeader.key, export.header)
    return "{\n\"data\": \(data.text),\n\"directed\": true,\n\"multigraph\": true,\n\"elements\": {\n"
      + "\"nodes\": \(lines(nodes)),\n\"edges\": \(lines(edges))\n}\n}\n"
  }

  // MARK: JSON Graph Format

  /// JSON Graph Format 2: nodes are a map, all that is ours stands in `metadata`.
  static func jsonGraphFormat(_ export: PropertyGraphExport) -> String {
    var nodes: [String] = []
    for entity in export.graph.entities {
      var metadata = JSONObject()
      add(export.attributes(of: entity).filter { $0.key != StandardName.name }, to: &metadata)
      var object = JSONObject()
      object.add("label", entity.entity.name)
      if !metadata.isEmpty { object.addJSON("metadata", metadata.text) }
      nodes.append("\(DiagnosticJSON.quoted(entity.id)):\(object.text)")
    }
    var edges: [String] = []
    for claim in export.graph.claims {
      var metadata = JSONObject()
      add(export.attributes(of: claim).filter { $0.key != AttributeName.relation }, to: &metadata)
      var object = JSONObject()
      object.add("id", claim.id)
      object.add("source", claim.subject)
      object.add("relation", claim.relation.type)
      object.add("target", claim.object)
      object.addJSON("directed", claim.isSymmetric ? "false" : "true")
      if !metadata.isEmpty { object.addJSON("metadata", metadata.text) }
      edges.append(object.text)
    }
    var metadata = JSONObject()
    metadata.add(GraphHeader.key, export.header)
    var label = ""
    if let title = export.graph.graph.description.title {
      label = "\"label\": \(DiagnosticJSON.quoted(title)),\n"
    }
    let map = nodes.isEmpty ? "{}" : "{\n" + nodes.joined(separator: ",\n") + "\n}"
    return
      "{\n\"graph\": {\n\(label)\"directed\": true,\n\"metadata\": \(metadata.text),\n\"nodes\": \(map),\n"
      + "\"edges\": \(lines(edges))\n}\n}\n"
  }

  private static func add(_ attributes: PropertyGraphExport.Attributes, to object: inout JSONObject) {
    for (key, value) in attributes { object.add(key, value: value) }
  }

  private static func lines(_ elements: [String]) -> String {
    elements.isEmpty ? "[]" : "[\n" + elements.joined(separator: ",\n") + "\n]"
  }
}

/// Reads the three JSON forms of ``JSONGraphs``.
struct JSONGraphReader {
  private let source: SourceText
  private var graph = PropertyGraph()
  private var bag = DiagnosticBag()
  private var losses = LossReport()

  /// Which of the three a text is; nil when it is none of them.
  static func form(of node: JSONNode) -> FileFormat? {
    if node["elements"] != nil { return .cytoscape }
    if node["graph"]?.members != nil, node["nodes"] == nil || node["graph"]?["nodes"] != nil {
      return .jsonGraphFormat
    }
    if node["graphs"]?.elements != nil { return .jsonGraphFormat }
    if node["nodes"]?.elements != nil { return .nodeLink }
    return nil
  }

  /// Reads a text of one of the three forms.
  static func document(
    _ source: SourceText, as format: FileFormat, reporting bag: inout DiagnosticBag
  ) -> GraphDocument? {
    var reader = JSONGraphReader(source: source)
    do throws(Diagnostic) {
      let node = try JSONParser.value(in: source)
      switch format {
      case .cytoscape: reader.readCytoscape(node)
      case .jsonGraphFormat: reader.readJSONGraphFormat(node)
      default: reader.readNodeLink(node)
      }
    } catch {
      bag.report(error)
      return nil
    }
    bag.report(contentsOf: reader.bag)
    if let warning = reader.losses.diagnosticOfReading(at: Diagnostic.Place(source, SourceSpan(at: 0))) {
      bag.report(warning)
    }
    guard !reader.bag.hasErrors || !reader.graph.nodes.isEmpty || !reader.graph.edges.isEmpty else {
      return nil
    }
    return PropertyGraphImport.document(reader.graph, from: source, reporting: &bag)
  }

  private init(source: SourceText) { self.source = source }

  // MARK: Forms

  private mutating func readNodeLink(_ node: JSONNode) {
    let isDirected = node["directed"]?.scalarText != "false"
    readHeader(node["graph"])
    for element in elements(node, "nodes") { add(element, id: element["id"], hiding: ["id"]) }
    let key = node["edges"] == nil && node["links"] != nil ? "links" : "edges"
    for element in elements(node, key) {
      addEdge(element, element, isDirected, hiding: ["source", "target"])
    }
  }

  private mutating func readCytoscape(_ node: JSONNode) {
    let isDirected = node["directed"]?.scalarText != "false"
    readHeader(node["data"])
    var nodes: [JSONNode] = []
    var edges: [JSONNode] = []
    if let flat = node["elements"]?.elements {
      for element in flat {
        if element["data"]?["source"] != nil { edges.append(element) } else { nodes.append(element) }
      }
    } else if let parts = node["elements"] {
      nodes = elements(parts, "nodes")
      edges = parts["edges"] == nil ? [] : elements(parts, "edges")
    }
    for element in nodes + edges {
      losses.add("positions and styles", element.members?.count { !["data", "group"].contains($0.key) } ?? 0)
    }
    for element in nodes {
      guard let data = element["data"] else { reject(element, "a node", "data"); continue }
      // networkx keeps the node itself under `value`, and its text under `id`.
      add(data, id: data["id"], hiding: ["id", "value"])
    }
    for element in edges {
      guard let data = element["data"] else { reject(element, "an edge", "data"); continue }
      addEdge(data, data, isDirected, hiding: ["source", "target", "id"])
    }
  }

  private mutating func readJSONGraphFormat(_ node: JSONNode) {
    let graphs = node["graphs"]?.elements ?? [node["graph"]].compactMap { $0 }
    for one in graphs {
      let isDirected = one["directed"]?.scalarText != "false"
      if let label = one["label"]?.placed(in: source), graph.title == nil { graph.title = label }
      readHeader(one["metadata"])
      if let map = one["nodes"]?.members {
        for member in map {
          let id = JSONNode(content: .string(member.key), span: member.keySpan)
          add(member.value, id: id, hiding: [])
        }
      } else {
        for element in elements(one, "nodes") { add(element, id: element["id"], hiding: ["id"]) }
      }
      guard one["edges"] != nil else { continue }
      for element in elements(one, "edges") {
        let own = element["directed"]?.scalarText.map { $0 != "false" } ?? isDirected
        addEdge(element, element, own, hiding: ["source", "target", "id", "directed"])
      }
    }
  }

  // MARK: Parts

  private mutating func readHeader(_ node: JSONNode?) {
    guard let node else { return }
    if let header = node[GraphHeader.key]?.placed(in: source) { graph.header = graph.header ?? header }
    if graph.title == nil { graph.title = node["name"]?.placed(in: source) }
  }

  private mutating func elements(_ node: JSONNode, _ key: String) -> [JSONNode] {
    if let elements = node[key]?.elements { return elements }
    bag.report(
      Diagnostic(
        .error, "json.missing-key", "there is no list '\(key)' here", at: Diagnostic.Place(source, node.span))
    )
    return []
  }

  private mutating func reject(_ node: JSONNode, _ what: String, _ key: String) {
    graph.rejectedRecords += 1
    bag.report(
      Diagnostic(
        .error, "json.missing-key", "\(what) has no '\(key)'", at: Diagnostic.Place(source, node.span)))
  }

  private mutating func add(_ node: JSONNode, id: JSONNode?, hiding hidden: Set<String>) {
    guard let id = id?.placed(in: source) else { return reject(node, "a node", "id") }
    graph.nodes.append(PropertyGraph.Node(id: id, attributes: attributes(node, hidden)))
  }

  private mutating func addEdge(
    _ node: JSONNode, _ ends: JSONNode, _ isDirected: Bool, hiding hidden: Set<String>
  ) {
    guard let from = ends["source"]?.placed(in: source) else { return reject(node, "an edge", "source") }
    guard let to = ends["target"]?.placed(in: source) else { return reject(node, "an edge", "target") }
    graph.edges.append(
      PropertyGraph.Edge(
        source: from, target: to, isDirected: isDirected, attributes: attributes(node, hidden)))
  }

  private func attributes(_ node: JSONNode, _ hidden: Set<String>) -> [PropertyGraph.Attribute] {
    let own = (node.members ?? []).filter { !hidden.contains($0.key) && $0.key != "metadata" }
    return (own + (node["metadata"]?.members ?? [])).compactMap { member in
      JSONProperty.input(member.value, at: { Diagnostic.Place(source, $0) }).map {
        PropertyGraph.Attribute(member.key, $0)
      }
    }
  }
}
