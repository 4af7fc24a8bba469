import Maps

/// What lines need to know of their ends, so that they can be run when a layout in layers has found places.
///
/// Lines run as smooth curves through their words where nothing is in the way, else as the layout found around it.
/// It travels with the job: places are found and lines run in one go, wherever Graphviz works.
///
/// In the graph of the job entities come first and then chips, each in the order of the scene; a line is two edges, to
/// its chip and on from it.
struct LineRouting: Sendable, Equatable {
  /// With more entities and lines than this, dot draws its own lines.
  static let limit = 150

  /// An entity.
  struct Body: Sendable, Equatable {
    var shape: SceneShape
    var width: Double
    var height: Double
  }

  /// A line with the size of its chip.
  struct Line: Sendable, Equatable {
    /// Places in ``LineRouting/bodies``.
    var source: Int
    var target: Int
    var chipWidth: Double
    var chipHeight: Double
    var arrow: SceneStroke.Arrow
    /// Of the stroke, in points.
    var width: Double
  }

  var bodies: [Body]
  var lines: [Line]

  /// Takes from a scene what it needs.
  init(_ graphviz: GraphvizScene) {
    bodies = zip(graphviz.scene.nodes, graphviz.nodeBlocks).map { node, block in
      Body(shape: node.shape, width: block.width, height: block.height)
    }
    lines = zip(graphviz.scene.bundles, graphviz.chipBlocks).map { bundle, block in
      let stroke = LineLook(bundle).stroke
      return Line(
        source: bundle.source, target: bundle.target, chipWidth: block.width, chipHeight: block.height,
        arrow: stroke.arrow, width: stroke.width)
    }
  }

  init(bodies: [Body], lines: [Line]) {
    self.bodies = bodies
    self.lines = lines
  }

  /// The ways of all lines.
  ///
  /// - Parameters:
  ///   - places: The middles of entities and chips, as many as there are.
  ///   - found: The way that the layout found for a line, from middle to middle.
  /// - Returns: One for each line, in their order.
  /// - Complexity: O(lines × (entities + lines)).
  func routes(places: [Vector], found: (Int) -> EngineWay) -> [Router.Route] {
    let nodes = zip(bodies, places).map { Box(center: $1, width: $0.width, height: $0.height) }
    let chips = zip(lines, places.dropFirst(bodies.count)).map {
      Box(center: $1, width: $0.chipWidth, height: $0.chipHeight)
    }
    return lines.indices.map { index in
      let line = lines[index]
      let source = Outline(shape: bodies[line.source].shape, box: nodes[line.source])
      let target = Outline(shape: bodies[line.target].shape, box: nodes[line.target])
      var way = EngineWay()
      if isBlocked(index, nodes, chips) { way = found(index) }
      if way.first.isEmpty || way.second.isEmpty {
        way = Router.way(
          from: source.box, through: chips[index].center, to: target.box, isLoop: line.source == line.target)
      }
      return Router.route(way, from: source, to: target, line.arrow, width: line.width)
    }
  }

  /// Whether a smooth line would run under an entity or words that are not its own.
  private func isBlocked(_ index: Int, _ nodes: [Box], _ chips: [Box]) -> Bool {
    let line = lines[index]
    if line.source == line.target { return true }
    let way = Way(
      from: nodes[line.source].center, through: chips[index].center, to: nodes[line.target].center)
    for (node, box) in nodes.enumerated()
    where node != line.source && node != line.target && way.touches(box, gap: 4) { return true }
    for (chip, box) in chips.enumerated() where chip != index && way.touches(box, gap: 3) { return true }
    return false
  }
}
