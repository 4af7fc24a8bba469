import Diagnostics

/// How a table separates its cells.
struct TableDialect: Sendable, Equatable {
  /// What to do about a table in another encoding.
  static let encodingHint =
    "save the file in UTF-8, or convert it first: iconv -f windows-1252 -t utf-8 FILE | entente convert - --from csv …"

  /// The byte between cells.
  var delimiter: UInt8
  /// Whether a cell may be put between quotes, and a quote inside doubled.
  var hasQuotes = true

  /// Finds out how a table separates its cells: by what its first line has most of.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - isTabbed: Whether tabs win wherever there is one, as the name of the file says.
  init(of bytes: [UInt8], isTabbed: Bool = false) {
    if let line = Self.separatorLine(of: bytes) {
      delimiter = line.delimiter
      return
    }
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes.prefix(1 << 16) {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D { break }
      counts[byte, default: 0] += 1
    }
    let candidates: [UInt8] = [0x09, 0x2C, 0x3B, 0x7C]
    delimiter = isTabbed ? 0x09 : 0x2C
    if isTabbed, counts[0x09] != nil { return }
    var most = 0
    for candidate in candidates where counts[candidate, default: 0] > most {
      most = counts[candidate, default: 0]
      delimiter = candidate
    }
  }

  /// `sep=;`, the first line by which Excel tells what stands between cells.
  ///
  /// - Returns: The delimiter, and where the next line begins; nil when the table has no such line.
  static func separatorLine(of bytes: [UInt8]) -> (delimiter: UInt8, end: Int)? {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let line = bytes[start...].prefix(7)
    guard line.count > 5, line.prefix(4).elementsEqual("sep=".utf8) else { return nil }
    let rest = line.dropFirst(5)
    guard let byte = rest.first, byte == 0x0A || byte == 0x0D, line[start + 4] < 0x80 else { return nil }
    let isPair = rest.count > 1 && byte == 0x0D && rest[rest.startIndex + 1] == 0x0A
    return (line[start + 4], start + 5 + (isPair ? 2 : 1))
  }

  init(delimiter: UInt8, hasQuotes: Bool) {
    self.delimiter = delimiter
    self.hasQuotes = hasQuotes
  }
}

/// A cell of a table.
struct TableCell: Sendable {
  /// The text, quotes taken off.
  let text: String
  /// The bytes in which it stands, with its quotes.
  let span: SourceSpan
  /// Whether it stands between quotes.
  let isQuoted: Bool
}

/// Goes through the rows of a table (RFC 4180): `row = cell *( delimiter cell ) EOL`.
///
/// A cell that begins with a quote ends with one; a quote inside is doubled. In tables with tabs a quote that does not
/// end its cell is a character like any other.
struct TableRows {
  private let source: SourceText
  private let dialect: TableDialect
  private(set) var place: Int
  private let end: Int
  private var areQuotesLiteral = false

  init(_ source: SourceText, _ dialect: TableDialect, range: Range<Int>? = nil) {
    self.source = source
    self.dialect = dialect
    place =
      range?.lowerBound ?? TableDialect.separatorLine(of: source.bytes)?.end
      ?? (source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    end = range?.upperBound ?? source.bytes.count
  }

  /// How far reading has come, in bytes.
  var progress: Int { place }

  /// The next row that is not blank; nil at the end.
  ///
  /// - Parameter width: How many cells a row should have. One of a table with tabs that has another number is taken
  ///   without quoting, if that gives the right one: such tables often have none.
  /// - Returns: The row.
  /// - Throws: `table.unclosed-quote`, `convert.encoding`; the row is passed over.
  mutating func next(width: Int? = nil) throws(Diagnostic) -> [TableCell]? {
    while place < end {
      let start = place
      let row: [TableCell]
      do throws(Diagnostic) {
        row = try readRow()
      } catch {
        if error.code == "table.unclosed-quote" { areQuotesLiteral = true }
        place = start
        skipLine()
        throw error
      }
      if let width, row.count != width, dialect.delimiter == 0x09, !areQuotesLiteral {
        let end = place
        place = start
        areQuotesLiteral = true
        let plain = try? readRow()
        areQuotesLiteral = false
        if let plain, plain.count == width { return plain }
        place = end
      }
      if row.count > 1 || row[0].isQuoted || !row[0].text.isEmpty { return row }
    }
    return nil
  }

  private mutating func skipLine() {
    while place < end, source.bytes[place] != 0x0A { place += 1 }
    place = min(place + 1, end)
  }

  private mutating func readRow() throws(Diagnostic) -> [TableCell] {
    var cells: [TableCell] = []
    while true {
      cells.append(try readCell())
      guard place < end else { return cells }
      let byte = source.bytes[place]
      place += 1
      if byte == dialect.delimiter { continue }
      if byte == 0x0D, place < end, source.bytes[place] == 0x0A { place += 1 }
      return cells
    }
  }

  /// Reads to the delimiter or the end of the line, which stays.
  private mutating func readCell() throws(Diagnostic) -> TableCell {
    if place < end, source.bytes[place] == 0x22, dialect.hasQuotes, !areQuotesLiteral,
      let cell = try readQuoted()
    {
      return cell
    }
    let start = place
    while place < end {
      let byte = source.bytes[place]
      if byte == dialect.delimiter || byte == 0x0A || byte == 0x0D { break }
      place += 1
    }
    return TableCell(
      text: try text(start..<place), span: SourceSpan(start..<place), isQuoted: false)
  }

  private mutating func readQuoted() throws(Diagnostic) -> TableCell? {
    let start = place
    var index = place + 1
    var from = index
    var result = ""
    while index < end {
      guard source.bytes[index] == 0x22 else {
        index += 1
        continue
      }
      result += try text(from..<index)
      index += 1
      if index < end, source.bytes[index] == 0x22 {
        result += "\""
        index += 1
        from = index
        continue
      }
      let isAtEnd =
        index >= end || source.bytes[index] == dialect.delimiter || source.bytes[index] == 0x0A
        || source.bytes[index] == 0x0D
      guard isAtEnd else {
        if dialect.delimiter == 0x09 { return nil }
        throw .error(
          "table.text-after-quote", "a cell goes on after its closing quote", in: source,
          at: SourceSpan(index..<index + 1), hints: ["a quote inside a cell is written twice"])
      }
      place = index
      return TableCell(text: result, span: SourceSpan(start..<index), isQuoted: true)
    }
    if dialect.delimiter == 0x09 { return nil }
    throw .error(
      "table.unclosed-quote", "a quote begins here and does not end", in: source,
      at: SourceSpan(start..<start + 1), hints: ["a quote inside a cell is written twice"])
  }

  private func text(_ range: Range<Int>) throws(Diagnostic) -> String {
    guard let text = String(validating: source.bytes[range], as: UTF8.self) else {
      throw .error(
        "convert.encoding", "this cell is not valid UTF-8", in: source, at: SourceSpan(range),
        hints: [TableDialect.encodingHint])
    }
    return text
  }
}
