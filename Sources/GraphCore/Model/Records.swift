// Entities, relations and sources are views of a property graph: assembled when asked for, never stored.

/// Names that a graph file's reader gives to properties and labels, and that the views rely on.
package enum StandardName {
  /// The identifier of an entity or source.
  package static let id = "id"
  /// The name of an entity or source.
  package static let name = "name"
  /// Other names of an entity, a list of texts.
  package static let aliases = "aliases"
  /// The id of the entity for which this one acts.
  package static let actsFor = "acts_for"
  /// Free text on an entity, relation or source.
  package static let note = "note"
  /// Of what, to do what.
  package static let about = "about"
  /// When it happened.
  package static let date = "date"
  /// When it began.
  package static let since = "since"
  /// When it ended.
  package static let until = "until"
  /// `current`, `past`, `denied` or `disputed`.
  package static let status = "status"
  /// The status of a claim of which nothing else is said.
  package static let usualStatus = "current"
  /// The id of the entity that says so.
  package static let attributedTo = "attributed_to"
  /// Ids of sources.
  package static let sources = "sources"
  /// Where in each of the sources, parallel to ``sources``.
  package static let paragraphs = "paragraphs"
  /// The words themselves.
  package static let quote = "quote"
  /// How sure.
  package static let confidence = "confidence"
  /// Who published a source.
  package static let publisher = "publisher"
  /// The title of a source.
  package static let title = "title"
  /// The address of a source.
  package static let url = "url"
  /// When a source was read.
  package static let retrieved = "retrieved"
  /// Who wrote a source.
  package static let author = "author"
  /// The label of sources.
  package static let sourceLabel = "source"
}

/// Another name of an entity.
package struct Alias: Hashable, Sendable {
  /// The name.
  package let name: String

  /// The ids of the entities that use it; empty when nothing is said.
  package let usedBy: [String]

  /// Makes an alias.
  package init(_ name: String, usedBy: [String] = []) {
    self.name = name
    self.usedBy = usedBy
  }
}

/// A node as the people who write graphs see it.
package struct Entity: Sendable {
  /// The node.
  package let node: NodeID
  /// The property `id`; of a node without one its number after `#`.
  package let id: String
  /// The property `name`, else the id.
  package let name: String
  /// The first label.
  package let type: String?
  /// All labels, the type first.
  package let labels: [String]
  /// Other names.
  package let aliases: [Alias]
  /// The id of the entity for which it acts.
  package let actsFor: String?
  /// Free text.
  package let note: String?
  /// All other properties.
  package let properties: MapValue
}

/// Where a claim is made.
package struct Citation: Hashable, Sendable {
  /// The id of the source.
  package let source: String

  /// The place in it, `¶7`; empty when nothing is said.
  package let place: String

  /// Makes a citation.
  package init(source: String, place: String = "") {
    self.source = source
    self.place = place
  }
}

/// A relationship as the people who write graphs see it: a claim.
package struct Relation: Sendable {
  /// The relationship.
  package let relationship: RelationshipID
  /// Who.
  package let subject: NodeID
  /// Does what.
  package let type: String
  /// To whom.
  package let object: NodeID
  /// Of what.
  package let about: String?
  /// When.
  package let time: ValidTime
  /// `current`, `past`, `denied` or `disputed`; `current` when nothing is stored.
  package let status: String
  /// The id of the entity that says so.
  package let attributedTo: String?
  /// Who reports it.
  package let sources: [Citation]
  /// The words themselves.
  package let quote: String?
  /// How sure.
  package let confidence: Value?
  /// Free text.
  package let note: String?
  /// All other properties.
  package let properties: MapValue
}

/// Something published that claims come from.
package struct Source: Sendable {
  /// The node.
  package let node: NodeID
  /// The property `id`; of a node without one its number after `#`.
  package let id: String
  /// Who published it.
  package let publisher: String?
  /// Its title.
  package let title: String?
  /// When it was published.
  package let date: PartialDate?
  /// Its address.
  package let url: String?
  /// When it was read.
  package let retrieved: PartialDate?
  /// Who wrote it.
  package let author: String?
  /// Free text.
  package let note: String?
  /// All other properties.
  package let properties: MapValue
}
