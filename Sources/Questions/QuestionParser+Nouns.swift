import Vocabulary
import OrderedCollections
extension QuestionParser {
  private static let everything: [[String]] = [
    ["relations"], ["relation"], ["claims"], ["claim"], ["statements"],
  ]

  private static let open: (subject: QuestionTerm, object: QuestionTerm) = (
    subject: QuestionTerm.asked(column: "who", types: []),
    object: QuestionTerm.asked(column: "whom", types: [])
  )

  /// The claims that a noun means: `accusations`, `relations`.
  private mutating func noun(_ index: Int) -> (relations: [String], next: Int)? {
    let start = skipArticle(index)
    if let found = vocabulary.noun(in: words, from: start) {
      return (found.nouns.map(\.relation), start + found.count)
    }
    if let next = after(start, Self.everything) { return ([], next) }
    miss(start, .verb)
    return nil
  }

  /// Claims named by a noun.
  ///
  /// Grammar: `noun-question ::= ["show" | "list" | "which" | "what" | "all"] noun ["between" names] tail`.
  mutating func nounQuestion() -> QuestionTree? {
    var start = after(0, [["show", "me"], ["show"], ["list"], ["which"], ["what"], ["all"], ["the"]]) ?? 0
    if start > 0 { start = after(start, [["all"], ["the"], ["are", "the"]]) ?? start }
    guard let noun = noun(start) else { return nil }
    return claims(noun.relations, .list, noun.next)
  }

  /// Claims with their ends given by prepositions.
  private mutating func claims(
    _ relations: [String], _ form: QuestionTree.Form, _ index: Int
  ) -> QuestionTree? {
    let step = QuestionStep(
      subject: Self.open.subject, relations: relations, object: Self.open.object, isPast: true)
    if at(index, "between"), let pair = names(index + 1), case .allOf(let ends) = pair.term, ends.count == 2 {
      var between = step
      between.subject = .anyOf(ends)
      between.object = .anyOf(ends)
      return finish(QuestionTree(form: form, steps: [between]), pair.next)
    }
    if relations.isEmpty, let start = after(index, [["of"], ["with"], ["about"]]), let found = name(start) {
      return finish(QuestionTree(form: .dossier(found.entity), steps: []), found.next)
    }
    return finish(QuestionTree(form: form, steps: [step]), index)
  }

  private static let statuses = ["current", "past", "denied", "disputed"]

  /// Grammar: `status-question ::= ("which" | "what") [noun] ("is" | "are" | "was" | "were") status tail`
  /// `| status noun tail`.
  mutating func statusQuestion() -> QuestionTree? {
    var relations: [String] = []
    var next: Int
    if let word = words.first, Self.statuses.contains(word), tokens[0].kind == .word, let noun = noun(1) {
      (relations, next) = (noun.relations, noun.next)
      guard var tree = claims(relations, .list, next) else { return nil }
      tree.modifiers.statuses = [word]
      return tree
    }
    guard let start = after(0, [["which"], ["what"]]) else { return nil }
    next = start
    if let noun = noun(start) { (relations, next) = (noun.relations, noun.next) }
    guard let status = after(next, [["is"], ["are"], ["was"], ["were"]]), status < words.count,
      Self.statuses.contains(words[status])
    else { return nil }
    guard relations.isEmpty || next > start else { return nil }
    var tree = QuestionTree(
      form: .list,
      steps: [
        QuestionStep(subject: Self.open.subject, relations: relations, object: Self.open.object, isPast: true)
      ])
    tree.modifiers.statuses = [words[status]]
    return finish(tree, status + 1)
  }

