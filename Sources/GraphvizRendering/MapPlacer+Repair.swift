extension MapPlacer {
  /// How often the words of a conflicting line are tried elsewhere in one round.
  private static let trialCount = 56
  private static let roundCount = 5

  /// Takes lines out from under words and entities, one after the other, where nothing touches anything any more.
  ///
  /// Annealing tries all lines alike; what is still wrong after it concerns few, which are worth many trials.
  ///
  /// - Complexity: O(conflicting lines × (entities + lines)).
  mutating func repair(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for round in 0..<MapPlacer.roundCount {
      let conflicts = chips.indices.map { conflictCount(ofLine: $0) }
      let wrong = chips.indices.filter { conflicts[$0] > 0 }.sorted {
        conflicts[$0] != conflicts[$1] ? conflicts[$0] > conflicts[$1] : $0 < $1
      }
      if wrong.isEmpty || host?.isOver == true { return }
      var hasChanged = false
      for line in wrong where conflictCount(ofLine: line) > 0 {
        if replace(line, reach: 90 + 60 * Double(round), &random) { hasChanged = true }
      }
      if !hasChanged, round > 1 { return }
    }
  }

  /// How often a line runs under what is not its own, or another line under its words.
  private func conflictCount(ofLine line: Int) -> Int {
    let ends = problem.lines[line]
    let way = ways[line]
    var count = 0
    for node in nodes.indices where node != ends.source && node != ends.target {
      if way.touches(nodes[node], gap: 1) { count += 1 }
    }
    for other in chips.indices where other != line {
      if way.touches(chips[other], gap: 1) { count += 1 }
      if ways[other].touches(chips[line], gap: 1) { count += 1 }
    }
    return count
  }

  /// Puts the words of a line where it costs least, among many places that are free.
  ///
  /// - Returns: Whether they moved.
  private mutating func replace(_ line: Int, reach: Double, _ random: inout SeededRandom) -> Bool {
    let (start, end) = problem.ends(of: line, in: nodes, mirrors)
    let isLoop = problem.lines[line].source == problem.lines[line].target
    let old = chips[line].center
    var best = (center: old, cost: cost(ofLine: line, with: .chip))
    for trial in 0..<MapPlacer.trialCount {
      if trial % 3 == 0, !isLoop {
        // Near the straight line, anywhere between its ends.
        let aside = (end - start).unit.normal * ((random.unit() * 2 - 1) * 40)
        chips[line].center = start + (end - start) * (0.24 + random.unit() * 0.52) + aside
      } else {
        chips[line].center =
          old + Vector((random.unit() * 2 - 1) * reach, (random.unit() * 2 - 1) * reach)
      }
      guard isFree(chipOf: line) else { continue }
      reroute(line)
      let cost = cost(ofLine: line, with: .chip)
      if cost < best.cost - 0.5 { best = (chips[line].center, cost) }
    }
    chips[line].center = best.center
    reroute(line)
    return best.center != old
  }

  /// Whether the words of a line keep their distance from everything.
  private func isFree(chipOf line: Int) -> Bool {
    let chip = chips[line]
    for node in nodes {
      let reach = chip.reach(into: node, gap: MapPlacer.nodeGap)
      if reach.x > 0, reach.y > 0 { return false }
    }
    for other in chips.indices where other != line {
      let reach = chip.reach(into: chips[other], gap: MapPlacer.chipGap)
      if reach.x > 0, reach.y > 0 { return false }
    }
    return true
  }
}
