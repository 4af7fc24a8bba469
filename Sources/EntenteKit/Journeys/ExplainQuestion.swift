public import Diagnostics
import QueryExecution
import QueryPlanning

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
    let reading = try StatementReading(text, options, graph: self)
    let engine = Engine(snapshot: snapshot, procedures: procedures)
    do throws(QueryFailure) {
      let parameters = try options.values()
      let plan: String
      let warnings: [QueryWarning]
      if profile {
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
