import Diagnostics
import GraphCore

/// The ways around records: tables of claims become graphs without a schema on all cores.
extension TableImport {
  /// What is known of a table before its rows are read.
  private struct Head {
    let columns: TableColumns
    let dialect: TableDialect
    let width: Int
    /// Where the rows begin.
    let body: Int
  }

  /// The first line must lie in so many bytes.
  private static let headSize = 1 << 20

  /// Reads a table of claims where it lies, as in a mapped file, into a graph without a schema.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - name: What diagnostics print before `line:column`.
  ///   - isTabbed: Whether the name of the file says that tabs separate its cells.
  ///   - mapping: Which column is which; without one the header tells.
  ///   - bag: Where mistakes go; a row with one that leaves it without meaning is left out.
  /// - Returns: The graph; nil when the table lists something else, or only records tell what it says.
  /// - Complexity: O(bytes), on all cores.
  static func bulkGraph(
    _ bytes: FlatArray<UInt8>, named name: String, isTabbed: Bool, mapping: ColumnMapping,
    reporting bag: inout DiagnosticBag
  ) -> (graph: GraphSnapshot, counts: ImportCounts)? {
    guard let head = head(of: bytes, name, isTabbed, mapping) else { return nil }
    let text = LazyText(name: name, bytes: bytes)
    if let events = eventGraph(bytes, head, text, reporting: &bag) { return events }
    return claimGraph(bytes, head, text, reporting: &bag)
  }

  /// The same for a table that may have any column, in so many parts.
  static func claimGraph(
    _ bytes: FlatArray<UInt8>, named name: String, isTabbed: Bool, mapping: ColumnMapping, chunks: Int,
    reporting bag: inout DiagnosticBag
  ) -> (graph: GraphSnapshot, counts: ImportCounts)? {
    guard let head = head(of: bytes, name, isTabbed, mapping) else { return nil }
    return claimGraph(bytes, head, LazyText(name: name, bytes: bytes), chunks: chunks, reporting: &bag)
  }

  /// The table as a text, made only when there is something to say: that copies it.
  private final class LazyText {
    private let name: String
    private let bytes: FlatArray<UInt8>
    private(set) lazy var source = SourceText(name: name, bytes: Array(bytes))

    init(name: String, bytes: FlatArray<UInt8>) {
      self.name = name
      self.bytes = bytes
    }
  }

  private static func head(
    of bytes: FlatArray<UInt8>, _ name: String, _ isTabbed: Bool, _ mapping: ColumnMapping
  ) -> Head? {
    let start = SourceText(name: name, bytes: Array(bytes.part(0..<min(bytes.count, headSize))))
    let dialect = TableDialect(of: start.bytes, isTabbed: isTabbed)
    var rows = TableRows(start, dialect)
    guard let header = try? rows.next() else { return nil }
    let body = rows.progress
    if body == start.bytes.count, body < bytes.count { return nil }
    let sample = (try? rows.next()) ?? nil
    guard let columns = try? TableColumns(header, sample: sample, mapping: mapping, source: start),
      columns.kind == .claims
    else { return nil }
    return Head(columns: columns, dialect: dialect, width: header.count, body: body)
  }

  // MARK: Nothing but subjects, relations, objects and dates

