/// A date in 32 bits, as columns keep it: year (21 bits, offset), month (4), day (5), decade (1), about (1).
///
/// Words of full dates ascend with the dates, and `word >> 7` is year and month together, so that a column can
/// be filtered and grouped without unpacking.
package struct PackedDate: Hashable, Sendable, BitwiseCopyable {
  /// The bits.
  package let word: UInt32

  /// What is added to a year to make it positive.
  package static let yearOffset: Int32 = 1 << 20

  /// Wraps bits that another packed date had.
  package init(word: UInt32) { self.word = word }

  /// Packs a date; nil when its year is beyond ±1,048,575.
  package init?(_ date: PartialDate) {
    let shifted = Int64(date.year) + Int64(PackedDate.yearOffset)
    guard shifted >= 0, shifted < 1 << 21 else { return nil }
    word =
      UInt32(shifted) << 11 | UInt32(date.month) << 7 | UInt32(date.day) << 2
      | (date.isDecade ? 2 : 0) | (date.isAbout ? 1 : 0)
  }

  /// The word of a day that is known to exist, its year of four digits.
  package static func word(year: Int, month: Int, day: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (year + Int(yearOffset)) << 11 | month << 7 | day << 2)
  }

  /// The year.
  package var year: Int32 { Int32(word >> 11) - PackedDate.yearOffset }

  /// The month, 0 when unknown.
  package var month: UInt8 { UInt8(truncatingIfNeeded: word >> 7 & 0xF) }

  /// The day, 0 when unknown.
  package var day: UInt8 { UInt8(truncatingIfNeeded: word >> 2 & 0x1F) }

  /// The date.
  package var date: PartialDate {
    PartialDate(
      uncheckedYear: year, month: month, day: day, flags: UInt8(truncatingIfNeeded: word & 3))
  }
}
