import Diagnostics
import GraphCore

/// `r.date.year` and its kin.
enum TemporalComponents {
  /// A component by name; null when the value has no such part, or does not know it (`partialDate('2020').month`).
  ///
  /// - Throws: ArithmeticError when a duration's component does not fit into 64 bits.
  static func component(_ name: String, of value: Value) throws(QueryFailure) -> Value {
    switch value {
    case .date(let date): return component(name, of: date)
    case .localTime(let time): return component(name, of: time)
    case .time(let time):
      return offset(name, time.offsetSeconds, zone: nil) ?? component(name, of: time.local)
    case .localDateTime(let moment): return either(name, moment)
    case .dateTime(let moment):
      return offset(name, moment.offsetSeconds, zone: moment.zone) ?? epoch(name, moment)
        ?? either(name, moment.local)
    case .duration(let amount): return try component(name, of: amount)
    default: return .null
    }
  }

  private static func either(_ name: String, _ moment: LocalDateTimeValue) -> Value {
    let part = component(name, of: moment.date)
    return part.isNull ? component(name, of: moment.time) : part
  }

  private static func component(_ name: String, of date: PartialDate) -> Value {
    switch name {
    case "year": return .integer(Int64(date.year))
    case "quarter": return date.month == 0 ? .null : .integer(Int64((date.month - 1) / 3 + 1))
    case "month": return date.month == 0 ? .null : .integer(Int64(date.month))
    case "day": return date.day == 0 ? .null : .integer(Int64(date.day))
    case "weekDay", "dayOfWeek": return date.hasDay ? .integer(CalendarDay(full: date).weekday) : .null
    case "ordinalDay": return date.hasDay ? .integer(CalendarDay(full: date).ordinalDay) : .null
    case "week": return date.hasDay ? .integer(CalendarDay(full: date).week) : .null
    case "weekYear": return date.hasDay ? .integer(CalendarDay(full: date).weekYear) : .null
    case "dayOfQuarter": return date.hasDay ? .integer(CalendarDay(full: date).dayOfQuarter) : .null
    case "firstDay": return PartialDate(daysSinceEpoch: date.earliestDay).map { .date($0) } ?? .null
    case "lastDay": return PartialDate(daysSinceEpoch: date.latestDay).map { .date($0) } ?? .null
    case "decade": return .integer(Int64(date.year) / 10)
    case "isAbout": return .boolean(date.isAbout)
    case "precision": return .string(precision(date))
    default: return .null
    }
  }

  /// The precision as a word: `month`.
  static func precision(_ date: PartialDate) -> String {
    switch date.precision {
    case .decade: "decade"
    case .year: "year"
    case .month: "month"
    case .day: "day"
    }
  }

  private static func component(_ name: String, of time: LocalTimeValue) -> Value {
    let nanoseconds = time.nanosecondOfDay
    switch name {
    case "hour": return .integer(nanoseconds / 3_600_000_000_000)
    case "minute": return .integer(nanoseconds / 60_000_000_000 % 60)
    case "second": return .integer(nanoseconds / 1_000_000_000 % 60)
    case "millisecond": return .integer(nanoseconds / 1_000_000 % 1_000)
    case "microsecond": return .integer(nanoseconds / 1_000 % 1_000_000)
    case "nanosecond": return .integer(nanoseconds % 1_000_000_000)
    default: return .null
    }
  }

  private static func offset(_ name: String, _ seconds: Int32, zone: String?) -> Value? {
    switch name {
    case "timezone": .string(zone ?? TemporalText.offset(seconds))
    case "offset": .string(TemporalText.offset(seconds))
    case "offsetMinutes": .integer(Int64(seconds / 60))
    case "offsetSeconds": .integer(Int64(seconds))
    default: nil
    }
  }

  /// Since 1970-01-01T00:00Z, rounded down; years in range are far from overflow.
  private static func epoch(_ name: String, _ moment: DateTimeValue) -> Value? {
    let local = LocalMoment(moment.local)
    let seconds = local.seconds - Int64(moment.offsetSeconds)
    switch name {
    case "epochSeconds": return .integer(seconds)
    case "epochMillis": return .integer(seconds * 1_000 + local.nanosecond / 1_000_000 % 1_000)
    default: return nil
    }
  }

  /// Plurals count everything in the part (`minutes` of 1 h 1 min: 61), the others what the larger leave over.
  private static func component(
    _ name: String, of amount: DurationValue
  ) throws(QueryFailure) -> Value {
    let nanoseconds = Int64(amount.nanoseconds)
    func fine(_ perSecond: Int64) throws(QueryFailure) -> Int64 {
      try Checked.sum(
        Checked.product(amount.seconds, perSecond), nanoseconds / (1_000_000_000 / perSecond))
    }
    let number: Int64
    switch name {
    case "years": number = amount.months / 12
    case "quarters": number = amount.months / 3
    case "months": number = amount.months
    case "weeks": number = amount.days / 7
    case "days": number = amount.days
    case "hours": number = amount.seconds / 3_600
    case "minutes": number = amount.seconds / 60
    case "seconds": number = amount.seconds
    case "milliseconds": number = try fine(1_000)
    case "microseconds": number = try fine(1_000_000)
    case "nanoseconds": number = try fine(1_000_000_000)
    case "quartersOfYear": number = amount.months / 3 % 4
    case "monthsOfYear": number = amount.months % 12
    case "monthsOfQuarter": number = amount.months % 3
    case "daysOfWeek": number = amount.days % 7
    case "minutesOfHour": number = amount.seconds / 60 % 60
    case "secondsOfMinute": number = amount.seconds % 60
    case "millisecondsOfSecond": number = nanoseconds / 1_000_000
    case "microsecondsOfSecond": number = nanoseconds / 1_000
    case "nanosecondsOfSecond": number = nanoseconds
    default: return .null
    }
    return .integer(number)
  }
}
