import Diagnostics
import GraphCore
import QueryPlanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A sum: exact as long as all values are integers, and compensated afterwards; or of durations, part by part.
///
/// Floats are added by Neumaier's method (1974), so that the order of rows hardly matters.
private struct RunningSum {
  var integers: Int64 = 0
  var floats = 0.0
  var compensation = 0.0
  var hasFloats = false
  /// The sum of durations; nil as long as none came.
  var duration: DurationValue?
  var count = 0

  mutating func add(_ value: Value, function: String) throws(QueryFailure) {
    switch value {
    case .null: return
    case .duration(let amount) where duration != nil || count == 0:
      let sum = duration ?? DurationValue(months: 0, days: 0, seconds: 0, nanoseconds: 0)
      duration = try DurationParts.sum(sum, amount)
    case _ where duration != nil: throw Self.mixed(function)
    case .duration: throw Self.mixed(function)
    case .integer(let number):
      let (sum, overflow) = integers.addingReportingOverflow(number)
      if overflow { throw .integerOverflow("\(function)(…)") }
      integers = sum
    case .float(let number):
      hasFloats = true
      let sum = floats + number
      compensation += floats.magnitude >= number.magnitude ? (floats - sum) + number : (number - sum) + floats
      floats = sum
    default:
      throw .argumentType("\(function)() takes numbers or durations, not \(ValueText.withArticle(value))")
    }
    count += 1
  }

  private static func mixed(_ function: String) -> QueryFailure {
    .argumentType("\(function)() takes numbers or durations, not both")
  }

  var total: Double {
    let corrected = floats + compensation
    // Infinity minus infinity is NaN in the compensation, never in the sum itself.
    return Double(integers) + (corrected.isNaN ? floats : corrected)
  }

  var value: Value { duration.map { .duration($0) } ?? number }

  private var number: Value { hasFloats ? .float(total) : .integer(integers) }
}

/// `sum(x)`.
final class SumAccumulator: Accumulator {
  private var sums: [RunningSum] = []

  override func grow(to count: Int) {
    while sums.count < count { sums.append(RunningSum()) }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) throws(QueryFailure) {
    for row in 0..<count { try sums[groups[row]].add(arguments[0].value(at: row), function: "sum") }
  }

  override func results() -> [Value] { sums.map(\.value) }
}

/// `avg(x)`: of numbers always a float; of durations a duration, each part divided and its rest passed on.
final class AverageAccumulator: Accumulator {
  private var sums: [RunningSum] = []

  override func grow(to count: Int) {
    while sums.count < count { sums.append(RunningSum()) }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) throws(QueryFailure) {
    for row in 0..<count {
      // As floats: an average does not overflow where a sum would.
      let value = arguments[0].value(at: row)
      if case .integer(let number) = value, number.magnitude > 1 << 52 {
        try sums[groups[row]].add(.float(Double(number)), function: "avg")
      } else {
        try sums[groups[row]].add(value, function: "avg")
      }
    }
  }

  override func results() throws(QueryFailure) -> [Value] {
    var result: [Value] = []
    for sum in sums {
      if let duration = sum.duration {
        result.append(.duration(try DurationParts.scaled(duration, by: 1, over: Int64(sum.count))))
      } else {
        result.append(sum.count == 0 ? .null : .float(sum.total / Double(sum.count)))
      }
    }
    return result
  }
}

/// `stDev(x)` and `stDevP(x)` by Welford's method (1962).
final class DeviationAccumulator: Accumulator {
  private struct Spread {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0
  }

  private let isSample: Bool
  private var spreads: [Spread] = []

  init(isSample: Bool) {
    self.isSample = isSample
  }

  override func grow(to count: Int) {
    while spreads.count < count { spreads.append(Spread()) }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) throws(QueryFailure) {
    for row in 0..<count {
      guard let number = try PercentileAccumulator.number(arguments[0].value(at: row), "stDev") else {
        continue
      }
      let group = groups[row]
      spreads[group].count += 1
      let difference = number - spreads[group].mean
      spreads[group].mean += difference / spreads[group].count
      spreads[group].squares += difference * (number - spreads[group].mean)
    }
  }

  override func results() -> [Value] {
    spreads.map { spread in
      let degrees = isSample ? spread.count - 1 : spread.count
      return .float(degrees > 0 ? sqrt(spread.squares / degrees) : 0)
    }
  }
}

/// `percentileDisc(x, p)` and `percentileCont(x, p)`; `p` is read from the group's first row.
final class PercentileAccumulator: Accumulator {
  private let isContinuous: Bool
  private let run: QueryRun
  private var values: [[Value]] = []
  private var fractions: [Double?] = []

  init(isContinuous: Bool, _ run: QueryRun) {
    self.isContinuous = isContinuous
    self.run = run
  }

  override func grow(to count: Int) {
    while values.count < count {
      values.append([])
      fractions.append(nil)
    }
  }

  private var name: String { isContinuous ? "percentileCont" : "percentileDisc" }

  /// A number; nil for null.
  static func number(_ value: Value, _ function: String) throws(QueryFailure) -> Double? {
    switch value {
    case .null: return nil
    case .integer(let number): return Double(number)
    case .float(let number): return number
    default: throw .argumentType("\(function)() takes numbers, not \(ValueText.withArticle(value))")
    }
  }

  override func add(_ arguments: [Column], count: Int, groups: [Int]) throws(QueryFailure) {
    for row in 0..<count {
      let group = groups[row]
      if fractions[group] == nil {
        let fraction = try Self.number(arguments[1].value(at: row), name) ?? 0
        guard fraction >= 0, fraction <= 1 else {
          throw .outOfRange("\(name)() takes a fraction between 0 and 1, not \(fraction)")
        }
        fractions[group] = fraction
      }
      let value = arguments[0].value(at: row)
      if try Self.number(value, name) != nil { values[group].append(value) }
    }
  }

  override func results() throws(QueryFailure) -> [Value] {
    var result: [Value] = []
    for (group, unsorted) in values.enumerated() {
      if unsorted.isEmpty {
        result.append(.null)
        continue
      }
      let sorted = try run.sorted(unsorted) { ValueOrder.totalOrder($0, $1) < 0 }
      let fraction = fractions[group] ?? 0
      result.append(isContinuous ? try interpolated(sorted, fraction) : nearest(sorted, fraction))
    }
    return result
  }

  /// The value at the rank `⌈p · n⌉`, the first for 0.
  private func nearest(_ sorted: [Value], _ fraction: Double) -> Value {
    let rank = Int(ceil(fraction * Double(sorted.count)))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }

  /// Linear interpolation between the two values around `p · (n − 1)`.
  private func interpolated(_ sorted: [Value], _ fraction: Double) throws(QueryFailure) -> Value {
    let place = fraction * Double(sorted.count - 1)
    let lower = min(max(Int(place), 0), sorted.count - 1)
    let upper = min(lower + 1, sorted.count - 1)
    let a = try Self.number(sorted[lower], name) ?? 0
    let b = try Self.number(sorted[upper], name) ?? 0
    let weight = place - Double(lower)
    return .float(weight == 0 ? a : a + (b - a) * weight)
  }
}
