package import Diagnostics
package import GraphCore
package import OrderedCollections

/// Where the parts of a graph stand in its files: for diagnostics, and for writing changes back.
package struct GraphFileIndex: Sendable {
  /// The places of each entity by id, the first being the one that counts; several when files are merged.
  package var entities: OrderedDictionary<String, [RecordPlace]> = [:]
  /// The places of each source by id.
  package var sources: OrderedDictionary<String, [RecordPlace]> = [:]
  /// The place of each view by name.
  package var views: OrderedDictionary<String, RecordPlace> = [:]
  /// The places of each relation; several when the same claim stands in several files.
  package var relations: OrderedDictionary<RelationshipID, [RecordPlace]> = [:]
  /// The files in the order in which they were read, each with its sections.
  package var files: [(source: SourceText, sections: [FieldPlace], isIncluded: Bool)] = []

  /// Whether something was read from a file that is no graph file, and that cannot be changed in place.
  package var hasImports = false
  /// What came of records that were read from formats that are no graph files.
  package var counts = ImportCounts()

  /// An empty index.
  package init() {}

  /// Where a relation stands.
  package func place(of relation: RelationshipID) -> Diagnostic.Place? {
    relations[relation]?.first?.keyPlace
  }

  /// Where an entity or source is declared.
  package func place(ofEntity id: String) -> Diagnostic.Place? {
    (entities[id] ?? sources[id])?.first?.keyPlace
  }
}
