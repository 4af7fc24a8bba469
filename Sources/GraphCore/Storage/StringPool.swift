/// Texts stored once each: one pool of UTF-8 bytes, where each text ends, and a hash table over them.
///
/// A `String` is made only when somebody asks for one. Texts are the same when their bytes are.
package struct StringPool: Sendable {
  /// The bytes of all texts, one after the other.
  package private(set) var bytes = FlatArray<UInt8>()

  /// Where each text begins, and at the end the number of bytes.
  package private(set) var offsets: FlatArray<UInt32> = [0]

  /// Open addressing: the upper half of the hash, and the identifier + 1, or 0 where free.
  ///
  /// The size is a power of 2. With the hash in the slot a miss costs one cache line, and growing needs no look at the texts of a slot
  /// unless the table outgrows the half that is kept.
  private(set) var slots = FlatArray<UInt64>()

  /// Whether texts lie in a packed graph and are to be checked one by one before they are read.
  private(set) var isChecked = false

  /// An empty pool.
  package init() {}

  /// Puts a pool together that was taken apart.
  init(bytes: FlatArray<UInt8>, offsets: FlatArray<UInt32>, slots: FlatArray<UInt64>) {
    self.bytes = bytes
    self.offsets = offsets
    self.slots = slots
  }

  /// The same texts, each of them checked when it is read, where they lie in a packed graph.
  ///
  /// Only ``find(_:)``, ``string(_:)``, ``range(of:)`` and ``isAscending(_:_:)`` may be asked of it.
  var checkingEach: StringPool {
    var pool = self
    pool.isChecked = bytes.guardian != nil || offsets.guardian != nil
    return pool
  }

  /// The number of texts.
  package var count: Int { offsets.count - 1 }

  /// Makes room for that many texts and bytes.
  package mutating func reserve(texts: Int, bytes byteCount: Int) {
    offsets.reserveCapacity(texts + 1)
    bytes.reserveCapacity(byteCount)
    if texts * 2 > slots.count { rebuild(for: texts) }
  }

  /// The identifier of a text, new if need be.
  ///
  /// - Complexity: O(length of the text), amortised.
  package mutating func intern(_ text: String) -> StringID {
    var text = text
    return text.withUTF8 { unsafe intern($0) }
  }

  /// The identifier of a text; nil when it was never interned.
  ///
  /// - Complexity: O(length of the text).
  package func find(_ text: String) -> StringID? {
    var text = text
    return text.withUTF8 { unsafe find($0) }
  }

  /// The identifier of a text given as bytes, new if need be.
  package mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> StringID {
    unsafe intern(text, hash: StringPool.hash(text))
  }

  /// The identifier of a text given as bytes and their hash, new if need be.
  package mutating func intern(_ text: UnsafeBufferPointer<UInt8>, hash: UInt64) -> StringID {
    if (count + 1) * 2 > slots.count { rebuild(for: max(count * 2, 64)) }
    let (found, slot) = unsafe locate(text, hash: hash)
    if let found { return found }
    let identifier = UInt32(count)
    let end = bytes.count + text.count
    precondition(end <= Int(UInt32.max) && identifier < UInt32.max, "a string pool holds at most 4 GiB")
    slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(identifier + 1)
    unsafe bytes.append(contentsOf: text)
    offsets.append(UInt32(end))
    return StringID(identifier)
  }

  /// What the table holds at the place of a hash, for ``intern(_:hash:probe:)``; 0 where it is free.
  ///
  /// - Complexity: O(1).
  package func probe(_ hash: UInt64) -> UInt64 {
    slots.isEmpty ? 0 : slots[Int(truncatingIfNeeded: hash) & (slots.count - 1)]
  }

  /// The identifier of a text given as bytes, their hash and what was found at its place, new if need be.
  ///
  /// Nothing goes wrong when the table has changed since: entries keep their texts.
  package mutating func intern(
    _ text: UnsafeBufferPointer<UInt8>, hash: UInt64, probe: UInt64
  ) -> StringID {
    if probe != 0, (probe ^ hash) >> 32 == 0 {
      let identifier = StringID(UInt32(truncatingIfNeeded: probe) - 1)
      if unsafe isEqual(identifier, text) { return identifier }
    }
    return unsafe intern(text, hash: hash)
  }

  /// Adds all texts of another pool.
  ///
  /// - Parameter other: The texts.
  /// - Returns: The identifier here of each text there, by its identifier there.
  /// - Complexity: O(bytes of the other pool), amortised.
  package mutating func intern(contentsOf other: StringPool) -> [UInt32] {
    var identifiers: [UInt32] = []
    identifiers.reserveCapacity(other.count)
    unsafe other.bytes.withUnsafeBufferPointer { buffer in
      for identifier in 0..<UInt32(other.count) {
        let range = other.range(of: StringID(identifier))
        identifiers.append(unsafe intern(UnsafeBufferPointer(rebasing: buffer[range])).rawValue)
      }
    }
    return identifiers
  }

  /// The identifier of a text given as bytes; nil when it was never interned.
  package func find(_ text: UnsafeBufferPointer<UInt8>) -> StringID? {
    if slots.isEmpty { return nil }
    return unsafe locate(text, hash: StringPool.hash(text)).found
  }

  /// The text of an identifier.
  ///
  /// - Complexity: O(length of the text); a new `String` each time.
  package func string(_ identifier: StringID) -> String {
    let range = range(of: identifier)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe String(decoding: UnsafeBufferPointer(rebasing: buffer[range]), as: UTF8.self)
    }
  }

  /// Where the bytes of a text lie in ``bytes``.
  package func range(of identifier: StringID) -> Range<Int> {
    if isChecked { return requiredRange(of: identifier) }
    return Int(offsets[identifier.index])..<Int(offsets[identifier.index + 1])
  }

  /// The same in a packed graph, of which only this text is checked: offsets need not ascend.
  private func requiredRange(of identifier: StringID) -> Range<Int> {
    let lower = min(Int(offsets.required(identifier.index)), bytes.count)
    let range = lower..<max(lower, min(Int(offsets.required(identifier.index + 1)), bytes.count))
    bytes.require(range)
    return range
  }

  /// Compares two texts by code points, which is by bytes.
  package func isAscending(_ left: StringID, _ right: StringID) -> Bool {
    if left == right { return false }
    let (one, two) = (range(of: left), range(of: right))
    var offset = 0
    while offset < one.count && offset < two.count {
      let (byte, other) = (bytes[one.lowerBound + offset], bytes[two.lowerBound + offset])
      if byte != other { return byte < other }
      offset += 1
    }
    return one.count < two.count
  }

  /// The texts as a lexicographic list would number them: the rank of each identifier among all.
  ///
  /// - Complexity: O(n log n) comparisons.
  package func ranks() -> [UInt32] {
    let order = (0..<UInt32(count)).sorted { isAscending(StringID($0), StringID($1)) }
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, identifier) in order.enumerated() { ranks[Int(identifier)] = UInt32(rank) }
    return ranks
  }

  // MARK: Hashing

  /// A 64-bit hash of bytes: multiply and fold, eight bytes at a time, the last eight overlapping.
  ///
  /// The construction is that of wyhash (Wang Yi, public domain); it guards against chance, not against
  /// somebody who chooses names so that they collide.
  package static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let count = text.count
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    let raw = UnsafeRawBufferPointer(text)
    if count < 8 {
      var tail: UInt64 = 0
      if count >= 4 {
        let low = unsafe raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
        let high = unsafe raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
        tail = UInt64(high) << 32 | UInt64(low)
      } else if count > 0 {
        let (first, middle, last) = unsafe (raw[0], raw[count >> 1], raw[count - 1])
        tail = UInt64(first) << 16 | UInt64(middle) << 8 | UInt64(last)
      }
      return fold(hash ^ tail, 0xE703_7ED1_A0B4_28DB)
    }
    var index = 0
    while index + 8 < count {
      let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = fold(hash ^ word, 0xA076_1D64_78BD_642F)
      index += 8
    }
    let last = unsafe raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    return fold(hash ^ last, 0xE703_7ED1_A0B4_28DB)
  }

  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.low ^ product.high
  }

  /// Finds a text, or the slot where it belongs; there must be a free slot.
  private func locate(
    _ text: UnsafeBufferPointer<UInt8>, hash: UInt64
  ) -> (found: StringID?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    var steps = 0
    while true {
      let entry = isChecked ? slots.required(slot) : slots[slot]
      // A table that nobody has looked at as a whole may have no free slot.
      steps += 1
      if entry == 0 || steps > slots.count { return (nil, slot) }
      if (entry ^ hash) >> 32 == 0 {
        let identifier = StringID(UInt32(truncatingIfNeeded: entry) - 1)
        if unsafe isEqual(identifier, text) { return (identifier, slot) }
      }
      slot = (slot + 1) & mask
    }
  }

  private func isEqual(_ identifier: StringID, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(of: identifier)
    let (lower, count) = (range.lowerBound, range.count)
    guard count == text.count else { return false }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      let buffer = UnsafeRawBufferPointer(bytes)
      let other = UnsafeRawBufferPointer(text)
      if count < 8 {
        for index in 0..<count where unsafe buffer[lower + index] != other[index] { return false }
        return true
      }
      var index = 0
      while index + 8 < count {
        let one = unsafe buffer.loadUnaligned(fromByteOffset: lower + index, as: UInt64.self)
        let two = unsafe other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if one != two { return false }
        index += 8
      }
      let one = unsafe buffer.loadUnaligned(fromByteOffset: lower + count - 8, as: UInt64.self)
      return unsafe one == other.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    }
  }

  /// Makes a table for that many texts, at most half full, and fills it again.
  private mutating func rebuild(for texts: Int) {
    var size = 16
    while size < texts * 2 + 2 { size *= 2 }
    slots = FlatArray(repeating: 0, count: size)
    let slots = unsafe slots.mutableBuffer()
    let mask = size - 1
    unsafe bytes.withUnsafeBufferPointer { buffer in
      for identifier in 0..<count {
        let range = Int(offsets[identifier])..<Int(offsets[identifier + 1])
        let hash = unsafe StringPool.hash(UnsafeBufferPointer(rebasing: buffer[range]))
        var slot = Int(truncatingIfNeeded: hash) & mask
        while unsafe slots[slot] != 0 { slot = (slot + 1) & mask }
        unsafe slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(identifier + 1)
      }
    }
  }
}
