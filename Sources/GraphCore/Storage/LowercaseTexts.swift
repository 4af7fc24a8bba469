/// The texts of a node property in lower case, one after the other, for searching all of them at once.
package struct LowercaseTexts: Sendable {
  /// The texts in UTF-8, each followed by ``separator``; behind the last one at least 64 more of it.
  package let bytes: [UInt8]

  /// Where each text begins, and at the end where the last one ends.
  package let offsets: [UInt32]

  /// The node of each text, ascending.
  package let nodes: [UInt32]

  /// A byte that no text in UTF-8 holds, so that nothing is found across two texts.
  package static let separator: UInt8 = 0xFF

  /// Reads a column of texts.
  ///
  /// - Complexity: O(bytes of the texts).
  init(_ column: PropertyColumn, strings: StringPool) {
    var bytes: [UInt8] = []
    var offsets: [UInt32] = []
    let nodes = Array(column.presentIdentifiers)
    bytes.reserveCapacity(strings.bytes.count + nodes.count + 64)
    offsets.reserveCapacity(nodes.count + 1)
    for node in nodes {
      offsets.append(UInt32(truncatingIfNeeded: bytes.count))
      guard let row = column.row(of: node) else { continue }
      let identifier = StringID(column.words[row])
      let range = strings.range(of: identifier)
      let start = bytes.count
      var isPlain = true
      for byte in strings.bytes[range] {
        bytes.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        if byte >= 0x80 { isPlain = false }
      }
      if !isPlain {
        bytes.removeLast(bytes.count - start)
        bytes += strings.string(identifier).lowercased().utf8
      }
      bytes.append(LowercaseTexts.separator)
    }
    offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    bytes += repeatElement(LowercaseTexts.separator, count: 64)
    self.bytes = bytes
    self.offsets = offsets
    self.nodes = nodes
  }

  /// The nodes whose text contains a text, ascending.
  ///
  /// Sixteen places are looked at a time: those where the first and the last byte of the wanted text stand in the
  /// right distance are compared in full (Muła, "SIMD-friendly algorithms for substring searching", 2016).
  ///
  /// - Parameter text: In lower case, as `lowercased()` gives it.
  /// - Returns: The nodes; all that have a text for an empty one.
  /// - Complexity: O(bytes of all texts) on any but contrived texts.
  package func nodes(containing text: String) -> [UInt32] {
    var text = text
    return text.withUTF8 { needle in unsafe find(needle) }
  }

  private func find(_ needle: UnsafeBufferPointer<UInt8>) -> [UInt32] {
    guard let head = unsafe needle.first, let tail = unsafe needle.last else { return nodes }
    var result: [UInt32] = []
    var entry = 0
    let distance = needle.count - 1
    let end = Int(offsets.last ?? 0)
    unsafe bytes.withUnsafeBytes { pool in
      let first = SIMD16<UInt8>(repeating: head)
      let last = SIMD16<UInt8>(repeating: tail)
      var place = 0
      while place + distance < end {
        // Near the end of the pool the second load could leave it; what is left is compared byte by byte.
        if place + distance + 32 > pool.count {
          if unsafe pool[place] == head, unsafe matches(pool, place, needle) {
            place = note(place, &entry, &result)
          } else {
            place += 1
          }
          continue
        }
        let one = unsafe pool.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
        let two = unsafe pool.loadUnaligned(fromByteOffset: place + distance, as: SIMD16<UInt8>.self)
        let hits = (one .== first) .& (two .== last)
        var halves = unsafe unsafeBitCast(hits, to: SIMD2<UInt64>.self)
        if halves[0] | halves[1] == 0 {
          place += 16
          continue
        }
        var next = place + 16
        search: for half in 0..<2 {
          while halves[half] != 0 {
            let offset = halves[half].trailingZeroBitCount >> 3
            halves[half] &= ~(0xFF << UInt64(offset * 8))
            let candidate = place + half * 8 + offset
            if candidate + distance < end, unsafe matches(pool, candidate, needle) {
              next = note(candidate, &entry, &result)
              break search
            }
          }
        }
        place = next
      }
    }
    return result
  }

  private func matches(
    _ pool: UnsafeRawBufferPointer, _ place: Int, _ needle: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    if place + needle.count > pool.count { return false }
    for index in 0..<needle.count where unsafe pool[place + index] != needle[index] { return false }
    return true
  }

  /// Adds the node of the text at a place; where the next text begins.
  private func note(_ place: Int, _ entry: inout Int, _ result: inout [UInt32]) -> Int {
    // Matches come ascending: the text is looked for from the last one on, in steps that double.
    var step = 1
    while entry + step < nodes.count, Int(offsets[entry + step]) <= place {
      entry += step
      step *= 2
    }
    while step > 0 {
      if entry + step < nodes.count, Int(offsets[entry + step]) <= place { entry += step }
      step /= 2
    }
    result.append(nodes[entry])
    return Int(offsets[entry + 1])
  }
}

extension GraphSnapshot {
  /// The texts of a node property in lower case; nil when it is not a column of texts.
  ///
  /// - Complexity: O(1); the first call O(bytes of the texts).
  package func lowercaseTexts(_ key: PropertyKeyID) -> LowercaseTexts? {
    guard let column = nodeColumn(key), column.kind == .string else { return nil }
    let strings = strings
    return lazy.lowercase(key) { LowercaseTexts(column, strings: strings) }
  }
}
