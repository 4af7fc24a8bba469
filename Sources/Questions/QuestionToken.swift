import Diagnostics
import Vocabulary

/// A word of a question.
struct QuestionToken: Equatable {
  /// What it is.
  enum Kind: Equatable {
    /// A word, by its key.
    case word
    /// A date as written in files: `2020`, `2020-09-27`, `1990s`.
    case date
    /// Text in quotation marks: a name, whatever stands in it.
    case quoted
  }

  let kind: Kind
  /// The key by which words and names are compared; for a date the date itself.
  let key: String
  /// As written.
  let text: String
  /// Where.
  let span: SourceSpan
}

/// Cuts a question into words; case, accents and punctuation are gone, places are kept.
enum QuestionTokens {
  /// The most words of a question; a longer text is no question.
  static let limit = 200

  /// The tokens of a text.
  ///
  /// - Complexity: O(length).
  static func tokens(of source: SourceText) -> [QuestionToken] {
    var tokens: [QuestionToken] = []
    let text = source.text
    var index = text.unicodeScalars.startIndex
    let scalars = text.unicodeScalars
    func offset(_ index: String.Index) -> UInt32 {
      UInt32(clamping: text.utf8.distance(from: text.utf8.startIndex, to: index))
    }
    while index < scalars.endIndex, tokens.count <= limit {
      let scalar = scalars[index]
      if let closing = closingQuote(scalar),
        let end = scalars[scalars.index(after: index)...].firstIndex(of: closing)
      {
        let inside = String(scalars[scalars.index(after: index)..<end])
        let key = NameKey.key(for: inside)
        if !key.isEmpty {
          let span = SourceSpan(offset(index), offset(scalars.index(after: end)))
          tokens.append(QuestionToken(kind: .quoted, key: key, text: inside, span: span))
        }
        index = scalars.index(after: end)
        continue
      }
      guard NameKey.part(scalar) == .letter else {
        index = scalars.index(after: index)
        continue
      }
      var end = index
      // A date keeps its hyphens; any other word ends at them, as the keys of names do.
      var dateEnd = index
      while dateEnd < scalars.endIndex, scalars[dateEnd] == "-" || NameKey.part(scalars[dateEnd]) == .letter {
        dateEnd = scalars.index(after: dateEnd)
      }
      let candidate = String(scalars[index..<dateEnd])
      if isDate(candidate) {
        let span = SourceSpan(offset(index), offset(dateEnd))
        tokens.append(QuestionToken(kind: .date, key: candidate, text: candidate, span: span))
        index = dateEnd
        continue
      }
      while end < scalars.endIndex, NameKey.part(scalars[end]) != .separates {
        end = scalars.index(after: end)
      }
      let word = String(scalars[index..<end])
      let span = SourceSpan(offset(index), offset(end))
      tokens.append(QuestionToken(kind: .word, key: NameKey.key(for: word), text: word, span: span))
      index = end
    }
    return tokens
  }

  /// Whether a text is a date as files write it: a year of four digits, with month, with day, or a decade.
  static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy { (0x30...0x39).contains($0) } }
    switch bytes.count {
    case 4: return digits(0..<4)
    case 5: return digits(0..<4) && bytes[4] == UInt8(ascii: "s") && bytes[3] == UInt8(ascii: "0")
    case 7: return digits(0..<4) && bytes[4] == UInt8(ascii: "-") && digits(5..<7)
    case 10:
      return digits(0..<4) && bytes[4] == UInt8(ascii: "-") && digits(5..<7) && bytes[7] == UInt8(ascii: "-")
        && digits(8..<10)
    default: return false
    }
  }

  private static func closingQuote(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\"": "\""
    case "“": "”"
    case "„": "“"
    case "«": "»"
    default: nil
    }
  }
}
