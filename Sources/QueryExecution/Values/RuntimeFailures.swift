import Diagnostics
import GraphCore

// The failures that several parts of the executor raise; those of one part stand beside it.
extension QueryFailure {
  static func operandTypes(_ operation: String, _ left: Value, _ right: Value) -> QueryFailure {
    QueryFailure(
      .typeError, .runtime, "InvalidArgumentType",
      "`\(operation)` does not take \(ValueText.withArticle(left)) and \(ValueText.withArticle(right))")
  }

  static func argumentType(_ message: String) -> QueryFailure {
    QueryFailure(.typeError, .runtime, "InvalidArgumentType", message)
  }

  static func argumentValue(_ message: String) -> QueryFailure {
    QueryFailure(.typeError, .runtime, "InvalidArgumentValue", message)
  }

  static func outOfRange(_ message: String) -> QueryFailure {
    QueryFailure(.argumentError, .runtime, "NumberOutOfRange", message)
  }

  static func integerOverflow(_ expression: String) -> QueryFailure {
    QueryFailure(
      .arithmeticError, .runtime, "IntegerOverflow", "`\(expression)` does not fit into a 64-bit integer")
  }

  static func divisionByZero() -> QueryFailure {
    QueryFailure(.arithmeticError, .runtime, "DivisionByZero", "an integer is divided by zero")
  }

  static func deletedEntity(_ what: String) -> QueryFailure {
    QueryFailure(
      .entityNotFound, .runtime, "DeletedEntityAccess", "\(what) was deleted earlier in this statement")
  }

  /// A value that would take more memory than any query may give to one.
  static func tooLarge(_ what: String) -> QueryFailure {
    QueryFailure(.limitReached, .runtime, "MemoryLimit", "\(what) would be too large to keep")
  }

  /// The failure with a place, unless it already has one.
  func located(_ span: SourceSpan) -> QueryFailure {
    guard self.span == nil else { return self }
    var copy = self
    copy.span = span
    return copy
  }
}
