/// Words with a meaning of their own in openCypher, in any case.
enum Keyword: UInt8, CaseIterable {
  case none
  case all, allShortestPaths, and, any, `as`, asc, ascending, by, call, `case`, contains, count, create
  case delete, desc, descending, detach, distinct, `else`, endOfCase, ends, exists, explain, `false`, foreach,
    `in`
  case `is`, limit, match, merge, not, null, on, optional, or, order, profile, reduce, remove, `return`
  case set, shortestPath, single, skip, starts, then, `true`, union, unwind, when, `where`, with, xor, yield

  /// The word as statements write it.
  var text: String {
    switch self {
    case .none: ""
    case .endOfCase: "END"
    case .allShortestPaths: "allShortestPaths"
    case .shortestPath: "shortestPath"
    default: String(describing: self).uppercased()
    }
  }

  /// Whether the word cannot be a variable without back-ticks, because an expression could not end before it.
  var isReserved: Bool {
    switch self {
    case .and, .as, .asc, .ascending, .by, .case, .contains, .create, .delete, .desc, .descending, .detach,
      .distinct, .else, .endOfCase, .ends, .false, .in, .is, .limit, .match, .merge, .not, .null, .on,
      .optional,
      .or, .order, .remove, .return, .set, .skip, .starts, .then, .true, .union, .unwind, .when, .where,
      .with, .xor:
      true
    case .none, .all, .allShortestPaths, .any, .call, .count, .exists, .explain, .foreach, .profile, .reduce,
      .shortestPath, .single, .yield:
      false
    }
  }
}

/// Finds keywords by their lower-cased bytes, packed into 128 bits, without making a string.
struct KeywordTable: Sendable {
  /// The longest keyword, in bytes.
  static let longest = 16

  /// The table of all keywords.
  static let standard = KeywordTable()

  private struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var keyword = Keyword.none
  }

  private var entries = [Entry](repeating: Entry(), count: 256)

  private init() {
    for keyword in Keyword.allCases where keyword != .none {
      var packed = PackedWord()
      for byte in keyword.text.utf8 { packed.append(byte) }
      var slot = packed.slot
      while entries[slot].keyword != .none { slot = (slot + 1) & 255 }
      entries[slot] = Entry(low: packed.low, high: packed.high, keyword: keyword)
    }
  }

  /// The keyword that the bytes spell, or none.
  func keyword(_ word: PackedWord) -> Keyword {
    var slot = word.slot
    while entries[slot].keyword != .none {
      if entries[slot].low == word.low, entries[slot].high == word.high { return entries[slot].keyword }
      slot = (slot + 1) & 255
    }
    return .none
  }
}

/// Up to 16 ASCII bytes, lower-cased.
struct PackedWord {
  private(set) var low: UInt64 = 0
  private(set) var high: UInt64 = 0

  /// Adds a byte; only the last 16 are kept, so the caller looks at the length.
  mutating func append(_ byte: UInt8) {
    let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
    high = high &<< 8 | low &>> 56
    low = low &<< 8 | UInt64(lower)
  }

  /// Where the search begins.
  var slot: Int {
    let mixed = (low ^ high &* 0x9E37_79B9) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> 56)
  }
}
