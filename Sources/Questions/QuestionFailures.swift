import OrderedCollections
import Diagnostics
import Vocabulary

/// What is said when a question is not understood: where, what is near, what would fit.
struct QuestionFailures {
  let source: SourceText
  let lexicon: any Lexicon
  let vocabulary: SchemaWords

  func empty() -> Diagnostic {
    error("question.empty", "the question is empty", SourceSpan(at: 0), [forms()])
  }

  func tooLong(_ tokens: [QuestionToken]) -> Diagnostic {
    error(
      "question.too-long", "a question has at most \(QuestionTokens.limit) words",
      tokens[QuestionTokens.limit].span, [forms()])
  }

  func impossibleDate(_ token: QuestionToken) -> Diagnostic {
    error(
      "question.impossible-date", "there is no date '\(token.text)'", token.span,
      ["write 2020, 2020-11 or 2020-11-10"])
  }

  /// The reader wrote a statement that its own parser refuses; shown so that it can be reported.
  func internalStatement(_ statement: String, _ failure: QueryFailure) -> Diagnostic {
    var diagnostic = failure.diagnostic(in: SourceText(name: "statement", text: statement))
    diagnostic.hints.append("the question became a statement that openCypher refuses; ask it in other words")
    return diagnostic
  }

  func notUnderstood(_ parser: QuestionParser) -> Diagnostic {
    if let ambiguous = parser.ambiguous, ambiguous.range.upperBound >= parser.furthest {
      return severalMeanings(parser, ambiguous.range, ambiguous.entities)
    }
    let index = parser.furthest
    guard index < parser.tokens.count else {
      let end = parser.tokens.last?.span.upper ?? 0
      return error(
        "question.incomplete", "the question ends too early", SourceSpan(at: end), [missing(parser), forms()])
    }
    let token = parser.tokens[index]
    var hints: [String] = []
    if let hint = nearest(token, parser, index) { hints.append(hint) }
    hints.append(forms())
    return error("question.unknown-word", "'\(token.text)' is not understood here", token.span, hints)
  }

  private func severalMeanings(
    _ parser: QuestionParser, _ range: Range<Int>, _ entities: [LexicalEntity]
  ) -> Diagnostic {
    let span = parser.tokens[range.lowerBound].span.joined(with: parser.tokens[range.upperBound - 1].span)
    let text = parser.tokens[range].map(\.text).joined(separator: " ")
    let choices = entities.map { entity in "'\(entity.types.last ?? entity.value) \(text)' (\(entity.name))" }
    return error(
      "question.ambiguous-name", "'\(text)' means \(entities.count) entities", span,
      ["say which: " + choices.joined(separator: " or ")])
  }

  /// The nearest words of the kinds that would have fitted.
  private func nearest(_ token: QuestionToken, _ parser: QuestionParser, _ index: Int) -> String? {
    var candidates: [String] = []
    let expected = parser.expected
    if expected.contains(.verb) || expected.contains(.modifier) { candidates += vocabulary.texts }
    if expected.contains(.name) || expected.contains(.source) {
      let rest = parser.tokens[index..<min(index + 3, parser.tokens.count)]
      for count in (1...max(1, rest.count)).reversed() {
        candidates += lexicon.nearestNames(to: rest.prefix(count).map(\.text).joined(separator: " "))
      }
    }
    if expected.contains(.type), let schema = vocabulary.schema {
      candidates += schema.entityTypes.values.flatMap { [$0.title, $0.plural] }
    }
    if expected.contains(.modifier) {
      candidates += [
        "according to", "reported by", "said by", "since", "between", "in", "as of", "as states", "most",
      ]
    }
    if let hint = Suggestions.hint(for: token.text, in: candidates) { return hint }
    let phrase = parser.tokens[index..<min(index + 3, parser.tokens.count)].map(\.text).joined(separator: " ")
    return Suggestions.hint(for: phrase, in: candidates)
      ?? Suggestions.hint(for: token.text, in: vocabulary.texts + lexicon.nearestNames(to: token.text))
  }

  private func missing(_ parser: QuestionParser) -> String {
    var wanted: [String] = []
    if parser.expected.contains(.verb) {
      wanted.append("a verb such as '\(vocabulary.texts.first ?? "accuses")'")
    }
    if parser.expected.contains(.name) {
      wanted.append("a name such as '\(lexicon.exampleNames.first ?? "Armenia")'")
    }
    if parser.expected.contains(.type) { wanted.append("a type such as 'states'") }
    if parser.expected.contains(.date) { wanted.append("a date such as 2020-11-10") }
    if parser.expected.contains(.source) { wanted.append("a source") }
    return "what is missing is " + (wanted.isEmpty ? "the rest" : wanted.joined(separator: " or "))
  }

  /// Forms that would be understood, in the words of this schema and this graph.
  private func forms() -> String {
    guard let type = vocabulary.schema?.relationTypes.values.first(where: { $0.verb.base != nil }) else {
      return
        "without a schema only openCypher is understood: MATCH (a)-[r]->(b) RETURN a.name, type(r), b.name"
    }
    let names = lexicon.exampleNames
    let name = names.first ?? "X"
    var forms = ["'who \(type.phrase) whom'", "'who \(type.phrase) \(name)'"]
    if let plural = type.nounPlural { forms.append("'how many \(plural)'") }
    forms.append("'what about \(name)'")
    if names.count > 1 { forms.append("'how are \(name) and \(names[1]) connected'") }
    return "forms that are understood: " + forms.joined(separator: ", ")
  }

  private func error(_ code: String, _ message: String, _ span: SourceSpan, _ hints: [String]) -> Diagnostic {
    .error(code, message, in: source, at: span, hints: hints)
  }
}
