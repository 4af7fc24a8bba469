/// A verb as read: which relations it means, and which way round.
struct ReadVerb {
  var relations: [String]
  var isInverse: Bool
  var isPast: Bool
  /// Whether the subject of the sentence is the object of the relation: `is accused by`.
  var isPassive = false
  /// Whether the words between verb and object were read.
  var hasParticle: Bool
  /// The words that may follow at the end of the question when they were not: `whom does Russia talk with`.
  var openParticles: [[String]]
  var next: Int
}

extension QuestionParser {
  /// Verb and object of a subject that was read before.
  ///
  /// Grammar: `predicate ::= verb-phrase [object]`.
  mutating func predicate(_ index: Int, subject: QuestionTerm) -> (step: QuestionStep, next: Int)? {
    for verb in verbPhrases(index) {
      if let found = object(of: verb, subject: subject) { return found }
    }
    miss(index, .verb)
    return nil
  }

  /// The object of a verb, and the relation that both make.
  mutating func object(of verb: ReadVerb, subject: QuestionTerm) -> (step: QuestionStep, next: Int)? {
    let swaps = verb.isInverse != verb.isPassive
    let types = roles(of: verb.relations, isSubject: swaps)
    let start = verb.next
    if verb.isPassive {
      // `who is accused [of shelling] by Azerbaijan`: the agent may be left out.
      guard let agent = after(start, [["by"]]) else {
        return (step(verb, subject, .asked(column: "by", types: []), swaps), start)
      }
      guard let found = term(agent, isObject: true, roles: types) else { return nil }
      return (step(verb, subject, found.term, swaps), found.next)
    }
    if let found = term(start, isObject: true, roles: types) {
      return (step(verb, subject, found.term, swaps), found.next)
    }
    guard verb.hasParticle, isEnd(start) || startsModifier(start) else { return nil }
    return (step(verb, subject, .asked(column: "whom", types: []), swaps), start)
  }

  func step(_ verb: ReadVerb, _ subject: QuestionTerm, _ object: QuestionTerm, _ swaps: Bool) -> QuestionStep
  {
    let (first, second) = swaps ? (object, subject) : (subject, object)
    return QuestionStep(subject: first, relations: verb.relations, object: second, isPast: verb.isPast)
  }

  // MARK: Verbs

  private static let present: [[String]] = [["is"], ["are"]]
  private static let past: [[String]] = [["was"], ["were"]]
  private static let perfect: [[String]] = [["has"], ["have"], ["had"]]

  /// All readings of a verb phrase after its subject.
  ///
  /// Grammar: `verb-phrase ::= third | base | past | ("has" | "have" | "had") participle`
  /// `| be gerund | be copular | be ["being"] participle | ("has" | "have") "been" (participle | gerund)`,
  /// each with the words that the verb needs.
  func verbPhrases(_ index: Int) -> [ReadVerb] {
    var found = read(index, [.third, .base], isPast: false) + read(index, [.past], isPast: true)
    if let next = after(index, Self.present) { found += afterBe(next, isPast: false) }
    if let next = after(index, Self.past) { found += afterBe(next, isPast: true) }
    if let next = after(index, Self.perfect) {
      found += read(next, [.participle], isPast: true)
      if at(next, "been") { found += afterBe(next + 1, isPast: true) }
    }
    return found
  }

  private func afterBe(_ index: Int, isPast: Bool) -> [ReadVerb] {
    var found = read(index, [.copular, .gerund], isPast: isPast)
    let start = at(index, "being") ? index + 1 : index
    for var verb in read(start, [.participle], isPast: isPast) {
      verb.isPassive = true
      found.append(verb)
    }
    return found
  }

  /// The verbs of some forms at an index, the longest first, with and without the words after them.
  func read(_ index: Int, _ forms: [SchemaWords.Form], isPast: Bool) -> [ReadVerb] {
    guard index < words.count, tokens[index].kind == .word else { return [] }
    var result: [ReadVerb] = []
    for (count, verbs) in vocabulary.verbs(in: words, from: index) {
      for verb in verbs where forms.contains(verb.form) {
        let next = index + count
        for particle in verb.particles.sorted(by: { $0.count > $1.count }) {
          guard !particle.isEmpty, at(next, particle) else { continue }
          result.append(
            ReadVerb(
              relations: [verb.relation], isInverse: verb.isInverse, isPast: isPast, hasParticle: true,
              openParticles: [], next: next + particle.count))
        }
        let needsNone = verb.particles.contains([])
        result.append(
          ReadVerb(
            relations: [verb.relation], isInverse: verb.isInverse, isPast: isPast, hasParticle: needsNone,
            openParticles: verb.particles.filter { !$0.isEmpty }, next: next))
      }
    }
    return merged(result)
  }

  /// Readings that differ only in the relation become one reading with both.
  private func merged(_ verbs: [ReadVerb]) -> [ReadVerb] {
    var result: [ReadVerb] = []
    for verb in verbs {
      if let index = result.firstIndex(where: {
        $0.next == verb.next && $0.isInverse == verb.isInverse && $0.hasParticle == verb.hasParticle
      }) {
        if !result[index].relations.contains(verb.relations[0]) { result[index].relations += verb.relations }
        result[index].openParticles += verb.openParticles
      } else {
        result.append(verb)
      }
    }
    return result.filter { $0.hasParticle || !$0.openParticles.isEmpty }
  }
}
