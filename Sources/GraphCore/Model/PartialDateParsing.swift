package import Diagnostics

extension PartialDate {
  /// Reads `1990s`, `2020`, `2020-09`, `2020-09-27`, each also after `about `.
  ///
  /// Years have four digits, or up to nine after a sign (`-0044-03-15`, `+12026`).
  ///
  /// - Parameter text: The date and nothing else; spaces around it do not matter.
  /// - Returns: The date.
  /// - Throws: A problem `date.malformed`, `date.impossible-month` or `date.impossible-day` that says what is
  ///   wrong.
  package static func parse(_ text: some StringProtocol) throws(Problem) -> PartialDate {
    try parse(String(text))
  }

  /// The same of a whole string.
  package static func parse(_ text: String) throws(Problem) -> PartialDate {
    if let day = plainDay(text) { return day }
    var scanner = DateScanner(Array(text.utf8))
    scanner.skipSpaces()
    let isAbout = scanner.skipAbout()
    guard let year = scanner.year() else { throw malformed(text) }
    if scanner.skip(UInt8(ascii: "s")) {
      guard scanner.isAtEnd else { throw malformed(text) }
      guard let date = PartialDate(decade: year, isAbout: isAbout) else {
        throw Problem(
          "date.malformed", "'\(text)' is no decade: it must begin with a year that ends in 0",
          hints: ["write a decade as '1990s'"])
      }
      return date
    }
    guard !scanner.isAtEnd else {
      guard let date = PartialDate(year: year, isAbout: isAbout) else { throw malformed(text) }
      return date
    }
    guard scanner.skip(UInt8(ascii: "-")), let month = scanner.twoDigits() else { throw malformed(text) }
    guard let monthDate = PartialDate(year: year, month: month, isAbout: isAbout) else {
      throw Problem(
        "date.impossible-month", "there is no month \(month) in '\(text)'",
        hints: ["write dates as year-month-day, '2020-09-27'"])
    }
    guard !scanner.isAtEnd else { return monthDate }
    guard scanner.skip(UInt8(ascii: "-")), let day = scanner.twoDigits(), scanner.isAtEnd else {
      throw malformed(text)
    }
    guard let date = PartialDate(year: year, month: month, day: day, isAbout: isAbout) else {
      let days = daysInMonth(month, year: year)
      throw Problem(
        "date.impossible-day", "there is no day \(day) in \(monthDate.about(false)): it has \(days) days",
        hints: ["the last day of that month is '\(monthDate.about(false))-\(days)'"])
    }
    return date
  }

  /// `2020-09-27`, which most dates are; nil of all else.
  private static func plainDay(_ text: String) -> PartialDate? {
    guard text.utf8.count == 10 else { return nil }
    var number = 0
    for (place, byte) in text.utf8.enumerated() {
      if place == 4 || place == 7 {
        guard byte == 0x2D else { return nil }
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return PartialDate(year: number / 10_000, month: number / 100 % 100, day: number % 100, isAbout: false)
  }

  private static func malformed(_ text: String) -> Problem {
    Problem(
      "date.malformed", "'\(text)' is not a date",
      hints: ["a date is '1990s', '2020', '2020-09' or '2020-09-27', each also as 'about 2020'"])
  }
}

/// Reads the parts of a date from bytes.
private struct DateScanner {
  private var bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while self.bytes.last == 0x20 { self.bytes.removeLast() }
  }

  var isAtEnd: Bool { index >= bytes.count }

  mutating func skipSpaces() {
    while index < bytes.count, bytes[index] == 0x20 { index += 1 }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  mutating func skipAbout() -> Bool {
    let word: [UInt8] = [0x61, 0x62, 0x6F, 0x75, 0x74, 0x20]  // "about "
    guard bytes.count - index >= word.count else { return false }
    for (offset, byte) in word.enumerated() where bytes[index + offset] | 0x20 != byte { return false }
    index += word.count
    skipSpaces()
    return true
  }

  /// Four digits, or a sign and four to nine.
  mutating func year() -> Int? {
    let isNegative = skip(UInt8(ascii: "-"))
    let isSigned = isNegative || skip(UInt8(ascii: "+"))
    var value = 0
    var count = 0
    while let digit = digit(at: index), count < 10 {
      value = value * 10 + digit
      count += 1
      index += 1
    }
    guard count == 4 || (isSigned && (4...9).contains(count)) else { return nil }
    return isNegative ? -value : value
  }

  mutating func twoDigits() -> Int? {
    guard let tens = digit(at: index), let ones = digit(at: index + 1), digit(at: index + 2) == nil
    else { return nil }
    index += 2
    return tens * 10 + ones
  }

  private func digit(at place: Int) -> Int? {
    guard place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 else { return nil }
    return Int(bytes[place] - 0x30)
  }
}
