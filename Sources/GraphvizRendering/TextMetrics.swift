import CGraphvizShim

/// Measures, cleans and breaks text for the map.
enum TextMetrics {
  /// The advance width in points of text set in Helvetica, Arial or Liberation Sans.
  static func width(_ text: some StringProtocol, size: Double, bold: Bool = false) -> Double {
    var text = String(text)
    return text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else { return 0 }
        return unsafe entente_text_width(start, characters.count, size, bold ? 1 : 0)
      }
    }
  }

  /// Whether the width of every character is known, not guessed from its script.
  static func isMeasured(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else { return true }
        return unsafe entente_text_is_measured(start, characters.count) != 0
      }
    }
  }

  /// Text that is safe to show: no control, bidirectional-override, private or non-character scalar, runs of
  /// white space as one space, at most `limit` characters, the last one an ellipsis when some were cut.
  ///
  /// - Complexity: O(limit), however long the text is.
  static func clean(_ text: String, limit: Int = 200) -> String {
    if isPlain(text, limit: limit) { return text }
    var result = ""
    var count = 0
    var needsSpace = false
    var seen = 0
    for character in text {
      seen += 1
      // A character may carry thousands of combining marks.
      if count >= limit || seen > limit * 8 { return result + "…" }
      if character.isWhitespace || character.isNewline {
        needsSpace = !result.isEmpty
        continue
      }
      var kept = ""
      for scalar in character.unicodeScalars.prefix(8) where isShown(scalar) {
        kept.unicodeScalars.append(scalar)
      }
      if kept.isEmpty { continue }
      if needsSpace {
        result.append(" ")
        count += 1
        needsSpace = false
      }
      result.append(kept)
      count += 1
    }
    return result
  }

  /// Whether cleaning changes nothing, as with most text: short, printable ASCII, single spaces inside.
  private static func isPlain(_ text: String, limit: Int) -> Bool {
    var count = 0
    var last: UInt8 = 0x20
    for byte in text.utf8 {
      count += 1
      guard count <= limit, byte >= 0x20, byte < 0x7F, byte != 0x20 || last != 0x20 else { return false }
      last = byte
    }
    return last != 0x20 || count == 0
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFD:
      return false
    default: break
    }
    if scalar.value & 0xFFFE == 0xFFFE { return false }
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .unassigned: return false
    default: return true
    }
  }

  /// Breaks text into lines of at most `width` points at spaces and after hyphens; a longer word is cut with an
  /// ellipsis, and what does not fit `maximum` lines ends in one.
  static func wrap(_ text: String, width: Double, size: Double, bold: Bool, maximum: Int) -> [String] {
    var pieces: [String] = []
    var current = ""
    for character in text {
      if character == " " {
        if !current.isEmpty {
          pieces.append(current + " ")
        } else if let last = pieces.last, last.last != " " {
          // After a hyphen or a slash the piece was ended already.
          pieces[pieces.count - 1] = last + " "
        }
        current = ""
      } else if character.unicodeScalars.first.map(isIdeographic) == true {
        // Words without spaces between them may break after any character.
        if !current.isEmpty { pieces.append(current) }
        pieces.append(String(character))
        current = ""
      } else {
        current.append(character)
        if character == "-" || character == "/" || character == "–" {
          pieces.append(current)
          current = ""
        }
      }
    }
    if !current.isEmpty { pieces.append(current) }
    // Even lines look better than a full one and a stub.
    let whole = self.width(text, size: size, bold: bold)
    let lineCount = min(max((whole / width).rounded(.up), 1), Double(maximum))
    let aim = lineCount == 1 ? width : min(width, whole / lineCount * 1.12 + size)
    var lines: [String] = []
    var line = ""
    for piece in pieces {
      let candidate = line + piece
      if line.isEmpty || self.width(trimmed(candidate), size: size, bold: bold) <= aim {
        line = candidate
      } else {
        lines.append(trimmed(line))
        line = piece
      }
    }
    if !line.isEmpty { lines.append(trimmed(line)) }
    if lines.count > maximum {
      lines = Array(lines[..<maximum])
      lines[maximum - 1] += "…"
    }
    return lines.map { shorten($0, width: width, size: size, bold: bold) }
  }

  /// Whether lines may break before and after a character: kana, Han and Hangul.
  private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0x20000...0x3FFFF:
      true
    default: false
    }
  }

  /// Cuts text with an ellipsis so that it fits a width.
  static func shorten(_ text: String, width: Double, size: Double, bold: Bool = false) -> String {
    if self.width(text, size: size, bold: bold) <= width { return text }
    var kept = text
    while !kept.isEmpty {
      kept.removeLast()
      let candidate = trimmed(kept) + "…"
      if self.width(candidate, size: size, bold: bold) <= width { return candidate }
    }
    return "…"
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
