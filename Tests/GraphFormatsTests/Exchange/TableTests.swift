import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing

/// Tables as they come out of spreadsheets, Gephi and Neo4j.
@Suite struct TableTests {
  private func read(
    _ text: String, as format: FileFormat = .csv, map: String = "", schema: Bool = false
  ) throws -> (listing: [String], diagnostics: [Diagnostic], counts: ImportCounts) {
    var bag = DiagnosticBag()
    var options = ImportOptions()
    try options.columns.add(map)
    let source = SourceText(name: "table.csv", text: text)
    guard let document = FormatReading.document(source, as: format, options: options, reporting: &bag) else {
      return ([], bag.diagnostics, ImportCounts())
    }
    let schema = schema ? try ExchangeGraph.schema() : nil
    var builder = GraphBuilder(schema: schema)
    let index = GraphAssembler.assemble(
      GraphFileSet(documents: [document], schema: schema), into: &builder, reporting: &bag)
    let graph = builder.freeze()
    let listing = graph.relationshipIdentifiers.map { number in
      let relation = graph.relation(RelationshipID(number))
      let ends = [graph.entity(relation.subject).id, relation.type, graph.entity(relation.object).id]
      return (ends + [relation.time.date?.description ?? "-"]).joined(separator: "|")
    }
    return (listing, bag.diagnostics, index.counts)
  }

  @Test(arguments: [",", ";", "\t", "|"]) func delimitersAreFound(_ delimiter: String) throws {
    let text =
      "\u{FEFF}subject\u{1F}relation\u{1F}object\u{1F}date\r\nA B\u{1F}sees\u{1F}\"C \"\"D\"\"\"\u{1F}2020\r\n\r\n"
    let result = try read(text.replacing("\u{1F}", with: delimiter))
    #expect(result.listing == ["A B|sees|C \"D\"|2020"])
    #expect(result.diagnostics.isEmpty)
    #expect(result.counts.createdEntities == 2)
  }

  @Test func aCellMayHoldDelimitersAndLineBreaks() throws {
    let result = try read("subject,relation,object,about\n\"a,b\",sees,\"c\nd\",\"x\"\"y\"\n")
    #expect(result.listing == ["a,b|sees|c\nd|-"])
  }

  @Test func gephiAndNeo4jHeadersAreKnown() throws {
    let gephi =
      "Source,Target,Type,Kind,Id,Label,Weight\na,b,Directed,sees,0,sees,1.0\nb,c,Undirected,knows,1,knows,2.0\n"
    #expect(try read(gephi).listing == ["a|sees|b|-", "b|knows|c|-"])
    let neo4j = ":START_ID(Person),since:date,:END_ID(Person),:TYPE,x:IGNORE\na,2020,b,ALLY_OF,z\n"
    #expect(try read(neo4j).listing == ["a|ALLY_OF|b|-"])
    #expect(try read(neo4j, schema: true).listing == ["a|ally-of|b|-"])
  }

  @Test func columnsAreMapped() throws {
    let text = "Von;An;Tag\nA;B;2020-01-02T10:00:00\n"
    let result = try read(text, map: "subject=Von,object=An,date=Tag,relation='meets'")
    #expect(result.listing == ["A|meets|B|2020-01-02"])
    #expect(result.diagnostics.map(\.code) == ["convert.dropped-time"])
    let wrong = try read(text, map: "subject=Vom,object=An")
    #expect(wrong.diagnostics.map(\.code) == ["table.unknown-column"])
    #expect(wrong.diagnostics[0].hints == ["did you mean 'Von'?"])
    #expect(throws: Problem.self) { try read(text, map: "subjekt=Von") }
    #expect(throws: Problem.self) { try read(text, map: "subject") }
  }

  @Test func rowsThatAreWrongAreLeftOutWithTheirPlace() throws {
    let text = """
      subject,relation,object,date
      a,sees,b,2020-13
      ,sees,b,2020
      a,sees
      a,sees,b,20200102
      "a"b,sees,c,2020
      a,"sees,c,2020
      a,sees,d,2020

      """
    let result = try read(text)
    #expect(result.listing == ["a|sees|b|-", "a|sees|b|2020-01-02", "a|sees|d|2020"])
    #expect(
      result.diagnostics.map {
        "\($0.place.map { $0.source.location(of: $0.span.lower).line } ?? 0) \($0.code)"
      }
        == [
          "3 table.empty-cell", "4 table.field-count", "6 table.text-after-quote", "7 table.unclosed-quote",
          "2 graph.impossible-date",
        ])
    #expect(result.counts.rejectedRecords == 4)
  }

  @Test func repeatedClaimsAreKeptAndCounted() throws {
    let result = try read("subject,relation,object\na,sees,b\na,sees,b\n")
    #expect(result.listing.count == 2)
    #expect(result.counts.repeatedClaims == 1)
    #expect(result.diagnostics.isEmpty)
  }

  @Test func formulasAreGuarded() throws {
    var builder = GraphBuilder()
    let nodes = ["=cmd()", "@x", "'=y", "plain"].map { id in
      let node = builder.addNode(labels: ["Entity"])
      builder.set("id", of: node, to: .string(id))
      builder.set("name", of: node, to: .string(id))
      return node
    }
    for node in nodes { _ = builder.addRelationship("sees", from: node, to: nodes[3]) }
    var bag = DiagnosticBag()
    let files = FormatWriting.files(for: builder.freeze(), as: .csv, reporting: &bag)
    let text = String(decoding: files[0].bytes, as: UTF8.self)
    #expect(!text.split { ",\n".contains($0) }.contains { "=+-@".contains($0.first ?? "x") }, "\(text)")
    #expect(try read(text).listing.map { $0.prefix { $0 != "|" } } == ["=cmd()", "@x", "'=y", "plain"])
  }

  @Test func codesAndSpellingsBecomeTheSchemasNames() throws {
    let text = "subject,relation,object\na,112,b\na,1122,b\na,Ally Of,b\na,ACCUSES,b\n"
    #expect(
      try read(text, schema: true).listing.map { $0.split(separator: "|")[1] } == [
        "accuses", "accuses", "ally-of", "accuses",
      ])
  }

  @Test func strictnessRefusesWhatNothingDeclares() throws {
    var bag = DiagnosticBag()
    let source = SourceText(name: "t.csv", text: "subject,relation,object\na,sees,b\n")
    let document = try #require(
      FormatReading.document(source, as: .csv, options: ImportOptions(), reporting: &bag))
    var builder = GraphBuilder()
    let index = GraphAssembler.assemble(
      GraphFileSet(documents: [document], schema: nil), into: &builder, reporting: &bag,
      policy: ImportPolicy(createsMissing: false))
    #expect(bag.diagnostics.map(\.code) == ["graph.undeclared-entity", "graph.undeclared-entity"])
    #expect(index.counts.rejectedClaims == 1)
  }
}
