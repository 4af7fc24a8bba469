import Diagnostics
import GraphCore

/// What the host knows of named time zones; the engine itself reads no files.
package protocol TimeZoneRules: Sendable {
  /// The offset of a zone at a moment.
  ///
  /// - Parameters:
  ///   - zone: The name in the IANA data base, `Europe/Stockholm`.
  ///   - seconds: Seconds since 1970-01-01T00:00Z.
  /// - Returns: Seconds east of UTC; nil when there is no such zone.
  func offset(of zone: String, atUTC seconds: Int64) -> Int32?
}

/// Where a clock stands: a fixed offset, or a zone with rules.
enum Zone: Hashable {
  case fixed(Int32)
  case named(String)

  static let utc = Zone.fixed(0)

  /// The zone of a point in time.
  init(_ value: DateTimeValue) {
    self = value.zone.map { .named($0) } ?? .fixed(value.offsetSeconds)
  }
}

/// Finds offsets.
struct ZoneFinder {
  let rules: (any TimeZoneRules)?

  /// The offset of a zone at a moment.
  ///
  /// - Parameters:
  ///   - zone: The zone.
  ///   - seconds: Seconds since the epoch, UTC.
  /// - Returns: Seconds east of UTC.
  /// - Throws: ArgumentError when the zone is not known.
  func offset(of zone: Zone, atUTC seconds: Int64) throws(QueryFailure) -> Int32 {
    switch zone {
    case .fixed(let offset): return offset
    case .named(let name):
      guard let rules else {
        throw .temporalValue(
          "the time zone '\(name)' cannot be looked up: no time zone rules were given",
          hints: ["write an offset instead, `+01:00`"])
      }
      guard let offset = rules.offset(of: name, atUTC: seconds) else {
        throw .temporalValue(
          "there is no time zone '\(name)'", hints: ["zones are named as in `Europe/Stockholm` or `+01:00`"])
      }
      return offset
    }
  }

  /// The point in time at which a clock in a zone shows a local time.
  ///
  /// Where clocks are set back the earlier of the two moments is meant, unless `preferred` names the other
  /// offset; a local time that clocks skip moves on by the length of the gap (both as in `java.time`).
  func moment(
    _ local: LocalMoment, in zone: Zone, preferring preferred: Int32? = nil
  ) throws(QueryFailure) -> DateTimeValue {
    guard case .named(let name) = zone else {
      return try local.at(offset: offset(of: zone, atUTC: 0), zone: nil)
    }
    let window: Int64 = 18 * 3_600
    let before = try offset(of: zone, atUTC: local.seconds - window)
    let after = try offset(of: zone, atUTC: local.seconds + window)
    var valid: [Int32] = []
    for candidate in [before, after]
    where try offset(of: zone, atUTC: local.seconds - Int64(candidate)) == candidate {
      valid.append(candidate)
    }
    if let preferred, valid.contains(preferred) { return try local.at(offset: preferred, zone: name) }
    if let first = valid.first { return try local.at(offset: first, zone: name) }
    return try local.adding(seconds: Int64(after) - Int64(before)).at(offset: after, zone: name)
  }

  /// The same moment on a clock in another zone.
  func moved(_ value: DateTimeValue, to zone: Zone) throws(QueryFailure) -> DateTimeValue {
    let instant = LocalMoment(value.local).seconds - Int64(value.offsetSeconds)
    let offset = try offset(of: zone, atUTC: instant)
    let local = try LocalMoment(value.local).adding(seconds: Int64(offset) - Int64(value.offsetSeconds))
    guard case .named(let name) = zone else { return try local.at(offset: offset, zone: nil) }
    return try local.at(offset: offset, zone: name)
  }

  /// A zone from its name or offset.
  ///
  /// - Parameter text: `Z`, `+01:00`, `+0100`, `+01`, `-02:05:07`, or a name.
  /// - Returns: The zone; whether a name exists shows when its offset is asked for.
  /// - Throws: ArgumentError when the text is an offset beyond ±18:00 or malformed.
  static func zone(_ text: String) throws(QueryFailure) -> Zone {
    var scanner = TemporalScanner(text)
    if let offset = try scanner.offset() {
      guard scanner.isAtEnd else { throw scanner.malformed("time zone") }
      return .fixed(offset)
    }
    guard !text.isEmpty else { throw scanner.malformed("time zone") }
    return .named(text)
  }
}

/// A day and a time on it, as a count; arithmetic is done here.
struct LocalMoment {
  static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  /// Days since 1970-01-01.
  var day: Int64
  /// Nanoseconds since midnight.
  var nanosecond: Int64

  init(day: Int64, nanosecond: Int64) {
    self.day = day
    self.nanosecond = nanosecond
  }

  init(_ value: LocalDateTimeValue) {
    self.init(day: value.date.earliestDay, nanosecond: value.time.nanosecondOfDay)
  }

  /// Whole seconds since the epoch as if the clock showed UTC; far from overflow for all years in range.
  var seconds: Int64 { day * 86_400 + nanosecond / 1_000_000_000 }

  /// Later by a number of seconds and nanoseconds.
  ///
  /// - Throws: ArithmeticError when the year of the sum is far out of range.
  func adding(seconds: Int64, nanoseconds: Int64 = 0) throws(QueryFailure) -> LocalMoment {
    // |rest| < 86,400 s and |nanoseconds| < 1 s of a day: the sum is far from overflow.
    let sum = nanosecond + seconds % 86_400 * 1_000_000_000 + nanoseconds
    let carry = sum.flooredQuotient(by: Self.nanosecondsPerDay)
    let day = try Checked.sum(Checked.sum(day, seconds / 86_400), carry)
    guard day.magnitude <= 366_000_000_000 else { throw CalendarDay.outOfRange() }
    return LocalMoment(day: day, nanosecond: sum - carry * Self.nanosecondsPerDay)
  }

  /// The value for storage.
  ///
  /// - Throws: ArithmeticError when the year is out of range.
  func value() throws(QueryFailure) -> LocalDateTimeValue {
    LocalDateTimeValue(
      date: try CalendarDay.date(day), time: LocalTimeValue(nanosecondOfDay: nanosecond))
  }

  func at(offset: Int32, zone: String?) throws(QueryFailure) -> DateTimeValue {
    DateTimeValue(local: try value(), offsetSeconds: offset, zone: zone)
  }
}

/// Integer arithmetic that raises a query failure instead of overflowing.
enum Checked {
  static func sum(_ left: Int64, _ right: Int64) throws(QueryFailure) -> Int64 {
    let (result, overflow) = left.addingReportingOverflow(right)
    if overflow { throw .integerOverflow("\(left) + \(right)") }
    return result
  }

  static func difference(_ left: Int64, _ right: Int64) throws(QueryFailure) -> Int64 {
    let (result, overflow) = left.subtractingReportingOverflow(right)
    if overflow { throw .integerOverflow("\(left) - \(right)") }
    return result
  }

  static func product(_ left: Int64, _ right: Int64) throws(QueryFailure) -> Int64 {
    let (result, overflow) = left.multipliedReportingOverflow(by: right)
    if overflow { throw .integerOverflow("\(left) * \(right)") }
    return result
  }
}

extension Int64 {
  /// The quotient rounded down; the divisor is positive.
  func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

extension QueryFailure {
  /// A temporal value that cannot be made or read.
  static func temporalValue(_ message: String, hints: [String] = []) -> QueryFailure {
    QueryFailure(.argumentError, .runtime, "InvalidArgumentValue", message, hints: hints)
  }
}
