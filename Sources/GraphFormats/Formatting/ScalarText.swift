import Diagnostics
import GraphCore

/// Which texts can stand in YAML without quotes, and how the others are written.
enum ScalarText {
  /// A text as a scalar: without quotes where none are needed, else in double quotes with escapes.
  ///
  /// A date of digits stays without quotes: it is read as it is written.
  static func written(_ words: String) -> String {
    if isPlain(words, inFlow: true) || isDate(words) { return words }
    var result = "\""
    for scalar in words.unicodeScalars {
      switch scalar.value {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0x0A: result += "\\n"
      case 0x09: result += "\\t"
      case 0x0D: result += "\\r"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func isDate(_ words: String) -> Bool {
    guard words.utf8.count >= 4, words.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }),
      words.contains("-"), let date = try? PartialDate.parse(words)
    else { return false }
    return date.description == words
  }

  /// Whether a text means the same without quotes, to this reader and to others that take `no` for a boolean and
  /// `2020-01-01` for a date.
  static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    isPlain(Array(text.utf8), inFlow: inFlow) && !looksLikeOtherValue(text)
  }

  /// Whether the bytes of a plain scalar can stand on one line, between brackets or in a block.
  static func isPlain(_ bytes: [UInt8], inFlow: Bool) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    if Array("-?:,[]{}#&*!|>'\"%@`".utf8).contains(first) { return false }
    if first <= 0x20 || last <= 0x20 || last == UInt8(ascii: ":") { return false }
    if bytes.starts(with: Array("...".utf8)) { return false }
    for (index, byte) in bytes.enumerated() {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        if inFlow { return false }
      case UInt8(ascii: ":") where next == 0x20 || next == 0x09 || next == UInt8(ascii: "?"): return false
      case 0x20 where next == 0x23: return false
      case 0..<0x20, 0x7F: return false
      // NEL, LINE SEPARATOR and the byte order mark end a line for some readers.
      case 0xC2 where next < 0xA0: return false
      case 0xE2 where next == 0x80 && index + 2 < bytes.count && (0xA8...0xA9).contains(bytes[index + 2]):
        return false
      case 0xEF where next == 0xBB: return false
      default: continue
      }
    }
    return true
  }

  private static func looksLikeOtherValue(_ text: String) -> Bool {
    switch text.lowercased() {
    case "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "=": return true
    default: break
    }
    guard let first = text.utf8.first, (0x30...0x39).contains(first) || first == 0x2B || first == 0x2E
    else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
      default: Array("+-.:_xXoOtTzZinINsS ".utf8).contains(byte)
      }
    }
  }
}

/// The width of lines in the canonical layout.
enum DisplayLine {
  /// Whether a line is no wider than the layout allows.
  static func fits(_ line: String) -> Bool { DisplayWidth.of(line) <= FormatEmitter.width }
}
