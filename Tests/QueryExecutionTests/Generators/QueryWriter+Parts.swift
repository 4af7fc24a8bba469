import TestSupport

// Conditions on what a pattern bound, and endings that make rows of it.
extension QueryWriter {
  /// A condition on the variables in scope; sometimes two.
  mutating func condition() -> String {
    guard !nodes.isEmpty else { return "1 < 2" }
    let first = single()
    guard random.once(in: 3) else { return first }
    return "(\(first))" + pick([" AND ", " AND ", " OR ", " XOR "]) + "(\(single()))"
  }

  private mutating func single() -> String {
    if !hops.isEmpty, random.once(in: 3) { return onRelationship(pick(hops)) }
    let one = pick(nodes)
    let two = pick(nodes)
    switch random.below(4) {
    case 0: return onName(one)
    case 1: return onPattern(one, two)
    default:
      return pick([
        "\(one).num > 1", "\(one).name = \(two).name", "\(one).num < \(two).num", "\(one) <> \(two)",
        "\(one):A", "\(one).num IS NULL OR \(two):B", "NOT \(one):B", "\(one).num IN [0, 2, \(two).num]",
        "\(one) = \(two)", "0 < \(one).num <= 2", "\(one).num = $n", "\(one).name IS NOT NULL",
      ])
    }
  }

  private mutating func onName(_ one: String) -> String {
    pick([
      "\(one).name CONTAINS 'a'", "\(one).name STARTS WITH 'B'", "\(one).name ENDS WITH 'ia'",
      "toLower(\(one).name) CONTAINS 'baku'", "toLower(\(one).name) CONTAINS toLower($x)",
      "toUpper(\(one).name) = 'BAKU'", "\(one).name IN ['Baku', 'n1']", "\(one).name = $x",
      "NOT \(one).name CONTAINS 'n'", "\(one).name > 'B'", "size(\(one).name) > 4",
    ])
  }

  private mutating func onPattern(_ one: String, _ two: String) -> String {
    pick([
      "(\(one))-[:R]->()", "NOT (\(one))-[:S*1..2]->(\(two))", "NOT (\(one))-[:R]->(\(two))",
      "EXISTS { (\(one))<-[:T]-(x) WHERE x.num = \(two).num }", "COUNT { (\(one))--() } > 1",
      "EXISTS { MATCH (\(one))-->(x)-->(\(two)) WHERE x <> \(one) }", "(\(one))--(\(two))",
      "size([(\(one))-->(y) | y.num]) > 0", "any(t IN labels(\(one)) WHERE t = 'A')",
    ])
  }

  private mutating func onRelationship(_ hop: String) -> String {
    let other = pick(hops)
    var conditions = [
      "\(hop).w > 0", "type(\(hop)) = 'R'", "\(hop) <> \(other)", "\(hop).w = \(other).w",
      "startNode(\(hop)) = endNode(\(hop))", "type(\(hop)) IN ['R', 'S']",
    ]
    if !isPortable {
      conditions += [
        "\(hop).date >= date('2014-02-01')", "\(hop).date < date('2014-02-15')",
        "date('2014-01-10') <= \(hop).date AND \(hop).date < date('2014-03-01')", "\(hop).date.month = 2",
        "\(hop).date IS NULL", "\(hop).date = \(other).date", "\(hop).date < \(other).date",
        "NOT \(hop).date > date('2014-02-10')", "active(\(hop), '2014-02', '2014-02')",
      ]
    }
    return pick(conditions)
  }

