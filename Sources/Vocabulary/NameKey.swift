/// The form in which names are compared: case, accents, punctuation and spacing do not matter.
///
/// One function for the graph's name index and for the questions, so that what one stores the other finds.
/// `Nagorno-Karabakh`, `nagorno karabakh` and `Nagorno‑Karabakh` have one key, `Erdoğan` and `Erdogan` too.
/// An article at the beginning is kept here; a reader of questions drops it.
package enum NameKey {
  /// The key of a text: its words, normalised, joined by single spaces; empty when it has no word.
  ///
  /// - Complexity: O(length).
  package static func key(for text: some StringProtocol) -> String {
    let plain = text.utf8.withContiguousStorageIfAvailable { text -> String? in
      guard unsafe text.allSatisfy({ $0 < 0x80 }) else { return nil }
      var key: [UInt8] = []
      key.reserveCapacity(text.count)
      unsafe appendKey(of: text, to: &key)
      return String(decoding: key, as: UTF8.self)
    }
    if let plain = plain ?? nil { return plain }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var needsSpace = false
    for scalar in text.unicodeScalars {
      switch part(scalar) {
      case .joins: continue
      case .separates: needsSpace = !result.isEmpty
      case .letter:
        if needsSpace {
          result.unicodeScalars.append(" ")
          needsSpace = false
        }
        append(scalar, to: &result)
      }
    }
    return result
  }

  /// Appends the key of a text in UTF-8, as ``key(for:)`` gives it.
  ///
  /// - Complexity: O(length); ASCII, which most names are, without a look at Unicode's tables.
  package static func appendKey(of text: UnsafeBufferPointer<UInt8>, to key: inout [UInt8]) {
    for place in 0..<text.count where unsafe text[place] >= 0x80 {
      key += unsafe self.key(for: String(decoding: text, as: UTF8.self)).utf8
      return
    }
    let start = key.count
    var needsSpace = false
    for place in 0..<text.count {
      let byte = unsafe text[place]
      switch part(Unicode.Scalar(byte)) {
      case .joins: continue
      case .separates: needsSpace = key.count > start
      case .letter:
        if needsSpace { key.append(0x20) }
        needsSpace = false
        key.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
      }
    }
  }

  /// What a scalar does to a key.
  package enum Part: Sendable {
    /// It belongs to a word.
    case letter
    /// It stands between words.
    case separates
    /// It is left out and separates nothing: apostrophes, full stops in `U.S.`, combining marks.
    case joins
  }

  /// What a scalar does to a key.
  package static func part(_ scalar: Unicode.Scalar) -> Part {
    if scalar.isASCII {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9": return .letter
      case "'", ".": return .joins
      default: return .separates
      }
    }
    switch scalar {
    case "\u{2019}", "\u{2018}", "\u{02BC}", "\u{02BB}", "\u{00AD}": return .joins
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return .joins
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .spacingMark,
      .decimalNumber, .letterNumber, .otherNumber:
      return .letter
    default: return .separates
    }
  }

  /// Appends a scalar in lower case without its accents.
  package static func append(_ scalar: Unicode.Scalar, to key: inout String) {
    if scalar.isASCII {
      if scalar.value >= 0x41, scalar.value <= 0x5A, let lower = Unicode.Scalar(scalar.value + 0x20) {
        key.unicodeScalars.append(lower)
      } else {
        key.unicodeScalars.append(scalar)
      }
      return
    }
    for lower in scalar.properties.lowercaseMapping.unicodeScalars {
      key += folded(lower)
    }
  }

  /// A lower-case letter without its accent.
  ///
  /// The canonical decomposition drops what Unicode knows to be a mark (via `String` comparison being
  /// canonical the standard library decomposes, but lends no function for it: hence the table, which covers
  /// Latin-1, Latin Extended-A, and the letters of Azerbaijani, Turkish, Romanian and Vietnamese).
  private static func folded(_ scalar: Unicode.Scalar) -> String {
    if scalar.properties.generalCategory == .nonspacingMark { return "" }
    return table[scalar] ?? String(Character(scalar))
  }

  private static let table: [Unicode.Scalar: String] = {
    let rows: [(String, String)] = [
      ("a", "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặ"), ("ae", "æǣǽ"), ("c", "çćĉċč"), ("d", "ďđḍḏ"), ("dh", "ð"),
      ("e", "èéêëēĕėęěȅȇȩẹẻẽếềểễệə"), ("g", "ĝğġģǥǧǵ"), ("h", "ĥħȟḥḫ"), ("i", "ìíîïĩīĭįıǐȉȋỉị"),
      ("j", "ĵǰ"), ("k", "ķǩḳ"), ("l", "ĺļľŀłḷ"), ("n", "ñńņňŉŋǹṇ"),
      ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱọỏốồổỗộớờởỡợ"), ("oe", "œ"), ("r", "ŕŗřȑȓṛ"), ("s", "śŝşšșṣ"),
      ("ss", "ß"), ("t", "ţťŧțṭ"), ("th", "þ"), ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự"), ("w", "ŵẁẃẅ"),
      ("y", "ýÿŷȳỳỵỷỹ"), ("z", "źżžẓ"),
    ]
    var table: [Unicode.Scalar: String] = [:]
    for (plain, letters) in rows {
      for letter in letters.unicodeScalars { table[letter] = plain }
    }
    return table
  }()
}
