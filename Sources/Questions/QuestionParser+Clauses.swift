import Diagnostics
import Vocabulary

/// A verb that does not carry the meaning: `does`, `is`, `has`.
struct Auxiliary {
  enum Kind { case doing, being, having }
  var kind: Kind
  var isPast: Bool
}

extension QuestionParser {
  /// Reads the production `clauses`.
  ///
  /// clauses ::= clause (("and" | "but") (verbPhrase | clause))*
  mutating func clauses() throws(Diagnostic) -> [AskedClaim] {
    let subject = try term(role: "who or a name")
    var claims = [try claim(subject: subject)]
    try continueClauses(&claims)
    return claims
  }

  /// Reads `and supports B`, `and B denies it`.
  mutating func continueClauses(_ claims: inout [AskedClaim]) throws(Diagnostic) {
    while let last = claims.last {
      let start = position
      let saved = modifiers
      try readModifiers()
      skipCommas()
      guard acceptAny(["and", "but", "while"]) != nil else {
        if position > start, isAtEnd { return }
        position = start
        modifiers = saved
        return
      }
      let first = claims[0]
      previous = (last.subject, last.object)
      if startsVerbPhrase() {
        let shared = first.object.asked != nil && first.subject.asked == nil ? first.object : first.subject
        claims.append(try claim(subject: shared))
        continue
      }
      if let auxiliary = auxiliary() {
        claims.append(try inverted(auxiliary, asked: nil, preposition: nil))
        continue
      }
      guard let subject = try optionalTerm() else { throw unexpected() }
      claims.append(try claim(subject: subject))
    }
  }

  /// Reads the production `yesNo`.
  ///
  /// yesNo ::= auxiliary clause, the subject after the auxiliary: `does A accuse B`, `is A allied with B`
  mutating func yesNo() throws(Diagnostic) -> AskedQuestion? {
    guard let auxiliary = auxiliary() else { return nil }
    if auxiliary.kind == .being, accept("there") {
      _ = accept("any")
      guard let claim = try nounPhrase() else { throw unknownThing(after: "is there") }
      return AskedQuestion(form: .yesNo, claims: [claim])
    }
    var claims = [try inverted(auxiliary, asked: nil, preposition: nil)]
    try continueClauses(&claims)
    return AskedQuestion(form: .yesNo, claims: claims)
  }

  /// Reads the production `auxiliary`.
  ///
  /// auxiliary ::= "do" | "does" | "did" | "is" | "are" | "was" | "were" | "has" | "have" | "had"
  mutating func auxiliary() -> Auxiliary? {
    guard let text = word() else { return nil }
    let result: Auxiliary
    switch text {
    case "do", "does": result = Auxiliary(kind: .doing, isPast: false)
    case "did": result = Auxiliary(kind: .doing, isPast: true)
    case "is", "are": result = Auxiliary(kind: .being, isPast: false)
    case "was", "were": result = Auxiliary(kind: .being, isPast: true)
    case "has", "have", "had":
      // `have` may be the verb itself; it is auxiliary when a participle or a name follows.
      if matchVerb([.base, .third, .past], at: position) != nil { return nil }
      result = Auxiliary(kind: .having, isPast: true)
    default: return nil
    }
    position += 1
    return result
  }

  /// Reads the production `claim`.
  ///
  /// claim ::= subject verbPhrase | asked auxiliary subject …
  ///
  /// verbPhrase ::= VERB object topic | be GERUND object topic | be PARTICIPLE topic ["by" agent] topic
  ///              | be COPULAR object | have PARTICIPLE object | have "been" PARTICIPLE "by" agent
  mutating func claim(subject: Term) throws(Diagnostic) -> AskedClaim {
    skipAdverbs()
    try readModifiers()
    if let verb = matchVerb([.third, .base, .past], at: position) {
      return try active(verb, subject: subject, isPast: verb.entry.form == .past)
    }
    guard let auxiliary = auxiliary() else { throw unknownVerb() }
    skipAdverbs()
    switch auxiliary.kind {
    case .doing:
      if let verb = matchVerb([.base], at: position) {
        return try active(verb, subject: subject, isPast: auxiliary.isPast)
      }
    case .being:
      if let claim = try afterBeing(auxiliary, subject: subject) { return claim }
    case .having:
      if let claim = try afterHaving(subject: subject) { return claim }
    }
    guard subject.asked != nil else { throw unknownVerb() }
    return try inverted(auxiliary, asked: subject, preposition: nil)
  }

