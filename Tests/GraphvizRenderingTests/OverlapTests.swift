import Maps
import TestSupport
import Testing

@testable import GraphvizRendering

/// Labels never sit on labels or entities: measured on the places of every label, on 30 made-up graphs of up to 60
/// relations, in every way of drawing.
@Suite struct OverlapTests {
  enum Mode: String, CaseIterable {
    case bundle, separate, layered, radial, frames, framesInLayers, overview, star, panels, changes, lifted
  }

  /// 30 graphs each for the ways that people draw most, fewer for the others; `ENTENTE_FUZZ=30` draws 30 of all.
  static let drawings = Mode.allCases.flatMap { mode in
    let rounds = [.bundle, .separate, .layered].contains(mode) ? 30 : min(TestEnvironment.fuzzRounds(8), 30)
    return (1...rounds).map { (mode, $0) }
  }

  @Test(arguments: drawings)
  func nothingTouches(_ mode: Mode, _ seed: Int) throws {
    let scene = Self.scene(mode, seed: UInt64(seed) + 1_000)
    let drawing = try MapRenderer.render(scene, as: .svg)
    let geometry = try #require(drawing.geometry)
    #expect(geometry.overlaps == [], "seed \(seed)")
    #expect(geometry.cutLabels == [], "seed \(seed)")
    let parts = max(scene.panels.count, 1)
    #expect(geometry.labels.count { $0.kind == .entity } == scene.nodes.count * parts)
    try SVGChecks.check(String(decoding: drawing.bytes, as: UTF8.self), prefix: "map")
  }

  /// Lines keep out from under words and entities: of 30 graphs, the many-to-many ones included, few do not.
  @Test func linesAreSeen() throws {
    var lines = 0
    var covered = 0
    for seed in 1...30 {
      let scene = Self.scene(.bundle, seed: UInt64(seed) + 1_000)
      let geometry = try #require(try MapRenderer.render(scene, as: .svg).geometry)
      lines += scene.bundles.count
      covered += geometry.coveredCount
    }
    print("covered: \(covered) of \(lines) lines")
    #expect(covered * 10 <= lines * 7)
  }

  static func scene(_ mode: Mode, seed: UInt64) -> MapScene {
    var random = SeededGenerator(seed: seed)
    // Sizes spread over the whole range, up to the 60 lines that a map shows unasked.
    var scene = TestScenes.random(seed: seed, lines: 2 + Int(seed) * 7 % 59)
    scene.layout = .map
    switch mode {
    case .bundle: break
    case .separate:
      // Two to six lines between the same two entities, both ways.
      scene.bundles = scene.bundles.enumerated().map { index, bundle in
        var bundle = bundle
        let pair = index / (2 + Int(seed) % 5) % max(scene.nodes.count / 2, 1)
        (bundle.source, bundle.target) = index % 2 == 0 ? (2 * pair, 2 * pair + 1) : (2 * pair + 1, 2 * pair)
        bundle.chips = Array(bundle.chips.prefix(1))
        return bundle
      }
    case .layered: scene.layout = .layered
    case .radial:
      scene.layout = .radial
      for index in scene.bundles.indices where random.below(4) > 0 { scene.bundles[index].source = 0 }
    case .frames, .framesInLayers:
      if mode == .framesInLayers { scene.layout = .layered }
      let groups = Dictionary(grouping: scene.nodes.indices) { $0 % 4 }
      scene.clusters = groups.sorted { $0.key < $1.key }.filter { $0.key < 3 && $0.value.count > 1 }.map {
        SceneCluster(title: "The side number \($0.key)", nodes: $0.value)
      }
    case .overview:
      scene.layout = .overview
      for index in scene.nodes.indices {
        scene.nodes[index].weight = Double(random.below(100)) / 100
        scene.nodes[index].isNamed = random.below(3) > 0
      }
    case .star:
      scene.layout = .overview
      let models = scene.nodes
      scene.nodes = []
      for index in 0...(12 + 40 * Int(seed % 8)) {
        let model = models[index % models.count]
        var node = SceneNode(
          id: "s\(index)", name: model.name, caption: "", type: "x", shape: model.shape, color: model.color)
        node.weight = Double(random.below(100)) / 100
        node.isNamed = index == 0 || random.below(3) > 0
        scene.nodes.append(node)
      }
      let line = scene.bundles[0]
      scene.bundles = scene.nodes.indices.dropFirst().map { index in
        SceneBundle(
          source: index % 2 == 0 ? 0 : index, target: index % 2 == 0 ? index : 0, chips: line.chips,
          stroke: line.stroke)
      }
    case .panels:
      scene.panels = (1...3).map { number in
        ScenePanel(
          title: "200\(number)",
          lines: scene.bundles.indices.filter { _ in random.below(3) > 0 }.map { index in
            var bundle = scene.bundles[index]
            bundle.chips = Array(bundle.chips.prefix(1 + random.below(3)))
            return ScenePanel.Line(place: index, bundle: bundle)
          })
      }
    case .changes:
      for index in scene.bundles.indices {
        let change = random.pick(SceneChange.allCases)
        scene.bundles[index].change = change
        for place in scene.bundles[index].chips.indices {
          scene.bundles[index].chips[place].change = change
          if change == .changed { scene.bundles[index].chips[place].before = "disputed 1994–2020" }
        }
      }
      for index in scene.nodes.indices where random.once(in: 3) { scene.nodes[index].change = .stayed }
    case .lifted:
      for index in scene.bundles.indices {
        scene.bundles[index].emphasis = index % 3 == 0 ? .lifted : .receded
        for place in scene.bundles[index].chips.indices {
          scene.bundles[index].chips[place].emphasis = index % 3 == 0 && place == 0 ? .lifted : .receded
        }
      }
    }
    return scene
  }
}
