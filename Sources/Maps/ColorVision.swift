/// How people see colours, most of them and those with one of the three common colour deficiencies.
///
/// Simulated with the matrices of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
/// Color Vision Deficiency" (IEEE TVCG 15, 2009), severity 1, on linear RGB.
package enum ColorVision: String, Sendable, CaseIterable {
  case usual
  case protanopia
  case deuteranopia
  case tritanopia

  private var matrix: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanopia:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  /// Linear red, green and blue, 0 to 1, as this vision sees `#rrggbb`.
  private func linear(_ color: String) -> [Double] {
    let channels = ColorContrast.channels(color).map { ColorContrast.linear($0) }
    return matrix.map { row in min(max(zip(row, channels).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1) }
  }

  /// The contrast ratio of WCAG 2.2, from 1 to 21, of two colours as this vision sees them.
  package func contrast(_ one: String, _ other: String) -> Double {
    let lights = [one, other].map { color -> Double in
      let rgb = linear(color)
      return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    }
    return (max(lights[0], lights[1]) + 0.05) / (min(lights[0], lights[1]) + 0.05)
  }

  /// How far apart two colours are for this vision: their distance in Oklab (Ottosson 2020), where black and white are 1
  /// apart and 0.02 is about the least that is seen between two things side by side.
  package func distance(_ one: String, _ other: String) -> Double {
    let (left, right) = (Self.oklab(linear(one)), Self.oklab(linear(other)))
    return zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private static func oklab(_ rgb: [Double]) -> [Double] {
    func product(_ rows: [[Double]], _ vector: [Double]) -> [Double] {
      rows.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let cones = product(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], rgb)
    return product(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], cones.map { cubeRoot($0) })
  }

  /// By Newton's method, so that no mathematics library is needed; for 0 to 1.
  private static func cubeRoot(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    var root = 1.0
    for _ in 0..<60 { root -= (root * root * root - value) / (3 * root * root) }
    return root
  }
}
