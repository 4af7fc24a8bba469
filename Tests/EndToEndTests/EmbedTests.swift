import Foundation
import TestSupport
import Testing

/// `examples/embed`, a package that uses EntenteKit as any other would, is built and run.
///
/// The first build takes minutes, since nothing is shared with the project's own; later ones take seconds.
@Suite struct EmbedTests {
  @Test func buildsAsksAndDrawsWithoutAFile() throws {
    let package = TestEnvironment.projectRoot + "/examples/embed"
    let scratch = TestEnvironment.projectRoot + "/.build/embed"
    let map = FileManager.default.temporaryDirectory.appending(path: "strait-\(UUID().uuidString).svg")
    defer { try? FileManager.default.removeItem(at: map) }

    let arguments = ["--package-path", package, "--scratch-path", scratch]
    let build = try run("swift", ["build"] + arguments)
    if build.status == 127 {
      print("left out: examples/embed (no swift on the PATH)")
      return
    }
    try #require(build.status == 0, "\(build.output)")

    let program = scratch + "/debug/embed"
    let example = try run(program, [map.path(percentEncoded: false)])
    #expect(example.status == 0)
    let expected = try String(contentsOfFile: package + "/expected.txt", encoding: .utf8)
    let printed = example.output.replacing(map.path(percentEncoded: false), with: "map.svg")
    #expect(printed == expected)

    let picture = try String(contentsOf: map, encoding: .utf8)
    #expect(picture.hasPrefix("<svg") && picture.contains("A strait and its neighbours"))
    #expect(picture.contains("Narrows"))
  }

  private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
