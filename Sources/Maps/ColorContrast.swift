/// How well one colour can be told from another: WCAG 2.2, contrast ratio.
package enum ColorContrast {
  /// The ratio, from 1 to 21.
  package static func ratio(_ one: String, _ other: String) -> Double {
    let lights = [luminance(one), luminance(other)]
    return (max(lights[0], lights[1]) + 0.05) / (min(lights[0], lights[1]) + 0.05)
  }

  /// The relative luminance of `#rrggbb`.
  package static func luminance(_ color: String) -> Double {
    let linear = channels(color).map { ColorContrast.linear($0) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  /// Red, green and blue from 0 to 1; black for what is no colour.
  package static func channels(_ color: String) -> [Double] {
    let digits = color.utf8.dropFirst().map { byte -> Int in
      switch byte {
      case 0x30...0x39: Int(byte) - 0x30
      case 0x61...0x66: Int(byte) - 0x57
      case 0x41...0x46: Int(byte) - 0x37
      default: 0
      }
    }
    guard digits.count == 6 else { return [0, 0, 0] }
    return [0, 2, 4].map { Double(digits[$0] * 16 + digits[$0 + 1]) / 255 }
  }

  /// sRGB's curve: ((v + 0.055) / 1.055)^2.4, the power as v² · (v²)^⅕ by Newton's method, so that no mathematics library
  /// is needed.
  package static func linear(_ value: Double) -> Double {
    guard value > 0.04045 else { return value / 12.92 }
    let base = (value + 0.055) / 1.055
    let square = base * base
    var root = 1.0
    for _ in 0..<40 {
      let fourth = root * root * root * root
      root -= (root * fourth - square) / (5 * fourth)
    }
    return square * root
  }
}
