import Diagnostics

/// Scalars: plain, quoted, literal and folded.
extension YAMLScanner {
  /// The breaks met between two words of a scalar, waiting to be folded.
  private struct Fold {
    /// Whether any line break was met.
    var hasBreak = false
    /// The line breaks after the first.
    var extraBreaks = 0
    /// Blanks on the line of the last word.
    var blanks: [UInt8] = []

    /// Folds into a text: one break becomes a space, n breaks become n - 1 breaks, blanks stay.
    mutating func flush(into text: inout [UInt8]) {
      if hasBreak {
        if extraBreaks == 0 { text.append(0x20) }
        for _ in 0..<extraBreaks { text.append(0x0A) }
      } else {
        text += blanks
      }
      self = Fold()
    }
  }

  /// Passes blanks and line breaks inside a scalar.
  private mutating func skipFold(_ fold: inout Fold, forbidTabBelow column: Int?) throws(Diagnostic) {
    while !isAtEnd, isBlank() || isBreak() {
      if isBlank() {
        if fold.hasBreak, let least = column, self.column < least, byte() == 0x09 {
          throw failure(
            "yaml.tab", "a tab cannot indent", index, index + 1, hints: ["indent with spaces"])
        }
        if !fold.hasBreak { fold.blanks.append(byte()) }
        index += 1
      } else {
        if fold.hasBreak { fold.extraBreaks += 1 }
        fold.hasBreak = true
        skipLine()
      }
    }
  }

  /// `plain ::= a run of words, on one line or on more that are indented deeper than the block`
  mutating func scanPlainScalar() throws(Diagnostic) {
    let start = index
    var end = index
    var text: [UInt8] = []
    var fold = Fold()
    while !isAtEnd {
      if isAtDocumentMarker || byte() == 0x23 { break }
      while !isBlankOrEnd() {
        if flowLevel > 0, byte() == 0x3A, isFlowIndicator(byte(1)) || byte(1) == 0x3F {
          throw failure(
            "yaml.syntax", "a space is missing after this ':'", index, index + 1,
            hints: ["put quotes around a text that holds ':'"])
        }
        if byte() == 0x3A, isBlankOrEnd(1) { break }
        if flowLevel > 0, isFlowIndicator(byte()) { break }
        fold.flush(into: &text)
        text.append(byte())
        index += 1
        end = index
      }
      guard !isAtEnd, isBlank() || isBreak() else { break }
      try skipFold(&fold, forbidTabBelow: indent + 1)
      if flowLevel == 0, column < indent + 1 { break }
    }
    if fold.hasBreak { isSimpleKeyAllowed = true }
    appendScalar(text, .plain, start, end)
  }

