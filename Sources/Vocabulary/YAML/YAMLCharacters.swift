import Diagnostics

/// Which bytes a YAML text may hold: well-formed UTF-8 without control characters.
enum YAMLCharacters {
  /// Throws at the first byte that is not allowed.
  ///
  /// - Complexity: O(n).
  static func check(_ source: SourceText) throws(Diagnostic) {
    let bytes = source.bytes
    guard bytes.count < Int(UInt32.max) else {
      throw .error(
        "yaml.too-long", "a text of 4 GiB or more cannot be read", in: source, at: SourceSpan(at: 0))
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7F {
        index += 1
        continue
      }
      if byte < 0x80 {
        guard byte == 0x09 || byte == 0x0A || byte == 0x0D else {
          throw control(byte, at: index, length: 1, source)
        }
        index += 1
        continue
      }
      let length = sequenceLength(bytes, at: index)
      guard length > 0 else {
        let isUTF16 = index == 0 && (bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]))
        throw .error(
          "yaml.invalid-utf8", isUTF16 ? "this text is UTF-16" : "these bytes are no UTF-8", in: source,
          at: SourceSpan(index..<(index + 1)), hints: ["save the file as UTF-8"])
      }
      if byte == 0xC2, bytes[index + 1] < 0xA0, bytes[index + 1] != 0x85 {
        throw control(bytes[index + 1], at: index, length: 2, source)
      }
      index += length
    }
  }

  private static func control(_ byte: UInt8, at index: Int, length: Int, _ source: SourceText) -> Diagnostic {
    let digits = String(byte, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: 4 - digits.count) + digits
    return .error(
      "yaml.control-character", "the control character \(name) cannot stand in a text file", in: source,
      at: SourceSpan(index..<(index + length)), hints: ["remove it"])
  }

  /// The length of the well-formed UTF-8 sequence that begins here with a byte from 0x80; 0 if none does.
  ///
  /// Source: Unicode Standard, table 3-7.
  static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
    func continues(_ distance: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      index + distance < bytes.count && range.contains(bytes[index + distance])
    }
    switch bytes[index] {
    case 0xC2...0xDF: return continues(1) ? 2 : 0
    case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : 0
    case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : 0
    case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
    case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
    case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
    case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
    default: return 0
    }
  }
}
