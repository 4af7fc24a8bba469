/// Comparison of integers with floating-point numbers without loss.
///
/// Converting the integer to `Double` first would make 9007199254740993 equal to 9007199254740992.0.
enum NumberComparison {
  /// Negative, zero or positive as `integer` stands below, at or above `float`; nil for NaN.
  static func compare(_ integer: Int64, _ float: Double) -> Int? {
    if float.isNaN { return nil }
    // 2^63 is the first double above every Int64; -2^63 is Int64.min itself.
    if float >= 0x1p63 { return -1 }
    if float < -0x1p63 { return 1 }
    let whole = Int64(float)
    if integer != whole { return integer < whole ? -1 : 1 }
    let fraction = float - Double(whole)
    if fraction == 0 { return 0 }
    return fraction > 0 ? -1 : 1
  }

  /// Negative, zero or positive; nil when one of them is NaN.
  static func compare(_ left: Double, _ right: Double) -> Int? {
    if left < right { return -1 }
    if left > right { return 1 }
    return left == right ? 0 : nil
  }
}
