package import Diagnostics
package import GraphCore

/// What one graph file says, before anything is checked against a schema or another file.
///
/// A reader of YAML fills it with places; code that builds a graph fills it without. ``GraphAssembler`` checks
/// both alike and makes the graph.
package struct GraphDocument: Sendable {
  /// The file, or what stands for it.
  package var source: SourceText?
  /// The title, `graph:`.
  package var title: PlacedText?
  /// The name of the schema.
  package var schema: PlacedText?
  /// Files whose content belongs to this one.
  package var includes: [PlacedText] = []
  /// What belongs into the graph and what not.
  package var note: PlacedText?
  /// What is cited.
  package var sources: [SourceRecord] = []
  /// Who and what is spoken of.
  package var entities: [EntityRecord] = []
  /// What is said, as far as it is kept.
  package var claims: [ClaimRecord] = []
  /// What is said in a large file, read again when it is needed.
  package var claimSource: ClaimSource?
  /// Named questions.
  package var views: [ViewRecord] = []
  /// Whether it was read from a format that is no graph file: then ends and sources that nothing declares are
  /// made and counted, and ids may hold blanks.
  package var isImported = false
  /// How many rows or records could not be read at all; each has its diagnostic.
  package var rejectedRecords = 0
  /// The key and the value of each top-level section that the file has, in its order.
  package var sections: [FieldPlace] = []

  /// An empty document.
  package init(source: SourceText? = nil) { self.source = source }

  /// How many claims there are.
  package var claimCount: Int { claims.count + (claimSource?.count ?? 0) }

  /// Goes through all claims in the order of the file.
  ///
  /// - Parameters:
  ///   - bag: Where mistakes go that are found only now.
  ///   - take: Gets each claim.
  /// - Returns: How many of ``claimCount`` are none.
  package func forEachClaim(
    reporting bag: inout DiagnosticBag, _ take: (inout ClaimRecord) -> Void
  ) -> Int {
    for claim in claims {
      var claim = claim
      take(&claim)
    }
    return claimSource?.forEach(reporting: &bag, take) ?? 0
  }

  /// Lets go of the records, and keeps their memory for others.
  mutating func forgetRecords() {
    claims.removeAll(keepingCapacity: true)
    if !entities.isEmpty { entities.removeAll(keepingCapacity: true) }
    if !sources.isEmpty { sources.removeAll(keepingCapacity: true) }
    if !views.isEmpty { views.removeAll() }
    rejectedRecords = 0
  }
}

/// A text and where it stands.
package struct PlacedText: Sendable, Equatable, ExpressibleByStringLiteral {
  /// The text.
  package var text: String
  /// Where; nil when it was made in code.
  package var place: Diagnostic.Place?
  /// Whether it was written without quotes, so that `12` may mean a number.
  package var isPlain: Bool

  /// Joins a text and its place.
  package init(_ text: String, at place: Diagnostic.Place? = nil, isPlain: Bool = false) {
    self.text = text
    self.place = place
    self.isPlain = isPlain
  }

  /// A text without a place.
  package init(stringLiteral value: String) { self.init(value) }
}

/// Where a key and its value stand.
package struct FieldPlace: Sendable, Equatable {
  /// The key.
  package let key: String
  /// The bytes of the key.
  package let keySpan: SourceSpan
  /// The bytes of the value; empty at the end of the key when nothing is written.
  package let valueSpan: SourceSpan
}

/// Where a record stands.
package struct RecordPlace: Sendable {
  /// The file.
  package let source: SourceText
  /// The bytes of its key: an id, or the sentence of a relation.
  package let key: SourceSpan
  /// The bytes of the whole, the key included.
  package let whole: SourceSpan
  /// Its fields in the order of the file.
  package let fields: [FieldPlace]

  /// The key as a place for diagnostics.
  package var keyPlace: Diagnostic.Place { Diagnostic.Place(source, key) }
}

/// What a property holds, before its type is known.
package enum PropertyInput: Sendable {
  /// One text.
  case text(PlacedText)
  /// Several texts.
  case list([PlacedText], at: Diagnostic.Place?)
  /// A value made in code.
  case value(Value)

  /// Whether two hold the same, wherever they stand.
  func saysTheSame(as other: PropertyInput) -> Bool {
    switch (self, other) {
    case (.text(let one), .text(let two)): one.text == two.text
    case (.list(let one, _), .list(let two, _)): one.map(\.text) == two.map(\.text)
    case (.value(let one), .value(let two)): one == two
    default: false
    }
  }
}

