import Diagnostics
import GraphCore

/// Goes through the rows of a table with tabs and without quoting; a cell becomes a `String` only when it is asked for.
struct TabbedRows: Sendable {
  private let source: SourceText
  /// Where the next row begins.
  private(set) var position: Int
  /// Where the cells of the row begin.
  private var starts: [Int]
  private var end = 0
  private var hasHighBytes = false
  /// How many cells the row has.
  private(set) var count = 0

  /// - Parameters:
  ///   - source: The table.
  ///   - width: How many cells a row should have.
  init(_ source: SourceText, width: Int) {
    self.source = source
    position = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    starts = [Int](repeating: 0, count: width + 1)
  }

  /// Goes to the next row that is not blank; false at the end.
  ///
  /// - Complexity: O(length of the row).
  mutating func next() -> Bool {
    while position < source.bytes.count {
      let start = position
      unsafe source.bytes.withUnsafeBufferPointer { bytes in
        count = 1
        starts[0] = start
        var high: UInt8 = 0
        var index = start
        while index < bytes.count {
          let byte = unsafe bytes[index]
          high |= byte
          if byte == 0x09 {
            if count < starts.count { starts[count] = index + 1 }
            count += 1
          } else if byte == 0x0A || byte == 0x0D {
            break
          }
          index += 1
        }
        end = index
        hasHighBytes = high >= 0x80
        let isPair = unsafe index + 1 < bytes.count && bytes[index] == 0x0D && bytes[index + 1] == 0x0A
        position = index + (isPair ? 2 : 1)
      }
      if count > 1 || end > start { return true }
    }
    return false
  }

  /// The bytes of the row.
  var span: SourceSpan { SourceSpan(starts[0]..<end) }

  /// Where a cell stands, which the row must have.
  func range(_ column: Int) -> Range<Int> {
    starts[column]..<(column + 1 < count ? starts[column + 1] - 1 : end)
  }

  /// Whether a cell is empty.
  func isEmpty(_ column: Int) -> Bool { range(column).isEmpty }

  /// The text of a cell.
  func text(_ column: Int) -> String { text(range(column)) }

  /// The text of some bytes, which must be UTF-8.
  func text(_ range: Range<Int>) -> String {
    unsafe source.bytes.withUnsafeBufferPointer { bytes in
      unsafe String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
  }

  /// Sees to it that the row has so many cells, and that all are UTF-8.
  ///
  /// - Throws: What `wrongCount` gives; `convert.encoding`.
  func check(_ width: Int, wrongCount: (Int) -> Diagnostic) throws(Diagnostic) {
    guard count == width else { throw wrongCount(count) }
    guard hasHighBytes else { return }
    for column in 0..<width {
      let range = range(column)
      let isText = unsafe source.bytes.withUnsafeBufferPointer { bytes in
        unsafe String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) != nil
      }
      if !isText {
        throw .error(
          "convert.encoding", "this cell is not valid UTF-8", in: source, at: SourceSpan(range),
          hints: ["save the file in UTF-8"])
      }
    }
  }
}

/// What was made of bytes, once for all that are the same.
struct MadeOnce<Made: Sendable>: Sendable {
  private var keys = StringPool()
  private var values: [Made] = []

  /// What was made of some bytes of a table.
  ///
  /// - Complexity: O(number of bytes), amortised.
  mutating func of(_ range: Range<Int>, in source: SourceText, make: () -> Made) -> Made {
    if let made = find(range, in: source) { return made }
    values.append(make())
    return values[values.count - 1]
  }

  /// The same where the making comes later: nil the first time, and then ``add(_:)`` must follow.
  mutating func find(_ range: Range<Int>, in source: SourceText) -> Made? {
    let key = unsafe source.bytes.withUnsafeBufferPointer { bytes in
      unsafe keys.intern(UnsafeBufferPointer(rebasing: bytes[range])).index
    }
    return key < values.count ? values[key] : nil
  }

  /// Adds what was made of the bytes that were looked for last.
  mutating func add(_ made: Made) { values.append(made) }
}
