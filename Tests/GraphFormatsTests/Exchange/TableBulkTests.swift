import Diagnostics
import Foundation
import GraphCore
import GraphFormats
import TestSupport
import Testing

/// The fast way through a table gives the graph of the slow one.
@Suite struct TableBulkTests {
  private static func lines(_ graph: GraphSnapshot) -> [String] {
    GraphListing.text(for: graph).split(separator: "\n").map(String.init).sorted()
  }

  private static func slow(_ source: SourceText, _ format: FileFormat) -> (GraphSnapshot, [String])? {
    var bag = DiagnosticBag()
    guard
      let document = FormatReading.document(source, as: format, options: ImportOptions(), reporting: &bag)
    else { return nil }
    var builder = GraphBuilder()
    _ = GraphAssembler.assemble(
      GraphFileSet(documents: [document], schema: nil), into: &builder, reporting: &bag)
    return (builder.freeze(), bag.diagnostics.map(\.code))
  }

  private static func check(_ text: String, _ format: FileFormat = .csv) -> Bool {
    let source = SourceText(name: "t", text: text)
    var bag = DiagnosticBag()
    guard
      let fast = FormatReading.bulkGraph(
        FlatArray(source.bytes), named: "t", as: format, options: ImportOptions(), reporting: &bag),
      let slow = Self.slow(source, format)
    else { return false }
    let (expected, found) = (Self.lines(slow.0), Self.lines(fast.graph))
    #expect(found == expected, "\(text)")
    #expect(bag.diagnostics.map(\.code) == slow.1, "\(text)")
    return true
  }

  @Test func tablesOfAnyOrderAndDelimiter() {
    #expect(
      Self.check(
        "date;object;x:IGNORE;relation;subject\n2020-01-02;b;;sees;a\n;\"c;\"\"d\"\"\";z;knows; e \n"))
    #expect(Self.check("subject\trelation\tobject\na\tsees\tb\r\n\r\nb\tsees\tä\r\n", .tsv))
    #expect(
      Self.check("subject,relation,object,date\n'=a,sees,b,20200102\na,sees,b,1990s\n,sees,b,2020\na,sees\n"))
  }

  @Test func entitiesGoTheOtherWay() {
    #expect(!Self.check("id,name\na,b\n"))
    #expect(!Self.check("subject,relation,object\na,sees,\"b\n"))
  }

  @Test func randomTables() {
    var ways = [0, 0]
    for round in 0..<TestEnvironment.fuzzRounds(300) {
      var random = SeededGenerator(seed: UInt64(round))
      var text = "subject,relation,object,date\n"
      for _ in 0..<random.below(12) {
        let cells = (0..<(random.once(in: 9) ? 3 : 4)).map { column in
          column == 3
            ? random.pick(["2020-01-02", "2020", "", "1990s", "about 2020", "2020-13", "20200102", "x"]) ?? ""
            : random.pick(["a", "b c", "\"d,e\"", "\"f\"\"g\"", " h ", "ä", "", "'=i", "\"j\"k", "\"", "l\r"])
              ?? ""
        }
        text += cells.joined(separator: ",") + (random.once(in: 5) ? "\r\n" : "\n")
      }
      ways[Self.check(text) ? 1 : 0] += 1
    }
    #expect(ways[0] > 0 && ways[1] > 0)
  }

  /// Real events, counted by this reader and by one line of awk.
  @Test func relationsAreCountedAsAWKCountsThem() throws {
    guard let path = TestEnvironment.shared("data/icews14.tsv") else { return }
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let awk = Process()
    awk.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    awk.arguments = ["awk", "-F\t", "NR>1{n[$2]++} END{for(r in n) print n[r] \"\t\" r}", path]
    let output = Pipe()
    awk.standardOutput = output
    try awk.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    awk.waitUntilExit()
    let counted = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init).sorted()
    var bag = DiagnosticBag()
    let read = try #require(
      FormatReading.bulkGraph(
        FlatArray(bytes), named: path, as: .tsv, options: ImportOptions(), reporting: &bag))
    var counts: [String: Int] = [:]
    for number in read.graph.relationshipIdentifiers {
      counts[read.graph.name(of: read.graph.type(of: RelationshipID(number))), default: 0] += 1
    }
    #expect(counts.map { "\($0.value)\t\($0.key)" }.sorted() == counted)
    #expect(bag.diagnostics.isEmpty)
  }
}
