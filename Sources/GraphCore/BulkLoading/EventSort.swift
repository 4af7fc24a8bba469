/// Events sorted in both directions, ready to be columns.
///
/// Events are first dealt out by type. Within a type an event is one 64-bit key: subject, object, and its place
/// in the type; a radix sort by the first two keeps the order of the rows. Swapping the ends and sorting by
/// the object alone gives the other direction. Types are sorted on all cores at once.
struct EventSort {
  var sources: FlatArray<UInt32>
  var targets: FlatArray<UInt32>
  var dates: FlatArray<UInt32>
  var types: FlatArray<UInt32>
  /// Both directions; nil when the events do not fit into keys and were left in the order of the rows.
  var adjacency: (outgoing: AdjacencyIndex, incoming: AdjacencyIndex)?

  /// One direction of one type: where its neighbours begin.
  private struct Index {
    var keys = FlatArray<UInt32>()
    var offsets = FlatArray<UInt32>()
    var isDense = false
    var keyCount = 0
  }

  /// The columns that all cores write at the same time, each its own types.
  @unsafe private struct Columns {
    let keys: UnsafeMutableBufferPointer<UInt64>
    let unsortedDates: UnsafeMutableBufferPointer<UInt32>
    let sources: UnsafeMutableBufferPointer<UInt32>
    let targets: UnsafeMutableBufferPointer<UInt32>
    let dates: UnsafeMutableBufferPointer<UInt32>
    let inNeighbours: UnsafeMutableBufferPointer<UInt32>
    let inRelationships: UnsafeMutableBufferPointer<UInt32>
  }

  /// Sorts a table.
  ///
  /// - Complexity: O(rows + names), in parallel.
  static func sorted(_ rows: consuming EventRows, keyWidth: Int) -> EventSort {
    let nodeCount = rows.names.count
    let deal = EventDeal(rows)
    var result = EventSort(sources: [], targets: [], dates: [], types: deal.types())
    let layout = EventKey(nodeCount: nodeCount, placeCount: deal.largestType)
    guard layout.bitWidth <= keyWidth else {
      result.copyInRowOrder(rows)
      return result
    }
    var (keys, unsortedDates) = deal.dealOut(rows, layout)
    rows.chunks = []
    result.sources = FlatArray(uninitializedCount: deal.count)
    result.targets = FlatArray(uninitializedCount: deal.count)
    result.dates = FlatArray(uninitializedCount: deal.count)
    var inNeighbours = FlatArray<UInt32>(uninitializedCount: deal.count)
    var inRelationships = FlatArray<UInt32>(uninitializedCount: deal.count)
    let columns = unsafe Columns(
      keys: keys.mutableBuffer(), unsortedDates: unsortedDates.mutableBuffer(),
      sources: result.sources.mutableBuffer(), targets: result.targets.mutableBuffer(),
      dates: result.dates.mutableBuffer(), inNeighbours: inNeighbours.mutableBuffer(),
      inRelationships: inRelationships.mutableBuffer())
    // The largest first, so that no core is left with it at the end.
    let order = (0..<deal.typeCount).sorted { deal.bounds(of: $0).count > deal.bounds(of: $1).count }
    var outIndexes = [Index](repeating: Index(), count: deal.typeCount)
    var inIndexes = outIndexes
    unsafe outIndexes.withUnsafeMutableBufferPointer { outIndexes in
      unsafe inIndexes.withUnsafeMutableBufferPointer { inIndexes in
        Parallel.perform(order.count) { turn in
          let type = order[turn]
          let indexes = unsafe sort(deal.bounds(of: type), columns, layout, nodeCount)
          unsafe outIndexes[type] = indexes.outgoing
          unsafe inIndexes[type] = indexes.incoming
        }
      }
    }
    withExtendedLifetime((keys, unsortedDates)) {}
    let identity = FlatArray(0..<UInt32(deal.count))
    result.adjacency = (
      EventSort.adjacency(outIndexes, neighbours: result.targets, relationships: identity),
      EventSort.adjacency(inIndexes, neighbours: inNeighbours, relationships: inRelationships)
    )
    return result
  }

