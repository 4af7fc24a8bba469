import Diagnostics
import GraphCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `+ - * / % ^` of openCypher; nothing here traps.
///
/// Null on either side gives null. Integers overflow into an ArithmeticError, floats follow IEEE 754.
enum Arithmetic {
  /// The binary operators.
  enum Operation: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case power = "^"
  }

  /// Applies an operator.
  ///
  /// - Throws: ArithmeticError on integer overflow and integer division by zero, TypeError on other types.
  static func apply(
    _ operation: Operation, _ left: Value, _ right: Value, _ zones: ZoneFinder = ZoneFinder(rules: nil)
  ) throws(QueryFailure) -> Value {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return try integers(operation, a, b)
    case (.float(let a), .float(let b)): return .float(floats(operation, a, b))
    case (.integer(let a), .float(let b)): return .float(floats(operation, Double(a), b))
    case (.float(let a), .integer(let b)): return .float(floats(operation, a, Double(b)))
    case (.null, _), (_, .null): return .null
    default:
      if let result = try TemporalArithmetic.apply(operation, left, right, zones) { return result }
      if operation == .add, let sum = try concatenated(left, right) { return sum }
      throw .operandTypes(operation.rawValue, left, right)
    }
  }

  private static func integers(
    _ operation: Operation, _ left: Int64, _ right: Int64
  ) throws(QueryFailure) -> Value {
    let result: (partialValue: Int64, overflow: Bool)
    switch operation {
    case .add: result = left.addingReportingOverflow(right)
    case .subtract: result = left.subtractingReportingOverflow(right)
    case .multiply: result = left.multipliedReportingOverflow(by: right)
    case .divide:
      guard right != 0 else { throw .divisionByZero() }
      result = left.dividedReportingOverflow(by: right)
    case .modulo:
      guard right != 0 else { throw .divisionByZero() }
      // The remainder of Int64.min by -1 is 0; only the quotient overflows.
      result = (left.remainderReportingOverflow(dividingBy: right).partialValue, false)
    case .power: return .float(pow(Double(left), Double(right)))
    }
    if result.overflow { throw .integerOverflow("\(left) \(operation.rawValue) \(right)") }
    return .integer(result.partialValue)
  }

  private static func floats(_ operation: Operation, _ left: Double, _ right: Double) -> Double {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    case .modulo: fmod(left, right)
    case .power: pow(left, right)
    }
  }

  /// `+` on strings and lists: two strings, a string and a number, two lists, a list and an element.
  private static func concatenated(_ left: Value, _ right: Value) throws(QueryFailure) -> Value? {
    switch (left, right) {
    case (.string(let a), .string(let b)):
      try SizeLimits.check(textBytes: a.utf8.count + b.utf8.count)
      return .string(a + b)
    case (.list(let a), .list(let b)):
      try SizeLimits.check(elements: a.count + b.count)
      return .list(a + b)
    case (.list(let a), _): return .list(a + [right])
    case (_, .list(let b)): return .list([left] + b)
    case (.string(let a), _): return ValueText.plain(right).map { .string(a + $0) }
    case (_, .string(let b)): return ValueText.plain(left).map { .string($0 + b) }
    default: return nil
    }
  }

  /// Unary minus.
  ///
  /// - Throws: ArithmeticError for the smallest integer, TypeError for what is no number or duration.
  static func negate(_ value: Value) throws(QueryFailure) -> Value {
    switch value {
    case .null: return .null
    case .float(let number): return .float(-number)
    case .integer(let number):
      let result = (0 as Int64).subtractingReportingOverflow(number)
      if result.overflow { throw .integerOverflow("-(\(number))") }
      return .integer(result.partialValue)
    case .duration(let amount): return .duration(try DurationParts.negated(amount))
    default:
      throw .argumentType("unary `-` takes a number or a duration, not \(ValueText.withArticle(value))")
    }
  }
}
