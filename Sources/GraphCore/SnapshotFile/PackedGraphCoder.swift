import Vocabulary

/// The order in which a graph lies in a file: writes an image, or reads one back.
///
/// Each method is one part of the format and describes it for both ways. While reading, nothing is used before its
/// bounds are known: the fields say how many values an array has, the arrays must be exactly so long.
struct PackedGraphCoder {
  var fields: FieldCoder
  var sections: SectionCoder
  private(set) var units = PackedUnits()

  private(set) var nodeCount = 0
  private(set) var relationshipCount = 0
  private(set) var textCount = 0
  var isReading: Bool { fields.isReading }

  /// Begins to write.
  init() {
    fields = FieldCoder()
    sections = SectionCoder()
  }

  /// Begins to read.
  init(fields: FlatArray<UInt8>, rows: [PackedFormat.Row], in memory: FlatMemory) {
    self.fields = FieldCoder(reading: fields)
    sections = SectionCoder(reading: rows, in: memory)
  }

  /// Whether nothing was wrong so far.
  var isSound: Bool { !fields.isDamaged && !sections.isDamaged }

  /// The whole graph.
  ///
  /// - Returns: Whether nothing was wrong; always when writing.
  mutating func graph(_ image: inout SnapshotImage) -> Bool {
    extent(&image)
    fields.description(&image.store.description)
    fields.option(&image.schema, blank: Schema(name: "", title: "")) { $1.schema(&$0) }
    guard isSound else { return false }
    texts(&image.store.strings)
    labels(&image.store)
    columns(&image.store.nodeColumns, below: nodeCount) { $0.nodeColumn($1) }
    columns(&image.store.relationshipColumns, below: relationshipCount) { $0.relationshipColumn($1) }
    column(&image.store.aliasUsers, below: nodeCount, unit: PackedUnits.aliasUsers)
    adjacency(&image.outgoing, &image.relationshipsByType, .outgoing)
    adjacency(&image.incoming, &image.relationshipsByType, .incoming)
    nodesByLabel(&image.nodesByLabel)
    var principalCount = image.principals.count
    fields.count(&principalCount, upTo: nodeCount)
    if principalCount != 0 && principalCount != nodeCount { fields.fail() }
    sections.array(
      &image.principals, count: principalCount, unit: PackedUnits.principals, .below(UInt32(nodeCount)))
    dense(&image.allOutgoing, PackedUnits.allOutgoing)
    dense(&image.allIncoming, PackedUnits.allIncoming)
    dense(&image.neighbours, PackedUnits.neighbours, hasRelationships: false)
    names(&image.names)
    propertyIndexes(&image)
    if !isReading { return true }
    return isSound && fields.isComplete && sections.isComplete && sections.offsetsLieApart
  }

  // MARK: Parts

  /// How many there are, and all names.
  private mutating func extent(_ image: inout SnapshotImage) {
    (nodeCount, relationshipCount) = (image.store.nodeLabelSets.count, image.store.relationshipTypeOf.count)
    fields.count(&nodeCount, upTo: Int(UInt32.max) - 1)
    fields.count(&relationshipCount, upTo: Int(UInt32.max) - 1)
    pool(&image.store.labels)
    pool(&image.store.relationshipTypes)
    pool(&image.store.propertyKeys)
    if relationshipCount > 0 && (nodeCount == 0 || image.store.relationshipTypes.count == 0) { fields.fail() }
    units.labelCount = image.store.labels.count
    units.typeCount = image.store.relationshipTypes.count
    units.keyCount = image.store.propertyKeys.count
  }

  /// A few texts, read into a pool of their own.
  private mutating func pool(_ pool: inout StringPool) {
    var names = GraphStore.names(pool)
    fields.list(&names)
    guard isReading, !fields.isDamaged else { return }
    for name in names { _ = pool.intern(name) }
    if pool.count != names.count { fields.fail() }
  }

  /// The pool of all texts, with its hash table.
  private mutating func texts(_ pool: inout StringPool) {
    var (bytes, offsets, slots) = (pool.bytes, pool.offsets, pool.slots)
    textCount = pool.count
    var (byteCount, slotCount) = (bytes.count, slots.count)
    fields.count(&textCount, upTo: Int(UInt32.max) - 1)
    fields.count(&byteCount)
    fields.count(&slotCount, upTo: Int.max)
    if slotCount & (slotCount &- 1) != 0 || textCount > 0 && slotCount <= textCount { fields.fail() }
    guard isSound else { return }
    sections.array(&bytes, count: byteCount, unit: PackedUnits.texts, .any)
    sections.array(
      &offsets, count: textCount + 1, unit: PackedUnits.texts, .ascending(from: 0, to: UInt32(byteCount)))
    sections.array(
      &slots, count: slotCount, unit: PackedUnits.texts, .slots(texts: UInt32(textCount)))
    if isReading, isSound { pool = StringPool(bytes: bytes, offsets: offsets, slots: slots) }
  }

