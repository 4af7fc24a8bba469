import GraphCore

/// Reads the rows of a part of a table into numbers.
///
/// What it makes of a row is what ``TableImport`` and the assembler would make of it; rows in which anything is odd are
/// noted, for the two to say what.
struct ClaimTableChunk: Sendable {
  /// What is kept of a cell: a value, or where its text stands.
  enum CellKind: UInt8, Sendable, BitwiseCopyable {
    case absent
    /// A number in the pool of its column.
    case text
    case integer
    case float
    case boolean
    /// A list, as its text.
    case list
    /// A text where it stands in the file: the place, and in the upper half how long it is.
    case span
  }

  /// Where a cell is taken from, without anything that must be kept alive.
  struct Step<Kind: Sendable>: Sendable {
    let kind: Kind
    /// The column; nil for what is the same in every row.
    let column: Int?
    var constant: UInt64 = 0
    var isOdd = false
  }

  /// Which pool a text goes to.
  enum Pool: Sendable {
    case names
    case field(Int)
    case scalar(Int)
  }

  /// A text that is about to be numbered: where it stands, its hash, what the table has there, and who waits.
  private struct PendingText: Sendable {
    let pool: Pool
    /// The column of ``words``, or the scalar.
    let column: Int
    let row: Int
    let place: Int
    let count: Int
    let hash: UInt64
    let probe: UInt64
  }

  /// How many texts are looked up together: the processor then waits for many places at once instead of for one after
  /// the other, since tables of texts are larger than the nearest caches.
  private static let portion = 128

  private var scanner: RowScanner
  private var dates = CellDates()
  var cellText = CellText()
  private var fieldSteps: [Step<ClaimTableLayout.FieldKind>] = []
  var scalarSteps: [Step<ClaimTableLayout.ScalarKind>] = []
  private var ends: [Step<Bool>] = []
  private var relationStep = Step(kind: true, column: nil)
  /// The places of date, since and until among the fields.
  private var times: [Int?] = []
  private let width: Int

  /// The ids of entities.
  private(set) var names = StringPool()
  private(set) var relations = StringPool()
  /// The texts of each field.
  private(set) var fieldTexts: [StringPool]
  /// The texts of each scalar, as far as they do not stand in the file as they are.
  var scalarTexts: [StringPool]
  /// Where each row begins.
  private(set) var starts: [UInt32] = []
  /// Subject, relation and object, then the fields.
  private(set) var words: [[UInt32]]
  var kinds: [[CellKind]]
  var bits: [[UInt64]]
  /// Where rows begin that are left out.
  private(set) var rejected: [Int] = []
  /// Rows that are kept without something that is wrong; those in ``unsure`` may then look like others.
  private(set) var odd: [Int] = []
  private(set) var unsure: [Int] = []
  /// Where the row after the last one begins.
  private(set) var end = 0
  private var hasOpenQuote = false
  private var pending: [PendingText] = []
  /// The numbers of statuses that were seen, and that there are.
  private var statuses: [UInt32] = []

  /// How many dates had a time of day.
  var droppedTimes: Int { dates.droppedTimes }

  /// Whether a quote does not end, or a year is too far away for a word: then records tell what the file says.
  var isBeyond: Bool { hasOpenQuote || dates.hasFarYear }

  init(_ layout: ClaimTableLayout) {
    scanner = RowScanner(delimiter: layout.delimiter)
    width = layout.width
    fieldTexts = layout.fields.map { _ in StringPool() }
    scalarTexts = layout.scalars.map { _ in StringPool() }
    words = (0..<layout.fields.count + 3).map { _ in [] }
    kinds = layout.scalars.map { _ in [] }
    bits = layout.scalars.map { _ in [] }
    times = [StandardName.date, StandardName.since, StandardName.until].map { layout.index(of: $0) }
    for origin in [layout.subject, layout.object] {
      ends.append(step(true, origin) { UInt64($0.names.intern($1).rawValue) })
    }
    relationStep = step(true, layout.relation) { UInt64($0.relations.intern($1).rawValue) }
    for (index, field) in layout.fields.enumerated() {
      var isOdd = false
      var made = step(field.kind, field.origin) { chunk, text in
        switch field.kind {
        case .date: UInt64(chunk.dates.word(of: text, &isOdd))
        case .speaker: UInt64(chunk.names.intern(text).rawValue)
        case .status where !GraphFileKeys.statuses.contains(text):
          UInt64(chunk.usualStatus(index, &isOdd))
        default: UInt64(chunk.fieldTexts[index].intern(text).rawValue)
        }
      }
      made.isOdd = isOdd
      fieldSteps.append(made)
    }
    for (index, scalar) in layout.scalars.enumerated() {
      var isOdd = false
      var made = step(scalar.kind, scalar.origin) { chunk, text in
        if case .confidence = scalar.kind {
          let number = GraphAssembler.confidence(text)
          isOdd = number == nil
          return number?.bitPattern ?? Self.noConstant
        }
        return UInt64(chunk.scalarTexts[index].intern(text).rawValue)
      }
      made.isOdd = isOdd
      scalarSteps.append(made)
    }
  }

