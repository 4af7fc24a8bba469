import Diagnostics

/// What is looked at before libyaml sees the text.
enum YAMLPrescan {
  /// The first byte that is no UTF-8, or the first control character that YAML forbids.
  ///
  /// The allowed characters are `c-printable` of YAML 1.2.2, production 1.
  static func characterFault(in source: SourceText) -> Diagnostic? {
    let bytes = source.bytes
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7F || byte == 0x0A {
        index += 1
        continue
      }
      if byte == 0x09 || byte == 0x0A || byte == 0x0D {
        index += 1
        continue
      }
      guard let (scalar, length) = scalar(in: bytes, at: index) else {
        return .error(
          "yaml.invalid-utf8", "this byte is no UTF-8", in: source, at: SourceSpan(index..<(index + 1)),
          hints: ["save the file as UTF-8"])
      }
      if !isPrintable(scalar), !(scalar == 0xFEFF && index == 0) {
        let code = "U+" + paddedHex(scalar)
        return .error(
          "yaml.control-character", "the character \(code) may not stand in YAML", in: source,
          at: SourceSpan(index..<(index + length)),
          hints: ["remove it, or write it as an escape in double quotes"])
      }
      index += length
    }
    return nil
  }

  private static func paddedHex(_ value: UInt32) -> String {
    let hex = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  private static func isPrintable(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
      0x10000...0x10FFFF:
      true
    default: false
    }
  }

  /// Decodes one scalar by the table of RFC 3629 §4; nil when the bytes are no UTF-8.
  private static func scalar(in bytes: [UInt8], at index: Int) -> (UInt32, Int)? {
    let first = UInt32(bytes[index])
    func next(_ offset: Int) -> UInt32? {
      guard index + offset < bytes.count else { return nil }
      let byte = UInt32(bytes[index + offset])
      return byte & 0xC0 == 0x80 ? byte & 0x3F : nil
    }
    if first < 0x80 { return (first, 1) }
    guard let second = next(1) else { return nil }
    if (0xC2...0xDF).contains(first) { return ((first & 0x1F) << 6 | second, 2) }
    guard let third = next(2) else { return nil }
    if (0xE0...0xEF).contains(first) {
      let value = (first & 0x0F) << 12 | second << 6 | third
      return value >= 0x800 && !(0xD800...0xDFFF).contains(value) ? (value, 3) : nil
    }
    guard (0xF0...0xF4).contains(first), let fourth = next(3) else { return nil }
    let value = (first & 0x07) << 18 | second << 12 | third << 6 | fourth
    return value >= 0x10000 && value <= 0x10FFFF ? (value, 4) : nil
  }
}
