/// A set of slots; the first 64 cost no memory of their own.
package struct SlotSet: Sendable, Equatable {
  private var first: UInt64 = 0
  private var rest: [UInt64] = []

  /// The empty set.
  package init() {}

  /// The set of some slots.
  package init(_ slots: some Sequence<Slot>) {
    for slot in slots { insert(slot) }
  }

  /// Whether there is none.
  package var isEmpty: Bool { first == 0 && rest.allSatisfy { $0 == 0 } }

  /// Whether the slot is in it.
  package func contains(_ slot: Slot) -> Bool {
    if slot.index < 64 { return first & (1 << UInt64(slot.index)) != 0 }
    let word = slot.index / 64 - 1
    return word < rest.count && rest[word] & (1 << UInt64(slot.index % 64)) != 0
  }

  /// Adds a slot.
  package mutating func insert(_ slot: Slot) {
    if slot.index < 64 {
      first |= 1 << UInt64(slot.index)
      return
    }
    let word = slot.index / 64 - 1
    while rest.count <= word { rest.append(0) }
    rest[word] |= 1 << UInt64(slot.index % 64)
  }

  /// Takes a slot away.
  package mutating func remove(_ slot: Slot) {
    if slot.index < 64 {
      first &= ~(1 << UInt64(slot.index))
      return
    }
    let word = slot.index / 64 - 1
    if word < rest.count { rest[word] &= ~(1 << UInt64(slot.index % 64)) }
  }

  /// Adds all of another set.
  package mutating func formUnion(_ other: SlotSet) {
    first |= other.first
    while rest.count < other.rest.count { rest.append(0) }
    for index in other.rest.indices { rest[index] |= other.rest[index] }
  }

  /// Takes all of another set away.
  package mutating func subtract(_ other: SlotSet) {
    first &= ~other.first
    for index in rest.indices where index < other.rest.count { rest[index] &= ~other.rest[index] }
  }

  /// The slots in both.
  package func intersection(_ other: SlotSet) -> SlotSet {
    var result = SlotSet()
    result.first = first & other.first
    if !rest.isEmpty && !other.rest.isEmpty { result.rest = zip(rest, other.rest).map { $0 & $1 } }
    return result
  }

  /// Whether the other set holds all of this one.
  package func isSubset(of other: SlotSet) -> Bool {
    if first & ~other.first != 0 { return false }
    for index in rest.indices {
      let theirs = index < other.rest.count ? other.rest[index] : 0
      if rest[index] & ~theirs != 0 { return false }
    }
    return true
  }

  /// Whether the two have no slot in common.
  package func isDisjoint(with other: SlotSet) -> Bool {
    if first & other.first != 0 { return false }
    return !zip(rest, other.rest).contains { $0 & $1 != 0 }
  }

  /// The slots, ascending.
  package var sorted: [Slot] {
    var result: [Slot] = []
    result.reserveCapacity(first.nonzeroBitCount)
    Self.append(first, offset: 0, to: &result)
    for (index, word) in rest.enumerated() { Self.append(word, offset: 64 * (index + 1), to: &result) }
    return result
  }

  private static func append(_ word: UInt64, offset: Int, to result: inout [Slot]) {
    var left = word
    while left != 0 {
      result.append(Slot(offset + left.trailingZeroBitCount))
      left &= left - 1
    }
  }
}
