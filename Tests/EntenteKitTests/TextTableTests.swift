import Testing

@testable import EntenteKit

@Suite struct TextTableTests {
  private let table = TextTable(
    columns: ["who", "about"],
    rows: [["Nagorno-Karabakh", "a humanitarian crisis through the blockade"], ["日本", ""]])

  @Test func naturalWidthsNeedNoWrapping() {
    #expect(
      table.lines(width: nil) == [
        "who               about",
        "────────────────  ──────────────────────────────────────────",
        "Nagorno-Karabakh  a humanitarian crisis through the blockade",
        "日本",
      ])
  }

  @Test func narrowLinesWrapAtSpacesAndHyphens() {
    #expect(
      table.lines(width: 24) == [
        "who         about",
        "──────────  ────────────",
        "Nagorno-    a",
        "Karabakh    humanitarian",
        "            crisis",
        "            through the",
        "            blockade",
        "日本",
      ])
  }

  @Test(arguments: 1...120) func nothingIsEverCut(width: Int) {
    let text = table.lines(width: width).dropFirst(2).joined().filter { !$0.isWhitespace && $0 != "─" }
    for word in ["humanitarian", "blockade", "Nagorno-", "Karabakh", "日本"] {
      // Letters of a row's cells may interleave when cells wrap; each letter is still there.
      for letter in word { #expect(text.contains(letter), "\(word) at \(width)") }
    }
    let letters = "Nagorno-Karabakhahumanitariancrisisthroughtheblockade日本"
    #expect(text.sorted() == letters.sorted(), "width \(width)")
  }

  @Test(arguments: 24...120) func linesFitTheTerminal(width: Int) {
    for line in table.lines(width: width) { #expect(line.count <= width) }
  }

  @Test func controlCharactersAreShownHarmless() {
    let hostile = TextTable(columns: ["a"], rows: [["\u{1B}[2J\u{202E}x\ty"]])
    #expect(hostile.lines(width: nil).last == "\u{FFFD}[2J\u{FFFD}x y")
  }
}
