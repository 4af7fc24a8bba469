import Diagnostics

extension QuestionParser {
  /// The text of a date in digits that comes next.
  func dateText() -> String? {
    guard position < tokens.count, tokens[position].kind == .date else { return nil }
    return tokens[position].text
  }

  /// Reads the production `time`.
  ///
  /// time ::= ("in" | "during" | "on" | "at" | "as" "of") date | date
  ///        | ("since" | "from") date ["to" | "until" date] | "after" date
  ///        | ("until" | "till" | "before" | "up" "to" | "by") date | "between" date "and" date
  ///        | "now" | "today" | "currently"
  mutating func readTime() throws(Diagnostic) -> Bool {
    let start = position
    if let period = try period() {
      guard modifiers.period == nil else {
        throw failure(
          "question.two-periods", "a question has one time, and this is the second", span(start, position),
          hints: ["join them: 'between 2019 and 2021'"])
      }
      if let from = period.from, let to = period.to, CalendarDates.isReversed(from, to) {
        throw failure(
          "question.reversed-period", "'\(to)' is before '\(from)'", span(start, position),
          hints: ["write 'between \(to) and \(from)'"])
      }
      modifiers.period = period
      return true
    }
    position = start
    return false
  }

  private mutating func period() throws(Diagnostic) -> AskedPeriod? {
    if acceptAny(["now", "today", "currently", "presently"]) != nil {
      return now.map { AskedPeriod(from: $0, to: $0) } ?? AskedPeriod()
    }
    if accept("between"), let first = try date() {
      guard acceptAny(["and", "to", "until"]) != nil, let last = try date() else {
        throw failure(
          "question.incomplete", "'between' needs two dates", here, hints: ["write 'between 2019 and 2021'"])
      }
      return AskedPeriod(from: first, to: last)
    }
    if accept("as", "of") || acceptAny(["in", "during", "on", "at"]) != nil {
      if word() == "the", tokens.count > position + 1, tokens[position + 1].kind == .date { position += 1 }
      if acceptAny(["now", "today"]) != nil {
        return now.map { AskedPeriod(from: $0, to: $0) } ?? AskedPeriod()
      }
      return try date().map { AskedPeriod(from: $0, to: $0) }
    }
    if let opening = acceptAny(["since", "from", "after"]) {
      guard let first = try date() else { return nil }
      if acceptAny(["to", "until", "till"]) != nil {
        guard let last = try date() else { return nil }
        return AskedPeriod(from: first, to: last)
      }
      return AskedPeriod(from: opening == "after" ? CalendarDates.following(first) : first, to: nil)
    }
    if let closing = acceptAny(["until", "till", "before", "by"]) ?? (accept("up", "to") ? "to" : nil) {
      return try date().map {
        AskedPeriod(from: nil, to: closing == "before" ? CalendarDates.preceding($0) : $0)
      }
    }
    if let text = dateText() {
      position += 1
      try check(text)
      return AskedPeriod(from: text, to: text)
    }
    return nil
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december",
  ]

  /// Reads the production `date`.
  ///
  /// date ::= YEAR ["-" MONTH ["-" DAY]] | DECADE | [DAY] month [DAY] YEAR
  private mutating func date() throws(Diagnostic) -> String? {
    skipArticles()
    if let text = dateText() {
      position += 1
      try check(text)
      return text
    }
    let start = position
    var day = word().flatMap(Self.day)
    if day != nil { position += 1 }
    _ = accept("of")
    guard let month = word().flatMap({ Self.months.firstIndex(of: $0) }) else {
      position = start
      return nil
    }
    position += 1
    if day == nil, let number = word().flatMap(Self.day) {
      day = number
      position += 1
    }
    skipCommas()
    guard let year = dateText(), year.utf8.count == 4 else {
      throw failure(
        "question.incomplete", "a month needs its year", span(start, position),
        hints: ["write 'September 2023'"])
    }
    position += 1
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let text = year + "-" + padded(month + 1) + (day.map { "-" + padded($0) } ?? "")
    guard CalendarDates.exists(text) else {
      throw failure("question.impossible-date", "there is no date '\(text)'", span(start, position))
    }
    return text
  }

  private func check(_ text: String) throws(Diagnostic) {
    guard !CalendarDates.exists(text) else { return }
    throw failure(
      "question.impossible-date", "there is no date '\(text)'", span(position - 1, position),
      hints: ["write 2020, 2020-11 or 2020-11-10"])
  }

  /// The day of the month that a word writes: `10`, `10th`.
  private static func day(_ word: String) -> Int? {
    let digits = word.prefix { $0.isNumber }
    guard let number = Int(digits), (1...31).contains(number) else { return nil }
    return ["", "st", "nd", "rd", "th"].contains(String(word.dropFirst(digits.count))) ? number : nil
  }
}

/// The little of the calendar that questions need; dates are texts as graph files write them.
enum CalendarDates {
  /// Whether a date (`2020`, `1990s`, `2020-02`, `2020-02-30`) exists in the Gregorian calendar.
  static func exists(_ text: String) -> Bool {
    if text.hasSuffix("s") { return text.dropLast().hasSuffix("0") }
    let parts = text.split(separator: "-").map { Int($0) }
    guard parts.count > 1, let year = parts[0] else { return true }
    guard let month = parts[1], (1...12).contains(month) else { return false }
    guard parts.count > 2 else { return true }
    guard let day = parts[2] else { return false }
    return (1...days(month, year)).contains(day)
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Whether a period that begins with one date and ends with another has no day: `from 2021 to 2019`.
  static func isReversed(_ from: String, _ to: String) -> Bool {
    let first = parts(from)
    var last = parts(to)
    if to.hasSuffix("s") { last.0 += 9 }
    if last.1 == 0 { last.1 = 12 }
    if last.2 == 0 { last.2 = 31 }
    return first > last
  }

  /// The next date of the same precision: what *after* a date begins with; the last date stays.
  static func following(_ text: String) -> String {
    var (year, month, day) = parts(text)
    if text.hasSuffix("s") { return year + 10 > 9_999 ? "9999" : padded(year + 10, 4) }
    if day > 0 {
      day += 1
      if day > days(month, year) { (month, day) = (month + 1, 1) }
    } else if month > 0 {
      month += 1
    } else {
      year += 1
    }
    if month > 12 { (year, month) = (year + 1, 1) }
    return year > 9_999 ? text : joined(year, month, day)
  }

  /// The date before, of the same precision: what *before* a date ends with; the first date stays.
  static func preceding(_ text: String) -> String {
    var (year, month, day) = parts(text)
    if day > 0 {
      day -= 1
      if day == 0 {
        month -= 1
        if month == 0 { (year, month) = (year - 1, 12) }
        day = days(month, max(0, year))
      }
    } else if month > 0 {
      month -= 1
      if month == 0 { (year, month) = (year - 1, 12) }
    } else {
      year -= 1
    }
    return year < 0 ? text : joined(year, month, day)
  }

  private static func parts(_ text: String) -> (Int, Int, Int) {
    let parts = text.split(separator: "-").map { Int($0.prefix { $0.isNumber }) ?? 0 }
    return (parts[0], parts.count > 1 ? parts[1] : 0, parts.count > 2 ? parts[2] : 0)
  }

  private static func joined(_ year: Int, _ month: Int, _ day: Int) -> String {
    var text = padded(year, 4)
    if month > 0 { text += "-" + padded(month, 2) }
    if day > 0 { text += "-" + padded(day, 2) }
    return text
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
