import Foundation
import TestSupport
import Testing

/// What `convert`, `merge` and `diff` owe to whoever types them: commands × situations.
@Suite struct ExchangeMannersTests {
  private static let graph = "graphs/karabakh-2023.yaml"

  /// A command that reads one graph or two, the words after them, and whether it needs an output.
  struct Command: Sendable, CustomTestStringConvertible {
    let name: String
    let takesTwo: Bool
    let after: [String]

    var testDescription: String { name }

    func words(_ graph: String, _ more: [String] = []) -> [String] {
      [name, graph] + (takesTwo ? [ExchangeMannersTests.graph] : []) + after + more
    }
  }

  static let commands = [
    Command(name: "convert", takesTwo: false, after: ["--format", "json"]),
    Command(name: "merge", takesTwo: true, after: ["--format", "json"]),
    Command(name: "diff", takesTwo: true, after: ["--format", "json"]),
  ]

  @Test(arguments: commands) func worksOnAGoodGraph(_ command: Command) throws {
    let run = try EntenteProcess(command.words(Self.graph))
    #expect(run.status == 0, "\(run.errors)")
    #expect(try JSONSerialization.jsonObject(with: run.output) is [String: Any])
    #expect(try EntenteProcess(command.words(Self.graph)).output == run.output)
  }

  @Test(arguments: commands) func readsStandardInput(_ command: Command) throws {
    let text = try Data(contentsOf: URL(filePath: TestEnvironment.projectRoot + "/" + Self.graph))
    let piped = try EntenteProcess(command.words("-"), input: text)
    #expect(piped.status == 0, "\(piped.errors)")
    #expect(piped.output == (try EntenteProcess(command.words(Self.graph)).output))
    if command.takesTwo { #expect(try EntenteProcess([command.name, "-", "-"]).status == 64) }
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
    #expect(run.text.contains(Self.graph))
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: commands) func aTypoIsRefusedWithASuggestion(_ command: Command) throws {
    try Manners.refusesTypos(command.words(Self.graph))
    try Manners.namesMissingFile(command.words("graphs/karabakh-2032.yaml"))
  }

  @Test(arguments: ["convert", "merge"]) func aMistypedFormatGetsTheNearest(_ command: String) throws {
    try withFolder { folder in
      let graphs = [String](repeating: Self.graph, count: command == "merge" ? 2 : 1)
      let format = try EntenteProcess([command] + graphs + ["--format", "graphlm"])
      #expect(format.status == 64)
      #expect(format.output.isEmpty)
      #expect(format.errors.contains("did you mean 'graphml'?"), "\(format.errors)")
      let target = folder.appending(path: "out.grahpml")
      let suffix = try EntenteProcess([command] + graphs + ["-o", target.path()])
      #expect(suffix.status == 2)
      #expect(suffix.errors.contains("out.graphml'?"), "\(suffix.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
      // A suffix is as good as a name.
      #expect(try EntenteProcess([command] + graphs + ["--format", "ttl"]).text.contains("@prefix"))
    }
  }

  @Test func columnsInAFileHaveTheirPlace() throws {
    try withFolder { folder in
      let table = folder.appending(path: "events.csv")
      let map = folder.appending(path: "columns.txt")
      try Data("Who,What,Whom\na,sees,b\n".utf8).write(to: table)
      try Data("# columns\nsubject=Who\nrelation=What\nobjekt=Whom\n".utf8).write(to: map)
      let words = ["convert", table.path(), "--map", "@" + map.path(), "--format", "csv"]
      let wrong = try EntenteProcess(words)
      #expect(wrong.status == 2)
      #expect(wrong.errors.contains("columns.txt:4:1: error: there is no field 'objekt'"), "\(wrong.errors)")
      try Data("# columns\nsubject=Who,relation=What\nobject=Whom\n".utf8).write(to: map)
      #expect(try EntenteProcess(words).text.contains("a,sees,b"))
    }
  }

  @Test(
    arguments: commands, ["yaml", "csv", "json", "jsonl", "graphml", "gexf", "ttl", "sqlite", "dot", "txt"])
  func anEmptyFileIsNamed(_ command: Command, _ suffix: String) throws {
    try withFolder { folder in
      let file = folder.appending(path: "empty.\(suffix)")
      try Data().write(to: file)
      let run = try EntenteProcess(command.words(file.path()))
      #expect(!run.errors.contains("Fatal error"))
      // These may say nothing at all.
      if ["jsonl", "ttl"].contains(suffix) { return #expect(run.status == 0, "\(run.errors)") }
      #expect(run.status == 2, "\(run.errors)")
      #expect(run.errors.contains("empty.\(suffix)"))
      #expect(run.output.isEmpty)
    }
  }

  @Test(arguments: commands) func aFolderIsNoFile(_ command: Command) throws {
    let run = try EntenteProcess(command.words("graphs"))
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("'graphs' is a folder"))
  }

  @Test(arguments: commands) func anUnwritableOutputLeavesNothing(_ command: Command) throws {
    try withFolder { folder in
      for target in ["no/such/folder/out.json", "taken.json"] {
        let path = folder.appending(path: target)
        if target == "taken.json" {
          try FileManager.default.createDirectory(at: path, withIntermediateDirectories: false)
        }
        let run = try EntenteProcess(command.words(Self.graph, ["-o", path.path()]))
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(target == "taken.json" ? "is a folder" : "cannot write"))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["taken.json"])
    }
  }

