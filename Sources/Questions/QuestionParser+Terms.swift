import Diagnostics
import OrderedCollections
import Vocabulary

extension QuestionParser {
  private static let someone: Set<String> = [
    "someone", "anyone", "somebody", "anybody", "everyone", "everybody", "something", "anything", "others",
  ]

  private static let pronouns: Set<String> = ["it", "them", "him", "her", "this", "that"]

  /// A term that must be there.
  ///
  /// - Parameters:
  ///   - role: What it is, for the message: `a name`.
  ///   - isSubject: Whether a verb follows, which then does not end a list of names.
  /// - Returns: The term.
  /// - Throws: What stands there instead.
  mutating func term(role: String, isSubject: Bool = true) throws(Diagnostic) -> Term {
    if let term = try optionalTerm(isSubject: isSubject) { return term }
    guard !isAtEnd else {
      throw failure(
        "question.incomplete", "the question ends where \(role) should stand", here, hints: [examples])
    }
    throw unknownName()
  }

  /// Reads the production `term`.
  ///
  /// term ::= asked | someone [relative] | pronoun | names | [article] TYPE [relative]
  ///
  /// asked ::= "who" | "whom" | "what" | ("which" | "what") TYPE [relative]
  mutating func optionalTerm(isSubject: Bool = false) throws(Diagnostic) -> Term? {
    let start = position
    if let asked = try askedTerm() { return asked }
    if let text = word(), Self.someone.contains(text) {
      position += 1
      _ = accept("else")
      var term = newTerm(span: span(start, position))
      term.isSomeone = true
      try readRelatives(&term)
      return term
    }
    if let text = word(), Self.pronouns.contains(text), let previous, !isSubject {
      position += 1
      return pronoun(previous)
    }
    if let names = try nameTerm(isSubject: isSubject) { return names }
    skipArticles()
    let typeStart = position
    if let type = typeWord() {
      var term = newTerm(type: type, span: span(typeStart, position))
      try readRelatives(&term)
      term.isSomeone = !term.relatives.isEmpty
      return term
    }
    position = start
    return nil
  }

  private mutating func askedTerm() throws(Diagnostic) -> Term? {
    let start = position
    guard let asked = acceptAny(["who", "whom", "what", "which"]) else { return nil }
    if asked == "which" || asked == "what" {
      let typeStart = position
      if let type = typeWord(), !isVerb(at: typeStart) || continuesAfterType() {
        let text = source.string(in: span(typeStart, position)).lowercased()
        var term = newTerm(asked: text, type: type, span: span(start, position))
        if word() == "that" || word() == "who" || word() == "which" { try readRelatives(&term) }
        return term
      }
      position = typeStart
      if asked == "which", !isVerb(at: position) { throw unknownThing(after: "which") }
    }
    return newTerm(asked: asked, span: span(start, position))
  }

  /// Whether a verb follows a word that is both a type and a verb: `which borders are …`, `what borders A`.
  private func continuesAfterType() -> Bool {
    if startsVerbPhrase() || word() == "that" || word() == "which" { return true }
    guard let text = word() else { return false }
    return Self.isPresent(text) || Self.isPast(text) || ["do", "does", "did", "has", "have"].contains(text)
  }

  /// *it* is what the claim before spoke of; to one of its ends it is the other.
  private mutating func pronoun(_ previous: (subject: Term, object: Term)) -> Term {
    guard let subject = currentSubject else { return previous.object }
    let ids = subject.names.flatMap(\.candidates)
    if !ids.isEmpty, ids == previous.object.names.flatMap(\.candidates) { return previous.subject }
    if subject.number == previous.object.number { return previous.subject }
    if subject.number == previous.subject.number { return previous.object }
    return previous.subject
  }

  // MARK: - Names

  /// A name as it stands in the question.
  struct NameMatch {
    var entities: [LexicalEntity]
    var type: String?
    var start: Int
    var end: Int
  }

  /// Reads the production `name`.
  ///
  /// name ::= [article] [TYPE ["of"]] word+ | QUOTED
  ///
  /// The name alone wins over a type with a name when it is at least as long: `Road to Shusha`.
  func matchName(at index: Int) -> NameMatch? {
    guard index < tokens.count else { return nil }
    var start = index
    if let found = plainName(at: start) { return found }
    while let text = word(at: start), SchemaWords.isArticle(text) { start += 1 }
    let plain = plainName(at: start)
    var copy = self
    copy.position = start
    if let type = copy.typeWord() {
      for skipped in [copy.position, word(at: copy.position) == "of" ? copy.position + 1 : copy.position] {
        var inner = skipped
        while let text = word(at: inner), SchemaWords.isArticle(text) { inner += 1 }
        guard var found = plainName(at: inner), found.end > plain?.end ?? 0 else { continue }
        found.type = type
        return found
      }
    }
    return plain
  }