/// A property with its key.
package struct PropertyRecord: Sendable {
  /// The key.
  package var key: PlacedText
  /// What it holds.
  package var value: PropertyInput

  /// Joins a key and what it holds.
  package init(_ key: PlacedText, _ value: PropertyInput) {
    self.key = key
    self.value = value
  }
}

/// Something published that claims come from.
package struct SourceRecord: Sendable {
  /// What claims call it.
  package var id: PlacedText
  /// Who published it.
  package var publisher: PlacedText?
  /// Its title.
  package var title: PlacedText?
  /// When it was published.
  package var date: PlacedText?
  /// Its address.
  package var url: PlacedText?
  /// When it was read.
  package var retrieved: PlacedText?
  /// Who wrote it.
  package var author: PlacedText?
  /// Free text.
  package var note: PlacedText?
  /// Where it stands.
  package var place: RecordPlace?

  /// Makes a source that has no more than an id.
  package init(id: PlacedText) { self.id = id }
}

/// Another name of an entity.
package struct AliasRecord: Sendable {
  /// The name.
  package var name: PlacedText
  /// The ids of those who use it.
  package var usedBy: [PlacedText]

  /// Makes an alias.
  package init(_ name: PlacedText, usedBy: [PlacedText] = []) {
    self.name = name
    self.usedBy = usedBy
  }
}

/// Who or what is spoken of.
package struct EntityRecord: Sendable {
  /// What claims call it.
  package var id: PlacedText
  /// Its type.
  package var type: PlacedText?
  /// Its name; without one the id serves.
  package var name: PlacedText?
  /// Other names.
  package var aliases: [AliasRecord] = []
  /// The entity for which it acts.
  package var actsFor: PlacedText?
  /// Free text.
  package var note: PlacedText?
  /// All other keys.
  package var properties: [PropertyRecord] = []
  /// Labels beside the type and its parents, of a graph without a schema.
  package var labels: [String] = []
  /// Where it stands.
  package var place: RecordPlace?

  /// Makes an entity.
  package init(id: PlacedText, type: PlacedText? = nil, name: PlacedText? = nil) {
    self.id = id
    self.type = type
    self.name = name
  }
}

/// What is said: subject, relation, object, and the rest.
package struct ClaimRecord: Sendable {
  /// The id of the subject.
  package var subject: PlacedText
  /// The name of the relation type.
  package var relation: PlacedText
  /// The id of the object.
  package var object: PlacedText
  /// Of what.
  package var about: PlacedText?
  /// When it happened.
  package var date: PlacedText?
  /// When it began.
  package var since: PlacedText?
  /// When it ended.
  package var until: PlacedText?
  /// `current`, `past`, `denied` or `disputed`; `current` when absent.
  package var status: PlacedText?
  /// The id of the entity that says so.
  package var attributedTo: PlacedText?
  /// Ids of sources, each with a place in it after a blank: `upi ¶7`.
  package var sources: [PlacedText] = []
  /// The words themselves.
  package var quote: PlacedText?
  /// How sure: 0 to 1.
  package var confidence: PlacedText?
  /// Free text.
  package var note: PlacedText?
  /// All other keys.
  package var properties: [PropertyRecord] = []
  /// Whether all that was written could be read; a claim without its parts may look like another one.
  package var isWhole = true
  /// Where it stands.
  package var place: RecordPlace?

  /// Makes a claim.
  package init(_ subject: PlacedText, _ relation: PlacedText, _ object: PlacedText) {
    self.subject = subject
    self.relation = relation
    self.object = object
  }
}

/// A named question, and how to draw its answer.
package struct ViewRecord: Sendable {
  /// Its name.
  package var id: PlacedText
  /// The question.
  package var ask: PlacedText?
  /// The title of its map.
  package var title: PlacedText?
  /// Other settings.
  package var options: [(key: PlacedText, value: PlacedText)] = []
  /// Where it stands.
  package var place: RecordPlace?

  /// Makes a view.
  package init(id: PlacedText, ask: PlacedText? = nil) {
    self.id = id
    self.ask = ask
  }
}
