import Diagnostics

/// Reads JSON (RFC 8259), bounded in depth, with the place of every value and every mistake.
///
///     value  = object | array | string | number | "true" | "false" | "null"
///     object = "{" [ string ":" value *( "," string ":" value ) ] "}"
///     array  = "[" [ value *( "," value ) ] "]"
struct JSONParser {
  /// The most arrays and objects inside one another.
  static let depthLimit = 200

  private let source: SourceText
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int
  private var depth = 0

  /// Reads a text that is one JSON value.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - range: The bytes to read; nil means all.
  /// - Returns: The value.
  /// - Throws: The first mistake, `json.…`, with its place.
  /// - Complexity: O(bytes).
  static func value(in source: SourceText, range: Range<Int>? = nil) throws(Diagnostic) -> JSONNode {
    var parser = JSONParser(source, range ?? 0..<source.bytes.count)
    if parser.index == 0, source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.index = 3 }
    let value = try parser.value()
    parser.skipSpaces()
    if parser.index < parser.end {
      throw parser.failure("json.syntax", "there is more after the end of the JSON value", at: parser.index)
    }
    return value
  }

  private init(_ source: SourceText, _ range: Range<Int>) {
    self.source = source
    bytes = source.bytes
    index = range.lowerBound
    end = range.upperBound
  }

  private func failure(
    _ code: String, _ message: String, at place: Int, hints: [String] = []
  ) -> Diagnostic {
    let lower = min(place, end)
    return .error(code, message, in: source, at: SourceSpan(lower..<min(lower + 1, end)), hints: hints)
  }

  private func unexpected(_ wanted: String) -> Diagnostic {
    guard index < end else {
      return failure(
        "json.syntax", "the text ends where \(wanted) is needed", at: index,
        hints: ["the file may have been cut off"])
    }
    let byte = bytes[index]
    let found = byte >= 0x21 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "this"
    return failure("json.syntax", "\(wanted) is needed here, not \(found)", at: index)
  }

  private mutating func skipSpaces() {
    while index < end {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard index < end, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(Diagnostic) -> JSONNode {
    skipSpaces()
    let start = index
    guard index < end else { throw unexpected("a value") }
    let content: JSONNode.Content
    switch bytes[index] {
    case UInt8(ascii: "{"): content = .object(try object())
    case UInt8(ascii: "["): content = .array(try array())
    case UInt8(ascii: "\""): content = .string(try string())
    case UInt8(ascii: "t"): content = try word("true", .boolean(true))
    case UInt8(ascii: "f"): content = try word("false", .boolean(false))
    case UInt8(ascii: "n"): content = try word("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: content = .number(try number())
    default: throw unexpected("a value")
    }
    return JSONNode(content: content, span: SourceSpan(start..<index))
  }

  private mutating func word(
    _ word: String, _ content: JSONNode.Content
  ) throws(Diagnostic) -> JSONNode.Content {
    guard bytes[index..<end].starts(with: word.utf8) else { throw unexpected("a value") }
    index += word.utf8.count
    return content
  }

  private mutating func deeper() throws(Diagnostic) {
    depth += 1
    if depth > Self.depthLimit {
      throw failure(
        "json.too-deep", "more than \(Self.depthLimit) lists and objects stand in one another", at: index)
    }
  }

  private mutating func array() throws(Diagnostic) -> [JSONNode] {
    try deeper()
    index += 1
    var elements: [JSONNode] = []
    skipSpaces()
    if !skip(UInt8(ascii: "]")) {
      while true {
        elements.append(try value())
        skipSpaces()
        if skip(UInt8(ascii: "]")) { break }
        guard skip(UInt8(ascii: ",")) else { throw unexpected("',' or ']'") }
      }
    }
    depth -= 1
    return elements
  }

  private mutating func object() throws(Diagnostic) -> [JSONMember] {
    try deeper()
    index += 1
    var members: [JSONMember] = []
    members.reserveCapacity(8)
    var keys: Set<String> = []
    skipSpaces()
    if !skip(UInt8(ascii: "}")) {
      while true {
        skipSpaces()
        let start = index
        guard index < end, bytes[index] == UInt8(ascii: "\"") else {
          throw unexpected("a key in quotes")
        }
        let key = try string()
        let keySpan = SourceSpan(start..<index)
        guard Self.isNew(key, among: members, &keys) else {
          throw .error(
            "json.duplicate-key", "the key '\(key)' stands twice in one object", in: source, at: keySpan)
        }
        skipSpaces()
        guard skip(UInt8(ascii: ":")) else { throw unexpected("':'") }
        members.append(JSONMember(key: key, keySpan: keySpan, value: try value()))
        skipSpaces()
        if skip(UInt8(ascii: "}")) { break }
        guard skip(UInt8(ascii: ",")) else { throw unexpected("',' or '}'") }
      }
    }
    depth -= 1
    return members
  }

  /// Whether no member has a key yet: few are compared, many looked up in a set.
  private static func isNew(_ key: String, among members: [JSONMember], _ keys: inout Set<String>) -> Bool {
    if members.count < 16 { return !members.contains { $0.key == key } }
    if keys.isEmpty { keys = Set(members.map(\.key)) }
    return keys.insert(key).inserted
  }

  /// Reads a number.
  ///
  ///     number = [ "-" ] ( "0" | digit1-9 *digit ) [ "." 1*digit ] [ ( "e" | "E" ) [ "+" | "-" ] 1*digit ]
  private mutating func number() throws(Diagnostic) -> String {
    let start = index
    _ = skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) { try digits() }
    if skip(UInt8(ascii: ".")) { try digits() }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      try digits()
    }
    return plainText(start..<index)
  }

  private mutating func digits() throws(Diagnostic) {
    let start = index
    while index < end, (0x30...0x39).contains(bytes[index]) { index += 1 }
    if index == start { throw unexpected("a digit") }
  }

  private mutating func string() throws(Diagnostic) -> String {
    let opening = index
    index += 1
    var result = ""
    var start = index
    // Most texts hold no escape, and are made at once.
    var high: UInt8 = 0
    while index < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return high < 0x80 ? plainText(start..<index - 1) : try text(start..<index - 1)
      }
      if byte < 0x20 || byte == UInt8(ascii: "\\") { break }
      high |= byte
      index += 1
    }
    while index < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        result += try text(start..<index)
        index += 1
        return result
      }
      if byte < 0x20 {
        throw failure(
          "json.syntax", "a control character stands inside a text", at: index,
          hints: ["write a line break as \\n and a tab as \\t"])
      }
      if byte == UInt8(ascii: "\\") {
        result += try text(start..<index)
        result.unicodeScalars.append(try escape())
        start = index
      } else {
        index += 1
      }
    }
    throw failure("json.syntax", "a text begins here and does not end", at: opening)
  }

  /// The text of bytes that are known to be UTF-8.
  private func plainText(_ range: Range<Int>) -> String {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
  }

  private func text(_ range: Range<Int>) throws(Diagnostic) -> String {
    let text = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
    guard let text else {
      throw failure(
        "convert.encoding", "this text is not valid UTF-8", at: range.lowerBound,
        hints: ["save the file in UTF-8"])
    }
    return text
  }

  private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
    let start = index
    index += 1
    guard index < end else { throw unexpected("the rest of an escape") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try hexadecimal()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      // A high surrogate needs a low one right behind it.
      if (0xD800..<0xDC00).contains(unit), bytes[index..<end].starts(with: Array("\\u".utf8)) {
        index += 2
        let low = try hexadecimal()
        if (0xDC00..<0xE000).contains(low),
          let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        {
          return scalar
        }
      }
      throw failure("json.syntax", "half of a surrogate pair stands alone", at: start)
    default:
      throw failure("json.syntax", "this is no escape that JSON knows", at: start)
    }
  }

  private mutating func hexadecimal() throws(Diagnostic) -> UInt32 {
    guard end - index >= 4,
      let unit = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16),
      bytes[index] != UInt8(ascii: "+"), bytes[index] != UInt8(ascii: "-")
    else { throw unexpected("four hexadecimal digits") }
    index += 4
    return unit
  }
}
