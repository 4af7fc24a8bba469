import Diagnostics
import Foundation
import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// DOT, PNG, PDF and JSON.
@Suite struct ExportTests {
  @Test(
    .enabled(if: DotProgram.isInstalled, "the dot program is not installed"),
    arguments: ["karabakh-2023", "congress-of-vienna"])
  func dotDrawsTheSame(_ name: String) throws {
    let scene = try TestScenes.shipped(name)
    let svg = try DotProgram.svg(from: MapRenderer.render(scene, as: .dot).bytes)
    let root = try XMLReader.read(Array(svg.utf8))
    var parts: [String: XMLElement] = [:]
    for group in root.children.flatMap(\.children) where group.name == "g" {
      if let title = group.children.first, title.name == "title" { parts[title.text] = group }
    }
    for (index, node) in scene.nodes.enumerated() {
      let part = try #require(parts["n\(index)"], "\(node.name)")
      #expect(part["class"] == "node entity type-\(Markup.identifier(node.type))")
      let words = ExportTests.texts(in: part).joined(separator: " ")
      for word in TextMetrics.clean(node.name).split(whereSeparator: { " -–".contains($0) }) {
        #expect(words.contains(word), "\(word) in \(words)")
      }
      let shapes = ExportTests.shapes(in: part)
      switch node.shape {
      case .ellipse: #expect(shapes.map(\.name) == ["ellipse"])
      case .roundedBox: #expect(shapes.first?.name == "path")
      case .doubleBox: #expect(shapes.map(\.name) == ["polygon", "polygon"])
      case .box, .hexagon, .octagon:
        let corners = shapes.first?["points"]?.split(separator: " ").count
        #expect(corners == (node.shape == .hexagon ? 7 : node.shape == .octagon ? 9 : 5))
      }
      #expect(shapes.first?["fill"] == scene.theme.palette[node.color].fill)
    }
    for (index, bundle) in scene.bundles.enumerated() {
      let chip = try #require(parts["c\(index)"])
      for verb in bundle.chips.map({ TextMetrics.clean($0.verb) }) {
        #expect(ExportTests.texts(in: chip).contains { $0.contains(verb) }, "\(verb)")
      }
      for ends in ["n\(bundle.source)->c\(index)", "c\(index)->n\(bundle.target)"] {
        let line = try #require(parts[ends], "\(ends)")
        let stroke = try #require(ExportTests.shapes(in: line).first)
        #expect(stroke["stroke"] == scene.theme.palette[bundle.stroke.color].line)
        let isBroken = bundle.status != .current || [.dashed, .dotted].contains(bundle.stroke.pattern)
        #expect((stroke["stroke-dasharray"] != nil) == isBroken, "\(ends)")
      }
    }
  }

  @Test(.enabled(if: DotProgram.isInstalled, "the dot program is not installed"), arguments: [false, true])
  func dotDrawsFrames(_ isLayered: Bool) throws {
    var scene = OverlapTests.scene(isLayered ? .framesInLayers : .frames, seed: 1_006)
    for index in scene.clusters.indices { scene.clusters[index].title = "Side <\(index)> & \"x\" \\N" }
    let svg = try DotProgram.svg(from: MapRenderer.render(scene, as: .dot).bytes)
    let root = try XMLReader.read(Array(svg.utf8))
    let frames = root.children.flatMap(\.children).filter { $0["class"] == "cluster" }
    #expect(!frames.isEmpty && frames.count == scene.clusters.count)
    let titles = Set(frames.map { ExportTests.texts(in: $0).joined() })
    #expect(titles == Set(scene.clusters.map(\.title)))
  }

  private static func shapes(in element: XMLElement) -> [XMLElement] {
    ["path", "polygon", "polyline", "ellipse"].contains(element.name)
      ? [element] : element.children.flatMap { shapes(in: $0) }
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

  @Test func svgzIsTheSVG() throws {
    let scene = TestScenes.random(seed: 3, lines: 3)
    let squeezed = try MapRenderer.render(scene, as: .svgz).bytes
    // Magic number, deflate, no flags, no time, best compression, no system.
    #expect(squeezed.prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255])
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "entente-\(UUID().uuidString).gz")
    try Data(squeezed).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "gzip -dc '\(file.path)'"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(try Array(text) == MapRenderer.render(scene, as: .svg).bytes)
  }

