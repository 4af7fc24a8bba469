import Diagnostics
import GraphCore

// `text =~ pattern`: the whole text must match. Patterns are compiled once per run; one that could take
// exponential time is refused, since Swift's matcher backtracks and cannot be stopped.
extension QueryRun {
  /// Whether a text matches a pattern; unknown for anything but two strings.
  ///
  /// - Throws: ArgumentError for a pattern that is malformed or refused.
  func matches(_ text: Value, _ pattern: Value) throws(QueryFailure) -> Truth {
    guard case .string(let text) = text, case .string(let pattern) = pattern else { return .unknown }
    let regex = try regularExpression(pattern)
    do {
      return Truth(try regex.wholeMatch(in: text) != nil)
    } catch {
      throw Self.malformed(pattern)
    }
  }

  private func regularExpression(_ pattern: String) throws(QueryFailure) -> Regex<AnyRegexOutput> {
    if let compiled = compiledPatterns[pattern] { return compiled }
    if pattern.utf8.count > 1_000 {
      throw QueryFailure(
        .argumentError, .runtime, "InvalidArgumentValue",
        "the regular expression is longer than 1000 bytes")
    }
    if RepetitionCheck.hasNestedRepetition(pattern) {
      throw QueryFailure(
        .argumentError, .runtime, "InvalidArgumentValue",
        "the regular expression `\(pattern)` repeats a repetition, which can take for ever",
        hints: ["write it without a repetition inside a repeated group"])
    }
    do {
      let compiled = try Regex(pattern).matchingSemantics(.unicodeScalar)
      compiledPatterns[pattern] = compiled
      return compiled
    } catch {
      throw Self.malformed(pattern)
    }
  }

  private static func malformed(_ pattern: String) -> QueryFailure {
    QueryFailure(
      .argumentError, .runtime, "InvalidArgumentValue", "`\(pattern)` is no regular expression")
  }
}

/// Finds a group that repeats without bound and holds such a repetition: `(a+)+`.
enum RepetitionCheck {
  /// Whether a pattern could make a backtracking matcher take exponential time.
  ///
  /// - Complexity: linear in the pattern.
  static func hasNestedRepetition(_ pattern: String) -> Bool {
    let bytes = Array(pattern.utf8)
    /// For each open group, whether it holds an unbounded repetition or an alternative so far.
    var groups = [false]
    var closedGroupRepeats = false
    var isAfterGroup = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\\"):
        index += 1
        isAfterGroup = false
      case UInt8(ascii: "["):
        index = endOfClass(bytes, from: index)
        isAfterGroup = false
      case UInt8(ascii: "("):
        groups.append(false)
        isAfterGroup = false
      case UInt8(ascii: ")"):
        closedGroupRepeats = groups.count > 1 ? groups.removeLast() : false
        if closedGroupRepeats { groups[groups.count - 1] = true }
        isAfterGroup = true
      case UInt8(ascii: "|"):
        if groups.count > 1 { groups[groups.count - 1] = true }
        isAfterGroup = false
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "{"):
        if byte == UInt8(ascii: "{"), !isUnbounded(bytes, from: index) {
          isAfterGroup = false
          break
        }
        if isAfterGroup && closedGroupRepeats { return true }
        groups[groups.count - 1] = true
        isAfterGroup = false
      default:
        isAfterGroup = false
      }
      index += 1
    }
    return false
  }

  /// Whether braces mean any number from a least one on, as `{2,}` does.
  private static func isUnbounded(_ bytes: [UInt8], from start: Int) -> Bool {
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "}")), end > start else { return true }
    return bytes[end - 1] == UInt8(ascii: ",")
  }

  /// The index of the bracket that closes a character class.
  private static func endOfClass(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start + 1
    // A bracket that stands first belongs to the class.
    if index < bytes.count, bytes[index] == UInt8(ascii: "^") { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: "]") { index += 1 }
    while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index
  }
}
