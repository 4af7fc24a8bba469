import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// Made-up scenes of up to 60 lines: labels never overlap, the same scene gives the same bytes.
@Suite struct GeneratedMapTests {
  static let sizes: [(UInt64, Int)] = [(1, 1), (2, 3), (3, 8), (4, 14), (5, 22), (6, 31), (7, 44), (8, 60)]

  @Test(arguments: sizes)
  func nothingOverlaps(_ seed: UInt64, _ lines: Int) throws {
    let drawing = try MapRenderer.render(TestScenes.random(seed: seed, lines: lines), as: .svg)
    #expect(drawing.geometry?.overlaps == [], "seed \(seed)")
    #expect(drawing.geometry?.cutLabels == [], "seed \(seed)")
    try SVGChecks.check(String(decoding: drawing.bytes, as: UTF8.self), prefix: "map")
  }

  @Test(arguments: 1...12)
  func nothingOverlapsInLayers(_ seed: Int) throws {
    var scene = TestScenes.random(seed: UInt64(seed) + 100, lines: 5 * seed)
    scene.layout = .layered
    let drawing = try MapRenderer.render(scene, as: .svg)
    #expect(drawing.geometry?.overlaps == [], "seed \(seed)")
    #expect(drawing.geometry?.cutLabels == [], "seed \(seed)")
  }

  /// Large ones are drawn by dot alone, frames and all.
  @Test(arguments: [false, true]) func nothingOverlapsInLargeLayers(_ hasFrames: Bool) throws {
    var scene = TestScenes.random(seed: 4, lines: LineRouting.limit)
    scene.layout = .layered
    if hasFrames { scene.clusters = [SceneCluster(title: "A side", nodes: [0, 1, 2])] }
    let drawing = try MapRenderer.render(scene, as: .svg)
    #expect(drawing.geometry?.overlaps == [])
    #expect(drawing.geometry?.cutLabels == [])
    #expect(drawing.geometry?.labels.count { $0.kind == .frame } == scene.clusters.count)
    try SVGChecks.check(String(decoding: drawing.bytes, as: UTF8.self), prefix: "map")
  }

  @Test(arguments: MapFormat.allCases)
  func sameSceneSameBytes(_ format: MapFormat) throws {
    let scene = TestScenes.random(seed: 77, lines: 9)
    let first = try MapRenderer.render(scene, as: format).bytes
    let second = try MapRenderer.render(scene, as: format).bytes
    #expect(first == second)
  }

  @Test func oneEntityAlone() throws {
    var scene = MapScene(title: "")
    scene.nodes = [SceneNode(id: "a", name: "A", caption: "", type: "", shape: .ellipse, color: .ink)]
    let drawing = try MapRenderer.render(scene, as: .svg)
    #expect(drawing.geometry?.cutLabels == [])
    try SVGChecks.check(String(decoding: drawing.bytes, as: UTF8.self), prefix: "map")
  }

  @Test func manyLinesBetweenTwo() throws {
    var scene = TestScenes.random(seed: 5, lines: 1)
    scene.nodes = Array(scene.nodes.prefix(2))
    let line = scene.bundles[0]
    scene.bundles = (0..<12).map { index in
      SceneBundle(
        source: index % 2, target: index == 11 ? index % 2 : 1 - index % 2, chips: line.chips,
        stroke: line.stroke)
    }
    let drawing = try MapRenderer.render(scene, as: .svg)
    #expect(drawing.geometry?.overlaps == [])
  }

  @Test func twoThreadsAtOnce() async throws {
    let scene = TestScenes.random(seed: 9, lines: 4)
    let expected = try MapRenderer.render(scene, as: .svg).bytes
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<6 { group.addTask { try MapRenderer.render(scene, as: .svg).bytes } }
      for try await bytes in group { #expect(bytes == expected) }
    }
  }

  @Test func nothingToDraw() {
    #expect(throws: (any Error).self) { try MapRenderer.render(MapScene(title: "Empty"), as: .svg) }
    var scene = MapScene(title: "Broken")
    scene.nodes = TestScenes.random(seed: 1, lines: 1).nodes
    scene.bundles = [
      SceneBundle(
        source: 0, target: 99, chips: [],
        stroke: SceneStroke(pattern: .solid, width: 1, arrow: .none, color: .ink))
    ]
    #expect(throws: (any Error).self) { try MapRenderer.render(scene, as: .svg) }
  }
}
