/// The values of one property on all nodes, or on all relationships: typed, and dense or sparse.
///
/// Reading for a batch: take ``kind`` once, then ``row(of:)`` or, when ``isFull``, the identifier itself as
/// index into ``words``, ``integers``, ``floats`` or ``mixed`` (only the one of the kind is filled).
package struct PropertyColumn: Sendable {
  /// What the values are, and which array holds them.
  package enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// `words`: 0 or 1.
    case boolean
    /// `integers`.
    case integer
    /// `floats`.
    case float
    /// `words`: identifiers of texts in the graph's pool.
    case string
    /// `words`: dates, see ``PackedDate``.
    case date
    /// `mixed`: anything, also lists and different types.
    case mixed
  }

  /// What the values are.
  package private(set) var kind: Kind

  /// The values of booleans, texts and dates.
  package internal(set) var words = FlatArray<UInt32>()

  /// The values of integers.
  package internal(set) var integers = FlatArray<Int64>()

  /// The values of floating-point numbers.
  package internal(set) var floats = FlatArray<Double>()

  /// All other values.
  package internal(set) var mixed = MixedValues()

  /// Of a sparse column the identifiers that have a value, ascending, parallel to the values.
  package private(set) var identifiers = FlatArray<UInt32>()

  /// Whether ``identifiers`` says which rows there are; else the identifier is the row.
  package private(set) var isSparse = true

  /// Of a dense column that is not full: one bit per row, set where there is a value.
  private(set) var presence = FlatArray<UInt64>()

  /// How many values there are.
  package private(set) var valueCount = 0

  /// An empty column.
  package init(kind: Kind) { self.kind = kind }

  /// A dense column of words in which every row has a value.
  package init(kind: Kind, full words: FlatArray<UInt32>) {
    self.kind = kind
    self.words = words
    isSparse = false
    valueCount = words.count
  }

  /// What a column is without its values.
  struct Shape {
    var kind: Kind
    var isSparse: Bool
    var valueCount: Int
    var rowCount: Int
    var presenceCount: Int

    /// Whether a column can be so.
    var isSound: Bool {
      if isSparse { return valueCount == rowCount && presenceCount == 0 }
      if presenceCount == 0 { return valueCount == rowCount }
      return valueCount <= rowCount && presenceCount >= (rowCount + 63) / 64
    }
  }

  /// What the column is without its values.
  var shape: Shape {
    Shape(
      kind: kind, isSparse: isSparse, valueCount: valueCount, rowCount: rowCount,
      presenceCount: presence.count)
  }

  /// Puts a column together; only the values of its kind may be there.
  init(
    _ shape: Shape, words: FlatArray<UInt32>, integers: FlatArray<Int64>, floats: FlatArray<Double>,
    mixed: MixedValues, identifiers: FlatArray<UInt32>, presence: FlatArray<UInt64>
  ) {
    kind = shape.kind
    isSparse = shape.isSparse
    valueCount = shape.valueCount
    (self.words, self.integers, self.floats, self.mixed) = (words, integers, floats, mixed)
    (self.identifiers, self.presence) = (identifiers, presence)
  }

  /// Whether the column is dense and every row from 0 to ``rowCount`` has a value.
  package var isFull: Bool { !isSparse && presence.isEmpty }

  /// The number of rows stored, those without a value included.
  package var rowCount: Int {
    switch kind {
    case .boolean, .string, .date: words.count
    case .integer: integers.count
    case .float: floats.count
    case .mixed: mixed.count
    }
  }

  /// The index into the values of an identifier; nil when it has none.
  ///
  /// - Complexity: O(1) for dense columns, O(log n) for sparse ones.
  package func row(of identifier: UInt32) -> Int? {
    if isSparse {
      let row = lowerBound(identifier)
      return row < identifiers.count && identifiers[row] == identifier ? row : nil
    }
    let row = Int(identifier)
    guard row < rowCount else { return nil }
    return presence.isEmpty || presence[row >> 6] >> (row & 63) & 1 == 1 ? row : nil
  }

  /// Whether so many values are checked one by one rather than the whole column: fewer than it has blocks.
  func isWorthChecking(_ wanted: Int, in file: PackedSections) -> Bool {
    wanted < rowCount * MemoryLayout<UInt32>.size / file.blockSize
  }

  /// Sees to it that the value of an identifier is sound before it is read, where it lies in a packed graph.
  ///
  /// - Complexity: as ``row(of:)``; the first time O(size of the blocks in which it lies).
  package func require(_ identifier: UInt32) {
    var row = Int(identifier)
    if isSparse {
      var (low, high) = (0, identifiers.count)
      while low < high {
        let middle = (low + high) / 2
        if identifiers.required(middle) < identifier { low = middle + 1 } else { high = middle }
      }
      identifiers.require(low..<low + 1)
      row = low
    } else {
      presence.require(row >> 6..<row >> 6 + 1)
    }
    let range = row..<row + 1
    switch kind {
    case .boolean, .string, .date: words.require(range)
    case .integer: integers.require(range)
    case .float: floats.require(range)
    case .mixed: mixed.require(row)
    }
  }

  /// The value at a row that ``row(of:)`` gave.
  package func value(atRow row: Int, in pool: StringPool) -> Value {
    switch kind {
    case .boolean: .boolean(words[row] != 0)
    case .integer: .integer(integers[row])
    case .float: .float(floats[row])
    case .string: .string(pool.string(StringID(words[row])))
    case .date: .date(PackedDate(word: words[row]).date)
    case .mixed: mixed[row]
    }
  }

  /// The value of an identifier; null when it has none.
  package func value(of identifier: UInt32, in pool: StringPool) -> Value {
    row(of: identifier).map { value(atRow: $0, in: pool) } ?? .null
  }

  /// The identifiers that have a value, ascending.
  package var presentIdentifiers: FlatArray<UInt32> {
    if isSparse { return identifiers }
    let all = 0..<UInt32(rowCount)
    return presence.isEmpty ? FlatArray(all) : FlatArray(all.lazy.filter { row(of: $0) != nil })
  }

  // MARK: Changing

  /// Sets the value of an identifier; null removes it.
  ///
  /// - Complexity: O(1) when identifiers come in ascending order, amortised; else at most one conversion to a
  ///   dense column in O(largest identifier).
  mutating func set(_ value: Value, of identifier: UInt32, pool: inout StringPool) {
    if value.isNull {
      remove(identifier)
      return
    }
    if valueCount == 0 { self = PropertyColumn(kind: PropertyColumn.kind(of: value)) }
    if kind != .mixed && PropertyColumn.kind(of: value) != kind { convertToMixed(pool) }
    let row = makeRow(for: identifier)
    switch (kind, value) {
    case (.boolean, .boolean(let flag)): words[row] = flag ? 1 : 0
    case (.integer, .integer(let number)): integers[row] = number
    case (.float, .float(let number)): floats[row] = number
    case (.string, .string(let text)): words[row] = pool.intern(text).rawValue
    case (.date, .date(let date)): words[row] = PackedDate(date)?.word ?? 0
    default: mixed[row] = value
    }
  }

  /// Sets the word of an identifier in a column of booleans, texts or dates.
  mutating func setWord(_ word: UInt32, of identifier: UInt32) {
    let row = makeRow(for: identifier)
    words[row] = word
  }

  /// Removes the value of an identifier, if there is one.
  mutating func remove(_ identifier: UInt32) {
    guard var row = row(of: identifier) else { return }
    if isSparse && identifiers.count >= PropertyColumn.movableCount && row < identifiers.count - 1 {
      convertToDense()
      row = Int(identifier)
    }
    valueCount -= 1
    if isSparse {
      identifiers.remove(at: row)
      switch kind {
      case .boolean, .string, .date: words.remove(at: row)
      case .integer: integers.remove(at: row)
      case .float: floats.remove(at: row)
      case .mixed: mixed.remove(at: row)
      }
      return
    }
    if presence.isEmpty { makePresence() }
    presence[row >> 6] &= ~(1 << UInt64(row & 63))
    if kind == .mixed { mixed[row] = .null }
  }

  /// Chooses the layout that takes less memory, and gives back what is not used.
  ///
  /// A dense column is kept from a quarter of its rows upward, since a look-up costs one step instead of many.
  mutating func compact() {
    if isSparse {
      let extent = identifiers.last.map { Int($0) + 1 } ?? 0
      if valueCount * 4 >= extent { convertToDense() }
    } else if valueCount * 4 < rowCount {
      convertToSparse()
    }
    if !isSparse && !presence.isEmpty && valueCount == rowCount { presence = [] }
  }

  /// The same values under new identifiers; an identifier without a new one loses its value.
  func renumbered(_ newIdentifiers: [UInt32?], pool: StringPool) -> PropertyColumn {
    var copy = PropertyColumn(kind: kind)
    for identifier in presentIdentifiers {
      guard let row = row(of: identifier), Int(identifier) < newIdentifiers.count,
        let new = newIdentifiers[Int(identifier)]
      else { continue }
      let target = copy.makeRow(for: new)
      switch kind {
      case .boolean, .string, .date: copy.words[target] = words[row]
      case .integer: copy.integers[target] = integers[row]
      case .float: copy.floats[target] = floats[row]
      case .mixed: copy.mixed[target] = mixed[row]
      }
    }
    copy.compact()
    return copy
  }

  static func kind(of value: Value) -> Kind {
    switch value {
    case .boolean: .boolean
    case .integer: .integer
    case .float: .float
    case .string: .string
    case .date(let date): PackedDate(date) == nil ? .mixed : .date
    default: .mixed
    }
  }

  // MARK: Layout

  /// Up to how many values a sparse column stays sparse when one in its middle comes or goes.
  ///
  /// Inserting and removing move everything behind: fine for few, a trap for many.
  private static let movableCount = 512

  /// The first row whose identifier is not below; sparse columns only.
  private func lowerBound(_ identifier: UInt32) -> Int {
    var low = 0
    var high = identifiers.count
    while low < high {
      let middle = (low + high) / 2
      if identifiers[middle] < identifier { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The row of an identifier, with a value of no meaning if it had none.
  private mutating func makeRow(for identifier: UInt32) -> Int {
    if let row = row(of: identifier) { return row }
    valueCount += 1
    if isSparse {
      if identifiers.last.map({ $0 < identifier }) ?? true {
        identifiers.append(identifier)
        insertBlank(at: rowCount)
        return rowCount - 1
      }
      if identifiers.count < PropertyColumn.movableCount {
        let row = lowerBound(identifier)
        identifiers.insert(identifier, at: row)
        insertBlank(at: row)
        return row
      }
      valueCount -= 1
      convertToDense()
      valueCount += 1
    }
    if presence.isEmpty { makePresence() }
    while rowCount <= Int(identifier) { insertBlank(at: rowCount) }
    let row = Int(identifier)
    while presence.count <= row >> 6 { presence.append(0) }
    presence[row >> 6] |= 1 << UInt64(row & 63)
    return row
  }

  private mutating func insertBlank(at row: Int) {
    switch kind {
    case .boolean, .string, .date: words.insert(0, at: row)
    case .integer: integers.insert(0, at: row)
    case .float: floats.insert(0, at: row)
    case .mixed: mixed.insert(.null, at: row)
    }
  }

  /// Writes down that all rows have a value, before one of them loses it or rows are added.
  private mutating func makePresence() {
    presence = FlatArray(repeating: UInt64.max, count: (rowCount + 63) / 64)
    if rowCount & 63 != 0 {
      presence[presence.count - 1] = (1 << UInt64(rowCount & 63)) - 1
    }
  }

  private mutating func convertToDense() {
    guard isSparse else { return }
    let old = self
    let extent = identifiers.last.map { Int($0) + 1 } ?? 0
    isSparse = false
    identifiers = []
    presence = FlatArray(repeating: 0, count: (extent + 63) / 64)
    func spread<Element>(_ values: some Collection<Element>, blank: Element) -> [Element] {
      var wide = [Element](repeating: blank, count: extent)
      for (identifier, value) in zip(old.identifiers, values) { wide[Int(identifier)] = value }
      return wide
    }
    switch kind {
    case .boolean, .string, .date: words = FlatArray(spread(old.words, blank: 0))
    case .integer: integers = FlatArray(spread(old.integers, blank: 0))
    case .float: floats = FlatArray(spread(old.floats, blank: 0))
    case .mixed: mixed = MixedValues(spread(old.mixed.decoded, blank: .null))
    }
    for identifier in old.identifiers { presence[Int(identifier) >> 6] |= 1 << UInt64(identifier & 63) }
    if valueCount == extent { presence = [] }
  }

  private mutating func convertToSparse() {
    let present = presentIdentifiers
    let old = self
    switch kind {
    case .boolean, .string, .date: words = FlatArray(present.lazy.map { old.words[Int($0)] })
    case .integer: integers = FlatArray(present.lazy.map { old.integers[Int($0)] })
    case .float: floats = FlatArray(present.lazy.map { old.floats[Int($0)] })
    case .mixed: mixed = MixedValues(present.map { old.mixed[Int($0)] })
    }
    identifiers = present
    presence = []
    isSparse = true
  }

  private mutating func convertToMixed(_ pool: StringPool) {
    var values = [Value](repeating: .null, count: rowCount)
    for identifier in presentIdentifiers {
      if let row = row(of: identifier) { values[row] = value(atRow: row, in: pool) }
    }
    words = []
    integers = []
    floats = []
    mixed = MixedValues(values)
    kind = .mixed
  }
}
