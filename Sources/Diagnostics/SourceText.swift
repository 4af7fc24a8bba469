private import Synchronization

/// A text that diagnostics can point into: a graph file, a schema, a query, a question.
///
/// Spans are byte offsets into ``bytes``; lines and columns are computed only when a diagnostic is shown,
/// by ``location(of:)``. The bytes need not be valid UTF-8: readers report that themselves.
public final class SourceText: Sendable {
  /// The name shown before `line:column`: a path as the user wrote it, or a word such as `question`.
  public let name: String

  /// The text itself, as read.
  public let bytes: [UInt8]

  /// The offset of the first byte of each line, ascending; the first is 0.
  ///
  /// Counted when first asked for: a large table without a mistake never is.
  private var lineStarts: [UInt32] {
    countedStarts.withLock { counted in
      if let counted { return counted }
      let starts = Self.lineStarts(of: bytes)
      counted = starts
      return starts
    }
  }
  private let countedStarts = Mutex<[UInt32]?>(nil)

  /// Keeps bytes that were read from somewhere.
  ///
  /// - Parameters:
  ///   - name: What diagnostics print before `line:column`.
  ///   - bytes: The text; at most `UInt32.max` bytes are addressable, later ones share the last position.
  /// - Complexity: O(1).
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  private static func lineStarts(of bytes: [UInt8]) -> [UInt32] {
    var starts: [UInt32] = [0]
    let count = min(bytes.count, Int(UInt32.max) - 1)
    var index = 0
    while index < count {
      let byte = bytes[index]
      if byte == 0x0A {
        starts.append(UInt32(index + 1))
      } else if byte == 0x0D, index + 1 >= bytes.count || bytes[index + 1] != 0x0A {
        starts.append(UInt32(index + 1))
      }
      index += 1
    }
    return starts
  }

  /// Keeps a string.
  ///
  /// - Parameters:
  ///   - name: What diagnostics print before `line:column`.
  ///   - text: The text; it is stored as UTF-8.
  /// - Complexity: O(n) in the number of bytes.
  public convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The whole text as a string; invalid UTF-8 is repaired with U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The number of lines; a text without a line break has one.
  public var lineCount: Int { lineStarts.count }

  /// The line and column of a byte offset.
  ///
  /// - Parameter offset: A byte offset; past the end it means the end.
  /// - Returns: Line and column, both from 1; the column counts Unicode scalars, as YAML marks and most
  ///   editors do.
  /// - Complexity: O(log lines + length of the line).
  public func location(of offset: UInt32) -> SourceLocation {
    let offset = min(Int(offset), bytes.count)
    let line = lineIndex(containing: offset)
    var column = 1
    var index = Int(lineStarts[line])
    while index < offset {
      if bytes[index] & 0xC0 != 0x80 { column += 1 }
      index += 1
    }
    return SourceLocation(line: line + 1, column: column)
  }

  /// The byte offset of a line and column, both from 1, the column counted in Unicode scalars.
  ///
  /// - Parameters:
  ///   - line: The line; past the last it means the end of the text.
  ///   - column: The column; past the end of the line it means the end of that line.
  /// - Returns: The offset; at most the length of the text.
  /// - Complexity: O(length of the line).
  public func offset(line: Int, column: Int) -> UInt32 {
    guard line >= 1 else { return 0 }
    guard line <= lineStarts.count else { return UInt32(clamping: bytes.count) }
    let range = contentRange(ofLine: line)
    var index = range.lowerBound
    var scalars = 1
    while index < range.upperBound {
      if bytes[index] & 0xC0 != 0x80 {
        if scalars == column { break }
        scalars += 1
      }
      index += 1
    }
    return UInt32(clamping: index)
  }

  /// The bytes of a line without its line break.
  ///
  /// - Parameter line: The line, from 1; an unknown line is empty.
  /// - Returns: The text of the line.
  public func line(_ line: Int) -> String {
    guard line >= 1, line <= lineStarts.count else { return "" }
    return String(decoding: bytes[contentRange(ofLine: line)], as: UTF8.self)
  }

  /// The text of a span; invalid UTF-8 is repaired with U+FFFD.
  public func string(in span: SourceSpan) -> String {
    let lower = min(Int(span.lower), bytes.count)
    let upper = min(max(Int(span.upper), lower), bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  /// The byte range of a line (from 1, known to exist) without its line break.
  package func contentRange(ofLine line: Int) -> Range<Int> {
    let lower = Int(lineStarts[line - 1])
    var upper = line < lineStarts.count ? Int(lineStarts[line]) : bytes.count
    while upper > lower, bytes[upper - 1] == 0x0A || bytes[upper - 1] == 0x0D { upper -= 1 }
    return lower..<upper
  }

  private func lineIndex(containing offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// A place in a text as people name it.
public struct SourceLocation: Hashable, Sendable {
  /// The line, from 1.
  public let line: Int

  /// The column, from 1, in Unicode scalars.
  public let column: Int

  /// Names a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
