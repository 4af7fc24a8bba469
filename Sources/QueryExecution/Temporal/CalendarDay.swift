import Diagnostics
import GraphCore

/// The parts of a day in the calendar, the week calendar of ISO 8601, and quarters.
struct CalendarDay {
  /// Days since 1970-01-01.
  let number: Int64
  let year: Int64
  let month: Int64
  let day: Int64

  /// The parts of a day.
  ///
  /// - Throws: ArithmeticError when the year is out of range.
  init(_ number: Int64) throws(QueryFailure) {
    self.init(full: try CalendarDay.date(number))
  }

  /// The parts of a date; what it does not know counts as the first.
  init(full date: PartialDate) {
    number = date.earliestDay
    year = Int64(date.year)
    month = max(1, Int64(date.month))
    day = max(1, Int64(date.day))
  }

  /// 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday.
  var weekday: Int64 { CalendarDay.weekday(number) }

  var ordinalDay: Int64 { number - CalendarDay.first(of: year) + 1 }
  var quarter: Int64 { (month - 1) / 3 + 1 }
  var dayOfQuarter: Int64 {
    number - CalendarDay.number(year: year, month: quarter * 3 - 2, day: 1) + 1
  }

  /// The year of the ISO week: that of the week's Thursday.
  var weekYear: Int64 {
    let thursday = number - weekday + 4
    if thursday < CalendarDay.first(of: year) { return year - 1 }
    return thursday >= CalendarDay.first(of: year + 1) ? year + 1 : year
  }

  /// The ISO week, 1 to 53.
  var week: Int64 { (number - CalendarDay.firstMonday(of: weekYear)) / 7 + 1 }

  static func weekday(_ number: Int64) -> Int64 {
    number + 3 - (number + 3).flooredQuotient(by: 7) * 7 + 1
  }

  static func first(of year: Int64) -> Int64 { number(year: year, month: 1, day: 1) }

  /// The Monday of ISO week 1, the week that holds 4 January (ISO 8601:2004, 2.2.10).
  static func firstMonday(of year: Int64) -> Int64 {
    let fourth = number(year: year, month: 1, day: 4)
    return fourth - weekday(fourth) + 1
  }

  /// The day's number; years are within ±10⁹ wherever this is called.
  static func number(year: Int64, month: Int64, day: Int64) -> Int64 {
    PartialDate.daysSinceEpoch(year: Int(year), month: Int(month), day: Int(day))
  }

  /// The date of a day.
  ///
  /// - Throws: ArithmeticError when the year is out of range.
  static func date(_ number: Int64) throws(QueryFailure) -> PartialDate {
    guard let date = PartialDate(daysSinceEpoch: number) else { throw outOfRange() }
    return date
  }

  /// The day so many months later; the last of its month when the month is too short for it.
  func adding(months: Int64) throws(QueryFailure) -> CalendarDay {
    let count = try Checked.sum(year * 12 + month - 1, months)
    let year = count.flooredQuotient(by: 12)
    guard year.magnitude <= UInt64(PartialDate.yearLimit) else { throw CalendarDay.outOfRange() }
    let month = count - year * 12 + 1
    let day = min(self.day, Int64(PartialDate.daysInMonth(Int(month), year: Int(year))))
    return try CalendarDay(CalendarDay.number(year: year, month: month, day: day))
  }

  static func outOfRange() -> QueryFailure {
    QueryFailure(
      .arithmeticError, .runtime, "DateOutOfRange", "years reach from -999,999,999 to 999,999,999")
  }

  // MARK: Days by their parts

  static func day(year: Int64, month: Int64, day: Int64) throws(QueryFailure) -> Int64 {
    try check(year, -999_999_999...999_999_999, "year")
    try check(month, 1...12, "month")
    try check(day, 1...31, "day")
    guard let date = PartialDate(year: Int(year), month: Int(month), day: Int(day)) else {
      let days = PartialDate.daysInMonth(Int(month), year: Int(year))
      throw .temporalValue("month \(month) of \(year) has no day \(day): it has \(days) days")
    }
    return date.earliestDay
  }

  static func day(weekYear: Int64, week: Int64, dayOfWeek: Int64) throws(QueryFailure) -> Int64 {
    try check(weekYear, -999_999_999...999_999_999, "year")
    try check(dayOfWeek, 1...7, "dayOfWeek")
    let first = firstMonday(of: weekYear)
    let weeks = (firstMonday(of: weekYear + 1) - first) / 7
    try check(week, 1...weeks, "week")
    let day = first + (week - 1) * 7 + dayOfWeek - 1
    _ = try date(day)
    return day
  }

  static func day(year: Int64, ordinalDay: Int64) throws(QueryFailure) -> Int64 {
    try check(year, -999_999_999...999_999_999, "year")
    try check(ordinalDay, 1...(PartialDate.isLeap(Int(year)) ? 366 : 365), "ordinalDay")
    return first(of: year) + ordinalDay - 1
  }

  static func day(year: Int64, quarter: Int64, dayOfQuarter: Int64) throws(QueryFailure) -> Int64 {
    try check(year, -999_999_999...999_999_999, "year")
    try check(quarter, 1...4, "quarter")
    let first = number(year: year, month: quarter * 3 - 2, day: 1)
    let next = quarter == 4 ? self.first(of: year + 1) : number(year: year, month: quarter * 3 + 1, day: 1)
    try check(dayOfQuarter, 1...(next - first), "dayOfQuarter")
    return first + dayOfQuarter - 1
  }

  /// - Throws: ArgumentError when a part is out of its range.
  static func check(_ value: Int64, _ range: ClosedRange<Int64>, _ name: String) throws(QueryFailure) {
    guard range.contains(value) else {
      throw .temporalValue("\(name) \(value) is out of range: \(range.lowerBound) to \(range.upperBound)")
    }
  }
}
