import TestSupport

/// A generated query, and how its answers compare.
struct RandomQuery {
  /// The query.
  var text = ""
  /// Whether the rows come in a fixed order.
  var isOrdered = false
  /// Whether lists in the answer come in an order that openCypher leaves open.
  var ignoresListOrder = false
  /// Whether equal rows may be proved by different relationships (a LIMIT takes one of several).
  var mayChooseEvidence = false
}

/// Writes queries that find something in a ``RandomGraph``: what people ask of events, and what is hard to plan.
struct QueryWriter {
  /// Where the choices come from.
  var random: SeededGenerator
  /// Whether to keep to what any openCypher engine answers alike: no dates, no `id()`.
  var isPortable = false
  /// Variables of nodes and of single relationships in scope.
  var nodes: [String] = []
  var hops: [String] = []

  init(_ random: SeededGenerator, isPortable: Bool = false) {
    self.random = random
    self.isPortable = isPortable
  }

  /// A query of a random family.
  mutating func query() -> RandomQuery {
    nodes = []
    hops = []
    switch random.below(8) {
    case 0: return cycle()
    case 1: return reachable()
    case 2: return shortestPaths()
    case 3: return counted()
    default: return general()
    }
  }

  // MARK: Families

  /// One to three MATCH clauses with conditions, and any ending.
  private mutating func general() -> RandomQuery {
    var text = ""
    for clause in 0...random.below(2) {
      if clause > 0 && random.once(in: 3) { text += "OPTIONAL " }
      let paths = (0...random.below(2)).map { _ in path(longest: 2) }
      text += "MATCH " + paths.joined(separator: ", ")
      if random.once(in: 3) { text += " WHERE " + condition() }
      text += " "
    }
    return ending(after: text)
  }

  /// A cycle of two to four nodes: mutual relations, triangles, squares, with some of them told apart.
  private mutating func cycle() -> RandomQuery {
    let length = 2 + random.below(3)
    nodes = (0..<length).map { "c\($0)" }
    let types = typeList()
    let label = pick(["", "", ":A"])
    let direction = random.below(6)
    var text = "MATCH "
    let isSplit = random.once(in: 3)
    for index in 0..<length {
      let same = random.once(in: 4) ? typeList() : types
      let last = nodes[(index + 1) % length]
      let hop = self.hop(
        "[\(relationshipName(in: 5))\(same)]", direction < 4 ? 0 : direction == 4 ? 2 : random.below(3))
      if isSplit {
        text += (index == 0 ? "" : ", ") + "(\(nodes[index])\(index == 0 ? label : ""))\(hop)(\(last))"
      } else {
        text +=
          (index == 0 ? "(\(nodes[0])\(label))" : "") + "\(hop)(\(last)\(index == length - 1 ? "" : label))"
      }
    }
    var unequal: [String] = []
    for one in 0..<length {
      for two in (one + 1)..<max(length, one + 1) where !random.once(in: 4) {
        unequal.append("\(nodes[one]) <> \(nodes[two])")
      }
    }
    if random.once(in: 3) { unequal = [pick(["c0.name < c1.name", "c0.num <= c1.num", "c0 <> c1"])] }
    if !unequal.isEmpty { text += " WHERE " + unequal.joined(separator: " AND ") }
    return ending(after: text + " ")
  }

  /// Ends of a relationship of variable length, each once.
  private mutating func reachable() -> RandomQuery {
    let start = "(x\(pick(["", ":A", ":B"]))\(pick(["", " {name: 'Baku'}", " {num: 1}", " {name: $x}"])))"
    let length = pick(["*", "*1..3", "*0..2", "*..2", "*2..3", "*2"])
    let hop = self.hop("[\(typeList())\(length)\(pick(["", "", "", " {w: 1}"]))]", random.below(3))
    nodes = ["x", "e"]
    var text = "MATCH \(start)\(hop)(e\(pick(["", ":A", ":B"])))"
    if random.once(in: 3) { text += " WHERE " + condition() }
    let endings = [
      "RETURN DISTINCT \(id("e")) AS e", "RETURN DISTINCT e.name AS name",
      "RETURN \(id("x")) AS x, count(DISTINCT e) AS n", "RETURN count(*) AS n",
      "WITH DISTINCT x, e RETURN \(id("x")) AS x, count(*) AS n", "RETURN count(DISTINCT e.name) AS n",
      "WITH DISTINCT e RETURN e.num AS num, count(*) AS n",
      "RETURN DISTINCT \(id("x")) AS x, \(id("e")) AS e ORDER BY x, e LIMIT 4",
    ]
    text += " " + pick(endings)
    var query = RandomQuery(text: text)
    query.isOrdered = text.contains(" ORDER BY ")
    query.mayChooseEvidence = query.isOrdered
    return query
  }

