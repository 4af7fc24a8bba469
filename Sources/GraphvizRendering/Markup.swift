/// Builds markup text: escaping, numbers.
enum Markup {
  /// Text with the five XML specials as entities.
  static func escaped(_ text: String) -> String { replaced(text, entity(of:)) }

  /// Appends text with the five XML specials as entities.
  static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
    append(text, to: &bytes, entity(of:))
  }

  /// Text for Graphviz: markup's specials as entities, and a backslash, which begins an escape, as it is given.
  static func graphviz(_ text: String, backslash: String) -> String {
    replaced(text) { byte in
      switch byte {
      case 0x5C: backslash
      case 0x27: nil
      default: entity(of: byte)
      }
    }
  }

  @inline(__always)
  private static func entity(of byte: UInt8) -> String? {
    switch byte {
    case 0x26: "&amp;"
    case 0x3C: "&lt;"
    case 0x3E: "&gt;"
    case 0x22: "&quot;"
    case 0x27: "&#39;"
    default: nil
    }
  }

  @inline(__always)
  private static func replaced(_ text: String, _ replacement: (UInt8) -> String?) -> String {
    guard text.utf8.contains(where: { replacement($0) != nil }) else { return text }
    var bytes: [UInt8] = []
    append(text, to: &bytes, replacement)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends text with other words in the place of some bytes of ASCII.
  @inline(__always)
  private static func append(_ text: String, to bytes: inout [UInt8], _ replacement: (UInt8) -> String?) {
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for index in 0..<utf8.count {
        guard let words = unsafe replacement(utf8[index]) else { continue }
        unsafe bytes.append(contentsOf: utf8[start..<index])
        bytes.append(contentsOf: words.utf8)
        start = index + 1
      }
      unsafe bytes.append(contentsOf: utf8[start...])
    }
  }

  /// A number with at most two decimals, the same in every locale; what is no number is 0.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    // At most a sign, ten digits, a point and two more: what fits into a string without memory of its own.
    return unsafe String(unsafeUninitializedCapacity: 15) { bytes in
      var rest = hundredths.magnitude
      var place = 15
      func put(_ digit: UInt) {
        place -= 1
        unsafe bytes[place] = 0x30 + UInt8(digit)
      }
      let (tenths, last) = (rest / 10 % 10, rest % 10)
      if last != 0 { put(last) }
      if last != 0 || tenths != 0 {
        put(tenths)
        place -= 1
        unsafe bytes[place] = 0x2E
      }
      rest /= 100
      repeat {
        put(rest % 10)
        rest /= 10
      } while rest > 0
      if hundredths < 0 {
        place -= 1
        unsafe bytes[place] = 0x2D
      }
      let count = 15 - place
      for index in 0..<count { unsafe bytes[index] = bytes[place + index] }
      return count
    }
  }

  /// A factor between 0 and 1 with six decimals.
  static func factor(_ value: Double) -> String {
    guard value.isFinite, value > 0, value < 1 else { return "1" }
    let digits = String(Int((value * 1_000_000).rounded()))
    return digits.utf8.count > 6 ? "1" : "0." + String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }

  /// A name for ids and classes: letters, digits, hyphens and underscores; anything else becomes a hyphen.
  static func identifier(_ text: String, limit: Int = 60) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-": result.unicodeScalars.append(scalar)
      default: if result.last != "-" { result += "-" }
      }
    }
    while result.last == "-" { result.removeLast() }
    return result.isEmpty ? "x" : result
  }

  /// As ``identifier(_:limit:)``, and begins with a letter or underscore, as the first part of an XML id must.
  static func rootIdentifier(_ text: String) -> String {
    let name = identifier(text)
    let startsWell = name.unicodeScalars.prefix(1).allSatisfy { $0 == "_" || $0.properties.isAlphabetic }
    return startsWell ? name : "map-\(name)"
  }

  /// The address when it leads to the web or to a mailbox and holds nothing odd, else nil: `javascript:`, `data:`,
  /// `file:` and relative addresses do not reach the picture.
  static func safeLink(_ address: String?) -> String? {
    guard let address, address.utf8.count <= 2_000 else { return nil }
    let lower = address.lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://") || lower.hasPrefix("mailto:") else {
      return nil
    }
    for scalar in address.unicodeScalars {
      switch scalar.value {
      case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D, 0x7F..<0xA1, 0x200B...0x200F,
        0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFF:
        return nil
      default: break
      }
    }
    return address
  }
}
