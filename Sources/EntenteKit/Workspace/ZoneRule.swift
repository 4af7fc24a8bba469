import GraphCore

/// What holds after a zone's last known change: the `TZ` string of POSIX (IEEE 1003.1-2017, 8.3) at a TZif
/// file's end, `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
  /// A day of the year and the time of day at which clocks change.
  private struct Change {
    enum Day {
      /// The week (5: the last) and the weekday (0: Sunday) of a month.
      case weekday(month: Int, week: Int, weekday: Int64)
      /// 1 to 365, 29 February not counted.
      case julian(Int64)
      /// 0 to 365, 29 February counted.
      case ordinal(Int64)
    }

    let day: Day
    /// Seconds after midnight; may be negative or beyond a day.
    let time: Int64

    /// Seconds from the epoch to the change, on the clock before it.
    func seconds(in year: Int) -> Int64 {
      let days: Int64
      switch day {
      case .weekday(let month, let week, let weekday):
        let first = PartialDate.daysSinceEpoch(year: year, month: month, day: 1)
        // 1970-01-01 was a Thursday, 4.
        let distance = ((weekday - (first + 4) % 7) % 7 + 7) % 7
        let last = first + Int64(PartialDate.daysInMonth(month, year: year)) - 1
        let found = first + distance + Int64(week - 1) * 7
        days = found > last ? found - 7 : found
      case .julian(let number):
        let isLater = PartialDate.isLeap(year) && number >= 60
        days = PartialDate.daysSinceEpoch(year: year, month: 1, day: 1) + number - (isLater ? 0 : 1)
      case .ordinal(let number):
        days = PartialDate.daysSinceEpoch(year: year, month: 1, day: 1) + number
      }
      return days * 86_400 + time
    }
  }

  private let standard: Int32
  private var summer: (offset: Int32, start: Change, end: Change)?

  /// Reads a rule; nil for an empty or malformed one.
  init?(_ bytes: [UInt8]) {
    var scanner = RuleScanner(bytes)
    guard scanner.skipName(), let west = scanner.time() else { return nil }
    standard = -west
    guard !scanner.isAtEnd else { return }
    guard scanner.skipName() else { return nil }
    var offset = standard + 3_600
    if scanner.peek != UInt8(ascii: ",") {
      guard let west = scanner.time() else { return nil }
      offset = -west
    }
    guard let start = Self.change(&scanner), let end = Self.change(&scanner), scanner.isAtEnd else {
      return nil
    }
    summer = (offset, start, end)
  }

  private static func change(_ scanner: inout RuleScanner) -> Change? {
    guard scanner.skip(",") else { return nil }
    let day: Change.Day
    if scanner.skip("M") {
      guard let month = scanner.number(1...12), scanner.skip("."), let week = scanner.number(1...5),
        scanner.skip("."), let weekday = scanner.number(0...6)
      else { return nil }
      day = .weekday(month: month, week: week, weekday: Int64(weekday))
    } else if scanner.skip("J") {
      guard let number = scanner.number(1...365) else { return nil }
      day = .julian(Int64(number))
    } else {
      guard let number = scanner.number(0...365) else { return nil }
      day = .ordinal(Int64(number))
    }
    guard scanner.skip("/") else { return Change(day: day, time: 7_200) }
    return scanner.time().map { Change(day: day, time: Int64($0)) }
  }

  /// Seconds east of UTC at a moment.
  func offset(atUTC seconds: Int64) -> Int32 {
    let local = seconds + Int64(standard)
    let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    guard let summer, let year = PartialDate(daysSinceEpoch: day).map({ Int($0.year) }) else {
      return standard
    }
    let start = summer.start.seconds(in: year) - Int64(standard)
    let end = summer.end.seconds(in: year) - Int64(summer.offset)
    let isSummer =
      start < end ? start <= seconds && seconds < end : !(end <= seconds && seconds < start)
    return isSummer ? summer.offset : standard
  }
}

/// Reads the parts of a rule.
private struct RuleScanner {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { index >= bytes.count }
  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// `CET`, `<+0530>`.
  mutating func skipName() -> Bool {
    let start = index
    if skip("<") {
      while let byte = peek, byte != UInt8(ascii: ">") { index += 1 }
      return skip(">")
    }
    while let byte = peek, (0x61...0x7A).contains(byte | 0x20) { index += 1 }
    return index > start
  }

  /// Digits of a number in a range.
  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    var value: Int?
    while let byte = peek, (0x30...0x39).contains(byte), (value ?? 0) < 1_000 {
      value = (value ?? 0) * 10 + Int(byte - 0x30)
      index += 1
    }
    return value.flatMap { range.contains($0) ? $0 : nil }
  }

  /// `-1`, `3`, `2:30`, `-167:59:59`, in seconds.
  mutating func time() -> Int32? {
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    guard var seconds = number(0...167).map({ $0 * 3_600 }) else { return nil }
    for unit in [60, 1] where skip(":") {
      guard let part = number(0...59) else { return nil }
      seconds += part * unit
    }
    return Int32(isNegative ? -seconds : seconds)
  }
}
