package import Diagnostics
package import OrderedCollections

/// A kind of entity: a state, a ministry, a city.
package struct EntityType: Sendable, Equatable {
  /// The name in graph files and the openCypher label: `armed-forces`.
  package var name: String
  /// The type that this one refines.
  package var parent: String?
  /// The word for one: `armed forces`.
  package var title: String
  /// The word for several: `armed forces`.
  package var plural: String
  /// Other words for it that questions understand, singular and plural alike: `country`, `countries`.
  package var synonyms: [String]
  /// The properties that entities of this type may have beside the common ones, without the parents'.
  package var properties: OrderedDictionary<String, PropertyType>
  /// The shape that the file gives to this very type; ``Schema/style(ofEntityType:)`` inherits.
  package var ownShape: NodeStyle.Shape?
  /// The colour that the file gives to this very type; ``Schema/style(ofEntityType:)`` inherits.
  package var ownColor: PaletteColor?
  /// What other systems call it: system → codes.
  package var codes: OrderedDictionary<String, [String]>
  /// A sentence about it.
  package var note: String?
  /// Where it is declared: its key in the schema's text.
  package var span: SourceSpan

  /// Makes a type.
  package init(
    name: String, parent: String? = nil, title: String? = nil, plural: String? = nil, synonyms: [String] = [],
    properties: OrderedDictionary<String, PropertyType> = [:], shape: NodeStyle.Shape? = nil,
    color: PaletteColor? = nil, codes: OrderedDictionary<String, [String]> = [:], note: String? = nil,
    span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.name = name
    self.parent = parent
    self.title = title ?? RelationType.words(in: name)
    self.plural = plural ?? self.title
    self.synonyms = synonyms
    self.properties = properties
    self.ownShape = shape
    self.ownColor = color
    self.codes = codes
    self.note = note
    self.span = span
  }
}

/// A property that the schema declares for an entity type or a relation type.
package struct PropertyType: Sendable, Equatable {
  /// What values it takes.
  package enum Kind: String, Sendable, CaseIterable {
    /// Any text.
    case text
    /// A whole number.
    case integer
    /// Any number.
    case number
    /// `true` or `false`.
    case boolean
    /// A date of any precision: `1990s`, `2020`, `2020-09`, `2020-09-27`.
    case date
    /// A web address.
    case url
    /// The id of an entity of the graph.
    case entity
  }

  /// The key in graph files and in openCypher.
  package var name: String
  /// What values it takes.
  package var kind: Kind
  /// Whether it takes a list of such values.
  package var isList: Bool
  /// The texts allowed; empty means any.
  package var allowed: [String]
  /// A sentence about it.
  package var note: String?
  /// Where it is declared: its key in the schema's text.
  package var span: SourceSpan

  /// Makes a property.
  package init(
    name: String, kind: Kind = .text, isList: Bool = false, allowed: [String] = [], note: String? = nil,
    span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.name = name
    self.kind = kind
    self.isList = isList
    self.allowed = allowed
    self.note = note
    self.span = span
  }
}
