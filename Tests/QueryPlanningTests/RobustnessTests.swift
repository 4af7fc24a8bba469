import Diagnostics
import QueryPlanning
import QuerySyntax
import TestSupport
import Testing

@Suite("no input traps")
struct RobustnessTests {
  @Test(
    "as deep and as long as the limits allow",
    arguments: [
      "RETURN " + String(repeating: "-", count: 480) + "x",
      "RETURN " + String(repeating: "[", count: 450) + String(repeating: "]", count: 450) + " AS x",
      "WITH 1 AS x RETURN x" + String(repeating: " + x", count: 480) + " AS y",
      String(repeating: "WITH 1 AS x ", count: 3_900) + "RETURN x",
      String(repeating: "MATCH (a)-->(b) ", count: 990) + "RETURN a",
      "RETURN 1 AS x" + String(repeating: " UNION ALL RETURN 1 AS x", count: 3_900),
      "MATCH (a)" + String(repeating: "-->()", count: 1_900) + " RETURN a",
      "CREATE " + (0..<900).map { "(n\($0))" }.joined(separator: ", "),
    ])
  func extremes(text: String) {
    // Whether it is accepted does not matter here; that it comes back does.
    do throws(QueryFailure) {
      let made = try plan(text)
      #expect(made.root.input != nil)
    } catch {
      #expect(!error.detail.isEmpty)
    }
  }

  @Test(
    "a statement that is too long is refused",
    arguments: [
      String(repeating: "WITH 1 AS x ", count: 4_500) + "RETURN x",
      "MATCH (a)" + String(repeating: "-->()", count: 2_500) + " RETURN a",
      "RETURN 1 AS x" + String(repeating: " UNION ALL RETURN 1 AS x", count: 4_500),
    ])
  func tooLong(text: String) {
    do throws(QueryFailure) {
      _ = try plan(text)
      Issue.record("accepted")
    } catch {
      #expect(error.detail == "StatementTooLong")
    }
  }

  @Test(
    "mutated queries fail with a detail or give a plan that holds together", arguments: [11 as UInt64, 12])
  func mutations(seed: UInt64) throws {
    let cases = try ["planning-plans", "planning-errors", "planning-warnings"].flatMap {
      try Case.all(in: $0)
    }
    let corpus = cases.map { words(of: $0.line("query")) }
    var random = SeededGenerator(seed: seed)
    var planned = 0
    for round in 0..<TestEnvironment.fuzzRounds(3_000) {
      let text = mutated(corpus, &random).joined(separator: " ")
      do throws(QueryFailure) {
        let options = PlanOptions(evidence: random.below(2) == 0, usesStatistics: random.below(3) > 0)
        let plan = try plan(text, options: options, passes: random.below(3) > 0 ? .standard : .none)
        planned += 1
        #expect(PlanChecker.problems(of: plan) == [], "seed \(seed), round \(round): \(text)")
      } catch {
        #expect(!error.detail.isEmpty && !error.message.isEmpty, "seed \(seed), round \(round): \(text)")
      }
    }
    #expect(planned > 0)
  }

  /// One to four changes: words dropped, doubled, exchanged, or taken from another query.
  private func mutated(_ corpus: [[String]], _ random: inout SeededGenerator) -> [String] {
    var words = corpus[random.below(corpus.count)]
    for _ in 0...random.below(4) where !words.isEmpty {
      let at = random.below(words.count)
      let other = corpus[random.below(corpus.count)]
      switch random.below(5) {
      case 0: words.remove(at: at)
      case 1: words.insert(words[at], at: at)
      case 2: words.swapAt(at, random.below(words.count))
      case 3: words[at] = other[random.below(other.count)]
      default:
        let start = random.below(other.count)
        words.insert(contentsOf: other[start..<min(other.count, start + 1 + random.below(6))], at: at)
      }
    }
    return words
  }

  /// Names and numbers as wholes, everything else sign by sign.
  private func words(of text: String) -> [String] {
    var result: [String] = []
    var word = ""
    for character in text {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
        continue
      }
      if !word.isEmpty { result.append(word) }
      word = ""
      if !character.isWhitespace { result.append(String(character)) }
    }
    if !word.isEmpty { result.append(word) }
    return result
  }
}
