import Diagnostics
import OrderedCollections
import Vocabulary

/// Understands a question: from words to ``AskedQuestion``.
struct QuestionParser {
  /// How deep relative clauses may nest.
  static let maximumDepth = 8

  let source: SourceText
  let lexicon: any Lexicon
  let words: SchemaWords
  let tokens: [QuestionToken]
  /// The texts of the tokens, as names are looked up.
  let keys: [String]
  var position = 0
  var depth = 0
  var termCount = 0
  var modifiers = Modifiers()
  /// The ends of the claim before, for *it* and *them*.
  var previous: (subject: Term, object: Term)?
  /// The subject of the claim that is being read.
  var currentSubject: Term?
  /// The day that *now* means.
  let now: String?

  init(
    _ source: SourceText, _ tokens: [QuestionToken], _ lexicon: any Lexicon, _ words: SchemaWords,
    now: String?
  ) {
    self.source = source
    self.lexicon = lexicon
    self.words = words
    self.now = now
    // Politeness at the end would be read as a part of what a claim is about.
    let isPolite = tokens.count > 1 && tokens.last.map { $0.kind == .word && $0.text == "please" } ?? false
    self.tokens = isPolite ? Array(tokens.dropLast()) : tokens
    keys = self.tokens.map(\.text)
  }

  // MARK: - Words

  /// Whether all words are read.
  var isAtEnd: Bool { position >= tokens.count }

  /// The word at a distance from the current one; nil past the end and for dates and quoted names.
  func word(_ distance: Int = 0) -> String? {
    let index = position + distance
    guard index < tokens.count, tokens[index].kind == .word else { return nil }
    return tokens[index].text
  }

  /// Steps over these words if they come next.
  mutating func accept(_ wanted: String...) -> Bool {
    for (distance, text) in wanted.enumerated() where word(distance) != text { return false }
    position += wanted.count
    return true
  }

  /// Steps over one of these words if it comes next.
  mutating func acceptAny(_ wanted: [String]) -> String? {
    guard let text = word(), wanted.contains(text) else { return nil }
    position += 1
    return text
  }

  mutating func skipCommas() {
    while position < tokens.count, tokens[position].kind == .comma { position += 1 }
  }

  mutating func skipArticles() {
    while let text = word(), SchemaWords.isArticle(text) { position += 1 }
  }

  /// Steps over words that change nothing: *also*, *currently* is handled as a time.
  mutating func skipAdverbs() {
    while let text = word() {
      if text == "ever" { modifiers.includesPast = true }
      guard ["ever", "also", "still", "already", "together", "really", "both"].contains(text) else { return }
      position += 1
    }
  }

  /// Whether these words come at a position, articles in between left out; the position after them.
  func end(of wanted: [String], from start: Int) -> Int? {
    var index = start
    for text in wanted {
      while index < tokens.count, tokens[index].kind == .word, SchemaWords.isArticle(tokens[index].text) {
        index += 1
      }
      guard index < tokens.count, tokens[index].kind == .word, tokens[index].text == text else { return nil }
      index += 1
    }
    return index
  }

  /// The span of the words from a position to before another.
  func span(_ from: Int, _ to: Int) -> SourceSpan {
    guard from < tokens.count, !tokens.isEmpty else {
      return SourceSpan(at: UInt32(clamping: source.bytes.count))
    }
    let last = max(from, min(to, tokens.count) - 1)
    return tokens[from].span.joined(with: tokens[last].span)
  }

  /// The span of the current word, or the end of the question.
  var here: SourceSpan { span(position, position + 1) }

  mutating func newTerm(asked: String? = nil, type: String? = nil, span: SourceSpan) -> Term {
    termCount += 1
    return Term(asked: asked, type: type, span: span, number: termCount)
  }

  // MARK: - The question

  /// Reads the production `question`.
  ///
  /// question ::= modifier* ["please"] [imperative] form modifier* ["please"] , all in this order
  ///
  /// form ::= count | connection | dossier | status | happened | said | acting | kin | pair | nouns | entities
  ///        | yesNo | askedBy | clauses
  mutating func question() throws(Diagnostic) -> AskedQuestion {
    guard !tokens.isEmpty else {
      throw failure("question.empty", "there is no question", SourceSpan(at: 0), hints: [examples])
    }
    try readModifiers()
    skipCommas()
    skipImperative()
    if let text = word(), Self.unanswered.contains(text) { throw unanswered(text) }
    var question = try form()
    try readModifiers()
    skipCommas()
    if !isAtEnd { throw unexpected() }
    question.modifiers = modifiers
    if modifiers.isRanked, case .claims = question.form { question.form = .groups([]) }
    return question
  }

  /// Reads the production `imperative`.
  ///
  /// imperative ::= "please" | "list" | "show" ["me"] | "tell" "me" | "give" "me" | "find" | "name" …
  private mutating func skipImperative() {
    _ = accept("please")
    for wanted in [["tell", "me"], ["show", "me"], ["give", "me"], ["list"], ["show"], ["find"], ["name"]] {
      if let end = end(of: wanted, from: position), end < tokens.count {
        position = end
        if word() == "all" { position += 1 }
        return
      }
    }
  }

