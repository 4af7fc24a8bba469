public import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax

/// An openCypher statement that is parsed, bound and planned once and run as often as wanted.
///
/// ```swift
/// let accusers = try graph.prepare(
///   "MATCH (a)-[:accuses]->(b {name: $name}) RETURN DISTINCT a.name")
/// for name in ["Armenia", "Azerbaijan"] {
///   let rows = try accusers.rows([QueryParameter("name", .text(name))])
///   for row in 0..<rows.count { print(rows.text(row, 0) ?? "") }
/// }
/// ```
///
/// It may be used from many threads at once.
public struct PreparedStatement: Sendable {
  private let statement: PlannedStatement
  private let engine: Engine

  init(_ text: String, graph: KnowledgeGraph, parameterNames: [String]) throws(QueryFailure) {
    engine = Engine(snapshot: graph.snapshot, procedures: graph.procedures, now: graph.now)
    var parameters: [String: Value] = [:]
    for name in parameterNames { parameters[name] = .null }
    let (bound, plan) = try engine.plan(
      try QueryParser.parse(text), parameters: parameters, evidence: false)
    statement = try PlannedStatement(plan: plan, warnings: bound.warnings, on: graph.snapshot).reading()
  }

  /// Runs the statement.
  ///
  /// When the task that calls is cancelled, or a limit is reached, it ends with an error.
  ///
  /// - Parameters:
  ///   - parameters: A value for each parameter that the statement names.
  ///   - limits: What it may use.
  /// - Returns: The rows.
  /// - Throws: What goes wrong while it runs.
  public func rows(
    _ parameters: [QueryParameter] = [], limits: QueryLimits = QueryLimits()
  ) throws(QueryFailure) -> QueryRows {
    var engine = engine
    engine.limits = limits
    return try statement.rows(try AskOptions.values(parameters), engine)
  }
}

extension KnowledgeGraph {
  /// Prepares an openCypher statement.
  ///
  /// - Parameters:
  ///   - statement: One statement.
  ///   - parameters: The names of the parameters that each run will give.
  /// - Returns: The statement, ready to run on this graph.
  /// - Throws: What is wrong with the statement, or that it would change the graph.
  public func prepare(
    _ statement: String, parameters: [String] = []
  ) throws(QueryFailure) -> PreparedStatement {
    try PreparedStatement(statement, graph: self, parameterNames: parameters)
  }

  /// Runs an openCypher statement for its rows alone, without the relations that prove them.
  ///
  /// The plan is kept: the same statement again, or with another name in it, is not planned again. For what proves
  /// an answer, see ``query(_:parameters:asOf:)``.
  ///
  /// - Parameters:
  ///   - statement: One statement.
  ///   - parameters: Values of its parameters.
  ///   - limits: What it may use; when the task that calls is cancelled, it ends in any case.
  /// - Returns: The rows, by column.
  /// - Throws: What is wrong with the statement, that it would change the graph, or what went wrong while it ran.
  public func rows(
    _ statement: String, parameters: [QueryParameter] = [], limits: QueryLimits = QueryLimits()
  ) throws(QueryFailure) -> QueryRows {
    let engine = Engine(snapshot: snapshot, procedures: procedures, now: now, limits: limits)
    if let rows = try plans.repeated(statement, parameters, engine) { return rows }
    var values = try AskOptions.values(parameters)
    let planned = try plans.statement(for: statement, &values, engine).reading()
    plans.note(statement, parameters, values, planned)
    return try planned.rows(values, engine)
  }
}
