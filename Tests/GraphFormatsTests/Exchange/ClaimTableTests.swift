import Diagnostics
import GraphCore
import TestSupport
import Testing

@testable import GraphFormats

/// A table of claims makes the graph that its records make, with the same numbers, messages and counts, however many
/// parts it is read in.
@Suite struct ClaimTableTests {
  private struct Outcome: Equatable {
    var graph: String
    var messages: [String]
    var counts: ImportCounts
  }

  private static func messages(_ bag: DiagnosticBag) -> [String] {
    bag.sorted.map { diagnostic in
      let place = diagnostic.place.map { "\($0.source.location(of: $0.span.lower))" } ?? "nowhere"
      return "\(place) \(diagnostic.severity) \(diagnostic.code) \(diagnostic.message)"
    }
  }

  /// The graph, and the order of the properties of each relationship, which its listing hides.
  private static func listing(_ graph: GraphSnapshot) -> String {
    let keys = graph.relationshipIdentifiers.map { number in
      graph.properties(of: RelationshipID(number)).entries.map(\.key).joined(separator: ",")
    }
    return GraphListing.text(for: graph) + keys.joined(separator: "\n")
  }

  private static func byRecords(_ source: SourceText, isTabbed: Bool, _ mapping: ColumnMapping) -> Outcome? {
    var bag = DiagnosticBag(limit: 100_000)
    var options = ImportOptions()
    options.columns = mapping
    let read = TableImport.document(source, isTabbed: isTabbed, options: options, reporting: &bag)
    guard let read else { return nil }
    var builder = GraphBuilder()
    let index = GraphAssembler.assemble(
      GraphFileSet(documents: [read], schema: nil), into: &builder, reporting: &bag)
    return Outcome(
      graph: listing(builder.freeze()), messages: messages(bag), counts: index.counts)
  }

  private static func byColumns(
    _ source: SourceText, isTabbed: Bool, _ mapping: ColumnMapping, chunks: Int
  ) -> Outcome? {
    var bag = DiagnosticBag(limit: 100_000)
    let read = TableImport.claimGraph(
      FlatArray(source.bytes), named: source.name, isTabbed: isTabbed, mapping: mapping, chunks: chunks,
      reporting: &bag)
    return read.map {
      Outcome(graph: listing($0.graph), messages: messages(bag), counts: $0.counts)
    }
  }

  /// Whether columns sufficed.
  @discardableResult
  private func check(
    _ text: String, isTabbed: Bool = false, map: String = "", _ remark: String = ""
  ) throws -> Bool {
    let source = SourceText(name: "t", text: text)
    var mapping = ColumnMapping()
    try mapping.add(map)
    let expected = Self.byRecords(source, isTabbed: isTabbed, mapping)
    var sufficed = false
    for chunks in [1, 2, 5] {
      guard let found = Self.byColumns(source, isTabbed: isTabbed, mapping, chunks: chunks) else { continue }
      sufficed = true
      #expect(found == expected, "\(remark) \(chunks) parts of \(text)")
    }
    return sufficed
  }

