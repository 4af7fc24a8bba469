package import Diagnostics
package import GraphCore

/// A file that a format consists of.
package struct WrittenFile: Sendable {
  /// What goes between the name and its suffix: empty of the main file, `entities` of the table of entities.
  package let part: String
  /// The bytes.
  package let bytes: [UInt8]

  /// Makes a file.
  package init(part: String = "", bytes: [UInt8]) {
    self.part = part
    self.bytes = bytes
  }

  init(part: String = "", _ text: String) { self.init(part: part, bytes: Array(text.utf8)) }
}

/// The one way from a graph to files in any format.
package enum FormatWriting {
  /// Writes a graph.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - format: The format, which is none that other targets write (DOT, SQLite).
  ///   - bag: Gets a warning `convert.lossy` that counts what the format has no place for.
  /// - Returns: The files, the main one first; the same graph gives the same bytes.
  /// - Complexity: O(nodes + relationships + values).
  package static func files(
    for graph: GraphSnapshot, as format: FileFormat, reporting bag: inout DiagnosticBag
  ) -> [WrittenFile] {
    var losses = LossReport()
    var files: [WrittenFile] = []
    switch format {
    case .yaml: files = [WrittenFile(bytes: GraphFileWriter.file(for: graph, reporting: &bag))]
    case .csv, .tsv, .neo4jCSV, .gephiCSV:
      let flavour: TableWriter.Flavour = format == .neo4jCSV ? .neo4j : format == .gephiCSV ? .gephi : .plain
      let tables = TableWriter.tables(
        graph, delimiter: format == .tsv ? "\t" : ",", flavour: flavour, losses: &losses)
      files = [WrittenFile(tables.claims), WrittenFile(part: "entities", tables.entities)]
      if !tables.sources.isEmpty { files.append(WrittenFile(part: "sources", tables.sources)) }
    case .json: files = [WrittenFile(GraphJSONWriter.json(ExportGraph(graph)))]
    case .jsonLines: files = [WrittenFile(GraphJSONWriter.lines(ExportGraph(graph)))]
    case .nodeLink: files = [WrittenFile(JSONGraphs.nodeLink(PropertyGraphExport(graph)))]
    case .d3: files = [WrittenFile(JSONGraphs.nodeLink(PropertyGraphExport(graph), edgesKey: "links"))]
    case .cytoscape: files = [WrittenFile(JSONGraphs.cytoscape(PropertyGraphExport(graph)))]
    case .jsonGraphFormat: files = [WrittenFile(JSONGraphs.jsonGraphFormat(PropertyGraphExport(graph)))]
    case .graphML, .yEd:
      let text = GraphMLWriter.text(graph, isForYEd: format == .yEd, losses: &losses)
      files = [WrittenFile(text)]
    case .gexf: files = [WrittenFile(GEXFWriter.text(graph, losses: &losses))]
    case .mermaid: files = [WrittenFile(MermaidWriter.text(graph, losses: &losses, reporting: &bag))]
    case .followTheMoney: files = [WrittenFile(FollowTheMoneyWriter.text(ExportGraph(graph)))]
    case .nTriples: files = [WrittenFile(RDFWriter.nTriples(RDFExport(graph).triples))]
    case .turtle: files = [WrittenFile(RDFWriter.turtle(RDFExport(graph).triples))]
    case .jsonLD: files = [WrittenFile(RDFWriter.jsonLD(RDFExport(graph).triples))]
    case .dot: files = [WrittenFile(DotWriter.text(graph, losses: &losses))]
    case .cypher: files = [WrittenFile(CypherScriptWriter.text(graph))]
    default: break
    }
    if let loss = losses.diagnostic(for: format.title) { bag.report(loss) }
    return files
  }
}
