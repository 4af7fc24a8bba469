import Diagnostics

/// Turns the bytes of literals into values.
enum LiteralDecoding {
  /// The value of a decimal, hexadecimal or octal integer literal.
  ///
  /// - Parameters:
  ///   - bytes: The digits with their prefix, as the lexer let them pass.
  ///   - isNegative: Whether a minus stands before them: it makes one more value legal.
  /// - Returns: The value with its sign; nil when it does not fit into 64 bits.
  static func integer(_ bytes: ArraySlice<UInt8>, isNegative: Bool) -> Int64? {
    var radix: UInt64 = 10
    var digits = bytes
    if bytes.count > 2, bytes[bytes.startIndex] == 0x30 {
      radix = bytes[bytes.startIndex + 1] | 0x20 == 0x78 ? 16 : 8
      digits = bytes.dropFirst(2)
    }
    var magnitude: UInt64 = 0
    for byte in digits {
      let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: radix)
      let (sum, carries) = product.addingReportingOverflow(UInt64(byte.hexadecimalValue ?? 0))
      if tooLarge || carries { return nil }
      magnitude = sum
    }
    if isNegative {
      if magnitude > Int64.min.magnitude { return nil }
      return Int64(truncatingIfNeeded: 0 &- magnitude)
    }
    return Int64(exactly: magnitude)
  }

  /// A back-ticked name without its back-ticks, doubled ones made single.
  static func name(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex + 1
    while index < bytes.endIndex - 1 {
      result.append(bytes[index])
      index += bytes[index] == 0x60 ? 2 : 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A string literal without its quotes, escapes resolved.
  ///
  /// - Parameters:
  ///   - bytes: The literal with its quotes.
  ///   - offset: Where it begins in the statement, for spans of failures.
  /// - Returns: The text.
  /// - Throws: A failure that points at a bad escape.
  static func string(_ bytes: ArraySlice<UInt8>, offset: Int) throws(QueryFailure) -> String {
    let content = bytes.dropFirst().dropLast()
    guard content.contains(0x5C) else { return String(decoding: content, as: UTF8.self) }
    var result = String.UnicodeScalarView()
    var index = content.startIndex
    var plain = index
    while index < content.endIndex {
      guard content[index] == 0x5C else {
        index += 1
        continue
      }
      result.append(contentsOf: String(decoding: content[plain..<index], as: UTF8.self).unicodeScalars)
      let start = index
      guard let scalar = escape(content, &index) else {
        let span = SourceSpan(start + offset - bytes.startIndex..<index + offset - bytes.startIndex)
        let letter = start + 1 < content.endIndex ? content[start + 1] | 0x20 : 0
        if letter == 0x75 { throw .invalidUnicodeEscape(at: span) }
        throw .syntax("unknown escape in a string", at: span, hints: ["a backslash itself is written \\\\"])
      }
      result.append(scalar)
      plain = index
    }
    result.append(contentsOf: String(decoding: content[plain..<index], as: UTF8.self).unicodeScalars)
    return String(result)
  }

  /// Reads one escape and moves behind it; nil when it is none, with the index at its end for the message.
  private static func escape(_ content: ArraySlice<UInt8>, _ index: inout Int) -> Unicode.Scalar? {
    index += 1
    guard index < content.endIndex else { return nil }
    let letter = content[index]
    index += 1
    switch letter {
    case 0x5C, 0x27, 0x22, 0x60: return Unicode.Scalar(letter)
    case 0x62, 0x42: return "\u{8}"
    case 0x66, 0x46: return "\u{C}"
    case 0x6E, 0x4E: return "\n"
    case 0x72, 0x52: return "\r"
    case 0x74, 0x54: return "\t"
    case 0x75:
      guard let unit = hexadecimal(content, &index, digits: 4) else { return nil }
      guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) }
      // The first half of a pair counts only with the second one.
      guard index + 1 < content.endIndex, content[index] == 0x5C, content[index + 1] == 0x75 else {
        return nil
      }
      index += 2
      guard let second = hexadecimal(content, &index, digits: 4), second & 0xFC00 == 0xDC00 else {
        return nil
      }
      return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + second & 0x3FF)
    case 0x55: return hexadecimal(content, &index, digits: 8).flatMap { Unicode.Scalar($0) }
    default:
      // Take in the rest of the character.
      while index < content.endIndex, content[index] & 0xC0 == 0x80 { index += 1 }
      return nil
    }
  }

  private static func hexadecimal(_ content: ArraySlice<UInt8>, _ index: inout Int, digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard index < content.endIndex, let digit = content[index].hexadecimalValue else { return nil }
      value = value &<< 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
