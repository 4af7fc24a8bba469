extension MapPlacer {
  /// Pushes boxes apart until none touches another: first gently, then by stretching the whole picture.
  mutating func separate() {
    defer { for line in chips.indices { reroute(line) } }
    let gapNode = MapPlacer.nodeGap
    let gapChip = MapPlacer.chipGap
    for round in 0..<400 where host?.isOver != true {
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
    for _ in 0..<80 where host?.isOver != true && hasOverlap { scale(by: 1.12) }
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
