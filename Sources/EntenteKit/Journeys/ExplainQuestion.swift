public import Diagnostics
import QueryExecution
import GraphCore
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
    let engine = Engine(snapshot: snapshot, procedures: procedures)
    do throws(QueryFailure) {
      let (plan, warnings) = try explained(
        reading.query, try options.values(), engine, profile: profile || reading.query.mode == .profile)
      return Explanation(
        question: reading.isQuestion ? text : nil, statement: reading.statement, plan: plan,
        diagnostics: warnings.map { $0.diagnostic(in: reading.source) })
    } catch {
      throw DiagnosticFailure([error.diagnostic(in: reading.source)])
    }
  }

  /// The plan of a statement, a step a line; profiled, it has run, and each step has its rows and time.
  func explained(
    _ query: Query, _ parameters: [String: Value], _ engine: Engine, profile: Bool
  ) throws(QueryFailure) -> (plan: String, warnings: [QueryWarning]) {
    if profile {
      let result = try engine.run(query, parameters: parameters, profiles: true)
      return (Self.profile(result), result.warnings)
    }
    let planned = try engine.plan(query, parameters: parameters)
    return (PlanText.string(for: planned.plan), planned.bound.warnings)
  }

  /// The plan with the rows and microseconds of each step.
  private static func profile(_ result: EngineResult) -> String {
    let lines = PlanText.lines(for: result.plan)
    let rows = zip(lines, result.profile).map { line, profile in
      let name = String(repeating: "  ", count: line.depth) + line.name
      let microseconds = profile.time.components.attoseconds / 1_000_000_000_000
      return [
        name + (line.details.isEmpty ? "" : " " + line.details), String(profile.rows),
        String(profile.time.components.seconds * 1_000_000 + microseconds),
      ]
    }
    return TextTable(columns: ["step", "rows", "µs"], rows: rows).lines(width: nil).map { $0 + "\n" }.joined()
  }
}
