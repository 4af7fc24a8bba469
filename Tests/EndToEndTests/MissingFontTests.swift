import Foundation
import TestSupport
import Testing

/// A PNG says when boxes stand for letters, since it cannot be told from the exit code.
@Suite struct MissingFontTests {
  private static let hasRaster = (try? EntenteProcess(["map", graph, "-f", "png"]).status) == 0
  private static let graph = "graphs/karabakh-2023.yaml"

  @Test(.enabled(if: hasRaster, "librsvg is not installed"))
  func charactersWithoutAFontAreTold() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entente-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path(percentEncoded: false)
    let settings = folder.appending(path: "fonts.conf")
    try Data(
      "<?xml version=\"1.0\"?><fontconfig><dir>\(path)</dir><cachedir>\(path)cache</cachedir></fontconfig>"
        .utf8
    ).write(to: settings)
    let environment = ["FONTCONFIG_FILE": settings.path(percentEncoded: false)]
    let run = try EntenteProcess(["map", Self.graph, "-f", "png"], environment: environment)
    #expect(run.status == 0)
    #expect(run.errors.contains("'A' (U+0041) [map.missing-font]"), "\(run.errors)")
    // The letters of an SVG are drawn by whoever reads it.
    let svg = try EntenteProcess(["map", Self.graph, "-f", "svg"], environment: environment)
    #expect(svg.status == 0 && !svg.errors.contains("map.missing-font"))
  }

  @Test(.enabled(if: hasRaster, "librsvg is not installed"))
  func lettersWithAFontAreNot() throws {
    let fonts = try? FileManager.default.contentsOfDirectory(atPath: "/usr/share/fonts/truetype")
    guard fonts?.isEmpty == false else {
      print("left out: a PNG on a machine with fonts (none in /usr/share/fonts/truetype)")
      return
    }
    let run = try EntenteProcess(["map", Self.graph, "-f", "png"])
    #expect(!run.errors.contains("map.missing-font"), "\(run.errors)")
  }
}
