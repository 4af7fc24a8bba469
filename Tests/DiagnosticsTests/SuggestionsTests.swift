import Diagnostics
import Testing

@Suite struct SuggestionsTests {
  private static let relations = ["accuses", "denies", "criticizes", "ally-of", "attacks", "agrees-with"]

  @Test(arguments: [
    ("acuses", ["accuses"]), ("acucses", ["accuses"]), ("denys", ["denies"]), ("Accuses", ["accuses"]),
    ("allyof", ["ally-of"]), ("xyzzy", []), ("", []), ("cri", ["criticizes"]),
  ])
  func findsTheNearest(word: String, expected: [String]) {
    #expect(Suggestions.nearest(to: word, in: Self.relations) == expected)
  }

  @Test func aSwapOfNeighboursCostsOne() {
    #expect(Suggestions.nearest(to: "ab", in: ["ba", "cd"]) == ["ba"])
  }

  @Test func tiesKeepTheirOrder() {
    #expect(Suggestions.nearest(to: "cat", in: ["bat", "rat", "hat", "sat"], limit: 2) == ["bat", "rat"])
  }

  @Test func hugeWordsAreRefusedQuickly() {
    #expect(Suggestions.nearest(to: String(repeating: "a", count: 1_000_000), in: Self.relations).isEmpty)
  }
}

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("Հայաստան", 8), ("\u{1B}", 0), ("", 0),
  ])
  func countsCells(text: String, cells: Int) {
    #expect(DisplayWidth.of(text) == cells)
  }
}

@Suite struct QueryFailureTests {
  @Test func theCodeIsTheDetailInKebabCase() {
    let failure = QueryFailure(.syntaxError, .compileTime, "UndefinedVariable", "there is no variable 'x'")
    #expect(failure.code == "query.undefined-variable")
  }
}
