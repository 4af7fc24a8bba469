import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax

/// Runs statements one after the other on a graph that begins empty.
struct TestGraph {
  var snapshot = GraphSnapshot.empty

  /// Runs a statement from its text.
  ///
  /// - Throws: QueryFailure from any stage.
  mutating func run(
    _ text: String, parameters: [String: Value] = [:], options: PlanOptions = PlanOptions(),
    passes: PassList = .standard, limits: QueryOptions = QueryOptions()
  ) throws(QueryFailure) -> ResultTable {
    let plan = try plan(text, parameters: parameters, options: options, passes: passes)
    let result = try QueryEngine.run(plan, on: snapshot, parameters: parameters, options: limits)
    snapshot = result.snapshot
    return result
  }

  /// Plans a statement for the graph as it stands.
  ///
  /// - Throws: QueryFailure from any stage.
  func plan(
    _ text: String, parameters: [String: Value] = [:], options: PlanOptions = PlanOptions(),
    passes: PassList = .standard
  ) throws(QueryFailure) -> LogicalPlan {
    let query = try QueryParser.parse(text)
    let environment = BindingEnvironment(
      names: SnapshotNames(snapshot), parameterNames: Set(parameters.keys))
    let bound = try Binder.bind(query: query, environment: environment)
    return Planner.plan(bound, statistics: SnapshotStatistics(snapshot), options: options, passes: passes)
  }
}
