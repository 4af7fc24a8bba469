import EntenteKit

/// One question of the workload, asked with each of its parameter sets.
struct Item: Sendable {
  /// What the workload calls it: `Q1`.
  let name: String
  /// The statement, where ``isLiteral`` with `$x` in the place of the name.
  let statement: String
  /// The statement's parameters, in the order of a parameter set.
  var parameters: [String] = []
  /// The line of the parameter file that holds its sets; nil: it is asked once, without any.
  var sets: String?
  /// Whether each set makes a text of its own, with the name as a literal.
  var isLiteral = false
  /// A row of the answer from a row of the engine.
  var line: @Sendable (_ set: [String], _ number: Int, _ rows: QueryRows, _ row: Int) -> String = Item.plain
  /// What stands for a set without a row; nil: nothing.
  var missing: (@Sendable ([String]) -> String)?

  @Sendable static func plain(_ set: [String], _ number: Int, _ rows: QueryRows, _ row: Int) -> String {
    rows.columns.indices.map { cell(rows, row, $0) }.joined(separator: "\t")
  }

  @Sendable static func afterFirst(_ set: [String], _ number: Int, _ rows: QueryRows, _ row: Int) -> String {
    set[0] + "\t" + plain(set, number, rows, row)
  }

  static func cell(_ rows: QueryRows, _ row: Int, _ column: Int) -> String {
    rows.text(row, column) ?? rows.integer(row, column).map { String($0) } ?? "\(rows[row, column])"
  }
}

extension Item {
  /// The fourteen items but the load, in openCypher.
  static let all: [Item] = [
    Item(
      name: "Q1",
      statement: """
        MATCH (a:Entity)-[r:Accuse]->(b:Entity)
        RETURN a.name, b.name, count(*) AS n ORDER BY n DESC, a.name, b.name LIMIT 20
        """,
      line: { set, number, rows, row in "\(row + 1)\t" + Item.plain(set, number, rows, row) }),
    Item(
      name: "Q2",
      statement: "MATCH (a:Entity)-[:Accuse]->(b:Entity {name: $x}) RETURN DISTINCT a.name",
      parameters: ["x"], sets: "Q2", line: Item.afterFirst),
    Item(
      name: "Q2t",
      statement: "MATCH (a:Entity)-[:Accuse]->(b:Entity {name: $x}) RETURN DISTINCT a.name",
      parameters: ["x"], sets: "Q2", isLiteral: true, line: Item.afterFirst),
    Item(
      name: "Q3",
      statement: """
        MATCH (a:Entity)-[:Accuse]->(:Entity)-[:Accuse]->(y:Entity {name: $y}) RETURN DISTINCT a.name
        """,
      parameters: ["y"], sets: "Q3", line: Item.afterFirst),
    Item(
      name: "Q4",
      statement: """
        MATCH (a:Entity)-[:Accuse]->(b:Entity)-[:Accuse]->(a)
        WHERE a.name < b.name RETURN DISTINCT a.name, b.name
        """),
    Item(
      name: "Q5",
      statement: """
        MATCH (a:Entity)-[:Accuse]->(b:Entity)-[:Accuse]->(c:Entity)-[:Accuse]->(a)
        WHERE a <> b AND b <> c AND a <> c RETURN count(*)
        """),
    Item(
      name: "Q5d",
      statement: """
        MATCH (a:Entity)-[:Accuse]->(b:Entity)-[:Accuse]->(c:Entity)-[:Accuse]->(a)
        WHERE a <> b AND b <> c AND a <> c WITH DISTINCT a, b, c RETURN count(*)
        """),
    Item(
      name: "Q6",
      statement: """
        MATCH (a:Entity {name: $a}), (b:Entity {name: $b}), p = shortestPath((a)-[*]-(b)) RETURN length(p)
        """,
      parameters: ["a", "b"], sets: "Q6",
      line: { set, _, rows, row in "\(set[0])\t\(set[1])\t\(Item.cell(rows, row, 0))" },
      // The answer of the workload has a row for every pair.
      missing: { "\($0[0])\t\($0[1])\t\($0[0] == $0[1] ? 0 : -1)" }),
    Item(
      name: "Q7",
      statement: """
        MATCH (x:Entity {name: $x})-[:Accuse|`Criticize or denounce`|Threaten*1..3]->(e:Entity)
        RETURN DISTINCT e.name
        """,
      parameters: ["x"], sets: "Q7", line: Item.afterFirst),
    Item(
      name: "Q8",
      statement: """
        MATCH (:Entity)-[r]->(:Entity) WHERE date($from) <= r.date AND r.date < date($to)
        RETURN type(r), r.date.year, r.date.month, count(*)
        """,
      parameters: ["from", "to"], sets: "Q8",
      line: { _, _, rows, row in
        let month = rows.integer(row, 2) ?? 0
        return "\(Item.cell(rows, row, 0))\t\(Item.cell(rows, row, 1))-\(month < 10 ? "0" : "")\(month)\t"
          + Item.cell(rows, row, 3)
      }),
    Item(
      name: "Q9",
      statement: "MATCH (e:Entity) WHERE toLower(e.name) CONTAINS toLower($text) RETURN e.name",
      parameters: ["text"], sets: "Q9", line: Item.afterFirst),
    Item(name: "Q10", statement: Item.goBetweens("Mediate")),
    Item(name: "Q10b", statement: Item.goBetweens("Consult")),
  ]

  private static func goBetweens(_ relation: String) -> String {
    """
    MATCH (m:Entity)-[:\(relation)]->(a:Entity)-[:Accuse]->(b:Entity)<-[:\(relation)]-(m)
    WHERE a <> b RETURN m.name, count(*)
    """
  }

  /// The statement with a name in it as a literal.
  func statement(for set: [String]) -> String {
    let name = set[0].replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    return statement.replacing("$x", with: "'\(name)'")
  }
}