  /// What follows *is* when the subject stands before it.
  private mutating func afterBeing(
    _ auxiliary: Auxiliary, subject: Term
  ) throws(Diagnostic) -> AskedClaim? {
    if let verb = matchVerb([.gerund], at: position) {
      return try active(verb, subject: subject, isPast: auxiliary.isPast)
    }
    let copular = matchCopular(at: position)
    if let verb = matchPassive(at: position),
      copular.map({ verb.end > $0.end || word(at: $0.end) == "by" }) ?? true
    {
      return try passive(verb, object: subject, isPast: auxiliary.isPast, asked: nil)
    }
    guard let copular else { return nil }
    return try active(copular, subject: subject, isPast: auxiliary.isPast)
  }

  /// What follows *has* when the subject stands before it.
  private mutating func afterHaving(subject: Term) throws(Diagnostic) -> AskedClaim? {
    if accept("been") {
      guard let claim = try afterBeing(Auxiliary(kind: .being, isPast: true), subject: subject) else {
        throw unknownVerb()
      }
      return claim
    }
    guard let verb = matchVerb([.participle], at: position) else { return nil }
    return try active(verb, subject: subject, isPast: true)
  }

  /// Reads the production `inverted`.
  ///
  /// inverted ::= term VERB [object] topic, after an auxiliary; what was asked before it fills the gap
  ///
  /// - Parameters:
  ///   - auxiliary: What stands before.
  ///   - asked: The question word before the auxiliary; nil in a yes-or-no question.
  ///   - preposition: The word before the question word: `with whom does …`.
  /// - Returns: The claim.
  /// - Throws: The first word that does not fit.
  mutating func inverted(
    _ auxiliary: Auxiliary, asked: Term?, preposition: String?
  ) throws(Diagnostic) -> AskedClaim {
    let subject = try term(role: "a name")
    skipAdverbs()
    switch auxiliary.kind {
    case .doing:
      guard let verb = matchVerb([.base, .third], at: position, preposition: preposition) else {
        if accept("each", "other") { throw unexpected() }
        throw unknownVerb()
      }
      return try active(
        verb, subject: subject, isPast: auxiliary.isPast, asked: asked, preposition: preposition)
    case .being:
      if let verb = matchVerb([.gerund], at: position, preposition: preposition) {
        return try active(
          verb, subject: subject, isPast: auxiliary.isPast, asked: asked, preposition: preposition)
      }
      let copular = matchCopular(at: position, preposition: preposition)
      if let verb = matchPassive(at: position),
        copular.map({ verb.end > $0.end || word(at: $0.end) == "by" }) ?? true
      {
        return try passive(
          verb, object: subject, isPast: auxiliary.isPast, asked: asked, preposition: preposition)
      }
      guard let copular else { throw unknownVerb() }
      return try active(
        copular, subject: subject, isPast: auxiliary.isPast, asked: asked, preposition: preposition)
    case .having:
      if accept("been") {
        return try inverted(Auxiliary(kind: .being, isPast: true), subject: subject, asked: asked)
      }
      guard let verb = matchVerb([.participle], at: position, preposition: preposition) else {
        throw unknownVerb()
      }
      return try active(verb, subject: subject, isPast: true, asked: asked, preposition: preposition)
    }
  }

  /// Reads the rest of `has A been accused by B`, whose subject is read already.
  private mutating func inverted(
    _ auxiliary: Auxiliary, subject: Term, asked: Term?
  ) throws(Diagnostic) -> AskedClaim {
    if let verb = matchVerb([.gerund], at: position) {
      return try active(verb, subject: subject, isPast: auxiliary.isPast, asked: asked)
    }
    if let verb = matchPassive(at: position) {
      return try passive(verb, object: subject, isPast: auxiliary.isPast, asked: asked)
    }
    guard let copular = matchCopular(at: position) else { throw unknownVerb() }
    return try active(copular, subject: subject, isPast: auxiliary.isPast, asked: asked)
  }

