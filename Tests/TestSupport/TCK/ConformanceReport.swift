import Foundation

/// What came of a scenario.
package struct ConformanceResult: Sendable {
  /// The feature file.
  package var file: String
  /// The scenario's name.
  package var name: String
  /// Which row of its examples, from 1; 0 without.
  package var example: Int
  /// Where the file stands among the files.
  package var order: Int
  /// The rung, if known.
  package var rung: Int?
  /// How it differs; nil when it passed.
  package var mismatch: TCKMismatch?

  /// Puts a result together.
  package init(file: String, name: String, example: Int, order: Int, rung: Int?, mismatch: TCKMismatch?) {
    self.file = file
    self.name = name
    self.example = example
    self.order = order
    self.rung = rung
    self.mismatch = mismatch
  }

  fileprivate var title: String { "\(file)\t\(name)" + (example > 0 ? "\t\(example)" : "\t0") }
}

/// Scenarios that may fail, each with a reason that holds for users.
///
/// A line names a file (or `folder/*`), a scenario (or `*`), a row of its examples (or `*`) and the reason.
package struct ConformanceExceptions: Sendable {
  private struct Line: Sendable {
    var file: String
    var name: String
    var example: String
    var reason: String

    func matches(_ result: ConformanceResult) -> Bool {
      let isFile = file.hasSuffix("*") ? result.file.hasPrefix(file.dropLast()) : result.file == file
      return isFile && (name == "*" || name == result.name)
        && (example == "*" || example == String(result.example))
    }
  }

  private var lines: [Line] = []

  /// Reads a table of file, scenario, example and reason, parted by tabs, with a header.
  ///
  /// - Parameter text: The table.
  /// - Throws: A ``TCKMismatch`` for a line without a reason.
  package init(text: String) throws {
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 4, !cells[3].isEmpty else {
        throw TCKMismatch("an exception needs file, scenario, example and reason: \(line)")
      }
      lines.append(Line(file: cells[0], name: cells[1], example: cells[2], reason: cells[3]))
    }
  }

  /// Why a scenario may fail; nil when it may not.
  package func reason(for result: ConformanceResult) -> String? {
    lines.first { $0.matches(result) }?.reason
  }

  /// The lines for which everything that they name passed: they have to go.
  fileprivate func outlived(by results: [ConformanceResult]) -> [String] {
    lines.compactMap { line in
      let matching = results.filter(line.matches)
      guard !matching.isEmpty, matching.allSatisfy({ $0.mismatch == nil }) else { return nil }
      return "\(line.file)\t\(line.name)\t\(line.example): passes, but is listed as an exception"
    }
  }
}

/// The table of a run, and what is wrong with it.
package struct ConformanceReport: Sendable {
  private let results: [ConformanceResult]
  private let exceptions: ConformanceExceptions

  /// Sums results up.
  package init(results: [ConformanceResult], exceptions: ConformanceExceptions) {
    self.results = results
    self.exceptions = exceptions
  }

  /// Failures that no exception names, and exceptions that passed.
  package var complaints: [String] {
    results.compactMap { result in
      guard let mismatch = result.mismatch, exceptions.reason(for: result) == nil else { return nil }
      return "\(result.title): \(mismatch)"
    } + exceptions.outlived(by: results)
  }

  /// All failures with their reasons, one a line.
  package var failures: String {
    results.compactMap { result in
      result.mismatch.map { mismatch in
        let line = "rung \(result.rung.map(String.init) ?? "-")\t\(result.title)\t\(mismatch)"
        let reason = exceptions.reason(for: result).map { "\texception: \($0)" } ?? ""
        return line.replacing("\n", with: "\\n") + reason + "\n"
      }
    }.joined()
  }

  /// Passed and failed per rung and per folder; the last line is `N passed, N failed`.
  package var table: String {
    var rungs: [String: Count] = [:]
    var folders: [String: Count] = [:]
    var total = Count()
    for result in results {
      let rung = result.rung.map { "rung \($0)" } ?? "no rung"
      let folder = result.file.split(separator: "/").dropLast().joined(separator: "/")
      rungs[rung, default: Count()].add(result)
      folders[folder, default: Count()].add(result)
      total.add(result)
    }
    var text = Count.row("", "passed", "failed")
    for group in [rungs, folders] {
      for key in group.keys.sorted() { text += group[key, default: Count()].row(key) }
      text += "\n"
    }
    text += excepted
    return text + "\(total.passed) passed, \(total.failed) failed\n"
  }

  /// How many scenarios fail for each reason that is allowed, in the order of the results.
  private var excepted: String {
    var reasons: [String] = []
    var counts: [String: Int] = [:]
    for result in results where result.mismatch != nil {
      guard let reason = exceptions.reason(for: result) else { continue }
      if counts[reason] == nil { reasons.append(reason) }
      counts[reason, default: 0] += 1
    }
    return reasons.map { "\(counts[$0, default: 0]) excepted: \($0)\n" }.joined()
  }

  /// Writes the table into a file, and the failures into one beside it.
  ///
  /// - Parameter path: The path of the table; nothing is written without it.
  /// - Throws: When a file cannot be written.
  package func write(to path: String?) throws {
    guard let path else { return }
    try Data(table.utf8).write(to: URL(fileURLWithPath: path))
    try Data(failures.utf8).write(to: URL(fileURLWithPath: path + ".failures"))
  }
}

private struct Count {
  var passed = 0
  var failed = 0

  mutating func add(_ result: ConformanceResult) {
    if result.mismatch == nil { passed += 1 } else { failed += 1 }
  }

  func row(_ name: String) -> String { Self.row(name, String(passed), String(failed)) }

  static func row(_ name: String, _ passed: String, _ failed: String) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    return name.padding(toLength: 44, withPad: " ", startingAt: 0) + padded(passed, 8) + padded(failed, 8)
      + "\n"
  }
}
