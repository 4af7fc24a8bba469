/// The rarer moves: two entities that change places, frames that are turned over.
extension MapPlacer {
  private func cost(of first: Int, _ second: Int, _ lines: [Int], _ moved: Moved) -> Double {
    var cost = cost(ofNode: first) + cost(ofNode: second)
    for line in lines { cost += self.cost(ofLine: line, with: moved) }
    return cost
  }

  /// Lets two entities change places; their chips go along.
  mutating func swapNodes(heat: Double, _ random: inout SeededRandom) -> Int {
    let first = Int(random.unit() * Double(nodes.count))
    let second = Int(random.unit() * Double(nodes.count))
    guard first != second else { return 1 }
    let moved = Moved.nodes(first, second)
    let lines = Set(problem.incident[first] + problem.incident[second]).sorted()
    let before = cost(of: first, second, lines, moved)
    let oldCenters = (nodes[first].center, nodes[second].center)
    let oldChips = lines.map { chips[$0].center }
    nodes[first].center = oldCenters.1
    nodes[second].center = oldCenters.0
    for line in lines {
      let ends = problem.lines[line]
      let move = { (node: Int) -> Vector in
        node == first
          ? oldCenters.1 - oldCenters.0 : node == second ? oldCenters.0 - oldCenters.1 : Vector(0, 0)
      }
      if ends.source == ends.target {
        chips[line].center = chips[line].center + move(ends.source)
      } else {
        chips[line].center = chips[line].center + (move(ends.source) + move(ends.target)) * 0.5
      }
      reroute(line)
    }
    if !accepts(cost(of: first, second, lines, moved) - before, heat, &random) {
      nodes[first].center = oldCenters.0
      nodes[second].center = oldCenters.1
      for (line, center) in zip(lines, oldChips) {
        chips[line].center = center
        reroute(line)
      }
    }
    return lines.count * 2 + 2
  }

  /// Turns a frame over, left to right or top to bottom.
  mutating func turnFrame(_ node: Int, heat: Double, _ random: inout SeededRandom) -> Int {
    let lines = problem.incident[node]
    let moved = Moved.nodes(node, node)
    let old = mirrors[node]
    var before = 0.0
    for line in lines { before += cost(ofLine: line, with: moved) }
    mirrors[node] = random.unit() < 0.5 ? Vector(-old.x, old.y) : Vector(old.x, -old.y)
    for line in lines { reroute(line) }
    var after = 0.0
    for line in lines { after += cost(ofLine: line, with: moved) }
    if !accepts(after - before, heat, &random) {
      mirrors[node] = old
      for line in lines { reroute(line) }
    }
    return lines.count * 2 + 1
  }
}
