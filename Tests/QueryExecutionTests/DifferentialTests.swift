import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax
import TestSupport
import Testing

/// Optimised = unoptimised: the plan by cost with all passes against the plan as written with none.
@Suite("optimised plans answer like plain ones")
struct DifferentialTests {
  @Test("generated graphs and queries", arguments: [1 as UInt64, 2, 3, 4])
  func generated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var answered = 0
    for round in 0..<TestEnvironment.fuzzRounds(100) {
      var graph = TestGraph()
      graph.snapshot = RandomQueries.graph(&random)
      let text = RandomQueries.query(&random)
      let plain = rows(text, &graph, PlanOptions(usesStatistics: false), .none)
      for options in [PlanOptions(), PlanOptions(evidence: true)] {
        let better = rows(text, &graph, options, .standard)
        if case .success(let expected) = plain, case .success(let actual) = better {
          answered += expected.isEmpty ? 0 : 1
          #expect(expected == actual, "seed \(seed), round \(round): \(text)")
        } else if case .failure(let failure) = better, case .success = plain {
          Issue.record("seed \(seed), round \(round): \(text): \(failure.detail): \(failure.message)")
        }
      }
    }
    #expect(answered > 10, "seed \(seed): hardly a query found anything")
    print("seed \(seed): \(answered) answers with rows compared")
  }

  /// The rows in words, sorted; a plan may answer in another order.
  private func rows(
    _ text: String, _ graph: inout TestGraph, _ options: PlanOptions, _ passes: PassList
  ) -> Result<[String], QueryFailure> {
    do throws(QueryFailure) {
      let limits = QueryOptions(rowLimit: 200_000)
      let table = try graph.run(text, options: options, passes: passes, limits: limits)
      return .success(table.rows.map { "\($0)" }.sorted())
    } catch {
      return .failure(error)
    }
  }
}

/// Makes small graphs with loops and parallel relationships, and queries that find something in them.
enum RandomQueries {
  static func graph(_ random: inout SeededGenerator) -> GraphSnapshot {
    var builder = GraphBuilder(schema: nil)
    let count = 1 + random.below(7)
    var nodes: [NodeID] = []
    for number in 0..<count {
      let labels = [["A"], ["B"], ["A", "B"], []][random.below(4)]
      let node = builder.addNode(labels: labels)
      builder.set("name", of: node, to: .string("n\(number % 4)"))
      builder.set("num", of: node, to: .integer(Int64(random.below(4))))
      nodes.append(node)
    }
    for _ in 0..<random.below(12) {
      let type = ["R", "S", "T"][random.below(3)]
      let relationship = builder.addRelationship(
        type, from: nodes[random.below(count)], to: nodes[random.below(count)])
      builder.set("w", of: relationship, to: .integer(Int64(random.below(3))))
    }
    return builder.freeze()
  }

  static func query(_ random: inout SeededGenerator) -> String {
    var names: [String] = []
    var text = ""
    for clause in 0...random.below(2) {
      if clause > 0 && random.below(3) == 0 { text += "OPTIONAL " }
      text += "MATCH " + (0...random.below(2)).map { _ in path(&names, &random) }.joined(separator: ", ")
      if random.below(2) == 0 { text += " WHERE " + condition(names, &random) }
      text += " "
    }
    return text + ending(names, &random)
  }

  private static func node(_ names: inout [String], _ random: inout SeededGenerator) -> String {
    let name: String
    switch random.below(4) {
    case 0: name = ""
    case 1 where !names.isEmpty: name = names[random.below(names.count)]
    default:
      name = "v\(names.count)"
      names.append(name)
    }
    let label = ["", "", ":A", ":B"][random.below(4)]
    let properties = ["", "", "", " {name: 'n1'}", " {num: 2}"][random.below(5)]
    return "(\(name)\(label)\(properties))"
  }

  private static func path(_ names: inout [String], _ random: inout SeededGenerator) -> String {
    var text = node(&names, &random)
    for _ in 0..<random.below(3) {
      let types = ["", ":R", ":S", ":R|T"][random.below(4)]
      let length = ["", "", "", "*1..2", "*0..1", "*2"][random.below(6)]
      let weight = random.below(6) == 0 ? " {w: 1}" : ""
      let body = "[\(types)\(length)\(weight)]"
      text += ["-\(body)->", "<-\(body)-", "-\(body)-"][random.below(3)]
      text += node(&names, &random)
    }
    return text
  }

  private static func condition(_ names: [String], _ random: inout SeededGenerator) -> String {
    guard !names.isEmpty else { return "1 < 2" }
    let one = names[random.below(names.count)]
    let two = names[random.below(names.count)]
    let conditions = [
      "\(one).num > 1", "\(one).name = \(two).name", "\(one).num < \(two).num", "\(one) <> \(two)",
      "\(one):A", "(\(one))-[:R]->()", "NOT (\(one))-[:S*1..2]->(\(two))",
      "EXISTS { (\(one))<-[:T]-(x) WHERE x.num = \(two).num }", "COUNT { (\(one))--() } > 1",
      "\(one).name IN ['n0', \(two).name]", "\(one).num IS NULL OR \(two):B",
      "size([(\(one))-->(y) | y.num]) > 0",
    ]
    let first = conditions[random.below(conditions.count)]
    guard random.below(3) == 0 else { return first }
    return first + [" AND ", " OR "][random.below(2)] + conditions[random.below(conditions.count)]
  }

  private static func ending(_ names: [String], _ random: inout SeededGenerator) -> String {
    guard !names.isEmpty else { return "RETURN count(*) AS n" }
    let one = names[random.below(names.count)]
    let two = names[random.below(names.count)]
    let endings = [
      "RETURN " + names.map { "id(\($0)) AS \($0)" }.joined(separator: ", "),
      "RETURN DISTINCT \(one).name AS a, \(two).num AS b", "RETURN \(one).name AS a, count(*) AS n",
      "RETURN count(DISTINCT \(one)) AS n, sum(\(two).num) AS s",
      "WITH DISTINCT \(one) RETURN id(\(one)) AS i",
      "WITH \(one) AS z, count(*) AS n WHERE n > 1 MATCH (z)-->(q) RETURN id(z) AS z, n, id(q) AS q",
      "RETURN \(one).num AS a, \(two).name AS b ORDER BY a, b, id(\(one)), id(\(two)) SKIP 1 LIMIT 3",
      "RETURN id(\(one)) AS a UNION MATCH (u:A) RETURN u.num AS a",
      "UNWIND [\(one), \(two)] AS u MATCH (u)-[:R]-(w) RETURN id(u) AS u, id(w) AS w",
    ]
    return endings[random.below(endings.count)]
  }
}
