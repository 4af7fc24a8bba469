import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing
import Vocabulary

/// A graph with everything that other formats tend to lose.
enum ExchangeGraph {
  static let text = #"""
    graph: "A strait & its <neighbours>; \"quoted\""
    schema: geopolitics
    note: |-
      Two lines,
      one of them with a | and a ;.
    sources:
      gazette: {publisher: The Gazette, title: "Notice; \"12\"", date: 2021-03, url: "https://example.org/a?b=1&c=2"}
      bulletin: {publisher: Bulletin, author: A Writer, retrieved: 2021-04-02}
    entities:
      north: {type: state, name: Север, aliases: [N; S, {name: "The \"North\"", used_by: [south]}], iso: NOR}
      south: {type: state, name: "ጽላት, 南方", note: "a, b | c"}
      ministry: {type: ministry, name: "=Ministry of \\ Affairs", acts_for: north}
      strait: {type: place, name: Strait, latitude: -12.5, longitude: 7}
      islet: {type: island, name: No one's islet}
      leader-a: {type: leader, name: "007", office: "12"}
    relations:
      - north accuses south: {about: closing the strait, date: 2021-03-04, sources: [gazette ¶1, bulletin p. 3]}
      - north accuses south: {about: "a toll; of | 5", date: 2021-03, status: denied, sources: [gazette ¶2]}
      - south accuses north: {about: "@home, -1", date: about 2020, status: disputed, attributed_to: ministry}
      - north ally-of south: {since: 1990s, until: 2001, status: past}
      - north talks-with south: {date: 2021-05-06, quote: "We said \"no\";\nand then,\t'yes'.", confidence: 0.5}
      - leader-a speaks-for north
      - north controls strait: {since: 2019, note: "a note \\; with an end\\"}
      - north criticizes north: {about: a mirror}
    views:
      quarrel: {ask: who accuses whom, title: A quarrel}
    """#

  static func schema() throws -> Schema {
    var bag = DiagnosticBag()
    let read = SchemaReader.read(try TestEnvironment.projectFile("schema/geopolitics.yaml"), reporting: &bag)
    return try #require(read)
  }

  static func snapshot() throws -> GraphSnapshot {
    var builder = GraphBuilder(schema: try schema())
    var bag = DiagnosticBag()
    _ = GraphFileReader.read(
      [SourceText(name: "strait.yaml", text: text)], schema: try schema(), resolver: MemoryFiles.small,
      into: &builder, reporting: &bag)
    #expect(!bag.hasErrors, "\(bag.diagnostics.map(\.message))")
    return builder.freeze()
  }

  /// Reads files of one format back.
  static func read(
    _ files: [WrittenFile], as format: FileFormat, schema: Schema?
  ) throws -> (graph: GraphSnapshot, bag: DiagnosticBag, index: GraphFileIndex) {
    var bag = DiagnosticBag()
    var documents: [GraphDocument] = []
    for file in files {
      let source = SourceText(name: "strait-\(file.part).\(format.rawValue)", bytes: file.bytes)
      let document = FormatReading.document(source, as: format, options: ImportOptions(), reporting: &bag)
      documents.append(try #require(document, "\(format) \(file.part)"))
    }
    var builder = GraphBuilder(schema: schema)
    let set = GraphFileSet(documents: documents, schema: schema)
    let index = GraphAssembler.assemble(set, into: &builder, reporting: &bag)
    return (builder.freeze(), bag, index)
  }
}
