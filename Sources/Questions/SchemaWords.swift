import OrderedCollections
package import Vocabulary

/// The words of a schema, looked up by their keys: verbs in all forms, nouns, entity types.
package struct SchemaWords: Sendable {
  /// Which form of a verb stands there.
  enum Form: Sendable {
    case base
    case third
    case past
    case participle
    case gerund
    /// What follows is/are/was/were.
    case copular
  }

  /// A verb in one form.
  struct Verb: Sendable {
    /// The relation type.
    let relation: String
    let form: Form
    /// Whether subject and object of the relation are the other way round.
    let isInverse: Bool
    /// The keys of the words that may stand between verb and object; an empty one when none is needed.
    let particles: [[String]]
  }

  /// The nouns of a relation type.
  struct Noun: Sendable {
    let relation: String
  }

  private var verbs: [String: [Verb]] = [:]
  private var nouns: [String: [Noun]] = [:]
  private var types: [String: [String]] = [:]
  private var longestPhrase = 1
  /// Every verb form and noun as written, in the order of the schema: what an unknown word is compared with.
  private(set) var texts: [String] = []
  /// The relation types by name.
  let schema: Schema?

  /// Indexes a schema; without one there are no words.
  ///
  /// - Complexity: O(words of the schema).
  package init(_ schema: Schema?) {
    self.schema = schema
    guard let schema else { return }
    for (name, type) in schema.relationTypes {
      for forms in [type.verb] + type.synonyms { add(forms, name, isInverse: false) }
      if let inverse = type.inverse {
        for forms in [inverse.verb] + inverse.synonyms { add(forms, name, isInverse: true) }
      }
      for noun in [type.noun, type.nounPlural].compactMap({ $0 }) + type.nounSynonyms {
        let key = NameKey.key(for: noun)
        note(key, noun)
        nouns[key, default: []].append(Noun(relation: name))
      }
    }
    for (name, type) in schema.entityTypes {
      for word in [RelationType.words(in: name), type.title, type.plural] + type.synonyms {
        let key = NameKey.key(for: word)
        note(key, word)
        if !types[key, default: []].contains(name) { types[key, default: []].append(name) }
      }
    }
  }

  private mutating func add(_ forms: VerbForms, _ relation: String, isInverse: Bool) {
    let particles = forms.particles.isEmpty ? [""] : forms.particles
    let keys = particles.map { NameKey.key(for: $0).split(separator: " ").map(String.init) }
    let written: [(String?, Form)] = [
      (forms.third, .third), (forms.base, .base), (forms.past, .past), (forms.participle, .participle),
      (forms.gerund, .gerund),
    ]
    for (text, form) in written {
      guard let text else { continue }
      let key = NameKey.key(for: text)
      note(key, text)
      verbs[key, default: []].append(
        Verb(relation: relation, form: form, isInverse: isInverse, particles: keys))
    }
    for text in forms.copular {
      let key = NameKey.key(for: text)
      note(key, text)
      verbs[key, default: []].append(
        Verb(relation: relation, form: .copular, isInverse: isInverse, particles: [[]]))
    }
  }

  private mutating func note(_ key: String, _ text: String) {
    longestPhrase = max(longestPhrase, key.utf8.count { $0 == 0x20 } + 1)
    if !texts.contains(text) { texts.append(text) }
  }

  // MARK: Look-up

  /// All verbs that begin at a word, longest first, each with the number of its words.
  func verbs(in words: [String], from start: Int) -> [(count: Int, verbs: [Verb])] {
    matches(in: words, from: start) { verbs[$0] }
  }

  /// The longest noun that begins at a word.
  func noun(in words: [String], from start: Int) -> (count: Int, nouns: [Noun])? {
    matches(in: words, from: start) { nouns[$0] }.first.map { ($0.count, $0.verbs) }
  }

  /// The longest entity type that begins at a word; several when schemas share a word.
  func types(in words: [String], from start: Int) -> (count: Int, types: [String])? {
    matches(in: words, from: start) { types[$0] }.first.map { ($0.count, $0.verbs) }
  }

  private func matches<Found>(
    in words: [String], from start: Int, _ look: (String) -> [Found]?
  ) -> [(count: Int, verbs: [Found])] {
    var result: [(count: Int, verbs: [Found])] = []
    var key = ""
    for count in 1...max(1, min(longestPhrase, words.count - start)) where start + count <= words.count {
      key += (count == 1 ? "" : " ") + words[start + count - 1]
      if let found = look(key) { result.append((count, found)) }
    }
    return result.reversed()
  }
}
