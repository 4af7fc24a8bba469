import GraphCore

/// Values in words, for `toString`, `+` on strings and error messages.
enum ValueText {
  /// What `toString` gives; nil for lists, maps, nodes, relationships and paths.
  static func plain(_ value: Value) -> String? {
    switch value {
    case .string(let text): text
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .float(let number): float(number)
    case .date(let date): date.description
    case .localTime(let time): time.description
    case .time(let time): time.description
    case .localDateTime(let moment): moment.description
    case .dateTime(let moment): moment.description
    case .duration(let amount): amount.description
    default: nil
    }
  }

  /// A float as openCypher prints it: always with a point or an exponent, `NaN` and `Infinity` by name.
  static func float(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }

  /// The value's type for error messages: `a string`.
  static func withArticle(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean: "a Boolean"
    case .integer: "an integer"
    case .float: "a float"
    case .string: "a string"
    case .list: "a list"
    case .map: "a map"
    case .date: "a date"
    case .localTime, .time: "a time"
    case .localDateTime, .dateTime: "a point in time"
    case .duration: "a duration"
    case .node: "a node"
    case .relationship: "a relationship"
    case .path: "a path"
    }
  }
}
