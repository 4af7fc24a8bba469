import EntenteKit
import Foundation
import TestSupport
import Testing

/// The gallery: every way of drawing on one page, which `make gallery` draws anew.
///
/// Another version of Graphviz may place entities differently, so that the pictures are compared only with the version
/// that drew them.
@Suite struct GalleryTests {
  struct Picture: Sendable, CustomTestStringConvertible {
    let name: String
    let title: String
    /// The command without the output.
    let command: String
    let options: @Sendable () throws -> (graphs: [String], options: MapOptions)

    var testDescription: String { name }
  }

  private static let drawnWith = "2.43.0"
  private static let folder = "examples/gallery"
  private static let karabakh = "graphs/karabakh-2023.yaml"
  private static let vienna = "graphs/congress-of-vienna.yaml"

  private static func picture(
    _ name: String, _ title: String, _ command: String, _ graph: String,
    _ change: @escaping @Sendable (inout MapOptions) throws -> Void
  ) -> Picture {
    Picture(name: name, title: title, command: "entente map \(graph)\(command.isEmpty ? "" : " ")\(command)")
    {
      var options = MapOptions()
      try change(&options)
      return ([TestEnvironment.projectRoot + "/" + graph], options)
    }
  }

  private static func theme(_ name: MapThemeName) -> Picture {
    picture(
      "theme-\(name.rawValue)", "The theme \(name.rawValue)",
      "--view accusations-of-shelling --theme \(name.rawValue)", karabakh
    ) {
      $0.selection = .view("accusations-of-shelling")
      $0.theme = name
    }
  }

  static let pictures: [Picture] =
    MapThemeName.allCases.map { theme($0) } + [
      picture(
        "theme-own", "A theme of one's own, with German words",
        "--view accusations-of-shelling --theme \(folder)/print-de.yaml", karabakh
      ) {
        $0.selection = .view("accusations-of-shelling")
        $0.themeFile = try MapThemeFile.read(TestEnvironment.projectRoot + "/\(folder)/print-de.yaml")
      },
      picture("all-relations", "All 22 relation types", "", "\(folder)/all-relations.yaml") { _ in },
      picture("bundle", "Twelve relations between two, bundled", "", "\(folder)/twelve-relations.yaml") { _ in
      },
      picture(
        "separate", "The same apart: six lines at most", "--edges separate", "\(folder)/twelve-relations.yaml"
      ) { $0.edges = .separate },
      picture("scripts", "Names from right to left, and without spaces", "", "\(folder)/scripts.yaml") { _ in
      },
      picture("hierarchy", "A hierarchy", "", "\(folder)/hierarchy.yaml") { _ in },
      picture("hierarchy-wide", "A larger one", "", "\(folder)/hierarchy-wide.yaml") { _ in },
      picture("radial", "Around one entity", "--around Azerbaijan --type accuses --type urges", karabakh) {
        $0.selection = .around("Azerbaijan", hops: 1)
        $0.types = ["accuses", "urges"]
      },
      picture("frames", "In frames by side", "--ask \"who accuses whom\" --group-by acts_for", karabakh) {
        $0.selection = .answer("who accuses whom")
        $0.groupBy = "acts_for"
      },
      picture(
        "lifted", "An answer lifted out of the rest",
        "--ask \"who urges whom\" --highlight \"who urges Azerbaijan\"", karabakh
      ) {
        $0.selection = .answer("who urges whom")
        $0.highlight = "who urges Azerbaijan"
      },
      picture(
        "timeline", "Four dates", "--ask \"who deploys to whom\" --timeline 1814-06 1815-03 1815-07 1815-12",
        vienna
      ) {
        $0.selection = .answer("who deploys to whom")
        $0.timeline = .dates(["1814-06", "1815-03", "1815-07", "1815-12"])
      },
      picture("changes", "What changed", "--type controls --limit 20 --diff 1814-06 1815-12", vienna) {
        $0.types = ["controls"]
        $0.limit = 20
        $0.diff = ("1814-06", "1815-12")
      },
      picture(
        "overview", "Many entities: names, dots, strongest links", "--no-fold --layout overview", vienna
      ) {
        $0.fold = false
        $0.layout = .overview
      },
    ]

  @Test(arguments: pictures) func thePictureIsUpToDate(_ picture: Picture) throws {
    guard ToolVersion.text.contains("Graphviz \(Self.drawnWith))") else {
      print("left out: \(picture.name) (drawn with Graphviz \(Self.drawnWith))")
      return
    }
    let (graphs, options) = try picture.options()
    let drawing = try KnowledgeGraph.open(graphs).draw(options, as: .svg)
    try expect(drawing.bytes, in: "\(picture.name).svg")
    let json = try KnowledgeGraph.open(graphs).draw(options, as: .json)
    let text = String(decoding: json.bytes, as: UTF8.self)
    #expect(text.contains("\"overlaps\": 0,"), "labels overlap")
  }

  @Test func thePageIsUpToDate() throws {
    var text = """
      # Gallery

      Every way of drawing, by the command below each picture. `make gallery` draws all of them anew.


      """
    for picture in Self.pictures {
      text += "## \(picture.title)\n\n![\(picture.title)](\(picture.name).svg)\n\n"
      text += "```sh\n\(picture.command) -o \(picture.name).svg\n```\n\n"
    }
    try expect(Array(text.utf8), in: "README.md")
  }

  /// The examples in every theme: nothing overlaps, whatever the colours.
  @Test(arguments: MapThemeName.allCases, [karabakh, vienna])
  func everyExampleInEveryTheme(_ theme: MapThemeName, _ graph: String) throws {
    var options = MapOptions()
    options.theme = theme
    let opened = try KnowledgeGraph.open([TestEnvironment.projectRoot + "/" + graph])
    let text = String(decoding: try opened.draw(options, as: .json).bytes, as: UTF8.self)
    #expect(text.contains("\"overlaps\": 0,"))
    #expect(text.contains("\"theme\": \"\(theme.rawValue)\""))
  }

  private func expect(_ bytes: [UInt8], in name: String) throws {
    let file = URL(filePath: "\(TestEnvironment.projectRoot)/\(Self.folder)/\(name)")
    let data = Data(bytes)
    if TestEnvironment.acceptsOutput { try data.write(to: file) }
    #expect(try Data(contentsOf: file) == data, "make gallery draws it anew")
  }
}
