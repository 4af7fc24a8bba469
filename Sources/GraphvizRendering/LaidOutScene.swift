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
    /// Names and dots, stars in columns, others by sfdp and prism.
    case overview
    /// On rings around the most connected, without any engine.
    case rings

    /// In words.
    var words: String {
      switch self {
      case .layered: "in layers by dot"
      case .map: "by neato, the best of several starts, then refined so that no label overlaps"
      case .overview: "group by group: stars in columns around their middle, others by sfdp and prism"
      case .rings: "on rings around the most connected, without a layout engine"
      }
    }
  }

  /// The widest that an overview comes out, in points: beside a wider one the headline would be too small to read.
  static let overviewWidth = 1_400.0

  /// The picture; of several dates one each.
  let parts: [MapPart]
  /// The size of all of it.
  let width: Double
  let height: Double
  /// The dates, with places from the map's upper left corner.
  let headings: [PageLayout.Words]
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
    let ways: [Way] =
      switch scene.layout {
      // Places for several dates are found by the map's way alone.
      case .layered: scene.panels.isEmpty ? [.layered, .map, .rings] : [.map, .rings]
      case .overview: [.overview, .rings]
      case .automatic, .map, .radial: [.map, .rings]
      }
    var choices: [String] = []
    var diagnostics: [Diagnostic] = []
    for way in ways {
      let isLast = way == ways.last
      do throws(GraphvizFailure) {
        // Two thirds of what is left: the next try needs time, too.
        var graphviz = graphviz
        graphviz.host = isLast ? host : host.withShare(2.0 / 3)
        var messages: [String] = []
        if scene.panels.isEmpty {
          let placement = try LaidOutScene.placement(way, of: graphviz, chips: graphviz.chipBlocks)
          var part = try LaidOutScene.part(of: graphviz, placement, reporting: &messages)
          if scene.layout == .overview {
            part.scale = min(1, LaidOutScene.overviewWidth / max(part.bounds.width, 1))
          }
          (parts, headings) = ([part], [])
          (width, height) = (part.bounds.width * part.scale, part.bounds.height * part.scale)
        } else {
          let grid = try LaidOutScene.panels(way, of: graphviz, reporting: &messages)
          (parts, headings, width, height) = (grid.parts, grid.headings, grid.width, grid.height)
        }
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

  /// Where everything stands; nil when dot is to find it.
  private static func placement(
    _ way: Way, of graphviz: GraphvizScene, chips: [TextBlock]
  ) throws(GraphvizFailure) -> Placement? {
    let layouter = MapLayouter(
      scene: graphviz.scene, nodeBlocks: graphviz.nodeBlocks, chipBlocks: chips, host: graphviz.host)
    switch way {
    case .layered: return nil
    case .map: return try layouter.placement()
    case .overview:
      return try OverviewLayouter(
        scene: graphviz.scene, nodeBlocks: graphviz.nodeBlocks, host: graphviz.host
      ).placement()
    case .rings: return layouter.rings()
    }
  }

  /// Lets Graphviz draw the shapes of a scene.
  private static func part(
    of graphviz: GraphvizScene, _ placement: Placement?, reporting messages: inout [String]
  ) throws(GraphvizFailure) -> MapPart {
    let scene = graphviz.scene
    let isRouted = placement == nil && scene.nodes.count + scene.bundles.count <= LineRouting.limit
    var drawing = graphviz.drawing(
      for: placement.map { .placed($0) } ?? (isRouted ? .layered : .drawnInLayers))
    drawing.layout(engine: placement == nil ? "dot" : "nop2", seed: 1)
    if isRouted { drawing.route(LineRouting(graphviz)) }
    let svg = try drawing.render("svg")
    messages += drawing.messages
    do throws(DrawingFailure) {
      let frames: DrawnMap.Frames = placement.map { .placed($0) } ?? (isRouted ? .around : .drawn)
      let drawn = try DrawnMap(svg: svg, scene: scene, frames: frames)
      return MapPart(
        scene: scene, drawn: drawn, nodeBlocks: graphviz.nodeBlocks, chipBlocks: graphviz.chipBlocks)
    } catch {
      throw GraphvizFailure(step: "render", messages: [error.reason])
    }
  }

  /// Draws a map of several dates: places are found once, for the lines of all of them.
  private static func panels(
    _ way: Way, of graphviz: GraphvizScene, reporting messages: inout [String]
  ) throws(GraphvizFailure) -> PanelGrid {
    let scene = graphviz.scene
    let blocks = scene.panels.map { panel in
      panel.lines.map { Typesetting.block(for: $0.bundle, in: scene) }
    }
    // Room for the words of every date.
    var chipBlocks = graphviz.chipBlocks
    for (panel, blocks) in zip(scene.panels, blocks) {
      for (line, block) in zip(panel.lines, blocks) {
        chipBlocks[line.place].width = max(chipBlocks[line.place].width, block.width)
        chipBlocks[line.place].height = max(chipBlocks[line.place].height, block.height)
      }
    }
    guard let all = try placement(way, of: graphviz, chips: chipBlocks) else {
      throw GraphvizFailure(step: "layout", messages: [])
    }
    var parts: [MapPart] = []
    for (panel, blocks) in zip(scene.panels, blocks) {
      var one = scene
      one.panels = []
      one.bundles = panel.lines.map(\.bundle)
      let present = Set(one.bundles.flatMap { [$0.source, $0.target] })
      for index in one.nodes.indices where !present.contains(index) { one.nodes[index].emphasis = .receded }
      var placement = all
      placement.chips = zip(panel.lines, blocks).map { line, block in
        Box(center: all.chips[line.place].center, width: block.width, height: block.height)
      }
      var graphviz = graphviz
      graphviz.scene = one
      graphviz.nodeBlocks = one.nodes.map { Typesetting.block(for: $0, in: one) }
      graphviz.chipBlocks = blocks
      parts.append(try part(of: graphviz, placement, reporting: &messages))
    }
    return PanelGrid(parts, titles: scene.panels.map(\.title))
  }
}