  /// Shortest paths between given nodes; of several only the length counts.
  private mutating func shortestPaths() -> RandomQuery {
    let takesAll = random.once(in: 3)
    let name = takesAll ? "allShortestPaths" : "shortestPath"
    let first = pick(["(a {num: 1})", "(a:A)", "(a {name: 'Baku'})", "(a)"])
    let second = pick(["(b {num: 2})", "(b:B)", "(b {name: 'n1'})", "(b)"])
    let body = "[\(typeList())\(pick(["*", "*", "*..3", "*1..2"]))\(pick(["", "", "", " {w: 1}"]))]"
    let path = "p = \(name)((a)\(hop(body, pick([0, 1, 2, 2])))(b))"
    var text = "MATCH \(first), \(second) WHERE a <> b "
    text += pick(["MATCH ", "OPTIONAL MATCH "]) + path + " "
    if random.once(in: 4) {
      text += "RETURN length(p) AS n, count(*) AS number"
    } else if takesAll {
      text += "RETURN [x IN nodes(p) | \(id("x"))] AS walk"
    } else {
      text += "RETURN \(id("a")) AS a, \(id("b")) AS b, length(p) AS n"
    }
    return RandomQuery(text: text)
  }

  /// One relationship, filtered, grouped and counted.
  private mutating func counted() -> RandomQuery {
    nodes = ["a", "b"]
    hops = ["r"]
    let hop = self.hop("[r\(typeList())]", random.below(3))
    var text = "MATCH (a\(pick(["", ":A"])))\(hop)(b\(pick(["", ":B", " {name: $x}"])))"
    if random.once(in: 2) { text += " WHERE " + condition() }
    var endings = [
      "RETURN a.name AS a, b.name AS b, count(*) AS n ORDER BY n DESC, a, b LIMIT 5",
      "RETURN type(r) AS t, count(*) AS n", "RETURN type(r) AS t, count(DISTINCT a) AS n ORDER BY t",
      "RETURN DISTINCT a.name AS a", "RETURN a.name AS a, min(r.w) AS low, max(r.w) AS high, sum(r.w) AS s",
      "RETURN b.name AS b, count(r) AS n ORDER BY n, b SKIP 1 LIMIT 2",
      "RETURN \(id("a")) AS a, \(id("b")) AS b, collect(r.w) AS ws", "RETURN count(*) AS n, avg(r.w) AS w",
      "WITH a, count(*) AS n ORDER BY n DESC, \(id("a")) LIMIT 2 RETURN \(id("a")) AS a, n",
    ]
    if !isPortable {
      endings += [
        "RETURN type(r) AS t, r.date.year AS y, r.date.month AS m, count(*) AS n",
        "RETURN min(r.date) AS first, max(r.date) AS last, count(r.date) AS n",
        "RETURN r.date AS d, count(*) AS n ORDER BY d DESC LIMIT 3", "RETURN DISTINCT r.date.month AS m",
        "RETURN a.name AS a, max(r.date) AS last ORDER BY last DESC, a LIMIT 3",
      ]
    }
    text += " " + pick(endings)
    var query = RandomQuery(text: text)
    query.isOrdered = text.contains("RETURN") && text.contains(" ORDER BY ") && !text.contains("WITH a,")
    query.ignoresListOrder = text.contains("collect(")
    query.mayChooseEvidence = text.contains(" LIMIT ")
    return query
  }

  // MARK: Parts

  /// A path of up to `longest` relationships between named, repeated and unnamed nodes.
  private mutating func path(longest: Int) -> String {
    var text = node()
    for _ in 0...random.below(longest + 1) where !random.once(in: 5) {
      let length = random.once(in: 3) ? pick(["*1..2", "*0..1", "*2"]) : ""
      let name = length.isEmpty ? relationshipName(in: 3) : ""
      let weight = random.once(in: 10) ? " {w: 1}" : ""
      text += hop("[\(name)\(typeList())\(length)\(weight)]", random.below(3)) + node()
    }
    return text
  }

  private mutating func node() -> String {
    let name: String
    switch random.below(4) {
    case 0: name = ""
    case 1 where !nodes.isEmpty: name = pick(nodes)
    default:
      name = "v\(nodes.count)"
      nodes.append(name)
    }
    var label = pick(["", "", "", ":A", ":B"])
    if !isPortable, random.once(in: 8) { label = pick([":A|B", ":!A", ":!B&A", ":%"]) }
    let properties = pick(["", "", "", "", "", "", "", " {name: 'Baku'}", " {num: 2}", " {name: $x}"])
    return "(\(name)\(label)\(properties))"
  }

  /// A new name for a relationship once in several times.
  private mutating func relationshipName(in times: Int) -> String {
    guard random.once(in: times) else { return "" }
    hops.append("r\(hops.count)")
    return hops[hops.count - 1]
  }

  mutating func typeList() -> String {
    pick(["", ":R", ":S", ":T", ":R|T", ":R|S|T", ":R|Q"])
  }

  func hop(_ body: String, _ direction: Int) -> String {
    ["-\(body)->", "<-\(body)-", "-\(body)-"][direction]
  }

  /// What names a node in the answer.
  func id(_ name: String) -> String {
    isPortable ? "\(name).k" : "id(\(name))"
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[random.below(elements.count)]
  }
}
