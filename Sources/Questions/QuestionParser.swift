import OrderedCollections
import Diagnostics
import Vocabulary

/// Reads the words of a question; one method a production, tried in order, the first that reads all words wins.
///
/// A production returns what it read and the index after it, or nil; how far any of them got is kept for the
/// message when none reads all. Nothing recurses but `term` in `someone who …`, which is bounded.
struct QuestionParser {
  let tokens: [QuestionToken]
  let words: [String]
  let lexicon: any Lexicon
  let vocabulary: SchemaWords
  /// How far reading got, and what would have fitted there.
  var furthest = 0
  var expected: Expected = []
  /// The name that meant several entities, if that is what stopped the reading.
  var ambiguous: (range: Range<Int>, entities: [LexicalEntity])?
  /// How many `someone who` are open.
  var depth = 0

  struct Expected: OptionSet {
    let rawValue: Int
    static let verb = Expected(rawValue: 1)
    static let name = Expected(rawValue: 2)
    static let type = Expected(rawValue: 4)
    static let source = Expected(rawValue: 8)
    static let date = Expected(rawValue: 16)
    static let modifier = Expected(rawValue: 32)
  }

  init(_ tokens: [QuestionToken], _ lexicon: any Lexicon, _ vocabulary: SchemaWords) {
    self.tokens = tokens
    self.words = tokens.map(\.key)
    self.lexicon = lexicon
    self.vocabulary = vocabulary
  }

  /// A question.
  ///
  /// Grammar: `question ::= path | dossier | status | count | noun-phrase | yes-no | relation-question`.
  mutating func question() -> QuestionTree? {
    if let tree = path() { return tree }
    if let tree = statusQuestion() { return tree }
    if let tree = countQuestion() { return tree }
    if let tree = nounQuestion() { return tree }
    if let tree = yesNo() { return tree }
    if let tree = relationQuestion(from: 0) { return tree }
    if let tree = dossier() { return tree }
    return nil
  }

  // MARK: Words

  /// Whether words stand at an index.
  func at(_ index: Int, _ phrase: String...) -> Bool { at(index, phrase) }

  func at(_ index: Int, _ phrase: [String]) -> Bool {
    guard index + phrase.count <= words.count else { return false }
    for (offset, word) in phrase.enumerated() {
      guard tokens[index + offset].kind == .word, words[index + offset] == word else { return false }
    }
    return true
  }

  /// The first of several phrases that stands at an index, as the index after it.
  func after(_ index: Int, _ phrases: [[String]]) -> Int? {
    for phrase in phrases where at(index, phrase) { return index + phrase.count }
    return nil
  }

  var isEmpty: Bool { words.isEmpty }

  func isEnd(_ index: Int) -> Bool { index >= words.count }

  mutating func miss(_ index: Int, _ what: Expected) {
    if index > furthest {
      furthest = index
      expected = what
    } else if index == furthest {
      expected.formUnion(what)
    }
  }

  /// Grammar: `article ::= "a" | "an" | "the"`.
  func skipArticle(_ index: Int) -> Int { after(index, [["a"], ["an"], ["the"]]) ?? index }

  // MARK: Terms

  static let askingWords: [(words: [String], column: String)] = [
    (["who"], "who"), (["whom"], "whom"), (["what"], "what"),
  ]

  /// What is asked for.
  ///
  /// Grammar: `asked ::= "who" | "whom" | "what" | ("which" | "what") type`.
  mutating func asked(_ index: Int) -> (term: QuestionTerm, next: Int)? {
    if at(index, "which") || at(index, "what") {
      if let found = vocabulary.types(in: words, from: index + 1) {
        let column = tokens[(index + 1)..<(index + 1 + found.count)].map { $0.text.lowercased() }
        return (.asked(column: column.joined(separator: " "), types: found.types), index + 1 + found.count)
      }
      if at(index, "which") {
        miss(index + 1, .type)
        return nil
      }
    }
    for (phrase, column) in Self.askingWords where at(index, phrase) {
      return (.asked(column: column, types: []), index + phrase.count)
    }
    return nil
  }

  /// One end of a relation.
  ///
  /// Grammar: `term ::= asked | each-other | someone [who-clause] | names | [article] type [who-clause]`.
  mutating func term(_ index: Int, isObject: Bool, roles: [String] = []) -> (term: QuestionTerm, next: Int)? {
    if let next = after(index, [["each", "other"], ["one", "another"]]), isObject {
      return (.eachOther, next)
    }
    if let next = after(
      index,
      [
        ["someone"], ["anyone"], ["somebody"], ["anybody"], ["something"], ["anything"], ["others"],
        ["anyone", "else"],
      ])
    {
      return described(next, types: []) ?? (.some(types: []), next)
    }
    if let found = names(index, roles: roles, isObject: isObject) { return found }
    if let found = asked(index) { return found }
    let start = skipArticle(index)
    if let found = vocabulary.types(in: words, from: start) {
      let next = start + found.count
      return described(next, types: found.types) ?? (.some(types: found.types), next)
    }
    miss(index, [.name, .type])
    return nil
  }

