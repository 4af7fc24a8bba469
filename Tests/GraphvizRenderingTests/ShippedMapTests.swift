import Diagnostics
import GraphCore
import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// The default maps of the graphs that come with the project: nothing overlaps, nothing is cut, nothing missing.
@Suite struct ShippedMapTests {
  @Test(arguments: ["karabakh-2023", "congress-of-vienna"], [MapLayout.automatic, .layered])
  func defaultMap(_ name: String, _ layout: MapLayout) throws {
    var request = MapRequest()
    request.layout = layout
    let scene = try TestScenes.shipped(name, request: request)
    let drawing = try MapRenderer.render(scene, as: .svg)
    let geometry = try #require(drawing.geometry)
    #expect(geometry.overlaps == [])
    #expect(geometry.cutLabels == [])
    if layout == .automatic { #expect(geometry.coveredCount <= scene.bundles.count) }
    #expect(drawing.diagnostics.map(\.message) == [])
    let svg = String(decoding: drawing.bytes, as: UTF8.self)
    for node in scene.nodes {
      #expect(
        svg.contains("id=\"\(Markup.rootIdentifier(scene.idPrefix))-\(Markup.identifier(node.id))\""),
        "\(node.id)")
    }
    try SVGChecks.check(svg, prefix: scene.idPrefix)
  }

  /// What the default map of the five reports must not lose, whatever is folded or left out.
  @Test func karabakhSaysWhoAccusesWhom() throws {
    let scene = try TestScenes.shipped("karabakh-2023")
    let pairs = scene.bundles.filter { $0.chips.contains { $0.type == "accuses" } }.map {
      "\(scene.nodes[$0.source].id) \(scene.nodes[$0.target].id)"
    }
    #expect(
      pairs.sorted() == [
        "armenia azerbaijan", "azerbaijan armenia", "azerbaijan karabakh-armenian-separatists",
        "karabakh-armenian-separatists azerbaijan",
      ])
    #expect(scene.sources.map(\.number) == [1, 2, 3, 4, 5])
    #expect(scene.nodes.count <= SceneBuilder.entityLimit)
    #expect(scene.legend.nodes.reduce(0) { $0 + $1.count } == scene.nodes.count)
  }

  @Test func answerAndNeighbourhood() throws {
    let graph = try TestScenes.graph("karabakh-2023")
    var request = MapRequest()
    request.selection = .relations(
      graph.relationshipIdentifiers.map { RelationshipID($0) }.filter {
        graph.name(of: graph.type(of: $0)) == "accuses"
      })
    request.question = "who accuses whom"
    try expectClean(SceneBuilder(graph).scene(request: request, theme: .dark))
    var around = MapRequest()
    around.selection = .around(try #require(graph.node(withID: "antony-blinken")), hops: 1)
    try expectClean(SceneBuilder(graph).scene(request: around, theme: .auto))
  }

  private func expectClean(_ scene: MapScene) throws {
    let drawing = try MapRenderer.render(scene, as: .svg)
    #expect(drawing.geometry?.overlaps == [])
    #expect(drawing.geometry?.cutLabels == [])
    try SVGChecks.check(String(decoding: drawing.bytes, as: UTF8.self), prefix: scene.idPrefix)
  }
}
