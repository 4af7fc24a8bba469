import Maps
import TestSupport
import Testing
import Vocabulary

/// Colour is never the only carrier: what the three common colour deficiencies leave of a theme.
@Suite struct ColourDeficiencyTests {
  /// Lines and words stand out from the paper, names from what they stand on.
  @Test(arguments: ThemeTests.palettes, ColorVision.allCases)
  func everythingCanBeRead(_ theme: (String, MapTheme.Palette), _ vision: ColorVision) {
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

  /// Lines that everybody else tells apart by their colours are not taken for each other; `print` has greys alone.
  @Test(arguments: ThemeTests.palettes, ColorVision.allCases)
  func clearColoursStayApart(_ theme: (String, MapTheme.Palette), _ vision: ColorVision) {
    let roles = SceneColor.allCases
    for (index, one) in roles.enumerated() {
      for other in roles[..<index] {
        let (line, second) = (theme.1[one].line, theme.1[other].line)
        let isClear = ColorVision.usual.distance(line, second) >= 0.15
        #expect(!isClear || vision.distance(line, second) >= 0.03, "\(theme.0) \(vision) \(one) \(other)")
      }
    }
  }

  /// What is known of the simulation: greys stay, and red and green of one lightness are lost to two of the three.
  @Test func visionsDiffer() {
    for vision in ColorVision.allCases {
      #expect(vision.distance("#777777", "#777777") == 0)
      #expect(abs(vision.distance("#000000", "#ffffff") - 1) < 0.01)
      #expect(abs(vision.contrast("#000000", "#ffffff") - 21) < 0.2)
    }
    #expect(ColorVision.usual.distance("#b40000", "#006f00") > 0.3)
    #expect(
      ColorVision.deuteranopia.distance("#c0392b", "#6e7b1c") < ColorVision.usual.distance(
        "#c0392b", "#6e7b1c") / 3)
    #expect(
      ColorVision.protanopia.contrast("#ff0000", "#000000") < ColorVision.usual.contrast("#ff0000", "#000000")
        / 1.5)
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
