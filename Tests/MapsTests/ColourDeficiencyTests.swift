import Maps
import TestSupport
import Testing
import Vocabulary

/// Colour is never the only carrier: what the three common colour deficiencies leave of a theme.
///
/// Simulated with the matrices of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
/// Color Vision Deficiency" (IEEE TVCG 15, 2009), severity 1, on linear RGB.
@Suite struct ColourDeficiencyTests {
  enum Vision: String, CaseIterable {
    case usual, protanopia, deuteranopia, tritanopia

    var matrix: [[Double]] {
      switch self {
      case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      case .protanopia:
        [
          [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
        ]
      case .deuteranopia:
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
      case .tritanopia:
        [
          [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
        ]
      }
    }

    /// Linear red, green and blue as this vision sees `#rrggbb`.
    func linear(_ color: String) -> [Double] {
      let channels = ColorContrast.channels(color).map { ColorContrast.linear($0) }
      return matrix.map { row in
        min(max(zip(row, channels).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)
      }
    }

    func contrast(_ one: String, _ other: String) -> Double {
      let lights = [one, other].map { color -> Double in
        let rgb = linear(color)
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
      }
      return (max(lights[0], lights[1]) + 0.05) / (min(lights[0], lights[1]) + 0.05)
    }
  }

  /// Lines and words stand out from the paper, names from what they stand on.
  @Test(arguments: ThemeTests.palettes, Vision.allCases)
  func everythingCanBeRead(_ theme: (String, MapTheme.Palette), _ vision: Vision) {
    let palette = theme.1
    #expect(vision.contrast(palette.ink, palette.background) >= 10)
    #expect(vision.contrast(palette.secondary, palette.background) >= 4.5)
    for color in SceneColor.allCases {
      let pair = palette[color]
      #expect(vision.contrast(pair.line, palette.background) >= 4, "\(theme.0) \(vision) \(color) line")
      #expect(vision.contrast(palette.ink, pair.fill) >= 7, "\(theme.0) \(vision) \(color) name")
      #expect(vision.contrast(palette.secondary, pair.fill) >= 4, "\(theme.0) \(vision) \(color) caption")
    }
  }

  /// What is left of a line without its colour: pattern, head and one of three widths.
  private struct Sign: Hashable, CustomStringConvertible {
    let pattern: LineStyle.Line
    let arrow: LineStyle.Arrow
    let width: String

    init(_ style: LineStyle) {
      pattern = style.line
      arrow = style.arrow
      width = style.width <= 1.2 ? "thin" : style.width <= 2 ? "medium" : "thick"
    }

    var description: String { "\(width) \(pattern) \(arrow)" }
  }

  /// No two of the 22 relation types look the same in grey, and every one has its verb on the line besides.
  @Test func relationTypesDifferWithoutColour() throws {
    let schema = try TestGraph.shippedSchema()
    var seen: [Sign: String] = [:]
    for (name, type) in Array(schema.relationTypes) {
      let sign = Sign(type.style)
      #expect(seen[sign] == nil, "\(name) and \(seen[sign] ?? "") are both \(sign)")
      seen[sign] = name
      #expect(!type.phrase.isEmpty, "\(name) has no verb")
    }
    #expect(seen.count == 22)
  }

  /// Entity types that have a look of their own differ in shape, and every entity has its type in words.
  @Test func entityTypesDifferWithoutColour() throws {
    let schema = try TestGraph.shippedSchema()
    var seen: [NodeStyle.Shape: String] = [:]
    for (name, type) in Array(schema.entityTypes) where type.ownShape != nil || type.ownColor != nil {
      let shape = schema.style(ofEntityType: name).shape
      #expect(seen[shape] == nil, "\(name) and \(seen[shape] ?? "") have the same shape")
      seen[shape] = name
      #expect(!type.title.isEmpty)
    }
    #expect(seen.count >= 4)
  }
}
