import GraphCore

/// Dates of cells: days at once, all other spellings looked up among those that were seen.
struct CellDates: Sendable {
  private var seen = StringPool()
  private var words: [UInt32] = []
  private var hasTime: [Bool] = []
  /// How many had a time of day.
  private(set) var droppedTimes = 0
  /// Whether there was a year that a packed date has no room for.
  private(set) var hasFarYear = false

  /// `2014-03-06`, `20140306` or `2014-03-06T10:00`; nil when it is anything else, or no day.
  mutating func day(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt32? {
    let lower = range.lowerBound
    if range.count == 8 { return unsafe day(bytes, lower, 4, 6) }
    guard range.count >= 10, unsafe bytes[lower + 4] == 0x2D, unsafe bytes[lower + 7] == 0x2D else {
      return nil
    }
    guard range.count > 10 else { return unsafe day(bytes, lower, 5, 8) }
    guard unsafe bytes[lower + 10] == 0x54 || bytes[lower + 10] == 0x20,
      unsafe bytes[range.upperBound - 1] > 0x20, let word = unsafe day(bytes, lower, 5, 8)
    else { return nil }
    for place in (lower + 11)..<range.upperBound {
      switch unsafe bytes[place] {
      case 0x30, 0x3A, 0x2E, 0x5A: continue
      default:
        droppedTimes += 1
        return word
      }
    }
    return word
  }

  private func day(
    _ bytes: UnsafeRawBufferPointer, _ lower: Int, _ monthAt: Int, _ dayAt: Int
  ) -> UInt32? {
    var isDigits = true
    func digit(_ offset: Int) -> Int {
      let value = Int(unsafe bytes[lower + offset]) - 0x30
      isDigits = isDigits && value >= 0 && value <= 9
      return value
    }
    let year = digit(0) * 1_000 + digit(1) * 100 + digit(2) * 10 + digit(3)
    let month = digit(monthAt) * 10 + digit(monthAt + 1)
    let day = digit(dayAt) * 10 + digit(dayAt + 1)
    guard isDigits, month >= 1, month <= 12, day >= 1 else { return nil }
    guard day <= 28 || day <= PartialDate.daysInMonth(month, year: year) else { return nil }
    return PackedDate.word(year: year, month: month, day: day)
  }

  /// The packed date of a text, which is odd when it is none.
  mutating func word(of text: String, _ isOdd: inout Bool) -> UInt32 {
    let id = seen.intern(text)
    if id.index == words.count {
      let normalized = ImportedDate.normalized(text)
      let date = try? PartialDate.parse(normalized.text)
      let word = date.flatMap { PackedDate($0)?.word }
      if date != nil, word == nil { hasFarYear = true }
      words.append(word ?? ClaimColumns.absent)
      hasTime.append(normalized.hasTime)
    }
    if hasTime[id.index] { droppedTimes += 1 }
    if words[id.index] == ClaimColumns.absent { isOdd = true }
    return words[id.index]
  }
}
