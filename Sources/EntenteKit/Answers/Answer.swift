public import Diagnostics
package import GraphCore
import QuerySyntax

/// What a question or statement returned, with the relations that prove it.
public struct Answer: Sendable {
  /// The headings.
  public let columns: [String]

  /// The values, row by row, in the order of the statement or, without ORDER BY, in a defined one.
  public let rows: [[AnswerValue]]

  /// For each row the relations it rests on; empty where a row rests on none (`RETURN 1`).
  public let evidence: [[AnswerRelationship]]

  /// The openCypher statement that ran.
  public let statement: String

  /// Warnings: unknown labels and types, undated claims that a date filter kept.
  public let diagnostics: [Diagnostic]

  /// The graph that the answer is about; after a writing statement, the new one.
  public let graph: KnowledgeGraph

  /// Whether the statement wrote: then ``graph`` is another graph.
  public let changesGraph: Bool

  /// The question as it was asked.
  public let question: String

  /// Whether it was a question in words, not openCypher.
  public let isQuestion: Bool

  /// The numbers of all relations that prove any row, each once, ascending.
  package let relationships: [RelationshipID]
}

/// Which question to ask how.
public struct AskOptions: Sendable {
  /// The date that *now* means; nil for the date of the graph's latest source.
  public var asOf: String?
  /// Values of the statement's parameters.
  public var parameters: [QueryParameter]
  /// What the statement may use.
  public var limits: QueryLimits
  /// Asked again and again while the statement runs; true ends it with `query.cancelled`.
  ///
  /// A cancelled task ends it in any case.
  public var isCancelled: (@Sendable () -> Bool)?

  /// Makes options.
  public init(
    asOf: String? = nil, parameters: [QueryParameter] = [], limits: QueryLimits = QueryLimits(),
    isCancelled: (@Sendable () -> Bool)? = nil
  ) {
    self.asOf = asOf
    self.parameters = parameters
    self.limits = limits
    self.isCancelled = isCancelled
  }
}

/// What a host lets a statement use; what is nil has no limit.
///
/// A statement that reaches a limit ends with a diagnostic (`query.time-limit`, `query.row-limit`,
/// `query.memory-limit`) that shows its plan and the rows that each step had given.
public struct QueryLimits: Sendable, Equatable {
  /// The longest time it may run.
  public var time: Duration?
  /// The most rows that its answer may have.
  public var rows: Int?
  /// The most bytes by which the memory of the whole process may grow while it runs.
  ///
  /// Memory is measured about once a millisecond, and before a large text or list is made; what else the process
  /// does meanwhile counts, too.
  public var memory: Int?

  /// Makes limits.
  public init(time: Duration? = nil, rows: Int? = nil, memory: Int? = nil) {
    self.time = time
    self.rows = rows
    self.memory = memory
  }

  /// Whether anything is limited.
  var isAny: Bool { time != nil || rows != nil || memory != nil }
}

/// A value for `$name` in a statement.
public struct QueryParameter: Sendable, Equatable {
  /// The name without the dollar sign.
  public let name: String
  /// The value; nodes, relationships and paths cannot be given.
  public let value: AnswerValue

  /// Joins a name and a value.
  public init(_ name: String, _ value: AnswerValue) {
    self.name = name
    self.value = value
  }

  /// Reads `name=value` texts: a number, `true`, `false`, `null`, a text in quotes, a list or a map as openCypher
  /// writes them is taken as such, anything else as a text.
  ///
  /// - Parameter texts: As written on a command line.
  /// - Returns: The parameters in the same order.
  /// - Throws: A ``Problem`` when a text has no `=` or a name is given twice.
  public static func parse(_ texts: [String]) throws(Problem) -> [QueryParameter] {
    var result: [QueryParameter] = []
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw Problem("command.parameter", "'\(text)' is no parameter", hints: ["write --param name=value"])
      }
      let name = String(text[..<equals])
      if result.contains(where: { $0.name == name }) {
        throw Problem("command.parameter", "the parameter '\(name)' is given twice")
      }
      let written = String(text[text.index(after: equals)...])
      result.append(QueryParameter(name, try value(written, of: name)))
    }
    return result
  }

  /// A value as written: an openCypher literal is what it says, anything else a text.
  private static func value(_ text: String, of name: String) throws(Problem) -> AnswerValue {
    if let expression = try? QueryParser.parseExpression(text), let value = literal(expression, inside: false)
    {
      return value
    }
    if text.hasPrefix("[") || text.hasPrefix("{") {
      throw Problem(
        "command.parameter", "the value of '\(name)' is no list or map that openCypher could write",
        hints: ["write for example --param \(name)='[1, \"two\"]', or quote it to make it a text"])
    }
    return .text(text)
  }

  /// The value of a literal; a bare word inside a list counts as a text.
  ///
  /// Depth is bounded by the parser.
  private static func literal(_ expression: Expression, inside: Bool) -> AnswerValue? {
    switch expression.kind {
    case .null: return .null
    case .boolean(let flag): return .boolean(flag)
    case .integer(let number): return .integer(number)
    case .float(let number): return .float(number)
    case .string(let text): return .text(text)
    case .variable(let word): return inside ? .text(word) : nil
    case .list(let elements):
      let values = elements.compactMap { literal($0, inside: true) }
      return values.count == elements.count ? .list(values) : nil
    case .map(let entries):
      let members = entries.compactMap { entry in
        literal(entry.value, inside: true).map { AnswerProperty(entry.key.text, $0) }
      }
      return members.count == entries.count ? .map(members) : nil
    default: return nil
    }
  }
}
