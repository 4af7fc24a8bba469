/// An event of one type as a number that can be sorted: the node walked from, the other node, and the place of
/// the event in its type; from high to low bits.
struct EventKey: Sendable {
  let nodeBits: Int
  let placeBits: Int

  init(nodeCount: Int, placeCount: Int) {
    nodeBits = EventKey.bitWidth(nodeCount)
    placeBits = EventKey.bitWidth(placeCount)
  }

  /// The bits of the three parts together; 64 suffice for 2²⁰ nodes and 2²⁴ events of one type.
  var bitWidth: Int { nodeBits * 2 + placeBits }

  func key(_ from: UInt32, _ to: UInt32, _ place: Int) -> UInt64 {
    UInt64(from) &<< UInt64(nodeBits + placeBits) | UInt64(to) &<< UInt64(placeBits)
      | UInt64(truncatingIfNeeded: place)
  }

  func from(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key &>> UInt64(nodeBits + placeBits)) }

  func to(_ key: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: key &>> UInt64(placeBits) & (1 &<< UInt64(nodeBits) &- 1))
  }

  func place(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key & (1 &<< UInt64(placeBits) &- 1)) }

  /// The bits that numbers below `count` need.
  private static func bitWidth(_ count: Int) -> Int { Int.bitWidth - max(count - 1, 0).leadingZeroBitCount }
}

/// Where the events of each type and chunk go when they are dealt out by type.
struct EventDeal {
  let typeCount: Int
  let count: Int

  /// Where the events of each chunk begin within each type, by chunk and then type.
  private let starts: [[Int]]

  /// Where each type begins, and at the end the number of events.
  private let typeStarts: [Int]

  init(_ rows: borrowing EventRows) {
    let typeCount = rows.relations.count
    let chunks = rows.chunks
    var counts = [[Int]](repeating: [], count: chunks.count)
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      Parallel.perform(chunks.count) { number in
        var own = [Int](repeating: 0, count: typeCount)
        let chunk = chunks[number]
        if chunk.relationMap.isEmpty {
          for row in chunk.rows { own[Int(row.relation)] += 1 }
        } else {
          for row in chunk.rows { own[Int(chunk.relationMap[Int(row.relation)])] += 1 }
        }
        unsafe counts[number] = own
      }
    }
    var next = 0
    var typeStarts: [Int] = []
    for type in 0..<typeCount {
      typeStarts.append(next)
      for chunk in chunks.indices {
        let size = counts[chunk][type]
        counts[chunk][type] = next
        next += size
      }
    }
    typeStarts.append(next)
    self.typeCount = typeCount
    self.count = next
    self.starts = counts
    self.typeStarts = typeStarts
  }

  func bounds(of type: Int) -> Range<Int> { typeStarts[type]..<typeStarts[type + 1] }

  /// The number of events of the type that has the most.
  var largestType: Int { (0..<typeCount).map { bounds(of: $0).count }.max() ?? 0 }

  /// The type of each event when they are dealt out.
  func types() -> FlatArray<UInt32> {
    var types = FlatArray<UInt32>(uninitializedCount: count)
    let buffer = unsafe types.mutableBuffer()
    for type in 0..<typeCount {
      for place in bounds(of: type) { unsafe buffer[place] = UInt32(type) }
    }
    return types
  }

  /// Writes the events of each type next to each other: keys, and dates in the order of the rows.
  func dealOut(
    _ rows: borrowing EventRows, _ layout: EventKey
  ) -> (keys: FlatArray<UInt64>, dates: FlatArray<UInt32>) {
    var allKeys = FlatArray<UInt64>(uninitializedCount: count)
    var allDates = FlatArray<UInt32>(uninitializedCount: count)
    let (keys, dates) = unsafe (allKeys.mutableBuffer(), allDates.mutableBuffer())
    let chunks = rows.chunks
    Parallel.perform(chunks.count) { number in
      let chunk = chunks[number]
      let isMapped = !chunk.nameMap.isEmpty || !chunk.relationMap.isEmpty
      var next = starts[number]
      for row in chunk.rows {
        let row = isMapped ? chunk.resolved(row) : row
        let type = Int(row.relation)
        let place = next[type]
        next[type] = place + 1
        unsafe keys[place] = layout.key(row.subject, row.object, place - typeStarts[type])
        unsafe dates[place] = row.date
      }
    }
    return (allKeys, allDates)
  }
}
