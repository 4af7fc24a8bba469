import GraphCore

/// How times compare: by the moment they mean, then by what the clock shows.
enum TemporalOrder {
  /// Orders two times of day with offsets: by UTC, ties by offset.
  static func compare(_ left: TimeValue, _ right: TimeValue) -> Int {
    let a = left.local.nanosecondOfDay - Int64(left.offsetSeconds) * 1_000_000_000
    let b = right.local.nanosecondOfDay - Int64(right.offsetSeconds) * 1_000_000_000
    if a != b { return a < b ? -1 : 1 }
    return Int(left.offsetSeconds) - Int(right.offsetSeconds)
  }

  /// Orders two points in time: by the moment, ties by offset and zone.
  static func compare(_ left: DateTimeValue, _ right: DateTimeValue) -> Int {
    let a = moment(left)
    let b = moment(right)
    if a != b { return a < b ? -1 : 1 }
    if left.offsetSeconds != right.offsetSeconds {
      return Int(left.offsetSeconds) - Int(right.offsetSeconds)
    }
    return StringBytes.compare(left.zone ?? "", right.zone ?? "")
  }

  /// Whole seconds since the epoch and the nanoseconds after them.
  private static func moment(_ value: DateTimeValue) -> (Int64, Int64) {
    let nanoseconds = value.local.time.nanosecondOfDay
    let days = Int64(value.local.date.earliestDay)
    return (
      days * 86_400 + nanoseconds / 1_000_000_000 - Int64(value.offsetSeconds),
      nanoseconds % 1_000_000_000
    )
  }

  /// Orders two amounts of time by their average length (a month is 30.436875 days), ties part by part.
  static func compare(_ left: DurationValue, _ right: DurationValue) -> Int {
    let a = averageSeconds(left)
    let b = averageSeconds(right)
    if a != b { return a < b ? -1 : 1 }
    if left.nanoseconds != right.nanoseconds { return left.nanoseconds < right.nanoseconds ? -1 : 1 }
    if left.months != right.months { return left.months < right.months ? -1 : 1 }
    return left.days < right.days ? -1 : left.days == right.days ? 0 : 1
  }

  private static func averageSeconds(_ value: DurationValue) -> Double {
    (Double(value.months) * 30.436875 + Double(value.days)) * 86_400 + Double(value.seconds)
  }
}
