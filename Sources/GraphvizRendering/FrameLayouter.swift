import Maps

/// Places a scene with frames: first what is inside each frame, then the frames among each other and among the
/// entities without one.
struct FrameLayouter {
  /// Free space inside a frame, in points.
  static let padding = 14.0
  /// Above it, for the title.
  static let titleHeight = 20.0

  let base: MapLayouter

  private var scene: MapScene { base.scene }

  /// What is inside one frame, with offsets from the frame's middle.
  private struct Inside {
    var width: Double
    var height: Double
    /// By node of the scene.
    var nodes: [Int: Vector] = [:]
    /// By bundle of the scene.
    var chips: [Int: Vector] = [:]
  }

  /// The placement.
  ///
  /// - Throws: ``GraphvizFailure`` when neato fails.
  func placement() throws(GraphvizFailure) -> Placement {
    var frameOf = Array(repeating: -1, count: scene.nodes.count)
    for (number, cluster) in scene.clusters.enumerated() {
      for node in cluster.nodes { frameOf[node] = number }
    }
    var insides: [Inside] = []
    for number in scene.clusters.indices { insides.append(try inside(of: number, frameOf)) }
    // Bodies: the frames, then the entities without one.
    var bodyOf = frameOf
    var bodies = insides.map { body(of: $0) }
    for node in scene.nodes.indices where frameOf[node] < 0 {
      bodyOf[node] = bodies.count
      let block = base.nodeBlocks[node]
      bodies.append(PlacementProblem.Body(width: block.width, height: block.height))
    }
    func offset(_ node: Int) -> Vector {
      frameOf[node] < 0 ? Vector(0, 0) : insides[frameOf[node]].nodes[node] ?? Vector(0, 0)
    }
    var outer: [Int] = []
    var lines: [PlacementProblem.Line] = []
    for (index, bundle) in scene.bundles.enumerated() where !isInside(bundle, frameOf) {
      outer.append(index)
      lines.append(
        PlacementProblem.Line(
          source: bodyOf[bundle.source], target: bodyOf[bundle.target], width: base.chipBlocks[index].width,
          height: base.chipBlocks[index].height, sourceOffset: offset(bundle.source),
          targetOffset: offset(bundle.target)))
    }
    let placer = try base.best(of: PlacementProblem(bodies: bodies, lines: lines))
    return expand(placer, insides, bodyOf, frameOf, outer)
  }

  private func isInside(_ bundle: SceneBundle, _ frameOf: [Int]) -> Bool {
    bundle.source == bundle.target && frameOf[bundle.source] >= 0
      || frameOf[bundle.source] >= 0 && frameOf[bundle.source] == frameOf[bundle.target]
  }

  private func expand(
    _ placer: MapPlacer, _ insides: [Inside], _ bodyOf: [Int], _ frameOf: [Int], _ outer: [Int]
  ) -> Placement {
    var placement = Placement(nodes: [], chips: [])
    func place(_ offset: Vector, in body: Int) -> Vector {
      let mirror = placer.mirrors[body]
      return placer.nodes[body].center + Vector(offset.x * mirror.x, offset.y * mirror.y)
    }
    for (node, block) in base.nodeBlocks.enumerated() {
      let frame = frameOf[node]
      let offset = frame < 0 ? Vector(0, 0) : insides[frame].nodes[node] ?? Vector(0, 0)
      let shift = frame < 0 ? Vector(0, 0) : shift(in: bodyOf[node], placer)
      placement.nodes.append(
        Box(center: place(offset, in: bodyOf[node]) + shift, width: block.width, height: block.height))
    }
    var outerPlace: [Int: Int] = [:]
    for (position, index) in outer.enumerated() { outerPlace[index] = position }
    for (index, bundle) in scene.bundles.enumerated() {
      if let position = outerPlace[index] {
        placement.chips.append(placer.chips[position])
        continue
      }
      let frame = frameOf[bundle.source]
      let block = base.chipBlocks[index]
      let center = place(insides[frame].chips[index] ?? Vector(0, 0), in: frame) + shift(in: frame, placer)
      placement.chips.append(Box(center: center, width: block.width, height: block.height))
    }
    placement.frames = scene.clusters.indices.map { placer.nodes[$0] }
    return placement
  }

