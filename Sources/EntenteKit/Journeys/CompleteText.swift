import Diagnostics
import GraphCore
import OrderedCollections
import Questions
import QuerySyntax
import Vocabulary

/// What can stand at the end of a text that somebody is typing.
public struct TextCompletion: Sendable, Equatable {
  /// How many characters at the end of the text a candidate takes the place of.
  public let replacedCount: Int
  /// What can stand there, each once, in a fixed order.
  public let candidates: [String]

  /// Nothing fits.
  public static let none = TextCompletion(replacedCount: 0, candidates: [])

  /// Joins the two.
  public init(replacedCount: Int, candidates: [String]) {
    self.replacedCount = replacedCount
    self.candidates = candidates
  }
}

extension KnowledgeGraph {
  /// Whether a text is read as an openCypher statement; a question otherwise.
  public static func isStatement(_ text: String) -> Bool {
    QueryParser.beginsLikeStatement(text) && !QuestionReader.beginsLikeQuestion(text)
  }

  /// What can stand at the end of the beginning of a question or an openCypher statement.
  ///
  /// In a question: names and aliases of the graph, the verbs of its schema, words that questions begin with. In a
  /// statement: labels and relation types after `:`, property keys after `.`, names between quotes, keywords.
  ///
  /// - Parameters:
  ///   - text: What was typed so far.
  ///   - limit: The most candidates.
  /// - Returns: The candidates, and how much of the text they replace.
  /// - Complexity: O(words of the vocabulary + log names).
  public func completion(of text: String, limit: Int = 200) -> TextCompletion {
    let isStatement = Self.isStatement(text)
    return isStatement ? statementCompletion(text, limit) : questionCompletion(text, limit)
  }

  /// Names of entities that begin with a text, whatever their case and accents.
  ///
  /// - Parameters:
  ///   - text: The beginning of a name or alias.
  ///   - limit: The most candidates.
  /// - Returns: The names; they replace the whole text.
  public func completion(ofEntity text: String, limit: Int = 200) -> TextCompletion {
    TextCompletion(replacedCount: text.count, candidates: names(beginningWith: text, limit))
  }

  private func names(beginningWith text: String, _ limit: Int) -> [String] {
    let key = NameKey.key(for: text)
    guard !key.isEmpty else { return [] }
    var result: OrderedSet<String> = []
    for entry in snapshot.nameIndex.entries(withPrefix: key, limit: limit * 3)
    where entry.kind != .id && !snapshot.isSource(entry.node) {
      result.append(entry.text)
      if result.count == limit { break }
    }
    return Array(result)
  }

  // MARK: Questions

  private func questionCompletion(_ text: String, _ limit: Int) -> TextCompletion {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard let last = words.last, !text.hasSuffix(" ") else {
      return TextCompletion(replacedCount: 0, candidates: words.isEmpty ? Self.firstWords : [])
    }
    // A name of several words is completed from its first one.
    for count in stride(from: min(4, words.count), through: 2, by: -1) {
      let start = words[words.count - count].startIndex
      let typed = String(text[start...])
      let names = names(beginningWith: typed, limit)
      if !names.isEmpty { return TextCompletion(replacedCount: typed.count, candidates: names) }
    }
    var found = words.count == 1 ? Self.beginning(Self.firstWords, with: String(last)) : []
    if words.count == 1 { found += Self.beginning(QueryParser.keywords, with: String(last)) }
    found += Self.beginning(verbs, with: String(last))
    found += names(beginningWith: String(last), limit)
    return TextCompletion(
      replacedCount: last.count, candidates: Array(OrderedSet(found).prefix(limit)))
  }

  private static let firstWords = [
    "who", "whom", "what", "which", "how many", "how are", "count who", "is", "does",
  ]

  /// The verbs of the schema's relations in all their forms.
  private var verbs: [String] {
    var result: OrderedSet<String> = []
    for type in snapshot.schema?.relationTypes.values.elements ?? [] {
      for verb in [type.verb] + type.synonyms {
        result.append(
          contentsOf: [verb.third, verb.base, verb.past, verb.gerund].compactMap { $0 } + verb.copular)
      }
    }
    return result.sorted()
  }

  private static func beginning(_ words: [String], with text: String) -> [String] {
    let lower = text.lowercased()
    return words.filter { $0.lowercased().hasPrefix(lower) }
  }

  // MARK: Statements

  private func statementCompletion(_ text: String, _ limit: Int) -> TextCompletion {
    if let quote = Self.openQuote(in: text) {
      let typed = String(text[text.index(after: quote)...])
      return TextCompletion(replacedCount: typed.count, candidates: names(beginningWith: typed, limit))
    }
    var start = text.endIndex
    while start > text.startIndex {
      let before = text.index(before: start)
      guard
        text[before].isLetter || text[before].isNumber || text[before] == "_" || text[before] == "`"
          || text[before] == "-" && text[..<before].last?.isLetter == true
      else { break }
      start = before
    }
    var typed = String(text[start...])
    let before = text[..<start].last
    let candidates: [String]
    switch before {
    case ":", "|":
      candidates = Self.isInBrackets(text[..<start]) ? relationTypes : labels
      typed = typed.hasPrefix("`") ? String(typed.dropFirst()) : typed
    case ".": candidates = snapshot.propertyKeyNames.sorted()
    default: candidates = QueryParser.keywords
    }
    guard !typed.isEmpty || before == ":" || before == "." || before == "|" else {
      return TextCompletion(replacedCount: 0, candidates: [])
    }
    let found = Self.beginning(candidates, with: typed).prefix(limit).map(Self.quoted)
    return TextCompletion(replacedCount: text[start...].count, candidates: Array(found))
  }

  private var labels: [String] {
    var result = OrderedSet(snapshot.schema.map { Array($0.entityTypes.keys) } ?? [])
    result.append(contentsOf: snapshot.labelNames)
    return result.sorted()
  }

  private var relationTypes: [String] {
    var result = OrderedSet(snapshot.schema.map { Array($0.relationTypes.keys) } ?? [])
    result.append(contentsOf: snapshot.relationshipTypeNames)
    return result.sorted()
  }

  private static func quoted(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? name : "`\(name)`"
  }

  private static func isInBrackets(_ text: Substring) -> Bool {
    text.lastIndex { $0 == "[" || $0 == "]" || $0 == "(" || $0 == ")" }.map { text[$0] == "[" } ?? false
  }

  /// Where a text in quotes begins that does not end.
  private static func openQuote(in text: String) -> String.Index? {
    var open: String.Index?
    for index in text.indices where text[index] == "'" || text[index] == "\"" {
      if let start = open {
        if text[start] == text[index] { open = nil }
      } else {
        open = index
      }
    }
    return open
  }
}
