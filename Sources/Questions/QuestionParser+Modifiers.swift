import Diagnostics
import OrderedCollections
import Vocabulary

extension QuestionParser {
  /// Reads all modifiers that come next.
  ///
  /// modifiers ::= modifier*
  mutating func readModifiers() throws(Diagnostic) {
    while true {
      let start = position
      skipCommas()
      guard try readModifier() else {
        position = start
        return
      }
    }
  }

  /// Reads the production `modifier`.
  ///
  /// modifier ::= time | provenance | speaker | STATUS clause | fold | rank
  mutating func readModifier() throws(Diagnostic) -> Bool {
    guard let text = word() ?? dateText() else { return false }
    switch text {
    case "most": return readRank()
    case "the" where word(1) == "most":
      position += 1
      return readRank()
    case "as": if try readFold() { return true }
    case "folded":
      position += 1
      modifiers.isFolded = true
      return true
    case "according", "reported", "confirmed", "said", "stated", "attributed", "with", "by", "from", "in",
      "that",
      "which":
      if try readProvenance() { return true }
    default: break
    }
    return try readTime()
  }

  /// Whether a modifier begins here.
  func startsModifier() -> Bool {
    var copy = self
    do throws(Diagnostic) {
      return try copy.readModifier()
    } catch {
      return true
    }
  }

  /// Reads the production `rank`.
  ///
  /// rank ::= "most" ["often" | "frequently" | "of" "all"]
  private mutating func readRank() -> Bool {
    guard accept("most") else { return false }
    if acceptAny(["often", "frequently"]) == nil { _ = accept("of", "all") }
    modifiers.isRanked = true
    return true
  }

  /// Reads the production `fold`.
  ///
  /// fold ::= "as" ("principals" | TYPE), where TYPE is one of those for whom others act: `as states`
  private mutating func readFold() throws(Diagnostic) -> Bool {
    let start = position
    guard accept("as"), word() != "of" else {
      position = start
      return false
    }
    let place = position
    if accept("principals") {
      modifiers.isFolded = true
      return true
    }
    guard let type = typeWord() else {
      position = start
      return false
    }
    let principals = lexicon.principalTypes
    guard principals.isEmpty || principals.contains(type) else {
      let plurals = principals.map { words.schema.entityTypes[$0]?.plural ?? $0 }
      let choice = Suggestions.choice(of: (plurals + ["principals"]).map { "'as \($0)'" })
      throw failure(
        "question.no-principal", "nobody acts for \(words.schema.entityTypes[type]?.plural ?? type)",
        span(place, position), hints: ["'as' replaces actors by those they act for: write \(choice)"])
    }
    modifiers.isFolded = true
    return true
  }

  // MARK: - Who says so

  /// Reads the production `provenance`.
  ///
  /// provenance ::= ["as"] "according" "to" (sources | names) | "reported" "by" (sources | COUNT "sources")
  ///              | ("by" | "in" | "with" | "from") COUNT "sources" | ("said" | "stated") "by" names
  ///              | "attributed" "to" names | ("that" | "which") be STATUS
  private mutating func readProvenance() throws(Diagnostic) -> Bool {
    let start = position
    if acceptAny(["that", "which"]) != nil {
      if let verb = word(), Self.isPresent(verb) || Self.isPast(verb), let status = word(1),
        Self.statuses.contains(status)
      {
        position += 2
        modifiers.statuses.append(status)
        return true
      }
      position = start
      return false
    }
    if accept("according", "to") { return try readSources(orSpeakers: true) }
    if accept("reported", "by") || accept("confirmed", "by") || accept("reported", "in") {
      if try readCount() { return true }
      return try readSources(orSpeakers: false)
    }
    if accept("said", "by") || accept("stated", "by") || accept("attributed", "to") {
      return try readSpeakers()
    }
    if acceptAny(["by", "in", "with", "from"]) != nil {
      if try readCount() { return true }
      if let found = lexicon.sources(in: keys, from: position), !isEntity(at: position) {
        modifiers.sources.append(found.ids)
        position += found.count
        return true
      }
    }
    position = start
    return false
  }

  private func isEntity(at index: Int) -> Bool { matchName(at: index) != nil }

  /// Reads the production `COUNT`.
  ///
  /// COUNT ::= ["at" "least" | "more" "than"] NUMBER ["or" "more"] , then "sources" or "reports"
  private mutating func readCount() throws(Diagnostic) -> Bool {
    let start = position
    let isAtLeast = accept("at", "least")
    let isMore = !isAtLeast && accept("more", "than")
    guard let text = word(), let number = Self.number(text) else {
      position = start
      return false
    }
    position += 1
    _ = accept("or", "more")
    _ = acceptAny(["different", "independent"])
    guard acceptAny(["sources", "source", "reports", "report"]) != nil else {
      position = start
      return false
    }
    modifiers.minimumSources = isMore ? number + 1 : number
    return true
  }

  private static func number(_ word: String) -> Int? {
    let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    if let index = names.firstIndex(of: word) { return index + 1 }
    guard let number = Int(word), (1...1_000_000).contains(number) else { return nil }
    return number
  }

  private mutating func readSources(orSpeakers: Bool) throws(Diagnostic) -> Bool {
    var isFirst = true
    while true {
      let start = position
      skipArticles()
      guard let found = sources(at: position) else {
        if !isFirst {
          position = start - 1
          return true
        }
        position = start
        if orSpeakers, matchName(at: position) != nil { return try readSpeakers() }
        skipArticles()
        throw unknownSource()
      }
      position += found.count
      if isFirst || tokens[start - 1].text != "or" {
        modifiers.sources.append(found.ids)
      } else {
        modifiers.sources[modifiers.sources.count - 1] += found.ids
      }
      isFirst = false
      guard word() == "and" || word() == "or", sources(at: position + 1) != nil else { return true }
      position += 1
    }
  }

  func sources(at index: Int) -> (count: Int, ids: [String])? {
    guard index < tokens.count else { return nil }
    if tokens[index].kind == .quoted {
      let inside = keys[index].split(separator: " ").map(String.init)
      guard let found = lexicon.sources(in: inside, from: 0), found.count == inside.count else { return nil }
      return (1, found.ids)
    }
    return lexicon.sources(in: keys, from: index)
  }

  private mutating func readSpeakers() throws(Diagnostic) -> Bool {
    guard let term = try optionalTerm(), !term.names.isEmpty else {
      if let found = sources(at: position) {
        modifiers.sources.append(found.ids)
        position += found.count
        return true
      }
      guard !isAtEnd else {
        throw failure("question.incomplete", "'said by' needs a name", here, hints: [examples])
      }
      throw unknownName()
    }
    modifiers.speakers += term.names
    return true
  }

  private func unknownSource() -> Diagnostic {
    guard !isAtEnd else {
      return failure("question.incomplete", "the question ends where a source should stand", here)
    }
    let text = source.string(in: here)
    var hints: [String] = []
    if let hint = nearest(to: text, in: lexicon.nearestNames(to: text)) { hints.append(hint) }
    hints.append("a source is named by its id, its publisher or its title")
    return failure("question.unknown-source", "'\(text)' is no source that is known here", here, hints: hints)
  }
}
