/// The days that occur in a column of dates, so that what depends on the day alone is computed once a day.
///
/// Only for columns in which every row has a date without "about" and no decade, within a span of years that is
/// worth a counter for each day.
package struct DayDictionary: Sendable {
  /// The words that occur, ascending; see ``PackedDate``.
  package let words: [UInt32]

  /// The number of the smallest word: `word >> 2`.
  package let base: UInt32

  /// One more than the largest number, counted from ``base``.
  package let span: Int

  /// The most counters that are kept: 128 years.
  private static let largestSpan = 1 << 16

  /// Reads a column; nil when it is not of that form.
  ///
  /// - Complexity: O(rows).
  init?(_ column: PropertyColumn) {
    guard column.kind == .date, column.isFull, column.rowCount > 0 else { return nil }
    var least = UInt32.max
    var most: UInt32 = 0
    var flags: UInt32 = 0
    let all = column.words
    for word in all {
      least = min(least, word)
      most = max(most, word)
      flags |= word
    }
    guard flags & 3 == 0, Int(most >> 2) - Int(least >> 2) < DayDictionary.largestSpan else { return nil }
    base = least >> 2
    span = Int((most >> 2) - base) + 1
    var occurs = [Bool](repeating: false, count: span)
    for word in all { occurs[Int(word >> 2 - base)] = true }
    let base = base
    words = occurs.indices.filter { occurs[$0] }.map { (UInt32($0) + base) << 2 }
  }
}

extension GraphSnapshot {
  /// The days of a relationship property; nil when it is not a column of days.
  ///
  /// - Complexity: O(1); the first call O(relationships).
  package func dayDictionary(_ key: PropertyKeyID) -> DayDictionary? {
    guard let column = relationshipColumn(key) else { return nil }
    return lazy.days(key) { DayDictionary(column) }
  }

  /// The numbers of the relationships of each type, where each type's are numbered in a row; nil where they are
  /// not, or where some are deleted.
  ///
  /// - Complexity: O(1); the first call O(relationships).
  package var relationshipRangesByType: [Range<Int>]? {
    lazy.typeRanges {
      guard !hasDeletedRelationships else { return nil }
      let types = relationshipTypes
      var ranges = [Range<Int>](repeating: 0..<0, count: relationshipTypeNames.count)
      var start = 0
      var last: UInt32 = 0
      for index in 0...types.count {
        let type = index < types.count ? types[index] : UInt32.max
        if index > start, type != last {
          ranges[Int(last)] = start..<index
          start = index
        }
        guard index == types.count || type >= last else { return nil }
        last = type
      }
      return ranges
    }
  }
}
