/// Relationships as columns of numbers: what a reader of a table hands over, without a `String` for any cell.
package struct ClaimColumns: Sendable {
  /// One property of all relationships.
  package struct Property: Sendable {
    /// The key.
    package let key: String
    /// The values.
    package let values: Values
    /// The first row that has a value; keys are numbered in this order.
    package let firstRow: Int

    /// Joins a key and its values.
    package init(_ key: String, _ values: Values, firstRow: Int) {
      self.key = key
      self.values = values
      self.firstRow = firstRow
    }
  }

  /// The values of one property, one for each row.
  package enum Values: Sendable {
    /// Texts by their identifier in the graph's pool, ``ClaimColumns/absent`` where there is none.
    case texts(FlatArray<UInt32>)
    /// Dates by their ``PackedDate``, ``ClaimColumns/absent`` where there is none.
    case dates(FlatArray<UInt32>)
    /// Values of several types: what each row holds, and its bits.
    case scalars(kinds: FlatArray<ScalarKind>, bits: FlatArray<UInt64>)
    /// One of several values: which, ``ClaimColumns/absent`` where there is none.
    case choices(FlatArray<UInt32>, of: [Value])
  }

  /// What the bits of a row mean.
  package enum ScalarKind: UInt8, Sendable, BitwiseCopyable {
    /// Nothing.
    case absent
    /// A text: its identifier in the graph's pool.
    case text
    /// A whole number in two's complement.
    case integer
    /// A floating-point number: its bit pattern.
    case float
    /// A truth value: 0 or 1.
    case boolean
    /// A number of ``ClaimColumns/lists``.
    case list
  }

  /// The number of a row that has no value.
  package static let absent = UInt32.max

  /// The relation types, by their number in the graph.
  package var types = FlatArray<UInt32>()
  /// The nodes where relationships begin.
  package var sources = FlatArray<UInt32>()
  /// The nodes where they end.
  package var targets = FlatArray<UInt32>()
  /// All properties.
  package var properties: [Property] = []
  /// The lists that columns of scalars refer to.
  package var lists: [Value] = []

  /// No relationships.
  package init() {}
}

extension GraphBuilder {
  /// Takes a pool that holds all texts of the graph under their identifiers, and more.
  package mutating func adopt(texts: consuming StringPool) { store.strings = texts }

  /// Gives up the texts of the graph, for somebody who adds to them and gives them back by ``adopt(texts:)``.
  package mutating func takeTexts() -> StringPool {
    defer { store.strings = StringPool() }
    return store.strings
  }

  /// Adds nodes that have an id, and entities the same name; sources are labelled as such.
  ///
  /// - Parameters:
  ///   - nodes: The ids as texts of the graph.
  ///   - label: The label of entities.
  package mutating func addNodes(_ nodes: [(text: UInt32, isSource: Bool)], label: String) {
    guard !nodes.isEmpty else { return }
    isStructureChanged = true
    let hasEntities = nodes.contains { !$0.isSource }
    let entityLabels = hasEntities ? store.labelSets.number(of: [self.label(label)]) : 0
    let hasSources = nodes.contains(where: \.isSource)
    let sourceLabels = hasSources ? store.labelSets.number(of: [self.label(StandardName.sourceLabel)]) : 0
    let id = textColumn(StandardName.id)
    let name = hasEntities ? textColumn(StandardName.name) : nil
    for node in nodes {
      let number = UInt32(store.nodeLabelSets.count)
      store.nodeLabelSets.append(node.isSource ? sourceLabels : entityLabels)
      setText(id, node.text, of: number)
      if !node.isSource, let name { setText(name, node.text, of: number) }
    }
  }

  private mutating func textColumn(_ name: String) -> Int {
    let key = propertyKey(name).index
    while store.nodeColumns.count <= key { store.nodeColumns.append(nil) }
    if store.nodeColumns[key] == nil { store.nodeColumns[key] = PropertyColumn(kind: .string) }
    return key
  }

  private mutating func setText(_ column: Int, _ text: UInt32, of node: UInt32) {
    if store.nodeColumns[column]?.kind == .string {
      store.nodeColumns[column]?.setWord(text, of: node)
    } else {
      let value = Value.string(store.strings.string(StringID(text)))
      store.nodeColumns[column]?.set(value, of: node, pool: &store.strings)
    }
  }

