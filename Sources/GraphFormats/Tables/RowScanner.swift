/// Where a cell of a table stands, quotes taken off.
struct CellSpan: Sendable {
  var lower = 0
  var upper = 0
  /// Whether it stands between quotes.
  var isQuoted = false
  /// Whether quotes inside are doubled.
  var hasDoubledQuotes = false
}

/// Splits a table into rows and cells as ``TableRows`` does, without making anything.
struct RowScanner: Sendable {
  /// What came of a row.
  enum Outcome: Sendable {
    /// It is split.
    case row
    /// A quote begins in it and does not end; what comes behind is a matter of opinion.
    case unclosedQuote
    /// Something stands behind a closing quote.
    case textAfterQuote
  }

  let delimiter: UInt8

  /// Where the last row ended: the first byte of the next one.
  private(set) var next = 0
  /// The number of cells of the last row.
  private(set) var count = 0
  /// The bits of all bytes in the cells of the last row: below 0x80 the row is ASCII.
  private(set) var bits: UInt8 = 0

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Splits a row; one of a table with tabs that has another number of cells than it should is taken without quoting,
  /// if that gives the right one.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - place: Where the row begins.
  ///   - cells: Gets the cells, as many as it has room for.
  /// - Returns: What came of it; ``next`` is where to go on.
  mutating func split(
    _ bytes: UnsafeRawBufferPointer, at place: Int, into cells: inout [CellSpan]
  ) -> Outcome {
    let outcome = unsafe split(bytes, place, isLiteral: false, &cells)
    guard outcome == .row, count != cells.count, delimiter == 0x09 else { return outcome }
    let (end, width) = (next, count)
    _ = unsafe split(bytes, place, isLiteral: true, &cells)
    if count != cells.count { (next, count) = (end, width) }
    return .row
  }

  private mutating func split(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, isLiteral: Bool, _ cells: inout [CellSpan]
  ) -> Outcome {
    let end = bytes.count
    var place = start
    count = 0
    bits = 0
    while true {
      var cell = CellSpan(lower: place, upper: place)
      if !isLiteral, place < end, unsafe bytes[place] == 0x22 {
        switch unsafe quoted(bytes, place) {
        case .cell(let found):
          cell = found
          place = found.upper + 1
        case .literal: break
        case .failure(let outcome): return outcome
        }
      }
      if !cell.isQuoted {
        while place < end {
          let byte = unsafe bytes[place]
          if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
          bits |= byte
          place += 1
        }
        cell.upper = place
      }
      if count < cells.count { cells[count] = cell }
      count += 1
      next = place
      guard place < end else { return .row }
      let byte = unsafe bytes[place]
      place += 1
      if byte == delimiter { continue }
      if byte == 0x0D, place < end, unsafe bytes[place] == 0x0A { place += 1 }
      next = place
      return .row
    }
  }

  private enum Quoted {
    case cell(CellSpan)
    case literal
    case failure(Outcome)
  }

  /// A cell that begins with a quote; where tabs separate cells, a quote that does not end its cell is a character.
  private mutating func quoted(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Quoted {
    let end = bytes.count
    var cell = CellSpan(lower: place + 1, upper: place + 1, isQuoted: true)
    var index = place + 1
    var high: UInt8 = 0
    while index < end {
      let byte = unsafe bytes[index]
      guard byte == 0x22 else {
        high |= byte
        index += 1
        continue
      }
      if index + 1 < end, unsafe bytes[index + 1] == 0x22 {
        cell.hasDoubledQuotes = true
        index += 2
        continue
      }
      cell.upper = index
      let behind = index + 1
      let isAtEnd =
        unsafe behind >= end || bytes[behind] == delimiter || bytes[behind] == 0x0A || bytes[behind] == 0x0D
      if isAtEnd {
        bits |= high
        return .cell(cell)
      }
      return delimiter == 0x09 ? .literal : .failure(.textAfterQuote)
    }
    return delimiter == 0x09 ? .literal : .failure(.unclosedQuote)
  }
}
