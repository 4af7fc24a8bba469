import Diagnostics
import Vocabulary

/// What reporters ask first: what happened, and what somebody said.
extension QuestionParser {
  /// Reads the production `happened`.
  ///
  /// happened ::= "what" ("happened" | "has" "happened" | "is" "happening" | "was" "happening") nounTail*
  ///
  /// Claims of any relation, past ones too.
  mutating func happened() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    guard words.verbs["happened"] == nil,
      accept("what", "happened") || accept("what", "has", "happened") || accept("what", "is", "happening")
        || accept("what", "was", "happening") || accept("what", "did", "happen")
    else { return try deeds() }
    var claim = anyClaim(from: start)
    while try nounTail(&claim) {}
    return AskedQuestion(form: .claims, claims: [claim])
  }

  /// Reads the production `deeds`.
  ///
  /// deeds ::= "what" ("does" | "do" | "did" | "has" | "have") names ("do" | "done") [("to" | "with" | "against") term]
  private mutating func deeds() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    guard words.verbs["do"] == nil, accept("what"),
      acceptAny(["does", "do", "did", "has", "have"]) != nil,
      let actor = try nameTerm(isSubject: true), acceptAny(["do", "done"]) != nil
    else {
      position = start
      return nil
    }
    var claim = anyClaim(from: start)
    claim.subject = actor
    if acceptAny(["to", "with", "against"]) != nil { claim.object = try term(role: "a name") }
    return AskedQuestion(form: .claims, claims: [claim])
  }

  /// Reads the production `pair`.
  ///
  /// pair ::= name ("and" | "versus" | "vs") name , and nothing after it but modifiers: claims of any kind between them
  mutating func pair() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    guard matchName(at: start) != nil, var both = try nameTerm(isSubject: true) else { return nil }
    if both.names.count == 1, acceptAny(["versus", "vs"]) != nil, let second = try nameTerm(isSubject: true) {
      both.names += second.names
    }
    guard both.names.count == 2, both.joint != .or, isAtEnd || startsModifier() else {
      position = start
      return nil
    }
    var claim = anyClaim(from: start)
    split(both, into: &claim)
    return AskedQuestion(form: .claims, claims: [claim])
  }

  /// Reads the production `kin`.
  ///
  /// kin ::= [("who" | "what") be] name COPULAR | COPULAR name , the copular phrase one with *of*, which the first form
  ///         leaves out
  ///
  /// `who are Azerbaijan's allies`, `allies of Azerbaijan`: as *who is an ally of Azerbaijan*.
  mutating func kin() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    if let copular = matchCopular(at: position), copular.entry.words.last == "of" {
      let subject = newTerm(asked: "who", span: span(start, copular.end))
      return AskedQuestion(form: .claims, claims: [try active(copular, subject: subject, isPast: false)])
    }
    var isPast = false
    if acceptAny(["who", "what"]) != nil {
      guard let verb = word(), Self.isPresent(verb) || Self.isPast(verb) else {
        position = start
        return nil
      }
      isPast = Self.isPast(verb)
      position += 1
    }
    guard let name = matchName(at: position), let copular = matchCopular(at: name.end, preposition: "of"),
      copular.usedPreposition, copular.entry.words.last == "of", endsForm(at: copular.end)
    else {
      position = start
      return nil
    }
    let subject = newTerm(asked: "who", span: span(start, copular.end))
    let whose = try term(role: "a name")
    let place = span(position, copular.end)
    position = copular.end
    let claim = assembled(copular, subject, whose, topic: nil, isPast: isPast, isMutual: false, place)
    return AskedQuestion(form: .claims, claims: [claim])
  }

  /// Reads the production `said`.
  ///
  /// said ::= "what" ("does" | "do" | "did" | "has") names SAY ["about" term] | "what" be ("said" | "reported") nounTail*
  ///        | "what" ("does" | "do" | "did" | "has") SOURCE (SAY | REPORT) ["about" term]
  ///        | "who" SAY ["that"] clauses
  ///
  /// SAY ::= "say" | "says" | "said" , REPORT ::= "report" | "reported" | "write" | "written" , unless the schema has
  /// them as verbs
  ///
  /// The claims that stand on somebody's word; the column *said by* tells whose.
  mutating func saidQuestion() throws(Diagnostic) -> AskedQuestion? {
    guard words.verbs["say"] == nil else { return nil }
    let start = position
    if word() == "who", ["say", "says", "said"].contains(word(1) ?? ""),
      word(2) == "that" || matchName(at: position + 2) != nil
    {
      position += word(2) == "that" ? 3 : 2
      guard !isAtEnd else {
        throw failure(
          "question.incomplete", "the question does not say what was said", span(start, position),
          hints: ["write 'what does NAME say', or the claim itself after 'that'", examples])
      }
      return AskedQuestion(form: .claims, claims: try clauses())
    }
    guard accept("what"), let auxiliary = acceptAny(["do", "does", "did", "has", "have", "is", "was"]) else {
      position = start
      return nil
    }
    if auxiliary == "is" || auxiliary == "was" {
      // `what is said by Armenia`: *said by* is read as after any claim.
      guard word() == "said" || (word() == "reported" && words.verbs["reported"] == nil) else {
        position = start
        return nil
      }
      var claim = anyClaim(from: start)
      if word(1) != "by", word() == "said" || word(1) != "in" { position += 1 }
      _ = try aboutWhom(&claim)
      while try nounTail(&claim) {}
      _ = try aboutWhom(&claim)
      return AskedQuestion(form: .claims, claims: [claim])
    }
    skipArticles()
    if try readReporter() {
      var claim = anyClaim(from: start)
      _ = try aboutWhom(&claim)
      return AskedQuestion(form: .claims, claims: [claim])
    }
    guard let speaker = matchName(at: position),
      word(at: speaker.end).map({ ["say", "said"].contains($0) }) ?? false,
      let term = try optionalTerm(isSubject: true)
    else {
      position = start
      return nil
    }
    position += 1
    modifiers.speakers += term.names
    var claim = anyClaim(from: start)
    _ = try aboutWhom(&claim)
    return AskedQuestion(form: .claims, claims: [claim])
  }

  /// Reads `UPI report`: a source that is no entity, and what it does.
  private mutating func readReporter() throws(Diagnostic) -> Bool {
    guard matchName(at: position) == nil, let found = sources(at: position),
      let verb = word(at: position + found.count), words.verbs[verb] == nil,
      ["say", "said", "report", "reported", "write", "written"].contains(verb)
    else { return false }
    modifiers.sources.append(found.ids)
    position += found.count + 1
    return true
  }

  /// Reads `about Armenia`: who stands at either end of the claims.
  private mutating func aboutWhom(_ claim: inout AskedClaim) throws(Diagnostic) -> Bool {
    guard acceptAny(["about", "of", "against"]) != nil else { return false }
    let term = try term(role: "a name")
    guard !term.names.isEmpty else {
      throw failure(
        "question.no-entity", "after 'about' comes a name", term.span, hints: [examples])
    }
    claim.touched += term.names
    return true
  }

  /// Whether nothing but modifiers follows.
  private func endsForm(at index: Int) -> Bool {
    var copy = self
    copy.position = index
    return copy.isAtEnd || copy.startsModifier()
  }

  /// A claim of any relation between anyone, past or not.
  private mutating func anyClaim(from start: Int) -> AskedClaim {
    let place = span(start, position)
    return AskedClaim(
      subject: newTerm(asked: "who", span: place), object: newTerm(asked: "whom", span: place), isPast: true,
      span: place)
  }
}
