import Diagnostics
import Testing

@Suite struct SourceTextTests {
  @Test(arguments: [
    ("", UInt32(0), 1, 1),
    ("abc", 2, 1, 3),
    ("a\nbc", 2, 2, 1),
    ("a\nbc", 99, 2, 3),
    ("a\r\nbc", 3, 2, 1),
    ("a\rbc", 2, 2, 1),
    ("é\u{301}x", 4, 1, 3),
    ("日本x", 6, 1, 3),
  ])
  func offsetsBecomeLinesAndColumns(text: String, offset: UInt32, line: Int, column: Int) {
    let source = SourceText(name: "t", text: text)
    #expect(source.location(of: offset) == SourceLocation(line: line, column: column))
  }

  @Test func everyOffsetRoundTrips() {
    let source = SourceText(name: "t", text: "ab\né日\r\n\r\nend")
    var offset: UInt32 = 0
    for scalar in source.text.unicodeScalars {
      let location = source.location(of: offset)
      if scalar != "\n", scalar != "\r" {
        #expect(source.offset(line: location.line, column: location.column) == offset)
      }
      offset += UInt32(String(scalar).utf8.count)
    }
  }

  @Test func linesComeWithoutTheirBreak() {
    let source = SourceText(name: "t", text: "one\r\ntwo\n\nfour")
    #expect((1...5).map { source.line($0) } == ["one", "two", "", "four", ""])
    #expect(source.lineCount == 4)
  }

  @Test func invalidBytesAreRepairedNotLost() {
    let source = SourceText(name: "t", bytes: [0x61, 0xFF, 0x62])
    #expect(source.text == "a\u{FFFD}b")
    #expect(source.string(in: SourceSpan(2, 3)) == "b")
  }
}
