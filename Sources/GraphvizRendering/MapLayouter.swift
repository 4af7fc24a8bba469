import Maps

/// Finds the places of a scene's parts with neato and ``MapPlacer``.
struct MapLayouter {
  let scene: MapScene
  let nodeBlocks: [TextBlock]
  let chipBlocks: [TextBlock]
  /// Where neato runs.
  let host: GraphvizHost

  /// How often neato is started with other random places.
  private var seedCount: Int { scene.nodes.count <= 30 ? 5 : scene.nodes.count <= 60 ? 3 : 2 }

  /// How many lines may be weighed while improving; fewer for large scenes, as each weighing takes longer.
  private var budget: Int {
    let items = scene.nodes.count + scene.bundles.count * 4
    return items == 0 ? 0 : min(60_000, max(2_000, 6_000_000 / items))
  }

  /// The best placement found.
  ///
  /// - Throws: ``GraphvizFailure`` when neato fails.
  func placement() throws(GraphvizFailure) -> Placement {
    let problem = PlacementProblem(nodes: nodeBlocks, bundles: scene.bundles, chips: chipBlocks)
    var starts: [(placer: MapPlacer, cost: Double)] = []
    for seed in 1...max(seedCount, 1) {
      try host.check()
      var placer = MapPlacer(problem: problem, positions: try positions(seed: seed))
      placer.improve(budget: budget / 16, seed: UInt64(seed))
      starts.append((placer, placer.totalCost))
    }
    // The two most promising starts are worked out.
    starts.sort { $0.cost < $1.cost }
    var best: MapPlacer?
    var bestCost = Double.infinity
    for (index, start) in starts.prefix(2).enumerated() {
      try host.check()
      var placer = start.placer
      placer.improve(budget: budget * 3 / 4, seed: UInt64(index + 1))
      placer.separate()
      let cost = placer.totalCost
      if cost < bestCost {
        best = placer
        bestCost = cost
      }
    }
    return best?.placement ?? Placement(nodes: [], chips: [])
  }

  /// A placement that needs no engine: the most connected in the middle, the others on rings around it.
  func rings() -> Placement {
    let problem = PlacementProblem(nodes: nodeBlocks, bundles: scene.bundles, chips: chipBlocks)
    let widest = nodeBlocks.map(\.width).max() ?? 0
    let step = widest + 60
    var positions = Array(repeating: Vector(0, 0), count: scene.nodes.count)
    var ring = 0
    var place = 0
    for index in SceneRanking(scene).nodes {
      let room = max(ring * 6, 1)
      positions[index] = MapLayouter.onCircle(Double(place) / Double(room)) * (Double(ring) * step)
      place += 1
      if place == room { (ring, place) = (ring + 1, 0) }
    }
    var placer = MapPlacer(problem: problem, positions: positions)
    // Pushing all boxes apart takes a time that grows with the square of their number.
    if nodeBlocks.count + chipBlocks.count <= 400 { placer.separate() }
    return placer.placement
  }

  /// A point of the unit circle at a share of the way around, by the rational parametrisation of each half:
  /// the same to the last bit everywhere, unlike sine and cosine.
  private static func onCircle(_ share: Double) -> Vector {
    let half = share < 0.5 ? 1.0 : -1.0
    let t = (share < 0.5 ? share : share - 0.5) * 4 - 1
    let scale = 1 / (1 + t * t)
    return Vector(2 * t * scale, (1 - t * t) * scale) * half
  }

  /// neato's places for the entities alone; an edge is as long as its words and its ends need.
  private func positions(seed: Int) throws(GraphvizFailure) -> [Vector] {
    if scene.nodes.count <= 1 { return scene.nodes.map { _ in Vector(0, 0) } }
    var drawing = GraphvizDrawing(name: "places", on: host)
    for (name, value) in [("overlap", "true"), ("splines", ""), ("start", "\(seed)"), ("maxiter", "80")] {
      drawing.declare(.graph, name, value)
    }
    drawing.declare(.node(0), "label", "")
    drawing.declare(.node(0), "fixedsize", "true")
    drawing.declare(.node(0), "shape", "box")
    drawing.declare(.edge(0), "len", "1")
    var nodes: [Int32] = []
    for index in scene.nodes.indices { nodes.append(drawing.node("n\(index)")) }
    for (index, bundle) in scene.bundles.enumerated() where bundle.source != bundle.target {
      let edge = drawing.edge(from: nodes[bundle.source], to: nodes[bundle.target], "e\(index)")
      let ends = nodeBlocks[bundle.source].width + nodeBlocks[bundle.target].width
      let length = ends * 0.3 + chipBlocks[index].width * 0.4 + chipBlocks[index].height * 0.4 + 20
      drawing.set(.edge(edge), "len", GraphvizScene.inches(length))
    }
    drawing.layout(engine: "neato", seed: UInt32(truncatingIfNeeded: seed))
    return MapLayouter.nodePositions(plain: try drawing.render("plain"), count: scene.nodes.count)
  }

  /// The places of the nodes `n0`… in Graphviz's `plain` format, in points with y downwards.
  static func nodePositions(plain bytes: [UInt8], count: Int) -> [Vector] {
    var result = Array(repeating: Vector(0, 0), count: count)
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("node n") {
      let fields = line.split(separator: " ")
      guard fields.count >= 4, let index = Int(fields[1].dropFirst()), result.indices.contains(index),
        let x = Double(fields[2]), let y = Double(fields[3]), x.isFinite, y.isFinite
      else { continue }
      result[index] = Vector(x * 72, -y * 72)
    }
    return result
  }
}