  private func plainName(at index: Int) -> NameMatch? {
    guard index < tokens.count else { return nil }
    if tokens[index].kind == .quoted {
      let inside = keys[index].split(separator: " ").map(String.init)
      guard let found = lexicon.entities(in: inside, from: 0), found.count == inside.count else { return nil }
      return NameMatch(entities: found.entities, start: index, end: index + 1)
    }
    guard tokens[index].kind != .comma else { return nil }
    if let found = lexicon.entities(in: keys, from: index), found.count > 0 {
      return NameMatch(entities: found.entities, start: index, end: index + found.count)
    }
    // `Armenia's`: without its ending.
    guard let stem = tokens[index].stem, let found = lexicon.entities(in: [stem], from: 0) else { return nil }
    return NameMatch(entities: found.entities, start: index, end: index + 1)
  }

  /// Reads the production `names`.
  ///
  /// names ::= name ((","| "and" | "or") name)*
  mutating func nameTerm(isSubject: Bool) throws(Diagnostic) -> Term? {
    guard let first = matchName(at: position) else {
      if position < tokens.count, tokens[position].kind == .quoted { throw unknownName() }
      return nil
    }
    let start = position
    var term = newTerm(span: first.entities.isEmpty ? here : span(start, first.end))
    term.names = [mention(first)]
    position = first.end
    while true {
      var next = position
      var joint: Term.Joint?
      if next < tokens.count, tokens[next].kind == .comma { next += 1 }
      if word(at: next) == "and" { joint = .and } else if word(at: next) == "or" { joint = .or }
      if joint != nil { next += 1 }
      guard next > position, let more = matchName(at: next), isSubject || !startsVerbPhrase(at: more.end)
      else { break }
      term.names.append(mention(more))
      if let joint { term.joint = joint }
      position = more.end
    }
    if term.names.count > 1, position > start { term.span = span(start, position) }
    return term
  }

  private func mention(_ match: NameMatch) -> NameMention {
    NameMention(candidates: match.entities, type: match.type, span: span(match.start, match.end))
  }

  // MARK: - Relative clauses

  /// Reads the production `relative`.
  ///
  /// relative ::= ("who" | "that" | "which") verbPhrase | ("whom" | "that" | "who" | "which") term VERB
  ///            | GERUND object | PARTICIPLE "by" agent | COPULAR object
  private mutating func readRelatives(_ term: inout Term) throws(Diagnostic) {
    let start = position
    let saved = currentSubject
    defer { currentSubject = saved }
    depth += 1
    defer { depth -= 1 }
    if acceptAny(["who", "that", "which", "whom"]) != nil {
      try checkDepth(at: start)
      if startsVerbPhrase() || word() == "do" || word() == "does" {
        term.relatives.append(try claim(subject: term))
        return
      }
      guard let subject = try optionalTerm(isSubject: true) else { throw unknownVerb() }
      guard let verb = matchVerb([.third, .base, .past], at: position) else { throw unknownVerb() }
      term.relatives.append(try active(verb, subject: subject, isPast: verb.entry.form == .past, asked: term))
      return
    }
    // `states bordering Armenia`, `states accused by Armenia`, `states allied with Armenia`
    if let verb = matchVerb([.gerund], at: position), !verb.isBare {
      try checkDepth(at: start)
      term.relatives.append(try active(verb, subject: term, isPast: false))
    } else if let copular = matchCopular(at: position), copular.end > position + 1 {
      try checkDepth(at: start)
      term.relatives.append(try active(copular, subject: term, isPast: false))
    } else if let verb = matchPassive(at: position), word(at: verb.end) == "by" {
      try checkDepth(at: start)
      term.relatives.append(try passive(verb, object: term, isPast: false, asked: nil))
    }
  }

  /// Descriptions may stand in descriptions, but only so deep.
  private func checkDepth(at start: Int) throws(Diagnostic) {
    guard depth > Self.maximumDepth else { return }
    throw failure(
      "question.too-deep", "descriptions are nested more than \(Self.maximumDepth) levels deep",
      span(start, start + 1))
  }

  /// The word here should begin a name and begins none.
  func unknownName() -> Diagnostic {
    if word() == "not" || word() == "never" { return unexpected() }
    // The article is known; what it stands before is not.
    var position = position
    while let text = word(at: position), SchemaWords.isArticle(text), position + 1 < tokens.count {
      position += 1
    }
    var end = position + 1
    // `Nagorno-Karabah` is one word to the writer.
    while end < tokens.count, tokens[end].span.lower == tokens[end - 1].span.upper + 1,
      source.string(in: SourceSpan(tokens[end - 1].span.upper, tokens[end].span.lower)) == "-"
    {
      end += 1
    }
    let place = span(position, end)
    let text = source.string(in: place)
    var hints: [String] = []
    var candidates = lexicon.nearestNames(to: text)
    candidates += Self.ownWords
    if position < tokens.count, sources(at: position) != nil {
      hints.append("'\(text)' is a source: write 'according to \(text)'")
    } else if let hint = nearest(to: text, in: candidates) {
      hints.append(hint)
    }
    hints.append(examples)
    return NameResolver.unknown(text, hints: hints).at(place, in: source)
  }
}
