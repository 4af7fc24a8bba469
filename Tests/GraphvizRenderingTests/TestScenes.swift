import Diagnostics
import GraphCore
import GraphFormats
import Maps
import TestSupport
import Testing
import Vocabulary

/// Scenes to render.
enum TestScenes {
  /// The default scene of a graph of the project.
  static func shipped(_ name: String, request: MapRequest = MapRequest()) throws -> MapScene {
    SceneBuilder(try graph(name)).scene(request: request, theme: .light)
  }

  /// A graph of the project.
  static func graph(_ name: String) throws -> GraphSnapshot {
    var builder = GraphBuilder()
    var bag = DiagnosticBag()
    _ = GraphFileReader.read(
      [try TestEnvironment.projectFile("graphs/\(name).yaml")], resolver: Resolver(), into: &builder,
      reporting: &bag)
    let messages = bag.diagnostics.map { "\($0.code): \($0.message)" }
    try #require(messages == [])
    return builder.freeze()
  }

  private struct Resolver: GraphFileResolver {
    func include(_ path: String, from source: SourceText) throws(Problem) -> SourceText {
      throw Problem("file.not-found", "no file is included here")
    }

    func schema(
      named name: String, from source: SourceText, reporting bag: inout DiagnosticBag
    ) throws(Problem) -> Schema? {
      guard let text = try? TestEnvironment.projectFile("schema/\(name).yaml") else {
        throw Problem("schema.not-found", "there is no schema '\(name)'")
      }
      return SchemaReader.read(text, reporting: &bag)
    }
  }

  /// A made-up scene with every shape, pattern, head and status in it sooner or later.
  static func random(seed: UInt64, lines: Int) -> MapScene {
    var random = SeededGenerator(seed: seed)
    var scene = MapScene(title: "Seed \(seed)")
    scene.scope = "\(lines) lines"
    let count = 2 + random.below(min(lines, 24))
    let words = [
      "Azerbaijan", "Ministry of Foreign Affairs", "Li", "Հայաստան", "საქართველო", "日本国", "Ōsaka-to",
    ]
    for index in 0..<count {
      scene.nodes.append(
        SceneNode(
          id: "n\(index)", name: "\(random.pick(words) ?? "") \(index)", caption: "state", type: "state",
          shape: random.pick(SceneShape.allCases) ?? .box, color: random.pick(SceneColor.allCases) ?? .ink,
          folded: random.once(in: 5) ? ["Someone"] : []))
    }
    for _ in 0..<lines {
      let chips = (0...random.below(4)).map { _ in
        SceneChip(
          type: "t\(random.below(5))",
          verb: random.pick(["accuses", "is an ally of", "sells arms to"]) ?? "",
          color: random.pick(SceneColor.allCases) ?? .ink, count: 1 + random.below(12),
          date: random.pick(["", "2020", "2020-09-27", "1994–2020-11"]) ?? "",
          status: random.pick(SceneStatus.allCases) ?? .current, sourceNumbers: [1, 2])
      }
      let stroke = SceneStroke(
        pattern: random.pick(SceneStroke.Pattern.allCases) ?? .solid, width: 1 + Double(random.below(4)) / 2,
        arrow: random.pick(SceneStroke.Arrow.allCases) ?? .none, color: chips[0].color)
      scene.bundles.append(
        SceneBundle(
          source: random.below(count), target: random.below(count), chips: chips, stroke: stroke,
          status: chips[0].status))
    }
    scene.sources = (1...2).map {
      SceneSource(number: $0, id: "s\($0)", publisher: "Wire \($0)", title: "A report", date: "2023-09-19")
    }
    return scene
  }

  /// Two entities and one line, all words being one text.
  static func hostile(_ text: String, layout: MapLayout = .layered) -> MapScene {
    var scene = MapScene(title: text, idPrefix: text)
    scene.scope = text
    scene.language = text
    scene.date = text
    scene.layout = layout
    let chip = SceneChip(
      type: text, verb: text, color: .red, date: text, status: .denied, sourceNumbers: [1],
      claims: [SceneClaim(text, sourceNumbers: [1])])
    scene.nodes = [
      SceneNode(
        id: text, name: text, caption: text, type: text, shape: .hexagon, color: .blue, link: text,
        folded: [text]),
      SceneNode(
        id: text, name: "B", caption: text, type: text, shape: .ellipse, color: .amber,
        link: "https://example.org/?a=1&b=2"),
    ]
    scene.bundles = [
      SceneBundle(
        source: 0, target: 1, chips: [chip],
        stroke: SceneStroke(pattern: .double, width: .nan, arrow: .tee, color: .ink), status: .denied)
    ]
    scene.sources = [SceneSource(number: 1, id: text, publisher: text, title: text, date: text, url: text)]
    scene.legend.nodes = [
      SceneLegend.NodeEntry(title: text, type: text, shape: .octagon, color: .teal, count: 1)
    ]
    scene.legend.lines = [
      SceneLegend.LineEntry(title: text, type: text, stroke: scene.bundles[0].stroke, count: 1)
    ]
    scene.notes.omissions = [text]
    return scene
  }
}
