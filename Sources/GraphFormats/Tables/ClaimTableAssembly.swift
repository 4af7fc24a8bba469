import Diagnostics
import GraphCore
import OrderedCollections

/// Makes the graph of a table of claims a column at a time: the graph that ``GraphAssembler`` makes of its records,
/// with the same numbers.
struct ClaimTableAssembly {
  /// Where a field of a row stands, for what is wrong with the entities that it declares.
  typealias FieldPlace = (_ row: Int, _ field: String) -> Diagnostic.Place?

  /// What is told of an end, and by which row and column.
  private struct End {
    let id: Hint
    var type: Hint?
    var name: Hint?
  }

  private struct Hint {
    let text: UInt32
    let row: Int
    let field: String
  }

  private var table: ClaimTable
  private var texts: StringPool
  private(set) var counts = ImportCounts()
  /// The rows in which a source is cited twice.
  private(set) var repeatingRows: [Int] = []

  /// What a cell of citations says.
  private struct Citations {
    var ids: [UInt32] = []
    var sources: [Value] = []
    var places: [Value] = []
    var hasRepeats = false
  }

  private var citations: [Citations] = []
  /// The node of each text that is the id of an entity.
  private var nodeOf: [UInt32] = []
  private var nodeCount: UInt32 = 0
  private var made: [(text: UInt32, isSource: Bool)] = []
  private var columns = ClaimColumns()

  private init(_ table: consuming ClaimTable) {
    texts = table.takeTexts()
    self.table = table
  }

  /// Makes the graph.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - bag: Where goes what is wrong with the entities that its columns declare.
  ///   - fieldPlace: Where fields stand.
  /// - Returns: The graph, what came of the rows, and the rows in which a source is cited twice.
  /// - Complexity: O(rows × columns), the columns on all cores.
  static func graph(
    of table: consuming ClaimTable, reporting bag: inout DiagnosticBag, fieldPlace: FieldPlace
  ) -> (graph: GraphSnapshot, counts: ImportCounts, repeatingRows: [Int]) {
    var assembly = ClaimTableAssembly(table)
    var builder = GraphBuilder()
    assembly.declareEnds(in: &builder, reporting: &bag, fieldPlace)
    assembly.readCitations()
    assembly.makeNodes()
    assembly.counts.readClaims = assembly.table.count
    assembly.counts.rejectedRecords = assembly.table.rejected.count
    assembly.counts.repeatedClaims = ClaimRepetition.count(in: assembly.table)
    assembly.collectProperties()
    builder.adopt(texts: assembly.texts)
    assembly.texts = StringPool()
    builder.addNodes(assembly.made, label: GraphAssembler.untypedLabel)
    for name in 0..<UInt32(assembly.table.relations.count) {
      _ = builder.relationshipType(assembly.table.relations.string(StringID(name)))
    }
    builder.load(assembly.columns)
    assembly.columns = ClaimColumns()
    return (builder.freeze(), assembly.counts, assembly.repeatingRows)
  }

  // MARK: Entities that columns declare

