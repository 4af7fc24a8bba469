import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import TestSupport
import Testing

/// Triangles found from one corner are as many as those found from each, with loops and parallel relationships.
@Suite("triangles from one corner")
struct TriangleTests {
  private static func graph(_ random: inout SeededGenerator) -> GraphSnapshot {
    var builder = GraphBuilder(schema: nil)
    let count = 2 + random.below(9)
    let nodes = (0..<count).map { _ in builder.addNode(labels: ["A"]) }
    for _ in 0..<random.below(8 * count) {
      _ = builder.addRelationship(
        ["R", "R", "R", "S"][random.below(4)], from: nodes[random.below(count)],
        to: nodes[random.below(count)])
    }
    return builder.freeze()
  }

  private static func query(_ random: inout SeededGenerator) -> String {
    func hop() -> String { random.below(8) == 0 ? ":S" : ":R" }
    let isBackwards = random.below(2) == 0
    func arrow() -> String { isBackwards ? "<-[\(hop())]-" : "-[\(hop())]->" }
    var conditions = ["a <> b", "c <> b", "a <> c", "b <> a"]
    if random.below(4) == 0 { conditions.remove(at: random.below(4)) }
    if random.below(6) == 0 { conditions.append("a.x IS NULL") }
    let end = [
      "RETURN count(*)", "RETURN count(*) + 1 AS n, count(*) AS m", "WITH DISTINCT a, b, c RETURN count(*)",
      "RETURN count(DISTINCT a)", "RETURN a, count(*) ORDER BY id(a)", "WITH a, b RETURN count(*)",
      "WITH DISTINCT a, b RETURN count(*)",
    ][random.below(7)]
    let pattern = "(a:A)\(arrow())(b)\(arrow())(c)\(arrow())(a)"
    return "MATCH \(pattern) WHERE \(conditions.joined(separator: " AND ")) \(end)"
  }

  @Test("generated graphs", arguments: [1 as UInt64, 2, 3])
  func generated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var fromOneCorner = 0
    var found = 0
    for round in 0..<TestEnvironment.fuzzRounds(300) {
      var graph = TestGraph()
      graph.snapshot = Self.graph(&random)
      let query = Self.query(&random)
      let expected = try graph.run(query, options: PlanOptions(usesStatistics: false), passes: .none)
      let actual = try graph.run(query)
      #expect(actual.rows == expected.rows, "seed \(seed), round \(round): \(query)")
      #expect(actual.columns == expected.columns)
      if PlanText.lines(for: try graph.plan(query)).contains(where: { $0.details.contains(" above ") }) {
        fromOneCorner += 1
        if case .integer(let count)? = expected.rows.first?.first, count > 0 { found += 1 }
      }
    }
    #expect(fromOneCorner > 30, "seed \(seed): only \(fromOneCorner) plans begin at one corner")
    #expect(found > 15, "seed \(seed): only \(found) of them found a triangle")
  }
}
