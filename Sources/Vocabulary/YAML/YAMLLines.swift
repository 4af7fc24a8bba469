import Diagnostics
import Yams

/// Turns libyaml's lines and columns into byte offsets.
///
/// libyaml ends a line also at U+0085, U+2028 and U+2029, which ``SourceText`` does not: hence a table of
/// its own.
struct YAMLLines {
  /// The bytes of a byte order mark at the start, which are left out before parsing.
  let markLength: Int
  private let bytes: [UInt8]
  private let starts: [Int]

  init(_ source: SourceText) {
    bytes = source.bytes
    markLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var starts = [markLength]
    var index = markLength
    while index < bytes.count {
      let length = Self.breakLength(bytes, at: index)
      if length > 0 {
        index += length
        starts.append(index)
      } else {
        index += 1
      }
    }
    self.starts = starts
  }

  /// The length of the line break at an offset; 0 when there is none.
  static func breakLength(_ bytes: [UInt8], at index: Int) -> Int {
    switch bytes[index] {
    case 0x0A: return 1
    case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
      return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }

  /// The byte offset of a mark; past the end it means the end.
  func offset(of mark: Mark) -> UInt32 {
    guard mark.line >= 1, mark.line <= starts.count else { return UInt32(clamping: bytes.count) }
    var index = starts[mark.line - 1]
    var column = 1
    while index < bytes.count, column < mark.column {
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      column += 1
    }
    return UInt32(clamping: index)
  }
}
