import Diagnostics
import GraphCore
import QueryPlanning

/// Functions of strings; positions and lengths count code points.
enum StringFunctions {
  static let table: [FunctionID: ScalarFunction] = [
    .toLower: { values, _ throws(QueryFailure) in try mapped("toLower", values[0]) { $0.lowercased() } },
    .toUpper: { values, _ throws(QueryFailure) in try mapped("toUpper", values[0]) { $0.uppercased() } },
    .trim: { values, _ throws(QueryFailure) in try trimmed("trim", values, start: true, end: true) },
    .lTrim: { values, _ throws(QueryFailure) in try trimmed("lTrim", values, start: true, end: false) },
    .rTrim: { values, _ throws(QueryFailure) in try trimmed("rTrim", values, start: false, end: true) },
    .left: { values, _ throws(QueryFailure) in
      try cut("left", values) { scalars, count in scalars.prefix(count) }
    },
    .right: { values, _ throws(QueryFailure) in
      try cut("right", values) { scalars, count in scalars.suffix(count) }
    },
    .substring: substring, .replace: replace, .split: split,
  ]

  private static func string(_ name: String, _ value: Value) throws(QueryFailure) -> String? {
    switch value {
    case .string(let text): return text
    case .null: return nil
    default: throw .argumentType("\(name)() takes a string, not \(ValueText.withArticle(value))")
    }
  }

  private static func mapped(
    _ name: String, _ value: Value, _ body: (String) -> String
  ) throws(QueryFailure) -> Value {
    guard let text = try string(name, value) else { return .null }
    return .string(body(text))
  }

  /// Takes white space, or the code points of the second argument, away from the ends.
  private static func trimmed(
    _ name: String, _ values: [Value], start: Bool, end: Bool
  ) throws(QueryFailure) -> Value {
    guard let text = try string(name, values[0]) else { return .null }
    var characters: Set<Unicode.Scalar>?
    if values.count > 1 {
      guard let set = try string(name, values[1]) else { return .null }
      characters = Set(set.unicodeScalars)
    }
    func isTrimmed(_ scalar: Unicode.Scalar) -> Bool {
      characters?.contains(scalar) ?? scalar.properties.isWhitespace
    }
    var scalars = text.unicodeScalars[...]
    if start { scalars = scalars.drop(while: isTrimmed) }
    if end {
      while let last = scalars.last, isTrimmed(last) { scalars.removeLast() }
    }
    return .string(String(scalars))
  }

  private static func cut(
    _ name: String, _ values: [Value],
    _ body: (Substring.UnicodeScalarView, Int) -> Substring.UnicodeScalarView
  ) throws(QueryFailure) -> Value {
    guard let text = try string(name, values[0]), !values[1].isNull else { return .null }
    let count = try length(name, values[1])
    return .string(String(body(text.unicodeScalars[...], count)))
  }

  /// A position or a number of code points.
  private static func length(_ name: String, _ value: Value) throws(QueryFailure) -> Int {
    guard case .integer(let number) = value else {
      throw .argumentType("\(name)() takes an integer, not \(ValueText.withArticle(value))")
    }
    guard number >= 0 else { throw .outOfRange("\(name)() takes no negative number") }
    return Int(clamping: number)
  }

  /// `substring(text, start)` and `substring(text, start, length)`.
  private static let substring: ScalarFunction = { values, _ throws(QueryFailure) in
    guard let text = try string("substring", values[0]), !values[1].isNull else { return .null }
    if values.count > 2, values[2].isNull { return .null }
    var rest = text.unicodeScalars.dropFirst(try length("substring", values[1]))
    if values.count > 2 { rest = rest.prefix(try length("substring", values[2])) }
    return .string(String(rest))
  }

  /// Every occurrence of the second argument becomes the third; nothing happens for an empty second one.
  private static let replace: ScalarFunction = { values, run throws(QueryFailure) in
    guard let text = try string("replace", values[0]), let part = try string("replace", values[1]),
      let substitute = try string("replace", values[2])
    else { return .null }
    if part.isEmpty { return .string(text) }
    let (bytes, new) = (Array(text.utf8), Array(substitute.utf8))
    let search = ByteSearch(part)
    // Counted before anything is made of them: there may be as many as bytes.
    var found = -1
    search.forEachPiece(of: bytes, bytes.indices) { _ in found += 1 }
    if found == 0 { return .string(text) }
    // At most 2²⁶ pieces and bytes each: the product fits.
    let size = bytes.count + found * (new.count - search.count)
    try SizeLimits.check(textBytes: size)
    try run.reserve(size)
    var result: [UInt8] = []
    result.reserveCapacity(size)
    search.forEachPiece(of: bytes, bytes.indices) { piece in
      if piece.lowerBound > 0 { result += new }
      result += bytes[piece]
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  /// The parts between the separators (a string, or a list of strings); single code points for an empty one.
  private static let split: ScalarFunction = { values, run throws(QueryFailure) in
    guard let text = try string("split", values[0]), !values[1].isNull else { return .null }
    var separators: [String] = []
    if case .list(let list) = values[1] {
      for element in list {
        guard let separator = try string("split", element) else { return .null }
        separators.append(separator)
      }
    } else if let separator = try string("split", values[1]) {
      separators = [separator]
    }
    if separators.contains("") {
      try SizeLimits.check(elements: text.unicodeScalars.count)
      return .list(text.unicodeScalars.map { .string(String($0)) })
    }
    let bytes = Array(text.utf8)
    var parts = [bytes.indices]
    for separator in separators {
      let search = ByteSearch(separator)
      var count = 0
      for part in parts { search.forEachPiece(of: bytes, part) { _ in count += 1 } }
      try SizeLimits.check(elements: count)
      try run.reserve(count * MemoryLayout<Value>.stride)
      var finer: [Range<Int>] = []
      finer.reserveCapacity(count)
      for part in parts { search.forEachPiece(of: bytes, part) { finer.append($0) } }
      parts = finer
    }
    return .list(parts.map { .string(String(decoding: bytes[$0], as: UTF8.self)) })
  }
}
