import Vocabulary
import OrderedCollections
extension QuestionParser {
  /// Reads the rest of a question; all words must be read.
  ///
  /// Grammar: `tail ::= modifier*`.
  mutating func finish(_ tree: QuestionTree, _ index: Int) -> QuestionTree? {
    var tree = tree
    var next = index
    while !isEnd(next) {
      guard let after = modifier(next, &tree) else {
        miss(next, .modifier)
        return nil
      }
      next = after
    }
    return tree
  }

  /// One modifier; nil when none begins there.
  ///
  /// Grammar: `modifier ::= time | provenance | speaker | about | fold | rank | status`.
  private mutating func modifier(_ index: Int, _ tree: inout QuestionTree) -> Int? {
    let relations = tree.steps.flatMap(\.relations)
    if let next = fold(index) {
      tree.modifiers.isFolded = true
      return next
    }
    if let next = after(index, [["the", "most", "often"], ["most", "often"], ["the", "most"], ["most"]]) {
      tree.modifiers.isRanked = true
      return next
    }
    if let next = time(index, &tree.modifiers) { return next }
    if let next = provenance(index, &tree.modifiers) { return next }
    if let next = agentOrTarget(index, &tree) { return next }
    if tree.modifiers.about == nil, let about = aboutClause(index, relations, until: []) {
      tree.modifiers.about = about.text
      return about.next
    }
    return nil
  }

  /// Whether a modifier begins at an index, tried on a copy.
  func startsModifier(_ index: Int) -> Bool {
    var copy = self
    var tree = QuestionTree(form: .list, steps: [])
    return copy.modifier(index, &tree) != nil
  }

  /// Grammar: `fold ::= "as states" | "as principals" | "folded"`.
  private func fold(_ index: Int) -> Int? {
    after(index, [["as", "states"], ["as", "state"], ["as", "principals"], ["by", "state"], ["folded"]])
  }

  // MARK: Time

  /// Grammar: `time ::= ("in" | "on" | "during") date | "as of" date | "since" date | "after" date`
  /// `| ("until" | "before") date | ("between" | "from") date ("and" | "to" | "until") date`.
  private mutating func time(_ index: Int, _ modifiers: inout QuestionModifiers) -> Int? {
    guard modifiers.period == nil else { return nil }
    if let start = after(index, [["between"], ["from"]]), let first = date(start),
      let middle = after(first.next, [["and"], ["to"], ["until"], ["till"]]), let second = date(middle)
    {
      modifiers.period = .init(from: first.date, to: second.date)
      return second.next
    }
    if let start = after(index, [["as", "of"], ["in"], ["on"], ["during"], ["at"]]), let found = date(start) {
      modifiers.period = .init(from: found.date, to: found.date)
      return found.next
    }
    if let start = after(index, [["since"], ["from"], ["after"]]), let found = date(start) {
      modifiers.period = .init(from: found.date, to: nil)
      return found.next
    }
    if let start = after(index, [["until"], ["till"], ["before"], ["up", "to"]]), let found = date(start) {
      modifiers.period = .init(from: nil, to: found.date)
      return found.next
    }
    return nil
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]

  /// Grammar: `date ::= year ["-" month ["-" day]] | [day] month-name [day] year | decade`.
  private mutating func date(_ index: Int) -> (date: String, next: Int)? {
    let start = after(index, [["the"]]) ?? index
    guard start < words.count else { return nil }
    if tokens[start].kind == .date { return (tokens[start].text, start + 1) }
    func month(_ index: Int) -> Int? {
      guard index < words.count else { return nil }
      return Self.months.firstIndex(of: words[index]).map { $0 + 1 }
    }
    func day(_ index: Int) -> Int? {
      guard index < words.count else { return nil }
      let digits = words[index].prefix { $0.isNumber }
      guard let number = Int(digits), (1...31).contains(number) else { return nil }
      return ["", "st", "nd", "rd", "th"].contains(String(words[index].dropFirst(digits.count)))
        ? number : nil
    }
    func year(_ index: Int) -> String? {
      guard index < words.count, tokens[index].kind == .date, words[index].utf8.count == 4 else { return nil }
      return words[index]
    }
    func text(_ year: String, _ month: Int, _ day: Int?) -> String {
      let head = year + (month < 10 ? "-0\(month)" : "-\(month)")
      return day.map { head + ($0 < 10 ? "-0\($0)" : "-\($0)") } ?? head
    }
    if let day = day(start), let month = month(start + 1), let year = year(start + 2) {
      return (text(year, month, day), start + 3)
    }
    if let month = month(start) {
      if let year = year(start + 1) { return (text(year, month, nil), start + 2) }
      if let day = day(start + 1), let year = year(start + 2) { return (text(year, month, day), start + 3) }
    }
    miss(start, .date)
    return nil
  }

  // MARK: Who says so

