import Maps

/// Finds places: neato's layout of the entities, the best of several seeds, and from there small moves that shorten
/// lines and take them off each other, until no label touches another.
///
/// All work is counted in moves, never in time, so that the same scene gets the same places everywhere.
struct MapPlacer {
  /// Free space around entities and chips, in points.
  static let nodeGap = 16.0
  static let chipGap = 6.0
  /// How far from an entity's middle its lines should have fanned out, in points.
  static let fanDistance = 80.0

  let problem: PlacementProblem
  var nodes: [Box]
  var chips: [Box]
  /// 1 or -1 on each axis of a body: frames may be turned over.
  var mirrors: [Vector]
  private(set) var ways: [Way] = []
  /// Around each line with its words: what is outside has nothing to do with it.
  private var regions: [Region] = []
  /// What each line cost when its words were last moved.
  private var lastCosts: [Double] = []
  /// How much wider than high a page may be before width costs.
  private let aspect = 1.25
  /// Whose time it takes: when that is over, work ends early, and whoever asked for it gives up.
  var host: GraphvizHost?

  /// Starts from positions of the entities' middles.
  ///
  /// - Parameters:
  ///   - problem: What is placed.
  ///   - positions: A middle for each body.
  ///   - isTurned: Whether the picture is turned so that its long axis is level.
  init(problem: PlacementProblem, positions: [Vector], isTurned: Bool = true) {
    self.problem = problem
    nodes = zip(problem.bodies, positions).map { body, position in
      Box(center: position, width: body.width, height: body.height)
    }
    chips = []
    mirrors = Array(repeating: Vector(1, 1), count: nodes.count)
    if isTurned { spread() }
    chips = problem.chips(for: nodes)
    ways = chips.indices.map { line in
      let (start, end) = problem.ends(of: line, in: nodes, mirrors)
      return Way(from: start, through: chips[line].center, to: end)
    }
    regions = zip(ways, chips).map { Region($0, $1) }
    lastCosts = chips.map { _ in 0 }
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

  // MARK: - What is ugly

  /// What a move moves: lines between two moved things are weighed from both sides and count half each.
  enum Moved {
    /// One chip, whose line is the one that is weighed.
    case chip
    /// One or two entities, with the chips of their lines.
    case nodes(Int, Int)
    /// Everything.
    case all
  }

  @inline(__always)
  private func isMoved(_ line: Int, _ moved: Moved) -> Bool {
    switch moved {
    case .chip: return false
    case .all: return true
    case .nodes(let first, let second):
      let ends = problem.lines[line]
      return ends.source == first || ends.target == first || ends.source == second || ends.target == second
    }
  }

  /// Takes the way of a line anew after one of its parts moved.
  mutating func reroute(_ line: Int) {
    let (start, end) = problem.ends(of: line, in: nodes, mirrors)
    ways[line] = Way(from: start, through: chips[line].center, to: end)
    regions[line] = Region(ways[line], chips[line])
  }

  /// The cost of one line against everything else; lower is better.
  func cost(ofLine line: Int, with moved: Moved) -> Double {
    let chip = chips[line]
    let way = ways[line]
    let (start, end) = (way.points.0, way.points.4)
    let source = problem.lines[line].source
    let target = problem.lines[line].target
    // Length, and how far the chip bends the line.
    let direct = (end - start).length
    let length = (chip.center - start).length + (end - chip.center).length
    let bend = (chip.center - (start + end) * 0.5).length
    var cost = length * 0.55 + (length - direct) * 2 + bend * 0.7
    if source != target {
      // Too little line to be seen between the entity and the words.
      let reach = chip.reach(into: nodes[source], gap: 44)
      if reach.x > 0, reach.y > 0 { cost += min(reach.x, reach.y) * 2.2 }
      let otherReach = chip.reach(into: nodes[target], gap: 44)
      if otherReach.x > 0, otherReach.y > 0 { cost += min(otherReach.x, otherReach.y) * 2.2 }
    }
    let region = regions[line]
    for index in nodes.indices where region.isNear(nodes[index]) {
      let node = nodes[index]
      let reach = chip.reach(into: node, gap: MapPlacer.nodeGap)
      if reach.x > 0, reach.y > 0 { cost += 250 + min(reach.x, reach.y) * 12 }
      if index != source, index != target, way.touches(node, gap: 5) { cost += 800 }
    }
    // Words beyond an end would take the line back through the entity that it leaves or reaches.
    if source != target {
      if nodes[source].touches(way.points.2, way.points.3) || nodes[source].touches(way.points.3, end) {
        cost += 500
      }
      if nodes[target].touches(start, way.points.1) || nodes[target].touches(way.points.1, way.points.2) {
        cost += 500
      }
    }
    if !problem.bodies[source].inner.isEmpty { cost += crossing(way, body: source, from: start) }
    if !problem.bodies[target].inner.isEmpty { cost += crossing(way, body: target, from: end) }
    for other in chips.indices where other != line && region.isNear(regions[other]) {
      var pair = 0.0
      let box = chips[other]
      let reach = chip.reach(into: box, gap: MapPlacer.chipGap)
      if reach.x > 0, reach.y > 0 { pair += 250 + min(reach.x, reach.y) * 12 }
      if way.touches(box, gap: 1) { pair += 320 }
      let otherWay = ways[other]
      if otherWay.touches(chip, gap: 1) { pair += 320 }
      pair += Double(way.crossings(with: otherWay)) * 75
      let ends = problem.lines[other]
      if ends.source == source || ends.target == target || ends.source == target || ends.target == source {
        pair += hugging(way, problem.lines[line], otherWay, ends)
      }
      if pair > 0 { cost += isMoved(other, moved) ? pair / 2 : pair }
    }
    return cost
  }

  /// The cost of a line that runs across others in the frame where it ends.
  private func crossing(_ way: Way, body: Int, from end: Vector) -> Double {
    var cost = 0.0
    let mirror = mirrors[body]
    for inner in problem.bodies[body].inner {
      let center =
        nodes[body].center + Vector(inner.offset.x * mirror.x, inner.offset.y * mirror.y)
      if (center - end).length < 1 { continue }
      if way.touches(Box(center: center, width: inner.width, height: inner.height), gap: 3) { cost += 260 }
    }
    return cost
  }

  /// The cost of two lines that leave an entity in almost the same direction.
  @inline(__always)
  private func hugging(
    _ way: Way, _ ends: PlacementProblem.Line, _ other: Way, _ otherEnds: PlacementProblem.Line
  ) -> Double {
    var cost = 0.0
    if ends.source == otherEnds.source { cost += closeness(way.early, other.early) }
    if ends.source == otherEnds.target { cost += closeness(way.early, other.late) }
    if ends.target == otherEnds.source { cost += closeness(way.late, other.early) }
    if ends.target == otherEnds.target { cost += closeness(way.late, other.late) }
    return cost
  }

  @inline(__always)
  private func closeness(_ first: Vector, _ second: Vector) -> Double {
    let difference = first - second
    let square = difference.x * difference.x + difference.y * difference.y
    return square < 18 * 18 ? 30 + (18 - square.squareRoot()) * 6 : 0
  }

  /// The cost of being far from the middle: grows faster the farther out, so that the page stays compact.
  private func pull(on point: Vector) -> Double {
    let x = point.x.magnitude
    let y = point.y.magnitude * aspect
    return (x + y) * 0.12 + (x * x + y * y) * 0.0006
  }

  /// The cost of where one entity stands, without its lines.
  func cost(ofNode node: Int) -> Double {
    let box = nodes[node]
    var cost = pull(on: box.center)
    for index in nodes.indices where index != node {
      let reach = box.reach(into: nodes[index], gap: MapPlacer.nodeGap + 12)
      if reach.x > 0, reach.y > 0 { cost += 400 + min(reach.x, reach.y) * 20 }
    }
    for line in chips.indices {
      let ends = problem.lines[line]
      let chip = chips[line]
      if ends.source == node || ends.target == node { continue }
      let reach = chip.reach(into: box, gap: MapPlacer.nodeGap)
      if reach.x > 0, reach.y > 0 { cost += 250 + min(reach.x, reach.y) * 12 }
      if ways[line].touches(box, gap: 5) { cost += 800 }
    }
    return cost
  }

  /// The cost of the whole picture.
  var totalCost: Double {
    var cost = 0.0
    for line in chips.indices {
      cost += self.cost(ofLine: line, with: .all)
      if line % 64 == 63, host?.isOver == true { return .infinity }
    }
    for node in nodes.indices {
      cost += pull(on: nodes[node].center)
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
    let frames = problem.bodies.indices.filter { !problem.bodies[$0].inner.isEmpty }
    var spent = 0
    var round = 0
    while spent < budget {
      round += 1
      if round % 64 == 0, host?.isOver == true { return }
      let progress = Double(spent) / Double(max(budget, 1))
      let heat = 40 * (1 - progress)
      let kind = random.unit()
      if kind < 0.05, !frames.isEmpty {
        spent += turnFrame(frames[Int(random.unit() * Double(frames.count))], heat: heat, &random)
      } else if kind < 0.06, nodes.count > 2 {
        spent += swapNodes(heat: heat, &random)
      } else if kind < 0.3 || chips.isEmpty {
        spent += moveNode(node(&random), heat: heat, progress, &random)
      } else {
        spent += moveChip(line(&random), heat: heat, progress, &random)
      }
    }
  }

  /// A line to work on: of two the one that cost more when it was last weighed.
  private func line(_ random: inout SeededRandom) -> Int {
    let first = Int(random.unit() * Double(chips.count))
    let second = Int(random.unit() * Double(chips.count))
    return lastCosts[first] >= lastCosts[second] ? first : second
  }

  /// An entity to work on: any, or an end of such a line.
  private func node(_ random: inout SeededRandom) -> Int {
    if chips.isEmpty || random.unit() < 0.5 { return Int(random.unit() * Double(nodes.count)) }
    let ends = problem.lines[line(&random)]
    return random.unit() < 0.5 ? ends.source : ends.target
  }

  func accepts(_ change: Double, _ heat: Double, _ random: inout SeededRandom) -> Bool {
    if change <= 0 { return true }
    // A rational function in place of exp: cheap, and the same to the last bit everywhere.
    let x = change / max(heat, 1e-3)
    return random.unit() < 1 / (1 + x + x * x * 0.5 + x * x * x * 0.2)
  }

  private mutating func moveNode(
    _ node: Int, heat: Double, _ progress: Double, _ random: inout SeededRandom
  ) -> Int {
    let lines = problem.incident[node]
    let moved = Moved.nodes(node, node)
    var before = cost(ofNode: node)
    for line in lines { before += cost(ofLine: line, with: moved) }
    let oldCenter = nodes[node].center
    let oldChips = lines.map { chips[$0].center }
    let move = proposal(for: node, progress, &random)
    nodes[node].center = oldCenter + move
    for line in lines {
      let isLoop = problem.lines[line].source == problem.lines[line].target
      chips[line].center = chips[line].center + move * (isLoop ? 1 : 0.5)
      reroute(line)
    }
    var after = cost(ofNode: node)
    for line in lines { after += cost(ofLine: line, with: moved) }
    if !accepts(after - before, heat, &random) {
      nodes[node].center = oldCenter
      for (line, center) in zip(lines, oldChips) {
        chips[line].center = center
        reroute(line)
      }
    }
    return lines.count * 2 + 2
  }

  /// Where an entity may go: mostly a little aside, now and then near the middle of those it has to do with.
  private func proposal(
    for node: Int, _ progress: Double, _ random: inout SeededRandom
  ) -> Vector {
    let step = 170 * (1 - progress) + 12
    var move = Vector((random.unit() * 2 - 1) * step, (random.unit() * 2 - 1) * step)
    let lines = problem.incident[node]
    guard random.unit() < 0.2, !lines.isEmpty else { return move }
    var middle = Vector(0, 0)
    for line in lines {
      let ends = problem.lines[line]
      middle = middle + nodes[ends.source == node ? ends.target : ends.source].center
    }
    middle = middle * (1 / Double(lines.count))
    // All around them, near or far: whatever free place there is.
    let reach = 120 + random.unit() * 420
    move = Vector((random.unit() * 2 - 1) * reach, (random.unit() * 2 - 1) * reach)
    return middle + move - nodes[node].center
  }

  private mutating func moveChip(
    _ line: Int, heat: Double, _ progress: Double, _ random: inout SeededRandom
  ) -> Int {
    let moved = Moved.chip
    let before = cost(ofLine: line, with: moved)
    let old = chips[line].center
    if random.unit() < 0.2 {
      // Back onto the straight line, somewhere in its middle.
      let (start, end) = problem.ends(of: line, in: nodes, mirrors)
      let t = 0.35 + random.unit() * 0.3
      chips[line].center = start + (end - start) * t
      if problem.lines[line].source == problem.lines[line].target { chips[line].center = old }
    } else {
      let step = 70 * (1 - progress) + 8
      chips[line].center = old + Vector((random.unit() * 2 - 1) * step, (random.unit() * 2 - 1) * step)
    }
    reroute(line)
    let after = cost(ofLine: line, with: moved)
    lastCosts[line] = after
    if !accepts(after - before, heat, &random) {
      chips[line].center = old
      lastCosts[line] = before
      reroute(line)
    }
    return 2
  }
}
