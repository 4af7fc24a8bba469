import Diagnostics

/// The claims of a large file: read again from it whenever somebody goes through them, instead of being kept.
package struct ClaimSource: Sendable {
  /// How many there are, those that turn out to be wrong included.
  package let count: Int

  /// Reports mistakes, hands over claims, and returns how many records were none.
  typealias Reading = @Sendable (_ bag: inout DiagnosticBag, _ take: (inout ClaimRecord) -> Void) -> Int
  private let read: Reading

  init(count: Int, _ read: @escaping Reading) {
    self.count = count
    self.read = read
  }

  /// Goes through all claims.
  ///
  /// - Parameters:
  ///   - bag: Where mistakes go that nobody has looked for before.
  ///   - take: Gets each claim.
  /// - Returns: How many of the records that were counted as claims are none.
  /// - Complexity: O(bytes of the file).
  func forEach(
    reporting bag: inout DiagnosticBag, _ take: (inout ClaimRecord) -> Void
  ) -> Int {
    read(&bag, take)
  }
}

/// Reads a file of one record a line, one after the other, into a document.
///
/// A large file is read twice: first for what it declares and for its mistakes, then, while the graph is made, for its
/// claims, none of which is kept. So the memory is bounded by the file and the graph, whatever a record takes.
protocol RecordFileReader: Sendable {
  /// What was read so far.
  var document: GraphDocument { get set }

  /// How far reading has come, in bytes.
  var position: Int { get }

  /// Reads the next record.
  ///
  /// - Parameter bag: Where mistakes go.
  /// - Returns: False at the end of the file.
  mutating func readNext(reporting bag: inout DiagnosticBag) -> Bool

  /// Reads the next record for nothing but what it declares.
  ///
  /// - Parameter bag: Where mistakes go, those of claims only if ``readClaim(reporting:)`` is silent about them.
  /// - Returns: How many claims it makes; nil at the end of the file.
  mutating func readDeclarations(reporting bag: inout DiagnosticBag) -> Int?

  /// Reads the next record for nothing but its claims, once ``readDeclarations(reporting:)`` has seen it.
  ///
  /// - Parameter bag: Where mistakes go that were not reported then.
  /// - Returns: False at the end of the file.
  mutating func readClaims(reporting bag: inout DiagnosticBag) -> Bool

  /// Adds what only the whole file tells.
  mutating func finish(reporting bag: inout DiagnosticBag)

  /// Goes back to the first record, knowing what was learned on the way.
  mutating func rewind()
}

extension RecordFileReader {
  mutating func readDeclarations(reporting bag: inout DiagnosticBag) -> Int? {
    guard readNext(reporting: &bag) else { return nil }
    let count = document.claims.count
    document.claims.removeAll(keepingCapacity: true)
    return count
  }

  mutating func readClaims(reporting bag: inout DiagnosticBag) -> Bool {
    // What is wrong was said the first time.
    var silence = DiagnosticBag(limit: 0)
    defer { document.rejectedRecords = 0 }
    return readNext(reporting: &silence)
  }

  /// Reads the whole file.
  ///
  /// - Parameters:
  ///   - options: From how many bytes on claims are read again instead of being kept, and who is told how far it is.
  ///   - bag: Where mistakes go.
  /// - Returns: What the file says.
  func wholeDocument(_ options: ImportOptions, reporting bag: inout DiagnosticBag) -> GraphDocument {
    var reader = self
    let size = reader.document.source?.bytes.count ?? 0
    guard size >= options.streamedSize else {
      while reader.readNext(reporting: &bag) {}
      reader.finish(reporting: &bag)
      return reader.document
    }
    var count = 0
    var records = 0
    while let claims = reader.readDeclarations(reporting: &bag) {
      count += claims
      records += 1
      if records.isMultiple(of: 4_096) { options.progress(reader.position, size) }
    }
    reader.finish(reporting: &bag)
    var document = reader.document
    guard count > 0 else { return document }
    reader.document = GraphDocument(source: document.source)
    reader.rewind()
    let beginning = reader
    document.claimSource = ClaimSource(count: count) { bag, take in
      var reader = beginning
      var rejected = 0
      while reader.readClaims(reporting: &bag) {
        for index in reader.document.claims.indices { take(&reader.document.claims[index]) }
        rejected += reader.document.rejectedRecords
        reader.document.forgetRecords()
      }
      return rejected
    }
    return document
  }
}
