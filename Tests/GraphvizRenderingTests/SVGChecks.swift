import Foundation
import Testing

@testable import GraphvizRendering

/// What must hold of every SVG, whatever words went in.
enum SVGChecks {
  static let elements: Set<String> = [
    "svg", "title", "desc", "style", "rect", "g", "a", "path", "polygon", "polyline", "ellipse", "circle",
    "line", "text", "tspan",
  ]
  static let attributes: Set<String> = [
    "xmlns", "id", "class", "viewBox", "width", "height", "style", "lang", "role", "aria-labelledby",
    "font-family", "font-size", "font-weight", "text-anchor", "text-decoration", "transform", "fill",
    "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "d",
    "points", "x",
    "y",
    "x1", "y1", "x2", "y2", "dx", "cx", "cy", "r", "rx", "ry", "href", "textLength", "lengthAdjust",
  ]

  /// Checks the bytes: well-formed, only known elements and attributes, no id without the prefix or twice, no
  /// link that leads elsewhere than to the web, no number that is none.
  static func check(_ svg: String, prefix: String) throws {
    let root = try XMLReader.read(Array(svg.utf8))
    #expect(!svg.contains("<!") && !svg.contains("<?"))
    #expect(root.name == "svg")
    #expect(svg.hasPrefix("<svg ") && svg.prefix { $0 != ">" }.contains("\n") == false)
    var ids: Set<String> = []
    try walk(root, Markup.rootIdentifier(prefix), &ids)
  }

  private static func walk(_ element: XMLElement, _ prefix: String, _ ids: inout Set<String>) throws {
    #expect(elements.contains(element.name), "<\(element.name)>")
    for (name, value) in element.attributes {
      #expect(attributes.contains(name), "\(name)=\(value.prefix(80))")
      switch name {
      case "id":
        #expect(value == prefix || value.hasPrefix(prefix + "-"), "\(value)")
        #expect(ids.insert(value).inserted, "the id \(value) stands twice")
      case "href":
        #expect(value.hasPrefix("https://") || value.hasPrefix("http://") || value.hasPrefix("mailto:"))
      case "d", "points", "viewBox", "width", "height", "x", "y", "transform":
        #expect(!value.contains("nan") && !value.contains("inf"), "\(value)")
      case "class", "lang": #expect(value.allSatisfy { $0 != "\"" && $0 != "<" })
      default: break
      }
    }
    if element.name == "style" {
      #expect(!element.text.contains("url(") && !element.text.contains("@import"))
    }
    for child in element.children { try walk(child, prefix, &ids) }
  }
}
