import Diagnostics
import GraphCore

/// The types of openCypher that tell a time, durations aside.
enum TemporalKind {
  case date, localTime, time, localDateTime, dateTime

  var hasDate: Bool { self == .date || self == .localDateTime || self == .dateTime }
  var hasTime: Bool { self != .date }
  var hasZone: Bool { self == .time || self == .dateTime }

  /// For messages, after *a*.
  var words: String {
    switch self {
    case .date: "date"
    case .localTime: "local time"
    case .time: "time"
    case .localDateTime: "local date and time"
    case .dateTime: "date and time"
    }
  }
}

/// A temporal value taken apart; what it does not have is nil.
struct TemporalParts {
  /// Days since 1970-01-01.
  var day: Int64?
  /// Nanoseconds since midnight.
  var nanosecond: Int64?
  var zone: Zone?
  /// The offset that the value itself has, beside the zone's rules.
  var offset: Int32?

  init() {}

  /// Takes a value apart; nil for what is no temporal value.
  ///
  /// - Throws: ArgumentError for a date whose day is not known.
  init?(_ value: Value) throws(QueryFailure) {
    switch value {
    case .date(let date):
      guard date.hasDay else {
        throw .temporalValue(
          "'\(date)' is known only to the \(TemporalComponents.precision(date)), and a full date is needed here",
          hints: ["write the day, or compare the dates as they are"])
      }
      day = date.earliestDay
    case .localTime(let time): nanosecond = time.nanosecondOfDay
    case .time(let time):
      nanosecond = time.local.nanosecondOfDay
      zone = .fixed(time.offsetSeconds)
      offset = time.offsetSeconds
    case .localDateTime(let moment):
      day = moment.date.earliestDay
      nanosecond = moment.time.nanosecondOfDay
    case .dateTime(let moment):
      day = moment.local.date.earliestDay
      nanosecond = moment.local.time.nanosecondOfDay
      zone = Zone(moment)
      offset = moment.offsetSeconds
    default: return nil
    }
  }

  /// Puts the parts together; midnight and UTC stand for what is missing.
  ///
  /// - Throws: ArgumentError when a needed date is missing, a zone is unknown, or an offset is not its zone's.
  func value(as kind: TemporalKind, _ zones: ZoneFinder) throws(QueryFailure) -> Value {
    let time = LocalTimeValue(nanosecondOfDay: nanosecond ?? 0)
    if !kind.hasDate {
      return kind == .localTime
        ? .localTime(time) : .time(TimeValue(local: time, offsetSeconds: try timeOffset(zones)))
    }
    guard let day else { throw .temporalValue("a \(kind.words) needs a date") }
    let moment = LocalMoment(day: day, nanosecond: nanosecond ?? 0)
    switch kind {
    case .date: return .date(try CalendarDay.date(day))
    case .localDateTime: return .localDateTime(try moment.value())
    default: return .dateTime(try zones.moment(moment, in: zone ?? .utc, preferring: offset))
    }
  }

  /// The offset of a time of day: its own, or that of its zone on the day it has.
  private func timeOffset(_ zones: ZoneFinder) throws(QueryFailure) -> Int32 {
    switch zone {
    case nil: return 0
    case .fixed(let offset): return offset
    case .named(let name):
      guard let day else {
        throw .temporalValue(
          "the offset of '\(name)' depends on the day, and a time of day has none",
          hints: ["write an offset, `+01:00`"])
      }
      return try zones.moment(
        LocalMoment(day: day, nanosecond: nanosecond ?? 0), in: .named(name), preferring: offset
      ).offsetSeconds
    }
  }

  /// The same moment in another zone; without a zone of its own the clock stays and takes the new one.
  func moved(to target: Zone, _ zones: ZoneFinder) throws(QueryFailure) -> TemporalParts {
    var result = self
    result.zone = target
    result.offset = nil
    guard let zone else { return result }
    if let day {
      let moment = try zones.moment(
        LocalMoment(day: day, nanosecond: nanosecond ?? 0), in: zone, preferring: offset)
      let moved = try zones.moved(moment, to: target)
      result.day = moved.local.date.earliestDay
      result.nanosecond = moved.local.time.nanosecondOfDay
      result.offset = moved.offsetSeconds
    } else if case .fixed(let from) = zone, case .fixed(let to) = target {
      let shifted = (nanosecond ?? 0) + (Int64(to) - Int64(from)) * 1_000_000_000
      let days = shifted.flooredQuotient(by: LocalMoment.nanosecondsPerDay)
      result.nanosecond = shifted - days * LocalMoment.nanosecondsPerDay
    }
    return result
  }
}
