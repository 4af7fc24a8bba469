import Diagnostics
import Foundation
import QuerySyntax
import Synchronization
import TestSupport
import Testing

@Suite struct FuzzTests {
  /// Spoilt statements are read or refused, with a span inside the text; what is read prints and reads again.
  @Test func spoiltStatements() throws {
    let base = (1...UInt64(40)).map { seed in
      var generator = TreeGenerator(seed: seed)
      return CypherPrinter.line(for: generator.query())
    }
    for seed in 1...UInt64(TestEnvironment.fuzzRounds(2_000)) {
      var mutator = StatementMutator(seed: seed)
      let text = mutator.mutate(base[Int(seed) % base.count])
      do throws(QueryFailure) {
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
    "(", "[", "{a: ", "-", "NOT ", "- ", "CASE WHEN ", "f(", "[x IN ", "all(x IN ",
    "EXISTS { MATCH (a) WHERE ",
    "EXISTS { RETURN ", "reduce(a = ", "(a {k: ", "n[", "1 + (", "1 + ", "[(a {k: ", "n {k: ", "$p[",
    "x.y = (",
  ])
  func deepNesting(piece: String) {
    for depth in [150, 1_000, 100_000] {
      let text = "RETURN " + String(repeating: piece, count: depth)
      #expect(throws: QueryFailure.self) { try QueryParser.parse(text) }
    }
  }

  /// The limits hold on small stacks: 512 KiB when optimised, 4 MiB when not, where frames are large.
  @Test func smallStack() {
    let nested = String(repeating: "[(a {k: CASE WHEN f(", count: 25)
    let updates = String(repeating: "FOREACH (x IN [1] | ", count: 95)
    let chain = "RETURN x" + String(repeating: " + 1", count: 450) + " AS x"
    let brackets = "RETURN " + String(repeating: "[", count: 95) + String(repeating: "]", count: 95) + " AS x"
    let outcomes = Mutex<[Bool]>([])
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      for text in [
        "RETURN " + nested, updates, chain, brackets, "RETURN " + String(repeating: "(", count: 9_999),
      ] {
        let query = try? QueryParser.parse(text)
        let isSound = query.map { (try? QueryParser.parse(CypherPrinter.string(for: $0))) == $0 } ?? true
        outcomes.withLock { $0.append(isSound) }
      }
      done.signal()
    }
    #if DEBUG
      thread.stackSize = 4 * 1024 * 1024
    #else
      thread.stackSize = 512 * 1024
    #endif
    thread.start()
    done.wait()
    #expect(outcomes.withLock { $0 } == [true, true, true, true, true])
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
    let wide = "RETURN [1" + String(repeating: ", 1", count: 20_000) + "] AS x"
    #expect(throws: Never.self) { try QueryParser.parse(wide) }
    for link in [" + 1", ".a", "[0]", " AND true", " IS NULL"] {
      let long = "RETURN x" + String(repeating: link, count: 100_000) + " AS x"
      #expect(throws: QueryFailure.self) { try QueryParser.parse(long) }
    }
  }

  @Test(arguments: ["|", "&"]) func aLongChainOfLabelsIsPrintedAsOne(_ sign: String) throws {
    let text = "MATCH (n:" + Array(repeating: "A&B|C", count: 30).joined(separator: sign) + ") RETURN n"
    let query = try QueryParser.parse(text)
    #expect(try QueryParser.parse(CypherPrinter.string(for: query)) == query)
  }

  /// Real statements nest far below the limit.
  @Test func nestingThatIsAllowed() throws {
    let depth = 90
    let brackets = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let query = try QueryParser.parse("RETURN \(brackets) AS x")
    #expect(try QueryParser.parse(CypherPrinter.string(for: query)) == query)
  }
}
