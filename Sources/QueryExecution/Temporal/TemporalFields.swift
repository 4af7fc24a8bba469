import Diagnostics
import GraphCore
import OrderedCollections

/// The map that a constructor or `truncate` takes: `{year: 1984, week: 10}`, `{date: other, day: 28}`.
struct TemporalFields {
  private static let dateNames = [
    "year", "quarter", "month", "week", "day", "dayOfWeek", "ordinalDay", "dayOfQuarter",
  ]
  private static let timeNames = ["hour", "minute", "second", "millisecond", "microsecond", "nanosecond"]

  private var numbers: [String: Int64] = [:]
  /// The zone that the map names.
  private(set) var zone: Zone?
  private let map: MapValue

  /// Reads the numbers and the zone of a map.
  ///
  /// - Throws: ArgumentError for a name that a value of this kind does not have, TypeError for a part that is no
  ///   integer.
  init(_ map: MapValue, for kind: TemporalKind) throws(QueryFailure) {
    self.map = map
    var names = (kind.hasDate ? Self.dateNames : []) + (kind.hasTime ? Self.timeNames : [])
    if kind == .dateTime { names += ["epochSeconds", "epochMillis"] }
    for (key, value) in map.entries {
      if value.isNull { continue }
      if names.contains(key) {
        guard case .integer(let number) = value else {
          throw .argumentType("`\(key)` is an integer, not \(ValueText.withArticle(value))")
        }
        numbers[key] = number
      } else if key == "timezone", kind.hasZone {
        guard case .string(let text) = value else {
          throw .argumentType("`timezone` is a string, not \(ValueText.withArticle(value))")
        }
        zone = try ZoneFinder.zone(text)
      } else if !Self.bases(of: kind).contains(key) {
        throw .temporalValue(
          "a \(kind.words) has no part `\(key)`",
          hints: Suggestions.hint(for: key, in: names + Self.bases(of: kind)).map { [$0] } ?? [])
      }
    }
  }

  private static func bases(of kind: TemporalKind) -> [String] {
    switch kind {
    case .date: ["date", "datetime"]
    case .localTime, .time: ["time", "datetime"]
    case .localDateTime, .dateTime: ["date", "time", "datetime"]
    }
  }

  /// The value of a kind that the map describes.
  ///
  /// - Throws: ArgumentError when parts are missing, contradict one another or are out of range.
  func value(as kind: TemporalKind, _ zones: ZoneFinder) throws(QueryFailure) -> Value {
    if let moment = try epochMoment(zones) { return moment }
    var parts = TemporalParts()
    if kind.hasDate || map["date"] != nil || map["datetime"] != nil {
      let base = try base("date", \.day)
      parts.day = kind.hasDate ? try day(base: base?.day) : base?.day
    }
    if kind.hasTime {
      let base = try base("time", \.nanosecond)
      if !kind.hasDate, base == nil, numbers["hour"] == nil {
        throw .temporalValue("a \(kind.words) needs an hour")
      }
      parts.nanosecond = try nanosecond(base: base?.nanosecond, belowUnit: 0)
      parts.zone = base?.zone
      if !kind.hasDate { parts.day = base?.day }
      // The offset of a summer time says nothing about another day or hour, unless the value is taken whole.
      if numbers.isEmpty, map["date"] == nil { parts.offset = base?.offset }
    }
    if kind.hasZone, let zone { parts = try parts.moved(to: zone, zones) }
    return try parts.value(as: kind, zones)
  }

  /// The value that the map's `date` or `time`, else its `datetime`, gives.
  private func base(
    _ name: String, _ part: KeyPath<TemporalParts, Int64?>
  ) throws(QueryFailure) -> TemporalParts? {
    for key in [name, "datetime"] {
      guard let value = map[key], !value.isNull else { continue }
      guard let parts = try TemporalParts(value), parts[keyPath: part] != nil else {
        throw .argumentType("`\(key)` has no \(name) to take: it is \(ValueText.withArticle(value))")
      }
      return parts
    }
    return nil
  }

  private func epochMoment(_ zones: ZoneFinder) throws(QueryFailure) -> Value? {
    let seconds: Int64
    var nanosecond = numbers["nanosecond"] ?? 0
    if let number = numbers["epochSeconds"] {
      seconds = number
    } else if let number = numbers["epochMillis"] {
      seconds = number.flooredQuotient(by: 1_000)
      nanosecond = try Checked.sum(nanosecond, (number % 1_000 + 1_000) % 1_000 * 1_000_000)
    } else {
      return nil
    }
    return try TemporalFields.epoch(seconds, nanosecond, zone ?? .utc, zones)
  }

