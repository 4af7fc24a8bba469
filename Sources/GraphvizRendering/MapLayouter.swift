import Maps

/// Finds the places of a scene's parts with neato and ``MapPlacer``.
struct MapLayouter {
  let scene: MapScene
  let nodeBlocks: [TextBlock]
  let chipBlocks: [TextBlock]
  /// Where neato runs.
  let host: GraphvizHost

  /// The best placement found.
  ///
  /// - Throws: ``GraphvizFailure`` when neato fails.
  func placement() throws(GraphvizFailure) -> Placement {
    if !scene.clusters.isEmpty { return try FrameLayouter(base: self).placement() }
    let problem = PlacementProblem(nodes: nodeBlocks, bundles: scene.bundles, chips: chipBlocks)
    let placer = try best(of: problem, hub: scene.layout == .radial ? MapLayouter.hub(of: problem) : nil)
    return Placement(nodes: placer.nodes, chips: placer.chips)
  }

  /// The body with most lines.
  private static func hub(of problem: PlacementProblem) -> Int? {
    problem.bodies.indices.max { problem.incident[$0].count < problem.incident[$1].count }
  }

  /// The best of several starts.
  ///
  /// - Parameters:
  ///   - problem: What is placed.
  ///   - hub: The body that belongs in the middle; nil: none does.
  /// - Returns: The bodies and chips at their places.
  /// - Throws: ``GraphvizFailure`` when neato fails.
  func best(of problem: PlacementProblem, hub: Int? = nil) throws(GraphvizFailure) -> MapPlacer {
    let count = problem.bodies.count
    let seedCount = count <= 30 ? 5 : count <= 60 ? 3 : 2
    // Fewer lines are weighed for large scenes, as each weighing takes longer; dense ones are worth more.
    let items = count + problem.lines.count * 4
    let work = items <= 150 ? 6_000_000 : 9_000_000
    let budget = items == 0 ? 0 : min(60_000, max(2_000, work / items))
    var starts: [(placer: MapPlacer, cost: Double)] = []
    for seed in 1...seedCount {
      try host.check()
      var positions = try positions(of: problem, seed: seed)
      if let hub { positions = around(hub, positions, in: problem) }
      var placer = MapPlacer(problem: problem, positions: positions, isTurned: hub == nil)
      placer.host = host
      placer.improve(budget: budget / 16, seed: UInt64(seed))
      starts.append((placer, placer.totalCost))
    }
    // The two most promising starts are worked out.
    starts.sort { $0.cost < $1.cost }
    var best = starts[0].placer
    var bestCost = Double.infinity
    for (index, start) in starts.prefix(2).enumerated() {
      try host.check()
      var placer = start.placer
      placer.improve(budget: budget * 3 / 4, seed: UInt64(index + 1))
      placer.separate()
      placer.repair(seed: UInt64(index + 1))
      let cost = placer.totalCost
      try host.check()
      if cost < bestCost {
        best = placer
        bestCost = cost
      }
    }
    return best
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
      positions[index] = MapLayouter.direction(Double(place) / Double(room)) * (Double(ring) * step)
      place += 1
      if place == room { (ring, place) = (ring + 1, 0) }
    }
    var placer = MapPlacer(problem: problem, positions: positions)
    // Pushing all boxes apart takes a time that grows with the square of their number.
    if nodeBlocks.count + chipBlocks.count <= 400 { placer.separate() }
    return Placement(nodes: placer.nodes, chips: placer.chips)
  }

  /// Places around a hub: the others on one ring or, when they are many, on two or three in turn, in the order of the
  /// angles that they have to the hub in another placement.
  private func around(_ hub: Int, _ positions: [Vector], in problem: PlacementProblem) -> [Vector] {
    let others = positions.indices.filter { $0 != hub }
    guard !others.isEmpty else { return positions }
    let ordered = others.sorted { left, right in
      let keys = [left, right].map { MapLayouter.turn(positions[$0] - positions[hub]) }
      return keys[0] != keys[1] ? keys[0] < keys[1] : left < right
    }
    let rings = others.count <= 12 ? 1 : others.count <= 28 ? 2 : 3
    let width = problem.bodies.reduce(0) { max($0, min($1.width, 170)) }
    let perRing = Double(others.count) / Double(rings)
    let radius = max(perRing * (width + 60) / 6.2832, width * 0.5 + 190)
    var result = positions
    for (index, node) in ordered.enumerated() {
      let direction = MapLayouter.direction(Double(index) / Double(ordered.count))
      let reach = radius * (1 + 0.55 * Double(index % rings))
      result[node] = Vector(direction.x * reach * 1.25, direction.y * reach * 0.85)
    }
    result[hub] = Vector(0, 0)
    return result
  }

  /// Grows with the angle of a vector, from 0 to 4, without trigonometry: the same to the last bit everywhere.
  static func turn(_ vector: Vector) -> Double {
    let sum = abs(vector.x) + abs(vector.y)
    guard sum > 0 else { return 0 }
    let part = vector.y / sum
    if vector.x < 0 { return 2 - part }
    return vector.y < 0 ? 4 + part : part
  }

  /// The direction after a part of a full turn, on a diamond pushed out to a circle.
  static func direction(_ part: Double) -> Vector {
    let quarter = (part - part.rounded(.down)) * 4
    let side = quarter.rounded(.down)
    let rest = quarter - side
    let corner = Vector(1 - rest, rest).unit
    switch Int(side) {
    case 0: return corner
    case 1: return Vector(-corner.y, corner.x)
    case 2: return corner * -1
    default: return Vector(corner.y, -corner.x)
    }
  }

  /// neato's places for the bodies alone; an edge is as long as its words and its ends need.
  private func positions(of problem: PlacementProblem, seed: Int) throws(GraphvizFailure) -> [Vector] {
    if problem.bodies.count <= 1 { return problem.bodies.map { _ in Vector(0, 0) } }
    var drawing = GraphvizDrawing(name: "places", on: host)
    for (name, value) in [("overlap", "true"), ("splines", ""), ("start", "\(seed)"), ("maxiter", "80")] {
      drawing.declare(.graph, name, value)
    }
    drawing.declare(.node(0), "label", "")
    drawing.declare(.node(0), "fixedsize", "true")
    drawing.declare(.node(0), "shape", "box")
    drawing.declare(.edge(0), "len", "1")
    var nodes: [Int32] = []
    for index in problem.bodies.indices { nodes.append(drawing.node("n\(index)")) }
    for (index, line) in problem.lines.enumerated() where line.source != line.target {
      let edge = drawing.edge(from: nodes[line.source], to: nodes[line.target], "e\(index)")
      let ends = problem.bodies[line.source].width + problem.bodies[line.target].width
      let length = ends * 0.3 + line.width * 0.4 + line.height * 0.4 + 20
      drawing.set(.edge(edge), "len", GraphvizScene.inches(length))
    }
    drawing.layout(engine: "neato", seed: UInt32(truncatingIfNeeded: seed))
    return MapLayouter.nodePositions(plain: try drawing.render("plain"), count: problem.bodies.count)
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
