import Diagnostics
import GraphCore

/// `duration.between` and its kin: what lies between two times.
///
/// What one side does not have it takes from the other: a time of day the other's date, a local time the other's
/// zone. The second time is then read on the first one's clock. Months and days count only when both sides have
/// a date.
struct DurationBetween {
  private let start: DateTimeValue
  private let end: DateTimeValue
  private let zones: ZoneFinder
  private let haveDates: Bool

  /// - Throws: TypeError for what is no temporal value, ArgumentError for a partial date or an unknown zone.
  init(_ left: Value, _ right: Value, _ zones: ZoneFinder) throws(QueryFailure) {
    guard let one = try TemporalParts(left), let two = try TemporalParts(right) else {
      throw .argumentType(
        "a duration lies between two times, not \(ValueText.withArticle(left)) and \(ValueText.withArticle(right))"
      )
    }
    self.zones = zones
    haveDates = one.day != nil && two.day != nil
    start = try Self.filled(one, from: two, zones)
    end = try zones.moved(Self.filled(two, from: one, zones), to: Zone(start))
  }

  private static func filled(
    _ parts: TemporalParts, from other: TemporalParts, _ zones: ZoneFinder
  ) throws(QueryFailure) -> DateTimeValue {
    try zones.moment(
      LocalMoment(day: parts.day ?? other.day ?? 0, nanosecond: parts.nanosecond ?? 0),
      in: parts.zone ?? other.zone ?? .utc, preferring: parts.offset)
  }

  private static func instant(_ value: DateTimeValue) throws(QueryFailure) -> LocalMoment {
    try LocalMoment(value.local).adding(seconds: -Int64(value.offsetSeconds))
  }

  /// Seconds and nanoseconds from one moment to another.
  private static func time(
    from start: LocalMoment, to end: LocalMoment, months: Int64 = 0, days: Int64 = 0
  ) -> DurationValue {
    // Days of all years in range times 86,400 stay below 2⁵⁶.
    var seconds = end.seconds - start.seconds
    var nanoseconds = end.nanosecond % 1_000_000_000 - start.nanosecond % 1_000_000_000
    if nanoseconds < 0 {
      seconds -= 1
      nanoseconds += 1_000_000_000
    }
    return DurationValue(months: months, days: days, seconds: seconds, nanoseconds: Int32(nanoseconds))
  }

  /// Whole months, rounded towards zero.
  func months() throws(QueryFailure) -> Int64 {
    guard haveDates else { return 0 }
    let start = LocalMoment(self.start.local)
    let first = try CalendarDay(start.day)
    let last = try CalendarDay(fullDays(from: start, to: LocalMoment(end.local)) + start.day)
    let months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0, last.day < first.day { return months - 1 }
    return months < 0 && last.day > first.day ? months + 1 : months
  }

  /// Whole days on the local clock, rounded towards zero.
  private func fullDays(from start: LocalMoment, to end: LocalMoment) -> Int64 {
    let days = end.day - start.day
    if days > 0, end.nanosecond < start.nanosecond { return days - 1 }
    return days < 0 && end.nanosecond > start.nanosecond ? days + 1 : days
  }

  /// Whole days, rounded towards zero.
  func days() -> Int64 {
    haveDates ? fullDays(from: LocalMoment(start.local), to: LocalMoment(end.local)) : 0
  }

  /// All of it in seconds and nanoseconds.
  func seconds() throws(QueryFailure) -> DurationValue {
    Self.time(from: try Self.instant(start), to: try Self.instant(end))
  }

  /// Months, then days, then seconds.
  func full() throws(QueryFailure) -> DurationValue {
    guard haveDates else { return try seconds() }
    let months = try months()
    let afterMonths = try TemporalArithmetic.laterDay(
      LocalMoment(start.local), DurationValue(months: months, days: 0, seconds: 0, nanoseconds: 0))
    let days = fullDays(from: afterMonths, to: LocalMoment(end.local))
    let rest = try zones.moment(
      LocalMoment(day: afterMonths.day + days, nanosecond: afterMonths.nanosecond), in: Zone(start),
      preferring: start.offsetSeconds)
    return Self.time(
      from: try Self.instant(rest), to: try Self.instant(end), months: months, days: days)
  }
}
