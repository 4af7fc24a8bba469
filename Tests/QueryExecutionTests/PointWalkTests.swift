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
        let actual = try walk.run([value], isCancelled: { false })
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
    #expect(try walk?.run([value], isCancelled: { false }).rowCount == 0)
  }
}

/// The short way of `length(shortestPath(…))` gives what the operators give, and what a one-sided search finds.
@Suite("lengths of shortest paths between two names")
struct DistanceWalkTests {
  private func plan(_ text: String, _ snapshot: GraphSnapshot) throws -> LogicalPlan {
    let bound = try Binder.bind(
      query: try QueryParser.parse(text),
      environment: BindingEnvironment(names: SnapshotNames(snapshot), parameterNames: ["a", "b"]))
    return Planner.plan(bound, statistics: SnapshotStatistics(snapshot))
  }

  /// A sparse graph, so that some ways are long and some pairs have none.
  private func graph(_ random: inout SeededGenerator, count: Int, hops: Int) -> GraphSnapshot {
    var builder = GraphBuilder(schema: nil)
    let nodes = (0..<count).map { number in
      let node = builder.addNode(labels: ["A"])
      builder.set("name", of: node, to: .string("n\(number)"))
      return node
    }
    for _ in 0..<hops {
      _ = builder.addRelationship(
        ["R", "S"][random.below(2)], from: nodes[random.below(count)], to: nodes[random.below(count)])
    }
    return builder.freeze()
  }

  @Test("generated graphs", arguments: [1 as UInt64, 2, 3])
  func generated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var lengths: Set<Int64> = []
    for round in 0..<TestEnvironment.fuzzRounds(60) {
      let count = 2 + random.below(30)
      let snapshot = graph(&random, count: count, hops: random.below(2 * count))
      let pattern = ["-[*]-", "-[*]->", "<-[*]-", "-[:R*]-", "-[:R|S*]->", "-[*..3]-", "-[:R*..2]->"][
        random.below(7)]
      let text =
        "MATCH (a {name: $a}), (b {name: $b}), p = shortestPath((a)\(pattern)(b)) RETURN length(p) AS n"
      let plan = try plan(text, snapshot)
      let walk = try #require(DistanceWalk(plan, on: snapshot))
      for _ in 0..<20 {
        let names = [Value.string("n\(random.below(count))"), .string("n\(random.below(count + 1))")]
        let values = [walk.parameters[0]: names[0], walk.parameters[1]: names[1]]
        // The whole path, put together by another search.
        let whole = try self.plan(
          text.replacing("length(p) AS n", with: "size(relationships(p)) AS n"), snapshot)
        let expected = try QueryEngine.run(whole, on: snapshot, parameters: values).rows
        let slow = try QueryEngine.run(plan, on: snapshot, parameters: values)
        let fast = try walk.run(names, isCancelled: { false })
        #expect(slow.rows == expected, "seed \(seed), round \(round): \(text) from \(names)")
        #expect(fast.rows == expected, "seed \(seed), round \(round): \(text) from \(names)")
        #expect(fast.columns == slow.columns)
        for case .integer(let length) in expected.joined() { lengths.insert(length) }
      }
    }
    #expect(lengths.count > 4, "seed \(seed): hardly a way was long")
  }

  @Test("a search that was cancelled ends")
  func cancelled() throws {
    var random = SeededGenerator(seed: 4)
    let snapshot = graph(&random, count: 10, hops: 60)
    let walk = try #require(
      DistanceWalk(
        try plan(
          "MATCH (a {name: $a}), (b {name: $b}), p = shortestPath((a)-[*]-(b)) RETURN length(p)", snapshot),
        on: snapshot))
    let failure = #expect(throws: QueryFailure.self) {
      try walk.run([.string("n1"), .string("n2")], isCancelled: { true })
    }
    #expect(failure?.detail == "Cancelled")
  }

  @Test("one name at both ends")
  func same() throws {
    var random = SeededGenerator(seed: 5)
    let snapshot = graph(&random, count: 10, hops: 60)
    let text = "MATCH (a {name: $a}), (b {name: $a}), p = shortestPath((a)-[*0..]-(b)) RETURN length(p)"
    let walk = try #require(DistanceWalk(try plan(text, snapshot), on: snapshot))
    #expect(walk.parameters == ["a"])
    #expect(try walk.run([.string("n1")], isCancelled: { false }).rows == [[.integer(0)]])
    #expect(try walk.run([.null], isCancelled: { false }).rowCount == 0)
  }

  @Test(
    "plans of another form are none",
    arguments: [
      "MATCH (a {name: $a}), (b {name: $b}), p = shortestPath((a)-[*]-(b)) RETURN p",
      "MATCH (a {name: $a}), (b {name: $b}), p = shortestPath((a)-[*]-(b)) RETURN length(p) + 1",
      "MATCH (a {name: $a}), (b), p = shortestPath((a)-[*]-(b)) RETURN length(p)",
      "MATCH (a {name: $a}), (b {name: $b}), p = allShortestPaths((a)-[*]-(b)) RETURN length(p)",
      "MATCH (a {name: $a}), (b {name: 'n1'}), p = shortestPath((a)-[*]-(b)) RETURN length(p)",
    ])
  func others(_ text: String) throws {
    var random = SeededGenerator(seed: 1)
    let snapshot = graph(&random, count: 8, hops: 20)
    #expect(DistanceWalk(try plan(text, snapshot), on: snapshot) == nil)
  }
}
