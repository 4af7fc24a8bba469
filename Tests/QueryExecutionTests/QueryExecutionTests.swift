import GraphCore
import QueryExecution
import Testing

@Test func oneRowOfConstants() throws {
  var graph = TestGraph()
  let result = try graph.run("RETURN 1 AS one, 'a' + 'b' AS text, [1, 2][0] = 1.0 AS isEqual")
  #expect(result.columns == ["one", "text", "isEqual"])
  #expect(result.rows == [[1, "ab", true]])
}

@Test func createdThenMatched() throws {
  var graph = TestGraph()
  _ = try graph.run(
    "CREATE (a:State {name: 'A'})-[:accuses {date: partialDate('2020-09')}]->(b:State {name: 'B'})")
  let result = try graph.run("MATCH (a)-[r:accuses]->(b) RETURN a.name, b.name, r.date.year, type(r)")
  #expect(result.rows == [["A", "B", 2020, "accuses"]])
}
