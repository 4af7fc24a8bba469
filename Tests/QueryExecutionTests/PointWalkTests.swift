import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax
import TestSupport
import Testing

/// The short way of plans that begin at one name gives the rows of the long way, in the same order.
@Suite("walks from a point")
struct PointWalkTests {
  /// A few nodes with names of their own, with loops and parallel relationships.
  private func graph(_ random: inout SeededGenerator) -> GraphSnapshot {
    var builder = GraphBuilder(schema: nil)
    let count = 1 + random.below(8)
    let nodes = (0..<count).map { number in
      let node = builder.addNode(labels: ["A"])
      builder.set("name", of: node, to: .string("n\(number)"))
      return node
    }
    for _ in 0..<random.below(30) {
      _ = builder.addRelationship(
        ["R", "S"][random.below(2)], from: nodes[random.below(count)], to: nodes[random.below(count)])
    }
    return builder.freeze()
  }

  private func plan(_ text: String, _ snapshot: GraphSnapshot) throws -> LogicalPlan {
    let bound = try Binder.bind(
      query: try QueryParser.parse(text),
      environment: BindingEnvironment(
        names: SnapshotNames(snapshot), parameterNames: ["x"]))
    return Planner.plan(bound, statistics: SnapshotStatistics(snapshot))
  }

  @Test("generated chains", arguments: [1 as UInt64, 2, 3])
  func generated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var walked = 0
    var found = 0
    for round in 0..<TestEnvironment.fuzzRounds(300) {
      let snapshot = graph(&random)
      var text = "MATCH (a {name: $x})"
      let hops = 1 + random.below(3)
      for hop in 1...hops {
        let type = ["R", "S"][random.below(2)]
        text += random.below(2) == 0 ? "-[:\(type)]->" : "<-[:\(type)]-"
        text += hop == hops ? "(z)" : "()"
      }
      let text2 = text + " RETURN DISTINCT z.name"
      let plan = try plan(text2, snapshot)
      guard let walk = PointWalk(plan, on: snapshot) else { continue }
      walked += 1
      for name in ["n0", "n1", "nobody"] {
        let value = Value.string(name)
        let expected = try QueryEngine.run(plan, on: snapshot, parameters: ["x": value])
        let actual = walk.run(value)
        #expect(actual.columns == expected.columns)
        #expect(actual.rows == expected.rows, "seed \(seed), round \(round): \(text2) from \(name)")
        found += actual.rowCount
      }
    }
    #expect(walked > 100, "seed \(seed): hardly a plan was walked")
    #expect(found > 100, "seed \(seed): hardly a walk found anything")
  }

  @Test(
    "plans of another form are none",
    arguments: [
      "MATCH (a {name: $x})-[r:R]->(b) RETURN r", "MATCH (a {name: $x})--(b) RETURN DISTINCT b.name",
      "MATCH (a {name: $x})-[:R*1..2]->(b) RETURN DISTINCT b.name", "MATCH (a) RETURN a.name",
      "MATCH (a {name: $x})-[:R]->(b) RETURN count(*)",
      "MATCH (a {name: $x})-[:R]->(b) WHERE b.name > 'n' RETURN DISTINCT b.name",
      "MATCH (a {name: $x})-[:R|S]->(b) RETURN DISTINCT b.name",
    ])
  func others(_ text: String) throws {
    var random = SeededGenerator(seed: 1)
    let snapshot = graph(&random)
    #expect(PointWalk(try plan(text, snapshot), on: snapshot) == nil)
  }

  @Test("what is no text finds nothing", arguments: [Value.null, .integer(1), .list([])])
  func noText(_ value: Value) throws {
    var random = SeededGenerator(seed: 2)
    let snapshot = graph(&random)
    let walk = PointWalk(
      try plan("MATCH (a {name: $x})-[:R]->(b) RETURN DISTINCT b.name", snapshot), on: snapshot)
    #expect(walk?.run(value).rowCount == 0)
  }
}
