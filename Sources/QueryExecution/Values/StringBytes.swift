#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Strings as openCypher sees them: sequences of code points.
///
/// Swift's own `==` and `<` work on canonical equivalence (`é` composed equals `é` decomposed), which no
/// other openCypher engine does. The order of UTF-8 bytes is the order of code points.
enum StringBytes {
  /// Whether both strings have the same code points.
  ///
  /// - Complexity: linear in the length of the shorter string.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && compare(left, right) == 0
  }

  /// Negative, zero or positive as `left` stands before, at or after `right` by code points.
  static func compare(_ left: String, _ right: String) -> Int {
    let fast = unsafe left.utf8.withContiguousStorageIfAvailable { leftBytes -> Int? in
      unsafe right.utf8.withContiguousStorageIfAvailable { rightBytes -> Int in
        unsafe compare(leftBytes, rightBytes)
      }
    }
    if let fast, let result = fast { return result }
    return compareSlowly(left, right)
  }

  private static func compare(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Int {
    let common = min(left.count, right.count)
    if common > 0, let leftBase = left.baseAddress, let rightBase = right.baseAddress {
      let order = unsafe memcmp(leftBase, rightBase, common)
      if order != 0 { return Int(order) }
    }
    return left.count - right.count
  }

  /// For strings whose bytes are not stored in one piece (bridged ones on other platforms).
  private static func compareSlowly(_ left: String, _ right: String) -> Int {
    var rightBytes = right.utf8.makeIterator()
    for byte in left.utf8 {
      guard let other = rightBytes.next() else { return 1 }
      if byte != other { return byte < other ? -1 : 1 }
    }
    return rightBytes.next() == nil ? 0 : -1
  }

  /// Whether `text` begins with the code points of `prefix`.
  static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
    text.utf8.starts(with: prefix.utf8)
  }

  /// Whether `text` ends with the code points of `suffix`.
  static func hasSuffix(_ text: String, _ suffix: String) -> Bool {
    let difference = text.utf8.count - suffix.utf8.count
    return difference >= 0 && text.utf8.dropFirst(difference).elementsEqual(suffix.utf8)
  }

  /// Whether the code points of `part` occur in `text`; the empty string always does.
  static func contains(_ text: String, _ part: String) -> Bool {
    let bytes = Array(text.utf8)
    return ByteSearch(part).first(in: bytes, bytes.indices) != nil
  }
}
