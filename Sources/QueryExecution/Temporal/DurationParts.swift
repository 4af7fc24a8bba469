import Diagnostics
import GraphCore
import OrderedCollections

/// A duration being put together from units with fractions.
///
/// A fraction of a unit is kept in billionths and passes to the next smaller part: of a month, by the average
/// length of a Gregorian month of 2,629,746 seconds (146,097 days in 4,800 months), to days and seconds; of a
/// day to seconds. One billionth of a unit of n seconds is n nanoseconds, so that nothing more is rounded.
struct DurationParts {
  private static let monthSeconds: Int64 = 2_629_746
  private static let billion: Int64 = 1_000_000_000

  private var months: Int64 = 0
  private var days: Int64 = 0
  private var seconds: Int64 = 0
  /// Not normalised: may be negative and beyond a second.
  private var nanoseconds: Int64 = 0

  init() {}

  init(_ value: DurationValue) {
    months = value.months
    days = value.days
    seconds = value.seconds
    nanoseconds = Int64(value.nanoseconds)
  }

  /// The units of the map form, the plural as openCypher has it.
  static let unitNames = [
    "years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds",
    "microseconds", "nanoseconds",
  ]

  /// Adds a number of units.
  ///
  /// - Parameters:
  ///   - whole: The whole units.
  ///   - billionths: The fraction, of the same sign.
  ///   - unit: One of ``unitNames``.
  /// - Throws: ArithmeticError when a part does not fit into 64 bits.
  mutating func add(_ whole: Int64, _ billionths: Int64, _ unit: String) throws(QueryFailure) {
    switch unit {
    case "years": try addMonths(whole, billionths, each: 12)
    case "quarters": try addMonths(whole, billionths, each: 3)
    case "months": try addMonths(whole, billionths, each: 1)
    case "weeks": try addDays(whole, billionths, each: 7)
    case "days": try addDays(whole, billionths, each: 1)
    case "hours": try addSeconds(whole, billionths, each: 3_600)
    case "minutes": try addSeconds(whole, billionths, each: 60)
    case "seconds": try addSeconds(whole, billionths, each: 1)
    case "milliseconds": try addFraction(whole, billionths, perSecond: 1_000)
    case "microseconds": try addFraction(whole, billionths, perSecond: 1_000_000)
    default: try addFraction(whole, billionths, perSecond: Self.billion)
    }
  }

  private mutating func addMonths(
    _ whole: Int64, _ billionths: Int64, each: Int64
  ) throws(QueryFailure) {
    let parts = billionths * each
    months = try Checked.sum(months, Checked.product(whole, each))
    months = try Checked.sum(months, parts / Self.billion)
    try addMonthNanoseconds(parts % Self.billion * Self.monthSeconds)
  }

  /// Part of a month, less than 2.7 × 10¹⁵ ns.
  private mutating func addMonthNanoseconds(_ amount: Int64) throws(QueryFailure) {
    days = try Checked.sum(days, amount / LocalMoment.nanosecondsPerDay)
    try addNanoseconds(amount % LocalMoment.nanosecondsPerDay)
  }

  private mutating func addDays(_ whole: Int64, _ billionths: Int64, each: Int64) throws(QueryFailure) {
    let parts = billionths * each
    days = try Checked.sum(days, Checked.product(whole, each))
    days = try Checked.sum(days, parts / Self.billion)
    try addNanoseconds(parts % Self.billion * 86_400)
  }

  private mutating func addSeconds(_ whole: Int64, _ billionths: Int64, each: Int64) throws(QueryFailure) {
    seconds = try Checked.sum(seconds, Checked.product(whole, each))
    try addNanoseconds(billionths * each)
  }

  private mutating func addFraction(
    _ whole: Int64, _ billionths: Int64, perSecond: Int64
  ) throws(QueryFailure) {
    seconds = try Checked.sum(seconds, whole / perSecond)
    try addNanoseconds(whole % perSecond * (Self.billion / perSecond) + billionths / perSecond)
  }

  private mutating func addNanoseconds(_ amount: Int64) throws(QueryFailure) {
    seconds = try Checked.sum(seconds, amount / Self.billion)
    nanoseconds = try Checked.sum(nanoseconds, amount % Self.billion)
  }

  /// The value for storage: nanoseconds from 0, seconds rounded down.
  func value() throws(QueryFailure) -> DurationValue {
    let carry = nanoseconds.flooredQuotient(by: Self.billion)
    return DurationValue(
      months: months, days: days, seconds: try Checked.sum(seconds, carry),
      nanoseconds: Int32(nanoseconds - carry * Self.billion))
  }

