import Diagnostics
import GraphCore

/// `date.truncate('decade', …)` and its kin.
enum TemporalTruncation {
  private static let dateUnits = [
    "millennium", "century", "decade", "year", "weekYear", "quarter", "month", "week", "day",
  ]
  /// Units of a time of day, in nanoseconds.
  private static let timeUnits: [(name: String, length: Int64)] = [
    ("hour", 3_600_000_000_000), ("minute", 60_000_000_000), ("second", 1_000_000_000),
    ("millisecond", 1_000_000), ("microsecond", 1_000),
  ]

  /// The beginning of the unit that a time lies in, with parts of a map laid over it.
  ///
  /// - Parameters:
  ///   - kind: What to make.
  ///   - unit: Its name, case ignored.
  ///   - value: The time.
  ///   - map: Smaller parts to set, and the zone the result's clock has (the clock is not moved).
  ///   - zones: Finds the offsets of named zones.
  /// - Returns: A value of the kind.
  /// - Throws: ArgumentError for an unknown unit or one too fine for the kind, and when the value lacks a date.
  static func truncated(
    _ kind: TemporalKind, _ unit: String, _ value: Value, _ map: MapValue, _ zones: ZoneFinder
  ) throws(QueryFailure) -> Value {
    let name = unit.lowercased()
    let fields = try TemporalFields(map, for: kind)
    guard var parts = try parts(value, name) else {
      throw .argumentType("truncate() takes a time, not \(ValueText.withArticle(value))")
    }
    var below: Int64 = 0
    if let known = dateUnits.first(where: { $0.lowercased() == name }) {
      if kind.hasDate {
        guard let day = parts.day else { throw .temporalValue("a \(kind.words) needs a date") }
        parts.day = try fields.day(base: start(of: known, day))
      } else if known != "day" {
        throw .temporalValue("a \(kind.words) cannot be truncated to the \(known)")
      }
      parts.nanosecond = 0
    } else if let known = timeUnits.first(where: { $0.name == name }), kind.hasTime {
      let nanosecond = parts.nanosecond ?? 0
      parts.nanosecond = nanosecond - nanosecond % known.length
      if kind.hasDate, let day = parts.day { parts.day = try fields.day(base: day) }
      below = known.length < 1_000_000_000 ? known.length : 0
    } else {
      let names = dateUnits + (kind.hasTime ? timeUnits.map(\.name) : [])
      throw .temporalValue(
        "a \(kind.words) cannot be truncated to '\(unit)'",
        hints: Suggestions.hint(for: unit, in: names).map { [$0] } ?? [])
    }
    if kind.hasTime { parts.nanosecond = try fields.nanosecond(base: parts.nanosecond, belowUnit: below) }
    if let zone = fields.zone { parts.zone = zone }
    // A named zone has its own offset at the new time.
    parts.offset = nil
    return try parts.value(as: kind, zones)
  }

  /// The value's parts; of a partial date its first day, if it is known to the unit.
  private static func parts(_ value: Value, _ unit: String) throws(QueryFailure) -> TemporalParts? {
    guard case .date(let date) = value, !date.hasDay else { return try TemporalParts(value) }
    let units: [String] =
      switch date.precision {
      case .decade: ["millennium", "century", "decade"]
      case .year: ["millennium", "century", "decade", "year"]
      default: ["millennium", "century", "decade", "year", "quarter", "month"]
      }
    guard units.contains(unit) else { return try TemporalParts(value) }
    var parts = TemporalParts()
    parts.day = date.earliestDay
    return parts
  }

  private static func start(of unit: String, _ number: Int64) throws(QueryFailure) -> Int64 {
    let day = try CalendarDay(number)
    func year(_ length: Int64) throws(QueryFailure) -> Int64 {
      try CalendarDay.day(year: day.year.flooredQuotient(by: length) * length, month: 1, day: 1)
    }
    switch unit {
    case "millennium": return try year(1_000)
    case "century": return try year(100)
    case "decade": return try year(10)
    case "year": return try year(1)
    case "weekYear": return CalendarDay.firstMonday(of: day.weekYear)
    case "quarter": return number - day.dayOfQuarter + 1
    case "month": return number - day.day + 1
    case "week": return number - day.weekday + 1
    default: return number
    }
  }
}
