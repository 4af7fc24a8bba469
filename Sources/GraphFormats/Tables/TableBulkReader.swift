import Diagnostics
import GraphCore

/// Reads a table that says no more than who did what to whom and when, on all cores, without a `String` for a cell.
///
/// The graph is the one that ``TableImport`` makes, but for the order of its relationships, which are numbered by type,
/// subject and object. Lines that are not understood at once are left to ``TableImport``.
enum TableBulkReader {
  /// Where the fields stand.
  struct Layout: Sendable {
    let delimiter: UInt8
    let subject: Int
    let relation: Int
    let object: Int
    /// The column of the date; nil when there is none.
    let date: Int?
    /// The number of columns.
    let width: Int
    /// Where the rows begin.
    let body: Int
  }

  /// A chunk is at least so many bytes: starting a thread must be worth it.
  private static let smallestChunk = 1 << 19

  /// Reads the rows.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - layout: Where the fields stand.
  ///   - chunks: How many chunks to read at once; nil: as many as there are cores.
  /// - Returns: The rows, and the lines that were not understood; nil when a cell runs over several lines, or names do
  ///   not fit.
  /// - Complexity: O(bytes), on all cores.
  static func read(
    _ bytes: UnsafeRawBufferPointer, _ layout: Layout, chunks: Int? = nil
  ) -> (rows: EventRows, rest: [Range<Int>])? {
    guard bytes.count <= Int(UInt32.max) else { return nil }
    let size = bytes.count - layout.body
    let count = chunks ?? min(max(size / smallestChunk, 1), Parallel.width)
    var parsers: [TableChunkParser] = []
    var start = layout.body
    for part in 1...count {
      var end = part == count ? bytes.count : max(start, layout.body + size / count * part)
      while end < bytes.count, end > start, unsafe bytes[end - 1] != 0x0A { end += 1 }
      parsers.append(TableChunkParser(layout, start: start, end: end))
      start = end
    }
    unsafe parsers.withUnsafeMutableBufferPointer { parsers in
      Parallel.perform(parsers.count) { unsafe parsers[$0].parse(bytes) }
    }
    guard parsers.allSatisfy({ !$0.isBeyond }) else { return nil }
    let rest = parsers.flatMap(\.rest)
    var names = parsers[0].names
    var relations = parsers[0].relations
    var merged = [EventRows.Chunk(rows: parsers[0].rows)]
    for index in parsers.indices.dropFirst() {
      let nameMap = names.intern(contentsOf: parsers[index].names)
      let relationMap = relations.intern(contentsOf: parsers[index].relations)
      merged.append(EventRows.Chunk(rows: parsers[index].rows, nameMap: nameMap, relationMap: relationMap))
    }
    return (EventRows(names: names, relations: relations, chunks: merged), rest)
  }
}

/// Reads the lines of one chunk.
private struct TableChunkParser: Sendable {
  private let layout: TableBulkReader.Layout
  private let start: Int
  private let end: Int
  private(set) var names = StringPool()
  private(set) var relations = StringPool()
  private(set) var rows: [EventRows.Row] = []
  /// Lines that are not understood.
  private(set) var rest: [Range<Int>] = []
  /// Whether a cell runs over several lines, so that chunks may have begun inside of one.
  private(set) var isBeyond = false

  init(_ layout: TableBulkReader.Layout, start: Int, end: Int) {
    self.layout = layout
    self.start = start
    self.end = end
  }

  /// A cell between two places, quotes taken off.
  private struct Cell {
    var lower = 0
    var upper = 0
    var hasDoubledQuotes = false
  }

  mutating func parse(_ bytes: UnsafeRawBufferPointer) {
    rows.reserveCapacity((end - start) / 48)
    var cells = [Cell](repeating: Cell(), count: layout.width)
    var place = start
    let delimiter = layout.delimiter
    while place < end {
      let line = place
      var count = 0
      var isWrong = false
      var high: UInt8 = 0
      while true {
        var cell = Cell(lower: place, upper: place)
        let isQuoted = unsafe place < end && bytes[place] == 0x22
        if isQuoted {
          guard unsafe closeQuote(bytes, &cell, &place, &high) else {
            isBeyond = true
            return
          }
        }
        let begin = place
        while place < end {
          let byte = unsafe bytes[place]
          if byte == delimiter || byte == 0x0A { break }
          if byte == 0x0D, place + 1 < end, unsafe bytes[place + 1] != 0x0A {
            // A return alone ends a row, too, which this reader does not know.
            isBeyond = true
            return
          }
          high |= byte
          place += 1
        }
        let isReturn =
          unsafe place > begin && (place == end || bytes[place] == 0x0A) && bytes[place - 1] == 0x0D
        let last = isReturn ? place - 1 : place
        if isQuoted { isWrong = isWrong || last > begin } else { cell.upper = last }
        if count < cells.count { cells[count] = cell }
        count += 1
        guard place < end, unsafe bytes[place] == delimiter else { break }
        place += 1
      }
      let lineEnd = place
      place += 1
      unsafe finish(bytes, line..<lineEnd, &cells, count, isWrong: isWrong, isASCII: high < 0x80)
    }
  }