  // MARK: Arithmetic

  static func sum(_ left: DurationValue, _ right: DurationValue) throws(QueryFailure) -> DurationValue {
    var parts = DurationParts(left)
    parts.months = try Checked.sum(left.months, right.months)
    parts.days = try Checked.sum(left.days, right.days)
    parts.seconds = try Checked.sum(left.seconds, right.seconds)
    parts.nanoseconds += Int64(right.nanoseconds)
    return try parts.value()
  }

  static func negated(_ value: DurationValue) throws(QueryFailure) -> DurationValue {
    var parts = DurationParts()
    parts.months = try Checked.difference(0, value.months)
    parts.days = try Checked.difference(0, value.days)
    parts.seconds = try Checked.difference(0, value.seconds)
    parts.nanoseconds = -Int64(value.nanoseconds)
    return try parts.value()
  }

  /// So many times the duration, divided: exact, nanoseconds rounded towards zero.
  ///
  /// - Throws: ArithmeticError when a part overflows or the divisor is 0.
  static func scaled(
    _ value: DurationValue, by factor: Int64, over divisor: Int64
  ) throws(QueryFailure) -> DurationValue {
    guard divisor != 0 else { throw .divisionByZero() }
    // 64 × 64 bits fit into 128; the remainders below are smaller than the divisor.
    let over = Int128(divisor)
    let months = (Int128(value.months) * Int128(factor)).quotientAndRemainder(dividingBy: over)
    var parts = DurationParts()
    parts.months = try narrowed(months.quotient)
    try parts.addMonthNanoseconds(
      narrowed(fraction(months.remainder, over, of: Int128(monthSeconds) * Int128(billion))))
    let days = (Int128(value.days) * Int128(factor)).quotientAndRemainder(dividingBy: over)
    parts.days = try Checked.sum(parts.days, narrowed(days.quotient))
    try parts.addNanoseconds(
      narrowed(fraction(days.remainder, over, of: Int128(LocalMoment.nanosecondsPerDay))))
    let time = DurationParts.timeNanoseconds(value)
    let (product, overflow) = time.multipliedReportingOverflow(by: Int128(factor))
    if overflow { throw .integerOverflow("duration * \(factor)") }
    let nanoseconds = product / over
    parts.seconds = try Checked.sum(parts.seconds, narrowed(nanoseconds / Int128(billion)))
    try parts.addNanoseconds(narrowed(nanoseconds % Int128(billion)))
    return try parts.value()
  }

  /// `unit × remainder / divisor`, rounded towards zero.
  private static func fraction(_ remainder: Int128, _ divisor: Int128, of unit: Int128) -> Int128 {
    // |remainder| < 2⁶³ and unit < 2⁵²: the product fits into 128 bits.
    remainder * unit / divisor
  }

  /// Seconds and nanoseconds as one count.
  private static func timeNanoseconds(_ value: DurationValue) -> Int128 {
    Int128(value.seconds) * Int128(billion) + Int128(value.nanoseconds)
  }

  /// So many times the duration, by a float; whole factors are exact, others have a float's 15 digits and
  /// nanoseconds rounded towards zero.
  ///
  /// - Throws: ArithmeticError when a part overflows or the factor is no finite number.
  static func scaled(_ value: DurationValue, by factor: Double) throws(QueryFailure) -> DurationValue {
    if let whole = Int64(exactly: factor) { return try scaled(value, by: whole, over: 1) }
    if factor != 0, let whole = Int64(exactly: 1 / factor), 1 / Double(whole) == factor {
      return try scaled(value, by: 1, over: whole)
    }
    var parts = DurationParts()
    for (number, unit) in [(value.months, "months"), (value.days, "days")] {
      let (whole, billionths) = try split(Double(number) * factor, "duration * \(factor)")
      try parts.add(whole, billionths, unit)
    }
    let time = Double(value.seconds) * factor
    let (whole, billionths) = try split(time, "duration * \(factor)")
    try parts.add(whole, billionths, "seconds")
    try parts.addNanoseconds(Int64(Double(value.nanoseconds) * factor.clamped))
    return try parts.value()
  }

  /// A float's whole part and its fraction in billionths, rounded to the nearest.
  static func split(_ number: Double, _ what: String) throws(QueryFailure) -> (Int64, Int64) {
    let whole = number.rounded(.towardZero)
    guard let integer = Int64(exactly: whole) else {
      throw QueryFailure(
        .arithmeticError, .runtime, "IntegerOverflow", "`\(what)` does not fit into a duration")
    }
    return (integer, Int64(((number - whole) * 1e9).rounded()))
  }

