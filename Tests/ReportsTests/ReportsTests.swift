import Diagnostics
import Reports
import TestSupport
import Testing

/// Reading templates: where blocks are, what they say, and where their words stand.
@Suite struct TemplateTests {
  static func read(_ text: String) -> (template: ReportTemplate, problems: [String]) {
    var bag = DiagnosticBag()
    let template = ReportTemplate.read(SourceText(name: "report.md", text: text), reporting: &bag)
    let problems = bag.sorted.map { diagnostic in
      let at = diagnostic.place.map { $0.source.location(of: $0.span.lower) }
      return "\(at?.line ?? 0):\(at?.column ?? 0): \(diagnostic.message) [\(diagnostic.code)]"
    }
    return (template, problems)
  }

  static func blocks(_ text: String) -> [ReportBlock] {
    read(text).template.items.compactMap { item in
      if case .block(let block) = item { block } else { nil }
    }
  }

  @Test(arguments: [
    "```entente map \"q\" id=x\n```\n", "~~~ entente map \"q\" id=x\n~~~\n",
    "<!-- entente map \"q\" id=x -->\n",
    "```{.entente .map #x ask=\"q\"}\n```\n", "``` {entente map \"q\" id=x}\n```\n",
    "- ```entente map id=x\n  q\n  ```\n", "> > ```entente map id=x\n> > q\n> > ```\n",
    "1. a\n\n   ```entente map id=x\n   q\n   ```\n", "<!-- entente map id=x\nq\n-->\n",
    "a\n```entente map id=x\nq\n```\nb\n",
    "---\ntitle: a\n---\n```entente map 'q' id=x\n```", "\u{FEFF}```entente map \"q\" id=x\r\n```\r\n",
  ])
  func aBlockInAnyDress(_ text: String) throws {
    let block = try #require(Self.blocks(text).first)
    #expect(Self.read(text).problems.isEmpty)
    #expect(block.id == "x")
    #expect(block.request.kind == .map)
    #expect(block.request.question?.text == "q")
    let question = try #require(block.request.question)
    let bytes = Array(text.utf8)
    let span = question.span(of: SourceSpan(0, 1))
    #expect(bytes[Int(span.lower)] == UInt8(ascii: "q"))
  }

  @Test(arguments: [
    "    ```entente map \"q\"\n    ```\n", "````\n```entente map \"q\"\n```\n````\n", "```ententemap\n```\n",
    "<!-- ententes -->\n", "a ```entente map``` b\n", "<pre>\n```entente map \"q\"\n```\n</pre>\n",
  ])
  func noBlock(_ text: String) {
    let (template, problems) = Self.read(text)
    #expect(template.items.isEmpty)
    #expect(problems.isEmpty)
  }

  @Test(arguments: [
    ("```entente mop \"q\"\n```\n", "1:12: 'mop' is nothing that a block can show [report.kind]"),
    ("```entente\n```\n", "1:11: the block does not say what to show [report.kind]"),
    (
      "```entente map \"q\" captoin=a\n```\n", "1:20: a block 'map' has no setting 'captoin' [report.setting]"
    ),
    ("```entente map \"q\n```\n", "1:16: the quotation is not closed [report.open-quote]"),
    ("```entente map \"q\"\nr\n```\n", "2:1: the block asks twice [report.setting]"),
    ("```entente map \"q\"\n", "1:11: the block is not closed [report.open-block]"),
    ("> ```entente map \"q\"\n```\n", "1:13: the block is not closed [report.open-block]"),
    ("<!-- entente map \"a --> b\" -->\n", "1:1: the comment ends before the block does [report.open-block]"),
    ("```entente map id=9\n```\n", "1:19: '9' cannot be the name of a block [report.id]"),
    (
      "```entente map id=a\n```\n```entente list \"q\" id=a\n```\n",
      "3:24: two blocks have the name 'a' [report.id]"
    ),
    (
      "<!-- entente:end a -->\n",
      "1:1: the marker entente:end of 'a' has no entente:begin [report.open-region]"
    ),
    (
      "<!-- entente:begin a in=1 out=2 -->\n",
      "1:1: the marker entente:begin of 'a' has no entente:end [report.open-region]"
    ),
  ])
  func aMistakeHasItsPlace(_ text: String, _ expected: String) {
    #expect(Self.read(text).problems == [expected])
  }

  @Test(
    arguments: [
      ("`entente: q`", "q"), ("a `` entente: q `b` `` c", "q `b`"), ("| `entente: q` |\n|---|\n", "q"),
      ("> # `entente: q\n> r`", nil), ("> a `entente: q\n> r` b", "q r"), ("\\`entente: q`", nil),
      ("    `entente: q`", nil),
      ("[x](`entente:`)", nil),
      ("<data class=\"entente\" data-in=\"1\" data-out=\"2\" value=\"a &quot;b&quot;\">c</data>", "a \"b\""),
      ("`<data class=\"entente\" value=\"q\">c</data>`", nil),
    ] as [(String, String?)])
  func anAnswerInRunningText(_ text: String, _ question: String?) {
    let found = Self.read(text).template.items.compactMap { item -> String? in
      if case .inline(let inline) = item { inline.question.text } else { nil }
    }
    #expect(found == (question.map { [$0] } ?? []))
  }

  @Test func namesComeFromQuestions() {
    let text =
      "```entente map \"who accuses whom\"\n```\n\n```entente list \"Who accuses whom?\"\n```\n\n```entente sources\n```\n"
    #expect(Self.blocks(text).map(\.id) == ["who-accuses-whom", "who-accuses-whom-2", "sources"])
  }

  /// Any bytes are read without a trap, and come out as they were when no block has a part.
  @Test func hostileBytesComeThrough() {
    let rounds = TestEnvironment.fuzzRounds(300)
    var random = SeededGenerator(seed: 0x4D61_726B)
    let pieces = [
      "```", "entente", " map ", "\"q\"", "\n", "\r\n", "> ", "- ", "    ", "`entente: q`", "<!-- ", "-->",
      "entente:begin a ",
      "entente:end a ", "<data class=\"entente\" value=\"q\">", "</data>", "~~~", "{", "}", "#x", "=",
      "\u{0}", "\t", "é",
      "---\n", "| a | b |\n|---|---|\n", "[^1]", "<pre>", "&quot;", "\\", "$",
    ]
    for round in 0..<rounds {
      var text = ""
      for _ in 0..<random.below(40) { text += random.pick(pieces) ?? "" }
      let template = Self.read(text).template
      let out = MarkdownReport(template, ReportContents(), pictures: "p").published()
      let hasOrphan = template.items.contains { if case .orphan = $0 { true } else { false } }
      #expect(
        hasOrphan || out == Array(text.utf8), "round \(round), seed \(random.seed): \(text.debugDescription)")
      _ = HTMLReport(template, ReportContents(), head: ReportHead()).page(
        images: { _ in nil }, allowsRawHTML: false)
    }
  }
}
