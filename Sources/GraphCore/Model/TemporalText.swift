// The ISO 8601 text of times and durations, as openCypher prints them; the query engine reads it back.

extension LocalTimeValue: CustomStringConvertible {
  /// `12:31:14.645876123`: seconds and their fraction only as far as they are not zero.
  package var description: String {
    let seconds = nanosecondOfDay / 1_000_000_000
    let fraction = nanosecondOfDay % 1_000_000_000
    var text = TemporalText.twoDigits(seconds / 3_600) + ":" + TemporalText.twoDigits(seconds / 60 % 60)
    if seconds % 60 != 0 || fraction != 0 { text += ":" + TemporalText.twoDigits(seconds % 60) }
    return text + TemporalText.fraction(fraction)
  }
}

extension TimeValue: CustomStringConvertible {
  /// `12:31:14+01:00`, `12:31Z`.
  package var description: String { local.description + TemporalText.offset(offsetSeconds) }
}

extension LocalDateTimeValue: CustomStringConvertible {
  /// `1984-10-11T12:31`.
  package var description: String { date.description + "T" + time.description }
}

extension DateTimeValue: CustomStringConvertible {
  /// `1984-10-11T12:31+01:00[Europe/Stockholm]`.
  package var description: String {
    local.description + TemporalText.offset(offsetSeconds) + (zone.map { "[\($0)]" } ?? "")
  }
}

extension DurationValue: CustomStringConvertible {
  /// `P12Y5M14DT16H13M10.000000001S`: parts that are zero are left out, `PT0S` when all are.
  ///
  /// Months become years and months, seconds become hours, minutes and seconds; a negative part carries its
  /// own sign.
  package var description: String {
    var text = "P"
    func append(_ number: Int64, _ unit: String) {
      if number != 0 { text += "\(number)\(unit)" }
    }
    append(months / 12, "Y")
    append(months % 12, "M")
    append(days, "D")
    // Stored are whole seconds rounded down; written are those rounded towards zero, and their fraction.
    let isNegative = seconds < 0 && nanoseconds > 0
    let whole = isNegative ? seconds + 1 : seconds
    let fraction = isNegative ? 1_000_000_000 - Int64(nanoseconds) : Int64(nanoseconds)
    guard whole != 0 || fraction != 0 else { return text == "P" ? "PT0S" : text }
    text += "T"
    append(whole / 3_600, "H")
    append(whole / 60 % 60, "M")
    let rest = whole % 60
    if rest != 0 || fraction != 0 {
      text += (isNegative && rest == 0 ? "-0" : String(rest)) + TemporalText.fraction(fraction) + "S"
    }
    return text
  }
}

/// Parts that several texts share.
package enum TemporalText {
  /// An offset from UTC: `Z`, `+01:00`, `-02:05:07`.
  package static func offset(_ seconds: Int32) -> String {
    guard seconds != 0 else { return "Z" }
    let size = Int64(seconds.magnitude)
    var text = (seconds < 0 ? "-" : "+") + twoDigits(size / 3_600) + ":" + twoDigits(size / 60 % 60)
    if size % 60 != 0 { text += ":" + twoDigits(size % 60) }
    return text
  }

  static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : String(number)
  }

  /// `.000000001`, without zeros at the end; empty for 0.
  static func fraction(_ nanoseconds: Int64) -> String {
    guard nanoseconds != 0 else { return "" }
    let digits = String(nanoseconds)
    var text = "." + String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
    while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
    return text
  }
}
