/// Builds markup text: escaping, numbers.
enum Markup {
  /// Text with the five XML specials as entities.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0x27 })
    else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Text for Graphviz: markup's specials as entities, and a backslash, which begins an escape, as it is given.
  static func graphviz(_ text: String, backslash: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0x5C })
    else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\\": result += backslash
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A number with at most two decimals, the same in every locale; what is no number is 0.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let whole = hundredths.magnitude / 100
    let rest = hundredths.magnitude % 100
    var text = hundredths < 0 ? "-\(whole)" : "\(whole)"
    if rest == 0 { return text }
    text += rest < 10 ? ".0\(rest)" : ".\(rest)"
    if text.last == "0" { text.removeLast() }
    return text
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