  static let noConstant = UInt64.max

  private mutating func step<Kind>(
    _ kind: Kind, _ origin: ClaimTableLayout.Origin, constant: (inout Self, String) -> UInt64
  ) -> Step<Kind> {
    switch origin {
    case .column(let column): Step(kind: kind, column: column)
    case .constant(let text): Step(kind: kind, column: nil, constant: constant(&self, text))
    }
  }

  // MARK: Rows

  /// Reads the rows that begin between two places.
  ///
  /// - Complexity: O(bytes).
  mutating func read(_ bytes: UnsafeRawBufferPointer, from start: Int, upTo limit: Int) {
    var cells = [CellSpan](repeating: CellSpan(), count: width)
    var place = start
    while place < limit {
      switch unsafe scanner.split(bytes, at: place, into: &cells) {
      case .unclosedQuote:
        hasOpenQuote = true
        return
      case .textAfterQuote:
        rejected.append(place)
        while place < bytes.count, unsafe bytes[place] != 0x0A { place += 1 }
        place += 1
        continue
      case .row: break
      }
      let isBlank = scanner.count == 1 && !cells[0].isQuoted && cells[0].lower == cells[0].upper
      if isBlank {
      } else if scanner.count != width
        || scanner.bits >= 0x80 && !(unsafe Self.isUnicode(bytes, place..<scanner.next))
      {
        rejected.append(place)
      } else {
        unsafe take(bytes, place, cells)
      }
      place = scanner.next
      if pending.count >= Self.portion { unsafe lookUpPending(bytes) }
    }
    unsafe lookUpPending(bytes)
    end = min(place, bytes.count)
  }

  /// Numbers a text, now or with others; its place in the columns is filled then.
  mutating func number(
    _ text: UnsafeBufferPointer<UInt8>, _ pool: Pool, column: Int, _ bytes: UnsafeRawBufferPointer
  ) -> UInt32 {
    let hash = unsafe StringPool.hash(text)
    if let base = bytes.baseAddress, let start = text.baseAddress {
      // A text that was put together does not stand in the file, and is gone with the next one.
      let place = unsafe UnsafeRawPointer(start) - base
      if place >= 0, place + text.count <= bytes.count {
        let probe =
          switch pool {
          case .names: names.probe(hash)
          case .field(let index): fieldTexts[index].probe(hash)
          case .scalar(let index): scalarTexts[index].probe(hash)
          }
        pending.append(
          PendingText(
            pool: pool, column: column, row: starts.count - 1, place: place, count: text.count, hash: hash,
            probe: probe))
        return 0
      }
    }
    switch pool {
    case .names: return unsafe names.intern(text, hash: hash).rawValue
    case .field(let index): return unsafe fieldTexts[index].intern(text, hash: hash).rawValue
    case .scalar(let index): return unsafe scalarTexts[index].intern(text, hash: hash).rawValue
    }
  }

