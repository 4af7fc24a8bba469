import ArgumentParser
import EntenteKit

/// `entente explain`: a question, the statement it becomes, and its plan.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", _superCommandName: Entente.name,
    abstract: "Show the openCypher statement a question becomes, and its plan.",
    discussion: """
      entente explain "who mediates between Armenia and Azerbaijan" graphs/karabakh-2023.yaml
      entente explain --profile "who accuses whom" graphs/karabakh-2023.yaml
      """)

  @Argument(help: "A question in words, or an openCypher statement; '-' reads it from standard input.")
  var question: String

  @OptionGroup var graph: GraphOptions

  @Flag(help: "Run it and count the rows of each step.")
  var profile = false

  @Option(help: "Read the question as of this date instead of the latest source's.")
  var asOf: String?

  @Option(help: ArgumentHelp("Give an openCypher parameter its value.", valueName: "name=value"))
  var param: [String] = []

  @OptionGroup var limits: LimitOptions

  @OptionGroup var messages: MessageOptions

  mutating func validate() throws {
    if question == "-", graph.graphs.contains("-") { throw ValidationError("'-' can be given only once") }
  }

  func run() throws {
    try messages.run {
      let workspace = TerminalWorkspace()
      let text = question == "-" ? String(decoding: try workspace.read("-"), as: UTF8.self) : question
      let knowledge = try graph.open(messages)
      Interrupt.watch()
      let options = AskOptions(
        asOf: asOf, parameters: try QueryParameter.parse(param), limits: limits.limits,
        isCancelled: { Interrupt.isRaised })
      let explanation = try knowledge.explain(text, options, profile: profile)
      messages.report(explanation.diagnostics)
      try workspace.write(Array(explanation.text.utf8), to: "-")
    }
  }
}
