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
