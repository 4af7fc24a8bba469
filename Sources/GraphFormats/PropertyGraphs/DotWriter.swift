import GraphCore

/// Writes DOT with all attributes, for Graphviz's programs and for reading back; `entente map -o FILE.dot` writes a map.
enum DotWriter {
  /// The graph as DOT; never `strict`, which drops parallel edges.
  static func text(_ graph: GraphSnapshot, losses: inout LossReport) -> String {
    let export = PropertyGraphExport(graph)
    // In DOT an attribute that is empty is one that is not set.
    losses.add("empty names", export.graph.entities.count { $0.entity.name.isEmpty })
    var text = "digraph {\n"
    if let title = graph.description.title { text += "  label=\(quoted(title))\n" }
    text +=
      "  \(GraphHeader.key)=\(quoted(GraphHeader.json(of: export.graph, lists: export.listProperties, texts: export.textProperties)))\n"
    for entity in export.graph.entities {
      var attributes = export.attributes(of: entity)
      attributes.insert((AttributeName.label, .string(entity.entity.name)), at: 0)
      text += "  \(quoted(entity.id)) \(list(attributes))\n"
    }
    for claim in export.graph.claims {
      var attributes = export.attributes(of: claim)
      attributes.insert((AttributeName.label, .string(claim.relation.type)), at: 0)
      // Edges come back by the nodes where they begin; this tells their order.
      attributes.append((StandardName.id, .string(claim.id)))
      text += "  \(quoted(claim.subject)) -> \(quoted(claim.object)) \(list(attributes))\n"
    }
    return text + "}\n"
  }

  private static func list(_ attributes: PropertyGraphExport.Attributes) -> String {
    "[" + attributes.map { "\(quoted($0.key))=\(quoted(ValueText.of($0.value)))" }.joined(separator: ", ")
      + "]"
  }

  /// A text between double quotes, with line breaks as `\n` and backslashes doubled, as labels read them.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
