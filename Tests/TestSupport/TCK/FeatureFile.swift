/// A Gherkin feature file, outlines expanded: what the openCypher TCK is written in.
package struct FeatureFile: Sendable {
  /// The path below the `features` folder.
  package var path: String
  /// The scenarios in order, one for each row of examples.
  package var scenarios: [Scenario]

  /// A scenario, ready to run.
  package struct Scenario: Sendable, Hashable {
    /// The name, placeholders filled in.
    package var name: String
    /// Which scenario of the file, from 1.
    package var ordinal: Int
    /// Which row of its examples, from 1; 0 when it is no outline.
    package var example: Int
    /// The tags with their `@`, those of the feature too.
    package var tags: [String]
    /// The steps, those of the background first.
    package var steps: [Step]
  }

  /// `Given …`, `When …`, `Then …` and what hangs on it.
  package struct Step: Sendable, Hashable {
    /// The text behind the keyword.
    package var text: String
    /// The text between triple quotes, indentation removed.
    package var document: String?
    /// The rows of the table, cells trimmed and unescaped.
    package var table: [[String]] = []
    /// The line in the file, from 1.
    package var line: Int
  }

  /// What is wrong with a feature file.
  package struct Fault: Error, Sendable, CustomStringConvertible {
    /// One sentence.
    package var message: String
    /// The line, from 1.
    package var line: Int

    /// Message and line.
    package var description: String { "line \(line): \(message)" }
  }

  /// Reads a feature file.
  ///
  /// - Parameters:
  ///   - path: Its path below `features`.
  ///   - text: The file; any of the three kinds of line breaks.
  /// - Throws: A ``Fault`` at the first line that cannot stand where it does.
  package init(path: String, text: String) throws(Fault) {
    var reader = FeatureReader(text)
    self.path = path
    self.scenarios = try reader.read()
  }
}

/// Reads line by line; an outline is expanded when its examples are complete.
private struct FeatureReader {
  private struct Block {
    var name = ""
    var isOutline = false
    var tags: [String] = []
    var steps: [FeatureFile.Step] = []
    var examples: [[[String]]] = []
  }

  private enum Target { case none, background, scenario, examples }

  private let lines: [Substring]
  private var index = 0
  private var background: [FeatureFile.Step] = []
  private var featureTags: [String] = []
  private var pendingTags: [String] = []
  private var block = Block()
  private var target = Target.none
  private var ordinal = 0
  private var scenarios: [FeatureFile.Scenario] = []

