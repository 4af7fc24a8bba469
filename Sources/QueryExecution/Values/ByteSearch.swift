/// Finds where a text occurs in others, in time linear in those, whatever they are.
///
/// UTF-8 is self-synchronising: a match of whole code points is a match of bytes.
struct ByteSearch {
  private let part: [UInt8]
  /// By number of bytes that match, how many of them still match after a mismatch behind them (Knuth, Morris, Pratt
  /// 1977); empty for a short part, where beginning anew costs less.
  private let kept: [Int32]

  /// The longest part that is looked for without a table.
  private static let shortest = 16

  /// Prepares a search.
  ///
  /// - Complexity: O(length of the part).
  init(_ text: String) {
    part = Array(text.utf8)
    guard part.count > Self.shortest, part.count <= Int32.max else {
      kept = []
      return
    }
    var kept = [Int32](repeating: 0, count: part.count + 1)
    var length = 0
    for index in 1..<part.count {
      while length > 0, part[index] != part[length] { length = Int(kept[length]) }
      if part[index] == part[length] { length += 1 }
      kept[index + 1] = Int32(length)
    }
    self.kept = kept
  }

  /// The number of bytes looked for.
  var count: Int { part.count }

  /// The first place in a stretch of a text; the empty text is found at its beginning.
  ///
  /// - Complexity: O(length of the stretch).
  func first(in text: [UInt8], _ range: Range<Int>) -> Int? {
    guard let start = part.first else { return range.lowerBound }
    if kept.isEmpty {
      var offset = range.lowerBound
      let last = range.upperBound - part.count
      while offset <= last {
        if text[offset] == start, matches(text, at: offset) { return offset }
        offset += 1
      }
      return nil
    }
    var length = 0
    for offset in range {
      while length > 0, text[offset] != part[length] { length = Int(kept[length]) }
      if text[offset] == part[length] { length += 1 }
      if length == part.count { return offset + 1 - length }
    }
    return nil
  }

  private func matches(_ text: [UInt8], at offset: Int) -> Bool {
    var index = 1
    while index < part.count {
      if text[offset + index] != part[index] { return false }
      index += 1
    }
    return true
  }

  /// Visits what stands between the occurrences in a stretch of a text, in order.
  func forEachPiece(of text: [UInt8], _ range: Range<Int>, _ visit: (Range<Int>) -> Void) {
    var start = range.lowerBound
    while let found = first(in: text, start..<range.upperBound) {
      visit(start..<found)
      start = found + part.count
    }
    visit(start..<range.upperBound)
  }
}
