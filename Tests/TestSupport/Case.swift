import Foundation
import Synchronization
import Testing

/// One section of a `*.case` file: named parts of text, such as a command, an input and what is expected.
///
/// A file of cases reads
///
/// ```text
/// Anything above the first section is a remark.
///
/// ==== an undeclared entity
/// ---- graph.yaml
/// relations:
///   - a accuses b
/// ---- expected
/// graph.yaml:2:5: error: …
/// ```
///
/// The files lie in `Tests/Cases/AREA/`. With `ENTENTE_ACCEPT=1` the part compared by ``mismatch(_:_:)`` is
/// rewritten with what came out.
package struct Case: Sendable, CustomTestStringConvertible {
  /// A named text.
  package struct Part: Sendable {
    /// The words after `----`.
    package let name: String
    /// The lines up to the next header, each with its line break.
    package let text: String
  }

  /// The words after `====`.
  package let name: String
  /// The path of the file.
  package let file: String
  /// The line of the header, from 1.
  package let line: Int
  /// The parts in the order of the file.
  package let parts: [Part]

  /// What test results show.
  package var testDescription: String { name }

  /// The text of a part, empty when it is absent.
  package subscript(_ name: String) -> String { parts.first { $0.name == name }?.text ?? "" }

  /// The text of a part without line breaks at its ends.
  package func line(_ name: String) -> String {
    self[name].trimmingCharacters(in: .newlines)
  }

  /// All sections of all `*.case` files of `Tests/Cases/AREA`, by file name.
  ///
  /// - Parameter area: The folder's name.
  /// - Returns: The sections; never empty.
  /// - Throws: When the folder cannot be read, holds no case, or two sections share a name.
  package static func all(in area: String) throws -> [Case] {
    try all(inFolder: "Tests/Cases/" + area)
  }

  /// All sections of all `*.case` files of a folder of the project, by file name.
  ///
  /// - Parameter folder: The path from the project's root.
  /// - Returns: The sections; never empty.
  /// - Throws: When the folder cannot be read, holds no case, or two sections share a name.
  package static func all(inFolder folder: String) throws -> [Case] {
    let folder = TestEnvironment.projectRoot + "/" + folder
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".case") }
    let cases = try names.sorted().flatMap { try read(folder + "/" + $0) }
    guard !cases.isEmpty else { throw CaseFailure("no case in \(folder)") }
    return cases
  }

  private static func read(_ path: String) throws -> [Case] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    var cases: [Case] = []
    var header: (name: String, line: Int)?
    var parts: [(name: String, lines: [Substring])] = []
    func finish() throws {
      guard let header else { return }
      guard !cases.contains(where: { $0.name == header.name }) else {
        throw CaseFailure("\(path):\(header.line): a section of this name is there already")
      }
      let texts = parts.map { Part(name: $0.name, text: $0.lines.map { $0 + "\n" }.joined()) }
      cases.append(Case(name: header.name, file: path, line: header.line, parts: texts))
    }
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("==== ") {
        try finish()
        header = (String(line.dropFirst(5)), index + 1)
        parts = []
      } else if line.hasPrefix("---- "), header != nil {
        parts.append((String(line.dropFirst(5)), []))
      } else if !parts.isEmpty, index < lines.count - 1 || !line.isEmpty {
        parts[parts.count - 1].lines.append(line)
      }
    }
    try finish()
    return cases.map(\.withoutSeparator)
  }

  /// An empty line before the next section only separates; it is not part of the text.
  private var withoutSeparator: Case {
    let trimmed = parts.enumerated().map { index, part in
      let isLast = index == parts.count - 1
      guard isLast, part.text == "\n" || part.text.hasSuffix("\n\n") else { return part }
      return Part(name: part.name, text: String(part.text.dropLast()))
    }
    return Case(name: name, file: file, line: line, parts: trimmed)
  }

  private static let acceptLock = Mutex(())

  /// Compares what came out with a part.
  ///
  /// - Parameters:
  ///   - part: The name of the part that holds what is expected.
  ///   - actual: What came out; a missing line break at its end does not matter.
  /// - Returns: Both texts, if they differ, for the test's message; nil if they agree or were accepted.
  package func mismatch(_ part: String, _ actual: String) -> String? {
    let ended = actual.isEmpty || actual.hasSuffix("\n") ? actual : actual + "\n"
    let expected = self[part]
    guard ended != expected else { return nil }
    if TestEnvironment.acceptsOutput {
      let failure = Self.acceptLock.withLock { _ in accept(part, ended) }
      return failure
    }
    return """
      \(file):\(line): \(name): \(part)
      ---- expected
      \(expected)---- came out
      \(ended)----
      """
  }

  /// Rewrites one part of this section in the file, found again by name: other sections may have moved it.
  private func accept(_ part: String, _ text: String) -> String? {
    do {
      var lines = try String(contentsOfFile: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false
      ).map(String.init)
      guard let start = lines.firstIndex(of: "==== " + name) else { return "\(name) is gone from \(file)" }
      let end = lines[(start + 1)...].firstIndex { $0.hasPrefix("==== ") } ?? lines.count
      var body = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      body.removeLast()
      if let head = lines[start..<end].firstIndex(of: "---- " + part) {
        let next = lines[(head + 1)..<end].firstIndex { $0.hasPrefix("---- ") } ?? end
        if next == end { body.append("") }
        lines.replaceSubrange((head + 1)..<next, with: body)
      } else {
        var last = end
        if lines[end - 1].isEmpty {
          lines.remove(at: end - 1)
          last -= 1
        }
        lines.insert(contentsOf: ["---- " + part] + body + [""], at: last)
      }
      try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
      return nil
    } catch {
      return "\(file) cannot be rewritten: \(error)"
    }
  }
}

/// Why a case file cannot be used.
package struct CaseFailure: Error, CustomStringConvertible {
  /// The sentence.
  package let description: String

  init(_ description: String) { self.description = description }
}