  /// Sorts one type both ways and writes its part of the columns.
  private static func sort(
    _ bounds: Range<Int>, _ columns: Columns, _ layout: EventKey, _ nodeCount: Int
  ) -> (outgoing: Index, incoming: Index) {
    let start = bounds.lowerBound
    let keys = unsafe UnsafeMutableBufferPointer(rebasing: columns.keys[bounds])
    let scratch = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: bounds.count)
    defer { unsafe scratch.deallocate() }
    let (nodeBits, placeBits) = (layout.nodeBits, layout.placeBits)
    unsafe RadixSort.sort(keys, scratch, bits: placeBits..<(placeBits + 2 * nodeBits))
    let outgoing = unsafe index(keys, layout, start, nodeCount)
    for place in 0..<bounds.count {
      let key = unsafe keys[place]
      let (source, target) = (layout.from(key), layout.to(key))
      unsafe columns.sources[start + place] = source
      unsafe columns.targets[start + place] = target
      unsafe columns.dates[start + place] = columns.unsortedDates[start + layout.place(key)]
      unsafe keys[place] = layout.key(target, source, place)
    }
    unsafe RadixSort.sort(keys, scratch, bits: (placeBits + nodeBits)..<(placeBits + 2 * nodeBits))
    let incoming = unsafe index(keys, layout, start, nodeCount)
    for place in 0..<bounds.count {
      let key = unsafe keys[place]
      unsafe columns.inNeighbours[start + place] = layout.to(key)
      unsafe columns.inRelationships[start + place] = UInt32(start + layout.place(key))
    }
    return (outgoing, incoming)
  }

  /// Where the neighbours of each node begin among sorted keys.
  private static func index(
    _ keys: UnsafeMutableBufferPointer<UInt64>, _ layout: EventKey, _ start: Int, _ nodeCount: Int
  ) -> Index {
    var index = Index()
    index.isDense = Adjacency.isDense(count: keys.count, nodeCount: nodeCount)
    var last = UInt32.max
    if index.isDense {
      var keyCount = 0
      index.offsets = FlatArray(uninitializedCount: nodeCount + 1)
      let offsets = unsafe index.offsets.mutableBuffer()
      var node = 0
      for place in 0..<keys.count {
        let from = layout.from(unsafe keys[place])
        if from == last { continue }
        last = from
        keyCount += 1
        while node <= Int(from) {
          unsafe offsets[node] = UInt32(start + place)
          node += 1
        }
      }
      while node <= nodeCount {
        unsafe offsets[node] = UInt32(start + keys.count)
        node += 1
      }
      index.keyCount = keyCount
    } else {
      for place in 0..<keys.count {
        let from = layout.from(unsafe keys[place])
        if from == last { continue }
        last = from
        index.keys.append(from)
        index.offsets.append(UInt32(start + place))
      }
      index.offsets.append(UInt32(start + keys.count))
      index.keyCount = index.keys.count
    }
    return index
  }

  private static func adjacency(
    _ indexes: [Index], neighbours: FlatArray<UInt32>, relationships: FlatArray<UInt32>
  ) -> AdjacencyIndex {
    let types = indexes.map { index in
      Adjacency(
        keys: index.keys, offsets: index.offsets, isDense: index.isDense, keyCount: index.keyCount,
        neighbours: neighbours, relationships: relationships)
    }
    return AdjacencyIndex(neighbours: neighbours, relationships: relationships, types: types)
  }

  /// Leaves the events as they come, for tables that do not fit into keys.
  private mutating func copyInRowOrder(_ rows: EventRows) {
    types = []
    for chunk in rows.chunks {
      for row in chunk.rows {
        let row = chunk.resolved(row)
        sources.append(row.subject)
        targets.append(row.object)
        types.append(row.relation)
        dates.append(row.date)
      }
    }
  }
}

extension EventRows.Chunk {
  /// A row with the numbers of the whole table.
  func resolved(_ row: EventRows.Row) -> EventRows.Row {
    var row = row
    if !nameMap.isEmpty {
      row.subject = nameMap[Int(row.subject)]
      row.object = nameMap[Int(row.object)]
    }
    if !relationMap.isEmpty { row.relation = relationMap[Int(row.relation)] }
    return row
  }
}
