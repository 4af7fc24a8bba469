import Diagnostics
import Vocabulary

/// What there is in the graph, and who acts for whom: questions about entities that rest on no claim.
extension QuestionParser {
  /// Reads the production `entities`.
  ///
  /// entities ::= ["which" | "what"] TYPE [isThere] | TYPE ("that" | "who" | "which") verbPhrase …
  ///
  /// Nothing may follow, and no modifier stand before: those are for claims. With a verb it is the question with
  /// *which*: `list states that accuse Armenia`.
  mutating func entitiesQuestion() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    let isAsked = accept("which") || accept("what")
    let typeStart = position
    if let type = typeWord() {
      let heading = source.string(in: span(typeStart, position)).lowercased()
      let term = newTerm(asked: heading, type: type, span: span(start, position))
      if isThere(), modifiers.isEmpty { return AskedQuestion(form: .entities(term, isCounted: false)) }
      if !isAsked, ["that", "who", "which"].contains(word() ?? ""), startsVerbPhrase(at: position + 1) {
        position += 1
        var claims = [try claim(subject: term)]
        try continueClauses(&claims)
        return AskedQuestion(form: .claims, claims: claims)
      }
    }
    position = typeStart
    // `what treaties are there`: it is the kind of thing that is not known.
    let last = tokens.count - 1
    if isAsked, typeStart < last - 1, word(at: last) == "there", Self.isPresent(word(at: last - 1) ?? ""),
      noun() == nil, !acceptAnyRelation()
    {
      throw unknownThing(after: "which")
    }
    position = start
    return nil
  }

  /// Reads the production `isThere`, and tells whether the question ends with it.
  ///
  /// isThere ::= [be ("there" | "known" | "recorded" | "in" "graph")]
  mutating func isThere() -> Bool {
    let start = position
    if let text = word(), Self.isPresent(text) {
      position += 1
      if acceptAny(["there", "known", "recorded"]) == nil {
        guard accept("in") else {
          position = start
          return false
        }
        skipArticles()
        _ = accept("graph")
      }
    }
    if isAtEnd { return true }
    position = start
    return false
  }

  /// Reads the production `acting`.
  ///
  /// acting ::= ("who" | "which" TYPE | name) ACT "for" ("whom" | "who" | name)
  ///          | ("whom" | "who" | "what" | "which" TYPE) ("does" | "do" | "did") name "act" "for"
  ///          | ("does" | "do" | "did") name "act" "for" name
  ///
  /// ACT ::= "acts" | "act" | "acted" , unless the schema has it as a verb
  mutating func actingQuestion() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    let acts: Set<String> = ["acts", "act", "acted"]
    guard let place = tokens.indices.first(where: { acts.contains(word(at: $0) ?? "") }),
      word(at: place + 1) == "for", acts.allSatisfy({ words.verbs[$0] == nil }), modifiers.isEmpty
    else { return nil }
    if let question = try readActing(), isAtEnd { return question }
    position = start
    throw failure(
      "question.unexpected-word", "'acts for' is not understood here", span(place, place + 2),
      hints: [
        "ask 'who acts for NAME' or 'whom does NAME act for'",
        "'as states' at the end of a question counts whoever acts for a state as the state",
      ])
  }

  private mutating func readActing() throws(Diagnostic) -> AskedQuestion? {
    let doing = ["do", "does", "did"]
    if acceptAny(doing) != nil {
      let actor = try term(role: "a name")
      guard accept("act", "for"), Self.isOne(actor) else { return nil }
      let principal = try term(role: "a name")
      guard Self.isOne(principal) else { return nil }
      return AskedQuestion(form: .acting(actor, for: principal, isYesNo: true))
    }
    let first = try term(role: "who or a name")
    if acceptAny(["acts", "act", "acted"]) != nil, accept("for") {
      let principal = try term(role: "a name")
      guard Self.isOneOrAny(first), Self.isOneOrAny(principal) else { return nil }
      return AskedQuestion(form: .acting(first, for: principal, isYesNo: false))
    }
    guard first.asked != nil, acceptAny(doing) != nil else { return nil }
    let actor = try term(role: "a name")
    guard accept("act", "for"), Self.isOne(actor) else { return nil }
    return AskedQuestion(form: .acting(actor, for: first, isYesNo: false))
  }

  /// Whether a term is one name, or anyone of a type.
  private static func isOneOrAny(_ term: Term) -> Bool { term.names.count <= 1 && term.relatives.isEmpty }

  /// Whether a term is one name, and nothing else.
  private static func isOne(_ term: Term) -> Bool { term.names.count == 1 && term.relatives.isEmpty }
}
