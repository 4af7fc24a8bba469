import EntenteKit
import Foundation
import TestSupport
import Testing

/// Reports from Markdown to documents: `Tests/Cases/reports`, and what a case cannot say.
@Suite struct ReportTests {
  private static let graph = """
    graph: Two neighbours
    schema: geopolitics
    sources:
      post: {publisher: The Post, title: Dispute grows, date: 2021-03-05, url: "https://example.org/post"}
      gazette: {publisher: The Gazette, title: "Notice “12”", date: 2021-03-04}
    entities:
      north: {type: state, name: North}
      south: {type: state, name: South, aliases: [The South]}
      strait: {type: place, name: Strait}
    relations:
      - north accuses south: {about: closing the strait, date: 2021-03-04, sources: [gazette p. 1, post ¶2]}
      - south denies north: {about: the closure, date: 2021-03-05, sources: [post ¶3]}
      - south controls strait: {since: 2019, sources: [gazette p. 2]}
    views:
      quarrel: {ask: who accuses whom}

    """

  private static func workspace(_ report: String, _ more: [String: String] = [:]) -> MemoryWorkspace {
    MemoryWorkspace(["desk/report.md": report, "desk/graph.yaml": graph].merging(more) { $1 })
  }

  private static func text(_ diagnostics: [Diagnostic]) -> String {
    DiagnosticPrinter().string(for: diagnostics)
  }

  @Test(arguments: try Case.all(in: "reports"))
  func report(_ example: Case) throws {
    let workspace = Self.workspace(example["report"])
    let report = try Report.open("desk/report.md", in: workspace)
    let output = report.published(as: .markdown, to: "out/report.md").last?.bytes ?? []
    var text = String(decoding: output, as: UTF8.self)
    if !report.diagnostics.isEmpty { text += "---- messages\n" + Self.text(report.diagnostics) }
    // Parts cannot hold a line that begins a part.
    text = text.replacing("---- messages", with: "(messages)")
    let mismatch = example.mismatch("expected", text)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  private static let one =
    "Text.\n\n<!-- entente list \"who accuses whom\" graph=graph.yaml id=acc -->\n\nMore `x`.\n"

  private func kept(_ workspace: MemoryWorkspace) throws -> Report {
    try Report.open("desk/report.md", in: workspace)
  }

  private func write(_ files: [ReportFile], _ workspace: MemoryWorkspace) throws {
    for file in files { try workspace.write(file.bytes, to: file.path) }
  }

  private func findings(_ workspace: MemoryWorkspace) throws -> [String] {
    try kept(workspace).findings(mendedBy: "mend").map { "\($0.code): \($0.message)" }
  }

  @Test func keptOutputIsMissingFreshStaleEditedOrphaned() throws {
    let workspace = Self.workspace(Self.one)
    #expect(try findings(workspace) == ["report.missing: 'acc' is missing: it has no output yet"])
    try write(try kept(workspace).updated(), workspace)
    #expect(try findings(workspace).isEmpty)
    #expect(try kept(workspace).updated().isEmpty)

    // A remark in the graph changes no answer.
    try workspace.write(Array(("# remark\n" + Self.graph).utf8), to: "desk/graph.yaml")
    #expect(try findings(workspace).isEmpty)

    let more = Self.graph.replacing(
      "views:", with: "  - south accuses north: {about: smuggling, sources: [post ¶9]}\nviews:")
    try workspace.write(Array(more.utf8), to: "desk/graph.yaml")
    #expect(
      try findings(workspace) == [
        "report.stale: 'acc' is stale: 1 line more: South accuses North of smuggling"
      ])
    try workspace.write(Array(Self.graph.utf8), to: "desk/graph.yaml")

    let written = String(decoding: try workspace.read("desk/report.md"), as: UTF8.self)
    try workspace.write(
      Array(written.replacing("closing the strait", with: "closing it").utf8), to: "desk/report.md")
    #expect(
      try findings(workspace) == [
        "report.edited: 'acc' was edited by hand: the text between its markers is not what was written there"
      ])
    #expect(throws: DiagnosticFailure.self) { try self.kept(workspace).updated() }
    try write(try kept(workspace).updated(overwritesEdits: true), workspace)
    #expect(String(decoding: try workspace.read("desk/report.md"), as: UTF8.self) == written)

