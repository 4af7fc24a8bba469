import GraphCore

/// `r.date.year` and its kin.
enum TemporalComponents {
  /// A component by name; null when the value has no such part, or does not know it (`date('2020').month`).
  static func component(_ name: String, of value: Value) -> Value {
    switch value {
    case .date(let date): component(name, of: date)
    case .localTime(let time): component(name, of: time)
    case .time(let time): component(name, of: time.local)
    case .localDateTime(let moment): either(name, moment)
    case .dateTime(let moment): either(name, moment.local)
    case .duration(let amount): component(name, of: amount)
    default: .null
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
    case "weekDay", "dayOfWeek": return date.hasDay ? .integer(weekday(date)) : .null
    case "ordinalDay": return date.hasDay ? .integer(ordinalDay(date)) : .null
    case "week": return date.hasDay ? .integer(isoWeek(date).week) : .null
    case "weekYear": return date.hasDay ? .integer(isoWeek(date).year) : .null
    case "dayOfQuarter": return date.hasDay ? .integer(dayOfQuarter(date)) : .null
    case "decade": return .integer(Int64(date.year) / 10)
    case "isAbout": return .boolean(date.isAbout)
    case "precision": return .string(precision(date))
    default: return .null
    }
  }

  private static func precision(_ date: PartialDate) -> String {
    switch date.precision {
    case .decade: "decade"
    case .year: "year"
    case .month: "month"
    case .day: "day"
    }
  }

  /// 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday.
  private static func weekday(_ date: PartialDate) -> Int64 {
    let shifted = (date.earliestDay + 3) % 7
    return (shifted < 0 ? shifted + 7 : shifted) + 1
  }

  private static func ordinalDay(_ date: PartialDate) -> Int64 {
    date.earliestDay - PartialDate.daysSinceEpoch(year: Int(date.year), month: 1, day: 1) + 1
  }

  private static func dayOfQuarter(_ date: PartialDate) -> Int64 {
    let first = (Int(date.month) - 1) / 3 * 3 + 1
    return date.earliestDay - PartialDate.daysSinceEpoch(year: Int(date.year), month: first, day: 1) + 1
  }

  /// The week and its year by ISO 8601: the week of a date is that of its Thursday.
  private static func isoWeek(_ date: PartialDate) -> (year: Int64, week: Int64) {
    let thursday = date.earliestDay - weekday(date) + 4
    guard let day = PartialDate(daysSinceEpoch: thursday) else { return (Int64(date.year), 1) }
    return (Int64(day.year), (ordinalDay(day) - 1) / 7 + 1)
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

  private static func component(_ name: String, of amount: DurationValue) -> Value {
    switch name {
    case "years": return .integer(amount.months / 12)
    case "months": return .integer(amount.months)
    case "days": return .integer(amount.days)
    case "seconds": return .integer(amount.seconds)
    default: return .null
    }
  }
}
