import Maps

/// Finds places: neato's layout of the entities, the best of several seeds, and from there small moves that shorten
/// lines and take them off each other, until no label touches another.
///
/// All work is counted in moves, never in time, so that the same scene gets the same places everywhere.
struct MapPlacer {
  /// Free space around entities and chips, in points.
  static let nodeGap = 16.0
  static let chipGap = 6.0

  let problem: PlacementProblem
  private(set) var nodes: [Box]
  private(set) var chips: [Box]
  /// How much wider than high a page may be before width costs.
  private let aspect = 1.25

  /// Starts from positions of the entities' middles.
  init(problem: PlacementProblem, positions: [Vector]) {
    self.problem = problem
    nodes = zip(problem.nodes, positions).map { block, position in
      Box(center: position, width: block.width, height: block.height)
    }
    chips = []
    spread()
    chips = problem.chips(for: nodes)
  }

  /// Turns the long axis of the picture level, since words are wide.
  private mutating func spread() {
    guard nodes.count > 1 else { return }
    var middle = Vector(0, 0)
    for node in nodes { middle = middle + node.center }
    middle = middle * (1 / Double(nodes.count))
    var xx = 0.0
    var xy = 0.0
    var yy = 0.0
    for node in nodes {
      let d = node.center - middle
      xx += d.x * d.x
      xy += d.x * d.y
      yy += d.y * d.y
    }
    // Eigenvector of the larger eigenvalue of the covariance matrix.
    let root = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
    var axis = Vector((xx - yy) / 2 + root, xy)
    axis = axis.length > 1e-6 ? axis.unit : Vector(xx >= yy ? 1 : 0, xx >= yy ? 0 : 1)
    if axis.x < 0 { axis = axis * -1 }
    for index in nodes.indices {
      let d = nodes[index].center - middle
      nodes[index].center = Vector(d.x * axis.x + d.y * axis.y, d.y * axis.x - d.x * axis.y)
    }
  }

  /// The finished placement.
  var placement: Placement { Placement(nodes: nodes, chips: chips) }

  // MARK: - What is ugly

  /// The cost of one line against everything else; lower is better.
  private func cost(ofLine line: Int, weighing isMoved: (Int) -> Bool) -> Double {
    let chip = chips[line]
    let (start, end) = problem.ends(of: line, in: nodes)
    let middle = chip.center
    let source = problem.lines[line].source
    let target = problem.lines[line].target
    // Length, and how far the chip bends the line.
    let direct = (end - start).length
    let way = (middle - start).length + (end - middle).length
    let bend = (middle - (start + end) * 0.5).length
    var cost = way * 0.35 + (way - direct) * 0.8 + bend * 0.25
    // Too little line to be seen between the entity and the words.
    for node in [source, target] where source != target {
      let reach = chip.reach(into: nodes[node], gap: 44)
      if reach.x > 0, reach.y > 0 { cost += min(reach.x, reach.y) * 2.2 }
    }
    for index in nodes.indices {
      let node = nodes[index]
      let reach = chip.reach(into: node, gap: MapPlacer.nodeGap)
      if reach.x > 0, reach.y > 0 { cost += 250 + min(reach.x, reach.y) * 12 }
      if index != source, index != target {
        let grown = Box(center: node.center, width: node.width + 10, height: node.height + 10)
        if grown.touches(start, middle) || grown.touches(middle, end) { cost += 420 }
      }
    }
    for other in chips.indices where other != line {
      var pair = 0.0
      let box = chips[other]
      let reach = chip.reach(into: box, gap: MapPlacer.chipGap)
      if reach.x > 0, reach.y > 0 { pair += 250 + min(reach.x, reach.y) * 12 }
      if box.touches(start, middle) || box.touches(middle, end) { pair += 130 }
      let (otherStart, otherEnd) = problem.ends(of: other, in: nodes)
      if chip.touches(otherStart, box.center) || chip.touches(box.center, otherEnd) { pair += 130 }
      if segmentsCross(start, middle, otherStart, box.center) { pair += 70 }
      if segmentsCross(start, middle, box.center, otherEnd) { pair += 70 }
      if segmentsCross(middle, end, otherStart, box.center) { pair += 70 }
      if segmentsCross(middle, end, box.center, otherEnd) { pair += 70 }
      if pair > 0 { cost += isMoved(other) ? pair / 2 : pair }
    }
    return cost
  }

  /// The cost of where one entity stands, without its lines.
  private func cost(ofNode node: Int) -> Double {
    let box = nodes[node]
    var cost = box.center.x.magnitude * 0.12 + box.center.y.magnitude * 0.12 * aspect
    for index in nodes.indices where index != node {
      let reach = box.reach(into: nodes[index], gap: MapPlacer.nodeGap + 12)
      if reach.x > 0, reach.y > 0 { cost += 400 + min(reach.x, reach.y) * 20 }
    }
    let grown = Box(center: box.center, width: box.width + 10, height: box.height + 10)
    for line in chips.indices {
      let ends = problem.lines[line]
      let chip = chips[line]
      if ends.source == node || ends.target == node { continue }
      let reach = chip.reach(into: box, gap: MapPlacer.nodeGap)
      if reach.x > 0, reach.y > 0 { cost += 250 + min(reach.x, reach.y) * 12 }
      let (start, end) = problem.ends(of: line, in: nodes)
      if grown.touches(start, chip.center) || grown.touches(chip.center, end) { cost += 420 }
    }
    return cost
  }

