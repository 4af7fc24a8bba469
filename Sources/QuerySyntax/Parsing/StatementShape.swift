/// A statement's text with its string literals set apart, so that statements that differ in a name only are known
/// to be the same.
///
/// Reads quotes, back-ticks and comments as the lexer does, and nothing else.
package struct StatementShape {
  /// The text.
  package let bytes: [UInt8]

  /// Where its string literals are, with their quotes; ascending.
  package let literals: [Range<Int>]

  /// A hash of everything outside of the literals (FNV-1a, by words of eight bytes).
  package let hash: UInt64

  /// Reads a text; nil when a quote, a back-tick or a comment is not closed.
  ///
  /// - Complexity: O(n).
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    var literals: [Range<Int>] = []
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var index = 0
    let end = bytes.count
    while index < end {
      let byte = bytes[index]
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
      switch byte {
      case 0x27, 0x22, 0x60:
        guard let close = StatementShape.closing(bytes, index) else { return nil }
        if byte == 0x60 {
          for inner in index + 1..<close { hash = (hash ^ UInt64(bytes[inner])) &* 0x0000_0100_0000_01B3 }
        } else {
          literals.append(index..<close + 1)
        }
        index = close + 1
      case 0x2F where index + 1 < end && (bytes[index + 1] == 0x2F || bytes[index + 1] == 0x2A):
        guard let after = StatementShape.afterComment(bytes, index) else { return nil }
        index = after
      default: index += 1
      }
    }
    self.bytes = bytes
    self.literals = literals
    self.hash = hash
  }

  /// Where the quote or back-tick that opens at an index is closed; a doubled back-tick does not close.
  private static func closing(_ bytes: [UInt8], _ open: Int) -> Int? {
    let quote = bytes[open]
    var index = open + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote {
        guard quote == 0x60, index + 1 < bytes.count, bytes[index + 1] == quote else { return index }
        index += 1
      } else if byte == 0x5C, quote != 0x60 {
        index += 1
      }
      index += 1
    }
    return nil
  }

  private static func afterComment(_ bytes: [UInt8], _ start: Int) -> Int? {
    var index = start + 2
    if bytes[start + 1] == 0x2F {
      while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
      return index
    }
    while index + 1 < bytes.count {
      if bytes[index] == 0x2A, bytes[index + 1] == 0x2F { return index + 2 }
      index += 1
    }
    return nil
  }

  /// Whether another text is the same outside of some of the literals.
  ///
  /// - Parameters:
  ///   - other: The other text.
  ///   - open: The numbers of the literals that may differ, ascending.
  /// - Returns: Whether it is.
  package func matches(_ other: StatementShape, exceptLiterals open: [Int]) -> Bool {
    guard literals.count == other.literals.count else { return false }
    var mine = 0
    var theirs = 0
    var nextOpen = 0
    for index in 0...literals.count {
      let isEnd = index == literals.count
      let myEnd = isEnd ? bytes.count : literals[index].lowerBound
      let theirEnd = isEnd ? other.bytes.count : other.literals[index].lowerBound
      guard bytes[mine..<myEnd] == other.bytes[theirs..<theirEnd] else { return false }
      if isEnd { return true }
      if nextOpen < open.count, open[nextOpen] == index {
        nextOpen += 1
      } else if bytes[literals[index]] != other.bytes[other.literals[index]] {
        return false
      }
      mine = literals[index].upperBound
      theirs = other.literals[index].upperBound
    }
    return true
  }

  /// The text of a literal, escapes resolved; nil when an escape is wrong.
  package func text(ofLiteral index: Int) -> String? {
    try? LiteralDecoding.string(bytes[literals[index]], offset: literals[index].lowerBound)
  }
}
