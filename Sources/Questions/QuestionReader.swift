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
  /// The most bytes of a question; a longer text is none.
  private static let lengthLimit = 4_096

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
  ///   - isNowGiven: Whether that day was given with the question: then nothing later is an answer.
  /// - Returns: The statement that answers it.
  /// - Throws: One diagnostic `question.…` at the first word that could not be understood, with the nearest words
  ///   and forms that would fit.
  /// - Complexity: O(words²) look-ups; names are never scanned unless the question is not understood.
  package func read(
    _ source: SourceText, now: String?, isNowGiven: Bool = false
  ) throws(Diagnostic) -> QuestionReading {
    guard source.bytes.count <= Self.lengthLimit else {
      throw .error(
        "question.too-long", "a question has at most \(Self.lengthLimit) bytes", in: source,
        at: SourceSpan(Self.lengthLimit..<source.bytes.count))
    }
    let tokens = QuestionTokenizer.tokens(of: source)
    var parser = QuestionParser(source, tokens, lexicon, vocabulary, now: now)
    let question = try parser.question()
    var writer = StatementWriter(
      question, source: source, schema: vocabulary.schema, now: now, isNowGiven: isNowGiven)
    let statement = try writer.statement()
    do throws(QueryFailure) {
      let query = try QueryParser.parse(statement)
      return QuestionReading(query: query, statement: statement, isDated: question.modifiers.period != nil)
    } catch {
      // The reader wrote what its own parser refuses: shown, so that it can be reported.
      var diagnostic = error.diagnostic(in: SourceText(name: "statement", text: statement))
      diagnostic.hints.append("the question became a statement that is refused; ask it in other words")
      throw diagnostic
    }
  }

  /// Reads the name of one entity as it may stand in a question: `Baku`, `place Yerevan`.
  ///
  /// - Parameter text: The name, perhaps with a type before it.
  /// - Returns: What it means.
  /// - Throws: `question.unknown-name` with the nearest names, `question.ambiguous-name` with the candidates,
  ///   `question.wrong-type`.
  package func entity(named text: String) throws(Problem) -> LexicalEntity {
    let source = SourceText(name: "name", text: text)
    let tokens = QuestionTokenizer.tokens(of: source)
    let parser = QuestionParser(source, tokens, lexicon, vocabulary, now: nil)
    guard let match = parser.matchName(at: 0), match.end == tokens.count else {
      let hint = parser.nearest(to: text, in: lexicon.nearestNames(to: text))
      throw NameResolver.unknown(text, hints: hint.map { [$0] } ?? [])
    }
    let mention = NameMention(
      candidates: match.entities, type: match.type, span: parser.span(match.start, match.end))
    return try NameResolver(schema: vocabulary.schema).entity(
      among: match.entities, named: mention.text(in: source), type: match.type)
  }

  /// Whether a text is a question although its first word is a keyword of openCypher: `with whom does …`.
  ///
  /// No statement that could run begins so: a first `WITH` has no variables to take over.
  package static func beginsLikeQuestion(_ text: String) -> Bool {
    let words = text.prefix(64).lowercased().split { $0 == " " || $0 == "\t" || $0.isNewline }
    guard words.count > 2, words[0] == "with" else { return false }
    let auxiliaries = ["do", "does", "did", "is", "are", "was", "were", "has", "have", "had"]
    return (["whom", "who", "what"].contains(words[1]) && auxiliaries.contains(String(words[2])))
      || words[1] == "which"
  }
}
