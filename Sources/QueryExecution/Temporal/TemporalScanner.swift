import Diagnostics
import GraphCore

/// Reads ISO 8601 texts: dates, times of day, offsets.
///
/// The forms are those of ISO 8601:2004 with the restrictions of `java.time`, as the TCK has them: extended
/// (`2015-W30-2`, `21:40:32`) and basic (`2015W302`, `214032`).
struct TemporalScanner {
  private let text: String
  private let bytes: [UInt8]
  private(set) var index = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { index >= bytes.count }

  /// The byte at the index, or further on; nil beyond the end.
  func peek(_ distance: Int = 0) -> UInt8? {
    index + distance < bytes.count ? bytes[index + distance] : nil
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  func malformed(_ what: String) -> QueryFailure {
    .temporalValue("'\(text)' is not a \(what)")
  }

  /// How many digits follow.
  var digitCount: Int {
    var count = 0
    while let byte = peek(count), byte >= 0x30, byte <= 0x39 { count += 1 }
    return count
  }

  /// Exactly so many digits (1 to 18); nil and nothing read if there are fewer.
  mutating func digits(_ count: Int) -> Int64? {
    guard count > 0, count <= 18, digitCount >= count else { return nil }
    var value: Int64 = 0
    for _ in 0..<count {
      value = value * 10 + Int64(bytes[index] - 0x30)
      index += 1
    }
    return value
  }

  // MARK: Date

  /// A day: `2015-07-21`, `20150721`, `2015-07`, `201507`, `2015-W30-2`, `2015W302`, `2015-W30`, `2015W30`,
  /// `2015-Q2-60`, `2015Q260`, `2015-Q2`, `2015Q2`, `2015-202`, `2015202`, `2015`; what is left out is the first.
  ///
  /// Years of other than four digits need a sign and the extended form.
  mutating func day() throws(QueryFailure) -> Int64 {
    let sign = peek()
    let isSigned = skip("+") || skip("-")
    guard let size = digits(isSigned ? min(digitCount, 10) : 4), size <= 999_999_999 else {
      throw malformed("date")
    }
    let year = sign == UInt8(ascii: "-") ? -size : size
    let isExtended = skip("-")
    if skip("W") { return try weekDay(of: year, isExtended: isExtended) }
    if skip("Q") { return try quarterDay(of: year, isExtended: isExtended) }
    switch (isExtended, digitCount) {
    case (_, 3):
      return try CalendarDay.day(year: year, ordinalDay: digits(3) ?? 0)
    case (true, 2):
      let month = digits(2) ?? 0
      guard peek() == UInt8(ascii: "-") else { return try CalendarDay.day(year: year, month: month, day: 1) }
      index += 1
      guard digitCount == 2, let day = digits(2) else { throw malformed("date") }
      return try CalendarDay.day(year: year, month: month, day: day)
    case (false, 4) where !isSigned:
      return try CalendarDay.day(year: year, month: digits(2) ?? 0, day: digits(2) ?? 0)
    case (false, 2) where !isSigned:
      return try CalendarDay.day(year: year, month: digits(2) ?? 0, day: 1)
    case (false, 0):
      return try CalendarDay.day(year: year, month: 1, day: 1)
    default: throw malformed("date")
    }
  }

  private mutating func weekDay(of year: Int64, isExtended: Bool) throws(QueryFailure) -> Int64 {
    guard let week = digits(2) else { throw malformed("date") }
    var weekday: Int64 = 1
    if isExtended ? skip("-") : digitCount > 0 {
      guard digitCount == 1, let digit = digits(1) else { throw malformed("date") }
      weekday = digit
    }
    return try CalendarDay.day(weekYear: year, week: week, dayOfWeek: weekday)
  }

  private mutating func quarterDay(of year: Int64, isExtended: Bool) throws(QueryFailure) -> Int64 {
    guard let quarter = digits(1) else { throw malformed("date") }
    var day: Int64 = 1
    if isExtended ? skip("-") : digitCount > 0 {
      guard digitCount == 2, let digits = digits(2) else { throw malformed("date") }
      day = digits
    }
    return try CalendarDay.day(year: year, quarter: quarter, dayOfQuarter: day)
  }

  // MARK: Time

  /// A time of day in nanoseconds: `21:40:32.142`, `214032.142`, `21:40`, `2140`, `21`.
  mutating func timeOfDay() throws(QueryFailure) -> Int64 {
    guard let hour = digits(2) else { throw malformed("time") }
    var minute: Int64 = 0
    var second: Int64 = 0
    var nanosecond: Int64 = 0
    let isExtended = peek() == UInt8(ascii: ":")
    if isExtended ? skip(":") : digitCount > 0 {
      guard let digits = digits(2) else { throw malformed("time") }
      minute = digits
      if isExtended ? skip(":") : digitCount > 0 {
        guard let digits = self.digits(2) else { throw malformed("time") }
        second = digits
        if skip(".") || skip(",") { nanosecond = try fraction() }
      }
    }
    try CalendarDay.check(hour, 0...23, "hour")
    try CalendarDay.check(minute, 0...59, "minute")
    try CalendarDay.check(second, 0...59, "second")
    return ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + nanosecond
  }

  /// One to nine digits after the point, in billionths.
  mutating func fraction() throws(QueryFailure) -> Int64 {
    let count = digitCount
    guard (1...9).contains(count), var value = digits(count) else { throw malformed("time") }
    for _ in count..<9 { value *= 10 }
    return value
  }

  /// An offset in seconds: `Z`, `+01`, `+0100`, `+01:00`, `+01:00:30`, `+010030`; nil when none stands here.
  mutating func offset() throws(QueryFailure) -> Int32? {
    if skip("Z") || skip("z") { return 0 }
    let isNegative = peek() == UInt8(ascii: "-")
    guard isNegative || peek() == UInt8(ascii: "+") else { return nil }
    index += 1
    guard let hours = digits(2) else { throw malformed("time offset") }
    var seconds = hours * 3_600
    let isExtended = peek() == UInt8(ascii: ":")
    for unit in [60, 1] as [Int64] {
      guard isExtended ? skip(":") : digitCount > 0 else { break }
      guard let digits = digits(2), digits <= 59 else { throw malformed("time offset") }
      seconds += digits * unit
    }
    guard seconds <= 64_800 else { throw .temporalValue("the offset in '\(text)' is beyond ±18:00") }
    return Int32(isNegative ? -seconds : seconds)
  }

  /// A zone's name in brackets; nil when none stands here.
  mutating func zoneName() throws(QueryFailure) -> String? {
    guard skip("[") else { return nil }
    let start = index
    while let byte = peek(), byte != UInt8(ascii: "]") { index += 1 }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    guard skip("]"), !name.isEmpty else { throw malformed("time zone") }
    return name
  }
}

extension TemporalParts {
  /// Reads a date, a time, or both, with or without offset and zone, as a text of that kind may have them.
  ///
  /// - Parameters:
  ///   - text: The text and nothing else.
  ///   - kind: What is expected.
  /// - Throws: ArgumentError for a text of another form and for parts out of range.
  init(reading text: String, as kind: TemporalKind) throws(QueryFailure) {
    var scanner = TemporalScanner(text)
    var parts = TemporalParts()
    if kind.hasDate {
      parts.day = try scanner.day()
      if kind.hasTime, scanner.skip("T") || scanner.skip("t") { parts.nanosecond = try scanner.timeOfDay() }
    } else {
      parts.nanosecond = try scanner.timeOfDay()
    }
    if kind.hasZone {
      parts.offset = try scanner.offset()
      parts.zone = parts.offset.map { .fixed($0) }
      if kind.hasDate, let name = try scanner.zoneName() { parts.zone = .named(name) }
    }
    guard scanner.isAtEnd else { throw scanner.malformed(kind.words) }
    self = parts
  }
}
