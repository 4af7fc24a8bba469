import Diagnostics
import Maps

/// A scene with places: laid out as wished or, when that is too much for Graphviz, in a simpler way.
struct LaidOutScene {
  /// How entities are placed, from the most wanted to the cheapest.
  enum Way: String {
    /// In layers by dot.
    case layered
    /// Like a map by neato and ``MapPlacer``.
    case map
    /// On rings around the most connected, without any engine.
    case rings

    /// In words.
    var words: String {
      switch self {
      case .layered: "in layers by dot"
      case .map: "by neato, the best of several starts, then refined so that no label overlaps"
      case .rings: "on rings around the most connected, without a layout engine"
      }
    }
  }

  let drawn: DrawnMap
  /// What Graphviz said.
  let messages: [String]
  /// How it was laid out, and why not otherwise; a sentence each.
  let choices: [String]
  /// The same as warnings, when it is not what was wished.
  let diagnostics: [Diagnostic]

  /// Lays a scene out and has Graphviz draw its shapes.
  ///
  /// - Throws: ``GraphvizFailure`` when even the cheapest way fails, or the child process cannot be started.
  init(_ graphviz: GraphvizScene, host: GraphvizHost) throws(GraphvizFailure) {
    let scene = graphviz.scene
    let ways: [Way] = scene.layout == .layered ? [.layered, .map, .rings] : [.map, .rings]
    var choices: [String] = []
    var diagnostics: [Diagnostic] = []
    for way in ways {
      let isLast = way == ways.last
      var messages: [String] = []
      do throws(GraphvizFailure) {
        // Two thirds of what is left: the next try needs time, too.
        let svg = try LaidOutScene.shapes(
          way, of: graphviz, on: isLast ? host : host.withShare(2.0 / 3), reporting: &messages)
        drawn = try LaidOutScene.read(svg, scene)
        let size = "\(scene.nodes.count) entities and \(scene.bundles.count) lines"
        self.choices = choices + ["laid out \(way.words): \(size)"]
        self.messages = messages
        self.diagnostics = diagnostics
        return
      } catch {
        if isLast { throw error }
        if case .child = error.cause { throw error }
        let next = way == .layered ? Way.map : .rings
        let sentence = "\(error.reason) while laying out \(way.words), so it is laid out \(next.words)"
        choices.append(sentence)
        diagnostics.append(Diagnostic(.warning, "map.fell-back", sentence))
      }
    }
    throw GraphvizFailure(step: "layout", messages: [])
  }

  private static func shapes(
    _ way: Way, of graphviz: GraphvizScene, on host: GraphvizHost, reporting messages: inout [String]
  ) throws(GraphvizFailure) -> [UInt8] {
    var graphviz = graphviz
    graphviz.host = host
    var drawing: GraphvizDrawing
    switch way {
    case .layered:
      drawing = graphviz.drawing(for: .layered)
      drawing.layout(engine: "dot", seed: 1)
    case .map, .rings:
      let layouter = MapLayouter(
        scene: graphviz.scene, nodeBlocks: graphviz.nodeBlocks, chipBlocks: graphviz.chipBlocks, host: host)
      let placement = way == .map ? try layouter.placement() : layouter.rings()
      drawing = graphviz.drawing(for: .placed(placement))
      drawing.layout(engine: "nop2", seed: 1)
    }
    let svg = try drawing.render("svg")
    messages = drawing.messages
    return svg
  }

  private static func read(_ svg: [UInt8], _ scene: MapScene) throws(GraphvizFailure) -> DrawnMap {
    do throws(DrawingFailure) {
      return try DrawnMap(svg: svg, scene: scene)
    } catch {
      throw GraphvizFailure(step: "render", messages: [error.reason])
    }
  }
}
