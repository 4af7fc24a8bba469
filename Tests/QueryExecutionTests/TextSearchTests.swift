import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import TestSupport
import Testing

/// Looking for a text in another one: as a plain search finds it, and in linear time.
@Suite("texts in texts")
struct TextSearchTests {
  /// What stands between the occurrences, by the plainest search.
  private func pieces(_ text: [UInt8], _ part: [UInt8]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var current: [UInt8] = []
    var index = 0
    while index < text.count {
      if text[index...].starts(with: part) {
        result.append(current)
        current = []
        index += part.count
      } else {
        current.append(text[index])
        index += 1
      }
    }
    return result + [current]
  }

  @Test("generated texts", arguments: [1 as UInt64, 2, 3])
  func generated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var graph = TestGraph()
    let query = "RETURN $t CONTAINS $p AS found, split($t, $p) AS pieces, replace($t, $p, 'xyz') AS replaced"
    var occurrences = 0
    for round in 0..<TestEnvironment.fuzzRounds(300) {
      // Few letters and long parts, so that nearly all of a part matches in many places.
      func letters(_ count: Int) -> [UInt8] { (0..<count).map { _ in random.below(6) == 0 ? 0x62 : 0x61 } }
      let unit = letters(1 + random.below(30))
      let part = random.below(2) == 0 ? unit : unit + unit
      var text: [UInt8] = []
      for _ in 0..<random.below(8) { text += random.below(2) == 0 ? unit : letters(random.below(40)) }
      let expected = pieces(text, part).map { String(decoding: $0, as: UTF8.self) }
      occurrences += expected.count - 1
      let parameters: [String: Value] = [
        "t": .string(String(decoding: text, as: UTF8.self)),
        "p": .string(String(decoding: part, as: UTF8.self)),
      ]
      let rows = try graph.run(query, parameters: parameters).rows
      let wanted: [Value] = [
        .boolean(expected.count > 1), .list(expected.map { .string($0) }),
        .string(expected.joined(separator: "xyz")),
      ]
      #expect(rows == [wanted], "seed \(seed), round \(round): \(parameters)")
    }
    #expect(occurrences > 100, "seed \(seed): hardly anything was found")
  }

  @Test("a part that nearly matches everywhere takes no longer", .timeLimit(.minutes(1)))
  func nearly() throws {
    var graph = TestGraph()
    let rows = try graph.run(
      """
      WITH reduce(t = 'a', i IN range(1, 20) | t + t) AS t, reduce(t = 'a', i IN range(1, 18) | t + t) AS p
      RETURN t CONTAINS (p + 'b') AS found, size(replace(t, p + 'b', '')) = size(t) AS same,
        size(split(t, p)) AS pieces
      """
    ).rows
    #expect(rows == [[.boolean(false), .boolean(true), .integer(5)]])
  }
}
