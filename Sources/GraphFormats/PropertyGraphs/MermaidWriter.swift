import Diagnostics
import GraphCore
import OrderedCollections
import Vocabulary

/// Writes a Mermaid flowchart, as GitHub and GitLab draw it inside Markdown.
enum MermaidWriter {
  /// More edges than this are not drawn by Mermaid's usual settings.
  static let edgeLimit = 500

  /// The graph as a flowchart: names, types by shape, relations with their verbs, status by the line.
  static func text(
    _ graph: GraphSnapshot, losses: inout LossReport, reporting bag: inout DiagnosticBag
  ) -> String {
    let export = ExportGraph(graph)
    var numbers: [String: Int] = [:]
    var text = ""
    if let title = graph.description.title { text += "---\ntitle: \(DiagnosticJSON.quoted(title))\n---\n" }
    text += "flowchart LR\n"
    for (number, entity) in export.entities.enumerated() {
      numbers[entity.id] = number + 1
      let style =
        entity.entity.type.flatMap { graph.schema?.style(ofEntityType: $0) } ?? NodeStyle(shape: .box)
      let (open, close) =
        switch style.shape {
        case .roundedBox: ("(", ")")
        case .ellipse: ("([", "])")
        case .hexagon, .octagon: ("{{", "}}")
        case .box: ("[", "]")
        case .doubleBox: ("[[", "]]")
        }
      text += "  n\(number + 1)\(open)\"\(escaped(entity.entity.name))\"\(close)\n"
      losses.add("aliases", entity.entity.aliases.count)
      losses.add("notes on entities", entity.entity.note == nil ? 0 : 1)
      losses.add("acts_for", entity.entity.actsFor == nil ? 0 : 1)
      losses.add("properties of entities", entity.entity.properties.count)
    }
    var edgeCount = 0
    for claim in export.claims {
      edgeCount += 1
      let relation = claim.relation
      let phrase = graph.schema?.relationTypes[relation.type]?.phrase ?? relation.type
      let isBroken = relation.status == "denied" || relation.status == "disputed"
      let words = isBroken ? "\(phrase) (\(relation.status))" : phrase
      let line = isBroken ? (claim.isSymmetric ? "-.-" : "-.->") : (claim.isSymmetric ? "---" : "-->")
      text +=
        "  n\(numbers[claim.subject] ?? 0) \(line)|\"\(escaped(words))\"| n\(numbers[claim.object] ?? 0)\n"
      losses.add("abouts", relation.about == nil ? 0 : 1)
      losses.add("dates", relation.time.isUndated ? 0 : 1)
      losses.add("citations", relation.sources.count)
      losses.add("attributions", relation.attributedTo == nil ? 0 : 1)
      losses.add("quotes", relation.quote == nil ? 0 : 1)
      losses.add("confidences", relation.confidence == nil ? 0 : 1)
      losses.add("notes on relations", relation.note == nil ? 0 : 1)
      losses.add("properties of relations", relation.properties.count)
    }
    losses.add("sources", export.sources.count)
    losses.add("views", graph.description.views.count)
    losses.add("names of schemas", graph.description.schemaName == nil ? 0 : 1)
    losses.add("notes on the graph", graph.description.note == nil ? 0 : 1)
    if edgeCount > edgeLimit {
      bag.report(
        Diagnostic(
          .warning, "convert.mermaid-limit",
          "Mermaid draws \(edgeLimit) edges unless its setting 'maxEdges' is raised, and these are \(edgeCount)",
          hints: ["'entente map' draws large graphs"]))
    }
    return text
  }

  /// A label between double quotes, in Mermaid's entity codes.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "#quot;"
      case "#": result += "#35;"
      case "<": result += "#lt;"
      case ">": result += "#gt;"
      case "&": result += "#amp;"
      case "`": result += "#96;"
      case "\n", "\r": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
