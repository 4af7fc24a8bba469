import Foundation
import TestSupport
import Testing

/// `entente shell` without a terminal: scripts and what comes of them, and Ctrl-C.
@Suite struct ShellTests {
  @Test(arguments: try Case.all(in: "shell")) func script(_ example: Case) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entente-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(example["graph.yaml"].utf8).write(to: folder.appending(path: "graph.yaml"))
    let run = try EntenteProcess(
      ["shell", "graph.yaml"], input: Data(example["input"].utf8), folder: folder)
    #expect(example.mismatch("expected", run.text) == nil)
    #expect(example.mismatch("errors", run.errors + "exit code \(run.status)\n") == nil)
  }

  @Test func aStatementEndsAtItsLimits() throws {
    let endless = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*)"
    let run = try EntenteProcess(["ask", "--timeout", "0.2", endless, "graphs/karabakh-2023.yaml"])
    #expect(run.status == 2)
    #expect(run.errors.contains("the query takes longer than 200 ms [query.time-limit]"))
    #expect(run.errors.contains("unwind  range(1, 1000000) AS a"))
    let large = "RETURN size(reduce(s = 'ab', i IN range(1, 60) | s + s))"
    let memory = try EntenteProcess(["ask", "--max-memory", "50M", large, "graphs/karabakh-2023.yaml"])
    #expect(memory.status == 2)
    #expect(memory.errors.contains("more memory than 50 MiB [query.memory-limit]"))
    let wrong = try EntenteProcess(["ask", "--max-memory", "much", large, "graphs/karabakh-2023.yaml"])
    #expect(wrong.status == 64)
  }

  @Test func writingChangesTheFileAndNothingElse() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entente-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "graph.yaml")
    let text = try String(
      contentsOf: URL(filePath: TestEnvironment.projectRoot + "/graphs/karabakh-2023.yaml"), encoding: .utf8)
    try Data(text.utf8).write(to: file)
    let statement = "MATCH (n {id: 'shusha'}) SET n.note = 'a city on a rock'"
    let dry = try EntenteProcess(["ask", "--dry-run", statement, "graph.yaml"], folder: folder)
    #expect(dry.status == 0)
    #expect(dry.text.contains("+++ graph.yaml"))
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
    let run = try EntenteProcess(["ask", "--write", statement, "graph.yaml"], folder: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("wrote graph.yaml: 1 entity changed"))
    let after = try String(contentsOf: file, encoding: .utf8)
    let removed = after.split(separator: "\n").difference(from: text.split(separator: "\n")).removals
    #expect(removed.count == 1)
    let refused = try EntenteProcess(
      ["ask", "--write", "MATCH (n {id: 'shusha'}) SET n:leader", "graph.yaml"], folder: folder)
    #expect(refused.status == 2)
    #expect(try String(contentsOf: file, encoding: .utf8) == after)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["graph.yaml"])
  }
}
