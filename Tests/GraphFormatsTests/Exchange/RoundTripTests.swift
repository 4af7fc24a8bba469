import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing

/// Written and read back, a graph is the same.
@Suite struct RoundTripTests {
  /// Formats that keep the whole graph; the others stand in the table of the page Formats.
  static let whole: [FileFormat] = FileFormat.allCases.filter {
    [
      .json, .jsonLines, .nodeLink, .d3, .cytoscape, .jsonGraphFormat, .graphML, .yEd, .gexf, .followTheMoney,
      .nTriples, .turtle,
    ].contains($0)
  }

  @Test(arguments: whole) func nothingIsLost(_ format: FileFormat) throws {
    let graph = try ExchangeGraph.snapshot()
    var bag = DiagnosticBag()
    let files = FormatWriting.files(for: graph, as: format, reporting: &bag)
    #expect(bag.diagnostics.isEmpty, "\(bag.diagnostics.map(\.message))")
    let back = try ExchangeGraph.read(files, as: format, schema: try ExchangeGraph.schema())
    #expect(
      back.bag.diagnostics.allSatisfy { $0.severity != .error }, "\(back.bag.diagnostics.map(\.message))")
    #expect(GraphListing.text(for: back.graph) == GraphListing.text(for: graph))
    #expect(back.graph.description.title == graph.description.title)
    #expect(back.graph.description.note == graph.description.note)
    #expect(back.graph.description.views == graph.description.views)
    #expect(back.index.counts.createdEntities == 0 && back.index.counts.rejectedClaims == 0)
    let again = FormatWriting.files(for: back.graph, as: format, reporting: &bag)
    #expect(again.map(\.bytes) == files.map(\.bytes), "the same graph gives the same bytes")
  }

  @Test(arguments: [FileFormat.csv, .tsv, .gephiCSV, .neo4jCSV])
  func tablesKeepEveryRecord(_ format: FileFormat) throws {
    let graph = try ExchangeGraph.snapshot()
    var bag = DiagnosticBag()
    let files = FormatWriting.files(for: graph, as: format, reporting: &bag)
    #expect(files.map(\.part) == ["", "entities", "sources"])
    #expect(bag.diagnostics.map(\.code) == ["convert.lossy"])
    let back = try ExchangeGraph.read(files, as: format, schema: try ExchangeGraph.schema())
    #expect(back.bag.diagnostics.isEmpty, "\(back.bag.diagnostics.map(\.message))")
    #expect(GraphListing.text(for: back.graph) == GraphListing.text(for: graph))
  }

  /// Values keep their types without a schema: texts that look like numbers stay texts.
  @Test(arguments: whole + [.csv, .tsv]) func typesOfValuesStay(_ format: FileFormat) throws {
    var builder = GraphBuilder()
    let values: [(String, Value)] = [
      ("text", "12"), ("empty", ""), ("whole", 12), ("real", 1.5), ("round", 2.0), ("flag", true),
      ("word", "true"), ("list", ["a;b", "c\\"]), ("type", "a property called like a field"),
      ("relation", "another"), ("formula", "=1+1"), ("negative", -3), ("sign", "-"), ("quote", "'=x"),
    ]
    let nodes = ["a", "b"].map { id in
      let node = builder.addNode(labels: ["Thing", "Further"])
      builder.set("id", of: node, to: .string(id))
      builder.set("name", of: node, to: .string(id.uppercased()))
      return node
    }
    let relation = builder.addRelationship("knows", from: nodes[0], to: nodes[1])
    builder.set("status", of: relation, to: "current")
    for (key, value) in values {
      builder.set(key, of: nodes[0], to: value)
      builder.set(key, of: relation, to: value)
    }
    // These two are what the assembler gives to entities, so that a property of that name takes its place.
    builder.set("type", of: relation, to: .null)
    builder.set("quote", of: relation, to: .null)
    let graph = builder.freeze()
    var bag = DiagnosticBag()
    let files = FormatWriting.files(for: graph, as: format, reporting: &bag)
    let back = try ExchangeGraph.read(files, as: format, schema: nil)
    #expect(back.bag.diagnostics.isEmpty, "\(back.bag.diagnostics.map(\.message))")
    #expect(GraphListing.text(for: back.graph) == GraphListing.text(for: graph))
  }

  @Test func ownJSONFollowsItsSchema() throws {
    let graph = try ExchangeGraph.snapshot()
    var bag = DiagnosticBag()
    func text(_ format: FileFormat) -> String {
      String(decoding: FormatWriting.files(for: graph, as: format, reporting: &bag)[0].bytes, as: UTF8.self)
    }
    let whole = text(.json).replacing("\n", with: " ")
    let lines = text(.jsonLines).split(separator: "\n").map(String.init)
    let wrong = [
      #"{"relations": [{"subject": "a", "relation": "b"}]}"#,
      #"{"subject": "a", "relation": "b", "object": "c", "status": "maybe"}"#, #"{"entity": {"name": "x"}}"#,
    ]
    guard
      let verdicts = try JSONSchemaValidator.verdicts(
        on: [whole] + lines + wrong, schema: "schema/exchange.schema.json")
    else { return }
    #expect(verdicts == [Bool](repeating: true, count: 1 + lines.count) + [false, false, false])
  }
}
