public import Diagnostics
package import GraphCore

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

  /// Makes options.
  public init(asOf: String? = nil, parameters: [QueryParameter] = []) {
    self.asOf = asOf
    self.parameters = parameters
  }
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

  /// Reads `name=value` texts: an integer, a float, `true`, `false`, `null` or a list of these is taken as such,
  /// anything else as a text; quotes keep a number a text.
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
      result.append(QueryParameter(name, scalar(String(text[text.index(after: equals)...]))))
    }
    return result
  }

  private static func scalar(_ text: String) -> AnswerValue {
    if let number = Int64(text) { return .integer(number) }
    if text.contains(where: \.isNumber), let number = Double(text), number.isFinite { return .float(number) }
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "null": return .null
    default: break
    }
    if text.hasPrefix("["), text.hasSuffix("]") {
      let inside = text.dropFirst().dropLast()
      let parts = inside.split(separator: ",").map { $0.drop { $0 == " " } }
      return .list(parts.map { scalar(String($0)) })
    }
    for quote in ["'", "\""] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
      return .text(String(text.dropFirst().dropLast()))
    }
    return .text(text)
  }
}
