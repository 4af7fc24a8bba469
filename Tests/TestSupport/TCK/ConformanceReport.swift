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
package struct ConformanceExceptions: Sendable {
  fileprivate var reasons: [String: String] = [:]

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
      reasons[cells[0...2].joined(separator: "\t")] = cells[3]
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
      let reason = exceptions.reasons[result.title]
      switch (result.mismatch, reason) {
      case (let mismatch?, nil): return "\(result.title): \(mismatch)"
      case (nil, _?): return "\(result.title): passes, but is listed as an exception"
      default: return nil
      }
    }
  }

  /// All failures with their reasons, one a line.
  package var failures: String {
    results.compactMap { result in
      result.mismatch.map { mismatch in
        let line = "rung \(result.rung.map(String.init) ?? "-")\t\(result.title)\t\(mismatch)"
        let reason = exceptions.reasons[result.title].map { "\texception: \($0)" } ?? ""
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
    let excepted = results.filter { $0.mismatch != nil && exceptions.reasons[$0.title] != nil }
    for result in excepted {
      text += "exception: \(result.title): \(exceptions.reasons[result.title, default: ""])\n"
    }
    return text + "\(total.passed) passed, \(total.failed) failed\n"
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
