public import ArgumentParser
public import EntenteKit

/// `entente show`: the dossier of one entity.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", _superCommandName: Entente.name,
    abstract: "Print the dossier of an entity: facts, relations both ways, sources.",
    discussion: """
      entente show Stepanakert graphs/karabakh-2023.yaml
      entente show "place Yerevan" graphs/karabakh-2023.yaml --format markdown
      """)

  @Argument(help: "A name, an alias or an id; a type before it picks among several ('place Yerevan').")
  var entity: String

  @OptionGroup var graph: GraphOptions

  @Option(
    name: [.short, .long], help: "Write to this file instead of standard output.", completion: .file())
  var output: String?

  @Option(
    name: [.customShort("f"), .long],
    help: "The form: text, markdown or json; else the file's suffix sets it.")
  var format: DossierFormat?

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let knowledge = try graph.open(messages)
      let dossier = try knowledge.dossier(of: entity)
      let width = output == nil || output == "-" ? Terminal.width : nil
      let form = try OutputForm.choose(format, output, usual: .text, bySuffix: DossierFormat.init(path:))
      let text = dossier.formatted(as: form, width: width)
      try TerminalWorkspace().write(Array(text.utf8), to: output ?? "-")
      if let output { messages.confirm(output) }
    }
  }
}

extension DossierFormat: ExpressibleByArgument {}
