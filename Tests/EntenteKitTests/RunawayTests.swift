import Diagnostics
import Dispatch
import EntenteKit
import Testing

/// Statements of every kind that would run for hours end at their time limit, and when their task is cancelled.
@Suite("runaway statements")
struct RunawayTests {
  private static let statements = [
    "UNWIND range(1, 3000000) AS x UNWIND range(1, 10) AS y WITH x ORDER BY toString(x) RETURN count(x)",
    "UNWIND range(1, 3000000) AS x UNWIND range(1, 9) AS y RETURN toString(x) AS s ORDER BY s LIMIT 10",
    "UNWIND range(1, 3000000) AS x UNWIND range(1, 9) AS y RETURN count(DISTINCT toString(x * y))",
    "UNWIND range(1, 3000000) AS x UNWIND range(1, 9) AS y RETURN toString(x) AS k, count(*) AS n ORDER BY n",
    "UNWIND range(1, 3000000) AS x UNWIND range(1, 9) AS y RETURN size(collect(toString(x)))",
    "MATCH (a), (b), (c), (d), (e) RETURN count(a.n + b.n + c.n + d.n + e.n)",
    "MATCH (a)-[*1..30]-(b) RETURN count(*)",
    "MATCH (a)-[*2..30]->(b) RETURN DISTINCT b.n",
    "MATCH (a), (b), (c), (d), p = allShortestPaths((a)-[*]-(b)) RETURN count(p)",
    "MATCH (a)-[*8..30]->(b), p = shortestPath((a)-[*]-(b)) RETURN sum(length(p))",
    "RETURN size([x IN range(1, 100000) | [y IN range(1, 100000) | x * y]])",
    "RETURN reduce(s = 0, x IN range(1, 3000000) | s + size([y IN range(1, 1000) WHERE y = x]))",
    "WITH range(1, 1000000) AS l UNWIND range(1, 1000000) AS x WITH x, l WHERE -x IN l RETURN count(*)",
    "WITH reduce(s = 'a', i IN range(1, 22) | s + s) AS t UNWIND range(1, 100000) AS x RETURN t =~ '(a|aa)*c'",
    "WITH reduce(s = 'a', i IN range(1, 22) | s + s) AS t UNWIND range(1, 100000) AS x RETURN count(t CONTAINS 'b')",
    "UNWIND range(1, 3000000) AS x UNWIND range(1, 9) AS y CREATE (:A {x: x})",
    "UNWIND range(1, 3000000) AS x MERGE (a:A {x: x}) ON CREATE SET a.y = 1",
    "FOREACH (x IN range(1, 3000000) | CREATE (:A {x: x})-[:R]->(:B))",
    "MATCH (a) RETURN sum(count { (a)--()--()--()--()--()--() })",
    "MATCH (a) WHERE exists { (a)-[*9..30]->(b {n: -1}) } RETURN a.n",
  ]

  /// Forty nodes, each with relationships to eight others.
  private static let graph: KnowledgeGraph? = try? KnowledgeGraph.empty.query(
    """
    UNWIND range(0, 39) AS n CREATE (:N {n: n}) WITH count(*) AS all
    MATCH (a:N), (b:N) WHERE (b.n - a.n + 40) % 40 IN [1, 2, 5, 11, 17, 23, 29, 31] CREATE (a)-[:R]->(b)
    """
  ).graph

  /// Has a thread of its own: statements may hold all threads that tasks and global queues have.
  private static let canceller = DispatchQueue(label: "canceller")

  @Test("end at their limit", .timeLimit(.minutes(5)), arguments: statements)
  func limited(_ statement: String) throws {
    let graph = try #require(Self.graph)
    let failure = #expect(throws: DiagnosticFailure.self) {
      try graph.ask(statement, AskOptions(limits: QueryLimits(time: .milliseconds(50))))
    }
    #expect(failure?.diagnostics.first?.code == "query.time-limit")
    #expect(failure?.diagnostics.first?.details.isEmpty == false, "the plan is shown")
  }

  @Test("end with their task", .timeLimit(.minutes(5)), arguments: statements)
  func cancelled(_ statement: String) async throws {
    let graph = try #require(Self.graph)
    let asking = Task.detached { try graph.ask(statement) }
    Self.canceller.asyncAfter(deadline: .now() + .milliseconds(50)) { asking.cancel() }
    let failure = await #expect(throws: DiagnosticFailure.self) { try await asking.value }
    #expect(failure?.diagnostics.first?.code == "query.cancelled")
    let reading = Task.detached { try graph.rows(statement) }
    Self.canceller.asyncAfter(deadline: .now() + .milliseconds(50)) { reading.cancel() }
    // Statements that write are refused before they run.
    let other = await #expect(throws: QueryFailure.self) { try await reading.value }
    #expect(["Cancelled", "WritingStatement"].contains(other?.detail ?? ""))
  }
}
