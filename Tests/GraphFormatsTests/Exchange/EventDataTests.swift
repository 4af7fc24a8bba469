import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing

/// Rows as the three sets of event data have them; the facts are in their code books.
enum EventSamples {
  /// An event of GDELT 2.0: 61 columns, no header.
  static func gdelt(
    id: String = "1", day: String = "20230919",
    actors: [(code: String, name: String)] =
      [("AZE", "AZERBAIJAN"), ("ARMMIL", "ARMENIA")], code: String = "112",
    url: String = "https://example.org/a"
  ) -> String {
    var cells = [String](repeating: "", count: 61)
    (cells[0], cells[1], cells[2], cells[3], cells[4]) = (id, day, "202309", "2023", "2023.7096")
    (cells[5], cells[6], cells[7]) = (actors[0].code, actors[0].name, "AZE")
    (cells[15], cells[16], cells[17]) = (actors[1].code, actors[1].name, "ARM")
    (cells[25], cells[26], cells[27], cells[28]) = ("1", code, String(code.prefix(3)), String(code.prefix(2)))
    (cells[29], cells[30], cells[31], cells[34]) = ("3", "-2", "10", "-5.25")
    (cells[51], cells[52], cells[53]) = ("4", "Stepanakert, Xankandi, Azerbaijan", "AJ")
    (cells[56], cells[57], cells[59], cells[60]) = ("39.8153", "46.7519", "20230919154500", url)
    return cells.joined(separator: "\t")
  }

  static let icewsHeader = [
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number",
    "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude",
  ].joined(separator: "\t")

  static let polecatHeader = [
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW",
    "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
    "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude",
    "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
    "Story People", "Story Organizations", "Story Locations", "Language", "Version",
  ].joined(separator: "\t")

  /// An event of POLECAT, where nothing is `None`.
  static func polecat(_ type: String, _ mode: String, _ actor: String, _ recipient: String) -> String {
    var cells = [String](repeating: "None", count: 40)
    (cells[0], cells[1], cells[2], cells[3], cells[4]) = ("E1", "2023-09-19", type, mode, "-2.0")
    (cells[5], cells[6], cells[7], cells[8]) = ("VERBAL CONFLICT", "military;territory", actor, "AZE;ARM")
    (cells[10], cells[15], cells[16], cells[33]) = ("GOV", recipient, "ARM", "The Paper")
    return cells.joined(separator: "\t")
  }
}

