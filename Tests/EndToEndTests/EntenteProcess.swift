import Foundation
import TestSupport

/// One run of the `entente` binary.
struct EntenteProcess {
  /// The exit code; negative when a signal ended it.
  let status: Int32
  /// What it wrote to standard output.
  let output: Data
  /// What it wrote to standard error.
  let errors: String

  /// Standard output as text.
  var text: String { String(decoding: output, as: UTF8.self) }

  /// Where the binary that belongs to these tests lies.
  static let binary: URL = {
    if let path = ProcessInfo.processInfo.environment["ENTENTE_BINARY"] { return URL(filePath: path) }
    for argument in CommandLine.arguments where argument.contains(".xctest") {
      var folder = URL(filePath: argument)
      while folder.path().contains(".xctest") { folder.deleteLastPathComponent() }
      let candidate = folder.appending(path: "entente")
      if FileManager.default.isExecutableFile(atPath: candidate.path(percentEncoded: false)) {
        return candidate
      }
    }
    return URL(filePath: TestEnvironment.projectRoot + "/.build/debug/entente")
  }()

  /// Runs the binary in a folder and waits.
  ///
  /// - Parameters:
  ///   - arguments: As after the command's name.
  ///   - input: Standard input; nothing by default.
  ///   - environment: Variables over those of the test's own process.
  ///   - folder: The working directory; the project's root by default.
  /// - Throws: When the binary cannot be started.
  init(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], folder: URL? = nil
  ) throws {
    let process = Process()
    process.executableURL = Self.binary
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? URL(filePath: TestEnvironment.projectRoot)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files instead of pipes, so that a full pipe cannot stop the process.
    let scratch = FileManager.default.temporaryDirectory.appending(path: "entente-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["in", "out", "err"].map { scratch.appending(path: $0) }
    try input.write(to: files[0])
    for file in files[1...] { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    output = try Data(contentsOf: files[1])
    errors = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
  }
}
