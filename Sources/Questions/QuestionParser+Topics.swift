import Vocabulary
import Diagnostics

/// What a claim is about.
extension QuestionParser {
  /// Reads the production `topic`.
  ///
  /// topic ::= PREPOSITION ("what" | text | nothing)
  ///
  /// The text goes on to the next modifier or *and*; nothing means that the topic is asked for.
  mutating func topic(after prepositions: [[String]]) throws(Diagnostic) -> AskedTopic? {
    for preposition in prepositions {
      guard let end = end(of: preposition, from: position) else { continue }
      let start = position
      position = end
      if accept("what") || accept("doing", "what") || accept("do", "what") { return .asked }
      if isAtEnd || startsModifier() || word() == "by" || (accept("do") && isAtEnd) { return .asked }
      let text = topicWords()
      guard !text.isEmpty else {
        position = start
        continue
      }
      return .words(text)
    }
    return nil
  }

  /// The words of a topic up to the next modifier, *by*, *and* or the end; small words are left out.
  private mutating func topicWords() -> [String] {
    let small: Set<String> = [
      "a", "an", "the", "its", "their", "his", "her", "of", "in", "on", "to", "for", "or",
    ]
    var result: [String] = []
    while !isAtEnd, tokens[position].kind != .comma {
      if startsModifier() { break }
      let text = tokens[position].text
      if ["and", "but"].contains(text), startsVerbPhrase(at: position + 1) || endsClause(at: position + 1) {
        break
      }
      if text == "by", !result.isEmpty { break }
      let isSmall = small.contains(text) || ["and", "but"].contains(text)
      if !isSmall { result.append(source.string(in: tokens[position].span).lowercased()) }
      position += 1
    }
    return result
  }

  /// Whether a name and then a verb follow: `and Armenia denies it`.
  private func endsClause(at start: Int) -> Bool {
    guard let name = matchName(at: start) else { return false }
    return startsVerbPhrase(at: name.end)
  }
}
