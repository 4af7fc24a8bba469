import Diagnostics
import Vocabulary

/// A word of a question.
struct QuestionToken: Sendable {
  /// What it is.
  enum Kind: Sendable, Equatable {
    /// A word.
    case word
    /// A name in quotes.
    case quoted
    /// A date in digits: `2019`, `1990s`, `2020-11-10`.
    case date
    /// A comma, a semicolon.
    case comma
  }

  /// What it is.
  var kind: Kind
  /// The word normalised, the date as written, the name within the quotes normalised.
  var text: String
  /// The word without a possessive ending, if it has one: `armenia` for `Armenia's`.
  var stem: String?
  /// Where it stands.
  var span: SourceSpan
}

/// Cuts a question into words, names in quotes and dates.
///
/// Case, accents and punctuation do not matter; hyphens part words, as they do in ``NameKey``.
struct QuestionTokenizer {
  private let bytes: [UInt8]
  private let source: SourceText
  private var index = 0
  private var tokens: [QuestionToken] = []

  private init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
  }

  /// The words of a question.
  ///
  /// - Complexity: O(bytes).
  static func tokens(of source: SourceText) -> [QuestionToken] {
    var tokenizer = QuestionTokenizer(source)
    tokenizer.run()
    return tokenizer.tokens
  }

  private mutating func run() {
    while index < bytes.count {
      if let quote = quote() {
        tokens.append(quote)
      } else if let date = date() {
        tokens.append(date)
      } else if bytes[index] == 0x2C || bytes[index] == 0x3B {
        tokens.append(.init(kind: .comma, text: ",", span: SourceSpan(index..<(index + 1))))
        index += 1
      } else {
        word()
      }
    }
  }

  private static let quotes: [(open: [UInt8], close: [UInt8])] = [
    (Array("\"".utf8), Array("\"".utf8)), (Array("“".utf8), Array("”".utf8)),
    (Array("„".utf8), Array("“".utf8)),
    (Array("«".utf8), Array("»".utf8)), (Array("'".utf8), Array("'".utf8)),
    (Array("‘".utf8), Array("’".utf8)),
    (Array("`".utf8), Array("`".utf8)),
  ]

  /// A name in quotes; a single quote counts only where a word may begin and end.
  private mutating func quote() -> QuestionToken? {
    guard index == 0 || !isWordByte(bytes[index - 1]) else { return nil }
    for (open, close) in Self.quotes where has(open, at: index) {
      var end = index + open.count
      while end < bytes.count {
        if has(close, at: end), end + close.count >= bytes.count || !isWordByte(bytes[end + close.count]) {
          break
        }
        end += 1
      }
      guard end < bytes.count, end > index + open.count else { continue }
      let text = String(decoding: bytes[(index + open.count)..<end], as: UTF8.self)
      let key = NameKey.key(for: text)
      guard !key.isEmpty else { continue }
      let token = QuestionToken(kind: .quoted, text: key, span: SourceSpan(index..<(end + close.count)))
      index = end + close.count
      return token
    }
    return nil
  }

  private func has(_ text: [UInt8], at index: Int) -> Bool {
    guard index + text.count <= bytes.count else { return false }
    for offset in text.indices where bytes[index + offset] != text[offset] { return false }
    return true
  }

  private func isDigit(_ index: Int) -> Bool { index < bytes.count && (0x30...0x39).contains(bytes[index]) }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Reads the production `date`.
  ///
  /// date ::= DDDD ["s" | "-" DD ["-" DD]], not inside a word
  private mutating func date() -> QuestionToken? {
    guard index == 0 || !isWordByte(bytes[index - 1]) else { return nil }
    guard isDigit(index), isDigit(index + 1), isDigit(index + 2), isDigit(index + 3) else { return nil }
    var end = index + 4
    if end < bytes.count, bytes[end] == 0x73 {
      end += 1
    } else {
      for _ in 0..<2 {
        guard end < bytes.count, bytes[end] == 0x2D, isDigit(end + 1), isDigit(end + 2) else { break }
        end += 3
      }
    }
    guard end >= bytes.count || !isWordByte(bytes[end]) else { return nil }
    let span = SourceSpan(index..<end)
    index = end
    return .init(kind: .date, text: source.string(in: span), span: span)
  }

  private mutating func word() {
    let start = index
    var key = ""
    var possessive: String?
    while index < bytes.count {
      let (scalar, length) = scalar(at: index)
      if NameKey.part(scalar) == .separates { break }
      if NameKey.part(scalar) == .letter { NameKey.append(scalar, to: &key) }
      if scalar == "'" || scalar == "\u{2019}" { possessive = key }
      index += length
    }
    if key.isEmpty {
      index = max(index, start + max(1, scalar(at: start).1))
      return
    }
    let span = SourceSpan(start..<index)
    var stem: String?
    if let possessive, !possessive.isEmpty, key == possessive + "s" || key == possessive { stem = possessive }
    if let stem, stem != key, ["who", "what", "that", "there"].contains(stem) {
      let cut = start + stem.utf8.count
      tokens.append(.init(kind: .word, text: stem, span: SourceSpan(start..<cut)))
      tokens.append(.init(kind: .word, text: "is", span: SourceSpan(cut..<index)))
      return
    }
    tokens.append(.init(kind: .word, text: key, stem: stem, span: span))
  }

  /// The scalar at an offset; a broken byte counts as a space.
  private func scalar(at index: Int) -> (Unicode.Scalar, Int) {
    let first = bytes[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    guard length > 1, index + length <= bytes.count else { return (" ", 1) }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length {
      let byte = bytes[index + offset]
      guard byte & 0xC0 == 0x80 else { return (" ", 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (Unicode.Scalar(value) ?? " ", length)
  }
}
