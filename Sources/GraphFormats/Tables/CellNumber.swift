/// Numbers as most tables write them, without making a text.
enum CellNumber {
  case integer(Int64)
  case float(Double)

  /// A number that is written as it would be printed; nil when it is none, or one that needs a closer look.
  ///
  /// A decimal fraction of at most 15 digits is the quotient of two whole numbers that are exact, so the division
  /// rounds it as reading digit by digit would (W. D. Clinger, "How to read floating point numbers accurately").
  init?(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, isPrintedForm: Bool = true) {
    var place = range.lowerBound
    let end = range.upperBound
    let isNegative = unsafe place < end && bytes[place] == 0x2D
    if isNegative { place += 1 }
    let first = place
    var digits: Int64 = 0
    while place < end, unsafe bytes[place] &- 0x30 <= 9 {
      if place - first == 18 { return nil }
      digits = digits * 10 + Int64(unsafe bytes[place] &- 0x30)
      place += 1
    }
    guard place > first, unsafe place == first + 1 || bytes[first] != 0x30 else { return nil }
    if place == end {
      if isNegative, digits == 0 { return nil }
      self = .integer(isNegative ? -digits : digits)
      return
    }
    guard unsafe bytes[place] == 0x2E else { return nil }
    place += 1
    let point = place
    while place < end, unsafe bytes[place] &- 0x30 <= 9 {
      if place - first > 15 { return nil }
      digits = digits * 10 + Int64(unsafe bytes[place] &- 0x30)
      place += 1
    }
    guard place == end, place > point, place - first <= 16 else { return nil }
    // `1.50` keeps its spelling, and very small numbers are printed with an exponent.
    if isPrintedForm {
      guard unsafe bytes[end - 1] != 0x30 || end == point + 1 else { return nil }
      guard unsafe digits == 0 || bytes[first] != 0x30 || end - point <= 4 else { return nil }
    }
    let value = Double(digits) / Self.powers[place - point]
    self = .float(isNegative ? -value : value)
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