  /// Rows made of what the clauses before bound.
  mutating func ending(after text: String) -> RandomQuery {
    guard !nodes.isEmpty else { return RandomQuery(text: text + "RETURN count(*) AS n") }
    let one = pick(nodes)
    let two = pick(nodes)
    switch random.below(4) {
    case 0: return ordered(text, one, two)
    case 1: return aggregated(text, one, two)
    default:
      let all = nodes.map { "\(id($0)) AS \($0)" }.joined(separator: ", ")
      let endings = [
        "RETURN " + all, "RETURN DISTINCT " + all,
        "RETURN DISTINCT \(one).name AS a, \(two).num AS b",
        "WITH DISTINCT \(one) RETURN \(id(one)) AS i",
        "WITH \(one) AS z, count(*) AS n WHERE n > 1 MATCH (z)-->(q) RETURN \(id("z")) AS z, n, \(id("q")) AS q",
        "RETURN \(id(one)) AS a UNION MATCH (u:A) RETURN u.num AS a",
        "UNWIND [\(one), \(two)] AS u MATCH (u)-[:R]-(w) RETURN \(id("u")) AS u, \(id("w")) AS w",
        "WITH DISTINCT \(one) AS z OPTIONAL MATCH (z)-[:R]->(q {num: 1}) RETURN \(id("z")) AS z, \(id("q")) AS q",
        "CALL { WITH \(one) MATCH (\(one))-->(q) RETURN count(q) AS n } RETURN \(id(one)) AS a, n",
        "RETURN \(id(one)) AS a, COUNT { (\(one))-->() } AS out, EXISTS { (\(one))<--(:B) } AS inward",
        "RETURN CASE WHEN \(one).num > 1 THEN 'many' ELSE \(two).name END AS c, count(*) AS n",
      ]
      return RandomQuery(text: text + pick(endings))
    }
  }

  private mutating func ordered(_ text: String, _ one: String, _ two: String) -> RandomQuery {
    let (one, two) = (one, nodes.first { $0 != one } ?? two)
    let window = pick(["LIMIT 3", "SKIP 1 LIMIT 3", "SKIP 2", "LIMIT 1", "LIMIT 0", ""])
    let endings = [
      "RETURN \(one).num AS a, \(two).name AS b ORDER BY a, b \(window)",
      "RETURN \(one).name AS a, \(two).num AS b ORDER BY b DESC, a \(window)",
      "RETURN \(one).name AS a, count(*) AS n ORDER BY n DESC, a \(window)",
      "RETURN DISTINCT \(one).num AS a ORDER BY a DESC \(window)",
      "RETURN \(id(one)) AS a, \(id(two)) AS b ORDER BY b, a DESC \(window)",
      "WITH DISTINCT \(one).name AS a, \(two).num AS b ORDER BY a, b \(window) RETURN a, b ORDER BY a, b",
    ]
    return RandomQuery(text: text + pick(endings), isOrdered: true, mayChooseEvidence: true)
  }

  private mutating func aggregated(_ text: String, _ one: String, _ two: String) -> RandomQuery {
    var endings = [
      "RETURN count(*) AS n", "RETURN count(DISTINCT \(one)) AS n, sum(\(two).num) AS s",
      "WITH DISTINCT \(nodes.joined(separator: ", ")) RETURN count(*) AS n",
      "RETURN \(one).name AS a, count(*) AS n", "RETURN \(id(one)) AS a, count(DISTINCT \(two)) AS n",
      "RETURN min(\(one).name) AS low, max(\(two).num) AS high, count(\(one).num) AS n",
      "RETURN \(one).num AS a, collect(DISTINCT \(two).name) AS names",
      "RETURN \(one).num AS a, size(collect(\(two).num)) AS n, avg(\(two).num) AS mean",
      "RETURN labels(\(one)) AS l, count(*) AS n, count(DISTINCT \(two).name) AS m",
      "WITH \(one).num AS a, count(*) AS n RETURN n, collect(a) AS nums",
    ]
    if let hop = hops.last {
      endings += [
        "RETURN type(\(hop)) AS t, count(*) AS n", "RETURN count(DISTINCT \(hop)) AS n, max(\(hop).w) AS w",
        "RETURN \(id(one)) AS a, sum(\(hop).w) AS s",
      ]
    }
    let ending = pick(endings)
    return RandomQuery(text: text + ending, ignoresListOrder: ending.contains("collect("))
  }
}
