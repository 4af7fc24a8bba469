/// Texts made safe for the markup that they are set into.
package enum MarkupText {
  /// Text for HTML, in elements and in quoted attributes; controls become U+FFFD, line breaks `<br>`.
  package static func html(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "<br>"
      default:
        let isControl = scalar.value < 0x20 && scalar != "\t" || (0x7F..<0xA0).contains(scalar.value)
        result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// Text for Markdown with what would be read as markup escaped; line breaks become `<br>`.
  package static func markdown(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "|", "\\", "`", "*", "_", "[", "]", "<", ">", "~": result += "\\\(character)"
      case _ where character.isNewline: result += "<br>"
      default: result.append(character)
      }
    }
    return result
  }

  /// A quoted attribute's value: as ``html(_:)``, with line breaks as blanks.
  package static func attribute(_ text: String) -> String {
    html(text.replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\r", with: " "))
  }

  /// JSON that can stand in a `script` element: no `<` is left in it (HTML Standard §4.12.1.3).
  package static func script(_ json: String) -> String { json.replacing("<", with: "\\u003c") }

  /// An address that may be a link: `http`, `https` or `mailto`; nil for any other.
  package static func safeLink(_ address: String?) -> String? {
    guard let address else { return nil }
    let lower = address.lowercased()
    let isSafe = ["http://", "https://", "mailto:"].contains { lower.hasPrefix($0) }
    return isSafe && !address.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F } ? address : nil
  }
}