  /// Adds relationships to a graph that has none, all at once.
  ///
  /// Every node, type and text that they name must be there already.
  ///
  /// - Complexity: O(rows × properties), the properties on all cores.
  package mutating func load(_ columns: consuming ClaimColumns) {
    precondition(store.relationshipTypeOf.isEmpty, "columns are loaded into a graph without relationships")
    isStructureChanged = true
    let properties = columns.properties.enumerated().sorted {
      ($0.element.firstRow, $0.offset) < ($1.element.firstRow, $1.offset)
    }.map(\.element)
    columns.properties = []
    var made = [PropertyColumn?](repeating: nil, count: properties.count)
    let (lists, strings) = (columns.lists, store.strings)
    unsafe made.withUnsafeMutableBufferPointer { made in
      Parallel.perform(properties.count) { index in
        unsafe made[index] = PropertyColumn(properties[index].values, lists: lists, strings: strings)
      }
    }
    for (property, column) in zip(properties, made) {
      guard let column else { continue }
      let key = propertyKey(property.key)
      while store.relationshipColumns.count <= key.index { store.relationshipColumns.append(nil) }
      store.relationshipColumns[key.index] = column
    }
    store.relationshipTypeOf = columns.types
    store.relationshipSource = columns.sources
    store.relationshipTarget = columns.targets
  }
}

extension PropertyColumn {
  /// The column of some values; nil when there are none.
  init?(_ values: ClaimColumns.Values, lists: [Value], strings: StringPool) {
    switch values {
    case .texts(let words): self.init(words, as: .string)
    case .dates(let words): self.init(words, as: .date)
    case .choices(let numbers, let choices):
      let mixed = numbers.map { $0 == ClaimColumns.absent ? Value.null : choices[Int($0)] }
      self.init(.mixed, numbers.count, mixed: MixedValues(mixed)) { numbers[$0] != ClaimColumns.absent }
    case .scalars(let kinds, let bits):
      var seen: UInt8 = 0
      for kind in kinds { seen |= 1 << kind.rawValue }
      seen &= ~1
      guard seen != 0 else { return nil }
      let first = ClaimColumns.ScalarKind(rawValue: UInt8(seen.trailingZeroBitCount)) ?? .list
      let count = kinds.count
      let isPresent = { (row: Int) in kinds[row] != .absent }
      switch seen.nonzeroBitCount == 1 ? first : .list {
      case .text, .absent:
        self.init(
          .string, count, words: FlatArray(bits.lazy.map { UInt32(truncatingIfNeeded: $0) }), where: isPresent
        )
      case .boolean:
        self.init(
          .boolean, count, words: FlatArray(bits.lazy.map { UInt32(truncatingIfNeeded: $0) }),
          where: isPresent)
      case .integer:
        self.init(
          .integer, count, integers: FlatArray(bits.lazy.map { Int64(bitPattern: $0) }), where: isPresent)
      case .float:
        self.init(
          .float, count, floats: FlatArray(bits.lazy.map { Double(bitPattern: $0) }), where: isPresent)
      case .list:
        let mixed = (0..<count).map { row -> Value in
          switch kinds[row] {
          case .absent: .null
          case .text: .string(strings.string(StringID(UInt32(truncatingIfNeeded: bits[row]))))
          case .integer: .integer(Int64(bitPattern: bits[row]))
          case .float: .float(Double(bitPattern: bits[row]))
          case .boolean: .boolean(bits[row] != 0)
          case .list: lists[Int(bits[row])]
          }
        }
        self.init(.mixed, count, mixed: MixedValues(mixed), where: isPresent)
      }
    }
  }

  /// A column of words; nil when no row has one.
  private init?(_ words: FlatArray<UInt32>, as kind: Kind) {
    self.init(kind, words.count, words: words) { words[$0] != ClaimColumns.absent }
  }

  /// A column with a value for each row, of which some count; nil when none does.
  private init?(
    _ kind: Kind, _ count: Int, words: FlatArray<UInt32> = [], integers: FlatArray<Int64> = [],
    floats: FlatArray<Double> = [], mixed: MixedValues = MixedValues(), where isPresent: (Int) -> Bool
  ) {
    var presence = FlatArray<UInt64>(repeating: 0, count: (count + 63) / 64)
    let bits = unsafe presence.mutableBuffer()
    var valueCount = 0
    for row in 0..<count where isPresent(row) {
      unsafe bits[row >> 6] |= 1 << UInt64(row & 63)
      valueCount += 1
    }
    guard valueCount > 0 else { return nil }
    if valueCount == count { presence = [] }
    let shape = Shape(
      kind: kind, isSparse: false, valueCount: valueCount, rowCount: count, presenceCount: presence.count)
    self.init(
      shape, words: words, integers: integers, floats: floats, mixed: mixed, identifiers: [],
      presence: presence)
    compact()
  }
}
