import Diagnostics
import GraphCore
import QueryPlanning

/// `toInteger`, `toFloat`, `toBoolean`, `toString` and their forgiving forms.
enum ConversionFunctions {
  static let table: [FunctionID: ScalarFunction] = [
    .toInteger: { values, _ throws(QueryFailure) in
      try converted(integer(values[0]), "toInteger", values[0])
    },
    .toFloat: { values, _ throws(QueryFailure) in
      try converted(float(values[0]), "toFloat", values[0])
    },
    .toBoolean: { values, _ throws(QueryFailure) in
      try converted(boolean(values[0]), "toBoolean", values[0])
    },
    .toString: { values, _ throws(QueryFailure) in
      try converted(string(values[0]), "toString", values[0])
    },
    .toIntegerList: { values, _ throws(QueryFailure) in try list(values[0], "toIntegerList", integer) },
    .toFloatList: { values, _ throws(QueryFailure) in try list(values[0], "toFloatList", float) },
    .toBooleanList: { values, _ throws(QueryFailure) in try list(values[0], "toBooleanList", boolean) },
    .toStringList: { values, _ throws(QueryFailure) in try list(values[0], "toStringList", string) },
    .toIntegerOrNull: { values, _ throws(QueryFailure) in integer(values[0]) ?? .null },
    .toFloatOrNull: { values, _ throws(QueryFailure) in float(values[0]) ?? .null },
    .toBooleanOrNull: { values, _ throws(QueryFailure) in boolean(values[0]) ?? .null },
    .toStringOrNull: { values, _ throws(QueryFailure) in string(values[0]) ?? .null },
  ]

  private static func converted(
    _ result: Value?, _ name: String, _ value: Value
  ) throws(QueryFailure) -> Value {
    guard let result else {
      throw .argumentValue("\(name)() does not take \(ValueText.withArticle(value))")
    }
    return result
  }

  /// Each element converted, null where it cannot be.
  private static func list(
    _ value: Value, _ name: String, _ convert: (Value) -> Value?
  ) throws(QueryFailure) -> Value {
    switch value {
    case .null: return .null
    case .list(let elements): return .list(elements.map { convert($0) ?? .null })
    default: throw .argumentType("\(name)() takes a list, not \(ValueText.withArticle(value))")
    }
  }

  /// The integer; null for a string that is no number; nil for a type that does not convert.
  private static func integer(_ value: Value) -> Value? {
    switch value {
    case .null, .integer: return value
    case .boolean(let flag): return .integer(flag ? 1 : 0)
    case .float(let number): return truncated(number)
    case .string(let text):
      let trimmed = trimmed(text)
      if let number = Int64(trimmed) { return .integer(number) }
      return decimal(trimmed).map(truncated) ?? .null
    default: return nil
    }
  }

  private static func truncated(_ number: Double) -> Value {
    guard number >= -0x1p63, number < 0x1p63 else { return .null }
    return .integer(Int64(number))
  }

  private static func float(_ value: Value) -> Value? {
    switch value {
    case .null, .float: value
    case .integer(let number): .float(Double(number))
    case .string(let text): decimal(trimmed(text)).map { .float($0) } ?? .null
    default: nil
    }
  }

  /// A decimal number; Swift's own reader would take `0x1p3`, `nan` and `inf` too.
  private static func decimal(_ text: String) -> Double? {
    let allowed = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    return allowed ? Double(text) : nil
  }

  private static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    scalars = scalars.drop { $0.properties.isWhitespace }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  private static func boolean(_ value: Value) -> Value? {
    switch value {
    case .null, .boolean: return value
    case .integer(let number): return .boolean(number != 0)
    case .string(let text):
      switch text.lowercased() {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: return .null
      }
    default: return nil
    }
  }

  private static func string(_ value: Value) -> Value? {
    value.isNull ? .null : ValueText.plain(value).map { .string($0) }
  }
}
