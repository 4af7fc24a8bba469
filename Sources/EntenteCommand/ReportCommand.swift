import ArgumentParser
import EntenteKit

/// The forms that `entente report` writes.
enum ReportForm: String, ExpressibleByArgument, CaseIterable {
  case markdown
  case html
  case pdf

  init?(path: String) {
    if path.lowercased().hasSuffix(".pdf") {
      self = .pdf
    } else if let format = ReportFormat(path: path), let form = ReportForm(rawValue: format.rawValue) {
      self = form
    } else {
      return nil
    }
  }
}

/// `entente report`: Markdown with blocks becomes a document, or keeps its output fresh.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", _superCommandName: Entente.name,
    abstract: "Make a report of Markdown with maps, tables and answers; keep it fresh.",
    discussion: """
      entente report briefing.md -o briefing.html
      entente report briefing.md -o out/briefing.md
      entente report --in-place briefing.md
      entente report --check briefing.md

      A block in the Markdown says what to show:

        ```entente map "who accuses whom" graph=graphs/karabakh-2023.yaml caption="Accusations"
        ```

      Kinds: map, table, list, count, dossier, timeline, sources. In running text `entente: how many accusations` \
      becomes the answer.
      """)

  @Argument(
    help: "Markdown files; '-' is standard input.", completion: .file(extensions: ["md", "markdown"]))
  var reports: [String]

  @Option(
    name: [.short, .long], help: "The file to write; its suffix sets the form. '-' is standard output.",
    completion: .file())
  var output: String?

  @Option(
    name: [.customShort("f"), .long, .customLong("to")],
    help: "The form: \(ReportForm.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: ReportForm?

  @Flag(help: "Keep the output between markers in the report itself.")
  var inPlace = false

  @Flag(help: "Write nothing; exit with 1 when output is stale, missing, edited by hand or orphaned.")
  var check = false

  @Flag(help: "With --in-place, replace output that was changed by hand.")
  var overwriteEdits = false

  @Flag(help: "Write what is well, though some blocks are not; these stay as they stand.")
  var keepGoing = false

  @Option(
    help: "Let the report read this file or folder outside of its own; may be repeated.", completion: .file())
  var allow: [String] = []

  @Option(help: "The graph of blocks that name none.", completion: .file(extensions: ["yaml", "yml"]))
  var graph: String?

  @Flag(help: "Let HTML in the Markdown through to an HTML page; else it is dropped.")
  var unsafeHtml = false

  @OptionGroup var limits: LimitOptions

  @OptionGroup var messages: MessageOptions

  mutating func validate() throws {
    if inPlace, check { throw ValidationError("give one of --in-place and --check") }
    if inPlace || check {
      if output != nil || format != nil {
        throw ValidationError("--in-place and --check write no other file")
      }
    } else if reports.count > 1 {
      throw ValidationError("one report at a time is written with --output")
    } else if output == nil, format != .html && format != .markdown {
      throw ValidationError("say where to: -o FILE, --in-place or --check")
    }
    if inPlace, reports.contains("-") { throw ValidationError("--in-place needs a file") }
  }

  private var options: ReportOptions {
    var options = ReportOptions()
    options.allowed = allow
    options.allowsRawHTML = unsafeHtml
    options.graph = graph
    options.limits = limits.limits
    options.drawingLimits = PictureOptions.usualLimits
    return options
  }

  func run() throws {
    try messages.run {
      var code: Int32 = 0
      for path in reports { code = max(code, try run(path)) }
      if code != 0 { throw ExitCode(code) }
    }
  }

  /// The exit code of one report.
  private func run(_ path: String) throws -> Int32 {
    let workspace = TerminalWorkspace()
    let report: Report
    do throws(DiagnosticFailure) {
      report = try Report.open(path, options: options, in: workspace)
    } catch {
      messages.report(error.diagnostics)
      return 2
    }
    messages.report(report.diagnostics)
    if check { return try check(report, path) }
    guard report.isWhole || keepGoing else {
      messages.report([
        Diagnostic(
          .note, "report.not-written", "nothing was written",
          hints: ["--keep-going writes what is well, and leaves the blocks with errors as they stand"])
      ])
      return 2
    }
    let files = try files(of: report)
    for file in files { try workspace.makeFolder(for: file.path) }
    try workspace.write(all: files.map { (path: $0.path, bytes: $0.bytes) })
    for file in files { messages.confirm(file.path) }
    return report.isWhole ? 0 : 1
  }

  private func files(of report: Report) throws -> [ReportFile] {
    if inPlace { return try report.updated(overwritesEdits: overwriteEdits) }
    let output = output ?? "-"
    let form = try OutputForm.choose(format, output, usual: .html, bySuffix: ReportForm.init(path:))
    switch form {
    case .html: return report.published(as: .html, to: output)
    case .pdf:
      let page = report.published(as: .html, to: output).last?.bytes ?? []
      return [ReportFile(path: output, bytes: try PDFPrinter.pdf(of: page))]
    case .markdown:
      let files = report.published(as: .markdown, to: output)
      if output == "-", files.count > 1 {
        throw Problem(
          "report.no-place", "the pictures of the report need a place",
          hints: ["write it to a file: -o FILE.md"])
      }
      return files
    }
  }

  private func check(_ report: Report, _ path: String) throws -> Int32 {
    let findings = report.isWhole ? report.findings(mendedBy: mend(path)) : []
    messages.report(findings)
    if !messages.quiet, messages.diagnostics == .text {
      let state = !report.isWhole ? "not whole" : findings.isEmpty ? "fresh" : "\(findings.count) not fresh"
      let count = report.blockCount == 1 ? "1 block" : "\(report.blockCount) blocks"
      try Terminal.write(Array("\(path): \(count), \(state)\n".utf8))
    }
    return report.isWhole ? (findings.isEmpty ? 0 : 1) : 2
  }

  /// The command that mends a report.
  private func mend(_ path: String) -> String {
    let allowed = allow.map { " --allow \($0)" }.joined()
    let graph = graph.map { " --graph \($0)" } ?? ""
    return "entente report --in-place\(allowed)\(graph) \(path)"
  }
}
