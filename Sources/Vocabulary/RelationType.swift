package import Diagnostics
package import OrderedCollections

/// A kind of relation: what a claim says about its two ends.
package struct RelationType: Sendable, Equatable {
  /// How a relation of this type lies in time.
  package enum Class: String, Sendable, CaseIterable {
    /// Something that happened at a date: an accusation.
    case event
    /// A state of affairs that lasts, with an interval: control over a town.
    case state
    /// Something that hardly changes: being a part.
    case timeless
  }

  /// The other direction, when it has a name of its own.
  package struct Inverse: Sendable, Equatable {
    /// Its name: `is-accused-by`.
    package var name: String
    /// Words for it beside the passive: `buys arms from`; ``VerbForms/isEmpty`` when there are none.
    package var verb: VerbForms
    /// Further words for it, each in all forms: `includes` beside `contains`.
    package var synonyms: [VerbForms]

    /// Makes an inverse.
    package init(name: String, verb: VerbForms = VerbForms(), synonyms: [VerbForms] = []) {
      self.name = name
      self.verb = verb
      self.synonyms = synonyms
    }
  }

  /// The name in graph files and the openCypher relationship type: `ally-of`.
  package var name: String
  /// The words for a heading or a legend: `ally of`.
  package var title: String
  /// The words for it; the first choice wherever one is printed.
  package var verb: VerbForms
  /// Further words for it, each in all forms: `blames` beside `accuses`.
  package var synonyms: [VerbForms]
  /// The noun for one claim: `accusation`.
  package var noun: String?
  /// The noun for several claims: `accusations`.
  package var nounPlural: String?
  /// Further nouns, singular and plural alike.
  package var nounSynonyms: [String]
  /// The words before what a claim is about: `of` in "accuses of shelling".
  package var aboutPrepositions: [String]
  /// The other direction.
  package var inverse: Inverse?
  /// Whether the two ends may be swapped.
  package var isSymmetric: Bool
  /// Whether a to b and b to c say a to c.
  package var isTransitive: Bool
  /// How it lies in time.
  package var relationClass: Class
  /// The entity types allowed as subject; empty means any.
  package var subjects: [String]
  /// The entity types allowed as object; empty means any.
  package var objects: [String]
  /// The properties that its claims may have beside the common ones.
  package var properties: OrderedDictionary<String, PropertyType>
  /// How it is drawn.
  package var style: LineStyle
  /// What other systems call it: system (`cameo`, `plover`, `wikidata`, `followthemoney`) → codes.
  package var codes: OrderedDictionary<String, [String]>
  /// A sentence about it.
  package var note: String?
  /// Where it is declared: its key in the schema's text.
  package var span: SourceSpan

  /// Makes a type; the defaults are those of the schema file.
  package init(
    name: String, title: String? = nil, verb: VerbForms = VerbForms(), synonyms: [VerbForms] = [],
    noun: String? = nil, nounPlural: String? = nil, nounSynonyms: [String] = [],
    aboutPrepositions: [String] = [], inverse: Inverse? = nil, isSymmetric: Bool = false,
    isTransitive: Bool = false, relationClass: Class = .event, subjects: [String] = [],
    objects: [String] = [], properties: OrderedDictionary<String, PropertyType> = [:],
    style: LineStyle = LineStyle(), codes: OrderedDictionary<String, [String]> = [:], note: String? = nil,
    span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.name = name
    self.title = title ?? Self.words(in: name)
    self.verb = verb
    self.synonyms = synonyms
    self.noun = noun
    self.nounPlural = nounPlural
    self.nounSynonyms = nounSynonyms
    self.aboutPrepositions = aboutPrepositions
    self.inverse = inverse
    self.isSymmetric = isSymmetric
    self.isTransitive = isTransitive
    self.relationClass = relationClass
    self.subjects = subjects
    self.objects = objects
    self.properties = properties
    self.style = style
    self.codes = codes
    self.note = note
    self.span = span
  }

  /// The verb phrase for a chip, a table or a sentence: `accuses`, `talks with`, `is an ally of`.
  package var phrase: String { verb.phrase ?? title }

  /// The words of a name: `ally-of` → `ally of`.
  package static func words(in name: String) -> String {
    String(name.map { $0 == "-" || $0 == "_" ? " " : $0 })
  }
}