  /// Declares the ends whose type or name a column tells; what a row says first counts.
  private mutating func declareEnds(
    in builder: inout GraphBuilder, reporting bag: inout DiagnosticBag, _ place: FieldPlace
  ) {
    let hints = [("subject", table.subjects), ("object", table.objects)].map { role, ids in
      (role: role, ids: ids, types: table.field("\(role)_type"), names: table.field("\(role)_name"))
    }
    guard hints.contains(where: { $0.types != nil || $0.names != nil }) else { return }
    var ends: OrderedDictionary<UInt32, End> = [:]
    for row in 0..<table.count {
      for hint in hints {
        func told(_ words: FlatArray<UInt32>?, _ field: String) -> Hint? {
          guard let word = words?[row], word != ClaimColumns.absent else { return nil }
          return Hint(text: word, row: row, field: "\(hint.role)_\(field)")
        }
        let (type, name) = (told(hint.types, "type"), told(hint.names, "name"))
        if type == nil, name == nil { continue }
        let id = hint.ids[row]
        guard let known = ends[id] else {
          ends[id] = End(id: Hint(text: id, row: row, field: hint.role), type: type, name: name)
          continue
        }
        if known.type == nil, type != nil { ends[id]?.type = type }
        if known.name == nil, name != nil { ends[id]?.name = name }
      }
    }
    let texts = self.texts
    func document(hasPlaces: Bool) -> GraphDocument {
      var document = GraphDocument()
      document.isImported = true
      document.entities = ends.values.map { end in
        func text(_ hint: Hint) -> PlacedText {
          PlacedText(
            texts.string(StringID(hint.text)), at: hasPlaces ? place(hint.row, hint.field) : nil)
        }
        let id = text(end.id)
        var record = EntityRecord(id: id, type: end.type.map(text), name: end.name.map(text))
        record.place = id.place.map {
          RecordPlace(source: $0.source, key: $0.span, whole: $0.span, fields: [])
        }
        return record
      }
      return document
    }
    var found = DiagnosticBag(limit: bag.limit)
    counts = Self.declare(document(hasPlaces: false), texts, in: &builder, reporting: &found)
    if !found.diagnostics.isEmpty {
      // Only now it matters where they stand.
      builder = GraphBuilder()
      _ = Self.declare(document(hasPlaces: true), texts, in: &builder, reporting: &bag)
    }
    nodeOf = [UInt32](repeating: ClaimColumns.absent, count: texts.count)
    for (node, id) in ends.keys.enumerated() { nodeOf[Int(id)] = UInt32(node) }
    nodeCount = UInt32(ends.count)
    self.texts = builder.takeTexts()
  }

  private static func declare(
    _ document: GraphDocument, _ texts: StringPool, in builder: inout GraphBuilder,
    reporting bag: inout DiagnosticBag
  ) -> ImportCounts {
    builder.adopt(texts: texts)
    let files = GraphFileSet(documents: [document], schema: nil)
    return GraphAssembler.assemble(files, into: &builder, reporting: &bag).counts
  }

  // MARK: Citations

  /// Reads each spelling of the column of sources once, and makes numbers of the column.
  private mutating func readCitations() {
    guard let cells = table.field(StandardName.sources) else { return }
    var numberOf = [UInt32](repeating: ClaimColumns.absent, count: texts.count)
    var numbers = FlatArray<UInt32>(repeating: ClaimColumns.absent, count: cells.count)
    let target = unsafe numbers.mutableBuffer()
    for row in 0..<cells.count {
      let cell = cells[row]
      if cell == ClaimColumns.absent { continue }
      if numberOf[Int(cell)] == ClaimColumns.absent {
        numberOf[Int(cell)] = UInt32(citations.count)
        citations.append(read(texts.string(StringID(cell))))
      }
      let number = numberOf[Int(cell)]
      if citations[Int(number)].hasRepeats { repeatingRows.append(row) }
      if !citations[Int(number)].sources.isEmpty { unsafe target[row] = number }
    }
    citationNumbers = numbers
  }
  private var citationNumbers = FlatArray<UInt32>()

  /// Grammar: `citations ::= citation ( ';' citation )*`, `citation ::= source-id place-in-it?`.
  private mutating func read(_ cell: String) -> Citations {
    var result = Citations()
    var seen: [Citation] = []
    for part in ListText.parts(of: cell) {
      let words = part.split(maxSplits: 1, whereSeparator: { $0.isWhitespace })
      guard let id = words.first.map(String.init) else { continue }
      result.ids.append(texts.intern(id).rawValue)
      let citation = Citation(source: id, place: words.count > 1 ? String(words[1]) : "")
      if seen.contains(citation) {
        result.hasRepeats = true
        continue
      }
      seen.append(citation)
      result.sources.append(.string(citation.source))
      result.places.append(.string(citation.place))
    }
    return result
  }

