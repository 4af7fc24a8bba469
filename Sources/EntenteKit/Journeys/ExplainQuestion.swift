public import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning
import QuerySyntax

/// What a question means to the engine.
public struct Explanation: Sendable {
  /// The question as asked; nil when it was openCypher already.
  public let question: String?
  /// The openCypher statement.
  public let statement: String
  /// The plan, a step a line, with estimated rows or, profiled, the rows and time of each step.
  public let plan: String
  /// Warnings of the statement.
  public let diagnostics: [Diagnostic]

  /// All of it as text that ends in a line break.
  public var text: String {
    var parts: [String] = []
    if let question { parts.append("Question\n\n  \(question)\n") }
    let indented = statement.split(separator: "\n").map { "  \($0)\n" }.joined()
    parts.append("Statement\n\n" + indented)
    let steps = plan.split(separator: "\n").map { "  \($0)\n" }.joined()
    parts.append("Plan\n\n" + steps)
    return parts.joined(separator: "\n")
  }
}

extension KnowledgeGraph {
  /// Shows what a question becomes: its statement and the plan that runs.
  ///
  /// - Parameters:
  ///   - text: A question or an openCypher statement.
  ///   - options: Dates and parameters.
  ///   - profile: Whether to run it and count the rows and time of each step.
  /// - Returns: Statement and plan.
  /// - Throws: What is wrong with the text, with its place in it.
  public func explain(
    _ text: String, _ options: AskOptions = AskOptions(), profile: Bool = false
  ) throws(DiagnosticFailure) -> Explanation {
    try intact { () throws(DiagnosticFailure) in try explanation(text, options, profile: profile) }
  }

  private func explanation(
    _ text: String, _ options: AskOptions, profile: Bool
  ) throws(DiagnosticFailure) -> Explanation {
    let reading = try StatementReading(text, options, graph: self)
    do throws(QueryFailure) {
      let engine = Engine(
        snapshot: snapshot, procedures: procedures, now: try options.moment(of: self), limits: options.limits,
        isCancelled: options.isCancelled)
      let parameters = try options.values()
      let plan: String
      let warnings: [QueryWarning]
      if profile || reading.query.mode == .profile {
        let result = try engine.run(reading.query, parameters: parameters, profiles: true)
        plan = Self.profile(result)
        warnings = result.warnings
      } else {
        let planned = try engine.plan(reading.query, parameters: parameters)
        plan = PlanText.string(for: planned.plan)
        warnings = planned.bound.warnings
      }
      return Explanation(
        question: reading.isQuestion ? text : nil, statement: reading.statement, plan: plan,
        diagnostics: warnings.map { $0.diagnostic(in: reading.source) })
    } catch {
      throw DiagnosticFailure([error.diagnostic(in: reading.source)])
    }
  }

  /// The plan with the rows and microseconds of each step.
  private static func profile(_ result: EngineResult) -> String {
    let steps = ProfiledStep.steps(of: result)
    let rows = steps.map { [$0.text, $0.expected, String($0.rows), String($0.microseconds)] }
    return TextTable(columns: ProfiledStep.columns, rows: rows).lines(width: nil).map { $0 + "\n" }.joined()
  }

  /// What a statement that begins with EXPLAIN or PROFILE answers: its plan, a step a row; nil for any other.
  ///
  /// EXPLAIN runs nothing. PROFILE runs the statement, which may write, and counts.
  func plan(
    of reading: StatementReading, with engine: Engine, parameters: [String: Value], question: String
  ) throws(QueryFailure) -> Answer? {
    let columns: [String]
    let rows: [[AnswerValue]]
    var warnings: [QueryWarning]
    var graph = self
    switch reading.query.mode {
    case .run: return nil
    case .explain:
      let planned = try engine.plan(reading.query, parameters: parameters)
      columns = Array(ProfiledStep.columns.prefix(2))
      rows = PlanText.lines(for: planned.plan).map {
        [.text($0.text), .text(PlanText.rows($0.estimatedRows))]
      }
      warnings = planned.bound.warnings
    case .profile:
      let result = try engine.run(reading.query, parameters: parameters, profiles: true)
      columns = ProfiledStep.columns
      rows = ProfiledStep.steps(of: result).map {
        [.text($0.text), .text($0.expected), .integer(Int64($0.rows)), .integer($0.microseconds)]
      }
      warnings = result.warnings
      if result.isChanged {
        graph = changed(
          to: result.snapshot, by: WritingStatement(query: reading.query, source: reading.source))
      }
    }
    return Answer(
      columns: columns, rows: rows, evidence: rows.map { _ in [] }, statement: reading.statement,
      diagnostics: warnings.map { $0.diagnostic(in: reading.source) }, graph: graph,
      changesGraph: graph.statements.count > statements.count, question: question, isQuestion: false,
      relationships: [])
  }
}

/// A step of a plan that was run.
private struct ProfiledStep {
  static let columns = ["step", "expected", "rows", "µs"]

  /// The branch, the operator and what it works on.
  let text: String
  /// The rows that the planner expected, in words.
  let expected: String
  /// The rows that it gave.
  let rows: Int
  /// The time spent in the step itself, without its inputs.
  let microseconds: Int64

  static func steps(of result: EngineResult) -> [ProfiledStep] {
    let lines = PlanText.lines(for: result.plan)
    let times = result.profile.map { profile in
      profile.time.components.seconds * 1_000_000 + profile.time.components.attoseconds / 1_000_000_000_000
    }
    return zip(lines, result.profile).enumerated().map { index, step in
      var own = times[index]
      // The inputs follow their step, one deeper, before the next step of its own depth.
      for below in (index + 1)..<max(index + 1, min(lines.count, times.count)) {
        if lines[below].depth <= step.0.depth { break }
        if lines[below].depth == step.0.depth + 1 { own -= times[below] }
      }
      return ProfiledStep(
        text: step.0.text, expected: PlanText.rows(step.0.estimatedRows), rows: step.1.rows,
        microseconds: max(0, own))
    }
  }
}

extension PlanText.Line {
  fileprivate var text: String { branch + name + (details.isEmpty ? "" : "  " + details) }
}
