import Diagnostics
import GraphCore

/// Writes JSON members in the order given; absent values are left out.
struct JSONObject {
  private(set) var members: [String] = []

  var isEmpty: Bool { members.isEmpty }

  /// The object on one line.
  var text: String { "{" + members.joined(separator: ",") + "}" }

  /// Adds a text.
  mutating func add(_ key: String, _ value: String?) {
    if let value { addJSON(key, DiagnosticJSON.quoted(value)) }
  }

  /// Adds a date as a text.
  mutating func add(_ key: String, _ value: PartialDate?) { add(key, value?.description) }

  /// Adds a value that is JSON already.
  mutating func addJSON(_ key: String, _ json: String?) {
    if let json { members.append(DiagnosticJSON.quoted(key) + ":" + json) }
  }

  /// Adds any value.
  mutating func add(_ key: String, value: Value?) { if let value { addJSON(key, JSONText.of(value)) } }

  /// Adds a list of texts unless it is empty.
  mutating func add(_ key: String, texts: [String]) {
    if !texts.isEmpty { addJSON(key, JSONText.list(texts.map(DiagnosticJSON.quoted))) }
  }
}

/// JSON of values.
enum JSONText {
  /// A list.
  static func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

  /// A value; what JSON has no type for becomes its text, NaN and infinity too.
  static func of(_ value: Value) -> String {
    switch value {
    case .null, .node, .relationship, .path: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .float(let number): number.isFinite ? number.description : DiagnosticJSON.quoted(number.description)
    case .list(let values): list(values.map { of($0) })
    case .map(let map):
      "{" + map.entries.map { DiagnosticJSON.quoted($0.key) + ":" + of($0.value) }.joined(separator: ",")
        + "}"
    default: DiagnosticJSON.quoted(ValueText.of(value))
    }
  }
}

/// Plain texts of values.
enum ValueText {
  /// A value as people read it; a list as ``ListText`` writes it.
  static func of(_ value: Value) -> String {
    switch value {
    case .null, .node, .relationship, .path: ""
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .float(let number): number.description
    case .string(let text): text
    case .list(let values): ListText.joined(values.map { of($0) })
    case .map: JSONText.of(value)
    case .date(let date): date.description
    case .localTime(let time): time.description
    case .time(let time): time.description
    case .localDateTime(let time): time.description
    case .dateTime(let time): time.description
    case .duration(let duration): duration.description
    }
  }
}

/// Several texts in one cell, `;` between them, `\;` and `\\` inside.
enum ListText {
  static func joined(_ texts: [String]) -> String {
    texts.map { $0.replacingEach("\\", with: "\\\\").replacingEach(";", with: "\\;") }.joined(separator: ";")
  }

  /// Reads what ``joined(_:)`` writes; blanks beside a `;` do not count, empty parts neither.
  static func parts(of text: String) -> [String] {
    var parts: [String] = [""]
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        if scalar != ";", scalar != "\\" { parts[parts.count - 1] += "\\" }
        parts[parts.count - 1].unicodeScalars.append(scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == ";" {
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    if isEscaped { parts[parts.count - 1] += "\\" }
    return parts.map(trimmed).filter { !$0.isEmpty }
  }

  /// A text without ASCII blanks and line breaks at its ends; a no-break space is part of a name.
  static func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = bytes.first, let last = bytes.last, isBlank(first) || isBlank(last) else { return text }
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    guard start < bytes.endIndex, let stop = bytes.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(text[start...stop])
  }
}