  /// The labels of each node; type and ends of each relationship.
  private mutating func labels(_ store: inout GraphStore) {
    var sets = store.labelSets.sets.map { $0.map { Int($0.rawValue) } }
    let labelCount = units.labelCount
    fields.list(&sets, blank: []) { set, coder in
      coder.list(&set, blank: 0) { label, coder in
        coder.count(&label, upTo: labelCount - 1)
      }
    }
    if isReading, isSound {
      var labelSets = LabelSets()
      for set in sets { _ = labelSets.number(of: set.map { LabelID(UInt32($0)) }) }
      if labelSets.sets.count != sets.count || labelCount == 0 && sets != [[]] { fields.fail() }
      store.labelSets = labelSets
    }
    sections.array(
      &store.nodeLabelSets, count: nodeCount, unit: PackedUnits.labelSets, .below(UInt32(sets.count)))
    sections.array(
      &store.relationshipTypeOf, count: relationshipCount, unit: PackedUnits.types,
      .below(UInt32(units.typeCount)))
    let nodes = SectionRule.below(UInt32(nodeCount))
    sections.array(&store.relationshipSource, count: relationshipCount, unit: PackedUnits.sources, nodes)
    sections.array(&store.relationshipTarget, count: relationshipCount, unit: PackedUnits.targets, nodes)
  }

  private mutating func nodesByLabel(_ nodes: inout [FlatArray<UInt32>]) {
    if isReading { nodes = Array(repeating: [], count: units.labelCount) }
    for label in nodes.indices {
      var count = nodes[label].count
      fields.count(&count, upTo: nodeCount)
      guard isSound, let unit = units.label(label) else { return }
      sections.array(&nodes[label], count: count, unit: unit, .strictlyAscending(below: UInt32(nodeCount)))
    }
  }

  // MARK: Columns

  private mutating func columns(
    _ columns: inout [PropertyColumn?], below capacity: Int, unit: (PackedUnits, Int) -> Int?
  ) {
    var count = columns.count
    fields.count(&count, upTo: units.keyCount)
    if isReading, isSound { columns = Array(repeating: nil, count: count) }
    for key in columns.indices {
      var isPresent = columns[key] != nil
      fields.flag(&isPresent)
      guard isPresent, isSound, let unit = unit(units, key) else { continue }
      var column = columns[key] ?? PropertyColumn(kind: .mixed)
      self.column(&column, below: capacity, unit: unit)
      columns[key] = column
    }
  }

  private mutating func column(_ column: inout PropertyColumn, below capacity: Int, unit: Int) {
    var shape = column.shape
    var kind = shape.kind.rawValue
    fields.byte(&kind)
    fields.flag(&shape.isSparse)
    fields.count(&shape.valueCount, upTo: capacity)
    fields.count(&shape.rowCount, upTo: capacity)
    fields.count(&shape.presenceCount, upTo: capacity / 64 + 1)
    var (words, integers, floats, mixed) = (
      column.words, column.integers, column.floats, column.mixed.encoded()
    )
    var byteCount = mixed.bytes.count
    if kind == PropertyColumn.Kind.mixed.rawValue { fields.count(&byteCount, upTo: Int.max) }
    guard isSound, let kind = PropertyColumn.Kind(rawValue: kind), !isReading || shape.isSound else {
      return fields.fail()
    }
    shape.kind = kind
    var (identifiers, presence) = (column.identifiers, column.presence)
    if shape.isSparse {
      sections.array(
        &identifiers, count: shape.rowCount, unit: unit, .strictlyAscending(below: UInt32(capacity)))
    }
    let bits = SectionRule.bits(set: shape.valueCount, below: shape.rowCount)
    sections.array(&presence, count: shape.presenceCount, unit: unit, shape.presenceCount == 0 ? .any : bits)
    switch kind {
    case .boolean: sections.array(&words, count: shape.rowCount, unit: unit, .any)
    case .string:
      if shape.rowCount > 0 && textCount == 0 { fields.fail() }
      sections.array(&words, count: shape.rowCount, unit: unit, .below(UInt32(textCount)))
    case .date: sections.array(&words, count: shape.rowCount, unit: unit, .dates)
    case .integer: sections.array(&integers, count: shape.rowCount, unit: unit, .any)
    case .float: sections.array(&floats, count: shape.rowCount, unit: unit, .any)
    case .mixed:
      sections.array(&mixed.bytes, count: byteCount, unit: unit, .any)
      sections.array(
        &mixed.offsets, count: shape.rowCount + 1, unit: unit, .longOffsets(last: UInt64(byteCount)))
    }
    guard isReading, isSound else { return }
    column = PropertyColumn(
      shape, words: words, integers: integers, floats: floats,
      mixed: kind == .mixed ? MixedValues(offsets: mixed.offsets, bytes: mixed.bytes) : MixedValues(),
      identifiers: identifiers, presence: presence)
  }
}
