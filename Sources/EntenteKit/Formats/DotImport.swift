import Diagnostics
import GraphFormats
import GraphvizRendering

/// Makes entities and claims of what a DOT file says.
enum DotImport {
  /// Attributes that say how something is drawn, and nothing about it.
  private static let drawing: Set<String> = [
    "URL", "arrowhead", "arrowsize", "arrowtail", "bb", "class", "color", "colorscheme", "constraint",
    "decorate",
    "dir", "distortion", "edgeURL", "edgehref", "edgetarget", "edgetooltip", "fillcolor", "fixedsize",
    "fontcolor",
    "fontname", "fontsize", "gradientangle", "group", "headURL", "headclip", "headhref", "headlabel",
    "headport",
    "height", "href", "image", "imagepos", "imagescale", "labelURL", "labelangle", "labeldistance",
    "labelfloat",
    "labelfontcolor", "labelfontname", "labelfontsize", "labelloc", "layer", "len", "lhead", "lp", "ltail",
    "margin",
    "minlen", "nojustify", "ordering", "orientation", "penwidth", "peripheries", "pin", "pos", "rects",
    "regular",
    "root", "samehead", "sametail", "samplepoints", "shape", "shapefile", "showboxes", "sides", "skew",
    "sortv",
    "style", "tailURL", "tailclip", "tailhref", "taillabel", "tailport", "target", "tooltip", "vertices",
    "weight",
    "width", "xlabel", "xlp", "z",
  ]

  static func document(_ source: SourceText, reporting bag: inout DiagnosticBag) -> GraphDocument? {
    let file: DotFile
    do throws(Diagnostic) {
      file = try DotFile.read(source)
    } catch {
      bag.report(error)
      return nil
    }
    let start = Diagnostic.Place(source, SourceSpan(at: 0))
    var graph = PropertyGraph()
    var drawn = 0
    for (key, value) in file.attributes {
      if key == "entente" { graph.header = PlacedText(unescaped(value), at: start) }
      if key == "label" { graph.title = PlacedText(unescaped(value), at: start) }
    }
    func attributes(_ all: [DotFile.Attribute], name: String) -> [PropertyGraph.Attribute] {
      all.compactMap { key, value in
        if drawing.contains(key) {
          drawn += 1
          return nil
        }
        // The default label of a node is its name.
        let text = key == "label" && value == "\\N" ? name : value
        return PropertyGraph.Attribute(key, .text(PlacedText(unescaped(text), at: start, isPlain: true)))
      }
    }
    for node in file.nodes {
      graph.nodes.append(
        PropertyGraph.Node(
          id: PlacedText(unescaped(node.name), at: start),
          attributes: attributes(node.attributes, name: node.name)))
    }
    for edge in ordered(file.edges) {
      graph.edges.append(
        PropertyGraph.Edge(
          source: PlacedText(unescaped(edge.tail), at: start),
          target: PlacedText(unescaped(edge.head), at: start),
          isDirected: file.isDirected, attributes: attributes(edge.attributes, name: "")))
    }
    report(file, drawn, start, &bag)
    return PropertyGraphImport.document(graph, from: source, reporting: &bag)
  }

  /// The edges by the number in their `id`, where Entente wrote one; the others behind them.
  private static func ordered(_ edges: [DotFile.Edge]) -> [DotFile.Edge] {
    let numbers = edges.map { edge in
      edge.attributes.first { $0.key == "id" && $0.value.hasPrefix("r") }.flatMap {
        Int($0.value.dropFirst())
      }
    }
    let order = edges.indices.sorted { (numbers[$0] ?? Int.max, $0) < (numbers[$1] ?? Int.max, $1) }
    return order.map { edges[$0] }
  }

  private static func report(
    _ file: DotFile, _ drawn: Int, _ start: Diagnostic.Place, _ bag: inout DiagnosticBag
  ) {
    if drawn > 0 {
      bag.report(
        Diagnostic(
          .note, "convert.drawing-left-out",
          "\(drawn) attributes that say how something is drawn are left out",
          at: start))
    }
    if file.isStrict {
      bag.report(
        Diagnostic(
          .warning, "convert.strict", "a strict graph has one edge between two nodes, whatever the file says",
          at: start, hints: ["remove 'strict', and parallel relations stay"]))
    }
  }

  /// In the strings of DOT cgraph keeps `\` before what follows; `\\`, `\n`, `\l` and `\r` mean a backslash and line
  /// breaks in labels.
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(0x5C) else { return text }
    var result = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        switch scalar {
        case "n", "l", "r": result += "\n"
        case "\\", "\"": result.unicodeScalars.append(scalar)
        default:
          result += "\\"
          result.unicodeScalars.append(scalar)
        }
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return isEscaped ? result + "\\" : result
  }
}
