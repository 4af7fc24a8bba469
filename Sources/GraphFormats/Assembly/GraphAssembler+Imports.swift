import Diagnostics
import GraphCore
import OrderedCollections

/// What imported records name and nothing declares is made, and counted.
extension GraphAssembler {
  /// The label of entities about which nothing is known but their name, in a graph without a schema.
  static let untypedLabel = "Entity"

  /// Makes the ends of a claim, and the one who says so, where nothing declares them.
  mutating func createEnds(of record: ClaimRecord, in builder: inout GraphBuilder) {
    create(record.subject, in: &builder)
    create(record.object, in: &builder)
    if let speaker = record.attributedTo { create(speaker, in: &builder) }
  }

  /// Makes the entities that a declaration names.
  mutating func createReferences(of record: EntityRecord, in builder: inout GraphBuilder) {
    if let principal = record.actsFor { create(principal, in: &builder) }
    for alias in record.aliases {
      for user in alias.usedBy { create(user, in: &builder) }
    }
  }

  private mutating func create(_ id: PlacedText, in builder: inout GraphBuilder) {
    guard policy.createsMissing, !id.text.isEmpty, entities[id.text] == nil else { return }
    let node = builder.addNode(labels: schema == nil ? [Self.untypedLabel] : [])
    builder.set(StandardName.id, of: node, to: .string(id.text))
    builder.set(StandardName.name, of: node, to: .string(id.text))
    var state = EntityState(record: EntityRecord(id: id), node: node)
    state.isTypeKnown = false
    state.isImported = true
    entities[id.text] = state
    index.counts.createdEntities += 1
    index.counts.untypedEntities += 1
  }

  /// Makes the sources that a claim cites, where nothing declares them.
  mutating func createSources(_ citations: [PlacedText], in builder: inout GraphBuilder) {
    guard policy.createsMissing else { return }
    for citation in citations {
      guard let word = citation.text.split(maxSplits: 1, whereSeparator: { $0.isWhitespace }).first
      else { continue }
      let id = String(word)
      guard sources[id] == nil else { continue }
      let node = builder.addNode(labels: [StandardName.sourceLabel])
      builder.set(StandardName.id, of: node, to: .string(id))
      sources[id] = SourceState(
        record: SourceRecord(id: PlacedText(id, at: citation.place)), node: node, isUsed: true)
      index.counts.createdSources += 1
    }
  }
}
