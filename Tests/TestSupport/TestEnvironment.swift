package import Diagnostics
import Foundation

/// What tests read from the machine that they run on.
package enum TestEnvironment {
  /// The folder that holds `Package.swift`.
  package static let projectRoot: String =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The folder of test data that lies beside the project: `ENTENTE_SHARED`, else `../shared`; nil if absent.
  package static let sharedFolder: String? = {
    let candidates = [variable("ENTENTE_SHARED"), projectRoot + "/../shared"]
    return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0) }
  }()

  /// The path of a file or folder beside the project.
  ///
  /// - Parameter name: The path below the shared folder, `gold/triples.tsv`.
  /// - Returns: The path; nil when it is not there, and then the name is printed as left out.
  package static func shared(_ name: String) -> String? {
    if let folder = sharedFolder, FileManager.default.fileExists(atPath: folder + "/" + name) {
      return folder + "/" + name
    }
    print("left out: \(name) (not in ../shared; ENTENTE_SHARED names another folder)")
    return nil
  }

  /// An environment variable that is set and not empty.
  package static func variable(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
    return value
  }

  /// How many rounds a fuzz test runs: `ENTENTE_FUZZ`, else what the test asks for.
  package static func fuzzRounds(_ usual: Int) -> Int {
    variable("ENTENTE_FUZZ").flatMap { Int($0) } ?? usual
  }

  /// Whether expected texts are to be rewritten with what came out: `ENTENTE_ACCEPT=1`.
  package static let acceptsOutput = variable("ENTENTE_ACCEPT") != nil

  /// The bytes of a file of the project.
  ///
  /// - Parameter path: The path from the project's root.
  /// - Returns: The text, named by its path.
  /// - Throws: When the file cannot be read.
  package static func projectFile(_ path: String) throws -> SourceText {
    let data = try Data(contentsOf: URL(fileURLWithPath: projectRoot + "/" + path))
    return SourceText(name: path, bytes: Array(data))
  }
}
