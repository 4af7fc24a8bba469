import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import TestSupport
import Testing

/// Statements made of pieces of all cases, with hostile constants: each gives rows or a failure, in bounded time.
///
/// A trap would end the test process; the seed is printed before each hundred statements when
/// `ENTENTE_FUZZ` raises their number.
@Test func mutatedStatementsNeverTrap() throws {
  let cases = try Case.all(in: "query-execution")
  let corpus = cases.flatMap { [$0.line("query"), $0.line("after")] }.filter { !$0.isEmpty }
    .map { tokens(of: $0) }
  let words = corpus.flatMap { $0 }
  let limits = QueryOptions(
    timeLimit: .milliseconds(300), rowLimit: 20_000, heldRowLimit: 200_000, seed: 1)
  var ranCount = 0
  for seed in 0..<UInt64(TestEnvironment.fuzzRounds(3_000)) {
    var random = SeededGenerator(seed: seed)
    var statement = random.pick(corpus) ?? []
    for _ in 0...random.below(4) { mutate(&statement, words, corpus, &random) }
    var graph = TestGraph()
    _ = try graph.run(
      "CREATE (a:A:N {n: 1, name: 'a', p: partialDate('2020')})-[:T {w: 1.5}]->(b:B {n: 'x', p: [1, null]})-[:T]->(a), (b)-[:U]->(b)"
    )
    if seed.isMultiple(of: 1_000) { print("mutated statements from seed \(seed)") }
    do throws(QueryFailure) {
      _ = try graph.run(statement.joined(separator: " "), limits: limits)
      ranCount += 1
    } catch {
      #expect(!error.message.isEmpty, "seed \(seed)")
    }
  }
  #expect(ranCount > 0)
}

/// Words, numbers, strings and single signs.
private func tokens(of text: String) -> [String] {
  var result: [String] = []
  var word = ""
  var quote: Character?
  for character in text {
    if let open = quote {
      word.append(character)
      if character == open {
        result.append(word)
        word = ""
        quote = nil
      }
      continue
    }
    if character.isLetter || character.isNumber || character == "_" {
      word.append(character)
      continue
    }
    if !word.isEmpty { result.append(word) }
    word = ""
    if character == "'" {
      word = "'"
      quote = "'"
    } else if !character.isWhitespace {
      result.append(String(character))
    }
  }
  return word.isEmpty ? result : result + [word]
}

private let hostile = [
  "9223372036854775807", "-9223372036854775808", "0", "-1", "0.0", "1e308", "null", "''", "[]", "{}", "true",
  "(0.0 / 0.0)", "'a\\u0301'", "[null]", "a", "r", "n", "partialDate('2020-09')", "range(0, 100)", "rand()",
]

private func mutate(
  _ statement: inout [String], _ words: [String], _ corpus: [[String]], _ random: inout SeededGenerator
) {
  guard !statement.isEmpty else { return }
  let place = random.below(statement.count)
  switch random.below(6) {
  case 0: statement[place] = random.pick(hostile) ?? ""
  case 1: statement[place] = random.pick(words) ?? ""
  case 2: statement.remove(at: place)
  case 3: statement.insert(random.pick(words) ?? "", at: place)
  case 4:
    // The end of another statement after the beginning of this one.
    let other = random.pick(corpus) ?? []
    statement = Array(statement[..<place]) + other[min(other.count, random.below(other.count + 1))...]
  default:
    if let number = statement.indices.first(where: { $0 >= place && Int(statement[$0]) != nil }) {
      statement[number] = random.pick(hostile) ?? ""
    }
  }
}
