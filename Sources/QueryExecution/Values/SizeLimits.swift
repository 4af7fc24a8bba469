import Diagnostics

/// How large one value may become: a text or list that doubles in each step would else take all memory at once.
enum SizeLimits {
  /// The most bytes of a text.
  static let textBytes = 1 << 26
  /// The most elements of a list.
  static let elements = 20_000_000

  /// Refuses a text that would be longer.
  static func check(textBytes count: Int) throws(QueryFailure) {
    if count > textBytes { throw .tooLarge("a string of \(count) bytes") }
  }

  /// Refuses a list that would be longer.
  static func check(elements count: Int) throws(QueryFailure) {
    if count > elements { throw .tooLarge("a list of \(count) elements") }
  }
}