  @Test func everyFieldIsKept() throws {
    let text = #"""
      Day,Who,Does,Whom,Of,Report,State,Sure,Said by,Lat,Flag,Tags:string[],Remark,Who type,Whom name
      2020-01-02,a,sees,b,c d,upi ¶7;ap,past,0.8,e,5.25,true,"x;y",12,state,B!
      20200103,a,sees,"b ""c""",,,,,,007,false,,"12",,
      2020-01-02T10:00:00Z,a,knows,a,c d,upi ¶7;ap,denied,1,e,-1e3,x,z,"line
      two",state,
      1990s,b,sees,a,'=1,upi,,0.5,,1.50,,,'=2,person,A
      """#
    #expect(
      try check(
        text,
        map:
          "date=Day,subject=Who,relation=Does,object=Whom,about=Of,sources=Report,status=State,confidence=Sure,attributed_to=Said by,subject_type=Who type,object_name=Whom name,note='from a table'"
      ))
  }

  @Test func whatIsWrongIsSaidWithItsPlace() throws {
    let text = #"""
      subject,relation,object,date,since,until,status,confidence,sources,subject_name
      a,sees,b,2020-13-01,,,,,,A
      a,sees,b,,2020,2019,,,,
      a,sees,b,2020,2019,,unsure,2,x;x 1;x 1,
      a,sees
      ,sees,b,,,,,,,
      a,sees,"b"c,,,,,,,
      b,sees,c,x,,,,0.5,y;y,A
      a,sees,b,,,,,,,
      """#
    #expect(try check(text))
  }

  @Test func tabsDoNotNeedQuotes() throws {
    let text =
      "subject\trelation\tobject\tnote\n\"a\tsees\tb\t\"c\" d\r\n\"a\nb\"\tsees\t\"c\"\t5\rb\tsees\tc\t\n\n"
    #expect(try check(text, isTabbed: true))
  }

  @Test func whatColumnsCannotSayIsLeftToRecords() throws {
    for text in [
      "id,name\na,b\n", "subject,relation,object,note\na,sees,\"b,c\n",
      "subject,relation,object,x,x\na,sees,b,1,2\n",
      "subject,relation,object,property:status\na,sees,b,1\n",
    ] { #expect(try !check(text), "\(text)") }
  }

  /// `ENTENTE_FUZZ=100000` compares more tables.
  @Test func randomTables() throws {
    let pieces: [[String]] = [
      [
        "a", "b", "b c", "\"d,e\"", "\"f\"\"g\"", " h ", "ä", "", "'=i", "\"j\nk\"", "\"l\tm\"", "\"n",
        "o\"p",
      ],
      ["sees", "knows", "\"a, b\"", "", "sees"],
      ["a", "b", "c", "\"b\"", "ä", "\"q\r\ns\""],
      [
        "2020-01-02", "2020", "", "", "1990s", "about 2020", "2020-13", "20200102", "x", "2020-01-02T10:00",
        " 2020 ",
        "2020-02-30", "2020-01-02 00:00:00",
      ],
      ["", "", "2019", "2021-05", "1999-12-31"],
      ["", "past", "denied", "current", "Past", "\"disputed\""],
      ["", "0.5", "1", "0", "1.1", "-0", "1e-1", "0.123456789012345678", ".5"],
      ["", "upi", "upi ¶7", "\"upi;ap\"", "x;x", ";", "a b c; d"],
      ["", "e", "a", "new"],
      [
        "", "12", "007", "-5", "1.5", "1.50", "true", "false", "True", "1e5", "99999999999999999999",
        "0.0001", "0.00001",
        "\"12\"", "text", "'=x", "+1", "-0", "-0.0", "123456789012345.5", "t", " 5", "\"\"",
      ],
      ["", "x;y", "\"x\\;y;z\"", "x"],
      ["", "sees", "label"],
      ["", "state", "person"],
    ]
    let header =
      "subject,relation,object,date,since,status,confidence,sources,attributed_to,p,l:string[],label,object_type"
    var sufficed = 0
    for round in 0..<TestEnvironment.fuzzRounds(400) {
      var random = SeededGenerator(seed: UInt64(round))
      let isTabbed = random.once(in: 3)
      let delimiter = isTabbed ? "\t" : random.once(in: 4) ? ";" : ","
      var text = header.replacing(",", with: delimiter) + "\n"
      for _ in 0..<random.below(14) {
        var row: [String] = []
        for column in pieces where !random.once(in: 60) { row.append(random.pick(column) ?? "") }
        text +=
          row.joined(separator: delimiter) + (random.once(in: 5) ? "\r\n" : random.once(in: 30) ? "\r" : "\n")
        if random.once(in: 20) { text += "\n" }
      }
      if try check(text, isTabbed: isTabbed, "seed \(round):") { sufficed += 1 }
    }
    #expect(sufficed > 0)
  }
}