  private func isFlowIndicator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
    default: false
    }
  }

  private mutating func appendScalar(
    _ text: [UInt8], _ style: YAMLNode.ScalarStyle, _ start: Int, _ end: Int
  ) {
    let kind = YAMLToken.Kind.scalar(String(decoding: text, as: UTF8.self), style)
    append(kind, span: SourceSpan(start..<end))
  }

  /// `quoted ::= "'" (text | "''")* "'" | '"' (text | escape)* '"'`
  mutating func scanQuotedScalar() throws(Diagnostic) {
    let start = index
    let quote = byte()
    let isSingle = quote == 0x27
    index += 1
    var text: [UInt8] = []
    while true {
      if isAtDocumentMarker || isAtEnd {
        throw failure(
          "yaml.syntax", "the quote that opens here is never closed", start, start + 1,
          hints: ["close the text with \(isSingle ? "'" : "\"")"])
      }
      var fold = Fold()
      while !isBlankOrEnd() {
        if isSingle, byte() == 0x27, byte(1) == 0x27 {
          text.append(0x27)
          index += 2
        } else if byte() == quote {
          break
        } else if !isSingle, byte() == 0x5C, !isAtEnd, index + 1 < bytes.count, isBreak(1) {
          // A backslash at the end of a line joins it to the next without a space.
          index += 1
          skipLine()
          fold.hasBreak = true
          break
        } else if !isSingle, byte() == 0x5C {
          try scanEscape(into: &text)
        } else {
          text.append(byte())
          index += 1
        }
      }
      if byte() == quote, !isAtEnd { break }
      let isJoined = fold.hasBreak
      try skipFold(&fold, forbidTabBelow: nil)
      if isJoined {
        for _ in 0..<fold.extraBreaks { text.append(0x0A) }
      } else {
        fold.flush(into: &text)
      }
    }
    index += 1
    appendScalar(text, isSingle ? .singleQuoted : .doubleQuoted, start, index)
  }

  private mutating func scanEscape(into text: inout [UInt8]) throws(Diagnostic) {
    let start = index
    var length = 0
    switch byte(1) {
    case UInt8(ascii: "0"): text.append(0)
    case UInt8(ascii: "a"): text.append(0x07)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "t"), 0x09: text.append(0x09)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "v"): text.append(0x0B)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "e"): text.append(0x1B)
    case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): text.append(byte(1))
    case UInt8(ascii: "N"): text += [0xC2, 0x85]
    case UInt8(ascii: "_"): text += [0xC2, 0xA0]
    case UInt8(ascii: "L"): text += [0xE2, 0x80, 0xA8]
    case UInt8(ascii: "P"): text += [0xE2, 0x80, 0xA9]
    case UInt8(ascii: "x"): length = 2
    case UInt8(ascii: "u"): length = 4
    case UInt8(ascii: "U"): length = 8
    default:
      throw failure(
        "yaml.syntax", "no escape begins with '\\' and this character", start, min(start + 2, bytes.count),
        hints: ["write '\\\\' for a backslash, or use single quotes"])
    }
    index += 2
    guard length > 0 else { return }
    var value: UInt32 = 0
    for _ in 0..<length {
      guard let digit = Character(UnicodeScalar(byte())).hexDigitValue, !isAtEnd else {
        throw failure(
          "yaml.syntax", "this escape needs \(length) hexadecimal digits", start, index + 1)
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    guard let scalar = UnicodeScalar(value) else {
      throw failure("yaml.syntax", "this escape names no character", start, index)
    }
    text += Array(String(scalar).utf8)
  }

  /// `block-scalar ::= ("|" | ">") indentation-digit? ("+" | "-")? comment? break line*`
  mutating func scanBlockScalar() throws(Diagnostic) {
    let start = index
    let isLiteral = byte() == 0x7C
    index += 1
    let (chomping, increment) = try scanBlockHeader(from: start)
    var end = index
    while isBlank() { index += 1 }
    if byte() == 0x23 { scanComment() }
    guard isBreakOrEnd() else {
      throw failure(
        "yaml.syntax", "the text of a block begins on the next line", index, index + 1,
        hints: ["put quotes around a text that begins with '\(isLiteral ? "|" : ">")'"])
    }
    if !isAtEnd { skipLine() }
    var blockIndent = increment == 0 ? 0 : max(indent, 0) + increment
    var text: [UInt8] = []
    var hasBreak = false
    var breaks = try scanBlockBreaks(&blockIndent)
    var isLastBlank = false
    while column == blockIndent, !isAtEnd {
      let isBlankHere = isBlank()
      if !isLiteral, hasBreak, !isLastBlank, !isBlankHere {
        if breaks == 0 { text.append(0x20) }
      } else if hasBreak {
        text.append(0x0A)
      }
      for _ in 0..<breaks { text.append(0x0A) }
      isLastBlank = isBlank()
      while !isBreakOrEnd() {
        text.append(byte())
        index += 1
      }
      end = index
      hasBreak = !isAtEnd
      if !isAtEnd { skipLine() }
      breaks = try scanBlockBreaks(&blockIndent)
    }
    if chomping != .strip, hasBreak { text.append(0x0A) }
    if chomping == .keep {
      for _ in 0..<breaks { text.append(0x0A) }
      // Kept line breaks belong to the text, so its bytes reach to where the next line begins.
      if breaks > 0 { end = lineStart }
    }
    appendScalar(text, isLiteral ? .literal : .folded, start, end)
  }

  private enum Chomping {
    case clip
    case strip
    case keep
  }

  private mutating func scanBlockHeader(from start: Int) throws(Diagnostic) -> (Chomping, Int) {
    var chomping = Chomping.clip
    var increment = 0
    for _ in 0..<2 {
      switch byte() {
      case UInt8(ascii: "+") where chomping == .clip:
        chomping = .keep
        index += 1
      case UInt8(ascii: "-") where chomping == .clip:
        chomping = .strip
        index += 1
      case UInt8(ascii: "1")...UInt8(ascii: "9") where increment == 0:
        increment = Int(byte() - 0x30)
        index += 1
      case UInt8(ascii: "0") where increment == 0:
        throw failure("yaml.syntax", "a block cannot be indented by 0", start, index + 1)
      default: break
      }
    }
    return (chomping, increment)
  }

  /// Passes empty lines and the indentation of the next line; finds out the block's indentation if it is 0.
  private mutating func scanBlockBreaks(_ blockIndent: inout Int) throws(Diagnostic) -> Int {
    var deepest = 0
    var count = 0
    while true {
      while blockIndent == 0 || column < blockIndent, byte() == 0x20 { index += 1 }
      deepest = max(deepest, column)
      if blockIndent == 0 || column < blockIndent, byte() == 0x09 {
        throw failure(
          "yaml.tab", "a tab cannot indent", index, index + 1, hints: ["indent with spaces"])
      }
      guard !isAtEnd, isBreak() else { break }
      count += 1
      skipLine()
    }
    if blockIndent == 0 { blockIndent = max(deepest, indent + 1, 1) }
    return count
  }
}