  @Test func tablesAreWrittenAllOrNone() throws {
    try withFolder { folder in
      // The second table cannot be written, so the first is not.
      try FileManager.default.createDirectory(
        at: folder.appending(path: "out.entities.csv"), withIntermediateDirectories: false)
      let path = folder.appending(path: "out.csv").path()
      for words in [["convert", Self.graph], ["merge", Self.graph, Self.graph]] {
        let run = try EntenteProcess(words + ["-o", path])
        #expect(run.status == 2, "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["out.entities.csv"])
      }
    }
  }

  @Test func outputMayReplaceTheInput() throws {
    try withFolder { folder in
      let path = folder.appending(path: "events.csv")
      let text = "subject,relation,object,date,mood\na,sees,b,2020-01-02,glad\nb,sees,a,2020,\n"
      try Data(text.utf8).write(to: path)
      let run = try EntenteProcess(["convert", path.path(), "-o", path.path()])
      #expect(run.status == 0, "\(run.errors)")
      let again = try String(contentsOf: path, encoding: .utf8)
      #expect(again.contains("a,sees,b") && again.contains("glad"))
      let back = try EntenteProcess([
        "ask", "MATCH (a)-[r]->(b) RETURN count(r) AS n", path.path(), "--format", "csv",
      ])
      #expect(back.text.contains("2"))
    }
  }

  @Test func theSummaryCountsReadMadeMergedRejected() throws {
    try withFolder { folder in
      let one = folder.appending(path: "one.csv")
      let two = folder.appending(path: "two.csv")
      let list = folder.appending(path: "rejected.csv")
      try Data("subject,relation,object,sources\na,sees,b,upi\n,sees,b,\na,sees,c,ap\na,sees,c,ap\n".utf8)
        .write(to: one)
      try Data("subject,relation,object,sources\na,sees,b,reuters\n".utf8).write(to: two)
      let run = try EntenteProcess(
        ["convert", one.path(), two.path(), "--format", "jsonl", "--rejected", list.path()])
      #expect(run.status == 0, "\(run.errors)")
      for part in [
        "read 4 relations", "made 3 entities", "made 3 sources", "merged 1 relation",
        "kept 1 relation that repeat", "rejected 1",
      ] { #expect(run.errors.contains(part), "\(part): \(run.errors)") }
      let table = try String(contentsOf: list, encoding: .utf8)
      #expect(table.contains("3,1,table.empty-cell"), "\(table)")
      let strict = try EntenteProcess(["convert", two.path(), "--format", "jsonl", "--strict"])
      #expect(strict.errors.contains("no entity 'a' is declared"))
    }
  }

  /// A reader that waits for more is ended by a signal: nothing is left of what it would have written. (A test that runs
  /// in the background of a shell has Ctrl-C's signal ignored, and so has what it starts.)
  @Test func endingItLeavesNothing() throws {
    try withFolder { folder in
      let process = Process()
      process.executableURL = EntenteProcess.binary
      process.arguments = ["convert", "-", "--from", "csv", "-o", folder.appending(path: "out.csv").path()]
      process.standardError = FileHandle.nullDevice
      let input = Pipe()
      process.standardInput = input
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data("subject,relation,object\na,sees,b\n".utf8))
      Thread.sleep(forTimeInterval: 0.5)
      #expect(process.isRunning)
      process.terminate()
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
    }
  }
}
