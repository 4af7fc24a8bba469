package import Diagnostics
package import GraphCore
package import QueryPlanning

/// The door of the executor: plan in, table out.
package enum QueryEngine {
  /// Runs a plan on a graph.
  ///
  /// The graph itself never changes; a statement that writes gives a new one in ``ResultTable/snapshot``.
  ///
  /// - Parameters:
  ///   - plan: What to do.
  ///   - snapshot: The graph.
  ///   - parameters: Values of `$name`, by name without the dollar sign.
  ///   - options: Limits, profile, seed.
  ///   - procedures: What `CALL` can reach.
  /// - Returns: The rows, and what proves them.
  /// - Throws: The first failure at run time; ParameterMissing before any row.
  package static func run(
    _ plan: LogicalPlan, on snapshot: GraphSnapshot, parameters: [String: Value] = [:],
    options: QueryOptions = QueryOptions(), procedures: any ProcedureCatalog = EmptyProcedureCatalog()
  ) throws(QueryFailure) -> ResultTable {
    try run(plan, on: snapshot, parameters: parameters, options: options, procedures: procedures) {
      table, _ in table
    }
  }

  /// Runs a plan, and makes something of its rows within the same limits.
  ///
  /// - Parameters:
  ///   - plan: What to do.
  ///   - snapshot: The graph.
  ///   - parameters: Values of `$name`, by name without the dollar sign.
  ///   - options: Limits, profile, seed.
  ///   - procedures: What `CALL` can reach.
  ///   - make: Gets the table, and the limits to look at for each row.
  /// - Returns: What was made.
  /// - Throws: The first failure at run time; ParameterMissing before any row.
  package static func run<Made>(
    _ plan: LogicalPlan, on snapshot: GraphSnapshot, parameters: [String: Value], options: QueryOptions,
    procedures: any ProcedureCatalog,
    make: (ResultTable, RunLimits) throws(QueryFailure) -> Made
  ) throws(QueryFailure) -> Made {
    for name in plan.parameters where parameters[name] == nil {
      throw QueryFailure(
        .parameterMissing, .compileTime, "MissingParameter", "the parameter `$\(name)` has no value")
    }
    let run = QueryRun(
      plan, on: snapshot, parameters: parameters, options: options, procedures: procedures)
    // Operators hold the run, and the run those of subqueries.
    defer { run.dropSubplans() }
    let root = OperatorFactory(run: run).make(plan.root)
    do throws(QueryFailure) {
      try root.open(RowBatch.single(slotCount: plan.slots.count))
      let collected = try ResultCollector(plan: plan, run: run).collect(from: root)
      let table = ResultTable(
        columns: collected.columns, values: collected.values, rowCount: collected.rowCount,
        evidence: collected.evidence,
        snapshot: run.snapshot, hasWritten: run.hasWritten, changes: run.changes,
        profile: options.profiles ? OperatorProfile.lines(of: root) : [])
      return try make(table, RunLimits(run: run))
    } catch {
      throw error.kind == .limitReached ? stopped(error, plan, root) : error
    }
  }

  /// The failure of a run that a limit ended, with the plan and the rows that each step had given.
  private static func stopped(_ failure: QueryFailure, _ plan: LogicalPlan, _ root: Operator) -> QueryFailure
  {
    var result = failure
    let rows = OperatorProfile.lines(of: root).map { $0.rows == 1 ? "1 row" : "\($0.rows) rows" }
    let width = rows.map(\.count).max() ?? 0
    result.details = zip(PlanText.lines(for: plan), rows).map { line, rows in
      let padding = String(repeating: " ", count: width - rows.count)
      return "\(padding)\(rows)  \(line.branch)\(line.name)"
        + (line.details.isEmpty ? "" : "  \(line.details)")
    }
    return result
  }
}

/// The limits of a run, for whoever makes something of its rows.
package struct RunLimits {
  let run: QueryRun

  /// Looks at them now and then.
  ///
  /// - Throws: LimitReached.
  package func check() throws(QueryFailure) { try run.tick() }
}
