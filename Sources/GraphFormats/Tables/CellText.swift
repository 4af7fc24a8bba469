import GraphCore

/// The texts of cells as bytes: quotes undone, the guard before a formula and blanks at the ends taken off.
@safe struct CellText: Sendable {
  /// Where a cell is put together whose bytes are not its text.
  private var scratch = FlatArray<UInt8>(repeating: 0, count: 64)

  /// Finds the text of a cell.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - cell: Where the cell stands.
  ///   - isTrimmed: Whether blanks at its ends do not count.
  /// - Returns: The text; good until the next one is asked for.
  /// - Complexity: O(length of the cell), O(1) for most.
  @unsafe mutating func of(
    _ bytes: UnsafeRawBufferPointer, _ cell: CellSpan, isTrimmed: Bool
  ) -> UnsafeBufferPointer<UInt8> {
    var text = unsafe UnsafeRawBufferPointer(rebasing: bytes[cell.lower..<cell.upper]).assumingMemoryBound(
      to: UInt8.self)
    guard !text.isEmpty else { return unsafe text }
    if cell.hasDoubledQuotes { unsafe text = undoubled(text) }
    if unsafe text[0] == 0x27, unsafe Self.isGuarded(text) {
      unsafe text = UnsafeBufferPointer(rebasing: text.dropFirst())
    }
    if isTrimmed, !text.isEmpty, unsafe Self.isBlank(text[0]) || Self.isBlank(text[text.count - 1]) {
      var (lower, upper) = (0, text.count)
      while lower < upper, unsafe Self.isBlank(text[lower]) { lower += 1 }
      while upper > lower, unsafe Self.isBlank(text[upper - 1]) { upper -= 1 }
      unsafe text = UnsafeBufferPointer(rebasing: text[lower..<upper])
    }
    return unsafe text
  }

  private mutating func undoubled(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    if scratch.count < text.count { scratch = FlatArray(repeating: 0, count: text.count * 2) }
    let target = unsafe scratch.mutableBuffer()
    var (count, place) = (0, 0)
    while place < text.count {
      let byte = unsafe text[place]
      unsafe target[count] = byte
      count += 1
      // The second quote of a pair says nothing.
      place += byte == 0x22 ? 2 : 1
    }
    return unsafe UnsafeBufferPointer(rebasing: target[0..<count])
  }

  private static func isGuarded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in text.indices where unsafe text[index] != 0x27 {
      switch unsafe text[index] {
      case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: return true
      default: return false
      }
    }
    return false
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }
}
