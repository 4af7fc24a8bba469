import ArgumentParser
import EntenteKit

/// `entente check`: every mistake of graph and schema files.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: Entente.name,
    abstract: "Check graph and schema files; every mistake is shown with its place and a hint.",
    discussion: """
      entente check graphs/karabakh-2023.yaml schema/geopolitics.yaml
      entente check graphs/*.yaml --diagnostics json
      """)

  @Argument(
    help: "Graph or schema files, each checked by itself.", completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @Option(
    help: "Read the graphs with this schema file instead of the one they name.",
    completion: .file(extensions: ["yaml"]))
  var schema: String?

  @Flag(help: "Count warnings as errors.")
  var strict = false

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      var isClean = true
      var couldRead = true
      for file in files {
        let report = KnowledgeGraph.check(file, schema: schema, in: TerminalWorkspace())
        messages.report(report.diagnostics)
        couldRead = couldRead && report.couldRead
        isClean = isClean && report.isClean(strict: strict)
        if !messages.quiet, messages.diagnostics == .text {
          try Terminal.write(Array((report.summary + "\n").utf8))
        }
      }
      if !couldRead { throw ExitCode(2) }
      if !isClean { throw ExitCode(1) }
    }
  }
}