  // MARK: Nodes

  /// Numbers entities and sources in order of first use.
  private mutating func makeNodes() {
    if nodeOf.count < texts.count {
      nodeOf += [UInt32](repeating: ClaimColumns.absent, count: texts.count - nodeOf.count)
    }
    let speakers = table.field(StandardName.attributedTo)
    var sourceOf: Set<UInt32> = []
    var isCited = [Bool](repeating: false, count: citations.count)
    let count = table.count
    columns.sources = FlatArray(uninitializedCount: count)
    columns.targets = FlatArray(uninitializedCount: count)
    columns.types = table.types
    let (sources, targets) = unsafe (columns.sources.mutableBuffer(), columns.targets.mutableBuffer())
    for row in 0..<count {
      unsafe sources[row] = node(table.subjects[row])
      unsafe targets[row] = node(table.objects[row])
      if let speaker = speakers?[row], speaker != ClaimColumns.absent { _ = node(speaker) }
      guard !citationNumbers.isEmpty, citationNumbers[row] != ClaimColumns.absent else { continue }
      let number = Int(citationNumbers[row])
      if isCited[number] { continue }
      isCited[number] = true
      for id in citations[number].ids where sourceOf.insert(id).inserted {
        made.append((id, isSource: true))
        nodeCount += 1
        counts.createdSources += 1
      }
    }
  }

  private mutating func node(_ text: UInt32) -> UInt32 {
    let known = nodeOf[Int(text)]
    if known != ClaimColumns.absent { return known }
    defer { nodeCount += 1 }
    nodeOf[Int(text)] = nodeCount
    made.append((text, isSource: false))
    counts.createdEntities += 1
    counts.untypedEntities += 1
    return nodeCount
  }

  // MARK: Properties

  private mutating func collectProperties() {
    func add(_ key: String, _ values: ClaimColumns.Values, _ firstRow: Int?) {
      guard let firstRow else { return }
      columns.properties.append(ClaimColumns.Property(key, values, firstRow: firstRow))
    }
    let keys = [
      StandardName.about, StandardName.date, StandardName.since, StandardName.until, StandardName.status,
      StandardName.attributedTo, StandardName.quote, StandardName.confidence, StandardName.note,
    ]
    for key in keys {
      if let index = table.layout.scalarIndex(of: key) {
        addScalar(index)
      } else if let index = table.layout.index(of: key) {
        let words = table.fields[index]
        let isDate = table.layout.fields[index].kind == .date
        add(key, isDate ? .dates(words) : .texts(words), words.firstIndex { $0 != ClaimColumns.absent })
      }
    }
    let first = citationNumbers.firstIndex { $0 != ClaimColumns.absent }
    add(StandardName.sources, .choices(citationNumbers, of: citations.map { .list($0.sources) }), first)
    add(StandardName.paragraphs, .choices(citationNumbers, of: citations.map { .list($0.places) }), first)
    citations = []
    citationNumbers = []
    for (index, scalar) in table.layout.scalars.enumerated() where !keys.contains(scalar.key) {
      addScalar(index)
    }
  }

  private mutating func addScalar(_ index: Int) {
    let scalar = table.layout.scalars[index]
    var (kinds, bits) = table.takeScalar(index)
    guard let first = kinds.firstIndex(where: { $0 != .absent }) else { return }
    if case .property(.list, _) = scalar.kind { bits = numberedLists(kinds, bits) }
    columns.properties.append(
      ClaimColumns.Property(scalar.key, .scalars(kinds: kinds, bits: bits), firstRow: first))
  }

