import Foundation
import TestSupport
import Testing

/// What every command owes to whoever types it: commands × situations.
@Suite struct MannersTests {
  private static let graph = "graphs/karabakh-2023.yaml"

  /// A command with its words before the graph and after it.
  struct Command: Sendable, CustomTestStringConvertible {
    let name: String
    let before: [String]
    let after: [String]
    /// Whether it writes to a file named by `-o`.
    let hasOutput: Bool

    var testDescription: String { name }

    func words(_ graph: String, _ more: [String] = []) -> [String] {
      [name] + before + [graph] + after + more
    }
  }

  static let commands: [Command] = [
    Command(name: "ask", before: ["who accuses whom"], after: [], hasOutput: true),
    Command(name: "explain", before: ["who accuses whom"], after: [], hasOutput: false),
    Command(name: "map", before: [], after: [], hasOutput: true),
    Command(name: "show", before: ["Armenia"], after: [], hasOutput: true),
    Command(name: "check", before: [], after: [], hasOutput: false),
    Command(name: "fmt", before: [], after: ["--check"], hasOutput: false),
    Command(name: "pack", before: [], after: ["-o", "/dev/null"], hasOutput: false),
  ]

  /// Dates stand before the graph or after it, with blanks or commas between them, or each with its option.
  @Test(arguments: [
    "--timeline 1814 1815 GRAPH", "GRAPH --timeline 1814,1815", "--timeline 1814 GRAPH --timeline 1815",
    "--timeline 1814, 1815 GRAPH",
  ]) func takesDatesAnywhere(_ line: String) throws {
    let graph = "graphs/congress-of-vienna.yaml"
    let usual = try EntenteProcess(["map", graph, "--timeline", "1814", "1815", "--type", "controls"])
    let words = line.split(separator: " ").map { $0 == "GRAPH" ? graph : String($0) }
    let run = try EntenteProcess(["map"] + words + ["--type", "controls"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == usual.output && !run.output.isEmpty)
  }

  @Test(arguments: commands) func worksOnAGoodGraph(_ command: Command) throws {
    let run = try EntenteProcess(command.words(Self.graph))
    #expect(run.status == 0, "\(run.errors)")
    let isSilent = command.name == "fmt" || command.name == "pack"
    #expect(run.output.isEmpty == isSilent)
  }

  @Test(arguments: commands) func readsStandardInput(_ command: Command) throws {
    let text = try Data(contentsOf: URL(filePath: TestEnvironment.projectRoot + "/" + Self.graph))
    let piped = try EntenteProcess(command.words("-"), input: text)
    #expect(piped.status == 0, "\(piped.errors)")
    if command.name != "check" {
      #expect(piped.output == (try EntenteProcess(command.words(Self.graph)).output))
    }
  }

  @Test(arguments: commands) func withoutArgumentsItSaysHowItIsUsed(_ command: Command) throws {
    let run = try EntenteProcess([command.name])
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("Usage: entente \(command.name)"))
  }

  @Test(arguments: commands) func helpHasAnExample(_ command: Command) throws {
    let run = try EntenteProcess([command.name, "--help"])
    #expect(run.status == 0)
    #expect(run.text.contains("entente \(command.name) "))
    #expect(run.text.contains("graphs/karabakh-2023.yaml"))
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: commands) func aTypoInAnOptionIsRefused(_ command: Command) throws {
    try Manners.refusesTypos(command.words(Self.graph))
  }

  @Test(arguments: commands) func anEmptyFileIsAnErrorWithItsName(_ command: Command) throws {
    try withFolder { folder in
      let file = folder.appending(path: "empty.yaml")
      try Data().write(to: file)
      let run = try EntenteProcess(command.words(file.path()))
      #expect(run.status == (command.name == "check" ? 1 : command.name == "fmt" ? 0 : 2), "\(run.errors)")
      if command.name != "fmt" { #expect(run.errors.contains("empty.yaml")) }
    }
  }

  @Test(arguments: commands) func aMissingFileIsNamedWithAHint(_ command: Command) throws {
    try Manners.namesMissingFile(
      command.words("graphs/karabakh-2032.yaml"), answersAnyway: command.name == "check")
  }

  @Test(arguments: commands) func noColorIsHonoured(_ command: Command) throws {
    let plain = try EntenteProcess(
      command.words("no-such-file.yaml"), environment: ["NO_COLOR": "1", "FORCE_COLOR": "1"])
    #expect(!plain.errors.contains("\u{1B}"))
    let colored = try EntenteProcess(command.words("no-such-file.yaml", ["--color", "always"]))
    #expect(colored.errors.contains("\u{1B}["))
  }

  @Test(arguments: commands.filter(\.hasOutput)) func anUnwritableOutputLeavesNothing(_ command: Command)
    throws
  {
    try withFolder { folder in
      let target = folder.appending(path: "no/such/folder/out.json")
      let run = try EntenteProcess(command.words(Self.graph, ["-o", target.path()]))
      #expect(run.status == 2)
      #expect(run.errors.contains("cannot write"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
    }
  }

  @Test(arguments: commands.filter(\.hasOutput)) func outputGoesToTheFileWhole(_ command: Command) throws {
    try withFolder { folder in
      let target = folder.appending(path: "out.json")
      let run = try EntenteProcess(command.words(Self.graph, ["-o", target.path()]))
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["out.json"])
      let onStandardOutput = try EntenteProcess(command.words(Self.graph, ["--format", "json"]))
      #expect(try Data(contentsOf: target) == onStandardOutput.output)
    }
  }

