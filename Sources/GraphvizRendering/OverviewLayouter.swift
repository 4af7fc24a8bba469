import Maps

/// Finds the places of an overview: sfdp for who is near whom, prism for room, then our own pass until nothing touches.
struct OverviewLayouter {
  /// Free space between names and dots, in points.
  static let gap = 5.0
  /// How much wider than high the picture may be.
  static let aspect = 1.35

  let scene: MapScene
  let nodeBlocks: [TextBlock]
  /// Where Graphviz runs.
  let host: GraphvizHost

  /// The placement, without chips.
  ///
  /// - Throws: ``GraphvizFailure`` when sfdp or prism fails.
  func placement() throws(GraphvizFailure) -> Placement {
    guard scene.nodes.count > 1 else {
      return Placement(nodes: boxes(scene.nodes.map { _ in Vector(0, 0) }), chips: [])
    }
    var positions = try near()
    positions = OverviewLayouter.level(positions)
    positions = try spread(positions)
    var boxes = boxes(positions)
    OverviewLayouter.separate(&boxes)
    return Placement(nodes: boxes, chips: [])
  }

  private func boxes(_ positions: [Vector]) -> [Box] {
    zip(positions, nodeBlocks).map { Box(center: $0, width: $1.width, height: $1.height) }
  }

  /// How many sizes of a label a link is long before prism makes room: about 75 points, whether names or dots prevail.
  private var scaling: Double {
    let sum = nodeBlocks.reduce(0) { $0 + ($1.width + $1.height) / 2 }
    return min(max(75 * Double(nodeBlocks.count) / max(sum, 1), 1.5), 4)
  }

  /// The entities alone; their handles are their numbers.
  private func graph() -> GraphvizDrawing {
    var drawing = GraphvizDrawing(name: "places", on: host)
    for (name, value) in [
      ("overlap", "true"), ("splines", ""), ("start", "1"), ("sep", "+3"),
      ("overlap_scaling", "-\(Markup.number(scaling))"),
      ("K", "1"), ("repulsiveforce", "1"), ("normalize", "false"),
    ] {
      drawing.declare(.graph, name, value)
    }
    for (name, value) in [
      ("label", ""), ("fixedsize", "true"), ("shape", "box"), ("width", "0.2"), ("height", "0.2"),
      ("pos", ""),
    ] {
      drawing.declare(.node(0), name, value)
    }
    for (index, block) in nodeBlocks.enumerated() {
      let node = drawing.node("n\(index)")
      drawing.set(.node(node), "width", GraphvizScene.inches(block.width))
      drawing.set(.node(node), "height", GraphvizScene.inches(block.height))
    }
    return drawing
  }

  /// sfdp's places: those that are linked are near each other.
  private func near() throws(GraphvizFailure) -> [Vector] {
    var drawing = graph()
    for (index, bundle) in scene.bundles.enumerated() {
      _ = drawing.edge(from: Int32(bundle.source), to: Int32(bundle.target), "e\(index)")
    }
    drawing.layout(engine: "sfdp", seed: 1)
    return MapLayouter.nodePositions(plain: try drawing.render("plain"), count: scene.nodes.count)
  }

  /// The same places with as much more room as the names need (Graphviz's prism, run on given places).
  private func spread(_ positions: [Vector]) throws(GraphvizFailure) -> [Vector] {
    var drawing = graph()
    drawing.set(.graph, "overlap", "prism")
    for (index, position) in positions.enumerated() {
      drawing.set(.node(Int32(index)), "pos", "\(Markup.number(position.x)),\(Markup.number(-position.y))")
    }
    drawing.layout(engine: "nop1", seed: 1)
    return MapLayouter.nodePositions(plain: try drawing.render("plain"), count: scene.nodes.count)
  }

  // MARK: - Our own part

  /// Turns the long axis level, and gives the picture the shape of a page.
  private static func level(_ positions: [Vector]) -> [Vector] {
    let count = Double(positions.count)
    let middle = positions.reduce(Vector(0, 0), +) * (1 / count)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for position in positions {
      let d = position - middle
      xx += d.x * d.x
      xy += d.x * d.y
      yy += d.y * d.y
    }
    let root = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
    var axis = Vector((xx - yy) / 2 + root, xy)
    axis = axis.length > 1e-6 ? axis.unit : Vector(xx >= yy ? 1 : 0, xx >= yy ? 0 : 1)
    if axis.x < 0 { axis = axis * -1 }
    let turned = positions.map { position in
      let d = position - middle
      return Vector(d.x * axis.x + d.y * axis.y, d.y * axis.x - d.x * axis.y)
    }
    let width = turned.reduce(0) { $0 + $1.x * $1.x }.squareRoot()
    let height = turned.reduce(0) { $0 + $1.y * $1.y }.squareRoot()
    guard width > 1e-6, height > 1e-6 else { return turned }
    // Between the shape that it has and the page's.
    let stretch = (aspect / (width / height)).squareRoot().squareRoot()
    return turned.map { Vector($0.x * stretch, $0.y / stretch) }
  }

  /// Pushes boxes apart until none touches another.
  ///
  /// - Complexity: O(n log n + touching pairs) a round; after 60 rounds everything is stretched, which ends it.
  static func separate(_ boxes: inout [Box]) {
    for round in 0..<400 {
      var isDone = true
      let order = boxes.indices.sorted {
        boxes[$0].left != boxes[$1].left ? boxes[$0].left < boxes[$1].left : $0 < $1
      }
      for (place, first) in order.enumerated() {
        for second in order[(place + 1)...] {
          if boxes[second].left > boxes[first].right + gap { break }
          let reach = boxes[first].reach(into: boxes[second], gap: gap)
          guard reach.x > 0.01, reach.y > 0.01 else { continue }
          isDone = false
          let difference = boxes[second].center - boxes[first].center
          // The lighter one yields.
          let areas = (boxes[first].width * boxes[first].height, boxes[second].width * boxes[second].height)
          let share = areas.1 / (areas.0 + areas.1)
          if reach.x < reach.y {
            let push = (reach.x + 0.2) * (difference.x < 0 ? -1 : 1)
            boxes[first].center.x -= push * share
            boxes[second].center.x += push * (1 - share)
          } else {
            let push = (reach.y + 0.2) * (difference.y < 0 ? -1 : 1)
            boxes[first].center.y -= push * share
            boxes[second].center.y += push * (1 - share)
          }
        }
      }
      if isDone { return }
      if round >= 60 {
        for index in boxes.indices { boxes[index].center = boxes[index].center * 1.03 }
      }
    }
  }
}
