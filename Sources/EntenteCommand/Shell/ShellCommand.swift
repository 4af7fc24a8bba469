import ArgumentParser
import EntenteKit

/// `entente shell`: questions and statements one after the other.
struct ShellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", _superCommandName: Entente.name,
    abstract: "Ask one question after the other, with history and completion.",
    discussion: """
      entente shell graphs/karabakh-2023.yaml
      entente shell graphs/karabakh-2023.yaml < questions.txt

      A question is one line; an openCypher statement goes on to a ';' or an empty line. '.help' lists the \
      commands. Statements that write change the graph in memory; '.write' puts the change into the files. When \
      standard input is no terminal there is no prompt, and the first error ends the shell with exit code 2.
      """)

  @OptionGroup var graph: GraphOptions

  @Option(
    name: [.customShort("f"), .long],
    help: "The form of answers: \(AnswerFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: AnswerFormat?

  @Option(help: "Answer as of this date (2020, 2020-11, 2020-11-10): affairs as they stood, nothing later.")
  var asOf: String?

  @Option(help: ArgumentHelp("Give an openCypher parameter its value.", valueName: "name=value"))
  var param: [String] = []

  @OptionGroup var limits: LimitOptions

  @OptionGroup var messages: MessageOptions

  mutating func validate() throws {
    if graph.graphs.contains("-") {
      throw ValidationError("standard input is for questions, not for a graph")
    }
  }

  func run() throws {
    try messages.run {
      let knowledge = try graph.open(messages)
      var session = ShellSession(knowledge, messages)
      session.format = format ?? .table
      session.asOf = asOf
      session.parameters = try QueryParameter.parse(param)
      session.limits = limits.limits
      Interrupt.watch()
      if Terminal.isInteractive {
        converse(&session)
      } else {
        try session.run(script: try TerminalWorkspace().read("-"), name: "standard input")
        session.noteUnsaved()
      }
    }
  }

  /// Talks with a person: errors are printed, and the talk goes on.
  private func converse(_ session: inout ShellSession) {
    let current = SessionBox(session)
    let reader = TerminalLineReader { current.session.completion(of: $0) }
    defer { reader.close() }
    var assembler = ShellAssembler()
    Terminal.printError("\(current.session.greeting)\n'.help' lists the commands, Ctrl-D leaves\n")
    while true {
      Interrupt.forget()
      switch reader.read(prompt: assembler.isInside ? "    ...> " : "entente> ") {
      case .end:
        Terminal.printError("\n")
        if assembler.isInside {
          assembler.drop()
          continue
        }
        if current.session.mayLeave() { return }
      case .interrupted:
        Terminal.printError("^C\n")
        assembler.drop()
      case .line(let line):
        for entry in assembler.add(line) {
          reader.remember(
            entry.isCommand || !KnowledgeGraph.isStatement(entry.text) ? entry.text : entry.text + ";")
          Interrupt.forget()
          do {
            try current.session.run(entry)
          } catch {
            current.session.report(error)
          }
          if current.session.isDone { return }
        }
      }
    }
  }
}

/// The session where completion finds it, too.
private final class SessionBox {
  var session: ShellSession
  init(_ session: ShellSession) { self.session = session }
}
