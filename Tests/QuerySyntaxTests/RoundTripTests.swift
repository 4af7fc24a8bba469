import Diagnostics
import QuerySyntax
import TestSupport
import Testing

@Suite struct RoundTripTests {
  /// Every statement of the TCK that parses says the same when it is printed and parsed again; nothing that
  /// is expected to give a result is refused.
  @Test func everyStatementOfTheTCK() throws {
    guard let folder = ConformanceSuite.defaultFolder else { return }
    let suite = try ConformanceSuite(folder: folder)
    var parsed = 0
    for feature in suite.features {
      for scenario in feature.scenarios {
        let fails = scenario.steps.contains { $0.text.contains("should be raised") }
        for step in scenario.steps where step.text.contains("execut") {
          guard let text = step.document else { continue }
          do {
            let query = try QueryParser.parse(text)
            expectRoundTrip(query, from: text)
            parsed += 1
          } catch {
            let place = "\(feature.path) \(scenario.name)"
            #expect(
              fails,
              "\(place): \(error.message) at \(error.span.map(String.init(describing:)) ?? "")\n\(text)")
          }
        }
      }
    }
    #expect(parsed > 1_000)
  }

  /// Trees that no text gave: what the printer writes parses to them again.
  @Test func generatedTrees() throws {
    for seed in 1...UInt64(TestEnvironment.fuzzRounds(2_000)) {
      var generator = TreeGenerator(seed: seed)
      let query = generator.query()
      let text = CypherPrinter.string(for: query)
      do {
        let again = try QueryParser.parse(text)
        #expect(again == query, "seed \(seed): \(text)\n\(CypherPrinter.string(for: again))")
      } catch {
        Issue.record("seed \(seed): \(error.message) at \(String(describing: error.span))\n\(text)")
      }
    }
  }

  private func expectRoundTrip(_ query: Query, from text: String) {
    for printed in [CypherPrinter.string(for: query), CypherPrinter.line(for: query)] {
      do {
        let again = try QueryParser.parse(printed)
        #expect(again == query, "\(text)\nprinted: \(printed)")
      } catch {
        Issue.record("\(error.message)\n\(text)\nprinted: \(printed)")
      }
    }
  }
}
