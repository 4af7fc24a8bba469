import Maps

/// Finds the places of an overview: each group of linked entities by itself, then the groups on the page.
///
/// A star has places of its own; of other groups sfdp says who is near whom, prism makes room, and our own pass ends
/// when nothing touches. Groups of a few need no engine.
struct OverviewLayouter {
  /// Free space between names and dots, in points.
  static let gap = 5.0
  /// How much wider than high the picture may be.
  static let aspect = 1.35
  /// Free space between groups.
  private static let groupGap = 26.0

  let scene: MapScene
  let nodeBlocks: [TextBlock]
  /// Where Graphviz runs.
  let host: GraphvizHost

  /// The placement, without chips.
  ///
  /// - Throws: ``GraphvizFailure`` when sfdp or prism fails.
  func placement() throws(GraphvizFailure) -> Placement {
    var placement = Placement(nodes: boxes(scene.nodes.map { _ in Vector(0, 0) }), chips: [])
    var groups: [Group] = []
    for component in components() { groups.append(try group(of: component)) }
    for (group, corner) in zip(groups, OverviewLayouter.pack(groups)) {
      let shift = corner - Vector(group.bounds.left, group.bounds.top)
      for (node, center) in zip(group.nodes, group.centers) { placement.nodes[node].center = center + shift }
      for link in group.links {
        let ends = scene.bundles[link]
        let isFromHub = ends.source == group.hub
        guard let way = group.ways[isFromHub ? ends.target : ends.source] else { continue }
        let moved = way.map { $0.moved(by: shift) }
        placement.ways[link] = EngineWay(first: isFromHub ? moved : moved.reversed().map(\.reversed))
      }
    }
    return placement
  }

  private func boxes(_ positions: [Vector]) -> [Box] {
    zip(positions, nodeBlocks).map { Box(center: $0, width: $1.width, height: $1.height) }
  }

  // MARK: - Groups

  /// Entities that are linked, with places of their own.
  private struct Group {
    var nodes: [Int]
    /// Numbers of the bundles between them.
    var links: [Int]
    /// One per node.
    var centers: [Vector] = []
    /// Around all of them.
    var bounds = Box(center: Vector(0, 0), width: 0, height: 0)
    /// Of a star, its middle, and how lines run from there to the others.
    var hub = -1
    var ways: [Int: [Curve]] = [:]
  }

  /// The groups of linked entities, the largest first.
  private func components() -> [(nodes: [Int], links: [Int])] {
    var parent = Array(scene.nodes.indices)
    func root(_ node: Int) -> Int {
      var node = node
      while parent[node] != node {
        parent[node] = parent[parent[node]]
        node = parent[node]
      }
      return node
    }
    for bundle in scene.bundles {
      let (first, second) = (root(bundle.source), root(bundle.target))
      parent[max(first, second)] = min(first, second)
    }
    var place: [Int: Int] = [:]
    var result: [(nodes: [Int], links: [Int])] = []
    for node in scene.nodes.indices {
      let root = root(node)
      if let known = place[root] {
        result[known].nodes.append(node)
      } else {
        place[root] = result.count
        result.append(([node], []))
      }
    }
    for (index, bundle) in scene.bundles.enumerated() {
      if let known = place[root(bundle.source)] { result[known].links.append(index) }
    }
    return result.sorted {
      $0.nodes.count != $1.nodes.count ? $0.nodes.count > $1.nodes.count : $0.nodes[0] < $1.nodes[0]
    }
  }

  private func group(of component: (nodes: [Int], links: [Int])) throws(GraphvizFailure) -> Group {
    var group = Group(nodes: component.nodes, links: component.links)
    if let star = StarLayouter(
      group.nodes, links: group.links, scene: scene, nodeBlocks: nodeBlocks)
    {
      group.centers = group.nodes.map { star.centers[$0] ?? Vector(0, 0) }
      (group.hub, group.ways) = (star.hub, star.ways)
    } else if group.nodes.count <= 4 {
      group.centers = handful(group)
    } else {
      var positions = try near(group)
      positions = OverviewLayouter.level(positions)
      positions = try spread(positions, of: group)
      var boxes = zip(group.nodes, positions).map { node, position in
        Box(center: position, width: nodeBlocks[node].width, height: nodeBlocks[node].height)
      }
      OverviewLayouter.separate(&boxes)
      group.centers = boxes.map(\.center)
    }
    var extent = Extent()
    for (node, center) in zip(group.nodes, group.centers) {
      let block = nodeBlocks[node]
      extent.add(center.x - block.width / 2, center.y - block.height / 2)
      extent.add(center.x + block.width / 2, center.y + block.height / 2)
    }
    group.bounds = extent.box
    return group
  }

