import Foundation
import Maps
import Testing

/// Every theme can be read: WCAG 2.2, computed.
@Suite struct ThemeTests {
  static let palettes: [(String, MapTheme.Palette)] = [
    ("light", MapTheme.light.palette), ("dark", MapTheme.dark.palette), ("print", MapTheme.print.palette),
  ]

  @Test(arguments: palettes)
  func contrast(_ name: String, _ palette: MapTheme.Palette) {
    #expect(Contrast.ratio(palette.ink, palette.background) >= 12)
    #expect(Contrast.ratio(palette.secondary, palette.background) >= 5.5)
    for color in SceneColor.allCases {
      let pair = palette[color]
      #expect(Contrast.ratio(pair.line, palette.background) >= 4.5, "\(name) \(color) line")
      #expect(Contrast.ratio(palette.ink, pair.fill) >= 7, "\(name) \(color) ink")
      #expect(Contrast.ratio(palette.secondary, pair.fill) >= 4.5, "\(name) \(color) caption")
      #expect(Contrast.ratio(pair.line, pair.fill) >= 3, "\(name) \(color) outline")
    }
  }

  /// `auto` turns dark by telling light colours apart; equal ones must turn into equal ones.
  @Test func autoCanTellColoursApart() throws {
    let dark = try #require(MapTheme.auto.darkPalette)
    var turned: [String: String] = [:]
    for (light, dark) in zip(MapTheme.auto.palette.all, dark.all) {
      #expect(turned[light] == nil || turned[light] == dark, "\(light)")
      turned[light] = dark
    }
    #expect(MapTheme.auto.palette.all.count == dark.all.count)
  }

  /// Printed in black and white the greys are greys.
  @Test func printIsGrey() {
    for color in MapTheme.print.palette.all {
      let channels = Contrast.channels(color)
      #expect(channels[0] == channels[1] && channels[1] == channels[2], "\(color)")
    }
  }

  @Test func everyColourIsWrittenInFull() {
    for theme in MapTheme.Name.allCases.map({ MapTheme.named($0) }) {
      for color in theme.palette.all { #expect(color.wholeMatch(of: /#[0-9a-f]{6}/) != nil) }
    }
  }
}

/// The contrast ratio of WCAG 2.2.
enum Contrast {
  static func channels(_ color: String) -> [Double] {
    stride(from: 1, to: 7, by: 2).map { offset in
      let start = color.index(color.startIndex, offsetBy: offset)
      let end = color.index(start, offsetBy: 2)
      return Double(Int(color[start..<end], radix: 16) ?? 0) / 255
    }
  }

  private static func luminance(_ color: String) -> Double {
    let linear = channels(color).map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  static func ratio(_ first: String, _ second: String) -> Double {
    let values = [luminance(first), luminance(second)].sorted()
    return (values[1] + 0.05) / (values[0] + 0.05)
  }
}