  /// Numbers of lists in place of the texts that write them, each spelling read once.
  private mutating func numberedLists(
    _ kinds: FlatArray<ClaimColumns.ScalarKind>, _ bits: FlatArray<UInt64>
  ) -> FlatArray<UInt64> {
    var numberOf: [UInt64: UInt64] = [:]
    return FlatArray(
      bits.indices.map { row in
        guard kinds[row] == .list else { return 0 }
        if let number = numberOf[bits[row]] { return number }
        let number = UInt64(columns.lists.count)
        let text = texts.string(StringID(UInt32(truncatingIfNeeded: bits[row])))
        columns.lists.append(.list(ListText.parts(of: text).map { .string($0) }))
        numberOf[bits[row]] = number
        return number
      })
  }
}

/// Counts claims that say the same as one before them.
enum ClaimRepetition {
  /// The number of rows that agree with an earlier one in all that makes claims the same, see ``ClaimKey``; rows that
  /// only look the same since something is wrong in them do not count.
  ///
  /// - Complexity: O(rows).
  static func count(in table: ClaimTable) -> Int {
    let keys = [
      StandardName.date, StandardName.since, StandardName.until, StandardName.status,
      StandardName.attributedTo,
    ]
    var columns =
      [table.subjects, table.types, table.objects] + keys.compactMap { table.changing($0) }
      + [StandardName.about].compactMap { table.texts($0) }
    if !table.unsure.isEmpty {
      var numbers = FlatArray<UInt32>(repeating: 0, count: table.count)
      for row in table.unsure { numbers[row] = UInt32(row + 1) }
      columns.append(numbers)
    }
    let (all, rowCount) = (columns, table.count)
    let hashes = hashes(of: all, rowCount)
    let width = rowCount < 50_000 ? 1 : Parallel.width
    var repeated = [Int](repeating: 0, count: width)
    unsafe repeated.withUnsafeMutableBufferPointer { repeated in
      Parallel.perform(width) { part in
        unsafe repeated[part] = count(all, hashes, part: UInt64(part), of: UInt64(width))
      }
    }
    return repeated.reduce(0, +)
  }

  /// A hash of each row, made a column at a time.
  private static func hashes(of columns: [FlatArray<UInt32>], _ rowCount: Int) -> FlatArray<UInt64> {
    var hashes = FlatArray<UInt64>(repeating: 0, count: rowCount)
    let target = unsafe hashes.mutableBuffer()
    let parts = rowCount < 50_000 ? 1 : Parallel.width
    Parallel.perform(parts) { part in
      let rows = rowCount * part / parts..<rowCount * (part + 1) / parts
      for column in columns {
        unsafe column.withUnsafeBufferPointer { words in
          for row in rows {
            let product = unsafe (target[row] ^ UInt64(words[row])).multipliedFullWidth(
              by: 0x9E37_79B9_7F4A_7C15)
            unsafe target[row] = product.low ^ product.high
          }
        }
      }
    }
    return hashes
  }

  /// Counts among the rows whose hash belongs to a part, which have nothing to do with those of another one.
  private static func count(
    _ columns: [FlatArray<UInt32>], _ hashes: FlatArray<UInt64>, part: UInt64, of parts: UInt64
  ) -> Int {
    var size = 16
    while size < hashes.count * 2 / Int(parts) { size *= 2 }
    // A row that is there already, plus one; 0 where there is none.
    var slots = FlatArray<UInt32>(repeating: 0, count: size * 2)
    let mask = slots.count - 1
    let places = unsafe slots.mutableBuffer()
    var repeated = 0
    unsafe hashes.withUnsafeBufferPointer { hashes in
      for row in hashes.indices {
        let hash = unsafe hashes[row]
        guard (hash >> 48) % parts == part else { continue }
        var place = Int(truncatingIfNeeded: hash) & mask
        while unsafe places[place] != 0 {
          let other = Int(unsafe places[place]) - 1
          if unsafe hashes[other] == hash, columns.allSatisfy({ $0[other] == $0[row] }) { break }
          place = (place + 1) & mask
        }
        if unsafe places[place] != 0 { repeated += 1 } else { unsafe places[place] = UInt32(row + 1) }
      }
    }
    return repeated
  }
}
