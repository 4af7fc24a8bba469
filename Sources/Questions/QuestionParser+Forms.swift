import Vocabulary
import OrderedCollections
extension QuestionParser {
  /// A question whose answer is a list of claims.
  ///
  /// Grammar: `relation-question ::= [front] (active | inverted | passive-front) tail`;
  /// `active ::= term verb-phrase [object]`;
  /// `inverted ::= [particle] asked ("does" | "do" | "did") term base [object] [particle | about-word]`;
  /// `passive-front ::= asked be term participle ["by"] | "by" asked be term participle`;
  /// `front ::= "show" | "list" | "when" …`.
  mutating func relationQuestion(from index: Int) -> QuestionTree? {
    let start = after(index, [["show", "me"], ["show"], ["list"], ["tell", "me"], ["find"]]) ?? index
    if let tree = whenQuestion(start) { return tree }
    if let tree = inverted(start) { return tree }
    if let tree = passiveFront(start) { return tree }
    guard let subject = term(start, isObject: false, roles: subjectRoles(after: start)) else { return nil }
    for isLast in [false, true] {
      if let tree = active(subject.term, subject.next, ranksFirst: isLast) { return tree }
    }
    return nil
  }

  /// The types that the verb after a name asks of its subject, when the name alone would mean several.
  private func subjectRoles(after index: Int) -> [String] {
    for next in (index + 1)..<max(index + 2, min(words.count, index + 6)) {
      if let verb = verbPhrases(next).first {
        return roles(of: verb.relations, isSubject: verb.isInverse == verb.isPassive)
      }
    }
    return []
  }

  private mutating func active(_ subject: QuestionTerm, _ index: Int, ranksFirst: Bool) -> QuestionTree? {
    for verb in verbPhrases(index) {
      var start = verb
      var modifiers = QuestionModifiers()
      // `who is accused of shelling by Azerbaijan`: the matter stands before the agent.
      if verb.isPassive, ranksFirst {
        guard let about = aboutClause(verb.next, verb.relations, until: ["by"]) else { continue }
        modifiers.about = about.text
        start.next = about.next
      }
      guard let (step, next) = object(of: start, subject: subject) else { continue }
      if let tree = finish(QuestionTree(form: .list, steps: [step], modifiers: modifiers), next) {
        return tree
      }
    }
    miss(index, .verb)
    return nil
  }

  /// Grammar: `when-question ::= "when" ("does" | "do" | "did") term base object`.
  private mutating func whenQuestion(_ index: Int) -> QuestionTree? {
    guard at(index, "when"), let auxiliary = auxiliary(index + 1) else { return nil }
    guard let subject = term(auxiliary.next, isObject: false, roles: subjectRoles(after: auxiliary.next)),
      let found = predicate(subject.next, subject: subject.term)
    else { return nil }
    var step = found.step
    step.isPast = auxiliary.isPast
    return finish(QuestionTree(form: .time, steps: [step]), found.next)
  }

  func auxiliary(_ index: Int) -> (isPast: Bool, next: Int)? {
    if let next = after(index, [["does"], ["do"]]) { return (false, next) }
    if let next = after(index, [["did"]]) { return (true, next) }
    return nil
  }

  private mutating func inverted(_ index: Int) -> QuestionTree? {
    var start = index
    // `with whom does Russia talk`: the verb's own words come first.
    var fronted: [String] = []
    if !isAsking(start), isAsking(start + 1) {
      fronted = [words[start]]
      start += 1
    }
    guard let wanted = asked(start), let auxiliary = auxiliary(wanted.next) else { return nil }
    let roles = subjectRoles(after: auxiliary.next)
    guard let subject = term(auxiliary.next, isObject: false, roles: roles) else { return nil }
    for verb in read(subject.next, [.base], isPast: auxiliary.isPast) {
      if let tree = invertedRest(verb, wanted.term, subject.term, fronted) { return tree }
    }
    miss(subject.next, .verb)
    return nil
  }

  private func isAsking(_ index: Int) -> Bool {
    at(index, "who") || at(index, "whom") || at(index, "what") || at(index, "which")
  }

