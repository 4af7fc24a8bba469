package import Diagnostics
package import QuerySyntax
import Vocabulary

/// A question as it was understood.
package struct QuestionReading: Sendable {
  /// The openCypher statement that it means.
  package let query: Query
  /// The statement as text; parsed, it gives ``query``.
  package let statement: String
  /// Whether the question names a date, so that undated claims in the answer deserve a word.
  package let isDated: Bool
}

/// Reads questions in a small part of English, with the verbs of a schema and the names of a graph.
///
/// The grammar stands above the methods of the parser. Case, accents, articles and punctuation do not matter.
package struct QuestionReader: Sendable {
  private let lexicon: any Lexicon & Sendable
  private let vocabulary: SchemaWords

  /// Makes a reader for one graph.
  package init(lexicon: any Lexicon & Sendable, vocabulary: SchemaWords) {
    self.lexicon = lexicon
    self.vocabulary = vocabulary
  }

  /// Reads a question.
  ///
  /// - Parameters:
  ///   - source: The question's text.
  ///   - now: The day that the present tense speaks of, as graph files write dates; nil when nothing is dated.
  /// - Returns: The statement that answers it.
  /// - Throws: One diagnostic `question.…` at the first word that could not be understood, with the nearest words
  ///   and forms that would fit.
  /// - Complexity: O(words²) look-ups; names are never scanned unless the question is not understood.
  package func read(_ source: SourceText, now: String?) throws(Diagnostic) -> QuestionReading {
    let tokens = QuestionTokens.tokens(of: source)
    let failures = QuestionFailures(source: source, lexicon: lexicon, vocabulary: vocabulary)
    guard !tokens.isEmpty else { throw failures.empty() }
    guard tokens.count <= QuestionTokens.limit else { throw failures.tooLong(tokens) }
    if let date = tokens.first(where: { $0.kind == .date && !CalendarDates.exists($0.text) }) {
      throw failures.impossibleDate(date)
    }
    var parser = QuestionParser(tokens, lexicon, vocabulary)
    guard let tree = parser.question() else { throw failures.notUnderstood(parser) }
    var writer = StatementWriter(tree, schema: vocabulary.schema, now: now)
    let statement = writer.statement()
    do throws(QueryFailure) {
      let query = try QueryParser.parse(statement)
      return QuestionReading(query: query, statement: statement, isDated: tree.modifiers.period != nil)
    } catch {
      throw failures.internalStatement(statement, error)
    }
  }
}

/// Which dates there are.
enum CalendarDates {
  /// Whether a date as files write it (`2020`, `1990s`, `2020-02`, `2020-02-30`) exists in the Gregorian calendar.
  static func exists(_ text: String) -> Bool {
    let parts = text.split(separator: "-").map { Int($0) }
    guard parts.count > 1, let year = parts[0] else { return true }
    guard let month = parts[1], (1...12).contains(month) else { return false }
    guard parts.count > 2 else { return true }
    guard let day = parts[2] else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }
}