    let orphaned = written.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.hasPrefix("<!-- entente list")
    }
    try workspace.write(Array(orphaned.joined(separator: "\n").utf8), to: "desk/report.md")
    #expect(
      try findings(workspace) == ["report.orphaned: the output of 'acc' is orphaned: no block has this name"])
    try write(try kept(workspace).updated(), workspace)
    #expect(!String(decoding: try workspace.read("desk/report.md"), as: UTF8.self).contains("accuses"))
  }

  @Test func aMapIsKeptWithItsPicture() throws {
    let text =
      "```entente map \"who accuses whom\" graph=graph.yaml id=acc\n```\nThere are `entente: how many denials`.\n"
    let workspace = Self.workspace("---\nentente: {graph: graph.yaml}\n---\n" + text)
    try write(try kept(workspace).updated(), workspace)
    #expect(try findings(workspace).isEmpty)
    let svg = try workspace.read("desk/report-files/acc.svg")
    #expect(svg.starts(with: Array("<svg".utf8)))
    try workspace.write(svg + [0x20], to: "desk/report-files/acc.svg")
    #expect(
      try findings(workspace) == [
        "report.edited: 'acc' was edited by hand: its picture is not what was written there"
      ])
    let more = Self.graph
      .replacing(
        "views:",
        with:
          "  - south accuses north: {about: smuggling, sources: [post ¶9]}\n  - south denies north: {about: it, sources: [post ¶9]}\nviews:"
      )
    try workspace.write(svg, to: "desk/report-files/acc.svg")
    try workspace.write(Array(more.utf8), to: "desk/graph.yaml")
    #expect(
      try findings(workspace) == [
        "report.stale: 'acc' is stale: 1 accusation more: South accuses North (smuggling)",
        "report.stale: 'how many denials' is stale: '1' is now '2'",
      ])
  }

  @Test func oneBadBlockStopsNoOther() throws {
    let text = """
      ```entente list "who acuses whom" graph=graph.yaml
      ```
      ```entente count "who accuses whom" graph=graph.yaml
      ```

      """
    let report = try Report.open("desk/report.md", in: Self.workspace(text))
    #expect(!report.isWhole)
    #expect(Self.text(report.diagnostics).hasPrefix("desk/report.md:1:22: error: 'acuses' is no verb"))
    let output = String(
      decoding: report.published(as: .markdown, to: "x.md").last?.bytes ?? [], as: UTF8.self)
    #expect(output.contains("acuses") && output.contains("**1**"))
  }

  @Test(arguments: [
    "graph=../secret.yaml", "graph=/etc/passwd", "graph=https://example.org/g.yaml", "graph=link.yaml",
    "graph=graph.yaml schema=../secret.yaml", "graph=including.yaml",
  ])
  func aReportReadsNothingOutside(_ setting: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entente-report-\(UUID().uuidString)")
    let desk = folder.appending(path: "desk")
    try FileManager.default.createDirectory(
      at: desk.appending(path: "schema"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.graph.utf8).write(to: folder.appending(path: "secret.yaml"))
    try Data(Self.graph.utf8).write(to: desk.appending(path: "graph.yaml"))
    try Data("graph: a\ninclude: [link.yaml]\n".utf8).write(to: desk.appending(path: "including.yaml"))
    try FileManager.default.createSymbolicLink(
      at: desk.appending(path: "link.yaml"), withDestinationURL: folder.appending(path: "secret.yaml"))
    let path = desk.appending(path: "report.md").path(percentEncoded: false)
    try Data("```entente count \"who accuses whom\" \(setting)\n```\n".utf8).write(to: URL(filePath: path))
    let refused = try Report.open(path)
    #expect(!refused.isWhole)
    let codes = Set(refused.diagnostics.filter { $0.severity == .error }.map(\.code))
    #expect(codes.isSubset(of: ["report.outside", "file.outside-project"]) && !codes.isEmpty, "\(codes)")
    guard setting.contains("link") || setting.contains("..") && !setting.contains("schema") else { return }
    var options = ReportOptions()
    options.allowed = [folder.path(percentEncoded: false)]
    #expect(try Report.open(path, options: options).isWhole)
  }

  private static func page(_ text: String, unsafe: Bool = false, _ more: [String: String] = [:]) throws
    -> String
  {
    var options = ReportOptions()
    options.allowsRawHTML = unsafe
    options.graph = "graph.yaml"
    let report = try Report.open("desk/report.md", options: options, in: workspace(text, more))
    #expect(report.isWhole, "\(Self.text(report.diagnostics))")
    return String(decoding: report.published(as: .html, to: "x.html").last?.bytes ?? [], as: UTF8.self)
  }

  @Test func aPageNeedsNothingElse() throws {
    let text = """
      # Head & *tail*

      <script>alert(1)</script>

      [x](javascript:alert(1)) ![p](p.png) ![q](https://example.org/q.png)

      ```entente map caption="All <of> it"
      ```

      See `entente: ref map`.

      """
    let page = try Self.page(text, ["desk/p.png": "png"])
    #expect(!page.contains("<script") && !page.contains("javascript:"))
    #expect(page.contains("src=\"data:image/png;base64,cG5n\""))
    #expect(!page.contains("src=\"http") && page.contains("<a href=\"https://example.org/q.png\">q</a>"))
    #expect(page.contains("<title>Head &amp; tail</title>"))
    #expect(page.contains("<strong>Figure 1.</strong> All &lt;of&gt; it"))
    #expect(page.contains("<a href=\"#map\">Figure 1</a>"))
    #expect(page.contains("<th scope=\"col\">whom</th>"))
    #expect(page.contains("“Notice ‘12’”"))
    #expect(page.contains("default-src 'none'"))
    #expect(try Self.page("<b>x</b>\n", unsafe: true).contains("<b>x</b>"))
  }

  /// Output that is kept in the text is replaced on a page, not shown twice.
  @Test func aKeptReportMakesTheSamePage() throws {
    let text = "# T\n\n<!-- entente list \"who accuses whom\" -->\n\nThere are `entente: how many denials`.\n"
    let workspace = Self.workspace("---\ngraph: graph.yaml\n---\n" + text)
    let before = try kept(workspace).published(as: .html, to: "x.html")
    let published = try kept(workspace).published(as: .markdown, to: "desk/report.md")
    try write(try kept(workspace).updated(), workspace)
    #expect(try kept(workspace).published(as: .html, to: "x.html") == before)
    #expect(try kept(workspace).published(as: .markdown, to: "desk/report.md") == published)
  }
}
