/// Dates as tables and event data write them.
enum ImportedDate {
  /// The date as graph files write it: `20200927` gets its hyphens, a time of day is left out, all else stays.
  static func normalized(_ text: String) -> (text: String, hasTime: Bool) {
    let bytes = Array(text.utf8)
    func areDigits(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy { (0x30...0x39).contains($0) } }
    if bytes.count == 8, areDigits(0..<8) {
      return ("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.dropFirst(6))", false)
    }
    if bytes.count > 10, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x20,
      areDigits(0..<4), areDigits(5..<7), areDigits(8..<10)
    {
      let isMidnight = bytes[11...].allSatisfy { byte in
        byte == 0x30 || byte == 0x3A || byte == 0x2E || byte == 0x5A
      }
      return (String(text.prefix(10)), !isMidnight)
    }
    return (spelledOtherwise(text) ?? text, false)
  }

  /// Other spellings as graph files write them; nil of what is no date, or not certainly one.
  ///
  /// `2020/1/2`, `2020-1-2`, `31.12.2020`, `31 Dec 2020`, `December 31, 2020`, `Dec 2020` and `31/12/2020`; of `1/2/2020`
  /// nobody knows which is the month.
  private static func spelledOtherwise(_ text: String) -> String? {
    guard text.utf8.count >= 6, text.utf8.count <= 20 else { return nil }
    let parts = text.split { " ./-,".contains($0) }.map(String.init)
    let marks = Set(text.filter { "./-,".contains($0) })
    func number(_ part: String, _ range: ClosedRange<Int>) -> Int? {
      guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(part) else { return nil }
      return range.contains(number) ? number : nil
    }
    func year(_ part: String) -> Int? { part.utf8.count == 4 ? number(part, 1_000...9_999) : nil }
    func day(_ year: Int?, _ month: Int?, _ day: Int?) -> String? {
      guard let year, let month, let day else { return nil }
      return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
    switch parts.count {
    case 3 where marks.count == 1 && !marks.contains(",") && year(parts[0]) != nil && !text.contains(" "):
      return day(year(parts[0]), number(parts[1], 1...12), number(parts[2], 1...31))
    case 3 where marks == ["."]:
      return day(year(parts[2]), number(parts[1], 1...12), number(parts[0], 1...31))
    case 3 where marks == ["/"]:
      // Only where one of the two can be no month.
      guard let first = number(parts[0], 1...31), let second = number(parts[1], 1...31) else { return nil }
      if first > 12, second <= 12 { return day(year(parts[2]), second, first) }
      return second > 12 && first <= 12 ? day(year(parts[2]), first, second) : nil
    case 3:
      return day(year(parts[2]), month(parts[1]), number(parts[0], 1...31))
        ?? day(year(parts[2]), month(parts[0]), number(parts[1], 1...31))
    case 2:
      guard let year = year(parts[1]), let month = month(parts[0]) else { return nil }
      return "\(year)-\(month < 10 ? "0" : "")\(month)"
    default: return nil
    }
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]

  /// The number of an English month, written out or in three letters or four.
  private static func month(_ word: String) -> Int? {
    guard word.utf8.count >= 3 else { return nil }
    let lower = word.lowercased()
    return months.firstIndex { $0 == lower || lower.utf8.count <= 4 && $0.hasPrefix(lower) }.map { $0 + 1 }
  }
}
