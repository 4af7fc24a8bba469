package import Diagnostics
package import GraphCore

/// Reads a table of events: `subject`, `relation`, `object`, `date`, separated by tabs, one event a line.
///
///     table  = header *( event )
///     header = "subject" TAB "relation" TAB "object" TAB "date" EOL
///     event  = name TAB name TAB name TAB [ date ] EOL        date as PartialDate reads it
///
/// There is no quoting: a `"` is a character like any other. Blank lines are passed over, a byte order mark and
/// CRLF are fine. The graph has no schema: an entity is its name (label `Entity`, property `name`), an event a
/// relationship with the properties `date` and `status`, its type the relation's name as it stands.
///
/// No `String` is made for a cell. Large tables are read in chunks on all cores, with the same result.
package enum EventTableReader {
  /// The header line without its end.
  package static let header = "subject\trelation\tobject\tdate"

  /// Whether a text is a table of events: it begins with the header.
  package static func recognizes(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
    let body = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(byteOrderMark.count) : bytes.dropFirst(0)
    guard body.starts(with: header.utf8) else { return false }
    guard let next = body.dropFirst(header.utf8.count).first else { return true }
    return next == 0x0A || next == 0x0D
  }

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - text: The table.
  ///   - diagnostics: Gets an error for each line that is no event; such lines are left out.
  /// - Returns: The graph of all other lines.
  /// - Complexity: O(bytes), on all cores.
  package static func read(
    _ text: SourceText, reporting diagnostics: inout DiagnosticBag
  ) -> GraphSnapshot {
    read(text.bytes, chunks: chunkCount(text.bytes.count), reporting: &diagnostics) { text }
  }

  /// Reads a table given as bytes, which saves counting its lines when nothing is wrong.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - name: What diagnostics print before `line:column`.
  ///   - diagnostics: Gets an error for each line that is no event; such lines are left out.
  /// - Returns: The graph of all other lines.
  /// - Complexity: O(bytes), on all cores.
  package static func read(
    _ bytes: [UInt8], named name: String, reporting diagnostics: inout DiagnosticBag
  ) -> GraphSnapshot {
    read(bytes, chunks: chunkCount(bytes.count), reporting: &diagnostics) {
      SourceText(name: name, bytes: bytes)
    }
  }

  /// Reads a table where it lies, as in a mapped file.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - name: What diagnostics print before `line:column`.
  ///   - diagnostics: Gets an error for each line that is no event; such lines are left out.
  /// - Returns: The graph of all other lines; it does not keep the bytes.
  /// - Complexity: O(bytes), on all cores.
  package static func read(
    _ bytes: FlatArray<UInt8>, named name: String, reporting diagnostics: inout DiagnosticBag
  ) -> GraphSnapshot {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe read(
        UnsafeRawBufferPointer(buffer), chunks: chunkCount(bytes.count), reporting: &diagnostics
      ) { SourceText(name: name, bytes: Array(bytes)) }
    }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// A chunk is at least so many bytes: starting a thread must be worth it.
  private static let smallestChunk = 1 << 19

  /// Reads a table in a number of chunks, which changes nothing but the time that it takes.
  static func read(
    _ bytes: [UInt8], chunks: Int, reporting diagnostics: inout DiagnosticBag, text: () -> SourceText
  ) -> GraphSnapshot {
    unsafe bytes.withUnsafeBytes { unsafe read($0, chunks: chunks, reporting: &diagnostics, text: text) }
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer, chunks: Int, reporting diagnostics: inout DiagnosticBag,
    text: () -> SourceText
  ) -> GraphSnapshot {
    guard unsafe recognizes(bytes) else {
      diagnostics.report(missingHeader(text()))
      return .empty
    }
    guard bytes.count <= Int(UInt32.max) else {
      diagnostics.report(
        Diagnostic(
          .error, "events.too-large",
          "a table of events has at most 4 GiB, this one has \(bytes.count) bytes",
          hints: ["divide it, and read the parts one at a time"]))
      return .empty
    }
    let body = unsafe (bytes.firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
    let bounds = unsafe chunkBounds(bytes, from: body, count: chunks)
    var parsers = bounds.map { EventChunkParser(start: $0.lowerBound, end: $0.upperBound) }
    unsafe parsers.withUnsafeMutableBufferPointer { parsers in
      Parallel.perform(parsers.count) { unsafe parsers[$0].parse(bytes) }
    }
    let problems = parsers.flatMap(\.problems)
    if !problems.isEmpty {
      let text = text()
      for problem in problems { diagnostics.report(problem.diagnostic(in: text)) }
    }
    return .assembling(merged(&parsers))
  }

  private static func chunkCount(_ byteCount: Int) -> Int {
    min(max(byteCount / smallestChunk, 1), Parallel.width)
  }

  /// Equal parts that end with a line.
  private static func chunkBounds(
    _ bytes: UnsafeRawBufferPointer, from body: Int, count: Int
  ) -> [Range<Int>] {
    var bounds: [Range<Int>] = []
    var start = body
    for part in 1...count {
      var end = part == count ? bytes.count : max(start, body + (bytes.count - body) / count * part)
      while end < bytes.count, unsafe bytes[end - 1] != 0x0A { end += 1 }
      bounds.append(start..<end)
      start = end
    }
    return bounds
  }

  /// Numbers the names of all chunks as one reader would have, in order of first use.
  private static func merged(_ parsers: inout [EventChunkParser]) -> EventRows {
    var names = parsers[0].names
    var relations = parsers[0].relations
    var chunks = [EventRows.Chunk(rows: parsers[0].rows)]
    for index in parsers.indices.dropFirst() {
      let nameMap = names.intern(contentsOf: parsers[index].names)
      let relationMap = relations.intern(contentsOf: parsers[index].relations)
      chunks.append(EventRows.Chunk(rows: parsers[index].rows, nameMap: nameMap, relationMap: relationMap))
    }
    parsers = []
    return EventRows(names: names, relations: relations, chunks: chunks)
  }

  private static func missingHeader(_ text: SourceText) -> Diagnostic {
    let end = text.bytes.firstIndex(of: 0x0A) ?? text.bytes.count
    return .error(
      "events.missing-header", "the first line is not the header of a table of events", in: text,
      at: SourceSpan(0..<min(end, 120)),
      hints: ["the first line must be subject, relation, object and date, with tabs between them"])
  }
}