  /// The title stands on top also of a frame that was turned upside down: what is inside moves down by its height.
  private func shift(in frame: Int, _ placer: MapPlacer) -> Vector {
    Vector(0, placer.mirrors[frame].y < 0 ? FrameLayouter.titleHeight : 0)
  }

  private func body(of inside: Inside) -> PlacementProblem.Body {
    var inner: [PlacementProblem.Inner] = []
    for (node, offset) in inside.nodes.sorted(by: { $0.key < $1.key }) {
      let block = base.nodeBlocks[node]
      inner.append(PlacementProblem.Inner(offset: offset, width: block.width, height: block.height))
    }
    for (bundle, offset) in inside.chips.sorted(by: { $0.key < $1.key }) {
      let block = base.chipBlocks[bundle]
      inner.append(PlacementProblem.Inner(offset: offset, width: block.width, height: block.height))
    }
    return PlacementProblem.Body(width: inside.width, height: inside.height, inner: inner)
  }

  // MARK: - Inside a frame

  private func inside(of number: Int, _ frameOf: [Int]) throws(GraphvizFailure) -> Inside {
    let cluster = scene.clusters[number]
    var local: [Int: Int] = [:]
    for (position, node) in cluster.nodes.enumerated() { local[node] = position }
    var lines: [PlacementProblem.Line] = []
    var bundles: [Int] = []
    for (index, bundle) in scene.bundles.enumerated() where isInside(bundle, frameOf) {
      guard let source = local[bundle.source], let target = local[bundle.target] else { continue }
      bundles.append(index)
      lines.append(
        PlacementProblem.Line(
          source: source, target: target, width: base.chipBlocks[index].width,
          height: base.chipBlocks[index].height))
    }
    let blocks = cluster.nodes.map { base.nodeBlocks[$0] }
    let places: (nodes: [Box], chips: [Box])
    if lines.isEmpty {
      places = (FrameLayouter.rows(of: blocks), [])
    } else {
      let bodies = blocks.map { PlacementProblem.Body(width: $0.width, height: $0.height) }
      let placer = try base.best(of: PlacementProblem(bodies: bodies, lines: lines))
      places = (placer.nodes, placer.chips)
    }
    return frame(places, cluster, bundles)
  }

  private func frame(
    _ places: (nodes: [Box], chips: [Box]), _ cluster: SceneCluster, _ bundles: [Int]
  ) -> Inside {
    var extent = Extent()
    for box in places.nodes + places.chips {
      extent.add(box.left, box.top)
      extent.add(box.right, box.bottom)
    }
    let box = extent.box
    let title = TextMetrics.width(
      Typesetting.frameTitle(cluster.title), size: Typesetting.frameSize, bold: true)
    var inside = Inside(
      width: max(box.width, title) + 2 * FrameLayouter.padding,
      height: box.height + 2 * FrameLayouter.padding + FrameLayouter.titleHeight)
    // The title's height above: the middle of the frame is above the middle of what is in it.
    let shift = Vector(0, FrameLayouter.titleHeight / 2)
    for (node, place) in zip(cluster.nodes, places.nodes) {
      inside.nodes[node] = place.center - box.center + shift
    }
    for (bundle, place) in zip(bundles, places.chips) {
      inside.chips[bundle] = place.center - box.center + shift
    }
    return inside
  }

  /// Places for entities that no line joins: rows that are about as wide as they are high.
  private static func rows(of blocks: [TextBlock]) -> [Box] {
    let gap = MapPlacer.nodeGap
    let area = blocks.reduce(0) { $0 + ($1.width + gap) * ($1.height + gap) }
    let limit = max((area * 1.8).squareRoot(), blocks.map(\.width).max() ?? 0)
    var result: [Box] = []
    var (x, y, height) = (0.0, 0.0, 0.0)
    for block in blocks {
      if x > 0, x + block.width > limit {
        (x, y, height) = (0, y + height + gap, 0)
      }
      result.append(
        Box(
          center: Vector(x + block.width / 2, y + block.height / 2), width: block.width, height: block.height)
      )
      x += block.width + gap
      height = max(height, block.height)
    }
    return result
  }
}
