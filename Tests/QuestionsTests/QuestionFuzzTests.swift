import Diagnostics
import Questions
import TestSupport
import Testing
import Vocabulary

@Suite("Questions under mutation")
struct QuestionFuzzTests {
  @Test("never trap: a statement, or a diagnostic inside the question", .timeLimit(.minutes(10)))
  func fuzz() throws {
    let reader = try QuestionCaseTests.reader()
    let questions = try Case.all(in: "questions").map { $0.line("question") }
    var words = Set(questions.flatMap { $0.split(separator: " ").map(String.init) }).sorted()
    words += [
      "'", "\"", "“", "2020-99", "0000", "9999", "99999999999999999999", "s", "-", ",", ";", "¶", "\u{0}",
      "é",
      "\u{301}", "🇦🇲", "9999-12-31", "0000-01-01", "after", "before", "10th",
    ]
    let rounds = TestEnvironment.fuzzRounds(2_000)
    var generator = SeededGenerator(seed: 1_923)
    var understood = 0
    for round in 0..<rounds {
      var bytes: [UInt8]
      if generator.once(in: 2) {
        // A soup of the questions' own words goes deeper into the parser than bytes do.
        var parts: [String] = []
        for _ in 0..<(1 + generator.below(14)) { parts.append(generator.pick(words) ?? "") }
        bytes = Array(parts.joined(separator: " ").utf8)
      } else {
        var parts = (generator.pick(questions) ?? "").split(separator: " ").map(String.init)
        for _ in 0..<(1 + generator.below(3)) {
          let place = generator.below(parts.count + 1)
          switch generator.below(4) {
          case 0 where place < parts.count: parts.remove(at: place)
          case 1: parts.insert(generator.pick(words) ?? "", at: place)
          case 2 where place < parts.count: parts[place] = generator.pick(words) ?? ""
          default: if place < parts.count { parts.swapAt(place, generator.below(parts.count)) }
          }
        }
        bytes = Array(parts.joined(separator: " ").utf8)
      }
      if generator.once(in: 3), !bytes.isEmpty {
        bytes[generator.below(bytes.count)] = UInt8(generator.below(256))
      }
      let source = SourceText(name: "question", bytes: bytes)
      do throws(Diagnostic) {
        _ = try reader.read(source, now: "2023-09-19")
        understood += 1
      } catch {
        // A statement that the parser of openCypher refuses would have a code of its own.
        #expect(error.code.hasPrefix("question."), "seed \(generator.seed), round \(round): \(source.text)")
        let span = try #require(error.place).span
        #expect(Int(span.upper) <= bytes.count, "seed \(generator.seed), round \(round): \(source.text)")
      }
    }
    #expect(understood > rounds / 50, "seed \(generator.seed): only \(understood) were understood")
  }
}
