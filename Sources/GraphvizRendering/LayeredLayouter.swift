import Maps

/// Places in layers by dot; lines run as smooth curves through their words where nothing is in the way, else as dot
/// found around it.
struct LayeredLayouter {
  /// With more entities and lines than this, dot draws its own lines.
  static let limit = 150

  let graphviz: GraphvizScene

  /// The placement.
  ///
  /// - Throws: ``GraphvizFailure`` when dot fails.
  func placement(reporting messages: inout [String]) throws(GraphvizFailure) -> Placement {
    var drawing = graphviz.drawing(for: .layered)
    drawing.layout(engine: "dot", seed: 1)
    let plain = try drawing.render("plain")
    messages += drawing.messages
    var placement = Placement(nodes: [], chips: [])
    placement.nodes = graphviz.nodeBlocks.map {
      Box(center: Vector(0, 0), width: $0.width, height: $0.height)
    }
    placement.chips = graphviz.chipBlocks.map {
      Box(center: Vector(0, 0), width: $0.width, height: $0.height)
    }
    var ways = Array(repeating: EngineWay(), count: placement.chips.count)
    for line in String(decoding: plain, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.first == "node" {
        place(fields, in: &placement)
      } else if fields.first == "edge" {
        follow(fields, in: &ways)
      }
    }
    for (index, way) in ways.enumerated() where isBlocked(index, in: placement) {
      placement.ways[index] = way
    }
    placement.frames = graphviz.scene.clusters.map { frame(around: $0, in: placement) }
    return placement
  }

  /// `node NAME x y …`, in inches with y upwards.
  private func place(_ fields: [Substring], in placement: inout Placement) {
    guard fields.count >= 4, let index = Int(fields[1].dropFirst()),
      let point = LayeredLayouter.point(fields[2], fields[3])
    else { return }
    if fields[1].first == "n", placement.nodes.indices.contains(index) {
      placement.nodes[index].center = point
    } else if fields[1].first == "c", placement.chips.indices.contains(index) {
      placement.chips[index].center = point
    }
  }

  /// `edge TAIL HEAD n x1 y1 … xn yn …`: a half of a line, told by the chip that it begins or ends at.
  private func follow(_ fields: [Substring], in ways: inout [EngineWay]) {
    guard fields.count >= 4, let count = Int(fields[3]), count >= 4, fields.count >= 4 + 2 * count else {
      return
    }
    let points = (0..<count).compactMap { LayeredLayouter.point(fields[4 + 2 * $0], fields[5 + 2 * $0]) }
    guard points.count == count else { return }
    let curves = stride(from: 0, to: count - 3, by: 3).map {
      Curve(points[$0], points[$0 + 1], points[$0 + 2], points[$0 + 3])
    }
    let isSecond = fields[1].first == "c"
    guard let index = Int(fields[isSecond ? 1 : 2].dropFirst()), ways.indices.contains(index) else { return }
    if isSecond { ways[index].second = curves } else { ways[index].first = curves }
  }

  private static func point(_ x: Substring, _ y: Substring) -> Vector? {
    guard let x = Double(x), let y = Double(y), x.isFinite, y.isFinite else { return nil }
    return Vector(x * 72, -y * 72)
  }

  /// Whether a smooth line would run under an entity or words that are not its own.
  private func isBlocked(_ index: Int, in placement: Placement) -> Bool {
    let bundle = graphviz.scene.bundles[index]
    if bundle.source == bundle.target { return true }
    let way = Way(
      from: placement.nodes[bundle.source].center, through: placement.chips[index].center,
      to: placement.nodes[bundle.target].center)
    for (node, box) in placement.nodes.enumerated()
    where node != bundle.source && node != bundle.target && way.touches(box, gap: 4) { return true }
    for (chip, box) in placement.chips.enumerated() where chip != index && way.touches(box, gap: 3) {
      return true
    }
    return false
  }

  /// Inside of what dot keeps free around a cluster, with the title's height above.
  private func frame(around cluster: SceneCluster, in placement: Placement) -> Box {
    var extent = Extent()
    for node in cluster.nodes where placement.nodes.indices.contains(node) {
      let box = placement.nodes[node]
      extent.add(box.left - FrameLayouter.padding, box.top - FrameLayouter.titleHeight)
      extent.add(box.right + FrameLayouter.padding, box.bottom + FrameLayouter.padding)
    }
    return extent.box
  }
}
