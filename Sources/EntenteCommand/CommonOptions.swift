import ArgumentParser
import EntenteKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// When to colour messages.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}

/// The form of messages on standard error.
enum DiagnosticsForm: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

/// Options that every command has.
struct MessageOptions: ParsableArguments {
  @Option(help: "Colour messages: auto, always or never. NO_COLOR is honoured.")
  var color: ColorChoice = .auto

  @Option(help: "The form of messages on standard error: text, or json with one object a line.")
  var diagnostics: DiagnosticsForm = .text

  @Flag(name: .shortAndLong, help: "Print errors only, no warnings and notes.")
  var quiet = false

  /// Prints diagnostics to standard error.
  func report(_ found: [Diagnostic]) {
    let shown = quiet ? found.filter { $0.severity == .error } : found
    guard !shown.isEmpty else { return }
    switch diagnostics {
    case .json: Terminal.printError(DiagnosticJSON.lines(for: shown))
    case .text:
      let printer = DiagnosticPrinter(usesColor: Terminal.usesColor(color, STDERR_FILENO))
      Terminal.printError(printer.string(for: shown))
    }
  }

  /// Runs a command's work; what it throws is printed and becomes exit code 2.
  func run(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let failure as DiagnosticFailure {
      report(failure.diagnostics)
      if failure.diagnostics.contains(where: { $0.code == "query.cancelled" }) { Interrupt.endProcess() }
      throw ExitCode(2)
    } catch let problem as Problem {
      report([problem.diagnostic])
      throw ExitCode(2)
    }
  }

  /// Says something on standard error that is no mistake.
  func note(_ code: String, _ message: String) { report([Diagnostic(.note, code, message)]) }

  /// Says on standard error what was written, when a person is reading along.
  func confirm(_ path: String) {
    if path != "-", !quiet, diagnostics == .text { Terminal.printError("wrote \(path)\n") }
  }
}

/// The two graphs of a command that compares or joins them.
enum TwoGraphs {
  /// Sees to it that standard input is read once.
  static func check(_ first: String, _ second: String) throws {
    if first == "-", second == "-" { throw ValidationError("'-' can be given only once") }
  }

  /// Reads and checks both.
  static func open(
    _ first: String, _ second: String, _ schema: String?
  ) throws(DiagnosticFailure) -> (first: KnowledgeGraph, second: KnowledgeGraph) {
    let workspace = TerminalWorkspace()
    return (
      try KnowledgeGraph.open([first], schema: schema, in: workspace),
      try KnowledgeGraph.open([second], schema: schema, in: workspace)
    )
  }
}

/// The names of formats as options take them.
enum FormatName {
  static let read = CompletionKind.list(DataFormat.read.map(\.name))
  static let written = CompletionKind.list(DataFormat.written.map(\.name))

  /// - Throws: What is wrong with the name, with the nearest one.
  @Sendable static func parse(_ word: String) throws -> DataFormat {
    do throws(Problem) {
      return try DataFormat.named(word)
    } catch {
      throw ValidationError(([error.message] + error.hints).joined(separator: "; "))
    }
  }
}

/// The graph files of a command, and the schema they are read with.
struct GraphOptions: ParsableArguments {
  @Argument(
    help:
      "Graph files, or files in any format that 'convert' reads; several are merged. '-' reads standard input.",
    completion: .file(extensions: [
      "yaml", "yml", "tsv", "csv", "json", "jsonl", "graphml", "gexf", "dot", "entente",
    ]))
  var graphs: [String]

  @Option(
    help: "Read the graphs with this schema file instead of the one they name.",
    completion: .file(extensions: ["yaml"]))
  var schema: String?

  @Option(
    help: ArgumentHelp(
      "The format of the files, instead of what content and suffix say: "
        + "\(DataFormat.read.map(\.name).joined(separator: ", ")).", valueName: "format"),
    completion: FormatName.read, transform: FormatName.parse)
  var from: DataFormat?

  @Option(
    help: ArgumentHelp(
      "Which column of a table is which: subject=Source,object=Target,relation=Type; @FILE reads it from a file; "
        + "relation='accuses' stands for every row.", valueName: "field=column,…"))
  var map: [String] = []

  @Flag(help: "Refuse files that name entities and sources which no file declares, instead of making them.")
  var strict = false

  mutating func validate() throws {
    if graphs.filter({ $0 == "-" }).count > 1 { throw ValidationError("'-' can be given only once") }
  }

  /// Reads and checks the graphs; warnings are printed, errors thrown.
  func open(_ messages: MessageOptions) throws -> KnowledgeGraph {
    let options = try readOptions()
    let graph = try ProgressLine.run(isQuiet: messages.quiet) { progress in
      try KnowledgeGraph.open(
        graphs, schema: schema, in: TerminalWorkspace(), options: options, progress: progress)
    }
    messages.report(graph.warnings)
    return graph
  }

  /// Reads the graphs and leaves out rows that are wrong; other errors are thrown.
  func importing(_ messages: MessageOptions) throws -> ImportedGraph {
    let options = try readOptions()
    return try ProgressLine.run(isQuiet: messages.quiet) { progress in
      try KnowledgeGraph.importing(
        graphs, schema: schema, in: TerminalWorkspace(), options: options, progress: progress)
    }
  }

  private func readOptions() throws -> ReadOptions {
    var options = ReadOptions()
    options.format = from
    options.createsMissing = !strict
    for text in map where text.hasPrefix("@") {
      let path = String(text.dropFirst())
      options.columnFiles.append(SourceText(name: path, bytes: try TerminalWorkspace().read(path)))
    }
    options.columns = map.filter { !$0.hasPrefix("@") }.joined(separator: "\n")
    return options
  }
}

/// The form of an output file.
enum OutputForm {
  /// The form that an option names, else the one that the file's suffix does, else the usual one on standard output.
  ///
  /// - Throws: `command.unknown-suffix` when a file is named whose suffix says nothing.
  static func choose<Form: CaseIterable & RawRepresentable<String>>(
    _ option: Form?, _ output: String?, usual: Form, bySuffix: (String) -> Form?
  ) throws(Problem) -> Form {
    if let option { return option }
    guard let output, output != "-" else { return usual }
    if let form = bySuffix(output) { return form }
    let forms = Form.allCases.map(\.rawValue).joined(separator: ", ")
    throw Problem(
      "command.unknown-suffix", "the suffix of '\(output)' names no form that can be written",
      hints: ["give --format with one of \(forms), or another suffix"])
  }
}
