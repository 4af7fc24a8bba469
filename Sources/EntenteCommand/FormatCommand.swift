import ArgumentParser
import EntenteKit

/// `entente fmt`: the canonical layout of graph files.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", _superCommandName: Entente.name,
    abstract: "Rewrite graph files in the canonical layout; every comment stays.",
    discussion: """
      entente fmt graphs/karabakh-2023.yaml
      entente fmt --check graphs/*.yaml
      entente fmt - < draft.yaml > tidy.yaml
      """)

  @Argument(help: "Graph files; '-' goes from standard input to standard output.", completion: .file())
  var files: [String]

  @Flag(help: "Write nothing; exit with 1 and name the files that are not in the canonical layout.")
  var check = false

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let workspace = TerminalWorkspace()
      var isClean = true
      for file in files {
        let result = try KnowledgeGraph.format(file, in: workspace)
        messages.report(result.diagnostics)
        if check {
          if result.isChanged {
            isClean = false
            try Terminal.write(Array("\(file) is not in the canonical layout\n".utf8))
          }
        } else if file == "-" {
          try workspace.write(result.bytes, to: "-")
        } else if result.isChanged {
          try workspace.write(result.bytes, to: file)
          messages.confirm(file)
        }
      }
      if check, !isClean {
        messages.report([
          Diagnostic(
            .note, "format.not-canonical", "some files are not in the canonical layout",
            hints: ["'entente fmt FILES' rewrites them"])
        ])
        throw ExitCode(1)
      }
    }
  }
}
