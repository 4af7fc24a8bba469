import Diagnostics
import EntenteKit
import TestSupport
import Testing

@Suite("statements run for their rows")
struct PreparedStatementTests {
  private func graph() throws -> KnowledgeGraph {
    try KnowledgeGraph.empty.query(
      """
      CREATE (a:State {name: 'Armenia'}), (b:State {name: "O'Brien"}), (c:State {name: 'Çäp"`\\\\'}),
        (a)-[:accuses]->(b), (a)-[:accuses]->(b), (b)-[:accuses]->(c), (c)-[:accuses]->(a)
      """
    ).graph
  }

  private func texts(_ rows: QueryRows) -> [String] {
    (0..<rows.count).map { rows.text($0, 0) ?? "\(rows[$0, 0])" }
  }

  @Test("the name in a text may change, and nothing else is mistaken for it")
  func literals() throws {
    let graph = try graph()
    let cases: [(String, [String])] = [
      ("MATCH (a)-[:accuses]->(b {name: 'Armenia'}) RETURN a.name", ["Çäp\"`\\"]),
      ("MATCH (a)-[:accuses]->(b {name: \"O'Brien\"}) RETURN DISTINCT a.name", ["Armenia"]),
      ("MATCH (a)-[:accuses]->(b {name: 'O\\'Brien'}) RETURN DISTINCT a.name", ["Armenia"]),
      ("MATCH (a)-[:accuses]->(b {name: 'Çäp\"`\\\\'}) RETURN a.name", ["O'Brien"]),
      ("MATCH (a)-[:accuses]->(b {name: 'nobody'}) RETURN a.name", []),
      // A literal that is not sought by is part of the statement.
      ("MATCH (a {name: 'Armenia'}) RETURN 'x'", ["x"]),
      ("MATCH (a {name: 'Armenia'}) RETURN 'y'", ["y"]),
      ("MATCH (a {name: 'Armenia'}) /* 'Armenia' */ RETURN a.name // 'x'", ["Armenia"]),
      ("MATCH (a {name: 'Armenia'}) RETURN a.`name`", ["Armenia"]),
    ]
    // Twice: planned, and from the plans kept.
    for _ in 0..<2 {
      for (statement, expected) in cases { #expect(try texts(graph.rows(statement)) == expected) }
    }
  }

  @Test("headings belong to the text that was asked")
  func headings() throws {
    let graph = try graph()
    for name in ["Armenia", "O\\'Brien"] {
      let statement = "MATCH (a {name: '\(name)'}) RETURN a.name = '\(name)'"
      #expect(try graph.rows(statement).columns == ["a.name = '\(name)'"])
    }
  }

  @Test("a prepared statement runs for each value")
  func prepared() throws {
    let graph = try graph()
    let statement = try graph.prepare(
      "MATCH (a)-[:accuses]->(b {name: $name}) RETURN a.name, count(*)", parameters: ["name"])
    let rows = try statement.rows([QueryParameter("name", .text("O'Brien"))])
    #expect(texts(rows) == ["Armenia"])
    #expect(rows.integer(0, 1) == 2)
    #expect(rows.text(0, 1) == nil)
    #expect(rows[0, 1] == .integer(2))
    #expect(try statement.rows([QueryParameter("name", .null)]).count == 0)
    #expect(throws: QueryFailure.self) { try statement.rows() }
  }

  @Test("a statement that writes is refused", arguments: ["CREATE (:A)", "MATCH (n) SET n.x = 1 RETURN n"])
  func writing(_ statement: String) throws {
    let graph = try graph()
    let failure = #expect(throws: QueryFailure.self) { try graph.rows(statement) }
    #expect(failure?.detail == "WritingStatement")
    #expect(throws: QueryFailure.self) { try graph.prepare(statement) }
  }

  @Test("unclosed quotes are told as by the parser", arguments: ["RETURN 'x", "RETURN `x", "RETURN 1 /* x"])
  func unclosed(_ statement: String) throws {
    let graph = try graph()
    #expect(throws: QueryFailure.self) { try graph.rows(statement) }
  }
}
