import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax

/// The whole engine under libFuzzer: any text gives rows or a failure, in bounded time, on a small graph.
///
/// Plans are made twice, with and without optimising, so that passes and operators of both kinds are reached.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExecution(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  guard let query = try? QueryParser.parse(text) else { return 0 }
  let parameters: [String: Value] = [
    "x": .string("Baku"), "n": .integer(1), "l": .list([.integer(1), .null]),
  ]
  let names = SnapshotNames(smallGraph)
  let environment = BindingEnvironment(names: names, parameterNames: Set(parameters.keys))
  guard let bound = try? Binder.bind(query: query, environment: environment) else { return 0 }
  let limits = QueryOptions(timeLimit: .milliseconds(200), rowLimit: 2_000, heldRowLimit: 20_000, seed: 1)
  let statistics = SnapshotStatistics(smallGraph)
  for (options, passes) in [
    (PlanOptions(), PassList.standard), (PlanOptions(evidence: true, usesStatistics: false), .none),
  ] {
    let plan = Planner.plan(bound, statistics: statistics, options: options, passes: passes)
    _ = try? QueryEngine.run(plan, on: smallGraph, parameters: parameters, options: limits)
  }
  return 0
}

/// Four nodes with a loop, parallel relationships and values of most kinds.
private let smallGraph: GraphSnapshot = {
  var builder = GraphBuilder(schema: nil)
  let nodes = [["A"], ["A", "B"], ["B"], []].map { builder.addNode(labels: $0) }
  let names = ["Baku", "armenian army", "Élysée", ""]
  for (index, node) in nodes.enumerated() {
    builder.set("name", of: node, to: .string(names[index]))
    builder.set("n", of: node, to: index == 2 ? .float(1.5) : .integer(Int64(index)))
    builder.set("l", of: node, to: .list([.integer(Int64(index)), .integer(2)]))
  }
  let hops = [(0, 1, "R"), (0, 1, "R"), (1, 2, "S"), (2, 0, "T"), (2, 2, "R"), (3, 0, "T"), (1, 0, "R")]
  for (index, hop) in hops.enumerated() {
    let relationship = builder.addRelationship(hop.2, from: nodes[hop.0], to: nodes[hop.1])
    builder.set("w", of: relationship, to: .integer(Int64(index % 3)))
    let date =
      index == 3 ? PartialDate(year: 2014, month: 2) : PartialDate(year: 2014, month: 1 + index % 3, day: 10)
    if let date { builder.set("date", of: relationship, to: .date(date)) }
  }
  return builder.freeze()
}()
