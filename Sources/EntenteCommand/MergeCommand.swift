public import ArgumentParser
public import EntenteKit

extension MergeOptions.Identity: ExpressibleByArgument {}

/// `entente merge`: two graphs made one, with every conflict shown.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", _superCommandName: Entente.name,
    abstract: "Make one graph of two, and show what they say differently.",
    discussion: """
      entente merge graphs/karabakh-2023.yaml new-reports.yaml -o merged.yaml
      entente merge ours.yaml theirs.csv --by alias --keep-both -o merged.yaml

      Entities are the same when their ids are; --by name and --by alias also join those that are called the same. \
      What both graphs say stands once, with the sources of both. Without --ours, --theirs or --keep-both a conflict \
      is an error, and nothing is written (exit code 1).
      """)

  @Argument(help: "The first graph, in any format.", completion: .file())
  var first: String

  @Argument(help: "The second graph, in any format.", completion: .file())
  var second: String

  @Option(
    name: [.short, .long], help: "Write to this file instead of standard output; its suffix sets the format.",
    completion: .file())
  var output: String?

  @Option(
    name: [.customShort("f"), .long], help: "The format to write; a graph file when nothing names another.",
    completion: FormatName.written, transform: FormatName.parse)
  var format: DataFormat?

  @Flag(help: "Where the graphs differ, take what the first says.")
  var ours = false

  @Flag(help: "Where the graphs differ, take what the second says.")
  var theirs = false

  @Flag(help: "Where the graphs differ, keep both: names as aliases, claims side by side.")
  var keepBoth = false

  @Option(help: "When entities are the same: id, name or alias.")
  var by: MergeOptions.Identity = .id

  @Option(
    help: "Read the graphs with this schema file instead of the ones they name.",
    completion: .file(extensions: ["yaml"]))
  var schema: String?

  @OptionGroup var messages: MessageOptions

  mutating func validate() throws {
    if [ours, theirs, keepBoth].count(where: { $0 }) > 1 {
      throw ValidationError("give one of --ours, --theirs and --keep-both")
    }
    try TwoGraphs.check(first, second)
  }

  func run() throws {
    try messages.run {
      let workspace = TerminalWorkspace()
      let graphs = try TwoGraphs.open(first, second, schema)
      var options = MergeOptions()
      options.identity = by
      options.conflicts = ours ? .ours : theirs ? .theirs : keepBoth ? .keepBoth : .refuse
      let merged: MergedGraph
      do throws(DiagnosticFailure) {
        merged = try graphs.first.merged(with: graphs.second, options)
      } catch {
        guard error.diagnostics.allSatisfy({ $0.code == "merge.conflict" }) else { throw error }
        messages.report(error.diagnostics)
        throw ExitCode(1)
      }
      messages.report(merged.diagnostics)
      let target = output == "-" ? nil : output
      let form = try format ?? DataFormat.written(to: target ?? "merged.yaml")
      let exported = try merged.graph.exported(as: form)
      messages.report(exported.diagnostics)
      if let target {
        try workspace.write(all: exported.files.map { (path: $0.path(beside: target), bytes: $0.bytes) })
        for file in exported.files { messages.confirm(file.path(beside: target)) }
      } else {
        try workspace.write(exported.files.first?.bytes ?? [], to: "-")
        messages.confirm("-")
      }
      messages.report([Diagnostic(.note, "merge.summary", merged.summary)])
    }
  }
}
