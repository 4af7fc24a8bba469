import Foundation
import Diagnostics
import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// Words that want to be markup stay words, in every field and every form.
@Suite struct HostileTextTests {
  static let texts = [
    "\"><script>alert(1)</script>", "<script>", "]]>", "<![CDATA[x]]>", "<!-- -->", "-->", "&amp;&lt;&#60;",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "file:///etc/passwd",
    "https://example.org/\"onload=\"x", "https://example.org/' onclick='x", "http://a\u{0}b",
    "a\u{0}b\u{1}\u{7}\u{1B}[31m", "\u{202E}gpj.exe\u{202C}", "\u{2066}a\u{2069}\u{200F}", "\u{FEFF}\u{FFFE}",
    "\\N\\G\\L\\T\\n\\\\", "\\", "\"", "'", "<b>Hi</b>", "<<b>Hi</b>>", "<IMG SRC=\"/etc/passwd\"/>",
    "<TABLE><TR><TD>x</TD></TR></TABLE>", "a\nb\nc\r\nd\te", "", " ", "-", "}", "digraph {", "url(#x)",
    "</style><script>x</script>", "*{fill:red}", "מדינה ישראל", "日本国政府外務省", "👩‍👩‍👧‍👦🇦🇲",
    "Z̷͖̓a̵l̶g̷o" + String(repeating: "\u{0301}", count: 3_000), String(repeating: "x", count: 400),
    String(repeating: "long words ", count: 300), String(repeating: "\n", count: 40_000),
  ]

  @Test(arguments: texts)
  func svg(_ text: String) throws {
    let scene = TestScenes.hostile(text)
    let svg = String(decoding: try MapRenderer.render(scene, as: .svg).bytes, as: UTF8.self)
    try SVGChecks.check(svg, prefix: text)
    for word in ["<script", "<image", "<foreignObject", "onload=\"", "\u{202E}", "\u{0}"] {
      #expect(!svg.contains(word), "\(word)")
    }
  }

  @Test(arguments: texts)
  func otherForms(_ text: String) throws {
    let scene = TestScenes.hostile(text)
    let dot = try MapRenderer.render(scene, as: .dot).bytes
    #expect(!dot.contains(0))
    let json = try MapRenderer.render(scene, as: .json).bytes
    let object = try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
    #expect((object?["entities"] as? [Any])?.count == 2)
    if DotProgram.isInstalled {
      let drawn = try DotProgram.svg(from: dot)
      #expect(drawn.contains("<svg") && !drawn.contains("<script") && !drawn.contains("<image"))
    }
  }

  @Test(arguments: texts) func imageMap(_ text: String) throws {
    let bytes = try MapRenderer.render(TestScenes.hostile(text), as: .cmapx).bytes
    let root = try XMLReader.read(bytes)
    #expect(root.name == "map" && root.children.allSatisfy { $0.name == "area" && $0.children.isEmpty })
    for area in root.children {
      #expect(area.attributes.allSatisfy { ["shape", "coords", "title", "href", "alt"].contains($0.name) })
      if let link = area["href"] {
        #expect(link.hasPrefix("https://") || link.hasPrefix("http://") || link.hasPrefix("mailto:"))
      }
    }
  }

  @Test(arguments: texts) func print(_ text: String) throws {
    var output = MapOutput()
    output.page = .a5
    let pdf = try MapRenderer.render(TestScenes.hostile(text), as: .pdf, output: output).bytes
    let letters = String(decoding: pdf.filter { $0 < 128 }, as: UTF8.self)
    #expect(letters.hasPrefix("%PDF-"))
    for word in [
      "/JavaScript", "/JS ", "/OpenAction", "/Launch", "/EmbeddedFile", "URI (javascript", "URI (file",
    ] {
      #expect(!letters.contains(word), "\(word)")
    }
  }

