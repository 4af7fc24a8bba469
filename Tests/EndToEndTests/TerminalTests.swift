import Foundation
import TestSupport
import Testing

/// `entente shell` in a terminal: Ctrl-C ends a statement and keeps the shell, Ctrl-D leaves.
@Suite struct TerminalTests {
  @Test(.timeLimit(.minutes(5))) func interrupts() throws {
    // A terminal that Ctrl-C works in must be the process's own; Python's pty module makes one.
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.currentDirectoryURL = URL(filePath: TestEnvironment.projectRoot)
    process.arguments = [
      "python3", "Tests/Terminal/shell.py", EntenteProcess.binary.path(percentEncoded: false),
      "graphs/karabakh-2023.yaml",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 127 {
      print("left out: the shell in a terminal (no python3)")
      return
    }
    #expect(process.terminationStatus == 0, "\(said)")
    #expect(said.contains("ok: Ctrl-C ends a statement"))
  }
}
