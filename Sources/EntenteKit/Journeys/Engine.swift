import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax

/// What one statement became and what it gave.
struct EngineResult {
  let table: ResultTable
  let warnings: [QueryWarning]
  /// The plan, for `EXPLAIN` and `PROFILE`.
  let plan: LogicalPlan

  var columns: [String] { table.columns }
  var evidence: [[RelationshipID]] { table.evidence }
  var snapshot: GraphSnapshot { table.snapshot }
  var isChanged: Bool { table.hasWritten }
  var changes: ChangeCounts { table.changes }
  var profile: [OperatorProfile] { table.profile }
}

/// The way of a statement: bind, plan, run.
struct Engine {
  let snapshot: GraphSnapshot
  /// What CALL can reach.
  var procedures = ProcedureSet()
  /// What `date()` and its kin without an argument mean; nil: they fail.
  var now: DateTimeValue?
  /// What a statement may use.
  var limits = QueryLimits()
  /// Asked while a statement runs; true ends it.
  var isCancelled: (@Sendable () -> Bool)?

  /// Binds and plans a statement.
  ///
  /// - Throws: Every error that is found before a row is read.
  func plan(
    _ query: Query, parameters: [String: Value], evidence: Bool = true
  ) throws(QueryFailure) -> (bound: BoundQuery, plan: LogicalPlan) {
    let environment = BindingEnvironment(
      names: SnapshotNames(snapshot), procedures: procedures, parameterNames: Set(parameters.keys))
    let bound = try Binder.bind(query: query, environment: environment)
    let plan = Planner.plan(
      bound, statistics: SnapshotStatistics(snapshot), options: PlanOptions(evidence: evidence))
    return (bound, plan)
  }

  /// Runs a plan.
  func run(_ plan: LogicalPlan, _ parameters: [String: Value]) throws(QueryFailure) -> ResultTable {
    let table = try QueryEngine.run(
      plan, on: snapshot, parameters: parameters, options: options(), procedures: procedures)
    try checkIntact()
    return table
  }

  private func options(profiles: Bool = false) -> QueryOptions {
    var options = QueryOptions(profiles: profiles, now: now, timeZones: ZoneInfo.system)
    options.timeLimit = limits.time
    options.rowLimit = limits.rows
    options.memoryLimit = limits.memory
    if limits.memory != nil { options.memoryInUse = { ProcessMemory.bytes } }
    if let isCancelled {
      options.isCancelled = { Task.isCancelled || isCancelled() }
    } else if unsafe withUnsafeCurrentTask(body: { unsafe $0 != nil }) {
      options.isCancelled = { Task.isCancelled }
    }
    return options
  }

  /// Fails when a part of the packed graph that the snapshot lies in turned out damaged.
  func checkIntact() throws(QueryFailure) {
    guard let damage = snapshot.damage else { return }
    throw QueryFailure(.databaseError, .runtime, "DamagedGraph", damage.message, hints: damage.hints)
  }

  /// Binds, plans and runs a statement.
  func run(
    _ query: Query, parameters: [String: Value], evidence: Bool = true, profiles: Bool = false
  ) throws(QueryFailure) -> EngineResult {
    try run(query, parameters: parameters, evidence: evidence, profiles: profiles) { result, _ in result }
  }

  /// Binds, plans and runs a statement, and makes something of its rows within the same limits.
  func run<Made>(
    _ query: Query, parameters: [String: Value], evidence: Bool = true, profiles: Bool = false,
    make: (EngineResult, RunLimits) throws(QueryFailure) -> Made
  ) throws(QueryFailure) -> Made {
    let (bound, plan) = try plan(query, parameters: parameters, evidence: evidence)
    return try QueryEngine.run(
      plan, on: snapshot, parameters: parameters, options: options(profiles: profiles),
      procedures: procedures
    ) { (table, limits) throws(QueryFailure) in
      try make(EngineResult(table: table, warnings: bound.warnings, plan: plan), limits)
    }
  }
}
