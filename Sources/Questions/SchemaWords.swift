import OrderedCollections
package import Vocabulary

/// A schema's verbs, nouns and type words, found by their first word.
///
/// Made once for each schema; looking up a word costs O(1). Articles are left out on both sides.
package struct SchemaWords: Sendable {
  /// The schema that the words come from.
  let schema: Schema

  /// The form in which a verb stands.
  enum Form: Sendable {
    case base, third, past, participle, gerund
  }

  /// What a verb says, whichever form it stands in.
  struct Meaning: Sendable, Equatable {
    /// The relation type.
    var relation: String
    /// Whether the grammatical subject is the relation's object.
    var isInverse: Bool
    /// The words between verb and object; an empty list means that none is needed.
    var particles: [[String]]
    /// The words before what a claim is about.
    var about: [[String]]
    /// The phrase that hints print: `accuses`, `talks with`.
    var phrase: String
  }

  /// A form of a verb, or a phrase that follows *is*.
  struct Entry: Sendable {
    var words: [String]
    var form: Form
    var meaning: Meaning
  }

  /// A noun for claims of a relation type.
  struct Noun: Sendable {
    var words: [String]
    var relation: String
  }

  /// A word for an entity type.
  struct TypeWord: Sendable {
    var words: [String]
    var type: String
    var isPlural: Bool
  }

  private(set) var verbs: [String: [Entry]] = [:]
  private(set) var copulars: [String: [Entry]] = [:]
  private(set) var nouns: [String: [Noun]] = [:]
  private(set) var types: [String: [TypeWord]] = [:]
  /// The words that verbs begin with, in the schema's order, for "did you mean".
  private(set) var verbForms: [String] = []
  /// The words for types, in the schema's order.
  private(set) var typeNames: [String] = []
  /// The nouns, in the schema's order.
  private(set) var nounNames: [String] = []

  /// Collects the words of a schema; without one there are none but those of the labels.
  ///
  /// - Parameters:
  ///   - schema: The schema.
  ///   - labels: The labels of a graph without one: each is a type by its name.
  /// - Complexity: O(words).
  package init(_ schema: Schema?, labels: [String] = []) {
    let schema = schema ?? Schema(name: "", title: "")
    self.schema = schema
    for type in schema.relationTypes.values {
      for verb in [type.verb] + type.synonyms { add(verb, of: type, isInverse: false) }
      if let inverse = type.inverse {
        for verb in [inverse.verb] + inverse.synonyms { add(verb, of: type, isInverse: true) }
        if inverse.name != type.name { addName(inverse.name, of: type, isInverse: true) }
      }
      addName(type.name, of: type, isInverse: false)
      let words = [type.noun, type.nounPlural].compactMap { $0 } + type.nounSynonyms
      for word in words { addNoun(word, of: type) }
    }
    for type in schema.entityTypes.values {
      add(type.title, isPlural: false, of: type)
      if type.plural != type.title { add(type.plural, isPlural: true, of: type) }
      for synonym in type.synonyms { add(synonym, isPlural: synonym.hasSuffix("s"), of: type) }
      add(type.name, isPlural: false, of: type)
    }
    for label in labels { add(label, isPlural: false, ofType: label) }
  }

  /// The relation type of a meaning.
  func relation(_ meaning: Meaning) -> RelationType? { schema.relationTypes[meaning.relation] }

  /// The words of a text as questions are cut: normalised, without articles.
  static func split(_ text: String) -> [String] {
    NameKey.key(for: text).split(separator: " ").map(String.init).filter { !isArticle($0) }
  }

  static func isArticle(_ word: String) -> Bool { word == "a" || word == "an" || word == "the" }

  private mutating func add(_ verb: VerbForms, of type: RelationType, isInverse: Bool) {
    let meaning = Meaning(
      relation: type.name, isInverse: isInverse,
      particles: (verb.particles.isEmpty ? [""] : verb.particles).map(Self.split),
      about: type.aboutPrepositions.map(Self.split), phrase: verb.phrase ?? type.phrase)
    let forms: [(String?, Form)] = [
      (verb.base, .base), (verb.third, .third), (verb.past, .past), (verb.participle, .participle),
      (verb.gerund, .gerund),
    ]
    for (text, form) in forms {
      guard let text else { continue }
      let words = Self.split(text)
      guard let first = words.first else { continue }
      verbs[first, default: []].append(Entry(words: words, form: form, meaning: meaning))
      if !verbForms.contains(text) { verbForms.append(text) }
    }
    for phrase in verb.copular {
      let words = Self.split(phrase)
      guard let first = words.first else { continue }
      var copular = meaning
      copular.particles = [[]]
      copular.phrase = "is \(phrase)"
      copulars[first, default: []].append(Entry(words: words, form: .participle, meaning: copular))
      if !verbForms.contains("is \(phrase)") { verbForms.append("is \(phrase)") }
    }
  }

  /// The name of a relation type may be written as a verb, unless it is one already: `part-of`.
  private mutating func addName(_ name: String, of type: RelationType, isInverse: Bool) {
    let words = Self.split(name)
    // `is-accused-by` is the passive, which is read as such.
    guard let first = words.first, first != "is", first != "are" else { return }
    if (verbs[first] ?? []).contains(where: { words.starts(with: $0.words) }) { return }
    let meaning = Meaning(
      relation: type.name, isInverse: isInverse, particles: [[]],
      about: type.aboutPrepositions.map(Self.split),
      phrase: type.phrase)
    verbs[first, default: []].append(Entry(words: words, form: .third, meaning: meaning))
  }

  private mutating func addNoun(_ text: String, of type: RelationType) {
    let words = Self.split(text)
    guard let first = words.first else { return }
    nouns[first, default: []].append(Noun(words: words, relation: type.name))
    nounNames.append(text)
  }

  private mutating func add(_ text: String, isPlural: Bool, of type: EntityType) {
    add(text, isPlural: isPlural, ofType: type.name)
  }

  private mutating func add(_ text: String, isPlural: Bool, ofType type: String) {
    let words = Self.split(text)
    guard let first = words.first else { return }
    if (types[first] ?? []).contains(where: { $0.words == words }) { return }
    types[first, default: []].append(TypeWord(words: words, type: type, isPlural: isPlural))
    typeNames.append(text)
  }
}