  private static func narrowed(_ number: Int128) throws(QueryFailure) -> Int64 {
    guard let result = Int64(exactly: number) else { throw .integerOverflow(String(number)) }
    return result
  }
}

extension Double {
  /// Kept within what the conversion of a fraction of a second can take; larger factors overflowed before.
  fileprivate var clamped: Double { Swift.min(Swift.max(self, -9e8), 9e8) }
}

/// `duration({days: 14, hours: 16.5})` and `duration('P14DT16H30M')`.
enum DurationReader {
  /// A duration from a map of units.
  ///
  /// - Throws: ArgumentError for an unknown unit, TypeError for what is no number.
  static func duration(_ map: MapValue) throws(QueryFailure) -> DurationValue {
    var parts = DurationParts()
    for (key, value) in map.entries {
      guard DurationParts.unitNames.contains(key) else {
        throw .temporalValue("a duration has no unit `\(key)`")
      }
      switch value {
      case .null: break
      case .integer(let number): try parts.add(number, 0, key)
      case .float(let number):
        let (whole, billionths) = try DurationParts.split(number, "\(key): \(number)")
        try parts.add(whole, billionths, key)
      default: throw .argumentType("`\(key)` is a number, not \(ValueText.withArticle(value))")
      }
    }
    return try parts.value()
  }

  /// A duration from text: `P1Y2M3W4DT5H6M7.8S`, each part with a sign and a fraction of its own, or
  /// `P2012-02-02T14:37:21.545`.
  ///
  /// - Throws: ArgumentError for another form.
  static func duration(_ text: String) throws(QueryFailure) -> DurationValue {
    var scanner = TemporalScanner(text)
    let isNegative = scanner.skip("-")
    guard scanner.skip("P") || scanner.skip("p") else { throw scanner.malformed("duration") }
    var parts = DurationParts()
    if try !readDateForm(scanner, into: &parts) { try readUnits(&scanner, into: &parts) }
    let value = try parts.value()
    return isNegative ? try DurationParts.negated(value) : value
  }

  private static func readUnits(
    _ scanner: inout TemporalScanner, into parts: inout DurationParts
  ) throws(QueryFailure) {
    var units: [(Unicode.Scalar, String)] = [("Y", "years"), ("M", "months"), ("W", "weeks"), ("D", "days")]
    var isEmpty = true
    var isTime = false
    while !scanner.isAtEnd {
      if !isTime, scanner.skip("T") {
        units = [("H", "hours"), ("M", "minutes"), ("S", "seconds")]
        isTime = true
        isEmpty = true
        continue
      }
      let (whole, billionths) = try scanner.decimal()
      var place: Int?
      for (index, unit) in units.enumerated() where place == nil && scanner.skip(unit.0) { place = index }
      guard let place else { throw scanner.malformed("duration") }
      try parts.add(whole, billionths, units[place].1)
      units.removeFirst(place + 1)
      isEmpty = false
    }
    if isEmpty { throw scanner.malformed("duration") }
  }

  /// `2012-02-02T14:37:21.545`: years, months and days, hours, minutes and seconds.
  private static func readDateForm(
    _ original: TemporalScanner, into parts: inout DurationParts
  ) throws(QueryFailure) -> Bool {
    var scanner = original
    guard let years = scanner.digits(4), scanner.skip("-"), let months = scanner.digits(2),
      scanner.skip("-"), let days = scanner.digits(2)
    else { return false }
    try CalendarDay.check(months, 0...12, "month")
    try CalendarDay.check(days, 0...31, "day")
    try parts.add(years, 0, "years")
    try parts.add(months, 0, "months")
    try parts.add(days, 0, "days")
    if scanner.skip("T") { try parts.add(scanner.timeOfDay(), 0, "nanoseconds") }
    guard scanner.isAtEnd else { throw scanner.malformed("duration") }
    return true
  }
}

extension TemporalScanner {
  /// A decimal number with an optional sign, as whole and billionths of the same sign.
  mutating func decimal() throws(QueryFailure) -> (whole: Int64, billionths: Int64) {
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    guard let whole = digits(min(digitCount, 19)) else { throw malformed("duration") }
    let billionths = skip(".") || skip(",") ? try fraction() : 0
    return isNegative ? (-whole, -billionths) : (whole, billionths)
  }
}
