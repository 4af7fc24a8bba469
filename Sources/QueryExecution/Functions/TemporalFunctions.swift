import Diagnostics
import GraphCore
import OrderedCollections
import QueryPlanning

/// Functions that make dates, times and durations; all give null when an argument is null.
enum TemporalFunctions {
  static let table: [FunctionID: ScalarFunction] = {
    var table = plain
    for (functions, kind) in constructors {
      for function in functions { table[function] = constructor(kind) }
    }
    for (function, kind) in truncations { table[function] = truncation(kind) }
    return table
  }()

  private static let plain: [FunctionID: ScalarFunction] = [
    .partialDate: partialDate, .duration: duration, .datetimeFromEpoch: fromEpoch,
    .datetimeFromEpochMillis: fromEpochMillis,
    .durationBetween: { values, run throws(QueryFailure) in
      guard let span = try between(values, run) else { return .null }
      return .duration(try span.full())
    },
    .durationInMonths: { values, run throws(QueryFailure) in
      guard let span = try between(values, run) else { return .null }
      return .duration(DurationValue(months: try span.months(), days: 0, seconds: 0, nanoseconds: 0))
    },
    .durationInDays: { values, run throws(QueryFailure) in
      guard let span = try between(values, run) else { return .null }
      return .duration(DurationValue(months: 0, days: span.days(), seconds: 0, nanoseconds: 0))
    },
    .durationInSeconds: { values, run throws(QueryFailure) in
      guard let span = try between(values, run) else { return .null }
      return .duration(try span.seconds())
    },
  ]

  private static func constructor(_ kind: TemporalKind) -> ScalarFunction {
    { values, run throws(QueryFailure) in try made(kind, values, run) }
  }

  private static func truncation(_ kind: TemporalKind) -> ScalarFunction {
    { values, run throws(QueryFailure) in try truncated(kind, values, run) }
  }

  /// Each constructor with its three clocks, which differ only in databases with transactions.
  private static let constructors: [([FunctionID], TemporalKind)] = [
    ([.date, .dateTransaction, .dateStatement, .dateRealtime], .date),
    ([.localtime, .localtimeTransaction, .localtimeStatement, .localtimeRealtime], .localTime),
    ([.time, .timeTransaction, .timeStatement, .timeRealtime], .time),
    (
      [.localdatetime, .localdatetimeTransaction, .localdatetimeStatement, .localdatetimeRealtime],
      .localDateTime
    ),
    ([.datetime, .datetimeTransaction, .datetimeStatement, .datetimeRealtime], .dateTime),
  ]

  private static let truncations: [(FunctionID, TemporalKind)] = [
    (.dateTruncate, .date), (.localtimeTruncate, .localTime), (.timeTruncate, .time),
    (.localdatetimeTruncate, .localDateTime), (.datetimeTruncate, .dateTime),
  ]

  // MARK: Constructors

  /// `date('2020-09-27')`, `time({hour: 12})`, `datetime(other)`, `localtime()`.
  private static func made(
    _ kind: TemporalKind, _ values: [Value], _ run: QueryRun
  ) throws(QueryFailure) -> Value {
    guard let value = values.first else { return try now(kind, nil, run) }
    switch value {
    case .null: return .null
    case .string(let text) where kind == .date: return .date(try fullDate(text))
    case .string(let text): return try TemporalParts(reading: text, as: kind).value(as: kind, run.zones)
    case .map(let map):
      // `date({timezone: 'Europe/Stockholm'})` is the present there.
      if map.entries.count == 1, case .string(let zone)? = map["timezone"] {
        return try now(kind, ZoneFinder.zone(zone), run)
      }
      return try TemporalFields(map, for: kind).value(as: kind, run.zones)
    case .date(let date) where kind == .date: return .date(try CalendarDay.date(date.earliestDay))
    default:
      guard let parts = try TemporalParts(value), kind.hasDate ? parts.day != nil : parts.nanosecond != nil
      else {
        throw .argumentType("a \(kind.words) cannot be made from \(ValueText.withArticle(value))")
      }
      return try parts.value(as: kind, run.zones)
    }
  }

  private static func now(_ kind: TemporalKind, _ zone: Zone?, _ run: QueryRun) throws(QueryFailure) -> Value
  {
    guard let now = run.options.now else {
      throw QueryFailure(
        .argumentError, .runtime, "NoClock",
        "without an argument a \(kind.words) means now, and no now was given",
        hints: ["write the time itself: `date('2023-09-19')`"])
    }
    guard var parts = try TemporalParts(.dateTime(now)) else { return .null }
    if let zone { parts = try parts.moved(to: zone, run.zones) }
    return try parts.value(as: kind, run.zones)
  }

