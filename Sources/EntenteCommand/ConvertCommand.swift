import ArgumentParser
import EntenteKit

/// `entente convert`: any format into any format.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", _superCommandName: Entente.name,
    abstract: "Read files in any format, and write their graph in another.",
    discussion: """
      entente convert graphs/karabakh-2023.yaml -o karabakh.graphml
      entente convert events.csv --map subject=Source,object=Target,relation=Type -o events.yaml
      entente convert relations.csv entities.csv sources.csv --schema schema/geopolitics.yaml -o graph.yaml
      entente convert graph.jsonl --format turtle > graph.ttl

      A format is found out by content and suffix; --from and --format name one. What the new format has no place \
      for is counted on standard error. Rows that are wrong are left out and counted; --rejected lists them.
      Tables become several files: out.csv, out.entities.csv, out.sources.csv.
      """)

  @OptionGroup var graph: GraphOptions

  @Option(
    name: [.short, .long], help: "Write to this file instead of standard output; its suffix sets the format.",
    completion: .file())
  var output: String?

  @Option(
    name: [.customShort("f"), .long],
    help: "The format to write: \(DataFormat.written.map(\.name).joined(separator: ", ")).",
    completion: FormatName.written, transform: FormatName.parse)
  var format: DataFormat?

  @Option(
    help: "Write what was left out to this file: a table with line and reason.", completion: .file())
  var rejected: String?

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let workspace = TerminalWorkspace()
      let format = try chosenFormat()
      let read = try graph.importing(messages)
      messages.report(read.diagnostics)
      reportRejected(read)
      let exported = try read.graph.exported(as: format)
      messages.report(exported.diagnostics)
      if let rejected { try workspace.write(read.rejectedTable(), to: rejected) }
      let main = output ?? "-"
      if main == "-" {
        for file in exported.files where !file.part.isEmpty { reportUnwritten(file.part) }
        try workspace.write(exported.files.first?.bytes ?? [], to: main)
      } else {
        // All tables or none.
        try workspace.write(all: exported.files.map { (path: $0.path(beside: main), bytes: $0.bytes) })
        for file in exported.files { messages.confirm(file.path(beside: main)) }
      }
      if let report = read.report { messages.report([Diagnostic(.note, "convert.summary", report.summary)]) }
    }
  }

  private func chosenFormat() throws(Problem) -> DataFormat {
    if let format { return format }
    guard let output, output != "-" else {
      throw Problem(
        "command.no-format", "nothing says which format to write",
        hints: ["give -o FILE with a suffix, or --format"])
    }
    return try DataFormat.written(to: output)
  }

  /// The first few rejected records as warnings, all others as a number.
  private func reportRejected(_ read: ImportedGraph) {
    let shown = read.rejected.prefix(10).map { record in
      var diagnostic = record.diagnostic
      diagnostic.severity = .warning
      return diagnostic
    }
    messages.report(Array(shown))
    guard read.rejected.count > shown.count, rejected == nil else { return }
    messages.report([
      Diagnostic(
        .note, "convert.more-rejected", "\(read.rejected.count - shown.count) more mistakes are not shown",
        hints: ["--rejected FILE lists all"])
    ])
  }

  private func reportUnwritten(_ part: String) {
    messages.report([
      Diagnostic(
        .warning, "convert.part-left-out", "the table of \(part) is left out on standard output",
        hints: ["give -o FILE to write all tables"])
    ])
  }
}