  private mutating func lookUpPending(_ bytes: UnsafeRawBufferPointer) {
    for one in pending {
      let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[one.place..<one.place + one.count])
        .assumingMemoryBound(to: UInt8.self)
      switch one.pool {
      case .names:
        words[one.column][one.row] = unsafe names.intern(text, hash: one.hash, probe: one.probe).rawValue
      case .field(let index):
        words[one.column][one.row] =
          unsafe fieldTexts[index].intern(text, hash: one.hash, probe: one.probe).rawValue
      case .scalar(let index):
        bits[one.column][one.row] = UInt64(
          unsafe scalarTexts[index].intern(text, hash: one.hash, probe: one.probe).rawValue)
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  private static func isUnicode(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[range]).assumingMemoryBound(to: UInt8.self)
    return unsafe String(validating: text, as: UTF8.self) != nil
  }

  private mutating func take(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ cells: [CellSpan]) {
    for end in ends {
      guard let column = end.column else { continue }
      if unsafe cellText.of(bytes, cells[column], isTrimmed: true).isEmpty {
        rejected.append(place)
        return
      }
    }
    var relation = UInt32(truncatingIfNeeded: relationStep.constant)
    if let column = relationStep.column {
      let text = unsafe cellText.of(bytes, cells[column], isTrimmed: true)
      guard !text.isEmpty else {
        rejected.append(place)
        return
      }
      relation = unsafe relations.intern(text).rawValue
    }
    var isOdd = false
    starts.append(UInt32(place))
    for index in 0..<2 {
      var end = UInt32(truncatingIfNeeded: ends[index].constant)
      if let column = ends[index].column {
        let text = unsafe cellText.of(bytes, cells[column], isTrimmed: true)
        end = unsafe number(text, .names, column: index * 2, bytes)
      }
      words[index * 2].append(end)
    }
    words[1].append(relation)
    for index in fieldSteps.indices { words[index + 3].append(unsafe word(bytes, index, cells, &isOdd)) }
    if times[1] != nil || times[2] != nil { checkTime(&isOdd) }
    if isOdd { unsure.append(starts.count - 1) }
    for index in scalarSteps.indices { unsafe addScalar(bytes, index, cells, &isOdd) }
    if isOdd { odd.append(starts.count - 1) }
  }

  // MARK: Fields

  private mutating func word(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ cells: [CellSpan], _ isOdd: inout Bool
  ) -> UInt32 {
    let step = fieldSteps[index]
    guard let column = step.column else {
      if step.isOdd { isOdd = true }
      return UInt32(truncatingIfNeeded: step.constant)
    }
    let cell = cells[column]
    if step.kind == .status { return unsafe status(bytes, index, cell, &isOdd) }
    if cell.lower == cell.upper { return ClaimColumns.absent }
    if step.kind == .date, let word = unsafe dates.day(bytes, cell.lower..<cell.upper) { return word }
    let text = unsafe cellText.of(bytes, cell, isTrimmed: true)
    if text.isEmpty { return ClaimColumns.absent }
    if step.kind == .date { return dates.word(of: unsafe String(decoding: text, as: UTF8.self), &isOdd) }
    return unsafe number(text, step.kind == .speaker ? .names : .field(index), column: index + 3, bytes)
  }

  private mutating func status(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ cell: CellSpan, _ isOdd: inout Bool
  ) -> UInt32 {
    let text = unsafe cellText.of(bytes, cell, isTrimmed: true)
    guard !text.isEmpty else { return usualStatus(index) }
    let word = unsafe fieldTexts[index].intern(text).rawValue
    if statuses.contains(word) { return word }
    if GraphFileKeys.statuses.contains(unsafe String(decoding: text, as: UTF8.self)) {
      statuses.append(word)
      return word
    }
    return usualStatus(index, &isOdd)
  }

  private mutating func usualStatus(_ index: Int) -> UInt32 {
    fieldTexts[index].intern(GraphFileKeys.usualStatus).rawValue
  }

  /// The status of a row whose own is none.
  private mutating func usualStatus(_ index: Int, _ isOdd: inout Bool) -> UInt32 {
    isOdd = true
    return usualStatus(index)
  }

  /// Notes a row with a date and an interval, or with an interval that ends before it begins.
  private mutating func checkTime(_ isOdd: inout Bool) {
    let row = starts.count - 1
    func word(_ index: Int?) -> UInt32 { index.map { words[$0 + 3][row] } ?? ClaimColumns.absent }
    let (since, until) = (word(times[1]), word(times[2]))
    if since == ClaimColumns.absent, until == ClaimColumns.absent { return }
    if word(times[0]) != ClaimColumns.absent { isOdd = true }
    guard since != ClaimColumns.absent, until != ClaimColumns.absent,
      PackedDate(word: since).date.earliestDay > PackedDate(word: until).date.latestDay
    else { return }
    isOdd = true
    for index in times[1...] {
      if let index { words[index + 3][row] = ClaimColumns.absent }
    }
  }
}
