import Maps

/// Where everything stands: entities and the words on their lines, and how each line runs.
struct Placement: Sendable {
  /// One per node of the scene.
  var nodes: [Box]
  /// One per bundle.
  var chips: [Box]
}

/// The items of a scene with their sizes, ready to be placed.
struct PlacementProblem: Sendable {
  /// A line between two nodes, with the size of its chip.
  struct Line: Sendable {
    let source: Int
    let target: Int
    let width: Double
    let height: Double
  }

  /// Sizes of the nodes.
  let nodes: [TextBlock]
  /// The lines.
  let lines: [Line]
  /// For each node, the lines that end at it.
  let incident: [[Int]]

  init(nodes: [TextBlock], bundles: [SceneBundle], chips: [TextBlock]) {
    self.nodes = nodes
    var lines: [Line] = []
    var incident = Array(repeating: [Int](), count: nodes.count)
    for (index, (bundle, chip)) in zip(bundles, chips).enumerated() {
      lines.append(
        Line(source: bundle.source, target: bundle.target, width: chip.width, height: chip.height))
      incident[bundle.source].append(index)
      if bundle.target != bundle.source { incident[bundle.target].append(index) }
    }
    self.lines = lines
    self.incident = incident
  }

  /// Where a line begins and ends: the middles of its nodes, for a line from a node to itself two points at its top.
  func ends(of line: Int, in nodes: [Box]) -> (start: Vector, end: Vector) {
    let source = nodes[lines[line].source]
    let target = nodes[lines[line].target]
    if lines[line].source != lines[line].target { return (source.center, target.center) }
    let shift = Vector(source.width / 4, 0)
    return (source.center - shift, source.center + shift)
  }

  /// A first place for every chip: half-way, and when several lines join the same two nodes, side by side.
  func chips(for nodes: [Box]) -> [Box] {
    var groups: [Int: [Int]] = [:]
    for (index, line) in lines.enumerated() {
      let low = min(line.source, line.target)
      let high = max(line.source, line.target)
      groups[low * nodes.count + high, default: []].append(index)
    }
    return lines.indices.map { index in
      let line = lines[index]
      let low = min(line.source, line.target)
      let high = max(line.source, line.target)
      let group = groups[low * nodes.count + high] ?? [index]
      let rank = group.firstIndex(of: index) ?? 0
      var box = Box(center: Vector(0, 0), width: line.width, height: line.height)
      if low == high {
        let node = nodes[low]
        let rise = node.height / 2 + line.height + 16 + Double(rank) * (line.height + 6)
        box.center = node.center - Vector(0, rise)
        return box
      }
      let start = nodes[low].center
      let end = nodes[high].center
      let normal = (end - start).unit.normal
      // Far enough apart that neighbours on a line of any slope do not touch.
      let spacing = min(line.height + 8 + abs(normal.x) * line.width * 0.75, 110)
      let offset = (Double(rank) - Double(group.count - 1) / 2) * spacing
      box.center = (start + end) * 0.5 + normal * offset
      return box
    }
  }
}
