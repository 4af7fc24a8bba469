import TestSupport

/// A small graph in plain Swift, and the statement that makes it.
struct PlainGraph {
  struct Node {
    var labels: [String]
    var p: Int?
  }

  struct Relationship {
    var start: Int
    var end: Int
    var type: String
    var w: Int
  }

  var nodes: [Node] = []
  var relationships: [Relationship] = []

  init(_ random: inout SeededGenerator) {
    for _ in 0..<(1 + random.below(7)) {
      let labels = ["A", "B"].filter { _ in random.once(in: 2) }
      nodes.append(Node(labels: labels, p: random.once(in: 4) ? nil : random.below(3)))
    }
    for _ in 0..<random.below(13) {
      let hop = Relationship(
        start: random.below(nodes.count), end: random.below(nodes.count),
        type: random.once(in: 2) ? "T" : "U", w: random.below(3))
      relationships.append(hop)
    }
  }

  /// The statement that creates the graph; identifiers follow the order of the arrays.
  var statement: String {
    let nodes = nodes.enumerated().map { index, node in
      let labels = node.labels.map { ":" + $0 }.joined()
      return "(n\(index)\(labels)\(node.p.map { " {p: \($0)}" } ?? ""))"
    }
    let hops = relationships.map { "(n\($0.start))-[:\($0.type) {w: \($0.w)}]->(n\($0.end))" }
    return "CREATE " + (nodes + hops).joined(separator: ", ")
  }
}

/// A pattern: nodes, and hops of one or several relationships between them.
struct PlainPattern {
  struct NodeTest {
    var variable: Int
    var label: String?
    var p: Int?
  }

  struct Hop {
    var from: Int
    var to: Int
    var types: [String]
    /// 0 outgoing, 1 incoming, 2 either.
    var direction: Int
    var w: Int?
    /// How many relationships the hop takes; nil when no length is written.
    var lengths: ClosedRange<Int>?

    /// `*0..2`, `*2`; empty when no length is written.
    var lengthText: String {
      guard let lengths else { return "" }
      let (least, most) = (lengths.lowerBound, lengths.upperBound)
      return least == most ? "*\(least)" : "*\(least == 1 ? "" : String(least))..\(most)"
    }
  }

  /// The tests of each place; several places may name the same variable.
  var tests: [NodeTest] = []
  /// The hops between places, and the paths as runs of hops.
  var paths: [(start: Int, hops: [Hop])] = []
  /// Pairs of variables that must differ.
  var unequal: [(Int, Int)] = []

  init(_ random: inout SeededGenerator) {
    for _ in 0..<(1 + random.below(2)) {
      let start = addPlace(&random)
      var path: (start: Int, hops: [Hop]) = (start, [])
      var last = start
      for _ in 0..<random.below(3) {
        let next = addPlace(&random)
        let types = [[], ["T"], ["U"], ["T", "U"]][random.below(4)]
        path.hops.append(
          Hop(
            from: last, to: next, types: types, direction: random.below(3),
            w: random.once(in: 4) ? random.below(3) : nil,
            lengths: random.once(in: 3) ? random.pick([0...0, 0...1, 1...2, 2...2, 0...2, 1...3]) : nil))
        last = next
      }
      paths.append(path)
    }
    if random.once(in: 3) { unequal.append((0, random.below(4))) }
    unequal.removeAll { pair in pair.0 == pair.1 || !tests.contains { $0.variable == pair.1 } }
  }

  private mutating func addPlace(_ random: inout SeededGenerator) -> Int {
    let test = NodeTest(
      variable: tests.isEmpty ? 0 : random.below(4),
      label: random.once(in: 3) ? random.pick(["A", "B"]) : nil,
      p: random.once(in: 4) ? random.below(3) : nil)
    tests.append(test)
    return tests.count - 1
  }

  /// The variables in order.
  var variables: [Int] {
    (0..<4).filter { variable in tests.contains { $0.variable == variable } }
  }

