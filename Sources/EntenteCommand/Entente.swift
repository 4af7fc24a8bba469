import ArgumentParser
import EntenteKit

/// The command `entente`.
@main struct Entente: ParsableCommand {
  /// What every command stands below, in its configuration, too: parsed by itself, one that stands below another is not
  /// searched for requests of completion scripts, which would take half a millisecond.
  static let name = "entente"

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Write down who did what to whom, with the source. Ask. Draw. Publish.",
    discussion: """
      Graphs are plain YAML files of sourced statements. Begin with a check, a question and a map:

        entente check graphs/karabakh-2023.yaml
        entente ask "who accuses whom" graphs/karabakh-2023.yaml
        entente map graphs/karabakh-2023.yaml -o map.svg

      Data goes to standard output, messages to standard error. Exit codes: 0 fine; 1 checked and not clean; \
      2 could not do it; 64 wrong usage.
      """,
    // The whole text asks Graphviz for its version, which loads it.
    version: CommandLine.arguments.contains("--version") ? ToolVersion.text : ToolVersion.number,
    subcommands: [
      AskCommand.self, ExplainCommand.self, MapCommand.self, ShowCommand.self, CheckCommand.self,
      FormatCommand.self, ConvertCommand.self, MergeCommand.self, DiffCommand.self, PackCommand.self,
      ReportCommand.self, PageCommand.self, ServeCommand.self,
      ShellCommand.self,
    ])

  /// Parses and runs; an unknown command gets the nearest names.
  static func main() {
    MapWorker.runIfAsked()
    Interrupt.listen()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let first = arguments.first, !first.hasPrefix("-"), !commandNames.contains(first) {
      var text = "error: there is no command '\(first)'\n"
      if let hint = Suggestions.hint(for: first, in: commandNames) { text += "  hint: \(hint)\n" }
      text += "  hint: 'entente --help' lists the commands\n"
      Terminal.printError(text)
      exit(withError: ExitCode(64))
    }
    if arguments.first == "map" { MapCommand.prepare(arguments) }
    let words = arguments.first == "map" ? DateArguments.spread(arguments) : arguments
    guard var command = commandAlone(words) else { return main(words) }
    do { try command.run() } catch { exit(withError: error) }
  }

  /// The command that the first word names, parsed by itself.
  ///
  /// Looking through the options of all commands takes longer than the rest of a start. Nil when anything is wrong or
  /// help is asked for: the whole tree then says so, as it knows under which name the command was called.
  private static func commandAlone(_ words: [String]) -> (any ParsableCommand)? {
    guard let name = words.first,
      let command = configuration.subcommands.first(where: { $0.configuration.commandName == name })
    else { return nil }
    // Asked for help, it hands out another command.
    guard let parsed = try? command.parseAsRoot(Array(words.dropFirst())), type(of: parsed) == command else {
      return nil
    }
    return parsed
  }

  private static var commandNames: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
  }
}
