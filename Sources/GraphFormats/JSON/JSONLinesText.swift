import Diagnostics

/// Goes through the lines of a JSON Lines text that are not blank.
struct JSONLinesText: Sendable {
  private let source: SourceText
  private var start: Int

  /// Where the next line begins.
  var position: Int { start }

  init(_ source: SourceText) {
    self.source = source
    start = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The byte range of the next line; nil at the end.
  mutating func next() -> Range<Int>? {
    let range = unsafe source.bytes.withUnsafeBufferPointer { bytes -> Range<Int>? in
      var start = start
      while start < bytes.count {
        var end = start
        while end < bytes.count, unsafe bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D {
          end += 1
        }
        let isBlank = unsafe end >= bytes.count || bytes[end] == 0x0A
        while end < bytes.count, unsafe bytes[end] != 0x0A { end += 1 }
        if !isBlank { return start..<end }
        start = end + 1
      }
      return nil
    }
    start = range.map { $0.upperBound + 1 } ?? source.bytes.count
    return range
  }

  /// Whether a line names a subject, and none of the keys under which something is declared.
  ///
  /// - Complexity: O(length of the line).
  static func isPlainlyAClaim(_ line: Range<Int>, in source: SourceText) -> Bool {
    unsafe source.bytes.withUnsafeBufferPointer { bytes in
      func isWord(_ word: StaticString, at place: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard place + count <= line.upperBound else { return false }
        for offset in 0..<count where unsafe bytes[place + offset] != word.utf8Start[offset] { return false }
        return true
      }
      var hasSubject = false
      var index = line.lowerBound
      while index < line.upperBound {
        defer { index += 1 }
        let byte = unsafe bytes[index]
        // A key may be spelled with escapes for plain letters.
        if byte == 0x5C, isWord("u00", at: index + 1) { return false }
        guard byte == 0x22, index + 1 < line.upperBound else { continue }
        switch unsafe bytes[index + 1] {
        case UInt8(ascii: "s"):
          if isWord("subject\"", at: index + 1) { hasSubject = true }
          if isWord("source\"", at: index + 1) { return false }
        case UInt8(ascii: "e"): if isWord("entity\"", at: index + 1) { return false }
        case UInt8(ascii: "g"): if isWord("graph\"", at: index + 1) { return false }
        default: break
        }
      }
      return hasSubject
    }
  }

  /// The byte ranges of all lines.
  static func lines(of source: SourceText) -> [Range<Int>] { firstLines(of: source, limit: Int.max) }

  /// The byte ranges of the first lines.
  static func firstLines(of source: SourceText, limit: Int) -> [Range<Int>] {
    var text = JSONLinesText(source)
    var lines: [Range<Int>] = []
    while lines.count < limit, let line = text.next() { lines.append(line) }
    return lines
  }
}
