import Maps
import Testing

@testable import GraphvizRendering

/// Measuring, cleaning and breaking text.
@Suite struct TextTests {
  /// Advance widths of Liberation Sans in 1/2048 em: A 1366, z 1024, e 1139, space 569, bold A 1479.
  @Test func widths() {
    #expect(TextMetrics.width("A", size: 2_048) == 1_366)
    #expect(TextMetrics.width("A", size: 2_048, bold: true) == 1_479)
    #expect(TextMetrics.width("ze ", size: 2_048) == 1_024 + 1_139 + 569)
    #expect(TextMetrics.width("é", size: 10) == TextMetrics.width("e", size: 10))
    #expect(TextMetrics.width("日本", size: 10) == 20)
    #expect(TextMetrics.width("", size: 10) == 0)
    #expect(TextMetrics.width("e\u{0301}", size: 10) <= TextMetrics.width("e", size: 10) + 4)
  }

  @Test func cleaning() {
    #expect(TextMetrics.clean("  a\n\t b\u{0}\u{202E}c ") == "a bc")
    #expect(TextMetrics.clean(String(repeating: "x", count: 300)).count == 201)
    #expect(TextMetrics.clean("x", limit: 1) == "x")
    #expect(TextMetrics.clean("xy", limit: 1) == "x…")
  }

  @Test func breaking() {
    let lines = TextMetrics.wrap(
      "Azerbaijan Ministry of Defense", width: 120, size: 13, bold: true, maximum: 3)
    #expect(lines.count == 2 || lines.count == 3)
    #expect(lines.joined(separator: " ") == "Azerbaijan Ministry of Defense")
    #expect(lines.allSatisfy { TextMetrics.width($0, size: 13, bold: true) <= 120 })
    let word = TextMetrics.wrap(
      String(repeating: "W", count: 80), width: 100, size: 13, bold: false, maximum: 3)
    #expect(word.count == 1 && word[0].hasSuffix("…"))
    #expect(TextMetrics.wrap("", width: 100, size: 13, bold: false, maximum: 3) == [])
  }

  /// No blank is lost beside a slash, and names without blanks break anywhere instead of being cut.
  @Test func breakingWithoutLoss() {
    let name = "Cabinet / Council of Ministers / Advisors (United States)"
    let lines = TextMetrics.wrap(name, width: 130, size: 11, bold: false, maximum: 4)
    #expect(lines.joined(separator: " ") == name)
    let han = "中华人民共和国外交部新闻司发言人办公室"
    let parts = TextMetrics.wrap(han, width: 100, size: 13.5, bold: true, maximum: 3)
    #expect(parts.count == 3 && parts.joined() == han)
    #expect(parts.allSatisfy { TextMetrics.width($0, size: 13.5, bold: true) <= 100 })
  }

  @Test func numbersOfSources() {
    #expect(Typesetting.ranges([1, 2, 3, 5]) == "1–3,5")
    #expect(Typesetting.ranges([1, 2]) == "1,2")
    #expect(Typesetting.ranges([]) == "")
    #expect(Typesetting.ranges(Array(stride(from: 1, to: 40, by: 2))).hasSuffix("…"))
  }

  /// Who says so stands at the end where there is room; else quotation marks say that somebody does.
  @Test func attribution() {
    func attribution(_ speakers: [String], _ status: SceneStatus = .current, lines: Int = 1)
      -> Typesetting.Attribution
    {
      let chip = SceneChip(type: "t", verb: "attacks", color: .red, status: status, speakers: speakers)
      let stroke = SceneStroke(pattern: .solid, width: 1, arrow: .none, color: .red)
      let bundle = SceneBundle(
        source: 0, target: 1, chips: Array(repeating: chip, count: lines), stroke: stroke)
      return Typesetting.attribution(of: chip, in: bundle, MapWords())
    }
    #expect(attribution([]) == .none)
    #expect(attribution(["Azerbaijan"], lines: 3) == .named("– says Azerbaijan"))
    #expect(attribution(["A", "B"], .past) == .named("– say A, B"))
    #expect(attribution(["Azerbaijan"], lines: 4) == .quoted)
    #expect(attribution(["Azerbaijan"], .denied) == .quoted)
    #expect(attribution(["A", "B", "C"]) == .quoted)
    #expect(attribution([String(repeating: "long ", count: 20)]) == .quoted)
  }

  @Test func numbers() {
    #expect(Markup.number(1.005) == "1" || Markup.number(1.005) == "1.01")
    #expect(Markup.number(-0.25) == "-0.25")
    #expect(Markup.number(12.5) == "12.5")
    #expect(Markup.number(.nan) == "0")
    #expect(Markup.number(-0.001) == "0")
    #expect(GraphvizScene.inches(72) == "1.000000")
  }

  @Test(arguments: [
    ("https://example.org/a?b=c&d", true), ("http://x", true), ("mailto:a@example.org", true),
    ("javascript:alert(1)", false), (" https://x", false), ("https://x y", false), ("//x", false),
    ("file:///x", false), ("https://x\"", false), ("https://x\u{202E}", false), ("", false),
  ])
  func links(_ address: String, _ isSafe: Bool) {
    #expect((Markup.safeLink(address) != nil) == isSafe)
  }

  @Test(arguments: [
    "", "<a", "<a></b>", "<a b=1/>", "<a b=\"<\"/>", "<a>&x;</a>", "<a/><b/>", "<a b=\"\" b=\"\"/>",
  ])
  func badXML(_ text: String) {
    #expect(throws: XMLFailure.self) { try XMLReader.read(Array(text.utf8)) }
  }
}
