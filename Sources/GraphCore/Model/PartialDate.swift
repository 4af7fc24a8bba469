/// A date as precisely as it is known: `1990s`, `2020`, `2020-09`, `2020-09-27`, each also `about …`.
///
/// The calendar is the Gregorian one, carried back before its introduction (proleptic), with a year 0. A full
/// date that is not *about* is openCypher's Date. *About* says that the bounds are not to be trusted to the
/// day; it does not widen ``earliestDay`` and ``latestDay``.
///
/// The order is total and agrees with `==`: by the earliest day, then the shorter span first, then the exact
/// date before *about* it.
package struct PartialDate: Hashable, Sendable, BitwiseCopyable {
  /// How much is known.
  package enum Precision: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// Ten years, `1990s`.
    case decade
    /// A year.
    case year
    /// A month of a year.
    case month
    /// A day.
    case day
  }

  /// The farthest year from 0 in both directions.
  package static let yearLimit: Int32 = 999_999_999

  /// The year; of a decade its first.
  package let year: Int32

  /// The month, 1 to 12; 0 when unknown.
  package let month: UInt8

  /// The day of the month, 1 to 31; 0 when unknown.
  package let day: UInt8

  /// Bit 0: about; bit 1: decade.
  let flags: UInt8

  /// Whether ten years are meant, beginning with ``year``.
  package var isDecade: Bool { flags & 2 != 0 }

  /// Whether the date is only about right.
  package var isAbout: Bool { flags & 1 != 0 }

  /// How much is known.
  package var precision: Precision {
    if isDecade { return .decade }
    if month == 0 { return .year }
    return day == 0 ? .month : .day
  }

  /// Whether the day is known, *about* or not.
  package var hasDay: Bool { day != 0 }

  /// Whether this is a date in the sense of openCypher: a known day, and not *about* it.
  package var isFullDate: Bool { day != 0 && !isAbout }

  /// Joins parts that are known to be right.
  init(uncheckedYear year: Int32, month: UInt8, day: UInt8, flags: UInt8) {
    self.year = year
    self.month = month
    self.day = day
    self.flags = flags
  }

  /// Makes a day; nil when there is no such day.
  ///
  /// - Parameters:
  ///   - year: The year, −999,999,999 ... 999,999,999.
  ///   - month: The month, 1 ... 12.
  ///   - day: The day of the month, from 1.
  ///   - isAbout: Whether the day is only about right.
  package init?(year: Int, month: Int, day: Int, isAbout: Bool = false) {
    guard let start = PartialDate(year: year, month: month) else { return nil }
    guard day >= 1, day <= PartialDate.daysInMonth(month, year: year) else { return nil }
    self.init(
      uncheckedYear: start.year, month: start.month, day: UInt8(day), flags: isAbout ? 1 : 0)
  }

  /// Makes a month; nil when the year or the month does not exist.
  package init?(year: Int, month: Int, isAbout: Bool = false) {
    guard year.magnitude <= UInt(PartialDate.yearLimit), (1...12).contains(month) else { return nil }
    self.init(uncheckedYear: Int32(year), month: UInt8(month), day: 0, flags: isAbout ? 1 : 0)
  }

  /// Makes a year; nil when it is out of range.
  package init?(year: Int, isAbout: Bool = false) {
    guard year.magnitude <= UInt(PartialDate.yearLimit) else { return nil }
    self.init(uncheckedYear: Int32(year), month: 0, day: 0, flags: isAbout ? 1 : 0)
  }

  /// Makes a decade; nil when `firstYear` does not end in 0, is negative or out of range.
  package init?(decade firstYear: Int, isAbout: Bool = false) {
    guard firstYear >= 0, firstYear <= Int(PartialDate.yearLimit) - 9, firstYear % 10 == 0 else {
      return nil
    }
    self.init(uncheckedYear: Int32(firstYear), month: 0, day: 0, flags: isAbout ? 3 : 2)
  }

  /// The day that many days after 1970-01-01; nil when its year is out of range.
  ///
  /// The formula is `civil_from_days` of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
  package init?(daysSinceEpoch: Int64) {
    // 366 × 10⁹ days reach beyond the last year, and keep the sums below far from overflow.
    guard daysSinceEpoch.magnitude <= 366_000_000_000 else { return nil }
    let shifted = daysSinceEpoch + 719_468  // 0000-03-01 is day 0, so that the leap day ends a year
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    guard year.magnitude <= UInt64(PartialDate.yearLimit) else { return nil }
    self.init(
      uncheckedYear: Int32(year), month: UInt8(month),
      day: UInt8(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1), flags: 0)
  }

  /// The same date, marked *about* or not.
  package func about(_ isAbout: Bool = true) -> PartialDate {
    PartialDate(
      uncheckedYear: year, month: month, day: day, flags: (flags & 2) | (isAbout ? 1 : 0))
  }

  // MARK: Days

  /// The first day that is meant, in days since 1970-01-01.
  package var earliestDay: Int64 {
    PartialDate.daysSinceEpoch(
      year: Int(year), month: month == 0 ? 1 : Int(month), day: day == 0 ? 1 : Int(day))
  }

  /// The last day that is meant, in days since 1970-01-01.
  package var latestDay: Int64 {
    switch precision {
    case .day: earliestDay
    case .month:
      PartialDate.daysSinceEpoch(
        year: Int(year), month: Int(month), day: PartialDate.daysInMonth(Int(month), year: Int(year)))
    case .year: PartialDate.daysSinceEpoch(year: Int(year), month: 12, day: 31)
    case .decade: PartialDate.daysSinceEpoch(year: Int(year) + 9, month: 12, day: 31)
    }
  }

  /// All days that are meant, in days since 1970-01-01.
  package var days: ClosedRange<Int64> { earliestDay...latestDay }

  /// Whether a day of this date may lie in an interval; an open end is nil.
  package func overlaps(from: PartialDate?, to: PartialDate?) -> Bool {
    if let from, latestDay < from.earliestDay { return false }
    if let to, earliestDay > to.latestDay { return false }
    return true
  }

  /// The days between 1970-01-01 and a day that exists.
  ///
  /// The formula is `days_from_civil` of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
  package static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Whether a year has a 29 February.
  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The number of days of a month from 1 to 12.
  package static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension PartialDate: Comparable {
  /// Orders by the earliest day, then the shorter span first, then the exact date before *about* it.
  package static func < (left: PartialDate, right: PartialDate) -> Bool {
    let (one, two) = (left.startKey, right.startKey)
    if one != two { return one < two }
    if left.precision != right.precision { return left.precision.rawValue > right.precision.rawValue }
    return !left.isAbout && right.isAbout
  }

  /// Grows with the earliest day, without counting days.
  private var startKey: Int64 {
    Int64(year) << 16 | Int64(max(month, 1)) << 8 | Int64(max(day, 1))
  }
}

extension PartialDate: CustomStringConvertible {
  /// The date as it is written in files; ``parse(_:)`` reads it back.
  ///
  /// Years beyond four digits and before year 0 carry a sign, as in ISO 8601.
  package var description: String {
    var text = isAbout ? "about " : ""
    let digits = String(year.magnitude)
    if year < 0 { text += "-" } else if digits.utf8.count > 4 { text += "+" }
    text += String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    if isDecade { return text + "s" }
    if month > 0 { text += month < 10 ? "-0\(month)" : "-\(month)" }
    if day > 0 { text += day < 10 ? "-0\(day)" : "-\(day)" }
    return text
  }
}
