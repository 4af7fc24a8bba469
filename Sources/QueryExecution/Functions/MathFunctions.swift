import Diagnostics
import GraphCore
import QueryPlanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Functions of numbers; angles are in radians.
enum MathFunctions {
  static let table: [FunctionID: ScalarFunction] = {
    var result: [FunctionID: ScalarFunction] = [
      .abs: absolute, .sign: sign, .round: round, .isNaN: isNaN, .atan2: arcTangent2,
      .pi: { _, _ throws(QueryFailure) in .float(Double.pi) },
      .e: { _, _ throws(QueryFailure) in .float(exp(1.0)) },
      .rand: { _, run throws(QueryFailure) in .float(run.random.nextUnit()) },
    ]
    let floats: [(FunctionID, @Sendable (Double) -> Double)] = [
      (.ceil, { ceil($0) }), (.floor, { floor($0) }), (.sqrt, { sqrt($0) }), (.exp, { exp($0) }),
      (.log, { log($0) }), (.log10, { log10($0) }), (.sin, { sin($0) }), (.cos, { cos($0) }),
      (.tan, { tan($0) }), (.cot, { 1 / tan($0) }), (.asin, { asin($0) }), (.acos, { acos($0) }),
      (.atan, { atan($0) }), (.degrees, { $0 * 180 / Double.pi }), (.radians, { $0 * Double.pi / 180 }),
      (.haversin, { (1 - cos($0)) / 2 }),
    ]
    for (function, body) in floats { result[function] = unary(function.rawValue, body) }
    return result
  }()

  /// A function of one number that gives a float.
  private static func unary(
    _ name: String, _ body: @escaping @Sendable (Double) -> Double
  ) -> ScalarFunction {
    let function: ScalarFunction = { values, _ throws(QueryFailure) in
      guard let argument = try number(name, values[0]) else { return .null }
      return .float(body(argument))
    }
    return function
  }

  private static func number(_ name: String, _ value: Value) throws(QueryFailure) -> Double? {
    switch value {
    case .integer(let number): return Double(number)
    case .float(let number): return number
    case .null: return nil
    default: throw .argumentType("\(name)() takes a number, not \(ValueText.withArticle(value))")
    }
  }

  private static let absolute: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .integer(let number):
      guard number != Int64.min else { throw .integerOverflow("abs(\(number))") }
      return .integer(Swift.abs(number))
    default: return try number("abs", values[0]).map { .float($0.magnitude) } ?? .null
    }
  }

  private static let sign: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .integer(let number): return .integer(number.signum())
    default:
      guard let number = try number("sign", values[0]) else { return .null }
      return .integer(number > 0 ? 1 : number < 0 ? -1 : 0)
    }
  }

  private static let isNaN: ScalarFunction = { values, _ throws(QueryFailure) in
    try number("isNaN", values[0]).map { .boolean($0.isNaN) } ?? .null
  }

  private static let arcTangent2: ScalarFunction = { values, _ throws(QueryFailure) in
    guard let y = try number("atan2", values[0]), let x = try number("atan2", values[1]) else {
      return .null
    }
    return .float(atan2(y, x))
  }

  /// Rounds a number.
  ///
  /// `round(x)`: ties towards positive infinity. `round(x, places)` and `round(x, places, mode)`: ties away
  /// from zero, or by mode (UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN).
  private static let round: ScalarFunction = { values, _ throws(QueryFailure) in
    guard let number = try number("round", values[0]) else { return .null }
    if values.count == 1 { return .float(floor(number + 0.5)) }
    guard case .integer(let places) = values[1] else {
      if values[1].isNull { return .null }
      throw .argumentType("round() takes an integer, not \(ValueText.withArticle(values[1]))")
    }
    guard places >= 0 else { throw .outOfRange("round() takes no negative number of places") }
    var mode = "HALF_UP"
    if values.count > 2 {
      guard case .string(let name) = values[2] else {
        throw .argumentType("round() takes the name of a mode, not \(ValueText.withArticle(values[2]))")
      }
      mode = name
    }
    // Doubles have 17 significant digits: beyond that there is nothing to round.
    let scale = pow(10, Double(min(places, 300)))
    let scaled = number * scale
    guard scaled.isFinite, Swift.abs(scaled) < 0x1p52 else { return .float(number) }
    guard let rounded = rounded(scaled, mode) else {
      throw .argumentValue("round() knows no mode `\(mode)`")
    }
    return .float(rounded / scale)
  }

  private static func rounded(_ number: Double, _ mode: String) -> Double? {
    switch mode {
    case "UP": number < 0 ? floor(number) : ceil(number)
    case "DOWN": trunc(number)
    case "CEILING": ceil(number)
    case "FLOOR": floor(number)
    case "HALF_UP": number < 0 ? -floor(0.5 - number) : floor(number + 0.5)
    case "HALF_DOWN": number < 0 ? floor(number + 0.5) : ceil(number - 0.5)
    case "HALF_EVEN": rint(number)
    default: nil
    }
  }
}