  /// The cost of the whole picture.
  var totalCost: Double {
    var cost = 0.0
    for line in chips.indices { cost += self.cost(ofLine: line, weighing: { _ in true }) }
    for node in nodes.indices {
      cost += nodes[node].center.x.magnitude * 0.12 + nodes[node].center.y.magnitude * 0.12 * aspect
    }
    return cost
  }

  // MARK: - Moves

  /// Improves the picture by simulated annealing.
  ///
  /// - Parameters:
  ///   - budget: How many lines may be weighed; one weighing is O(nodes + lines).
  ///   - seed: Of the random moves.
  mutating func improve(budget: Int, seed: UInt64) {
    guard !nodes.isEmpty else { return }
    var random = SeededRandom(seed: seed)
    var spent = 0
    while spent < budget {
      let progress = Double(spent) / Double(max(budget, 1))
      let heat = 90 * (1 - progress) * (1 - progress)
      if random.unit() < 0.45 || chips.isEmpty {
        spent += moveNode(Int(random.unit() * Double(nodes.count)), heat: heat, progress, &random)
      } else {
        spent += moveChip(Int(random.unit() * Double(chips.count)), heat: heat, progress, &random)
      }
    }
  }

  private func accepts(_ change: Double, _ heat: Double, _ random: inout SeededRandom) -> Bool {
    if change <= 0 { return true }
    // A rational function in place of exp: cheap, and the same to the last bit everywhere.
    let x = change / max(heat, 1e-3)
    return random.unit() < 1 / (1 + x + x * x * 0.5 + x * x * x * 0.2)
  }

  private mutating func moveNode(
    _ node: Int, heat: Double, _ progress: Double, _ random: inout SeededRandom
  ) -> Int {
    let lines = problem.incident[node]
    let isMoved = { (line: Int) in
      self.problem.lines[line].source == node || self.problem.lines[line].target == node
    }
    var before = cost(ofNode: node)
    for line in lines { before += cost(ofLine: line, weighing: isMoved) }
    let oldCenter = nodes[node].center
    let oldChips = lines.map { chips[$0].center }
    let step = 170 * (1 - progress) + 12
    let move = Vector((random.unit() * 2 - 1) * step, (random.unit() * 2 - 1) * step)
    nodes[node].center = oldCenter + move
    for line in lines {
      let isLoop = problem.lines[line].source == problem.lines[line].target
      chips[line].center = chips[line].center + move * (isLoop ? 1 : 0.5)
    }
    var after = cost(ofNode: node)
    for line in lines { after += cost(ofLine: line, weighing: isMoved) }
    if !accepts(after - before, heat, &random) {
      nodes[node].center = oldCenter
      for (line, center) in zip(lines, oldChips) { chips[line].center = center }
    }
    return lines.count * 2 + 2
  }

  private mutating func moveChip(
    _ line: Int, heat: Double, _ progress: Double, _ random: inout SeededRandom
  ) -> Int {
    let isMoved = { (other: Int) in other == line }
    let before = cost(ofLine: line, weighing: isMoved)
    let old = chips[line].center
    if random.unit() < 0.2 {
      // Back onto the straight line, somewhere in its middle.
      let (start, end) = problem.ends(of: line, in: nodes)
      let t = 0.35 + random.unit() * 0.3
      chips[line].center = start + (end - start) * t
      if problem.lines[line].source == problem.lines[line].target { chips[line].center = old }
    } else {
      let step = 70 * (1 - progress) + 8
      chips[line].center = old + Vector((random.unit() * 2 - 1) * step, (random.unit() * 2 - 1) * step)
    }
    let after = cost(ofLine: line, weighing: isMoved)
    if !accepts(after - before, heat, &random) { chips[line].center = old }
    return 2
  }

  // MARK: - No overlap

  /// Pushes boxes apart until none touches another: first gently, then by stretching the whole picture.
  mutating func separate() {
    let gapNode = MapPlacer.nodeGap
    let gapChip = MapPlacer.chipGap
    for round in 0..<400 {
      var touched = false
      var boxes = nodes + chips
      let count = nodes.count
      for first in boxes.indices {
        for second in (first + 1)..<max(boxes.count, first + 1) {
          let gap = first >= count ? gapChip : gapNode
          let reach = boxes[first].reach(into: boxes[second], gap: gap)
          guard reach.x > 0.01, reach.y > 0.01 else { continue }
          touched = true
          // Chips yield to entities.
          let share = first < count && second >= count ? 0.1 : 0.5
          let difference = boxes[second].center - boxes[first].center
          if reach.x < reach.y {
            let push = (reach.x + 0.5) * (difference.x < 0 ? -1 : 1)
            boxes[first].center.x -= push * share
            boxes[second].center.x += push * (1 - share)
          } else {
            let push = (reach.y + 0.5) * (difference.y < 0 ? -1 : 1)
            boxes[first].center.y -= push * share
            boxes[second].center.y += push * (1 - share)
          }
        }
      }
      nodes = Array(boxes[..<count])
      chips = Array(boxes[count...])
      if !touched { return }
      if round % 40 == 39 { scale(by: 1.06) }
    }
    for _ in 0..<80 where hasOverlap { scale(by: 1.12) }
  }

  private var hasOverlap: Bool {
    let boxes = nodes + chips
    for first in boxes.indices {
      for second in boxes.indices.dropFirst(first + 1) {
        let reach = boxes[first].reach(into: boxes[second], gap: 1)
        if reach.x > 0, reach.y > 0 { return true }
      }
    }
    return false
  }

  private mutating func scale(by factor: Double) {
    for index in nodes.indices { nodes[index].center = nodes[index].center * factor }
    for index in chips.indices { chips[index].center = chips[index].center * factor }
  }
}
