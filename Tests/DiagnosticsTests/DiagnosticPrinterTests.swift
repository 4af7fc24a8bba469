import Diagnostics
import Testing

@Suite struct DiagnosticPrinterTests {
  private let source = SourceText(name: "graphs/a.yaml", text: "relations:\n  - armenia acuses azerbaijan\n")

  @Test func showsPlaceLineCaretAndHint() {
    let diagnostic = Diagnostic.error(
      "graph.unknown-relation", "there is no relation 'acuses'", in: source, at: SourceSpan(23, 29),
      hints: ["did you mean 'accuses'?"])
    #expect(
      DiagnosticPrinter().string(for: diagnostic) == """
        graphs/a.yaml:2:13: error: there is no relation 'acuses' [graph.unknown-relation]
          2 |   - armenia acuses azerbaijan
            |             ^~~~~~
          hint: did you mean 'accuses'?

        """)
  }

  @Test func theCaretStandsUnderWideCharacters() {
    let wide = SourceText(name: "t", text: "日本 x")
    let text = DiagnosticPrinter().string(for: .error("a.b", "m", in: wide, at: SourceSpan(7, 8)))
    #expect(text.contains("\n    |      ^\n"))
  }

  @Test func controlCharactersCannotReachTheTerminal() {
    let hostile = SourceText(name: "t\u{1B}[31m", text: "x\u{1B}[2Jy\u{202E}z")
    let text = DiagnosticPrinter().string(for: .error("a.b", "bad \u{7}", in: hostile, at: SourceSpan(0, 3)))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
  }

  @Test func aVeryLongLineIsCutAroundTheCaret() {
    let long = SourceText(name: "t", text: String(repeating: "x", count: 100_000))
    let text = DiagnosticPrinter().string(for: .error("a.b", "m", in: long, at: SourceSpan(50_000, 50_001)))
    #expect(text.utf8.count < 1_000)
    #expect(text.contains("…"))
  }

  @Test func jsonHasOneObjectALine() {
    let diagnostic = Diagnostic.warning(
      "graph.unused-source", "a \"quoted\"\nname", in: source, at: SourceSpan(13, 15))
    #expect(
      DiagnosticJSON.lines(for: [diagnostic])
        == #"{"file":"graphs/a.yaml","line":2,"column":3,"endLine":2,"endColumn":5,"severity":"warning","#
        + #""code":"graph.unused-source","message":"a \"quoted\"\nname"}"# + "\n")
  }

  @Test func theBagSortsByPlaceAndCountsWhatItDrops() {
    var bag = DiagnosticBag(limit: 2)
    bag.report(.error("a.b", "second", in: source, at: SourceSpan(20, 21)))
    bag.report(.warning("a.b", "first", in: source, at: SourceSpan(3, 4)))
    bag.report(.error("a.b", "dropped", in: source, at: SourceSpan(0, 1)))
    #expect(bag.sorted.map(\.message) == ["first", "second"])
    #expect(bag.droppedCount == 1)
    #expect(bag.hasErrors)
  }
}
