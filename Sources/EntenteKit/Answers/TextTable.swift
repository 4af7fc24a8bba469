private import Diagnostics

/// Lays out a table for a terminal: cells wrap, nothing is ever cut.
package struct TextTable {
  /// The headings.
  package let columns: [String]
  /// The cells, row by row.
  package let rows: [[String]]

  /// Makes a table.
  package init(columns: [String], rows: [[String]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The table as lines.
  ///
  /// Columns are two spaces apart under a rule. When `width` (terminal cells) is too small for the natural widths, the widest columns
  /// shrink first and their cells wrap at spaces; a word longer than its column is broken.
  ///
  /// - Complexity: O(cells × their length).
  package func lines(width: Int?) -> [String] {
    guard !columns.isEmpty else { return [] }
    let cells = rows.map { row in row.map { Self.segments($0) } }
    var widths = columns.map { DisplayWidth.of($0) }
    for row in cells {
      for (index, segments) in row.enumerated() where index < widths.count {
        for segment in segments { widths[index] = max(widths[index], DisplayWidth.of(segment)) }
      }
    }
    if let width {
      var words = columns.map { DisplayWidth.of($0) }
      for row in cells {
        for (index, segments) in row.enumerated() where index < words.count {
          for segment in segments {
            for piece in Self.pieces(segment) {
              words[index] = max(words[index], DisplayWidth.of(piece.text))
            }
          }
        }
      }
      Self.shrink(&widths, to: width, words: words)
    }
    var result = Self.layout(columns.map { [$0] }, widths)
    result.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
    for row in cells { result += Self.layout(row, widths) }
    return result
  }

  /// A cell's own lines; controls cannot reach the terminal.
  private static func segments(_ cell: String) -> [String] {
    cell.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      String(
        String.UnicodeScalarView(
          line.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.value {
            case 0x09: " "
            case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
            default: scalar
            }
          }))
    }
  }

  /// Narrows the widest columns first: down to their longest words as long as that is enough, then further.
  private static func shrink(_ widths: inout [Int], to width: Int, words: [Int]) {
    let available = max(width - 2 * (widths.count - 1), widths.count * 4)
    for floors in [words, widths.map { _ in 4 }] {
      while widths.reduce(0, +) > available {
        let candidates = widths.indices.filter { widths[$0] > floors[$0] }
        guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
        // Down to the next widest, or as far as needed, in one step.
        let next = candidates.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
        let excess = widths.reduce(0, +) - available
        widths[widest] = max(floors[widest], min(widths[widest] - 1, max(next, widths[widest] - excess)))
      }
    }
  }

  /// The pieces of a text between which a line may break: words, and parts of words after a hyphen.
  private static func pieces(_ text: String) -> [(text: Substring, isNewWord: Bool)] {
    var pieces: [(text: Substring, isNewWord: Bool)] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      var rest = word
      var isNewWord = true
      while let hyphen = rest.dropLast().firstIndex(of: "-"), hyphen != rest.startIndex {
        let next = rest.index(after: hyphen)
        pieces.append((rest[..<next], isNewWord))
        rest = rest[next...]
        isNewWord = false
      }
      pieces.append((rest, isNewWord))
    }
    return pieces
  }

  private static func layout(_ row: [[String]], _ widths: [Int]) -> [String] {
    let wrapped = row.enumerated().map { index, segments in
      segments.flatMap { wrap($0, index < widths.count ? widths[index] : Int.max) }
    }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<max(height, 1)).map { line in
      var text = ""
      var pending = 0
      for (index, lines) in wrapped.enumerated() {
        let cell = line < lines.count ? lines[line] : ""
        if !cell.isEmpty {
          text += String(repeating: " ", count: pending) + cell
          pending = 0
        }
        pending += (cell.isEmpty ? widths[index] : widths[index] - DisplayWidth.of(cell)) + 2
      }
      return text
    }
  }

  /// Breaks a text at spaces and after hyphens into pieces of at most `width` cells; a longer word is broken between characters.
  package static func wrap(_ text: String, _ width: Int) -> [String] {
    if DisplayWidth.of(text) <= width { return [text] }
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    for piece in pieces(text) {
      let pieceWidth = DisplayWidth.of(piece.text)
      let gap = piece.isNewWord && !line.isEmpty ? 1 : 0
      if !line.isEmpty, lineWidth + gap + pieceWidth <= width {
        line += (gap == 1 ? " " : "") + piece.text
        lineWidth += gap + pieceWidth
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      lineWidth = 0
      for character in piece.text {
        let characterWidth = DisplayWidth.of(character)
        if lineWidth + characterWidth > width, !line.isEmpty {
          lines.append(line)
          line = ""
          lineWidth = 0
        }
        line.append(character)
        lineWidth += characterWidth
      }
    }
    lines.append(line)
    return lines
  }
}
