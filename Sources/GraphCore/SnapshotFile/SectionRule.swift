/// What the values of a section must be so that using them cannot go wrong, whoever made the file.
enum SectionRule: Sendable {
  /// Any bytes.
  case any
  /// Numbers of 4 bytes below a limit.
  case below(UInt32)
  /// Numbers of 4 bytes below a limit, or all bits set where there is none.
  case belowOrNone(UInt32)
  /// Numbers of 4 bytes below a limit, each larger than the one before.
  case strictlyAscending(below: UInt32)
  /// Numbers of 4 bytes within bounds, none smaller than the one before.
  case ascending(from: UInt32, to: UInt32)
  /// Numbers of 8 bytes from 0 up to a last one, none smaller than the one before.
  case longOffsets(last: UInt64)
  /// Bits, so many of which are set, none at or after a place.
  case bits(set: Int, below: Int)
  /// Packed dates that there are.
  case dates
  /// A hash table: some slot is free, and no slot names a text that there is not.
  case slots(texts: UInt32)

  /// Whether values that follow the rule may lead astray when some of them become zeros.
  var needsOrder: Bool {
    if case .ascending = self { return true }
    return false
  }

  /// Whether only all values together show whether they follow the rule.
  var isAboutAll: Bool {
    switch self {
    case .any, .below, .belowOrNone, .dates: false
    case .strictlyAscending, .ascending, .longOffsets, .bits, .slots: true
    }
  }

  /// Whether each of some values of the section, taken by itself, can be what it is.
  ///
  /// This is enough for whoever reads single values and expects no order of them: no number leads out of bounds.
  ///
  /// - Complexity: O(bytes).
  func holdsForEach(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let words = unsafe bytes.assumingMemoryBound(to: UInt32.self)
    let longs = unsafe bytes.assumingMemoryBound(to: UInt64.self)
    switch self {
    case .any, .bits: return true
    case .below(let limit), .strictlyAscending(let limit):
      return unsafe words.isEmpty || SectionRule.largest(words, plus: 0) < limit
    case .belowOrNone(let limit): return unsafe SectionRule.largest(words, plus: 1) <= limit
    case .ascending(_, let upper): return unsafe SectionRule.largest(words, plus: 0) <= upper
    case .longOffsets(let end):
      var largest: UInt64 = 0
      for index in 0..<longs.count { largest = unsafe max(largest, longs[index]) }
      return largest <= end
    case .dates: return unsafe SectionRule.areDates(words)
    case .slots(let texts): return unsafe SectionRule.namesTexts(longs, texts)
    }
  }

  /// Whether all bytes of the section follow the rule.
  ///
  /// - Complexity: O(bytes).
  func holds(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let words = unsafe bytes.assumingMemoryBound(to: UInt32.self)
    let longs = unsafe bytes.assumingMemoryBound(to: UInt64.self)
    switch self {
    case .any: return true
    case .below(let limit): return unsafe words.isEmpty || SectionRule.largest(words, plus: 0) < limit
    // What is all ones becomes 0 when 1 is added; all others stay in order, one higher.
    case .belowOrNone(let limit): return unsafe SectionRule.largest(words, plus: 1) <= limit
    case .strictlyAscending(let limit):
      if words.isEmpty { return true }
      var faults: UInt32 = 0
      for index in 1..<words.count { faults |= unsafe words[index - 1] < words[index] ? 0 : 1 }
      return unsafe faults == 0 && words[words.count - 1] < limit
    case .ascending(let lower, let upper):
      if words.isEmpty { return true }
      var faults: UInt32 = 0
      for index in 1..<words.count { faults |= unsafe words[index - 1] <= words[index] ? 0 : 1 }
      return unsafe faults == 0 && words[0] >= lower && words[words.count - 1] <= upper
    case .longOffsets(let end): return unsafe SectionRule.areOffsets(longs, end)
    case .bits(let count, let limit): return unsafe SectionRule.areBits(longs, count, limit)
    case .dates: return unsafe SectionRule.areDates(words)
    case .slots(let texts): return unsafe SectionRule.areSlots(longs, texts)
    }
  }

  private static func largest(_ words: UnsafeBufferPointer<UInt32>, plus more: UInt32) -> UInt32 {
    var largest: UInt32 = 0
    for index in 0..<words.count { largest = unsafe max(largest, words[index] &+ more) }
    return largest
  }

  private static func areOffsets(_ offsets: UnsafeBufferPointer<UInt64>, _ end: UInt64) -> Bool {
    var last: UInt64 = 0
    for index in 0..<offsets.count {
      let offset = unsafe offsets[index]
      if offset < last || index == 0 && offset != 0 { return false }
      last = offset
    }
    return last == end
  }

  private static func areBits(_ words: UnsafeBufferPointer<UInt64>, _ count: Int, _ limit: Int) -> Bool {
    var set = 0
    for index in 0..<words.count { set += unsafe words[index].nonzeroBitCount }
    for place in stride(from: limit, to: words.count * 64, by: 1) {
      if unsafe words[place >> 6] >> (place & 63) & 1 == 1 { return false }
    }
    return set == count
  }

  /// A slot that is taken names a text: its lower half is the number of the text and 1.
  private static func areSlots(_ slots: UnsafeBufferPointer<UInt64>, _ texts: UInt32) -> Bool {
    var free = 0
    for index in 0..<slots.count { free += unsafe slots[index] == 0 ? 1 : 0 }
    return unsafe (free > 0 || slots.isEmpty) && namesTexts(slots, texts)
  }

  private static func namesTexts(_ slots: UnsafeBufferPointer<UInt64>, _ texts: UInt32) -> Bool {
    var largest: UInt32 = 0
    var faults = 0
    for index in 0..<slots.count {
      let slot = unsafe slots[index]
      let text = UInt32(truncatingIfNeeded: slot)
      largest = max(largest, text)
      faults += slot != 0 && text == 0 ? 1 : 0
    }
    return faults == 0 && largest <= texts
  }

  private static func areDates(_ words: UnsafeBufferPointer<UInt32>) -> Bool {
    for index in 0..<words.count {
      let word = unsafe words[index]
      let date = PackedDate(word: word)
      let (month, day) = (Int(date.month), Int(date.day))
      // Most days are none of the last of a month.
      if month &- 1 < 12, month > 0, day <= 28, word & 2 == 0 { continue }
      if month == 0, day == 0 { continue }
      if month == 0 || month > 12 || word & 2 != 0 { return false }
      if day > PartialDate.daysInMonth(month, year: Int(date.year)) { return false }
    }
    return true
  }
}
