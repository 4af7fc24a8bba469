extension String {
  /// The text with something else in place of each of a scalar.
  ///
  /// The standard library compares characters: a quote with a combining mark behind it is another one there, and would
  /// end a quoted text for everybody who reads bytes.
  ///
  /// - Parameters:
  ///   - scalar: An ASCII scalar, such as a quote.
  ///   - replacement: What takes its place.
  /// - Returns: The text; the same one when the scalar is not in it.
  /// - Complexity: O(length).
  package func replacingEach(_ scalar: Unicode.Scalar, with replacement: String) -> String {
    guard scalar.isASCII, utf8.contains(UInt8(truncatingIfNeeded: scalar.value)) else { return self }
    var result = ""
    for own in unicodeScalars {
      if own == scalar { result += replacement } else { result.unicodeScalars.append(own) }
    }
    return result
  }
}
