import Foundation

/// The `dot` program, where it is installed.
enum DotProgram {
  static let path: String? = ["/usr/bin/dot", "/usr/local/bin/dot", "/opt/homebrew/bin/dot"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static var isInstalled: Bool { path != nil }

  /// What `dot -Tsvg` makes of a file.
  static func svg(from dot: [UInt8]) throws -> String {
    guard let path else { return "" }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "entente-\(UUID().uuidString).dot")
    try Data(dot).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-Tsvg", file.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
