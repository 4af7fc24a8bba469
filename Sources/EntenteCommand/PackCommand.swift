import ArgumentParser
import EntenteKit

/// `entente pack`: writes a graph as one file that opens at once.
struct PackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack", _superCommandName: Entente.name,
    abstract: "Write a graph as one packed file, which every command opens at once.",
    discussion: """
      entente pack graphs/karabakh-2023.yaml -o karabakh.entente
      entente ask "who accuses whom" karabakh.entente
      entente check karabakh.entente

      A packed graph holds everything its files say, their schema too, and the indexes that questions need. It is
      for asking, not for editing: keep the files it was made of. 'entente check' looks for damage in all of it.
      """)

  @OptionGroup var graph: GraphOptions

  @Option(name: [.short, .long], help: "The file to write.", completion: .file(extensions: ["entente"]))
  var output: String

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let knowledge = try graph.open(messages)
      try TerminalWorkspace().write(pieces: try knowledge.packed(), to: output)
      messages.confirm(output)
    }
  }
}