  @Test(arguments: commands) func aClosedPipeMakesNoNoise(_ command: Command) throws {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    let words = command.words(Self.graph).map { "'" + $0 + "'" }.joined(separator: " ")
    shell.arguments = ["-c", "'\(EntenteProcess.binary.path())' \(words) 2>&1 >/dev/null | head -c 0; true"]
    shell.currentDirectoryURL = URL(filePath: TestEnvironment.projectRoot)
    let errors = Pipe()
    shell.standardOutput = errors
    shell.standardError = errors
    try shell.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    #expect(!text.lowercased().contains("fatal"))
    #expect(!text.contains("Stack dump"))
  }

  @Test(arguments: commands) func twoProcessesGiveTheSameBytes(_ command: Command) throws {
    let first = try EntenteProcess(command.words(Self.graph))
    let second = try EntenteProcess(command.words(Self.graph))
    #expect(first.output == second.output)
    #expect(first.errors == second.errors)
  }

  /// Every form of every command that has forms.
  static let forms: [[String]] =
    ["table", "markdown", "csv", "json", "jsonl", "dot", "svg", "html"].map {
      ["ask", "who accuses whom", graph, "--format", $0]
    }
    + ["svg", "svgz", "dot", "png", "pdf", "json", "cmapx"].map { ["map", graph, "--format", $0] }
    + ["light", "dark", "print", "auto"].map { ["map", graph, "--theme", $0] }
    + ["text", "markdown", "json"].map { ["show", "Armenia", graph, "--format", $0] }

  @Test(arguments: forms) func everyFormIsTheSameInTwoProcesses(_ words: [String]) throws {
    let first = try EntenteProcess(words)
    #expect(first.status == 0, "\(first.errors)")
    #expect(!first.output.isEmpty)
    #expect(first.output == (try EntenteProcess(words).output))
  }

  /// Graphviz, or a child that waits for work, is got ready before anybody knows that there is nothing to draw.
  @Test(arguments: [["--layout", "layered"], ["--all"], []])
  func whatWasGotReadyInVainIsNoTrouble(_ options: [String]) throws {
    let run = try EntenteProcess(["map", Self.graph, "--around", "Nobody at all"] + options)
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("error: ") && !run.errors.contains("map."), "\(run.errors)")
  }

  @Test func withoutACommandItShowsHelp() throws {
    let run = try EntenteProcess([])
    #expect(run.status == 0)
    #expect(run.text.contains("entente ask"))
  }

  @Test func anUnknownCommandGetsTheNearest() throws {
    let run = try EntenteProcess(["aks", "who accuses whom"])
    #expect(run.status == 64)
    #expect(run.errors.contains("did you mean 'ask'?"))
  }

  @Test func theVersionNamesGraphviz() throws {
    let run = try EntenteProcess(["--version"])
    #expect(run.status == 0)
    #expect(run.text.hasPrefix("entente "))
    #expect(run.text.contains("Graphviz"))
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreGenerated(_ shell: String) throws {
    let run = try EntenteProcess(["--generate-completion-script", shell])
    #expect(run.status == 0)
    for command in Self.commands { #expect(run.text.contains(command.name)) }
  }

  @Test func diagnosticsAsJSONAreOneObjectALine() throws {
    let run = try EntenteProcess(["ask", "who acuses whom", Self.graph, "--diagnostics", "json"])
    #expect(run.status == 2)
    let lines = run.errors.split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["severity"] as? String == "error")
      #expect(object?["line"] as? Int == 1)
      #expect(object?["column"] as? Int == 5)
    }
  }

  @Test func anEmptyAnswerFailsWhenAsked() throws {
    let words = ["ask", "MATCH (a:nothing) RETURN a", Self.graph]
    #expect(try EntenteProcess(words).status == 0)
    #expect(try EntenteProcess(words + ["--fail-if-empty"]).status == 1)
  }
}
