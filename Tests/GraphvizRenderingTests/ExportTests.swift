import Foundation
import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// DOT, PNG, PDF and JSON.
@Suite struct ExportTests {
  @Test(.enabled(if: DotProgram.isInstalled, "the dot program is not installed"))
  func dotDrawsTheSame() throws {
    let scene = try TestScenes.shipped("karabakh-2023")
    let svg = try DotProgram.svg(from: MapRenderer.render(scene, as: .dot).bytes)
    let root = try XMLReader.read(Array(svg.utf8))
    let groups = root.children.flatMap(\.children).filter { $0.name == "g" }
    #expect(
      groups.filter { $0["class"]?.hasPrefix("node") == true }.count == scene.nodes.count
        + scene.bundles.count)
    #expect(groups.filter { $0["class"]?.hasPrefix("edge") == true }.count == 2 * scene.bundles.count)
    let words = ExportTests.texts(in: root)
    for node in scene.nodes {
      let first = node.name.split(separator: " ").first.map(String.init) ?? ""
      #expect(words.contains { $0.hasPrefix(first) || first.hasPrefix($0) }, "\(node.name)")
    }
    for color in Set(scene.bundles.map { scene.theme.palette[$0.stroke.color].line }) {
      #expect(svg.contains("stroke=\"\(color)\""))
    }
  }

  private static func texts(in element: XMLElement) -> [String] {
    (element.name == "text" ? [element.text] : []) + element.children.flatMap { texts(in: $0) }
  }

  @Test func pngAndPDF() throws {
    let scene = TestScenes.random(seed: 3, lines: 3)
    let png = try MapRenderer.render(scene, as: .png).bytes
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    var half = MapOutput()
    half.scale = 0.5
    let small = try MapRenderer.render(scene, as: .png, output: half).bytes
    #expect(small.count < png.count)
    let pdf = try MapRenderer.render(scene, as: .pdf).bytes
    #expect(pdf.starts(with: Array("%PDF-".utf8)))
  }

  @Test func jsonHoldsEveryPlace() throws {
    let scene = try TestScenes.shipped("karabakh-2023")
    let bytes = try MapRenderer.render(scene, as: .json).bytes
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect((object["entities"] as? [[String: Any]])?.count == scene.nodes.count)
    #expect((object["lines"] as? [[String: Any]])?.count == scene.bundles.count)
    #expect(object["overlaps"] as? Int == 0)
    let first = try #require((object["entities"] as? [[String: Any]])?.first)
    #expect(first["x"] is Double || first["x"] is Int)
  }

  /// A comma as the decimal sign of the process changes nothing.
  @Test func locale() throws {
    let scene = TestScenes.random(seed: 12, lines: 5)
    let before = try MapRenderer.render(scene, as: .svg).bytes
    let names = ["de_DE.UTF-8", "de_DE.utf8", "de_DE"]
    let isGerman = names.contains { setlocale(LC_NUMERIC, $0) != nil }
    defer { setlocale(LC_NUMERIC, "C") }
    if !isGerman { print("left out: the locale de_DE is not installed") }
    #expect(try MapRenderer.render(scene, as: .svg).bytes == before)
  }

  @Test func datesOfPDFs() {
    #expect(PDFDate.stamp(from: "2023-09-19") == "2023-09-19T00:00:00Z")
    #expect(PDFDate.stamp(from: "2023-09") == "2023-09-01T00:00:00Z")
    #expect(PDFDate.stamp(from: "1990s") == "1970-01-01T00:00:00Z")
    #expect(PDFDate.stamp(from: "") == "1970-01-01T00:00:00Z")
  }
}
