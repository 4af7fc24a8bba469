package import Diagnostics

/// A text with places marked in it by `1️⃣`, `2️⃣` …, so that no test counts columns.
package struct MarkedText: Sendable {
  /// The text without its markers.
  package let text: String
  /// The byte offset of each marker in ``text``.
  package let offsets: [String: UInt32]

  private static let markers: Set<Character> = [
    "0️⃣", "1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣",
  ]

  /// Takes the markers out of a text.
  ///
  /// - Parameter marked: Text in which each marker stands at most once.
  package init(_ marked: String) {
    var text = ""
    var offsets: [String: UInt32] = [:]
    for character in marked {
      if Self.markers.contains(character) {
        offsets[String(character)] = UInt32(clamping: text.utf8.count)
      } else {
        text.append(character)
      }
    }
    self.text = text
    self.offsets = offsets
  }

  /// The text as a source with a name.
  package func source(named name: String = "test") -> SourceText { SourceText(name: name, text: text) }

  /// The span between two markers; empty when `end` is nil.
  ///
  /// - Returns: Nil when a marker is not in the text.
  package func span(_ start: String, _ end: String? = nil) -> SourceSpan? {
    guard let lower = offsets[start] else { return nil }
    guard let end else { return SourceSpan(at: lower) }
    return offsets[end].map { SourceSpan(lower, $0) }
  }
}
