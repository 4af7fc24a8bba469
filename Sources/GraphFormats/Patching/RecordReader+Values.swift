import Diagnostics
import GraphCore
import Vocabulary

/// Values as a graph file writes them.
extension RecordReader {
  static func elements(_ value: Value) -> [Value] {
    switch value {
    case .null: []
    case .list(let elements): elements
    default: [value]
    }
  }

  func text(_ value: Value, _ key: String, _ subject: RecordSubject) throws(RecordProblem) -> FieldValue {
    if case .string(let text) = value, !text.isEmpty { return .text(text) }
    throw wrongValue(key, "a text", value, subject)
  }

  /// A date; a text that is none stays a text, about which reading the file will say more.
  func date(_ value: Value, _ key: String, _ subject: RecordSubject) throws(RecordProblem) -> FieldValue {
    switch value {
    case .date(let date): return .plain(date.description)
    case .string(let text) where !text.isEmpty:
      return (try? PartialDate.parse(text)).map { .plain($0.description) } ?? .text(text)
    default: throw wrongValue(key, "a date such as '2020-09'", value, subject)
    }
  }

  /// A number; a text stays a text, about which reading the file will say more.
  func number(_ value: Value, _ key: String, _ subject: RecordSubject) throws(RecordProblem) -> FieldValue {
    switch value {
    case .integer(let number): return .plain(Double(number).description)
    case .float(let number) where number.isFinite: return .plain(number.description)
    case .string(let text) where !text.isEmpty: return .text(text)
    default: throw wrongValue(key, "a number", value, subject)
    }
  }

  /// A property beside the common keys: as the schema declares it, else as what it looks like.
  func property(
    _ value: Value, _ key: String, _ declared: PropertyType?, _ subject: RecordSubject
  ) throws(RecordProblem) -> FieldValue {
    guard schema != nil, let declared else { return try free(value, key, subject) }
    if declared.isList {
      var values: [FieldValue] = []
      for element in Self.elements(value) { values.append(try single(element, declared, subject)) }
      return .list(values)
    }
    return try single(value, declared, subject)
  }

  private func single(
    _ value: Value, _ declared: PropertyType, _ subject: RecordSubject
  ) throws(RecordProblem) -> FieldValue {
    let key = declared.name
    switch declared.kind {
    case .text, .url, .entity: return try text(value, key, subject)
    case .date: return try date(value, key, subject)
    case .number: return try number(value, key, subject)
    case .integer:
      if case .integer(let number) = value { return .plain(String(number)) }
      if case .float(let number) = value, number.isFinite { return .plain(number.description) }
      if case .string(let text) = value, !text.isEmpty { return .text(text) }
      throw wrongValue(key, "a whole number", value, subject)
    case .boolean:
      if case .boolean(let flag) = value { return .plain(flag ? "true" : "false") }
      if case .string(let text) = value, !text.isEmpty { return .text(text) }
      throw wrongValue(key, "true or false", value, subject)
    }
  }

  /// A value that no schema speaks of; a date becomes a text, as which it will be read.
  private func free(
    _ value: Value, _ key: String, _ subject: RecordSubject
  ) throws(RecordProblem) -> FieldValue {
    switch value {
    case .string(let text) where !text.isEmpty: return .text(text)
    case .date(let date): return .text(date.description)
    case .boolean(let flag): return .plain(flag ? "true" : "false")
    case .integer(let number): return .plain(String(number))
    case .float(let number) where number.isFinite: return .plain(number.description)
    case .list(let elements):
      var values: [FieldValue] = []
      for element in elements {
        if case .list = element { throw wrongValue(key, "a text, number or date", element, subject) }
        values.append(try free(element, key, subject))
      }
      return .list(values)
    default: throw wrongValue(key, "a text, number, boolean, date or a list of those", value, subject)
    }
  }

  private func wrongValue(
    _ key: String, _ expected: String, _ value: Value, _ subject: RecordSubject
  ) -> RecordProblem {
    let isEmpty = value == .string("")
    return problem(
      "graph.wrong-value", "'\(key)' takes \(expected), and this is \(isEmpty ? "empty" : Self.kind(value))",
      subject, key, hint: isEmpty ? "REMOVE takes a field away" : nil)
  }

  private static func kind(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .float(let number): number.description
    case .string(let text): "'\(text)'"
    case .list: "a list"
    case .map: "a map"
    case .date(let date): "the date \(date)"
    case .localTime, .time: "a time"
    case .localDateTime, .dateTime: "a date with a time"
    case .duration: "a duration"
    case .node, .relationship, .path: "a part of the graph"
    }
  }
}