  /// Someone of whom a relation is said.
  ///
  /// Grammar: `who-clause ::= ("who" | "that" | "which") predicate`.
  private mutating func described(_ index: Int, types: [String]) -> (term: QuestionTerm, next: Int)? {
    guard depth < 5, let start = after(index, [["who"], ["that"], ["which"]]) else { return nil }
    depth += 1
    defer { depth -= 1 }
    guard let (step, next) = predicate(start, subject: .that) else { return nil }
    return (.described(types: types, step: step), next)
  }

  /// One name, or several with *and* or *or*.
  ///
  /// Grammar: `names ::= name (("and" | "or") name)*`.
  ///
  /// - Parameters:
  ///   - index: Where to begin.
  ///   - roles: The types that may stand here; they decide between several entities of one name.
  ///   - isObject: Whether a verb after the next name belongs to a new clause: `accuse Armenia and Armenia deny`.
  mutating func names(
    _ index: Int, roles: [String] = [], isObject: Bool = false
  ) -> (term: QuestionTerm, next: Int)? {
    guard let first = name(index, roles: roles) else { return nil }
    var all = [first.entity]
    var next = first.next
    var isOr: Bool?
    while let after = after(next, [["and"], ["or"]]) {
      let joinsWithOr = at(next, "or")
      if let isOr, isOr != joinsWithOr { break }
      guard let more = name(after, roles: roles) else { break }
      if isObject, !verbPhrases(more.next).isEmpty { break }
      isOr = joinsWithOr
      all.append(more.entity)
      next = more.next
    }
    if all.count == 1 { return (.entity(all[0]), next) }
    return (isOr == true ? .anyOf(all) : .allOf(all), next)
  }

  /// A name, with an article or its type before it.
  ///
  /// Grammar: `name ::= [article] [type ["of"]] word+`; a name in quotes is one word.
  mutating func name(_ index: Int, roles: [String] = []) -> (entity: LexicalEntity, next: Int)? {
    for start in [index, skipArticle(index)] {
      if let found = plainName(start) {
        if let entity = pick(found.entities, roles: roles) { return (entity, found.next) }
        ambiguous = ambiguous ?? (start..<found.next, found.entities)
        return nil
      }
    }
    let start = skipArticle(index)
    if let type = vocabulary.types(in: words, from: start) {
      let next = start + type.count
      for after in [next, at(next, "of") ? next + 1 : next] {
        guard let found = plainName(skipArticle(after)) else { continue }
        let typed = found.entities.filter { entity in type.types.contains { entity.types.contains($0) } }
        if typed.count == 1 { return (typed[0], found.next) }
        if typed.count > 1 {
          ambiguous = ambiguous ?? (after..<found.next, typed)
          return nil
        }
      }
    }
    miss(index, .name)
    return nil
  }

  private func plainName(_ index: Int) -> (entities: [LexicalEntity], next: Int)? {
    guard index < words.count else { return nil }
    if tokens[index].kind == .quoted {
      let inside = words[index].split(separator: " ").map(String.init)
      guard let found = lexicon.entities(in: inside, from: 0), found.count == inside.count else { return nil }
      return (found.entities, index + 1)
    }
    guard let found = lexicon.entities(in: words, from: index), found.count > 0 else { return nil }
    return (found.entities, index + found.count)
  }

  /// The one entity of several that may stand here: its type is allowed by the relation's ends.
  func pick(_ entities: [LexicalEntity], roles: [String]) -> LexicalEntity? {
    if entities.count == 1 { return entities[0] }
    guard !roles.isEmpty else { return nil }
    let fitting = entities.filter { entity in entity.types.contains { roles.contains($0) } }
    return fitting.count == 1 ? fitting[0] : nil
  }

  /// The types that an end of some relations may have; empty when any may.
  func roles(of verbs: [String], isSubject: Bool) -> [String] {
    guard let schema = vocabulary.schema else { return [] }
    var all: [String] = []
    for verb in verbs {
      guard let type = schema.relationTypes[verb] else { return [] }
      let ends = isSubject ? type.subjects : type.objects
      if ends.isEmpty { return [] }
      all += ends
    }
    return all
  }
}
