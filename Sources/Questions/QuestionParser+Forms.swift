import Diagnostics
import OrderedCollections
import Vocabulary

extension QuestionParser {
  /// Reads the production `count`.
  ///
  /// count ::= "count" clauses ["by" group ("," | "and" group)*]
  ///         | "how" "many" [status] noun nounTail | "how" "many" "times" yesNo
  ///         | "how" "many" type (verbPhrase | inverted | [isThere])
  mutating func count() throws(Diagnostic) -> AskedQuestion {
    if accept("count") {
      skipArticles()
      if let question = try nounQuestion() {
        let groups = try self.groups()
        guard groups.isEmpty else { return AskedQuestion(form: .groups(groups), claims: question.claims) }
        return AskedQuestion(form: .count(of: .claims("count")), claims: question.claims)
      }
      let claims = try clauses()
      let groups = try self.groups()
      guard groups.isEmpty else { return AskedQuestion(form: .groups(groups), claims: claims) }
      return AskedQuestion(form: .count(of: .claims("count")), claims: claims)
    }
    position += 2
    let start = position
    if accept("times") {
      guard let question = try yesNo() else { throw unexpected() }
      return AskedQuestion(form: .count(of: .claims("times")), claims: question.claims)
    }
    if let claim = try nounPhrase() {
      let heading = source.string(in: tokens[min(start, tokens.count - 1)].span).lowercased()
      let name = claim.relation?.nounPlural ?? heading
      let groups = try self.groups()
      guard groups.isEmpty else { return AskedQuestion(form: .groups(groups), claims: [claim]) }
      return AskedQuestion(form: .count(of: .claims(name)), claims: [claim])
    }
    guard let type = typeWord() else { throw unknownThing(after: "how many") }
    let heading = words.schema.entityTypes[type]?.plural ?? type
    let term = newTerm(asked: "which", type: type, span: span(start, position))
    if modifiers.isEmpty, isThere() { return AskedQuestion(form: .entities(term, isCounted: true)) }
    var claims = [try claim(subject: term)]
    try continueClauses(&claims)
    return AskedQuestion(form: .count(of: .term(term.number, heading)), claims: claims)
  }

  /// Reads the production `group`.
  ///
  /// group ::= "who" | "whom" | "what" | "status" | "year" | "date" | "source" | "relation"
  private mutating func groups() throws(Diagnostic) -> [String] {
    try readModifiers()
    guard word() == "by" || word() == "per" || (word() == "for" && word(1) == "each") else { return [] }
    position += word() == "for" ? 2 : 1
    var groups: [String] = []
    while true {
      skipArticles()
      let known = ["who", "whom", "what", "status", "year", "date", "source", "sources", "relation"]
      guard let group = acceptAny(known) else {
        throw failure(
          "question.unknown-group", "after 'by' comes what to group by", here,
          hints: ["it is one of 'who', 'whom', 'status', 'year', 'date', 'source', 'relation'"])
      }
      // `by source and sources` is one group.
      let name = group == "sources" ? "source" : group == "what" && groups.contains("whom") ? "whom" : group
      if !groups.contains(name), !(name == "whom" && groups.contains("what")) { groups.append(name) }
      guard accept("and") || (position < tokens.count && tokens[position].kind == .comma) else {
        return groups
      }
      skipCommas()
    }
  }

  /// Reads the production `connection`.
  ///
  /// connection ::= "how" be term ("connected" | "linked" | "related") [("to" | "with") term]
  ///
  /// where the first term is `A and B` unless a second follows.
  mutating func connection() throws(Diagnostic) -> AskedQuestion {
    position += 2
    let first = try term(role: "a name")
    guard acceptAny(["connected", "linked", "related", "tied"]) != nil else {
      throw failure(
        "question.unexpected-word", "after 'how are A and B' comes 'connected'", here,
        hints: ["ask for example 'how are A and B connected'"])
    }
    if acceptAny(["to", "with"]) != nil {
      let second = try term(role: "a name")
      try requireNames(first, 1)
      try requireNames(second, 1)
      return AskedQuestion(form: .path(from: first, to: second))
    }
    try requireNames(first, 2)
    var one = first
    var two = first
    one.names = [first.names[0]]
    two.names = [first.names[1]]
    termCount += 1
    two.number = termCount
    return AskedQuestion(form: .path(from: one, to: two))
  }

  private func requireNames(_ term: Term, _ count: Int) throws(Diagnostic) {
    guard term.names.count != count else { return }
    throw failure(
      "question.no-entity", "a connection is asked for between two names", term.span,
      hints: ["ask for example 'how are A and B connected'"])
  }