  /// `MATCH … WHERE …` in openCypher.
  var clause: String {
    let parts = paths.map { path in
      path.hops.reduce(node(path.start)) { text, hop in
        let types = hop.types.isEmpty ? "" : ":" + hop.types.joined(separator: "|")
        let properties = hop.w.map { " {w: \($0)}" } ?? ""
        let inside = types + hop.lengthText + properties
        let body = inside.isEmpty ? "" : "[\(inside)]"
        return text + (hop.direction == 1 ? "<-" : "-") + body + (hop.direction == 0 ? "->" : "-")
          + node(hop.to)
      }
    }
    let conditions = unequal.map { "v\($0.0) <> v\($0.1)" }
    return "MATCH " + parts.joined(separator: ", ")
      + (conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND "))
  }

  private func node(_ place: Int) -> String {
    let test = tests[place]
    let label = test.label.map { ":" + $0 } ?? ""
    return "(v\(test.variable)\(label)\(test.p.map { " {p: \($0)}" } ?? ""))"
  }

  /// All matches by nested loops: for each, the node of each variable, as openCypher would list them unsorted.
  func matches(in graph: PlainGraph) -> [[Int]] {
    var found: [[Int]] = []
    let hops = paths.flatMap(\.hops)
    func bindHop(_ index: Int, _ bound: [Int?], _ used: [Int]) {
      guard index < hops.count else {
        bindRest(bound)
        return
      }
      for start in graph.nodes.indices {
        guard let one = bind(hops[index].from, start, bound, graph) else { continue }
        walk(index, from: start, length: 0, one, used)
      }
    }
    func walk(_ index: Int, from node: Int, length: Int, _ bound: [Int?], _ used: [Int]) {
      let hop = hops[index]
      let lengths = hop.lengths ?? 1...1
      if length >= lengths.lowerBound, let next = bind(hop.to, node, bound, graph) {
        bindHop(index + 1, next, used)
      }
      guard length < lengths.upperBound else { return }
      for (id, relationship) in graph.relationships.enumerated() where !used.contains(id) {
        if !hop.types.isEmpty && !hop.types.contains(relationship.type) { continue }
        if let w = hop.w, w != relationship.w { continue }
        if hop.direction != 1 && relationship.start == node {
          walk(index, from: relationship.end, length: length + 1, bound, used + [id])
        }
        // A loop is no different from its other end.
        let isLoop = relationship.start == relationship.end
        if relationship.end == node && (hop.direction == 1 || (hop.direction == 2 && !isLoop)) {
          walk(index, from: relationship.start, length: length + 1, bound, used + [id])
        }
      }
    }
    func bindRest(_ bound: [Int?]) {
      guard let place = tests.indices.first(where: { bound[tests[$0].variable] == nil }) else {
        let isComplete = tests.indices.allSatisfy { place in
          bound[tests[place].variable].map { bind(place, $0, bound, graph) != nil } ?? false
        }
        if isComplete && unequal.allSatisfy({ bound[$0.0] != bound[$0.1] }) {
          found.append(variables.map { bound[$0] ?? -1 })
        }
        return
      }
      for node in graph.nodes.indices {
        if let next = bind(place, node, bound, graph) { bindRest(next) }
      }
    }
    bindHop(0, Array(repeating: nil, count: 4), [])
    return found
  }

  /// The bindings with a node at a place; nil when it does not fit.
  private func bind(_ place: Int, _ node: Int, _ bound: [Int?], _ graph: PlainGraph) -> [Int?]? {
    let test = tests[place]
    if let label = test.label, !graph.nodes[node].labels.contains(label) { return nil }
    if let p = test.p, graph.nodes[node].p != p { return nil }
    if let known = bound[test.variable] { return known == node ? bound : nil }
    var result = bound
    result[test.variable] = node
    return result
  }
}