  /// The rest of an active claim: object and topic.
  mutating func active(
    _ verb: VerbMatch, subject: Term, isPast: Bool, asked: Term? = nil, preposition: String? = nil
  ) throws(Diagnostic) -> AskedClaim {
    let place = span(position, verb.end)
    position = verb.end
    skipCommas()
    let topicFirst = preposition.map { verb.takesTopic($0) && !verb.usedPreposition } ?? false
    var asked = asked
    var topic: AskedTopic?
    if topicFirst {
      topic = .asked
      asked = nil
    }
    var object: Term?
    var isMutual = false
    if accept("each", "other") || accept("one", "another") {
      isMutual = true
    } else {
      let outer = currentSubject
      currentSubject = subject
      object = try optionalTerm()
      currentSubject = outer
      if let first = object { object = try joined(first, verb) }
    }
    if topic == nil { topic = try self.topic(after: verb.entry.meaning.about) }
    if object == nil, topic == nil, !isMutual, !endsObject() { throw unknownName() }
    if let filler = asked {
      if object == nil, !isMutual {
        object = filler
        if case .asked? = topic { topic = nil }
      } else if case .words? = topic {
        throw failure(
          "question.two-objects", "there is no place left for '\(source.string(in: filler.span))'",
          filler.span,
          hints: ["leave out either the question word or the object"])
      } else {
        topic = .asked
        _ = accept("to", "do") || accept("do")
      }
    }
    if verb.isBare { try requireParticle(verb, place) }
    let isSymmetric = words.relation(verb.entry.meaning)?.isSymmetric ?? false
    if subject.names.count > 1, isMutual || (object == nil && isSymmetric && subject.joint != .or) {
      return mutual(verb, subject, topic, isPast, isMutual: isMutual && !isSymmetric, place)
    }
    var end = object ?? newTerm(span: place)
    if isMutual { end.type = subject.type }
    return assembled(verb, subject, end, topic: topic, isPast: isPast, isMutual: isMutual, place)
  }

  /// A second object after the verb's own word: `connects A with B`.
  private mutating func joined(_ object: Term, _ verb: VerbMatch) throws(Diagnostic) -> Term {
    guard object.names.count == 1, let text = word(), verb.entry.meaning.particles.contains([text]),
      matchName(at: position + 1) != nil
    else { return object }
    position += 1
    guard let second = try optionalTerm() else { return object }
    var both = object
    both.names += second.names
    both.joint = .and
    return both
  }

  /// Whether what comes next can follow a verb without an object.
  private func endsObject() -> Bool {
    guard !isAtEnd, tokens[position].kind != .comma else { return true }
    if let text = word(), ["and", "but", "or", "while", "by", "per", "for", "do"].contains(text) {
      return true
    }
    return startsModifier() || startsVerbPhrase()
  }

  /// Makes one claim of several names: `do A and B accuse each other`, `are A, B and C allied`.
  ///
  /// Of three names or more all stand at both ends, and every pair of them is meant.
  private mutating func mutual(
    _ verb: VerbMatch, _ both: Term, _ topic: AskedTopic?, _ isPast: Bool, isMutual: Bool,
    _ place: SourceSpan
  ) -> AskedClaim {
    var one = both
    var two = both
    let isAmong = both.names.count > 2
    if isAmong {
      one.joint = .and
      two.joint = .and
    } else {
      one.names = [both.names[0]]
      two.names = [both.names[1]]
    }
    termCount += 1
    two.number = termCount
    var claim = assembled(verb, one, two, topic: topic, isPast: isPast, isMutual: isMutual, place)
    claim.isAmong = isAmong
    return claim
  }

  /// The rest of a passive claim: topic and agent, in any order.
  mutating func passive(
    _ verb: VerbMatch, object: Term, isPast: Bool, asked: Term?, preposition: String? = nil
  ) throws(Diagnostic) -> AskedClaim {
    let place = span(position, verb.end)
    position = verb.end
    var agent: Term?
    var asked = asked
    var topic: AskedTopic?
    if let preposition, asked != nil {
      if preposition == "by" { agent = asked } else { topic = .asked }
      asked = nil
    }
    for _ in 0..<2 {
      if topic == nil { topic = try self.topic(after: verb.entry.meaning.about) }
      if agent == nil, accept("by") {
        if let term = try optionalTerm() {
          agent = term
        } else if let filler = asked {
          agent = filler
          asked = nil
        } else {
          throw failure(
            "question.incomplete", "'by' needs a name", here, hints: ["write for example 'by whom'"])
        }
      }
    }
    if case .asked? = topic, asked != nil { asked = nil }
    if let filler = asked, agent == nil {
      // `whom is A accused`: the gap can only be the agent.
      agent = filler
    }
    if agent == nil, object.names.count > 1, object.joint != .or,
      words.relation(verb.entry.meaning)?.isSymmetric ?? false
    {
      return mutual(verb, object, topic, isPast, isMutual: false, place)
    }
    let subject = agent ?? newTerm(span: place)
    return assembled(verb, subject, object, topic: topic, isPast: isPast, isMutual: false, place)
  }

  /// Undoes the inverse.
  func assembled(
    _ verb: VerbMatch, _ subject: Term, _ object: Term, topic: AskedTopic?, isPast: Bool, isMutual: Bool,
    _ place: SourceSpan
  ) -> AskedClaim {
    let isInverse = verb.entry.meaning.isInverse
    return AskedClaim(
      relation: words.relation(verb.entry.meaning), subject: isInverse ? object : subject,
      object: isInverse ? subject : object, topic: topic, isPast: isPast, isMutual: isMutual, span: place)
  }
}