  init(_ text: String) {
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      for part in line.split(separator: "\r\n", omittingEmptySubsequences: false) { lines.append(part) }
    }
    self.lines = lines
  }

  mutating func read() throws(FeatureFile.Fault) -> [FeatureFile.Scenario] {
    while index < lines.count {
      let line = trimmed(lines[index])
      index += 1
      if line.isEmpty || line.hasPrefix("#") { continue }
      if line.hasPrefix("@") {
        pendingTags += line.split(whereSeparator: \.isWhitespace).map(String.init)
      } else if line.hasPrefix("|") {
        try addRow(line)
      } else if line.hasPrefix("\"\"\"") {
        try addDocument(indentation: lines[index - 1].prefix(while: \.isWhitespace).count)
      } else {
        try begin(line)
      }
    }
    finish()
    return scenarios
  }

  private mutating func begin(_ line: String) throws(FeatureFile.Fault) {
    if rest(of: line, after: "Feature:") != nil {
      featureTags = pendingTags
      pendingTags = []
      target = .none
    } else if rest(of: line, after: "Background:") != nil {
      target = .background
    } else if let name = rest(of: line, after: "Scenario Outline:") {
      beginScenario(name, isOutline: true)
    } else if let name = rest(of: line, after: "Scenario:") {
      beginScenario(name, isOutline: false)
    } else if rest(of: line, after: "Examples:") != nil {
      guard block.isOutline else { throw fault("examples without an outline") }
      block.examples.append([])
      target = .examples
    } else if let text = stepText(line) {
      let step = FeatureFile.Step(text: text, line: index)
      switch target {
      case .background: background.append(step)
      case .scenario: block.steps.append(step)
      case .none, .examples: throw fault("a step outside a scenario")
      }
    } else if target != .none {
      throw fault("a line that is no step: \(line)")
    }
  }

  private mutating func beginScenario(_ name: String, isOutline: Bool) {
    finish()
    ordinal += 1
    block = Block(name: name, isOutline: isOutline, tags: featureTags + pendingTags)
    pendingTags = []
    target = .scenario
  }

  private func stepText(_ line: String) -> String? {
    for keyword in ["Given ", "When ", "Then ", "And ", "But ", "* "] {
      if let text = rest(of: line, after: keyword) { return text }
    }
    return nil
  }

  private mutating func addRow(_ line: String) throws(FeatureFile.Fault) {
    let cells = FeatureReader.cells(line)
    switch target {
    case .background where !background.isEmpty: background[background.count - 1].table.append(cells)
    case .scenario where !block.steps.isEmpty: block.steps[block.steps.count - 1].table.append(cells)
    case .examples: block.examples[block.examples.count - 1].append(cells)
    default: throw fault("a table that belongs to nothing")
    }
  }

  private mutating func addDocument(indentation: Int) throws(FeatureFile.Fault) {
    let start = index
    var content: [String] = []
    while index < lines.count, trimmed(lines[index]) != "\"\"\"" {
      let line = lines[index]
      let blanks = min(indentation, line.prefix(while: \.isWhitespace).count)
      content.append(String(line.dropFirst(blanks)))
      index += 1
    }
    guard index < lines.count else {
      index = start
      throw fault("a text in triple quotes is not closed")
    }
    index += 1
    let document = content.joined(separator: "\n")
    switch target {
    case .background where !background.isEmpty: background[background.count - 1].document = document
    case .scenario where !block.steps.isEmpty: block.steps[block.steps.count - 1].document = document
    default: throw fault("a text that belongs to nothing")
    }
  }

  private mutating func finish() {
    guard target != .none, ordinal > 0, !block.steps.isEmpty else { return }
    let steps = background + block.steps
    if block.isOutline {
      var example = 0
      for table in block.examples {
        guard let header = table.first else { continue }
        for row in table.dropFirst() {
          example += 1
          add(steps, example: example) { Self.filled($0, header: header, row: row) }
        }
      }
    } else {
      add(steps, example: 0) { $0 }
    }
    block = Block()
  }

  private mutating func add(_ steps: [FeatureFile.Step], example: Int, _ fill: (String) -> String) {
    let filled = steps.map { step in
      FeatureFile.Step(
        text: fill(step.text), document: step.document.map(fill), table: step.table.map { $0.map(fill) },
        line: step.line)
    }
    scenarios.append(
      FeatureFile.Scenario(
        name: fill(block.name), ordinal: ordinal, example: example, tags: block.tags, steps: filled))
  }

  private static func filled(_ text: String, header: [String], row: [String]) -> String {
    guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
    var result = text
    for (name, value) in zip(header, row) {
      result = result.split(separator: "<\(name)>", omittingEmptySubsequences: false).joined(separator: value)
    }
    return result
  }

  /// The cells of `| a | b \| c |`: `\|`, `\\` and `\n` stand for the bar, the backslash and a line break.
  private static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var scalars = line.unicodeScalars.dropFirst()
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "|":
        cells.append(trimmed(cell))
        cell = ""
      case "\\":
        switch scalars.first {
        case "|", "\\": cell.unicodeScalars.append(scalars.removeFirst())
        case "n":
          scalars.removeFirst()
          cell += "\n"
        default: cell += "\\"
        }
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return cells
  }

  private func rest(of line: String, after prefix: String) -> String? {
    line.hasPrefix(prefix) ? trimmed(line.dropFirst(prefix.count)) : nil
  }

  private func fault(_ message: String) -> FeatureFile.Fault {
    FeatureFile.Fault(message: message, line: index)
  }
}

private func trimmed(_ text: some StringProtocol) -> String {
  let start = text.drop(while: \.isWhitespace)
  guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
  return String(start[...last])
}
