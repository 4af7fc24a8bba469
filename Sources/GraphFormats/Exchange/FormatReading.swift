package import Diagnostics
package import GraphCore

/// How a file that is no graph file is read.
package struct ImportOptions: Sendable {
  /// Which column of a table is which.
  package var columns = ColumnMapping()

  /// Whether relations of event data are their codes, for a schema to translate, where there are words, too.
  package var prefersCodes = false

  /// From how many bytes on the claims of a file with one record a line are read twice instead of being kept.
  package var streamedSize = 1 << 24

  /// Told from time to time how many of all bytes of such a file are read.
  package var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }

  /// The usual way.
  package init() {}
}

/// The one way from a file in any format to what it says.
package enum FormatReading {
  /// Reads a table of claims where it lies, as in a mapped file, into a graph without a schema.
  ///
  /// - Parameters:
  ///   - bytes: The table, UTF-8.
  ///   - name: What diagnostics print before `line:column`.
  ///   - format: Its format.
  ///   - options: How.
  ///   - bag: Where mistakes go; what has one is left out.
  /// - Returns: The graph, with what came of the rows; nil when the file is another, which is then read by
  ///   ``document(_:as:options:reporting:)``.
  /// - Complexity: O(bytes), on all cores.
  package static func bulkGraph(
    _ bytes: FlatArray<UInt8>, named name: String, as format: FileFormat, options: ImportOptions,
    reporting bag: inout DiagnosticBag
  ) -> (graph: GraphSnapshot, counts: ImportCounts)? {
    guard [.csv, .tsv, .neo4jCSV, .gephiCSV].contains(format) else { return nil }
    return TableImport.bulkGraph(
      bytes, named: name, isTabbed: format == .tsv, mapping: options.columns, reporting: &bag)
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - source: The file, UTF-8.
  ///   - format: Its format, which is none that other targets read (a graph file, DOT, a Cypher script, SQLite).
  ///   - options: How.
  ///   - bag: Where mistakes go; what has one is left out.
  /// - Returns: What the file says; nil when it cannot be read at all, which was reported.
  package static func document(
    _ source: SourceText, as format: FileFormat, options: ImportOptions, reporting bag: inout DiagnosticBag
  ) -> GraphDocument? {
    switch format {
    case .csv, .neo4jCSV, .gephiCSV:
      return TableImport.document(source, isTabbed: false, options: options, reporting: &bag)
    case .tsv:
      return TableImport.document(source, isTabbed: true, options: options, reporting: &bag)
    case .json: return GraphJSONReader.document(source, reporting: &bag)
    case .jsonLines: return GraphJSONReader.documentOfLines(source, options: options, reporting: &bag)
    case .nodeLink, .d3, .cytoscape, .jsonGraphFormat:
      return JSONGraphReader.document(source, as: format, reporting: &bag)
    case .graphML, .yEd: return GraphMLReader.document(source, reporting: &bag)
    case .gexf: return GEXFReader.document(source, reporting: &bag)
    case .followTheMoney: return FollowTheMoneyReader.document(source, reporting: &bag)
    case .nTriples, .turtle: return RDFReader.document(source, reporting: &bag)
    case .gdelt: return GDELTReader.document(source, options: options, reporting: &bag)
    case .icews, .polecat:
      return HeadedEventReader.document(
        source, isPOLECAT: format == .polecat, options: options, reporting: &bag)
    default:
      bag.report(
        Diagnostic(
          .error, "convert.not-read", "\(format.title) is not read",
          at: Diagnostic.Place(source, SourceSpan(at: 0))))
      return nil
    }
  }
}
