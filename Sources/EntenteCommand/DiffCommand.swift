public import ArgumentParser
public import EntenteKit

extension GraphChanges.Format: ExpressibleByArgument {}

/// `entente diff`: what came, went and changed between two graphs.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", _superCommandName: Entente.name,
    abstract: "Show which relations, entities and sources came, went and changed between two graphs.",
    discussion: """
      entente diff yesterday.yaml graphs/karabakh-2023.yaml
      entente diff old.csv new.csv --format json
      entente diff old.yaml new.yaml -o changes.svg

      The map shows relations that came, went and changed, each with a line of its own. Layout, order and comments \
      of the files make no difference.
      """)

  @Argument(help: "The earlier graph, in any format.", completion: .file())
  var before: String

  @Argument(help: "The later graph, in any format.", completion: .file())
  var after: String

  @Option(
    name: [.short, .long], help: "Write to this file instead of standard output; its suffix sets the form.",
    completion: .file())
  var output: String?

  @Option(name: [.customShort("f"), .long], help: "The form: table, markdown, csv, json or svg.")
  var format: GraphChanges.Format?

  @Option(
    help: "Read the graphs with this schema file instead of the ones they name.",
    completion: .file(extensions: ["yaml"]))
  var schema: String?

  @Flag(help: "Exit with 1 when there is a difference.")
  var exitCode = false

  @OptionGroup var messages: MessageOptions

  mutating func validate() throws {
    try TwoGraphs.check(before, after)
  }

  func run() throws {
    try messages.run {
      let workspace = TerminalWorkspace()
      let form = try OutputForm.choose(format, output, usual: .table) { path in
        switch path.split(separator: ".").last?.lowercased() {
        case "txt": .table
        case "md": .markdown
        case "csv": .csv
        case "json": .json
        case "svg": .svg
        default: nil
        }
      }
      let graphs = try TwoGraphs.open(before, after, schema)
      let changes = try graphs.first.changes(to: graphs.second)
      if !changes.isEmpty || form != .table {
        let width = output == nil || output == "-" ? Terminal.width : nil
        let bytes = try changes.formatted(as: form, width: width, limits: PictureOptions.usualLimits)
        try workspace.write(bytes, to: output ?? "-")
        if let output { messages.confirm(output) }
      }
      messages.report([Diagnostic(.note, "diff.summary", changes.summary)])
      if exitCode, !changes.isEmpty { throw ExitCode(1) }
    }
  }
}
