// What is derived from a graph, and lies in the file so that nobody has to derive it again.
extension PackedGraphCoder {
  /// The relationships of each type in one direction.
  mutating func adjacency(_ index: inout AdjacencyIndex, _ counts: inout [Int], _ direction: Direction) {
    if isReading, direction == .outgoing { counts = Array(repeating: 0, count: units.typeCount) }
    var types = index.types
    if isReading { types = Array(repeating: .empty, count: units.typeCount) }
    var parts: [Range<Int>] = []
    var start = 0
    for type in types.indices {
      var count = counts[type]
      fields.count(&count, upTo: relationshipCount - start)
      if direction == .incoming, count != counts[type] { fields.fail() }
      guard isSound, let unit = units.adjacency(type, direction) else { return }
      counts[type] = count
      types[type] = self.type(types[type], at: start..<(start + count), unit: unit)
      parts.append(start..<(start + count))
      start += count
    }
    if start != relationshipCount { fields.fail() }
    var (neighbours, relationships) = (index.neighbours, index.relationships)
    let numbers = units
    func unit(_ type: Int) -> Int { numbers.adjacency(type, direction) ?? 0 }
    let nodes = Array(repeating: SectionRule.below(UInt32(nodeCount)), count: parts.count)
    sections.array(&neighbours, parts: parts, nodes, unit: unit)
    let all = Array(repeating: SectionRule.below(UInt32(relationshipCount)), count: parts.count)
    sections.array(&relationships, parts: parts, all, unit: unit)
    guard isReading, isSound else { return }
    index = AdjacencyIndex(
      neighbours: neighbours, relationships: relationships,
      types: types.map {
        Adjacency(
          keys: $0.keys, offsets: $0.offsets, isDense: $0.isDense, keyCount: $0.keyCount,
          neighbours: neighbours, relationships: relationships, unit: $0.unit)
      })
  }

  /// Where the neighbours of the nodes of one type begin, within the part of the type.
  private mutating func type(_ old: Adjacency, at part: Range<Int>, unit: Int) -> Adjacency {
    var (isDense, keyCount) = (old.isDense, old.keyCount)
    fields.flag(&isDense)
    fields.count(&keyCount, upTo: nodeCount)
    guard isSound else { return .empty }
    var (keys, offsets) = (old.keys, old.offsets)
    if !isDense {
      sections.array(&keys, count: keyCount, unit: unit, .strictlyAscending(below: UInt32(nodeCount)))
    }
    sections.array(
      &offsets, count: (isDense ? nodeCount : keyCount) + 1, unit: unit,
      .ascending(from: UInt32(part.lowerBound), to: UInt32(part.upperBound)))
    return Adjacency(
      keys: keys, offsets: offsets, isDense: isDense, keyCount: keyCount, neighbours: [], relationships: [],
      unit: unit)
  }

  /// Neighbours over all types, with an offset for each node.
  mutating func dense(_ adjacency: inout Adjacency, _ unit: Int, hasRelationships: Bool = true) {
    var (keyCount, count) = (adjacency.keyCount, adjacency.neighbours.count)
    fields.count(&keyCount, upTo: nodeCount)
    fields.count(&count)
    if hasRelationships, count != relationshipCount { fields.fail() }
    if count > 0, nodeCount == 0 { fields.fail() }
    guard isSound else { return }
    var (offsets, neighbours, relationships) = (
      adjacency.offsets, adjacency.neighbours, adjacency.relationships
    )
    sections.array(&offsets, count: nodeCount + 1, unit: unit, .ascending(from: 0, to: UInt32(count)))
    sections.array(&neighbours, count: count, unit: unit, .below(UInt32(nodeCount)))
    if hasRelationships {
      sections.array(&relationships, count: count, unit: unit, .below(UInt32(relationshipCount)))
    }
    guard isReading, isSound else { return }
    adjacency = Adjacency(
      keys: [], offsets: offsets, isDense: true, keyCount: keyCount, neighbours: neighbours,
      relationships: relationships, unit: unit)
  }

  /// The index of names, aliases and ids.
  mutating func names(_ names: inout NameIndex) {
    var (count, keyBytes, textBytes) = (names.nodes.count, names.keys.count, names.texts.count)
    fields.count(&count, upTo: Int.max / 16)
    fields.count(&keyBytes, upTo: Int.max)
    fields.count(&textBytes, upTo: Int.max)
    if count > 0, nodeCount == 0 { fields.fail() }
    guard isSound else { return }
    let unit = PackedUnits.names
    sections.array(&names.keys, count: keyBytes, unit: unit, .any)
    sections.array(&names.keyOffsets, count: count + 1, unit: unit, .longOffsets(last: UInt64(keyBytes)))
    sections.array(&names.texts, count: textBytes, unit: unit, .any)
    sections.array(&names.textOffsets, count: count + 1, unit: unit, .longOffsets(last: UInt64(textBytes)))
    sections.array(&names.nodes, count: count, unit: unit, .below(UInt32(nodeCount)))
    sections.array(&names.kinds, count: count, unit: unit, .any)
  }

  /// The indexes by which nodes are found.
  mutating func propertyIndexes(_ image: inout SnapshotImage) {
    var indexes = image.propertyIndexes
    let (limit, columns) = (units.keyCount, image.store.nodeColumns)
    var keys = indexes.map(\.key)
    fields.list(&keys, blank: 0) { $1.count(&$0, upTo: limit - 1) }
    guard isSound else { return }
    if isReading { indexes = keys.map { ($0, NodePropertyIndex()) } }
    for number in indexes.indices {
      let key = indexes[number].key
      guard let unit = units.propertyIndex(key), key < columns.count, columns[key]?.kind == .string else {
        return fields.fail()
      }
      var count = indexes[number].index.furtherTexts.count
      fields.count(&count, upTo: nodeCount)
      guard isSound else { return }
      sections.array(
        &indexes[number].index.firstNodes, count: textCount, unit: unit, .belowOrNone(UInt32(nodeCount)))
      sections.array(
        &indexes[number].index.furtherTexts, count: count, unit: unit, .ascending(from: 0, to: UInt32.max))
      sections.array(&indexes[number].index.furtherNodes, count: count, unit: unit, .below(UInt32(nodeCount)))
    }
    image.propertyIndexes = indexes
  }
}
