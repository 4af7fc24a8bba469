import Diagnostics
import QuerySyntax
import TestSupport
import Testing

@Suite struct FuzzTests {
  /// Spoilt statements are read or refused, with a span inside the text; what is read prints and reads again.
  @Test func spoiltStatements() throws {
    let base = (1...40).map { seed in
      var generator = TreeGenerator(seed: seed)
      return CypherPrinter.line(for: generator.query())
    }
    for seed in 1...UInt64(TestEnvironment.fuzzRounds(2_000)) {
      var mutator = StatementMutator(seed: seed)
      let text = mutator.mutate(base[Int(seed) % base.count])
      do {
        let query = try QueryParser.parse(text)
        let printed = CypherPrinter.string(for: query)
        let again = try? QueryParser.parse(printed)
        #expect(again == query, "seed \(seed): \(text)\nprinted: \(printed)")
      } catch {
        #expect(error.kind == .syntaxError && error.phase == .compileTime, "seed \(seed): \(text)")
        let end = error.span?.upper ?? .max
        #expect(Int(end) <= text.utf8.count, "seed \(seed): \(text)")
      }
    }
  }

  /// Deep nesting of every kind is refused before the stack ends.
  @Test(arguments: [
    "(", "[", "{a: ", "-", "NOT ", "- ", "CASE WHEN ", "f(", "[x IN ", "all(x IN ", "EXISTS { MATCH (a) WHERE ",
    "EXISTS { RETURN ", "reduce(a = ", "(a {k: ", "n[", "1 + (", "1 + ", "[(a {k: ", "n {k: ", "$p[", "x.y = (",
  ])
  func deepNesting(piece: String) {
    for depth in [150, 1_000, 100_000] {
      let text = "RETURN " + String(repeating: piece, count: depth)
      #expect(throws: QueryFailure.self) { try QueryParser.parse(text) }
    }
  }

  /// Nested subqueries, unions and updates.
  @Test(arguments: ["CALL { ", "FOREACH (x IN [] | ", "MATCH (((((((((("])
  func deepClauses(piece: String) {
    let text = String(repeating: piece, count: 100_000)
    #expect(throws: QueryFailure.self) { try QueryParser.parse(text) }
  }

  /// Long chains are refused beyond the height limit, short ones and wide trees are not.
  @Test func chains() throws {
    let short = "RETURN 1" + String(repeating: " + 1", count: 400) + " AS x"
    #expect(throws: Never.self) { try QueryParser.parse(short) }
    let wide = "RETURN [1" + String(repeating: ", 1", count: 100_000) + "] AS x"
    #expect(throws: Never.self) { try QueryParser.parse(wide) }
    for link in [" + 1", ".a", "[0]", " AND true", " IS NULL"] {
      let long = "RETURN x" + String(repeating: link, count: 100_000) + " AS x"
      #expect(throws: QueryFailure.self) { try QueryParser.parse(long) }
    }
  }

  /// Real statements nest far below the limit.
  @Test func nestingThatIsAllowed() throws {
    let depth = 90
    let brackets = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let query = try QueryParser.parse("RETURN \(brackets) AS x")
    #expect(try QueryParser.parse(CypherPrinter.string(for: query)) == query)
  }
}
