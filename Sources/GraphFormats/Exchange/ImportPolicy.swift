package import Diagnostics
package import OrderedCollections

/// Something to make a graph of: a graph file with what it includes, or what another format says.
package enum GraphInput: Sendable {
  /// A graph file in YAML.
  case graphFile(SourceText)
  /// What was read from another format.
  case imported(GraphDocument)
}

/// What happens to what imported records name and nothing declares.
package struct ImportPolicy: Sendable {
  /// Whether entities and sources that nothing declares are made; otherwise they are errors.
  package var createsMissing: Bool

  /// Makes a policy.
  package init(createsMissing: Bool = true) { self.createsMissing = createsMissing }
}

/// What came of records that were read from formats that are no graph files.
package struct ImportCounts: Sendable, Equatable {
  /// Claims that the files hold.
  package var readClaims = 0
  /// Entities that the files declare.
  package var readEntities = 0
  /// Entities that claims name and no file declares, made of their names.
  package var createdEntities = 0
  /// Sources that claims cite and no file declares, made of their ids.
  package var createdSources = 0
  /// Entities without a type.
  package var untypedEntities = 0
  /// Claims that stand in another file, too, and became one with the sources of both.
  package var mergedClaims = 0
  /// Claims that say the same as one before them in the same file, and are kept.
  package var repeatedClaims = 0
  /// Claims that are left out of the graph, since they have no meaning without what is wrong in them.
  package var rejectedClaims = 0
  /// Rows and records that could not be read at all.
  package var rejectedRecords = 0

  /// Properties that the schema does not declare, and that are left out, with how often.
  package var undeclaredProperties: OrderedDictionary<String, Int> = [:]

  /// Nothing yet.
  package init() {}

  /// A warning that names the properties that are left out; nil when there are none.
  func undeclared(in schema: String) -> Diagnostic? {
    guard !undeclaredProperties.isEmpty else { return nil }
    let sorted = undeclaredProperties.elements.enumerated().sorted {
      ($1.element.value, $0.offset) < ($0.element.value, $1.offset)
    }.map(\.element)
    let list = sorted.prefix(8).map { "'\($0.key)' (\($0.value))" }.joined(separator: ", ")
    return Diagnostic(
      .warning, "convert.undeclared-properties",
      "properties that the schema '\(schema)' does not declare are left out: \(list)\(sorted.count > 8 ? ", …" : "")",
      hints: ["declare them in the schema, or read the file without one"])
  }

  /// Counts what a document holds.
  mutating func note(_ document: GraphDocument) {
    readClaims += document.claimCount
    readEntities += document.entities.count
    rejectedRecords += document.rejectedRecords
  }
}
