import OrderedCollections

// Property values of any type, as they lie in a packed graph.
extension FieldCoder {
  /// What a value is; the numbers are part of the file format.
  private enum Tag: UInt8 {
    case null, `false`, `true`, integer, float, string, list, map, date, localTime, time, localDateTime
    case dateTime, duration
  }

  /// How deep lists and maps may lie in each other.
  private static let deepest = 128

  /// A value; nodes, relationships and paths are no property values and become null.
  mutating func value(_ value: inout Value, depth: Int = 0) {
    var tag = FieldCoder.tag(of: value).rawValue
    byte(&tag)
    guard !isDamaged, depth < FieldCoder.deepest, let tag = Tag(rawValue: tag) else { return fail() }
    switch tag {
    case .null: if isReading { value = .null }
    case .false: value = .boolean(false)
    case .true: value = .boolean(true)
    case .integer, .float, .string: scalar(tag, &value)
    case .list:
      var elements: [Value] = []
      if case .list(let list) = value { elements = list }
      list(&elements, blank: .null) { $1.value(&$0, depth: depth + 1) }
      value = .list(elements)
    case .map:
      var entries = OrderedDictionary<String, Value>()
      if case .map(let map) = value { entries = map.entries }
      dictionary(&entries, blank: .null) { $1.value(&$0, depth: depth + 1) }
      value = .map(MapValue(entries: entries))
    case .date, .localTime, .time, .localDateTime, .dateTime, .duration: temporal(tag, &value)
    }
  }

  private static func tag(of value: Value) -> Tag {
    switch value {
    case .null, .node, .relationship, .path: .null
    case .boolean(let flag): flag ? .true : .false
    case .integer: .integer
    case .float: .float
    case .string: .string
    case .list: .list
    case .map: .map
    case .date: .date
    case .localTime: .localTime
    case .time: .time
    case .localDateTime: .localDateTime
    case .dateTime: .dateTime
    case .duration: .duration
    }
  }

  private mutating func scalar(_ tag: Tag, _ value: inout Value) {
    switch tag {
    case .integer:
      var number: Int64 = 0
      if case .integer(let integer) = value { number = integer }
      signed(&number)
      value = .integer(number)
    case .float:
      var number = 0.0
      if case .float(let float) = value { number = float }
      float(&number)
      value = .float(number)
    default:
      var string = ""
      if case .string(let old) = value { string = old }
      text(&string)
      value = .string(string)
    }
  }

  // MARK: Times

  private mutating func temporal(_ tag: Tag, _ value: inout Value) {
    var date = PartialDate(uncheckedYear: 0, month: 1, day: 1, flags: 0)
    var time = LocalTimeValue(nanosecondOfDay: 0)
    var offset: Int32 = 0
    var zone: String?
    switch value {
    case .date(let old): date = old
    case .localTime(let old): time = old
    case .time(let old): (time, offset) = (old.local, old.offsetSeconds)
    case .localDateTime(let old): (date, time) = (old.date, old.time)
    case .dateTime(let old):
      (date, time) = (old.local.date, old.local.time)
      (offset, zone) = (old.offsetSeconds, old.zone)
    default: break
    }
    switch tag {
    case .date:
      self.date(&date)
      value = .date(date)
    case .localTime:
      self.time(&time)
      value = .localTime(time)
    case .time:
      self.time(&time)
      self.offset(&offset)
      value = .time(TimeValue(local: time, offsetSeconds: offset))
    case .localDateTime, .dateTime:
      self.date(&date)
      if !date.isFullDate { fail() }
      self.time(&time)
      let local = LocalDateTimeValue(date: date, time: time)
      value = .localDateTime(local)
      if tag == .localDateTime { return }
      self.offset(&offset)
      option(&zone)
      value = .dateTime(DateTimeValue(local: local, offsetSeconds: offset, zone: zone))
    default: duration(&value)
    }
  }

  private mutating func date(_ date: inout PartialDate) {
    var year = Int64(date.year)
    var (month, day, flags) = (date.month, date.day, date.flags)
    signed(&year)
    byte(&month)
    byte(&day)
    byte(&flags)
    guard isReading, !isDamaged else { return }
    let limit = Int64(PartialDate.yearLimit)
    guard year >= -limit, year <= limit, flags <= 3, month <= 12, month > 0 || day == 0,
      Int(day) <= PartialDate.daysInMonth(Int(month), year: Int(year)), flags & 2 == 0 || month == 0
    else { return fail() }
    date = PartialDate(uncheckedYear: Int32(year), month: month, day: day, flags: flags)
  }

  private mutating func time(_ time: inout LocalTimeValue) {
    var nanoseconds = time.nanosecondOfDay
    signed(&nanoseconds)
    guard nanoseconds >= 0, nanoseconds < 86_400_000_000_000 else { return fail() }
    time = LocalTimeValue(nanosecondOfDay: nanoseconds)
  }

  private mutating func offset(_ offset: inout Int32) {
    var seconds = Int64(offset)
    signed(&seconds)
    guard seconds.magnitude <= 64_800 else { return fail() }
    offset = Int32(seconds)
  }

  private mutating func duration(_ value: inout Value) {
    var (months, days, seconds, nanoseconds): (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)
    if case .duration(let old) = value {
      (months, days, seconds, nanoseconds) = (old.months, old.days, old.seconds, Int64(old.nanoseconds))
    }
    signed(&months)
    signed(&days)
    signed(&seconds)
    signed(&nanoseconds)
    guard nanoseconds >= 0, nanoseconds < 1_000_000_000 else { return fail() }
    value = .duration(
      DurationValue(months: months, days: days, seconds: seconds, nanoseconds: Int32(nanoseconds)))
  }
}
