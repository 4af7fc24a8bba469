import Diagnostics
import GraphCore

/// `+ - * /` with times and durations.
enum TemporalArithmetic {
  /// Applies an operator; nil when its operands are not for it.
  ///
  /// - Throws: ArithmeticError when the result is out of range, ArgumentError for a partial date and a duration
  ///   finer than it.
  static func apply(
    _ operation: Arithmetic.Operation, _ left: Value, _ right: Value, _ zones: ZoneFinder
  ) throws(QueryFailure) -> Value? {
    switch (operation, left, right) {
    case (.add, .duration(let a), .duration(let b)): return .duration(try DurationParts.sum(a, b))
    case (.subtract, .duration(let a), .duration(let b)):
      return .duration(try DurationParts.sum(a, DurationParts.negated(b)))
    case (.add, _, .duration(let amount)): return try sum(left, amount, zones)
    case (.add, .duration(let amount), _): return try sum(right, amount, zones)
    case (.subtract, _, .duration(let amount)):
      return try sum(left, DurationParts.negated(amount), zones)
    case (.multiply, .duration(let amount), .integer(let factor)),
      (.multiply, .integer(let factor), .duration(let amount)):
      return .duration(try DurationParts.scaled(amount, by: factor, over: 1))
    case (.multiply, .duration(let amount), .float(let factor)),
      (.multiply, .float(let factor), .duration(let amount)):
      return .duration(try DurationParts.scaled(amount, by: factor))
    case (.divide, .duration(let amount), .integer(let divisor)):
      return .duration(try DurationParts.scaled(amount, by: 1, over: divisor))
    case (.divide, .duration(let amount), .float(let divisor)):
      guard divisor != 0 else { throw .divisionByZero() }
      if let whole = Int64(exactly: divisor) {
        return .duration(try DurationParts.scaled(amount, by: 1, over: whole))
      }
      return .duration(try DurationParts.scaled(amount, by: 1 / divisor))
    default: return nil
    }
  }

  /// A time later by a duration: first the months, then the days, then the seconds.
  ///
  /// A time of day takes the seconds only and passes midnight; a date takes whole days of the seconds. In a named
  /// zone months and days move the local clock, seconds the moment.
  static func sum(
    _ value: Value, _ amount: DurationValue, _ zones: ZoneFinder
  ) throws(QueryFailure) -> Value? {
    switch value {
    case .date(let date): return .date(try sum(date, amount))
    case .localTime(let time): return .localTime(try sum(time, amount))
    case .time(let time):
      return .time(TimeValue(local: try sum(time.local, amount), offsetSeconds: time.offsetSeconds))
    case .localDateTime(let moment):
      return .localDateTime(try later(LocalMoment(moment), amount).value())
    case .dateTime(let moment):
      let zone = Zone(moment)
      guard case .named(let name) = zone else {
        return .dateTime(
          try later(LocalMoment(moment.local), amount).at(offset: moment.offsetSeconds, zone: nil))
      }
      let local = try laterDay(LocalMoment(moment.local), amount)
      let start = try zones.moment(local, in: zone, preferring: moment.offsetSeconds)
      let instant = try LocalMoment(start.local)
        .adding(seconds: -Int64(start.offsetSeconds))
        .adding(seconds: amount.seconds, nanoseconds: Int64(amount.nanoseconds))
      return .dateTime(try zones.moved(instant.at(offset: 0, zone: nil), to: .named(name)))
    default: return nil
    }
  }

  private static func sum(
    _ time: LocalTimeValue, _ amount: DurationValue
  ) throws(QueryFailure) -> LocalTimeValue {
    let moment = try LocalMoment(day: 0, nanosecond: time.nanosecondOfDay)
      .adding(seconds: amount.seconds % 86_400, nanoseconds: Int64(amount.nanoseconds))
    return LocalTimeValue(nanosecondOfDay: moment.nanosecond)
  }

  /// Months and days later, at the same time of day.
  static func laterDay(_ moment: LocalMoment, _ amount: DurationValue) throws(QueryFailure) -> LocalMoment {
    let day = try CalendarDay(moment.day).adding(months: amount.months).number
    let later = try Checked.sum(day, amount.days)
    _ = try CalendarDay.date(later)
    return LocalMoment(day: later, nanosecond: moment.nanosecond)
  }

  private static func later(_ moment: LocalMoment, _ amount: DurationValue) throws(QueryFailure)
    -> LocalMoment
  {
    try laterDay(moment, amount).adding(seconds: amount.seconds, nanoseconds: Int64(amount.nanoseconds))
  }

  /// A date later by a duration.
  ///
  /// A partial date takes what it can say: a month whole months, a year whole years, a decade whole decades;
  /// *about* stays.
  static func sum(_ date: PartialDate, _ amount: DurationValue) throws(QueryFailure) -> PartialDate {
    // Seconds rounded down, with the nanoseconds, to whole days towards zero.
    let isNegative = amount.seconds < 0 && amount.nanoseconds > 0
    let seconds = isNegative ? amount.seconds + 1 : amount.seconds
    let days = try Checked.sum(amount.days, seconds / 86_400)
    if date.hasDay {
      let day = try CalendarDay(full: date).adding(months: amount.months).number
      return try CalendarDay.date(Checked.sum(day, days)).about(date.isAbout)
    }
    let unit: Int64 = date.precision == .month ? 1 : date.precision == .year ? 12 : 120
    guard days == 0, amount.months % unit == 0 else {
      throw .temporalValue(
        "'\(date)' is known only to the \(TemporalComponents.precision(date)): '\(amount)' cannot be added to it",
        hints: ["add whole \(TemporalComponents.precision(date))s, or write the full date"])
    }
    let first = try CalendarDay(full: date).adding(months: amount.months)
    let (year, month) = (Int(first.year), Int(first.month))
    let result =
      switch date.precision {
      case .decade: PartialDate(decade: year, isAbout: date.isAbout)
      case .year: PartialDate(year: year, isAbout: date.isAbout)
      default: PartialDate(year: year, month: month, isAbout: date.isAbout)
      }
    guard let result else { throw CalendarDay.outOfRange() }
    return result
  }
}
