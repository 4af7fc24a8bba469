import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import TestSupport
import Testing

/// Random patterns on random graphs: what the engine finds is what nested loops find.
@Test func patternsAgreeWithNestedLoops() throws {
  for seed in 0..<UInt64(TestEnvironment.fuzzRounds(300)) {
    var random = SeededGenerator(seed: seed)
    let plain = PlainGraph(&random)
    let pattern = PlainPattern(&random)
    var graph = TestGraph()
    _ = try graph.run(plain.statement)
    let columns = pattern.variables.map { "id(v\($0))" }.joined(separator: ", ")
    let query = pattern.clause + " RETURN " + columns
    let expected = pattern.matches(in: plain).map { $0.map(String.init).joined(separator: " ") }.sorted()
    for (passes, usesStatistics) in [(PassList.standard, true), (.none, false), (.standard, false)] {
      let result = try graph.run(
        query, options: PlanOptions(usesStatistics: usesStatistics), passes: passes)
      let found = result.rows.map { row in
        row.map { ValuePrinter(snapshot: graph.snapshot).text($0) }.joined(separator: " ")
      }
      #expect(found.sorted() == expected, "seed \(seed): \(plain.statement) \(query)")
    }
  }
}

/// Longer statements: every way of planning gives the same rows.
@Test func everyPlanGivesTheSameRows() throws {
  for seed in 0..<UInt64(TestEnvironment.fuzzRounds(300)) {
    var random = SeededGenerator(seed: seed &+ 1_000_000)
    let plain = PlainGraph(&random)
    var graph = TestGraph()
    _ = try graph.run(plain.statement)
    let query = randomStatement(&random)
    var outcomes: [[String]] = []
    for (passes, usesStatistics) in [(PassList.standard, true), (.none, false), (.none, true)] {
      do throws(QueryFailure) {
        let result = try graph.run(
          query, options: PlanOptions(usesStatistics: usesStatistics), passes: passes)
        outcomes.append(result.rows.map { "\($0)" }.sorted())
      } catch {
        outcomes.append(["\(error.kind.rawValue) \(error.detail)"])
      }
    }
    #expect(outcomes[0] == outcomes[1], "seed \(seed): \(plain.statement) \(query)")
    #expect(outcomes[0] == outcomes[2], "seed \(seed): \(plain.statement) \(query)")
  }
}

/// A statement of several clauses whose rows do not depend on the order in which they are found.
private func randomStatement(_ random: inout SeededGenerator) -> String {
  let pattern = PlainPattern(&random)
  let names = pattern.variables.map { "v\($0)" }
  let first = names[0]
  var text = pattern.clause
  let middle = [
    " OPTIONAL MATCH (\(first))-[o:T]->(x) WHERE x.p > 0",
    " OPTIONAL MATCH (\(first))-[o:T*1..2]-(x:A)",
    " MATCH (\(first))-[o:U*0..2]->(x)",
    " WITH \(names.joined(separator: ", ")) MATCH (x {p: \(first).p})",
    " WITH DISTINCT \(first) MATCH (\(first))--(x)",
    " WITH \(first), count(*) AS c WHERE c > 1 MATCH (\(first))<--(x) WHERE exists { (x)-->(:A) }",
    " WITH \(first) UNWIND [\(first), null] AS x",
    " CALL { WITH \(first) MATCH (\(first))-->(x) RETURN x }",
  ]
  text += random.pick(middle) ?? ""
  let ends = [
    " RETURN id(\(first)) AS a, id(x) AS b",
    " RETURN count(*) AS n, sum(x.p) AS s, min(x.p) AS least",
    " RETURN \(first).p AS p, count(DISTINCT x) AS n",
    " RETURN DISTINCT x.p AS p, exists { (x)-[:T]->() } AS t",
    " RETURN id(x) AS x, count { (x)--(:B) } AS n",
    " WITH x ORDER BY id(x) LIMIT 3 RETURN id(x) AS x",
    " RETURN x.p AS p, size([(x)-->(y) WHERE y.p = x.p | y]) AS n",
    " WHERE x.p = 1 RETURN id(x) AS x",
  ]
  let end = random.pick(ends) ?? ""
  return end.hasPrefix(" WHERE") ? text + " WITH x" + end : text + end
}
