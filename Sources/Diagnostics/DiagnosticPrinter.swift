/// Turns diagnostics into text for people: `file:line:column: error: message`, the source line, a caret, hints.
public struct DiagnosticPrinter: Sendable {
  /// Whether to use terminal colours.
  public var usesColor: Bool

  /// The widest source line shown; a longer one is cut around the caret.
  public var maximumLineWidth: Int

  /// Makes a printer.
  public init(usesColor: Bool = false, maximumLineWidth: Int = 120) {
    self.usesColor = usesColor
    self.maximumLineWidth = maximumLineWidth
  }

  /// Several diagnostics, each ending in a line break.
  public func string(for diagnostics: some Sequence<Diagnostic>) -> String {
    diagnostics.map { string(for: $0) }.joined()
  }

  /// One diagnostic, ending in a line break.
  public func string(for diagnostic: Diagnostic) -> String {
    var result = ""
    appendHead(
      diagnostic.severity, code: diagnostic.code, diagnostic.message, diagnostic.place, to: &result)
    for line in diagnostic.details { result += "  \(Self.printable(line))\n" }
    for note in diagnostic.notes {
      appendHead(.note, code: nil, note.message, note.place, to: &result)
    }
    for hint in diagnostic.hints {
      result += "  \(styled("hint:", "36")) \(Self.printable(hint))\n"
    }
    return result
  }

  private func appendHead(
    _ severity: Diagnostic.Severity, code: String?, _ message: String, _ place: Diagnostic.Place?,
    to result: inout String
  ) {
    let color =
      switch severity {
      case .error: "31;1"
      case .warning: "33;1"
      case .note: "34;1"
      }
    let tail = code.map { " [\($0)]" } ?? ""
    let word = styled("\(severity.word):", color)
    guard let place else {
      result += "\(word) \(Self.printable(message))\(tail)\n"
      return
    }
    let location = place.source.location(of: place.span.lower)
    let prefix = styled("\(Self.printable(place.source.name)):\(location.line):\(location.column):", "1")
    result += "\(prefix) \(word) \(Self.printable(message))\(tail)\n"
    appendExcerpt(place, location, color, to: &result)
  }

  private func appendExcerpt(
    _ place: Diagnostic.Place, _ location: SourceLocation, _ color: String, to result: inout String
  ) {
    let lineText = place.source.line(location.line)
    guard !lineText.isEmpty else { return }
    let range = place.source.contentRange(ofLine: location.line)
    let start = min(max(Int(place.span.lower), range.lowerBound), range.upperBound)
    let end = min(max(Int(place.span.upper), start), range.upperBound)
    let before = String(decoding: place.source.bytes[range.lowerBound..<start], as: UTF8.self)
    let marked = String(decoding: place.source.bytes[start..<end], as: UTF8.self)
    let after = String(decoding: place.source.bytes[end..<range.upperBound], as: UTF8.self)

    var shownBefore = Self.printable(before)
    var shownMarked = Self.printable(marked)
    var shownAfter = Self.printable(after)
    // A very long line is cut so that the caret stays in view; the cuts are shown as an ellipsis.
    let half = maximumLineWidth / 2
    if shownBefore.count > half { shownBefore = "…" + shownBefore.suffix(half) }
    if shownMarked.count > half { shownMarked = shownMarked.prefix(half) + "…" }
    if shownAfter.count > half { shownAfter = shownAfter.prefix(half) + "…" }

    let number = String(location.line)
    let gutter = String(repeating: " ", count: number.count)
    result += "  \(number) | \(shownBefore)\(shownMarked)\(shownAfter)\n"
    let indent = String(repeating: " ", count: DisplayWidth.of(shownBefore))
    let length = max(1, DisplayWidth.of(shownMarked))
    let caret = "^" + String(repeating: "~", count: length - 1)
    result += "  \(gutter) | \(indent)\(styled(caret, color))\n"
  }

  /// Text that cannot move the cursor or change the colour: tabs become a space, controls U+FFFD.
  static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: result.append(" ")
      case 0x0A, 0x0D: result.append("␤")
      case 0x00..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
        result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private func styled(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