  /// Reads the production `status`.
  ///
  /// status ::= ("what" | "which" "relations" | "which" "claims") be STATUS (("or" | "and") STATUS)*
  ///
  /// With `by` it is a passive, if the word is a participle: `what is denied by Armenia`.
  mutating func statusQuestion() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    guard
      accept("what") || (words.nouns["claims"] == nil && accept("which", "claims"))
        || accept("which", "relations")
    else { return nil }
    guard let verb = word(), Self.isPresent(verb) || Self.isPast(verb) else {
      position = start
      return nil
    }
    position += 1
    guard let status = acceptAny(Self.statuses), word() != "by", word() != "of" else {
      position = start
      return nil
    }
    modifiers.statuses.append(status)
    while accept("or") || accept("and") {
      guard let other = acceptAny(Self.statuses) else { throw unexpected() }
      modifiers.statuses.append(other)
    }
    let subject = newTerm(asked: "who", span: span(start, position))
    let object = newTerm(asked: "whom", span: span(start, position))
    let claim = AskedClaim(subject: subject, object: object, span: span(start, position))
    return AskedQuestion(form: .claims, claims: [claim])
  }

  /// Reads the production `nouns`.
  ///
  /// nouns ::= ["which" | "what" [be]] [name "'s"] nounPhrase
  mutating func nounQuestion() throws(Diagnostic) -> AskedQuestion? {
    let start = position
    if accept("what"), let verb = word(), Self.isPresent(verb) || Self.isPast(verb) {
      position += 1
    } else {
      _ = accept("which")
    }
    let saved = modifiers
    // `Armenia's accusations`; without the ending it is a clause: `Armenia claims Shusha`.
    var whose: Term?
    if let name = matchName(at: position), tokens[name.end - 1].stem != nil {
      whose = try nameTerm(isSubject: true)
    }
    guard var claim = try nounPhrase(), isAtEnd || word() == "by" || word() == "per" || word() == "for" else {
      // The noun was a name or a verb: `what claims Shusha`.
      position = start
      modifiers = saved
      return nil
    }
    if let whose { claim.subject = whose }
    return AskedQuestion(form: .claims, claims: [claim])
  }

  /// Reads the production `nounPhrase`.
  ///
  /// nounPhrase ::= [STATUS] (NOUN | "relations" | "claims") nounTail*
  ///
  /// nounTail ::= ("by" | "from") term | ("against" | "between" | "with" | "on" | "to" | "of") term
  ///            | be [STATUS | "there"] | "that" be STATUS | about | modifier
  mutating func nounPhrase() throws(Diagnostic) -> AskedClaim? {
    let start = position
    skipArticles()
    let status = acceptAny(Self.statuses)
    let relation = noun()
    guard relation != nil || acceptAnyRelation() else {
      position = start
      return nil
    }
    if let status { modifiers.statuses.append(status) }
    let place = span(start, position)
    // A noun says nothing of the time: past claims are listed too.
    var claim = AskedClaim(
      relation: relation, subject: newTerm(asked: "who", span: place),
      object: newTerm(asked: "whom", span: place),
      isPast: true, span: place)
    while try nounTail(&claim) {}
    return claim
  }

  /// Accepts the words for claims of any kind, unless the schema has them for one.
  mutating func acceptAnyRelation() -> Bool {
    guard let word = word(), Self.anyRelation.contains(word), words.nouns[word] == nil else { return false }
    position += 1
    return true
  }

  /// The words for claims of any kind.
  static let anyRelation: Set<String> = [
    "relations", "relation", "relationship", "relationships", "ties", "claims", "claim", "statements",
  ]

  mutating func nounTail(_ claim: inout AskedClaim) throws(Diagnostic) -> Bool {
    if try readModifier() { return true }
    let start = position
    if let text = word(), Self.isPresent(text) || Self.isPast(text) {
      if Self.isPast(text) { claim.isPast = true }
      position += 1
      if accept("there") { return true }
      if let status = acceptAny(Self.statuses) {
        modifiers.statuses.append(status)
        while accept("or") || accept("and") {
          guard let other = acceptAny(Self.statuses) else { throw unexpected() }
          modifiers.statuses.append(other)
        }
        return true
      }
      if acceptAny(["made", "there", "reported"]) != nil { return true }
      position = start
      return false
    }
    if accept("that") || accept("which") {
      if let text = word(), Self.isPresent(text) || Self.isPast(text) { return true }
      position = start
      return false
    }
    if acceptAny(["by", "from"]) != nil {
      if word() == "who" || word() == "whom" || word() == "year" || word() == "status" || word() == "source"
        || word() == "date" || word() == "relation" || word() == "what"
      {
        position = start
        return false
      }
      claim.subject = try term(role: "who makes it")
      return true
    }
    if let preposition = acceptAny([
      "against", "between", "with", "on", "to", "of", "towards", "toward", "among",
    ]) {
      if let term = try optionalTerm() {
        if preposition == "between" || preposition == "among", term.names.count > 1 {
          split(term, into: &claim)
        } else {
          claim.object = term
        }
        return true
      }
      position = start
    }
    let about = claim.relation?.aboutPrepositions.map(SchemaWords.split) ?? []
    if let topic = try topic(after: about) {
      claim.topic = topic
      return true
    }
    return false
  }

  /// Whether a verb of the relation stands with *between* its objects.
  private static func takesBetween(_ relation: RelationType?) -> Bool {
    guard let relation else { return false }
    return ([relation.verb] + relation.synonyms).contains { $0.particles.contains("between") }
  }

  /// `talks between A and B`: either may be the subject; `mediation between A and B`: a third is.
  mutating func split(_ term: Term, into claim: inout AskedClaim) {
    if claim.relation?.isSymmetric ?? false, term.names.count == 2 {
      var one = term
      var two = term
      one.names = [term.names[0]]
      two.names = [term.names[1]]
      termCount += 1
      two.number = termCount
      claim.subject = one
      claim.object = two
    } else if claim.relation?.isSymmetric ?? false || !Self.takesBetween(claim.relation) {
      var either = term
      either.joint = .or
      claim.isAmong = term.names.count > 2
      claim.subject = either
      termCount += 1
      either.number = termCount
      claim.object = either
    } else {
      var both = term
      both.joint = .and
      claim.object = both
    }
  }

  /// Reads the production `when`.
  ///
  /// when ::= "when" inverted
  mutating func whenQuestion() throws(Diagnostic) -> AskedQuestion? {
    guard accept("when") else { return nil }
    guard let auxiliary = auxiliary() else { throw unexpected() }
    var claims = [try inverted(auxiliary, asked: nil, preposition: nil)]
    claims[0].isPast = true
    try continueClauses(&claims)
    return AskedQuestion(form: .times, claims: claims)
  }

  /// Reads the production `askedBy`.
  ///
  /// askedBy ::= PREPOSITION ("whom" | "who" | "what" | "which" TYPE) inverted
  ///
  /// The preposition belongs to the verb, or it is that of the topic: `of what does A accuse B`.
  mutating func askedByPreposition() throws(Diagnostic) -> AskedQuestion? {
    guard let preposition = word(), let next = word(1), ["whom", "who", "what", "which"].contains(next) else {
      return nil
    }
    guard !["and", "or"].contains(preposition), word(2) != nil else { return nil }
    guard !Self.interrogatives.contains(preposition), !isVerb(at: position) else { return nil }
    position += 1
    let asked = try term(role: "a question word")
    guard let auxiliary = auxiliary() else { throw unexpected() }
    var claims = [try inverted(auxiliary, asked: asked, preposition: preposition)]
    try continueClauses(&claims)
    return AskedQuestion(form: .claims, claims: claims)
  }

  static let interrogatives: Set<String> = ["who", "whom", "what", "which"]

  // MARK: - Words of the schema

  /// The relation type of the noun that comes next; the longest one wins.
  mutating func noun() -> RelationType? {
    guard let first = word(), let nouns = words.nouns[first] else { return nil }
    var best: (end: Int, relation: String)?
    for noun in nouns {
      guard let end = end(of: noun.words, from: position), end > best?.end ?? 0 else { continue }
      best = (end, noun.relation)
    }
    guard let best, let relation = words.schema.relationTypes[best.relation] else { return nil }
    position = best.end
    return relation
  }

  /// The entity type of the word that comes next; the longest one wins.
  mutating func typeWord() -> String? {
    skipArticles()
    guard let first = word(), let types = words.types[first] else { return nil }
    var best: (end: Int, type: String)?
    for type in types {
      guard let end = end(of: type.words, from: position), end > best?.end ?? 0 else { continue }
      best = (end, type.type)
    }
    guard let best else { return nil }
    position = best.end
    return best.type
  }

  /// What comes after *which* or *how many* is neither a type nor a noun.
  func unknownThing(after words: String) -> Diagnostic {
    guard !isAtEnd else {
      return failure("question.incomplete", "'\(words)' needs a kind of thing", here, hints: [examples])
    }
    let text = source.string(in: here)
    var hints: [String] = []
    if let hint = nearest(to: text, in: self.words.typeNames + self.words.nounNames) { hints.append(hint) }
    let known =
      self.words.schema.entityTypes.values.filter { $0.parent == nil }.map(\.plural)
      + self.words.schema.relationTypes.values.compactMap(\.nounPlural).prefix(3)
    if !known.isEmpty {
      hints.append("'\(words)' goes with \(known.map { "'\($0)'" }.joined(separator: ", "))")
    }
    return failure(
      "question.unknown-type", "'\(text)' is no kind of thing that is known here", here, hints: hints)
  }
}