  /// Goes behind the closing quote; false when the line or the text ends first.
  private func closeQuote(
    _ bytes: UnsafeRawBufferPointer, _ cell: inout Cell, _ place: inout Int, _ high: inout UInt8
  ) -> Bool {
    place += 1
    cell.lower = place
    while place < end {
      let byte = unsafe bytes[place]
      if byte == 0x0A { return false }
      if byte == 0x22 {
        guard place + 1 < end, unsafe bytes[place + 1] == 0x22 else {
          cell.upper = place
          place += 1
          return true
        }
        cell.hasDoubledQuotes = true
        place += 1
      }
      high |= byte
      place += 1
    }
    return false
  }

  /// Takes a line, or leaves it to the other reader.
  private mutating func finish(
    _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>, _ cells: inout [Cell], _ count: Int, isWrong: Bool,
    isASCII: Bool
  ) {
    let isBlank = count == 1 && cells[0].lower == line.lowerBound && cells[0].upper <= cells[0].lower
    if isBlank { return }
    // All is looked at before a name is kept: a row that is left out makes no entity.
    guard !isWrong, count == layout.width, unsafe isASCII || isUnicode(bytes, line),
      let date = unsafe date(bytes, layout.date.map { cells[$0] }),
      unsafe !isEmpty(bytes, cells[layout.subject]),
      unsafe !isEmpty(bytes, cells[layout.relation]), unsafe !isEmpty(bytes, cells[layout.object]),
      let subject = unsafe name(bytes, cells[layout.subject]),
      let relation = unsafe relationName(bytes, cells[layout.relation]),
      let object = unsafe name(bytes, cells[layout.object])
    else {
      rest.append(line)
      return
    }
    rows.append(EventRows.Row(subject: subject, relation: relation, object: object, date: date))
  }

  private func isUnicode(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[range]).assumingMemoryBound(to: UInt8.self)
    return unsafe String(validating: text, as: UTF8.self) != nil
  }

  /// Whether the bytes of a cell are its text: no blank at an end, no quote inside, no guard before a formula.
  private func isPlain(_ bytes: UnsafeRawBufferPointer, _ cell: Cell) -> Bool {
    guard cell.lower < cell.upper, !cell.hasDoubledQuotes else { return false }
    let first = unsafe bytes[cell.lower]
    return unsafe first > 0x20 && first != 0x27 && bytes[cell.upper - 1] > 0x20
  }

  /// The text of a cell that is not plain; empty when nothing is left.
  private func text(_ bytes: UnsafeRawBufferPointer, _ cell: Cell) -> String {
    var scalars = String.UnicodeScalarView()
    var isFirst = false
    let raw = unsafe String(
      decoding: UnsafeRawBufferPointer(rebasing: bytes[cell.lower..<cell.upper]), as: UTF8.self)
    for scalar in raw.unicodeScalars {
      // Two quotes mean one, whatever combining marks follow them.
      isFirst = cell.hasDoubledQuotes && scalar == "\"" && !isFirst
      if !isFirst { scalars.append(scalar) }
    }
    return ListText.trimmed(FormulaGuard.removed(String(scalars)))
  }

  private func isEmpty(_ bytes: UnsafeRawBufferPointer, _ cell: Cell) -> Bool {
    unsafe !isPlain(bytes, cell) && text(bytes, cell).isEmpty
  }

  private mutating func name(_ bytes: UnsafeRawBufferPointer, _ cell: Cell) -> UInt32? {
    guard unsafe isPlain(bytes, cell) else {
      let text = unsafe text(bytes, cell)
      return text.isEmpty ? nil : names.intern(text).rawValue
    }
    return unsafe names.intern(buffer(bytes, cell)).rawValue
  }

  private mutating func relationName(_ bytes: UnsafeRawBufferPointer, _ cell: Cell) -> UInt32? {
    guard unsafe isPlain(bytes, cell) else {
      let text = unsafe text(bytes, cell)
      return text.isEmpty ? nil : relations.intern(text).rawValue
    }
    return unsafe relations.intern(buffer(bytes, cell)).rawValue
  }

  private func buffer(_ bytes: UnsafeRawBufferPointer, _ cell: Cell) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeRawBufferPointer(rebasing: bytes[cell.lower..<cell.upper]).assumingMemoryBound(
      to: UInt8.self)
  }

  /// The packed date; the word of undated rows for an empty cell; nil for what is no date.
  private func date(_ bytes: UnsafeRawBufferPointer, _ cell: Cell?) -> UInt32? {
    guard let cell, cell.lower < cell.upper else { return EventRows.undated }
    if cell.upper - cell.lower == 10, let word = unsafe day(bytes, cell.lower) { return word }
    let normalized = ImportedDate.normalized(unsafe text(bytes, cell))
    guard !normalized.hasTime else { return nil }
    if normalized.text.isEmpty { return EventRows.undated }
    guard let date = try? PartialDate.parse(normalized.text) else { return nil }
    return PackedDate(date)?.word
  }

  /// `2014-03-06`, without making a text; nil when it is anything else.
  private func day(_ bytes: UnsafeRawBufferPointer, _ lower: Int) -> UInt32? {
    guard unsafe bytes[lower + 4] == 0x2D, unsafe bytes[lower + 7] == 0x2D else { return nil }
    var number = 0
    for offset in [0, 1, 2, 3, 5, 6, 8, 9] {
      let digit = Int(unsafe bytes[lower + offset]) - 0x30
      guard digit >= 0, digit <= 9 else { return nil }
      number = number * 10 + digit
    }
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
    guard (1...12).contains(month), day >= 1, day <= PartialDate.daysInMonth(month, year: year) else {
      return nil
    }
    return PackedDate.word(year: year, month: month, day: day)
  }
}