  private mutating func invertedRest(
    _ verb: ReadVerb, _ wanted: QuestionTerm, _ subject: QuestionTerm, _ fronted: [String]
  ) -> QuestionTree? {
    let types = roles(of: verb.relations, isSubject: verb.isInverse)
    // `what does Azerbaijan accuse Armenia of`: the object is named, the matter is asked for.
    if verb.hasParticle, wanted.column == "what" || !fronted.isEmpty,
      let object = term(verb.next, isObject: true, roles: types),
      object.term.column == nil
    {
      let step = step(verb, subject, object.term, verb.isInverse)
      let about = aboutWord(object.next, verb.relations)
      let next = about.map { at($0, "do") ? $0 + 1 : $0 } ?? object.next
      if let tree = finish(QuestionTree(form: .about, steps: [step]), next) { return tree }
    }
    var next = verb.next
    if !verb.hasParticle {
      guard let after = after(next, verb.openParticles) ?? (verb.openParticles.contains(fronted) ? next : nil)
      else {
        return nil
      }
      next = after
    }
    let step = step(verb, subject, wanted, verb.isInverse)
    return finish(QuestionTree(form: .list, steps: [step]), next)
  }

  /// Grammar: `about-word ::= the words before what a claim of the relation is about`.
  func aboutWord(_ index: Int, _ relations: [String]) -> Int? {
    for relation in relations {
      for word in vocabulary.schema?.relationTypes[relation]?.aboutPrepositions ?? [] {
        if let next = after(index, [word.split(separator: " ").map(String.init)]) { return next }
      }
    }
    return nil
  }

  /// `who is Armenia accused by`, `by whom is Armenia accused`.
  private mutating func passiveFront(_ index: Int) -> QuestionTree? {
    let isFronted = at(index, "by") && isAsking(index + 1)
    guard let wanted = asked(isFronted ? index + 1 : index) else { return nil }
    let isPast = after(wanted.next, [["was"], ["were"]]) != nil
    guard let be = after(wanted.next, [["is"], ["are"], ["was"], ["were"]]) else { return nil }
    guard let patient = names(be) else { return nil }
    for var verb in read(patient.next, [.participle], isPast: isPast) {
      verb.isPassive = true
      let by = after(verb.next, [["by"]])
      guard isFronted || by != nil else { continue }
      let step = step(verb, patient.term, wanted.term, !verb.isInverse)
      if let tree = finish(QuestionTree(form: .list, steps: [step]), isFronted ? verb.next : by ?? verb.next)
      {
        return tree
      }
    }
    return nil
  }

  /// Whether something is so.
  ///
  /// Grammar: `yes-no ::= ("does" | "do" | "did") clause ("and" ["does" | "did"] clause)* tail`
  /// `| ("is" | "are" | "was" | "were") term (copular | gerund | participle "by") term tail`.
  mutating func yesNo() -> QuestionTree? {
    if let auxiliary = auxiliary(0) {
      guard let first = clause(auxiliary.next, isPast: auxiliary.isPast, [.base], before: nil) else {
        return nil
      }
      var steps = [first.step]
      var next = first.next
      while at(next, "and") {
        let start = self.auxiliary(next + 1)?.next ?? next + 1
        guard let more = clause(start, isPast: auxiliary.isPast, [.base], before: steps.last) else { break }
        steps.append(more.step)
        next = more.next
      }
      return finish(QuestionTree(form: .yesNo, steps: steps), next)
    }
    let isPast = after(0, [["was"], ["were"]]) != nil
    guard let be = after(0, [["is"], ["are"], ["was"], ["were"]]) else { return nil }
    guard let subject = names(be, roles: []) else { return nil }
    let gerunds = read(subject.next, [.copular, .gerund], isPast: isPast)
    let passives = read(subject.next, [.participle], isPast: isPast).map { verb in
      var verb = verb
      verb.isPassive = true
      return verb
    }
    for verb in gerunds + passives {
      guard let (step, next) = object(of: verb, subject: subject.term) else { continue }
      if let tree = finish(QuestionTree(form: .yesNo, steps: [step]), next) { return tree }
    }
    miss(subject.next, .verb)
    return nil
  }

  /// A clause of a yes-no question; `it` and `them` stand for the ends of the clause before.
  private mutating func clause(
    _ index: Int, isPast: Bool, _ forms: [SchemaWords.Form], before: QuestionStep?
  ) -> (step: QuestionStep, next: Int)? {
    guard let subject = term(index, isObject: false, roles: subjectRoles(after: index)) else { return nil }
    for verb in read(subject.next, forms + [.third], isPast: isPast) {
      let types = roles(of: verb.relations, isSubject: verb.isInverse)
      if let before, let next = after(verb.next, [["it"], ["that"], ["this"]]) {
        // `and Armenia deny it`: what the first said of the second is denied to the first.
        return (step(verb, subject.term, before.subject, verb.isInverse), next)
      }
      if let object = term(verb.next, isObject: true, roles: types) {
        return (step(verb, subject.term, object.term, verb.isInverse), object.next)
      }
    }
    miss(subject.next, .verb)
    return nil
  }
}
