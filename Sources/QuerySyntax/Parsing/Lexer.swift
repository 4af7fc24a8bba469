import Diagnostics

/// Cuts a statement into tokens, over its UTF-8 bytes.
///
/// A mistake ends the tokens with one of kind `invalid`; the parser raises ``failure`` when it gets there, so
/// that the first mistake in the text is the one reported.
struct Lexer {
  private let bytes: [UInt8]
  private var position = 0
  private(set) var tokens: [Token] = []
  private(set) var failure: QueryFailure?

  /// Cuts a text.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 3 + 8)
    let keywords = KeywordTable.standard
    while skipBlanks(), position < bytes.count {
      readToken(keywords)
      if failure != nil { break }
    }
    let end = UInt32(clamping: bytes.count)
    tokens.append(Token(kind: .end, lower: end, upper: end))
  }

  private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func stop(_ failure: QueryFailure, from lower: Int) {
    self.failure = failure
    append(.invalid, from: lower)
  }

  private mutating func append(_ kind: Token.Kind, _ keyword: Keyword = .none, from lower: Int) {
    tokens.append(
      Token(
        kind: kind, keyword: keyword, lower: UInt32(truncatingIfNeeded: lower),
        upper: UInt32(truncatingIfNeeded: position)))
  }

  // MARK: Blanks and comments

  /// `SP = { whitespace | "//" … | "/*" … "*/" }`.
  ///
  /// - Returns: False when a comment is not closed.
  private mutating func skipBlanks() -> Bool {
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case 0x20, 0x09...0x0D, 0x1C...0x1F: position += 1
      case 0x2F where self.byte(at: position + 1) == 0x2F:
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
      case 0x2F where self.byte(at: position + 1) == 0x2A:
        if !skipBlockComment() { return false }
      case 0x80...:
        let (scalar, length) = scalar(at: position)
        guard scalar.properties.isWhitespace || scalar.value == 0xFEFF else { return true }
        position += length
      default: return true
      }
    }
    return true
  }

  private mutating func skipBlockComment() -> Bool {
    let lower = position
    position += 2
    while position < bytes.count {
      if bytes[position] == 0x2A, byte(at: position + 1) == 0x2F {
        position += 2
        return true
      }
      position += 1
    }
    position = lower + 2
    stop(.unclosed("comment", at: SourceSpan(lower..<lower + 2), hint: "end it with */"), from: lower)
    return false
  }

  // MARK: Tokens

  private mutating func readToken(_ keywords: KeywordTable) {
    let lower = position
    let byte = bytes[lower]
    switch byte {
    case 0x41...0x5A, 0x61...0x7A, 0x5F: readWord(keywords)
    case 0x30...0x39: readNumber()
    case 0x2E where self.byte(at: lower + 1).isDigit: readNumber()
    case 0x27, 0x22: readQuoted(.string, "string")
    case 0x60: readQuoted(.quotedName, "back-ticked name")
    case 0x80...: readWordOrRefuse(keywords)
    default:
      guard let (kind, length) = symbol(byte, next: self.byte(at: lower + 1)) else {
        position += 1
        stop(.unexpectedCharacter(Unicode.Scalar(byte), at: SourceSpan(lower..<position)), from: lower)
        return
      }
      position += length
      append(kind, from: lower)
    }
  }

  private func symbol(_ byte: UInt8, next: UInt8) -> (Token.Kind, Int)? {
    switch (byte, next) {
    case (0x28, _): (.leftParenthesis, 1)
    case (0x29, _): (.rightParenthesis, 1)
    case (0x5B, _): (.leftBracket, 1)
    case (0x5D, _): (.rightBracket, 1)
    case (0x7B, _): (.leftBrace, 1)
    case (0x7D, _): (.rightBrace, 1)
    case (0x2C, _): (.comma, 1)
    case (0x2E, 0x2E): (.dots, 2)
    case (0x2E, _): (.dot, 1)
    case (0x3A, _): (.colon, 1)
    case (0x3B, _): (.semicolon, 1)
    case (0x7C, _): (.pipe, 1)
    case (0x24, _): (.dollar, 1)
    case (0x21, _) where next != 0x3D: (.exclamation, 1)
    case (0x26, _) where next != 0x26: (.ampersand, 1)
    case (0x2B, 0x3D): (.plusEqual, 2)
    case (0x2B, _): (.plus, 1)
    case (0x2D, _): (.minus, 1)
    case (0x2A, _): (.star, 1)
    case (0x2F, _): (.slash, 1)
    case (0x25, _): (.percent, 1)
    case (0x5E, _): (.caret, 1)
    case (0x3D, 0x7E): (.matches, 2)
    case (0x3D, _): (.equal, 1)
    case (0x3C, 0x3E): (.notEqual, 2)
    case (0x3C, 0x3D): (.lessOrEqual, 2)
    case (0x3C, _): (.less, 1)
    case (0x3E, 0x3D): (.greaterOrEqual, 2)
    case (0x3E, _): (.greater, 1)
    default: nil
    }
  }

  // MARK: Words

  /// `UnescapedSymbolicName = identifier start, { identifier part }`.
  private mutating func readWord(_ keywords: KeywordTable) {
    let lower = position
    var packed = PackedWord()
    while position < bytes.count {
      let byte = bytes[position]
      if byte.isWordPart {
        packed.append(byte)
        position += 1
      } else if byte >= 0x80, scalar(at: position).scalar.isNamePart {
        packed.append(byte)
        position += scalar(at: position).length
      } else {
        break
      }
    }
    let isShort = position - lower <= KeywordTable.longest
    append(.word, isShort ? keywords.keyword(packed) : .none, from: lower)
  }

  private mutating func readWordOrRefuse(_ keywords: KeywordTable) {
    let (scalar, length) = scalar(at: position)
    if scalar.isNameStart { return readWord(keywords) }
    let lower = position
    position += length
    stop(.invalidCharacter(scalar, at: SourceSpan(lower..<position)), from: lower)
  }

  /// The scalar that begins at an index; the bytes come from a `String`, so they are valid.
  private func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = bytes[index]
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for offset in 1..<length { value = value << 6 | UInt32(byte(at: index + offset) & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  // MARK: Quoted texts

  /// `EscapedSymbolicName = "`", { character | "``" }, "`"` and the two kinds of `StringLiteral`.
  ///
  /// Only the closing quote is looked for; ``LiteralDecoding`` resolves escapes when the text is wanted.
  private mutating func readQuoted(_ kind: Token.Kind, _ what: String) {
    let lower = position
    let quote = bytes[lower]
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        position += 1
        if quote == 0x60, self.byte(at: position) == quote {
          position += 1
          continue
        }
        append(kind, from: lower)
        return
      }
      position += byte == 0x5C && quote != 0x60 ? 2 : 1
    }
    position = lower + 1
    let mark = String(Unicode.Scalar(quote))
    stop(.unclosed(what, at: SourceSpan(lower..<lower + 1), hint: "end it with \(mark)"), from: lower)
  }

  // MARK: Numbers

  /// `NumberLiteral = DoubleLiteral | IntegerLiteral`.
  private mutating func readNumber() {
    let lower = position
    if bytes[lower] == 0x30, byte(at: lower + 1) | 0x20 == 0x78 {
      return readDigits(.integer, from: lower, after: 2) { $0.hexadecimalValue != nil }
    }
    if bytes[lower] == 0x30, byte(at: lower + 1) | 0x20 == 0x6F {
      return readDigits(.integer, from: lower, after: 2) { $0 >= 0x30 && $0 <= 0x37 }
    }
    var kind = Token.Kind.integer
    skipDigits()
    if byte(at: position) == 0x2E, byte(at: position + 1).isDigit {
      kind = .float
      position += 1
      skipDigits()
    }
    if byte(at: position) | 0x20 == 0x65 {
      kind = .float
      position += 1
      if byte(at: position) == 0x2D || byte(at: position) == 0x2B { position += 1 }
      guard byte(at: position).isDigit else { return refuseNumber(from: lower) }
      skipDigits()
    }
    let hasLeadingZero = kind == .integer && position - lower > 1 && bytes[lower] == 0x30
    if byte(at: position).isWordPart || hasLeadingZero { return refuseNumber(from: lower) }
    append(kind, from: lower)
  }

  private mutating func readDigits(
    _ kind: Token.Kind, from lower: Int, after prefix: Int, where isDigit: (UInt8) -> Bool
  ) {
    position = lower + prefix
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    if position == lower + prefix || byte(at: position).isWordPart { return refuseNumber(from: lower) }
    append(kind, from: lower)
  }

  private mutating func skipDigits() {
    while position < bytes.count, bytes[position].isDigit { position += 1 }
  }

  private mutating func refuseNumber(from lower: Int) {
    while byte(at: position).isWordPart { position += 1 }
    let span = SourceSpan(lower..<position)
    stop(.invalidNumber(String(decoding: bytes[lower..<position], as: UTF8.self), at: span), from: lower)
  }
}

extension UInt8 {
  /// Whether the byte is `0` to `9`.
  var isDigit: Bool { self &- 0x30 < 10 }

  /// Whether the byte is a letter, a digit or an underscore of ASCII.
  var isWordPart: Bool { self | 0x20 &- 0x61 < 26 || isDigit || self == 0x5F }

  /// The value of a hexadecimal digit.
  var hexadecimalValue: UInt8? {
    if isDigit { return self &- 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter &+ 10 : nil
  }
}

extension Unicode.Scalar {
  /// Whether a name may begin with the scalar.
  var isNameStart: Bool { properties.isIDStart || properties.generalCategory == .connectorPunctuation }

  /// Whether a name may go on with the scalar.
  var isNamePart: Bool { properties.isIDContinue || properties.generalCategory == .currencySymbol }
}