  /// The point in time so long after 1970-01-01T00:00Z.
  static func epoch(
    _ seconds: Int64, _ nanoseconds: Int64, _ zone: Zone, _ zones: ZoneFinder
  ) throws(QueryFailure) -> Value {
    let carry = nanoseconds.flooredQuotient(by: 1_000_000_000)
    let start = LocalMoment(day: 0, nanosecond: 0)
    let moment = try start.adding(
      seconds: Checked.sum(seconds, carry),
      nanoseconds: (nanoseconds % 1_000_000_000 + 1_000_000_000) % 1_000_000_000)
    return .dateTime(try zones.moved(moment.at(offset: 0, zone: nil), to: zone))
  }

  // MARK: Date

  /// The day: the given parts over those of a base day.
  func day(base: Int64?) throws(QueryFailure) -> Int64 {
    var old: CalendarDay?
    if let base { old = try CalendarDay(base) }
    let groups = [
      ["month", "day"], ["week", "dayOfWeek"], ["ordinalDay"], ["quarter", "dayOfQuarter"],
    ].filter { $0.contains { numbers[$0] != nil } }
    guard groups.count <= 1 else {
      let found = groups.joined().filter { numbers[$0] != nil }.map { "`\($0)`" }.joined(separator: ", ")
      throw .temporalValue(
        "a day is told by month and day, week and weekday, quarter and day, or day of the year, not by \(found)"
      )
    }
    func part(_ name: String, _ fallback: Int64?) throws(QueryFailure) -> Int64 {
      guard let number = numbers[name] ?? fallback else {
        throw .temporalValue("a date needs a \(name)")
      }
      return number
    }
    switch groups.first?.last {
    case "dayOfWeek":
      return try CalendarDay.day(
        weekYear: part("year", old?.weekYear), week: part("week", old?.week),
        dayOfWeek: part("dayOfWeek", old?.weekday ?? 1))
    case "ordinalDay":
      return try CalendarDay.day(
        year: part("year", old?.year), ordinalDay: part("ordinalDay", old?.ordinalDay))
    case "dayOfQuarter":
      return try CalendarDay.day(
        year: part("year", old?.year), quarter: part("quarter", old?.quarter),
        dayOfQuarter: part("dayOfQuarter", old?.dayOfQuarter ?? 1))
    default:
      let month = try part("month", old?.month ?? (numbers["day"] == nil ? 1 : nil))
      return try CalendarDay.day(
        year: part("year", old?.year), month: month, day: part("day", old?.day ?? 1))
    }
  }

  // MARK: Time

  /// The time of day: the given parts over those of a base time.
  ///
  /// - Parameters:
  ///   - base: Nanoseconds since midnight.
  ///   - unit: When a time was truncated to a fraction of a second, that fraction in nanoseconds: parts given
  ///     below it are added, `{nanosecond: 2}` to .645 makes .645000002. Else 0.
  /// - Returns: Nanoseconds since midnight.
  /// - Throws: ArgumentError when a part is out of range.
  func nanosecond(base: Int64?, belowUnit unit: Int64) throws(QueryFailure) -> Int64 {
    let old = base ?? 0
    let hour = numbers["hour"] ?? old / 3_600_000_000_000
    let minute = numbers["minute"] ?? old / 60_000_000_000 % 60
    let second = numbers["second"] ?? old / 1_000_000_000 % 60
    try CalendarDay.check(hour, 0...23, "hour")
    try CalendarDay.check(minute, 0...59, "minute")
    try CalendarDay.check(second, 0...59, "second")
    var fraction = old % 1_000_000_000
    let given = try givenFraction()
    if let given {
      if unit > 0 { try CalendarDay.check(given, 0...(unit - 1), "nanosecond") }
      fraction = unit > 0 ? fraction + given : given
    }
    return ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + fraction
  }

  /// Milliseconds, microseconds and nanoseconds together; each counts what the coarser ones leave over.
  private func givenFraction() throws(QueryFailure) -> Int64? {
    var sum: Int64?
    var limit: Int64 = 1_000_000_000
    for (name, unit) in [("millisecond", 1_000_000), ("microsecond", 1_000), ("nanosecond", 1)]
      as [(_, Int64)]
    {
      guard let number = numbers[name] else { continue }
      try CalendarDay.check(number, 0...(limit / unit - 1), name)
      sum = (sum ?? 0) + number * unit
      limit = unit
    }
    return sum
  }
}
