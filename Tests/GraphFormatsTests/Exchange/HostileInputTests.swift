import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing

/// Files that mean harm, or were cut off, get an error with a place.
@Suite struct HostileInputTests {
  private func codes(_ bytes: [UInt8], as format: FileFormat) -> [String] {
    var bag = DiagnosticBag()
    let source = SourceText(name: "hostile", bytes: bytes)
    _ = FormatReading.document(source, as: format, options: ImportOptions(), reporting: &bag)
    for diagnostic in bag.diagnostics { #expect(diagnostic.place != nil, "\(diagnostic.code)") }
    return bag.diagnostics.map(\.code)
  }

  private func codes(_ text: String, as format: FileFormat) -> [String] {
    codes(Array(text.utf8), as: format)
  }

  @Test func entityBombsAreRefused() {
    let bomb = """
      <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
      <graphml><graph edgedefault="directed"><node id="&lol2;"/></graph></graphml>
      """
    #expect(codes(bomb, as: .graphML) == ["xml.document-type"])
    let outside =
      "<!DOCTYPE g SYSTEM \"file:///etc/passwd\"><graphml><graph><node id=\"&x;\"/></graph></graphml>"
    #expect(codes(outside, as: .graphML) == ["xml.syntax"])
  }

  @Test(arguments: [FileFormat.graphML, .gexf]) func mismatchedAndTruncatedXMLIsAnError(_ format: FileFormat)
  {
    let root = format == .gexf ? "gexf" : "graphml"
    for text in [
      "<\(root)><graph></\(root)>", "<\(root)><graph><node id='a'", "<\(root)>", "", "<\(root)/>x", "<a/>",
    ] {
      #expect(codes(text, as: format).count == 1, "\(text)")
    }
    #expect(codes("<\(root)>" + String(repeating: "<graph>", count: 200_000), as: format) == ["xml.too-deep"])
  }

  @Test func deepJSONIsAnError() {
    let deep = String(repeating: "[", count: 1_000_000)
    for format in [FileFormat.json, .jsonLines, .nodeLink, .cytoscape, .jsonGraphFormat] {
      #expect(codes("{\"relations\":\(deep)", as: format) == ["json.too-deep"])
    }
  }

  @Test func wrongEncodingsAreErrors() {
    let latin: [UInt8] = Array("subject,relation,object\nK".utf8) + [0xF6] + Array("ln,sees,b\n".utf8)
    #expect(codes(latin, as: .csv) == ["convert.encoding"])
    let json: [UInt8] = Array("{\"relations\":[\"".utf8) + [0xFF] + Array("\"]}".utf8)
    #expect(codes(json, as: .json) == ["convert.encoding"])
    #expect(codes("<?xml version='1.0' encoding='KOI8-R'?><graphml/>", as: .graphML) == ["convert.encoding"])
  }

  @Test func brokenJSONHasItsPlace() {
    for (text, code) in [
      ("{\"a\":1,\"a\":2}", "json.duplicate-key"), ("{\"relations\":[{]}", "json.syntax"),
      ("", "json.syntax"),
      ("{\"relations\":[],}", "json.syntax"), ("[1] x", "json.syntax"),
      ("{\"a\":\"\\ud800\"}", "json.syntax"),
      ("{\"a\":01}", "json.syntax"), ("{\"a\":\"\u{1}\"}", "json.syntax"), ("[]", "json.wrong-kind"),
      ("{\"relations\":[{\"subject\":\"a\"}]}", "json.missing-key"),
    ] { #expect(codes(text, as: .json) == [code], "\(text)") }
  }

  @Test func aLongLineIsReadInReasonableTime() {
    let name = String(repeating: "x", count: 20_000_000)
    #expect(codes("subject,relation,object\n\(name),sees,\"\(name)\"\n", as: .csv).isEmpty)
    #expect(codes("subject,relation,object\na,sees,\"\(name)\n", as: .csv) == ["table.unclosed-quote"])
  }
}

/// Mutated files: nothing traps or hangs, and every failure is an error with a place.
///
/// `ENTENTE_FUZZ=100000` runs more rounds.
@Test(arguments: RoundTripTests.whole + [.csv, .tsv])
func mutatedFilesOfOtherFormatsNeverTrap(_ format: FileFormat) throws {
  let graph = try ExchangeGraph.snapshot()
  let schema = try ExchangeGraph.schema()
  var bag = DiagnosticBag()
  let bases = FormatWriting.files(for: graph, as: format, reporting: &bag).map(\.bytes)
  for round in 0..<TestEnvironment.fuzzRounds(200) {
    var mutation = Mutation(seed: UInt64(round))
    let source = SourceText(name: "fuzz", bytes: mutation.mutate(bases[round % bases.count]))
    var bag = DiagnosticBag()
    let read = FormatReading.document(source, as: format, options: ImportOptions(), reporting: &bag)
    if read == nil { #expect(bag.hasErrors, "seed \(round): silence") }
    if let read {
      var builder = GraphBuilder(schema: schema)
      _ = GraphAssembler.assemble(
        GraphFileSet(documents: [read], schema: schema), into: &builder, reporting: &bag)
      _ = builder.freeze()
    }
    for diagnostic in bag.diagnostics where diagnostic.severity == .error {
      let place = diagnostic.place
      #expect(
        place.map { Int($0.span.upper) <= $0.source.bytes.count } == true, "seed \(round): \(diagnostic)")
      if place == nil { return }
    }
  }
}