  @Test(arguments: PageSize.allCases) func sheets(_ page: PageSize) throws {
    let scene = try TestScenes.shipped("karabakh-2023")
    var output = MapOutput()
    output.page = page
    let svg = try MapRenderer.render(scene, as: .svg, output: output)
    let root = try XMLReader.read(svg.bytes)
    let sides = [page.size.width, page.size.height]
    let size = [root["width"], root["height"]].compactMap { $0 }
    #expect(
      size == sides.map { "\(Markup.number($0))pt" }
        || size == sides.reversed().map { "\(Markup.number($0))pt" })
    // Nothing reaches into the margins.
    let geometry = try #require(svg.geometry)
    let frame = PageFrame(fitting: geometry.width, geometry.height, on: page)
    #expect(frame.left >= PageSize.margin - 0.01 && frame.top >= PageSize.margin - 0.01)
    #expect(frame.left + geometry.width * frame.scale <= frame.width - PageSize.margin + 0.01)
    #expect(frame.top + geometry.height * frame.scale <= frame.height - PageSize.margin + 0.01)
    #expect(svg.diagnostics.map(\.code).contains("map.small-print") == (8.5 * frame.scale < 6))
    let pdf = String(
      decoding: try MapRenderer.render(scene, as: .pdf, output: output).bytes.filter { $0 < 128 },
      as: UTF8.self)
    let box = try #require(pdf.firstMatch(of: #/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+)/#))
    let sizes = [box.output.1, box.output.2].compactMap { Double($0) }
    #expect(sizes.count == 2)
    #expect(zip(sizes, [frame.width, frame.height]).allSatisfy { ($0 - $1).magnitude < 0.01 })
  }

  @Test func wantedSizes() throws {
    let scene = TestScenes.random(seed: 3, lines: 3)
    var output = MapOutput()
    output.width = 300
    let root = try XMLReader.read(MapRenderer.render(scene, as: .svg, output: output).bytes)
    #expect(root["width"] == "300" && root["height"] != nil)
    let png = try MapRenderer.render(scene, as: .png, output: output).bytes
    #expect(Array(png[16..<20]) == [0, 0, 1, 44])
    output.height = 200
    let other = try MapRenderer.render(scene, as: .png, output: output).bytes
    #expect(Array(other[16..<24]) == [0, 0, 1, 44, 0, 0, 0, 200])
    let natural = try XMLReader.read(MapRenderer.render(scene, as: .svg).bytes)
    #expect(natural["width"] == nil && natural["height"] == nil && natural["viewBox"] != nil)
  }

  /// The areas lie where the PNG of the same options has the labels, and lead where the SVG's links do.
  @Test(arguments: [0.5, 2]) func imageMap(_ scale: Double) throws {
    var scene = try TestScenes.shipped("karabakh-2023")
    scene.sources[0].url = "https://example.org/?a=1&b=2"
    scene.sources[1].url = "javascript:alert(1)"
    var output = MapOutput()
    output.scale = scale
    let drawing = try MapRenderer.render(scene, as: .cmapx, output: output)
    let root = try XMLReader.read(drawing.bytes)
    let geometry = try #require(drawing.geometry)
    #expect(root.name == "map" && root["name"] == Markup.rootIdentifier(scene.idPrefix))
    let sources = root.children.filter { $0["href"] == "https://example.org/?a=1&b=2" }
    #expect(!sources.isEmpty)
    #expect(!root.children.contains { $0["href"]?.hasPrefix("javascript") == true })
    #expect(root.children.count >= scene.nodes.count + scene.bundles.count)
    for label in geometry.labels.prefix(scene.nodes.count) {
      let wanted = [label.left, label.top, label.left + label.width, label.top + label.height]
      let found = root.children.contains { area in
        let numbers = (area["coords"] ?? "").split(separator: ",").compactMap { Double($0) }
        return zip(numbers, wanted).allSatisfy { ($0 - $1 * scale).magnitude < 1.5 }
      }
      #expect(found, "\(label.name)")
    }
  }

  /// A PDF leads where the SVG does.
  @Test func linksOfPDFs() throws {
    var scene = try TestScenes.shipped("karabakh-2023")
    scene.sources[0].url = "https://example.org/it's?a=1&b=2"
    let pdf = String(
      decoding: try MapRenderer.render(scene, as: .pdf).bytes.filter { $0 < 128 }, as: UTF8.self)
    #expect(pdf.contains("https://example.org/it%27s?a=1&b=2"))
    #expect(pdf.contains("https://www.wikidata.org/wiki/Q227"))
    #expect(pdf.contains("/Title (Nagorno-Karabakh, 19 September 2023)"))
  }

  /// Tab stops of the SVG: entities by their claims, then lines by theirs.
  @Test func keyboardOrder() throws {
    let scene = try TestScenes.shipped("karabakh-2023")
    let ranking = SceneRanking(scene)
    let degrees = ranking.nodes.map { ranking.degrees[$0] }
    #expect(degrees == degrees.sorted(by: >))
    let svg = String(decoding: try MapRenderer.render(scene, as: .svg).bytes, as: UTF8.self)
    let prefix = Markup.rootIdentifier(scene.idPrefix)
    let places = try ranking.nodes.map { index in
      try #require(svg.range(of: "\"\(prefix)-\(Markup.identifier(scene.nodes[index].id))\" class=\"entity"))
        .lowerBound
    }
    #expect(places == places.sorted())
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
