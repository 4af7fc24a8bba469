import Diagnostics
import Reports
import TestSupport
import Testing

/// Reports made at random: nested fences, lists, quotations, tables and hostile text, with blocks among them.
///
/// What is text and what is block the generator knows by itself, so that the reader's own ranges prove nothing.
struct GeneratedReport {
  /// The lines; of a line that a block stands on, nothing is text.
  private(set) var lines: [(text: String, isBlock: Bool)] = []
  /// The number of blocks that a reader must find.
  private(set) var blockCount = 0
  private var random: SeededGenerator
  private var word = 0

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let lineBreak = random.once(in: 6) ? "\r\n" : "\n"
    if random.once(in: 4) {
      add(["---", "title: \"\(next())\"", "---"], prefix: "")
    }
    for _ in 0..<(1 + random.below(9)) { piece(prefix: "", depth: 0) }
    text = lines.map(\.text).joined(separator: lineBreak) + (random.once(in: 5) ? "" : lineBreak)
  }

  /// The whole text.
  private(set) var text = ""

  private mutating func next() -> String {
    word += 1
    let hostile = [
      "*", "_", "`x`", "\\", "<b>", "&amp;", "[a](b)", "é", "日本", "\u{202E}", "||", "$x$", "<!-- c -->",
      "~~s~~",
    ]
    return "w\(word)\(random.once(in: 2) ? " " + (random.pick(hostile) ?? "") : "")"
  }

  private mutating func add(_ texts: [String], prefix: String, isBlock: Bool = false) {
    for text in texts { lines.append((prefix + text, isBlock)) }
  }

  private mutating func piece(prefix: String, depth: Int) {
    switch random.below(depth > 2 ? 7 : 10) {
    case 0, 1: add([next(), next() + "  "], prefix: prefix)
    case 2:
      add(
        ["```swift", "```entente map \"no block\"", next(), "```"].map { $0 == "```" ? "```" : $0 },
        prefix: prefix)
    case 3: add(["````md", "```entente map \"no block\"", "```", next(), "````"], prefix: prefix)
    case 4: add(["| \(next().filter { $0 != "|" }) | b |", "|---|---|", "| c | d |"], prefix: prefix)
    case 5, 6: block(prefix: prefix)
    case 7:
      lines.append((prefix + "- " + next(), false))
      add([""], prefix: prefix)
      piece(prefix: prefix + "  ", depth: depth + 1)
    case 8:
      piece(prefix: prefix + "> ", depth: depth + 1)
    default: add(["## " + next()], prefix: prefix)
    }
    add([""], prefix: prefix)
  }

  private mutating func block(prefix: String) {
    blockCount += 1
    let id = "b\(blockCount)"
    switch random.below(4) {
    case 0: add(["```entente list \"q\" id=\(id)", "```"], prefix: prefix, isBlock: true)
    case 1:
      add(
        ["~~~~ entente list id=\(id)", "MATCH (a)-->(b)", "", "RETURN a", "~~~~"], prefix: prefix,
        isBlock: true)
    case 2: add(["<!-- entente list \"q\" id=\(id) -->"], prefix: prefix, isBlock: true)
    default: add(["```{.entente .list #\(id)}", "q", "```   "], prefix: prefix, isBlock: true)
    }
  }
}

@Suite struct GeneratedReportTests {
  private static func contents(_ template: ReportTemplate) -> ReportContents {
    var contents = ReportContents()
    for case .block(let block) in template.items {
      contents.parts[block.id] = ReportPart(.list([ReportPhrase("PART\(block.id)"), ReportPhrase("two")]))
    }
    return contents
  }

  /// Every line of text stands in the output byte for byte, in its order.
  private static func firstLost(_ report: GeneratedReport, in output: [UInt8]) -> String? {
    var rest = lines(output)[...]
    for line in report.lines where !line.isBlock {
      guard let found = rest.firstIndex(of: Array(line.text.utf8)) else { return line.text }
      rest = rest[(found + 1)...]
    }
    return nil
  }

  private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Array(line.last == 0x0D ? line.dropLast() : line)
    }
  }

  /// `ENTENTE_FUZZ` sets how many; seeds count up from a fixed one, and a failure names its own.
  @Test func noByteOutsideOfBlocksIsLost() throws {
    for seed in 0..<UInt64(TestEnvironment.fuzzRounds(2_000)) {
      let report = GeneratedReport(seed: 0x5EED_0000 + seed)
      let (template, problems) = TemplateTests.read(report.text)
      let note: Comment = "seed \(seed): \(report.text.debugDescription)"
      try #require(problems.isEmpty, note)
      let blocks = template.items.compactMap { if case .block(let block) = $0 { block.id } else { nil } }
      try #require(blocks == (0..<report.blockCount).map { "b\($0 + 1)" }, note)
      let contents = Self.contents(template)
      let published = MarkdownReport(template, contents, pictures: "p").published()
      try #require(Self.firstLost(report, in: published) == nil, note)
      let text = String(decoding: published, as: UTF8.self)
      for id in blocks { try #require(text.contains("- PART\(id)"), note) }
      try #require(!text.contains("entente list"), note)
      try Self.keeps(report, template, contents, note)
    }
  }

  /// Kept output is found again, is fresh, does not grow, and is taken out when the report is published.
  private static func keeps(
    _ report: GeneratedReport, _ template: ReportTemplate, _ contents: ReportContents, _ note: Comment
  ) throws {
    func kept(_ template: ReportTemplate) -> KeptReport {
      KeptReport(template, contents, pictures: "p", inputSum: { _ in "0" }, picture: { _ in nil }, nouns: [:])
    }
    let once = kept(template).updated()
    try #require(firstLost(report, in: once) == nil, note)
    let (again, problems) = TemplateTests.read(String(decoding: once, as: UTF8.self))
    try #require(problems.isEmpty, note)
    try #require(kept(again).findings().isEmpty, note)
    try #require(kept(again).updated() == once, note)
    let published = MarkdownReport(again, contents, pictures: "p").published()
    try #require(firstLost(report, in: published) == nil, note)
    try #require(!String(decoding: published, as: UTF8.self).contains("entente:begin"), note)
  }
}