  private mutating func form() throws(Diagnostic) -> AskedQuestion {
    if word() == "count" || (word() == "how" && word(1) == "many") { return try count() }
    if word() == "how", let verb = word(1), Self.isPresent(verb) || Self.isPast(verb) {
      return try connection()
    }
    let isAbout = word() == "about" && !Self.interrogatives.contains(word(1) ?? "")
    if accept("what", "about") || (isAbout && accept("about")) || accept("everything", "about") {
      let term = try self.term(role: "a name")
      guard !term.names.isEmpty else {
        throw failure("question.no-entity", "'what about' needs a name", term.span, hints: [examples])
      }
      return AskedQuestion(form: .dossier(term))
    }
    if let asked = try whoIs() { return asked }
    if let asked = try statusQuestion() { return asked }
    if let asked = try happened() { return asked }
    if let asked = try saidQuestion() { return asked }
    if let asked = try actingQuestion() { return asked }
    if let asked = try kin() { return asked }
    if let asked = try pair() { return asked }
    if let asked = try nounQuestion() { return asked }
    if let asked = try entitiesQuestion() { return asked }
    if let asked = try whenQuestion() { return asked }
    if let asked = try yesNo() { return asked }
    if let asked = try askedByPreposition() { return asked }
    return AskedQuestion(form: .claims, claims: try clauses())
  }

  /// What the graph cannot say: it records claims, not reasons or amounts.
  private static let unanswered: Set<String> = ["why", "where", "whose", "if"]

  private func unanswered(_ word: String) -> Diagnostic {
    let hint = word == "where" ? "'what about NAME' tells all that is recorded of a place" : examples
    return failure(
      "question.unexpected-word", "questions with '\(word)' are not understood", here, hints: [hint])
  }

  /// Reads the production `whoIs`.
  ///
  /// whoIs ::= ("who" | "what") be name | name , and nothing after it: a dossier
  private mutating func whoIs() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    let isAsked = accept("who") || accept("what")
    if isAsked {
      guard let verb = word(), Self.isPresent(verb) || Self.isPast(verb) else {
        position = start
        return nil
      }
      position += 1
    }
    if let name = matchName(at: position), name.end == tokens.count,
      name.type.map({ type in name.entities.contains { $0.types.contains(type) } }) ?? true
    {
      return AskedQuestion(form: .dossier(try term(role: "a name")))
    }
    position = start
    return nil
  }

  static func isPresent(_ word: String) -> Bool { word == "is" || word == "are" }

  static func isPast(_ word: String) -> Bool { word == "was" || word == "were" }

  static let statuses = ["current", "past", "denied", "disputed"]

  /// Questions that would be understood, in the words of this schema and this graph.
  var examples: String {
    var forms: [String] = []
    let names = lexicon.exampleNames
    if let type = words.schema.relationTypes.values.first(where: { $0.verb.base != nil }) {
      forms.append("'who \(type.phrase) whom'")
      if let name = names.first { forms.append("'who \(type.phrase) \(name)'") }
      if let plural = type.nounPlural { forms.append("'how many \(plural)'") }
    }
    if let name = names.first { forms.append("'what about \(name)'") }
    if names.count > 1 { forms.append("'how are \(names[0]) and \(names[1]) connected'") }
    if words.schema.name.isEmpty, words.schema.relationTypes.isEmpty { return Self.noSchema }
    return forms.isEmpty
      ? "without names and relation types only openCypher is understood"
      : "ask for example \(forms.joined(separator: ", "))"
  }

  static let noSchema = "this graph has no schema: ask in openCypher (MATCH …), or give --schema"

  // MARK: - Failures

  func failure(_ code: String, _ message: String, _ span: SourceSpan, hints: [String] = []) -> Diagnostic {
    .error(code, message, in: source, at: span, hints: hints)
  }

  /// A hint with the known words nearest to one; never the word itself, which is known but does not fit.
  func nearest(to text: String, in candidates: [String]) -> String? {
    let key = NameKey.key(for: text)
    return Suggestions.hint(for: text, in: candidates.filter { NameKey.key(for: $0) != key })
  }

  /// The word that cannot be read here.
  func unexpected() -> Diagnostic {
    guard !isAtEnd else {
      return failure("question.incomplete", "the question ends too early", here, hints: [examples])
    }
    let text = source.string(in: here)
    var hints: [String] = []
    if word() == "not" || word() == "never" {
      return failure(
        "question.unexpected-word", "questions with '\(text)' are not understood", here,
        hints: ["the graph records what is said, not what is not; ask without it"])
    }
    let candidates = words.verbForms + words.typeNames + Self.ownWords
    if let hint = nearest(to: text, in: candidates) { hints.append(hint) }
    hints.append(
      "after a claim come 'in 2019', 'since 2020', 'according to SOURCE', 'said by NAME', 'of TOPIC' or 'as states'"
    )
    return failure("question.unexpected-word", "'\(text)' is not understood here", here, hints: hints)
  }

  static let ownWords = [
    "who", "whom", "what", "which", "how", "many", "count", "most", "according", "reported", "said", "since",
    "between", "before", "after", "until", "during", "someone", "each", "other", "disputed", "denied",
    "connected",
  ]
}