  private static func eventGraph(
    _ bytes: FlatArray<UInt8>, _ head: Head, _ text: LazyText, reporting bag: inout DiagnosticBag
  ) -> (graph: GraphSnapshot, counts: ImportCounts)? {
    let columns = head.columns
    guard columns.constants.isEmpty, let subject = columns.index(of: "subject"),
      let relation = columns.index(of: "relation"), let object = columns.index(of: "object"),
      columns.roles.allSatisfy({ role in
        role == .ignored || ["subject", "relation", "object", "date"].contains { role == .field($0) }
      })
    else { return nil }
    let layout = TableBulkReader.Layout(
      delimiter: head.dialect.delimiter, subject: subject, relation: relation, object: object,
      date: columns.index(of: "date"), width: head.width, body: head.body)
    let read = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe TableBulkReader.read(UnsafeRawBufferPointer(buffer), layout)
    }
    guard let read, read.rest.count <= 10_000 else { return nil }
    var found = DiagnosticBag(limit: bag.limit)
    if !read.rest.isEmpty {
      var reader = TableImport(text.source, columns)
      for line in read.rest {
        // A line that is right after all says more than there are columns for.
        guard reader.reports(lineAt: line, head, &found) else { return nil }
      }
    }
    bag.report(contentsOf: found)
    let graph = GraphSnapshot.assembling(read.rows, idsAreNames: true)
    var counts = ImportCounts()
    counts.readClaims = graph.relationshipCount
    counts.createdEntities = graph.nodeCount
    counts.untypedEntities = graph.nodeCount
    counts.rejectedRecords = read.rest.count
    return (graph, counts)
  }

  /// Reports what is wrong with a row; false when nothing is.
  private mutating func reports(
    lineAt range: Range<Int>, _ head: Head, _ bag: inout DiagnosticBag
  ) -> Bool {
    var rows = TableRows(source, head.dialect, range: range)
    do throws(Diagnostic) {
      guard let row = try rows.next(width: head.width) else { return true }
      if row.count != head.width { throw fieldCount(row, head.width) }
      try readClaim(row)
      return false
    } catch {
      bag.report(error)
      return true
    }
  }

  // MARK: All other tables of claims

  private static func claimGraph(
    _ bytes: FlatArray<UInt8>, _ head: Head, _ text: LazyText, chunks: Int? = nil,
    reporting bag: inout DiagnosticBag
  ) -> (graph: GraphSnapshot, counts: ImportCounts)? {
    let layout = ClaimTableLayout(
      head.columns, delimiter: head.dialect.delimiter, width: head.width, body: head.body)
    guard let layout else { return nil }
    let table = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe ClaimTable(UnsafeRawBufferPointer(buffer), layout, chunks: chunks)
    }
    guard let table else { return nil }
    let (starts, odd, unsure) = (table.starts, table.odd, Set(table.unsure))
    let (rejected, droppedTimes) = (table.rejected, table.droppedTimes)
    var found = DiagnosticBag(limit: bag.limit)
    if !rejected.isEmpty {
      var reader = TableImport(text.source, head.columns)
      for place in rejected {
        guard reader.reports(lineAt: place..<bytes.count, head, &found) else { return nil }
      }
    }
    var made = ClaimTableAssembly.graph(of: table, reporting: &found) { row, field in
      var rows = TableRows(text.source, head.dialect, range: Int(starts[row])..<bytes.count)
      guard let column = head.columns.index(of: field), let cells = try? rows.next(width: head.width),
        column < cells.count
      else {
        return nil
      }
      return Diagnostic.Place(text.source, cells[column].span)
    }
    let kept = (odd + made.repeatingRows).sorted()
    if !kept.isEmpty {
      var reader = TableImport(text.source, head.columns)
      var last: Int?
      var keys: Set<ClaimKey> = []
      for row in kept where row != last {
        last = row
        var rows = TableRows(text.source, head.dialect, range: Int(starts[row])..<bytes.count)
        if let cells = try? rows.next(width: head.width) { try? reader.readClaim(cells) }
        if unsure.contains(row), let claim = reader.document.claims.last,
          !keys.insert(ClaimKey(claim, isSymmetric: false)).inserted
        {
          made.counts.repeatedClaims += 1
        }
      }
      reader.reportOddities(&found)
    }
    if droppedTimes > 0 { found.report(Self.timesDropped(droppedTimes, in: text.source)) }
    bag.report(contentsOf: found)
    return (made.graph, made.counts)
  }

  /// Reports what the assembler says of the claims that were read.
  private func reportOddities(_ bag: inout DiagnosticBag) {
    var claims = GraphDocument(source: source)
    claims.isImported = true
    claims.claims = document.claims
    var builder = GraphBuilder()
    let files = GraphFileSet(documents: [claims], schema: nil)
    _ = GraphAssembler.assemble(files, into: &builder, reporting: &bag)
  }

  /// Says that times of day were left out.
  static func timesDropped(_ count: Int, in source: SourceText) -> Diagnostic {
    Diagnostic(
      .note, "convert.dropped-time", "\(count) times of day are left out: claims have dates",
      at: Diagnostic.Place(source, SourceSpan(at: 0)))
  }
}
