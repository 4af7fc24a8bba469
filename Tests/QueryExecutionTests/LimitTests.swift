import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import Testing

@Suite struct LimitTests {
  @Test func aRunawayQueryEndsInTime() {
    var graph = TestGraph()
    let failure = #expect(throws: QueryFailure.self) {
      _ = try graph.run(
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*)",
        limits: QueryOptions(timeLimit: .milliseconds(50)))
    }
    #expect(failure?.kind == .limitReached)
    #expect(failure?.detail == "TimeLimit")
  }

  /// Each would run for hours, or take all memory, if its limit were looked at between batches only.
  @Test(arguments: [
    "UNWIND range(1, 1000) AS a RETURN size([x IN range(1, 1000000) WHERE any(y IN range(1, 1000) WHERE x % y = 7)])",
    "RETURN reduce(s = 0, x IN range(1, 3000000) | s + size([y IN range(1, 1000) WHERE y = x]))",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b UNWIND range(1, 2000) AS c WITH a, b, c ORDER BY -c RETURN a",
  ])
  func aRunawayExpressionEndsInTime(_ query: String) {
    var graph = TestGraph()
    let failure = #expect(throws: QueryFailure.self) {
      _ = try graph.run(query, limits: QueryOptions(timeLimit: .milliseconds(50)))
    }
    #expect(failure?.detail == "TimeLimit")
    let shown = (failure?.details ?? []).joined(separator: "\n")
    #expect(shown.contains("produce results"))
  }

  @Test(arguments: [
    "RETURN size(reduce(s = 'ab', i IN range(1, 60) | s + s))",
    "RETURN size(reduce(s = 'a', i IN range(1, 60) | replace(s, 'a', 'aa')))",
    "RETURN size(reduce(l = [1], i IN range(1, 60) | l + l))",
    "RETURN size(range(1, 19000000))",
  ])
  func whatDoublesEndsAtTheMemoryLimit(_ query: String) {
    var graph = TestGraph()
    let options = QueryOptions(memoryLimit: 10 << 20, memoryInUse: { 0 })
    let failure = #expect(throws: QueryFailure.self) { _ = try graph.run(query, limits: options) }
    #expect(failure?.detail == "MemoryLimit")
    #expect(failure?.message == "the query uses more memory than 10 MiB")
  }

  @Test func aCancelledQueryEnds() {
    var graph = TestGraph()
    let failure = #expect(throws: QueryFailure.self) {
      _ = try graph.run("UNWIND range(1, 10) AS a RETURN a", limits: QueryOptions(isCancelled: { true }))
    }
    #expect(failure?.detail == "Cancelled")
  }

  @Test func rowsAndHeldRowsAreLimited() {
    var graph = TestGraph()
    let rows = #expect(throws: QueryFailure.self) {
      _ = try graph.run("UNWIND range(1, 10) AS a RETURN a", limits: QueryOptions(rowLimit: 5))
    }
    #expect(rows?.detail == "RowLimit")
    let held = #expect(throws: QueryFailure.self) {
      _ = try graph.run(
        "UNWIND range(1, 10000) AS a RETURN a ORDER BY -a", limits: QueryOptions(heldRowLimit: 5_000))
    }
    #expect(held?.detail == "MemoryLimit")
  }

  @Test func aParameterWithoutValueIsMissing() {
    var graph = TestGraph()
    let failure = #expect(throws: QueryFailure.self) { _ = try graph.run("RETURN $x") }
    #expect(failure?.kind == .parameterMissing)
  }

  @Test func randomNumbersFollowTheSeed() throws {
    var graph = TestGraph()
    let query = "UNWIND range(1, 3) AS i RETURN rand() AS r"
    let one = try graph.run(query, limits: QueryOptions(seed: 7)).rows
    let two = try graph.run(query, limits: QueryOptions(seed: 7)).rows
    let other = try graph.run(query, limits: QueryOptions(seed: 8)).rows
    #expect(one == two)
    #expect(one != other)
    #expect(Set(one.map { $0[0] }).count == 3)
  }

  @Test func operatorsAreCounted() throws {
    var graph = TestGraph()
    _ = try graph.run("CREATE (:A)-[:T]->(:B), (:A)")
    let result = try graph.run("MATCH (a:A)-[:T]->(b) RETURN a", limits: QueryOptions(profiles: true))
    #expect(result.profile.first?.rows == 1)
    #expect(result.profile.count > 2)
  }

  @Test func evidenceNamesTheRelationshipsOfEachRow() throws {
    var graph = TestGraph()
    _ = try graph.run("CREATE (a {n: 1})-[:T]->({n: 2}), (a)-[:T]->({n: 3}), ({n: 4})")
    let rows = try graph.run("MATCH (a)-[:T]->(b) RETURN b.n ORDER BY b.n", options: .init(evidence: true))
    #expect(rows.evidence == [[RelationshipID(0)], [RelationshipID(1)]])
    let groups = try graph.run("MATCH (a)-[:T]->() RETURN a.n, count(*)", options: .init(evidence: true))
    #expect(groups.evidence == [[RelationshipID(0), RelationshipID(1)]])
  }
}