  /// Places for up to four: the busiest to the left, the others in a column to its right.
  private func handful(_ group: Group) -> [Vector] {
    var degrees: [Int: Int] = [:]
    for link in group.links {
      degrees[scene.bundles[link].source, default: 0] += 1
      degrees[scene.bundles[link].target, default: 0] += 1
    }
    guard let hub = group.nodes.max(by: { (degrees[$0] ?? 0, $1) < (degrees[$1] ?? 0, $0) }) else {
      return []
    }
    let others = group.nodes.filter { $0 != hub }
    let height = others.reduce(0) { $0 + nodeBlocks[$1].height + 12 } - 12
    var y = -height / 2
    var places: [Int: Vector] = [hub: Vector(0, 0)]
    for (rank, node) in others.enumerated() {
      let block = nodeBlocks[node]
      // The middle one of three stands out, so that lines between them are seen.
      let aside = rank == 1 ? 14.0 : 0
      places[node] = Vector(nodeBlocks[hub].width / 2 + 34 + aside + block.width / 2, y + block.height / 2)
      y += block.height + 12
    }
    return group.nodes.map { places[$0] ?? Vector(0, 0) }
  }

  /// Upper left corners: the groups in rows, the largest first, on a page of the wished shape.
  private static func pack(_ groups: [Group]) -> [Vector] {
    let area = groups.reduce(0) {
      $0 + ($1.bounds.width + groupGap) * ($1.bounds.height + groupGap)
    }
    let width = max(groups.map(\.bounds.width).max() ?? 0, (area * aspect).squareRoot())
    // Rows of like heights waste least; the largest group begins.
    let order = groups.indices.sorted { left, right in
      if left == 0 || right == 0 { return left == 0 && right != 0 }
      let heights = (groups[left].bounds.height, groups[right].bounds.height)
      return heights.0 != heights.1 ? heights.0 > heights.1 : left < right
    }
    var corners = groups.map { _ in Vector(0, 0) }
    var (x, y, height) = (0.0, 0.0, 0.0)
    for index in order {
      let bounds = groups[index].bounds
      if x > 0, x + bounds.width > width {
        (x, y, height) = (0, y + height + groupGap, 0)
      }
      corners[index] = Vector(x, y)
      x += bounds.width + groupGap
      height = max(height, bounds.height)
    }
    return corners
  }

  // MARK: - Graphviz's part

  /// How many sizes of a label a link is long before prism makes room: about 75 points, whether names or dots prevail.
  private func scaling(of group: Group) -> Double {
    let sum = group.nodes.reduce(0) { $0 + (nodeBlocks[$1].width + nodeBlocks[$1].height) / 2 }
    return min(max(75 * Double(group.nodes.count) / max(sum, 1), 1.5), 4)
  }

  /// The entities alone; their handles are their places in the group.
  private func graph(of group: Group) -> GraphvizDrawing {
    var drawing = GraphvizDrawing(name: "places", on: host)
    for (name, value) in [
      ("overlap", "true"), ("splines", ""), ("start", "1"), ("sep", "+3"),
      ("overlap_scaling", "-\(Markup.number(scaling(of: group)))"),
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
    for (index, node) in group.nodes.enumerated() {
      let handle = drawing.node("n\(index)")
      drawing.set(.node(handle), "width", GraphvizScene.inches(nodeBlocks[node].width))
      drawing.set(.node(handle), "height", GraphvizScene.inches(nodeBlocks[node].height))
    }
    return drawing
  }

  /// sfdp's places: those that are linked are near each other.
  private func near(_ group: Group) throws(GraphvizFailure) -> [Vector] {
    var drawing = graph(of: group)
    var place: [Int: Int32] = [:]
    for (index, node) in group.nodes.enumerated() { place[node] = Int32(index) }
    for link in group.links {
      let bundle = scene.bundles[link]
      guard let source = place[bundle.source], let target = place[bundle.target] else { continue }
      _ = drawing.edge(from: source, to: target, "e\(link)")
    }
    drawing.layout(engine: "sfdp", seed: 1)
    return MapLayouter.nodePositions(plain: try drawing.render("plain"), count: group.nodes.count)
  }

  /// The same places with as much more room as the names need (Graphviz's prism, run on given places).
  private func spread(_ positions: [Vector], of group: Group) throws(GraphvizFailure) -> [Vector] {
    var drawing = graph(of: group)
    drawing.set(.graph, "overlap", "prism")
    for (index, position) in positions.enumerated() {
      drawing.set(.node(Int32(index)), "pos", "\(Markup.number(position.x)),\(Markup.number(-position.y))")
    }
    drawing.layout(engine: "nop1", seed: 1)
    return MapLayouter.nodePositions(plain: try drawing.render("plain"), count: group.nodes.count)
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
