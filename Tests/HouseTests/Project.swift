import Foundation

/// The project's own files, as a test sees them.
enum Project {
  /// The folder that holds Package.swift.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The text of a file, by its path from the root.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The files below a folder with a suffix, by their paths from the root, sorted.
  static func files(below folder: String, suffix: String) throws -> [String] {
    let base = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else {
      return []
    }
    let prefix = root.path(percentEncoded: false)
    return walk.compactMap { $0 as? URL }
      .map { String($0.path(percentEncoded: false).dropFirst(prefix.count)) }
      .map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
      .filter { $0.hasSuffix(suffix) && !$0.contains("/.build") }.sorted()
  }

  /// The rows of the first Markdown table under a heading, each a list of cells without their markup.
  static func table(in path: String, under heading: String) throws -> [[String]] {
    let lines = try text(path).split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("#") && $0.contains(heading) }) else {
      return []
    }
    let rows = lines[(start + 1)...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
    return rows.dropFirst(2).map { row in
      row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
  }
}