@Suite struct EventDataTests {
  private func read(
    _ text: String, _ format: FileFormat, schema: Bool = false
  ) throws -> (listing: String, codes: [String], counts: ImportCounts) {
    var bag = DiagnosticBag()
    var options = ImportOptions()
    options.prefersCodes = schema
    let source = SourceText(name: "events", text: text)
    #expect(FileFormat.detect(source, suffix: "csv") == format)
    let read = try #require(
      FormatReading.document(source, as: format, options: options, reporting: &bag))
    let given = schema ? try ExchangeGraph.schema() : nil
    var builder = GraphBuilder(schema: given)
    let index = GraphAssembler.assemble(
      GraphFileSet(documents: [read], schema: given), into: &builder, reporting: &bag)
    return (GraphListing.text(for: builder.freeze()), bag.diagnostics.map(\.code), index.counts)
  }

  @Test func anEventOfGDELTKeepsCodePlaceAndAddress() throws {
    let text = EventSamples.gdelt() + "\n" + EventSamples.gdelt(id: "2", code: "010") + "\n"
    let plain = try read(text, .gdelt)
    // Codes are texts: 010 is another one than 10.
    #expect(plain.listing.contains("-[:112 {"))
    #expect(plain.listing.contains("-[:010 {"))
    for part in [
      "AZERBAIJAN (AZE)", "ARMENIA (ARMMIL)", "date: 2023-09-19", "note: 'CAMEO 112'", "goldstein: -2",
      "mentions: 10", "tone: -5.25", "latitude: 39.8153", "event_id: 1", "sources: ['example.org-1']",
      "https://example.org/a", "country_code: 'ARM'",
    ] { #expect(plain.listing.contains(part), "\(part) in \(plain.listing)") }
    #expect(plain.counts.readClaims == 2)
    let translated = try read(text, .gdelt, schema: true)
    #expect(translated.listing.contains("-[:accuses {"))
    #expect(translated.listing.contains("note: 'CAMEO 112'"))
  }

  @Test func whatIsNoEventOfGDELTIsCounted() throws {
    let text =
      EventSamples.gdelt(actors: [("AZE", "AZERBAIJAN"), ("", "")]) + "\n" + EventSamples.gdelt() + "\n1\t2\n"
      + EventSamples.gdelt(code: "") + "\n"
    let found = try read(text, .gdelt)
    #expect(found.codes == ["table.field-count", "table.empty-cell", "convert.one-sided"])
    #expect(found.counts.readClaims == 1 && found.counts.rejectedRecords == 2)
  }

  @Test func ICEWSIsReadWithoutQuotesAndWithEitherDate() throws {
    let rows = [
      "1\t2023-09-19\tFoo \"Bar\tGovernment,Military\tAzerbaijan\tAccuse\t112\t-2.0\tCitizen (Armenia)\tSocial\tArmenia\t77\t3\tThe Paper\tVienna\t\t\tAustria\t48.2\t16.37",
      // One file has dates of this kind; an id is used more than once, and some rows have no code.
      "1\t9/19/2023\tFoo \"Bar\t\"a\",b\t\tMake statement\t\t0.0\tCitizen (Armenia)\t\t\t\t\t\t\t\t\t\t\t",
    ]
    let text = EventSamples.icewsHeader + "\n" + rows.joined(separator: "\n") + "\n"
    let plain = try read(text, .icews)
    for part in [
      "Foo \"Bar", "-[:Accuse {", "-[:Make statement {", "note: 'CAMEO 112'",
      "paragraphs: ['story 77 sentence 3']", "sectors: 'Government,Military'", "intensity: -2.0",
    ] { #expect(plain.listing.contains(part), "\(part) in \(plain.listing)") }
    #expect(plain.listing.split(separator: "date: 2023-09-19").count == 3)
    #expect(plain.codes.isEmpty)
    let translated = try read(text, .icews, schema: true)
    #expect(translated.listing.contains("-[:accuses {"))
    #expect(translated.listing.contains("about: 'accuse'"))
  }

  @Test func POLECATMakesAClaimOfEachPair() throws {
    let text =
      EventSamples.polecatHeader + "\n"
      + EventSamples.polecat("ACCUSE", "allege", "Ilham Aliyev;Baku", "Armenia")
      + "\n" + EventSamples.polecat("CONSULT", "None", "Armenia", "None") + "\n"
    let plain = try read(text, .polecat)
    #expect(plain.counts.readClaims == 3, "\(plain.listing)")
    for part in [
      "Ilham Aliyev (AZE)", "Baku (ARM)", "-[:ACCUSE/allege {", "-[:CONSULT {",
      "note: 'PLOVER ACCUSE/allege'",
      "contexts: 'military;territory'", "sources: ['the-paper']",
    ] { #expect(plain.listing.contains(part), "\(part) in \(plain.listing)") }
    // `None` says that there is nothing.
    #expect(!plain.listing.contains("None"), "\(plain.listing)")
    let translated = try read(text, .polecat, schema: true)
    #expect(translated.listing.contains("-[:accuses {"))
  }

  /// What is read twice, since the file is large, makes the same graph as what is kept.
  @Test(arguments: [FileFormat.gdelt, .icews, .polecat, .jsonLines, .csv, .tsv], [false, true])
  func largeFilesAreReadTwiceToTheSameEnd(_ format: FileFormat, _ hasSchema: Bool) throws {
    var unsaid = DiagnosticBag()
    let texts: [String] =
      switch format {
      case .gdelt:
        [
          EventSamples.gdelt() + "\n" + EventSamples.gdelt(id: "2", code: "") + "\n1\t2\n"
            + EventSamples.gdelt(id: "3", url: "https://example.org/b") + "\n"
        ]
      case .icews:
        [
          EventSamples.icewsHeader
            + "\n1\t2023-09-19\tA\tx\ty\tAccuse\t112\t-2\tB\t\t\t1\t2\tP\t\t\t\t\t\t\nx\n"
        ]
      case .polecat:
        [EventSamples.polecatHeader + "\n" + EventSamples.polecat("ACCUSE", "allege", "A;B", "C;D") + "\n"]
      default:
        FormatWriting.files(for: try ExchangeGraph.snapshot(), as: format, reporting: &unsaid).map {
          String(decoding: $0.bytes, as: UTF8.self)
        }
          + [
            "subject,relation,object,subject_type,subject_name,date\na,sees,b,state,A,2020-13\n,b,c,,,\na,sees,b,,,2020T\n"
          ]
      }
    for text in texts {
      var outcomes: [String] = []
      for streamedSize in [Int.max, 0] {
        var bag = DiagnosticBag()
        var options = ImportOptions()
        options.streamedSize = streamedSize
        options.prefersCodes = hasSchema
        let source = SourceText(name: "large", text: text)
        let read = FormatReading.document(source, as: format, options: options, reporting: &bag)
        guard let read else {
          outcomes.append("\(bag.diagnostics.map(\.code))")
          continue
        }
        if streamedSize == 0, read.claimCount > 0 { #expect(read.claims.isEmpty) }
        let schema = hasSchema ? try ExchangeGraph.schema() : nil
        var builder = GraphBuilder(schema: schema)
        let index = GraphAssembler.assemble(
          GraphFileSet(documents: [read], schema: schema), into: &builder, reporting: &bag)
        let messages = bag.diagnostics.map { "\($0.code) \($0.place.map { "\($0.span)" } ?? "")" }
        outcomes.append("\(GraphListing.text(for: builder.freeze()))\n\(messages)\n\(index.counts)")
      }
      #expect(outcomes[0] == outcomes[1], "\(text)")
    }
  }
}