  /// Counting, grouping, ranking of claims.
  ///
  /// Grammar: `count ::= "how many" noun tail | "how many" type predicate tail`
  /// `| "how often" ("does" | "did") clause tail | "count" (noun | relation-question) ["by" group]*`.
  mutating func countQuestion() -> QuestionTree? {
    if let start = after(0, [["how", "many", "times"], ["how", "often"]]) {
      guard let auxiliary = auxiliary(start), let subject = term(auxiliary.next, isObject: false),
        let found = predicate(subject.next, subject: subject.term)
      else { return nil }
      var step = found.step
      step.isPast = auxiliary.isPast
      return finish(QuestionTree(form: .count(distinct: nil), steps: [step]), found.next)
    }
    if let start = after(0, [["how", "many"]]) {
      if let noun = noun(start) {
        let next = after(noun.next, [["are", "there"], ["exist"]]) ?? noun.next
        return claims(noun.relations, .count(distinct: nil), next)
      }
      if let type = vocabulary.types(in: words, from: start) {
        let column = tokens[start..<(start + type.count)].map { $0.text.lowercased() }.joined(separator: " ")
        let subject = QuestionTerm.asked(column: column, types: type.types)
        guard let (step, next) = predicate(start + type.count, subject: subject) else { return nil }
        return finish(QuestionTree(form: .count(distinct: column), steps: [step]), next)
      }
      return nil
    }
    guard at(0, "count") else { return nil }
    return groupedCount()
  }

  /// `count who accuses whom by who`: the groups stand at the end and are cut off before the rest is read.
  private mutating func groupedCount() -> QuestionTree? {
    var end = words.count
    var groups: [String] = []
    while end >= 3, let group = Self.groups[words[end - 1]], at(end - 2, "by") || at(end - 2, "and") {
      groups.insert(group, at: 0)
      end -= 2
    }
    for cut in [end, words.count] {
      var inner = QuestionParser(Array(tokens[1..<cut]), lexicon, vocabulary)
      if let tree = inner.nounQuestion() ?? inner.relationQuestion(from: 0) {
        var counted = tree
        counted.form = .count(distinct: nil)
        counted.modifiers.groups = cut == end ? groups : []
        return counted
      }
      if inner.furthest + 1 > furthest {
        furthest = inner.furthest + 1
        expected = inner.expected
      }
      ambiguous =
        ambiguous
        ?? inner.ambiguous.map { (($0.range.lowerBound + 1)..<($0.range.upperBound + 1), $0.entities) }
      if cut == words.count { break }
    }
    return nil
  }

  private static let groups = [
    "who": "who", "subject": "who", "whom": "whom", "object": "whom", "year": "year", "source": "source",
    "status": "status", "relation": "relation", "type": "relation", "about": "about", "date": "date",
  ]

  // MARK: Paths and dossiers

  /// Grammar: `path ::= "how" ("is" | "are") names "connected" ["to" name]`
  /// `| ["shortest"] "path" ("from" | "between") name ("to" | "and") name`.
  mutating func path() -> QuestionTree? {
    if let be = after(0, [["how", "are"], ["how", "is"]]) {
      guard let first = name(be) else { return nil }
      if let second = after(first.next, [["and"]]).flatMap({ self.name($0) }),
        let next = after(second.next, [["connected"], ["related"], ["linked"]])
      {
        return finish(QuestionTree(form: .path(first.entity, second.entity), steps: []), next)
      }
      guard
        let to = after(
          first.next, [["connected", "to"], ["related", "to"], ["linked", "to"], ["connected", "with"]]),
        let second = name(to)
      else { return nil }
      return finish(QuestionTree(form: .path(first.entity, second.entity), steps: []), second.next)
    }
    guard
      let start = after(
        0,
        [
          ["shortest", "path", "from"], ["shortest", "path", "between"], ["path", "from"],
          ["path", "between"],
        ]),
      let first = name(start), let middle = after(first.next, [["to"], ["and"]]), let second = name(middle)
    else { return nil }
    return finish(QuestionTree(form: .path(first.entity, second.entity), steps: []), second.next)
  }

  /// Grammar: `dossier ::= ("what about" | "who is" | "what is" | "tell me about" | "about") name | name`.
  mutating func dossier() -> QuestionTree? {
    let openings: [[String]] = [
      ["what", "about"], ["tell", "me", "about"], ["who", "is"], ["who", "are"], ["what", "is"],
      ["who", "was"],
      ["what", "are"], ["about"],
    ]
    let start = after(0, openings) ?? 0
    guard let found = name(start) else { return nil }
    return finish(QuestionTree(form: .dossier(found.entity), steps: []), found.next)
  }
}
