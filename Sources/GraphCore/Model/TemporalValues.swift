// How times are stored. Arithmetic, parsing and zones are the query engine's; here are only the parts.

/// A time of day without an offset.
package struct LocalTimeValue: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds since midnight, 0 ..< 86,400,000,000,000.
  package let nanosecondOfDay: Int64

  /// Makes a time of day.
  package init(nanosecondOfDay: Int64) { self.nanosecondOfDay = nanosecondOfDay }

  /// Orders by time.
  package static func < (left: LocalTimeValue, right: LocalTimeValue) -> Bool {
    left.nanosecondOfDay < right.nanosecondOfDay
  }
}

/// A time of day with an offset from UTC.
package struct TimeValue: Hashable, Sendable, BitwiseCopyable {
  /// The time on the local clock.
  package let local: LocalTimeValue

  /// Seconds east of UTC, at most ±64,800.
  package let offsetSeconds: Int32

  /// Makes a time.
  package init(local: LocalTimeValue, offsetSeconds: Int32) {
    self.local = local
    self.offsetSeconds = offsetSeconds
  }
}

/// A day and a time of day without an offset.
package struct LocalDateTimeValue: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The day; always a full date.
  package let date: PartialDate

  /// The time on that day.
  package let time: LocalTimeValue

  /// Makes a point on the local clock.
  package init(date: PartialDate, time: LocalTimeValue) {
    self.date = date
    self.time = time
  }

  /// Orders by time.
  package static func < (left: LocalDateTimeValue, right: LocalDateTimeValue) -> Bool {
    left.date == right.date ? left.time < right.time : left.date < right.date
  }
}

/// A point in time as a clock somewhere shows it.
package struct DateTimeValue: Hashable, Sendable {
  /// What the local clock shows.
  package let local: LocalDateTimeValue

  /// Seconds east of UTC, at most ±64,800.
  package let offsetSeconds: Int32

  /// The zone the offset was taken from (`Europe/Stockholm`), if one was named.
  package let zone: String?

  /// Makes a point in time.
  package init(local: LocalDateTimeValue, offsetSeconds: Int32, zone: String? = nil) {
    self.local = local
    self.offsetSeconds = offsetSeconds
    self.zone = zone
  }
}

/// An amount of time in openCypher's four parts, which do not convert into each other.
package struct DurationValue: Hashable, Sendable, BitwiseCopyable {
  /// Whole months.
  package let months: Int64

  /// Whole days.
  package let days: Int64

  /// Whole seconds; carries the sign of the time part (floor).
  package let seconds: Int64

  /// The fraction of a second, 0 ..< 1,000,000,000.
  package let nanoseconds: Int32

  /// Makes an amount of time.
  package init(months: Int64, days: Int64, seconds: Int64, nanoseconds: Int32) {
    self.months = months
    self.days = days
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}
