import Diagnostics
import GraphCore
import QueryPlanning

/// Functions that make dates.
enum TemporalFunctions {
  static let table: [FunctionID: ScalarFunction] = [.date: date]

  /// `date('2020-09')`, `date({year: 2020, month: 9})`, `date(other)`; partial dates are dates.
  private static let date: ScalarFunction = { values, _ throws(QueryFailure) in
    guard let value = values.first else {
      throw QueryFailure(
        .argumentError, .runtime, "NoClock", "date() without an argument needs a clock, and there is none",
        hints: ["write the date: `date('2023-09-19')`"])
    }
    switch value {
    case .null, .date: return value
    case .string(let text): return .date(try partialDate(text))
    case .map(let parts): return .date(try date(from: parts))
    case .localDateTime(let moment): return .date(moment.date)
    case .dateTime(let moment): return .date(moment.local.date)
    default: throw .argumentType("date() takes a string or a map, not \(ValueText.withArticle(value))")
    }
  }

  /// A date from text, as precise as it is written.
  static func partialDate(_ text: String) throws(QueryFailure) -> PartialDate {
    do throws(Problem) {
      return try PartialDate.parse(text)
    } catch {
      throw QueryFailure(
        .argumentError, .runtime, "InvalidArgumentValue", error.message, hints: error.hints)
    }
  }

  private static func date(from parts: MapValue) throws(QueryFailure) -> PartialDate {
    var numbers: [String: Int] = [:]
    for key in ["year", "month", "day"] {
      switch parts[key] {
      case nil, .null: break
      case .integer(let number): numbers[key] = Int(clamping: number)
      case .some(let other):
        throw .argumentType("the \(key) of a date is an integer, not \(ValueText.withArticle(other))")
      }
    }
    guard let year = numbers["year"] else {
      throw QueryFailure(.argumentError, .runtime, "InvalidArgumentValue", "a date needs a year")
    }
    let date: PartialDate? =
      switch (numbers["month"], numbers["day"]) {
      case (nil, nil): PartialDate(year: year)
      case (let month?, nil): PartialDate(year: year, month: month)
      case (let month?, let day?): PartialDate(year: year, month: month, day: day)
      case (nil, _?): nil
      }
    guard let date else {
      throw QueryFailure(
        .argumentError, .runtime, "InvalidArgumentValue", "there is no such date in the calendar")
    }
    return date
  }
}
