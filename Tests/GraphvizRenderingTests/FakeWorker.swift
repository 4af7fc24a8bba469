import Foundation
import TestSupport

/// Programs that take the place of the drawing child: some misbehave, one is the real one.
final class FakeWorker {
  /// The program's path.
  let path: String

  /// A shell script; `$real` in it is the real executable.
  init(_ script: String) throws {
    let folder = FileManager.default.temporaryDirectory
    path = folder.appendingPathComponent("entente-worker-\(UUID().uuidString)").path
    try "#!/bin/sh\nreal='\(Self.real ?? "false")'\n\(script)\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A script that misbehaves when a word stands in the job, and is the real child otherwise.
  static func misbehaving(on word: String, _ command: String) throws -> FakeWorker {
    try FakeWorker(
      """
      job=$(mktemp); trap 'rm -f "$job"' EXIT
      cat > "$job"
      if grep -aq '\(word)' "$job"; then \(command); fi
      "$real" graphviz-worker < "$job"
      """)
  }

  /// The `entente` executable that was built with these tests; nil when it is not there.
  static let real: String? = {
    var candidates = [TestEnvironment.variable("ENTENTE_BINARY")].compactMap { $0 }
    for argument in CommandLine.arguments where argument.contains(".xctest") {
      var folder = URL(fileURLWithPath: argument)
      while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
      candidates.append(folder.appendingPathComponent("entente").path)
    }
    candidates.append(TestEnvironment.projectRoot + "/.build/debug/entente")
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()
}
