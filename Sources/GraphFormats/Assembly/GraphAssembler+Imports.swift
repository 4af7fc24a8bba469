import Diagnostics
import GraphCore
import OrderedCollections

/// What imported records name and nothing declares is made, and counted.
extension GraphAssembler {
  /// The label of entities about which nothing is known but their name, in a graph without a schema.
  static let untypedLabel = "Entity"

  /// Makes the entities that a declaration names.
  mutating func createReferences(of record: EntityRecord, in builder: inout GraphBuilder) {
    if let principal = record.actsFor { _ = place(of: principal, in: &builder) }
    for alias in record.aliases {
      for user in alias.usedBy { _ = place(of: user, in: &builder) }
    }
  }

  /// The place of an entity that is named, made where an imported record names it and nothing declares it.
  mutating func place(of id: PlacedText, in builder: inout GraphBuilder) -> Int? {
    if let place = place(ofEntity: id.text) { return place }
    guard isImporting, policy.createsMissing, !id.text.isEmpty else { return nil }
    let node = builder.addNode(labels: schema == nil ? [Self.untypedLabel] : [])
    builder.set(StandardName.id, of: node, to: .string(id.text))
    builder.set(StandardName.name, of: node, to: .string(id.text))
    var state = EntityState(record: EntityRecord(id: id), node: node)
    state.isTypeKnown = false
    state.isImported = true
    insert(state, for: id.text)
    index.counts.createdEntities += 1
    index.counts.untypedEntities += 1
    return entities.count - 1
  }

  /// Makes a source that a claim cites and nothing declares.
  mutating func createSource(_ id: String, at place: Diagnostic.Place?, in builder: inout GraphBuilder) {
    let node = builder.addNode(labels: [StandardName.sourceLabel])
    builder.set(StandardName.id, of: node, to: .string(id))
    sources[id] = SourceState(record: SourceRecord(id: PlacedText(id, at: place)), node: node, isUsed: true)
    index.counts.createdSources += 1
  }
}
