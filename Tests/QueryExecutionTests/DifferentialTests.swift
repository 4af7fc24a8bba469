import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax
import TestSupport
import Testing

/// Optimised = unoptimised: the plan by cost with all passes against the plan as written with none.
///
/// `ENTENTE_FUZZ=2500` compares 10,000 graphs and queries.
@Suite("optimised plans answer like plain ones")
struct DifferentialTests {
  @Test("generated graphs and queries", arguments: [1 as UInt64, 2, 3, 4])
  func generated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let rounds = TestEnvironment.fuzzRounds(150)
    var compared = 0
    var withRows = 0
    for round in 0..<rounds {
      var graph = TestGraph()
      graph.snapshot = try RandomGraph(&random).snapshot()
      var writer = QueryWriter(SeededGenerator(seed: random.next()))
      let query = writer.query()
      let plain = Outcome(query, graph, PlanOptions(evidence: true, usesStatistics: false), .none)
      for (options, isProof) in [(PlanOptions(), false), (PlanOptions(evidence: true), true)] {
        let better = Outcome(query, graph, options, .standard)
        let place: Comment = "seed \(seed), round \(round): \(query.text)"
        switch (plain.failure, better.failure) {
        case (nil, nil):
          compared += 1
          withRows += plain.rows.isEmpty ? 0 : 1
          #expect(plain.rows == better.rows, place)
          if isProof, !query.mayChooseEvidence { #expect(plain.evidence == better.evidence, place) }
        case (nil, let failure?) where failure.kind != .limitReached:
          Issue.record("seed \(seed), round \(round): \(query.text): \(failure.detail): \(failure.message)")
        default: break
        }
      }
    }
    #expect(compared > rounds, "seed \(seed): only \(compared) of \(2 * rounds) answers could be compared")
    #expect(withRows > rounds / 2, "seed \(seed): only \(withRows) answers have rows")
    print("seed \(seed): \(rounds) graphs and queries, \(compared) answers compared, \(withRows) with rows")
  }
}

/// What one way of planning makes of a query, in a form that compares.
private struct Outcome {
  /// The rows in words; sorted when their order is open.
  var rows: [String] = []
  /// The rows with the relationships that prove each, sorted.
  var evidence: [String] = []
  var failure: QueryFailure?

  init(_ query: RandomQuery, _ graph: TestGraph, _ options: PlanOptions, _ passes: PassList) {
    var graph = graph
    let limits = QueryOptions(timeLimit: .seconds(2), rowLimit: 50_000, heldRowLimit: 500_000)
    do throws(QueryFailure) {
      let table = try graph.run(
        query.text, parameters: ["x": .string("Armenia"), "n": .integer(1)], options: options,
        passes: passes, limits: limits)
      rows = table.rows.map { row in
        "\(query.ignoresListOrder ? row.map(Self.sortedLists) : row)"
      }
      evidence = zip(rows, table.evidence).map { "\($0) \($1.map(\.rawValue).sorted())" }.sorted()
      if !query.isOrdered { rows.sort() }
    } catch {
      failure = error
    }
  }

  private static func sortedLists(_ value: Value) -> Value {
    guard case .list(let elements) = value else { return value }
    return .list(elements.map(sortedLists).sorted { "\($0)" < "\($1)" })
  }
}
