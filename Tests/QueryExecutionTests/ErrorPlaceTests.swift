import Diagnostics
import TestSupport
import Testing

/// What may stand nowhere, put into each place that takes an expression: always the same error, before any row.
@Suite("expressions that may stand nowhere")
struct ErrorPlaceTests {
  /// `@` is the place.
  private static let reading = [
    "MATCH (n {x: @}) RETURN n", "MATCH ()-[r {x: @}]->() RETURN r", "MATCH ()-[r* {x: @}]->() RETURN r",
    "OPTIONAL MATCH (n {x: @}) RETURN n", "MATCH (n) WHERE n.x = @ RETURN n",
    "OPTIONAL MATCH (n) WHERE n.x > @ RETURN n", "MATCH (n) WHERE n.x IN [1, @] RETURN n",
    "MATCH (n) WHERE (n)-[:R {x: @}]->() RETURN n",
    "MATCH (n) WHERE exists { (n)-->(m) WHERE m.x = @ } RETURN n", "UNWIND [@] AS x RETURN x",
    "MATCH (n) WITH n WHERE n.x = @ RETURN n", "MATCH (n) WITH n ORDER BY @ RETURN n",
    "MATCH (n) RETURN [x IN [1] WHERE x = @ | x] AS a", "MATCH (n) RETURN [x IN [1] | x + @] AS a",
    "MATCH (n) RETURN [(n)-->(m) WHERE m.x = @ | m] AS a", "MATCH (n) RETURN [(n)-->(m) | @] AS a",
    "MATCH (n) RETURN any(x IN [1] WHERE x = @) AS a",
    "MATCH (n) RETURN reduce(s = 0, x IN [1] | s + x + @) AS a",
  ]

  private static let writing = [
    "CREATE ({x: @})", "CREATE ()-[:R {x: @}]->()", "MERGE ({x: @})", "MERGE ()-[:R {x: @}]->()",
    "MERGE (n) ON CREATE SET n.x = @", "MERGE (n) ON MATCH SET n.x = @", "MERGE (n) ON MATCH SET n += {x: @}",
    "MATCH (n) SET n.x = @", "MATCH (n) SET n = {x: @}", "MATCH (n) SET n += {x: @}",
    "MATCH (n) SET n.x = n.y, n.z = [@]", "MATCH (n) FOREACH (x IN [@] | SET n.x = x)",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = @)",
  ]

  /// Aggregates may stand in these.
  private static let projecting = [
    "MATCH (n) WITH n, @ AS y RETURN n", "MATCH (n) RETURN CASE WHEN n.x = @ THEN 1 END AS a",
    "MATCH (n) RETURN CASE @ WHEN 1 THEN 1 END AS a", "MATCH (n) RETURN {k: @} AS a",
    "MATCH (n) RETURN [@] AS a", "MATCH (n) RETURN [1, 2][@] AS a", "MATCH (n) RETURN [1, 2][0..@] AS a",
    "MATCH (n) RETURN n[@] AS a", "MATCH (n) RETURN coalesce(n.x, @) AS a", "MATCH (n) RETURN count(@) AS a",
    "MATCH (n) RETURN DISTINCT @ AS a", "RETURN 1 AS a UNION RETURN @ AS a",
  ]

  private func detail(_ template: String, _ expression: String) -> String {
    var graph = TestGraph()
    let query = template.split(separator: "@", omittingEmptySubsequences: false).joined(separator: expression)
    do throws(QueryFailure) {
      _ = try graph.run(query)
      return "\(query) runs"
    } catch {
      return "\(error.kind.rawValue) at \(error.phase.rawValue): \(error.detail)"
    }
  }

  @Test(
    "a variable that is not there, a function that is not there, a pattern",
    arguments: reading + writing + projecting)
  func anywhere(template: String) {
    #expect(detail(template, "missing") == "SyntaxError at compile time: UndefinedVariable")
    #expect(detail(template, "missing(1)") == "SyntaxError at compile time: UnknownFunction")
    #expect(detail(template, "(a)-->()") == "SyntaxError at compile time: UnexpectedSyntax")
  }

  @Test("an aggregate where there are no groups", arguments: reading + writing)
  func aggregates(template: String) {
    #expect(detail(template, "count(*)") == "SyntaxError at compile time: InvalidAggregation")
  }

  @Test("a parameter without a value", arguments: reading + writing + projecting)
  func parameters(template: String) {
    #expect(detail(template, "$nobody") == "ParameterMissing at compile time: MissingParameter")
  }
}