  /// Grammar: `provenance ::= "according to" (sources | name) | "said by" names`
  /// `| ["as"] "reported by" (sources | ["at least" | "more than"] number "sources") | "in" sources`.
  private mutating func provenance(_ index: Int, _ modifiers: inout QuestionModifiers) -> Int? {
    let relative =
      after(index, [["that", "is"], ["that", "are"], ["which", "is"], ["which", "are"], ["as"]]) ?? index
    if let start = after(relative, [["reported", "by"], ["by"], ["in"], ["from"], ["with"]]),
      let found = sourceCount(start)
    {
      modifiers.minimumSources = found.count
      return found.next
    }
    if let start = after(relative, [["according", "to"], ["reported", "by"], ["said", "by"], ["in"]]) {
      if !at(relative, "said"), let found = sources(start) {
        modifiers.sources += found.groups
        return found.next
      }
      guard !at(relative, "in") else { return nil }
      if let found = names(start, roles: speakerTypes) {
        switch found.term {
        case .entity(let entity): modifiers.speakers.append([entity])
        case .anyOf(let entities): modifiers.speakers.append(entities)
        case .allOf(let entities): modifiers.speakers += entities.map { [$0] }
        default: return nil
        }
        return found.next
      }
      miss(start, at(relative, "said") ? .name : [.source, .name])
    }
    return nil
  }

  /// The types that can say something: those that may be the subject of an event.
  private var speakerTypes: [String] {
    guard let schema = vocabulary.schema else { return [] }
    var types: [String] = []
    for type in schema.relationTypes.values where type.relationClass == .event { types += type.subjects }
    return types
  }

  private func sources(_ index: Int) -> (groups: [[String]], next: Int)? {
    guard let first = lexicon.sources(in: words, from: skipArticle(index)) else { return nil }
    var groups = [first.ids]
    var next = skipArticle(index) + first.count
    while let after = after(next, [["and"], ["or"]]), let more = lexicon.sources(in: words, from: after) {
      if at(next, "or") { groups[groups.count - 1] += more.ids } else { groups.append(more.ids) }
      next = after + more.count
    }
    return (groups, next)
  }

  private func sourceCount(_ index: Int) -> (count: Int, next: Int)? {
    var start = index
    var extra = 0
    if let next = after(index, [["at", "least"]]) { start = next }
    if let next = after(index, [["more", "than"]]) { (start, extra) = (next, 1) }
    guard start < words.count, let number = Self.number(words[start]) else { return nil }
    let rest = after(start + 1, [["or", "more"]]) ?? start + 1
    guard let next = after(rest, [["sources"], ["source"], ["reports"], ["report"]]) else { return nil }
    return (number + extra, next)
  }

  private static func number(_ word: String) -> Int? {
    let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    if let index = names.firstIndex(of: word) { return index + 1 }
    guard let number = Int(word), (1...1_000_000).contains(number) else { return nil }
    return number
  }

  // MARK: What it is about

  /// The words after `of` up to the next modifier.
  ///
  /// Grammar: `about ::= about-word word+`.
  func aboutClause(
    _ index: Int, _ relations: [String], until stops: [String]
  ) -> (text: String, next: Int)? {
    guard let start = aboutWord(index, relations) ?? after(index, [["about"], ["over"], ["concerning"]])
    else {
      return nil
    }
    var end = start
    while end < words.count {
      if let stop = stops.first(where: { at(end, $0) }), !stop.isEmpty { break }
      if end > start, startsOther(end) { break }
      end += 1
    }
    guard end > start else { return nil }
    let text = tokens[start..<end].map(\.text).joined(separator: " ").lowercased()
    return (text, end)
  }

  private func startsOther(_ index: Int) -> Bool {
    var copy = self
    var modifiers = QuestionModifiers()
    return copy.time(index, &modifiers) != nil || copy.provenance(index, &modifiers) != nil
      || fold(index) != nil
  }

  /// `by X` and `against X` after a noun: they fill an end that is still open.
  ///
  /// Grammar: `agent ::= "by" names`; `target ::= ("against" | "of" | "on" | "to" | "at") names`.
  private mutating func agentOrTarget(_ index: Int, _ tree: inout QuestionTree) -> Int? {
    guard tree.steps.count == 1, !tree.steps[0].relations.isEmpty else { return nil }
    let roles = (
      subject: roles(of: tree.steps[0].relations, isSubject: true),
      object: roles(of: tree.steps[0].relations, isSubject: false)
    )
    if let start = after(index, [["by"], ["from"]]), tree.steps[0].subject.isOpen,
      let found = term(start, isObject: true, roles: roles.subject), found.term.column == nil
    {
      tree.steps[0].subject = found.term
      return found.next
    }
    if let start = after(index, [["against"], ["of"], ["on"], ["to"], ["at"], ["over"], ["with"]]),
      tree.steps[0].object.isOpen, let found = term(start, isObject: true, roles: roles.object),
      found.term.column == nil
    {
      tree.steps[0].object = found.term
      return found.next
    }
    return nil
  }
}

extension QuestionTerm {
  /// Whether a name may still take this place.
  var isOpen: Bool {
    switch self {
    case .asked(_, let types), .some(let types): types.isEmpty
    default: false
    }
  }
}