  /// Whatever the words are, Graphviz is given attributes of a closed list, none of which names a file or address.
  @Test(arguments: texts) func attributesOfDOT(_ text: String) throws {
    let known: Set<String> = [
      "outputorder", "bgcolor", "pad", "fontname", "fontsize", "fontcolor", "labelloc", "label", "layout",
      "rankdir", "nodesep", "ranksep", "newrank", "nslimit", "nslimit1", "mclimit", "overlap",
      "overlap_scaling", "splines", "sep", "esep", "start", "shape", "style", "fillcolor", "color",
      "penwidth", "peripheries", "width", "height", "fixedsize", "id", "class", "pos", "margin", "tooltip",
      "arrowhead", "arrowsize", "weight", "key", "labeljust",
    ]
    let dot = String(
      decoding: try MapRenderer.render(TestScenes.hostile(text), as: .dot).bytes, as: UTF8.self)
    // What is left when strings and labels in angle brackets are taken out.
    var rest = ""
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for character in dot.unicodeScalars {
      if isQuoted {
        if !isEscaped, character == "\"" { isQuoted = false }
        isEscaped = !isEscaped && character == "\\"
      } else if depth > 0 {
        if character == "<" { depth += 1 }
        if character == ">" { depth -= 1 }
      } else if character == "\"" {
        isQuoted = true
      } else if character == "<" {
        depth = 1
      } else {
        rest.unicodeScalars.append(character)
      }
    }
    #expect(depth == 0 && !isQuoted)
    let names = rest.matches(of: #/(\w+)=/#).map { String($0.output.1) }
    #expect(names.count > 20)
    #expect(names.filter { !known.contains($0) } == [])
  }

  /// Words of a theme file are words, its colours are colours or errors, whatever stands there.
  @Test(arguments: texts) func themes(_ text: String) throws {
    let quoted = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    let keys = ["background", "ink", "secondary", "rule", "language"]
    for field in keys.map({ "\($0): " }) + ["colors: {blue: {line: ", "colors: {blue: {fill: "] {
      var bag = DiagnosticBag()
      let closing = field.hasPrefix("colors") ? "}}" : ""
      let source = SourceText(name: "theme.yaml", text: "theme: t\n\(field)\(quoted)\(closing)\n")
      _ = ThemeReader.read(source, reporting: &bag)
      #expect(bag.hasErrors, "\(field)")
    }
    var bag = DiagnosticBag()
    let words = ["claims", "entities", "says", "more", "denied", "quoted", "folded"].map {
      "  \($0): \(quoted)\n"
    }
    let yaml = "theme: \(quoted)\ntitle: \(quoted)\nnote: \(quoted)\nwords:\n\(words.joined())"
    guard let file = ThemeReader.read(SourceText(name: "theme.yaml", text: yaml), reporting: &bag) else {
      return
    }
    var scene = TestScenes.hostile(text)
    scene.theme = file.theme
    scene.words = file.words
    scene.nodes[0].folded = [text]
    for format in [MapFormat.svg, .dot, .json, .cmapx] {
      let bytes = String(decoding: try MapRenderer.render(scene, as: format).bytes, as: UTF8.self)
      if format == .svg { try SVGChecks.check(bytes, prefix: text) }
      guard format != .json else { continue }
      for word in ["<script", "<image", "<foreignObject", "onload=\"x", "\u{202E}", "\u{0}"] {
        #expect(!bytes.contains(word), "\(word)")
      }
    }
  }

  /// A megabyte of text costs no more than its first few hundred characters.
  @Test func megabyte() throws {
    let text = String(repeating: "abc <&>\"' ", count: 100_000)
    let svg = try MapRenderer.render(TestScenes.hostile(text), as: .svg).bytes
    #expect(svg.count < 100_000)
    #expect(try MapRenderer.render(TestScenes.hostile(text), as: .dot).bytes.count < 100_000)
  }

  /// The same words in the laid-out map, whose layout is our own.
  @Test func mapLayout() throws {
    let svg = try MapRenderer.render(TestScenes.hostile("\"><script>", layout: .map), as: .svg).bytes
    try SVGChecks.check(String(decoding: svg, as: UTF8.self), prefix: "\"><script>")
  }

  @Test func unsafeLinksAreReported() throws {
    let drawing = try MapRenderer.render(TestScenes.hostile("javascript:alert(1)"), as: .svg)
    #expect(drawing.diagnostics.map(\.code) == ["map.unsafe-link", "map.unsafe-link"])
  }
}
