import Diagnostics
import GraphCore

// `text =~ pattern`: the whole text must match. Patterns are compiled once per run.
extension QueryRun {
  /// The longest pattern, in bytes.
  private static let patternLimit = 10_000

  /// Whether a text matches a pattern; unknown for anything but two strings.
  ///
  /// - Throws: ArgumentError for a pattern that is malformed or refused.
  func matches(_ text: Value, _ pattern: Value) throws(QueryFailure) -> Truth {
    guard case .string(let text) = text, case .string(let pattern) = pattern else { return .unknown }
    return Truth(
      try matcher(of: pattern).matches(text) { () throws(QueryFailure) in try checkLimits() })
  }

  private func matcher(of pattern: String) throws(QueryFailure) -> PatternMatcher {
    if let compiled = compiledPatterns[pattern] { return compiled }
    if pattern.utf8.count > Self.patternLimit {
      throw QueryFailure(
        .argumentError, .runtime, "InvalidArgumentValue",
        "the regular expression is longer than \(Self.patternLimit) bytes")
    }
    // Patterns may come from a column: those of a thousand rows are enough to keep.
    if compiledPatterns.count >= 1_000 { compiledPatterns = [:] }
    do throws(PatternFault) {
      let compiled = try PatternMatcher(pattern)
      compiledPatterns[pattern] = compiled
      return compiled
    } catch {
      throw QueryFailure(
        .argumentError, .runtime, "InvalidArgumentValue",
        "`\(pattern)` is no regular expression at character \(error.position): \(error.reason)",
        hints: error.hint.map { [$0] } ?? [])
    }
  }
}