  /// A day from text; of a month or a year its first, as openCypher has it.
  ///
  /// - Throws: ArgumentError for another text, also for a decade and for *about*, which openCypher does not know.
  private static func fullDate(_ text: String) throws(QueryFailure) -> PartialDate {
    let date = try partialDate(text)
    guard !date.isAbout, !date.isDecade else {
      throw .temporalValue(
        "'\(text)' names no day", hints: ["partialDate('\(date)') keeps it as precise as it is written"])
    }
    return try CalendarDay.date(date.earliestDay)
  }

  /// `partialDate('2020-09')`: the date as it is written; of another temporal value its day.
  private static let partialDate: ScalarFunction = { values, run throws(QueryFailure) in
    switch values[0] {
    case .null, .date: return values[0]
    case .string(let text): return .date(try partialDate(text))
    default: return try made(.date, values, run)
    }
  }

  /// A date from text, as precise as it is written; the basic forms, weeks, quarters and days of the year give
  /// a day.
  ///
  /// - Throws: ArgumentError that says what is wrong with it.
  static func partialDate(_ text: String) throws(QueryFailure) -> PartialDate {
    do throws(Problem) {
      return try PartialDate.parse(text)
    } catch {
      var scanner = TemporalScanner(text)
      if error.code == "date.malformed" {
        do throws(QueryFailure) {
          let day = try scanner.day()
          if scanner.isAtEnd { return try CalendarDay.date(day) }
        } catch {
          // A text of a known form with a part out of range says so; of any other the first error speaks.
          if scanner.isAtEnd { throw error }
        }
      }
      throw QueryFailure(
        .argumentError, .runtime, "InvalidArgumentValue", error.message, hints: error.hints)
    }
  }

  private static let duration: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null, .duration: return values[0]
    case .string(let text): return .duration(try DurationReader.duration(text))
    case .map(let map): return .duration(try DurationReader.duration(map))
    default:
      throw .argumentType(
        "duration() takes a string or a map, not \(ValueText.withArticle(values[0]))")
    }
  }

  private static let fromEpoch: ScalarFunction = { values, run throws(QueryFailure) in
    if values.contains(where: \.isNull) { return .null }
    let nanoseconds = values.count > 1 ? try integer(values[1], "nanoseconds") : 0
    return try TemporalFields.epoch(integer(values[0], "seconds"), nanoseconds, .utc, run.zones)
  }

  private static let fromEpochMillis: ScalarFunction = { values, run throws(QueryFailure) in
    if values[0].isNull { return .null }
    let number = try integer(values[0], "milliseconds")
    return try TemporalFields.epoch(
      number.flooredQuotient(by: 1_000), (number % 1_000 + 1_000) % 1_000 * 1_000_000, .utc, run.zones)
  }

  private static func integer(_ value: Value, _ what: String) throws(QueryFailure) -> Int64 {
    guard case .integer(let number) = value else {
      throw .argumentType("the \(what) since the epoch are an integer, not \(ValueText.withArticle(value))")
    }
    return number
  }

  // MARK: Others

  private static func between(
    _ values: [Value], _ run: QueryRun
  ) throws(QueryFailure) -> DurationBetween? {
    if values.contains(where: \.isNull) { return nil }
    return try DurationBetween(values[0], values[1], run.zones)
  }

  /// `date.truncate('month', value, {day: 2})`; without a value now is meant.
  private static func truncated(
    _ kind: TemporalKind, _ values: [Value], _ run: QueryRun
  ) throws(QueryFailure) -> Value {
    if values.contains(where: \.isNull) { return .null }
    guard case .string(let unit) = values[0] else {
      throw .argumentType("the unit is a string, not \(ValueText.withArticle(values[0]))")
    }
    let value = values.count > 1 ? values[1] : try now(.dateTime, nil, run)
    var map = MapValue()
    if values.count > 2 {
      guard case .map(let given) = values[2] else {
        throw .argumentType("truncate() takes parts as a map, not \(ValueText.withArticle(values[2]))")
      }
      map = given
    }
    return try TemporalTruncation.truncated(kind, unit, value, map, run.zones)
  }
}
