public import ArgumentParser
public import EntenteKit

extension AnswerFormat: ExpressibleByArgument {}

/// `entente ask`: answers a question or an openCypher statement.
struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", _superCommandName: Entente.name,
    abstract: "Answer a question, or run an openCypher statement.",
    discussion: """
      entente ask "who accuses whom" graphs/karabakh-2023.yaml
      entente ask "who controlled Shusha in 2019" graphs/karabakh-2023.yaml
      entente ask "MATCH (a)-[:accuses]->(b) RETURN a.name, count(*) AS n ORDER BY n DESC" \
      graphs/karabakh-2023.yaml --format csv
      entente ask --write "MATCH (a {id: 'armenia'}), (b {id: 'azerbaijan'}) \
      CREATE (a)-[:`talks-with` {date: '2023-09-20', sources: ['upi ¶9']}]->(b)" graphs/karabakh-2023.yaml

      'entente explain' shows the statement that a question becomes.
      """)

  @Argument(help: "A question in words, or an openCypher statement; '-' reads it from standard input.")
  var question: String

  @OptionGroup var graph: GraphOptions

  @Option(
    name: [.short, .long], help: "Write to this file instead of standard output; its suffix sets the form.",
    completion: .file())
  var output: String?

  @Option(
    name: [.customShort("f"), .long],
    help: "The form of the answer: \(AnswerFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: AnswerFormat?

  @Option(help: "Answer as of this date (2020, 2020-11, 2020-11-10): affairs as they stood, nothing later.")
  var asOf: String?

  @Option(help: ArgumentHelp("Give an openCypher parameter its value.", valueName: "name=value"))
  var param: [String] = []

  @Flag(help: "Put what an openCypher statement changes back into the graph files.")
  var write = false

  @Flag(help: "Print what --write would change as a difference, and write nothing.")
  var dryRun = false

  @Flag(help: "Exit with 1 when the answer has no rows.")
  var failIfEmpty = false

  @OptionGroup var limits: LimitOptions

  @OptionGroup var messages: MessageOptions

  mutating func validate() throws {
    if question == "-", graph.graphs.contains("-") { throw ValidationError("'-' can be given only once") }
  }

  func run() throws {
    try messages.run {
      let workspace = TerminalWorkspace()
      let text = question == "-" ? String(decoding: try workspace.read("-"), as: UTF8.self) : question
      let form = try OutputForm.choose(format, output, usual: .table, bySuffix: AnswerFormat.init(path:))
      let knowledge = try graph.open(messages)
      Interrupt.watch()
      let answer = try knowledge.ask(
        text,
        AskOptions(
          asOf: asOf, parameters: try QueryParameter.parse(param), limits: limits.limits,
          isCancelled: { Interrupt.isRaised }))
      if write || dryRun, answer.graph.hasUnsavedChanges {
        messages.report(answer.diagnostics.filter { $0.code != "query.not-saved" })
        try SavedEdits.save(answer.graph, isDry: dryRun, messages)
        if dryRun { return }
      } else {
        messages.report(answer.diagnostics)
      }
      let width = output == nil || output == "-" ? Terminal.width : nil
      var said: [Diagnostic] = []
      let bytes = try answer.formatted(
        as: form, width: width, limits: PictureOptions.usualLimits, reporting: &said)
      messages.report(said)
      try workspace.write(bytes, to: output ?? "-")
      if let output { messages.confirm(output) }
      if failIfEmpty, answer.rows.isEmpty { throw ExitCode(1) }
    }
  }
}
