package import Diagnostics

/// A change of a text: some bytes taken out, others put in their place.
struct TextEdit {
  /// The bytes taken out; empty for an insertion.
  let range: Range<Int>
  /// What comes in their place.
  let text: String
  /// What it is made for.
  let subject: RecordSubject
}

/// A text after some changes, which knows where each of its bytes comes from.
package struct PatchedText: Sendable {
  /// A part of the new text.
  private struct Piece {
    let lower: Int
    let upper: Int
    /// Where it stood in the old text, or where something else stood.
    let origin: Int
    /// What it was written for; nil for what was copied.
    let subject: RecordSubject?
  }

  /// The text before.
  package let before: SourceText
  /// The text after, of the same name.
  package let after: SourceText
  private let pieces: [Piece]

  /// Makes all changes at once.
  ///
  /// - Parameters:
  ///   - before: The text.
  ///   - edits: The changes; insertions at one place keep their order and come before what is taken out there.
  /// - Throws: A problem when two of them touch the same bytes.
  /// - Complexity: O(length + changes × log changes).
  init(_ before: SourceText, _ edits: [TextEdit]) throws(Problem) {
    let ordered = edits.enumerated().sorted { left, right in
      let (one, two) = (left.element.range, right.element.range)
      if one.lowerBound != two.lowerBound { return one.lowerBound < two.lowerBound }
      if one.isEmpty != two.isEmpty { return one.isEmpty }
      return left.offset < right.offset
    }
    var bytes: [UInt8] = []
    var pieces: [Piece] = []
    var position = 0
    func copy(to end: Int) {
      guard end > position else { return }
      let lower = bytes.count
      bytes += before.bytes[position..<end]
      pieces.append(Piece(lower: lower, upper: bytes.count, origin: position, subject: nil))
      position = end
    }
    for (_, edit) in ordered {
      guard edit.range.lowerBound >= position else {
        throw Problem("write.left-alone", "two changes meet in one place")
      }
      copy(to: edit.range.lowerBound)
      let lower = bytes.count
      bytes += Array(edit.text.utf8)
      pieces.append(
        Piece(lower: lower, upper: bytes.count, origin: edit.range.lowerBound, subject: edit.subject))
      position = edit.range.upperBound
    }
    copy(to: before.bytes.count)
    self.before = before
    self.after = SourceText(name: before.name, bytes: bytes)
    self.pieces = pieces
  }

  /// What a place in the new text was written for; nil when it was there before.
  package func subject(at offset: UInt32) -> RecordSubject? {
    // A place behind the last byte of a piece belongs to it as well: what is missing there was not written.
    pieces.last { $0.lower <= Int(offset) && Int(offset) < max($0.upper, $0.lower + 1) }?.subject
  }

  /// Where a span of the new text stands in the old one.
  package func origin(of span: SourceSpan) -> SourceSpan {
    guard let piece = pieces.last(where: { $0.lower <= Int(span.lower) }), piece.subject == nil else {
      return SourceSpan(at: 0)
    }
    let lower = piece.origin + Int(span.lower) - piece.lower
    return SourceSpan(lower..<(lower + Int(span.upper - span.lower)))
  }
}
