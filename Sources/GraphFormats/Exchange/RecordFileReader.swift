import Diagnostics

/// The claims of a large file: read again from it whenever somebody goes through them, instead of being kept.
package struct ClaimSource: Sendable {
  /// How many there are.
  package let count: Int
  private let read: @Sendable (_ take: (ClaimRecord) -> Void) -> Void

  init(count: Int, _ read: @escaping @Sendable (_ take: (ClaimRecord) -> Void) -> Void) {
    self.count = count
    self.read = read
  }

  /// Goes through all claims.
  ///
  /// - Complexity: O(bytes of the file).
  package func forEach(_ take: (ClaimRecord) -> Void) { read(take) }
}

/// Reads a file of one record a line, one after the other, into a document.
///
/// A large file is read twice: first for what it declares and for its mistakes, then, while the graph is made, for its
/// claims, none of which is kept. So the memory is bounded by the file and the graph, whatever a record takes.
protocol RecordFileReader: Sendable {
  /// What was read so far.
  var document: GraphDocument { get set }

  /// Reads the next record.
  ///
  /// - Parameter bag: Where mistakes go.
  /// - Returns: False at the end of the file.
  mutating func readNext(reporting bag: inout DiagnosticBag) -> Bool

  /// Adds what only the whole file tells.
  mutating func finish(reporting bag: inout DiagnosticBag)

  /// Goes back to the first record, knowing what was learned on the way.
  mutating func rewind()
}

extension RecordFileReader {
  /// Reads the whole file.
  ///
  /// - Parameters:
  ///   - streamedSize: From how many bytes on claims are read again instead of being kept.
  ///   - bag: Where mistakes go.
  /// - Returns: What the file says.
  func wholeDocument(streamedSize: Int, reporting bag: inout DiagnosticBag) -> GraphDocument {
    var reader = self
    let isStreamed = (reader.document.source?.bytes.count ?? 0) >= streamedSize
    var count = 0
    while reader.readNext(reporting: &bag) {
      guard isStreamed else { continue }
      count += reader.document.claims.count
      reader.document.claims.removeAll(keepingCapacity: true)
    }
    reader.finish(reporting: &bag)
    var document = reader.document
    guard isStreamed, count > 0 else { return document }
    reader.document = GraphDocument(source: document.source)
    reader.rewind()
    let beginning = reader
    document.claimSource = ClaimSource(count: count) { take in
      var reader = beginning
      let empty = reader.document
      // What is wrong was said the first time.
      var silence = DiagnosticBag(limit: 0)
      while reader.readNext(reporting: &silence) {
        for claim in reader.document.claims { take(claim) }
        reader.document = empty
      }
    }
    return document
  }
}
