import Maps

/// Where everything stands: entities and the words on their lines, and how each line runs.
struct Placement: Sendable {
  /// One per node of the scene.
  var nodes: [Box]
  /// One per bundle; none in an overview.
  var chips: [Box]
  /// One per cluster.
  var frames: [Box] = []
  /// By bundle, from middle to middle: ways that a layout engine found around what is between.
  var ways: [Int: EngineWay] = [:]
}

/// The way of a line in two halves, each a chain of curves: from its source's middle to its chip's, and on to its
/// target's.
struct EngineWay: Sendable {
  var first: [Curve] = []
  var second: [Curve] = []
}

/// Things to be placed, with lines between them.
///
/// A body is an entity, or a frame with several in it whose places inside are found already.
struct PlacementProblem: Sendable {
  /// An entity in a frame, or the words on a line in it; the offset is from the frame's middle.
  struct Inner: Sendable {
    let offset: Vector
    let width: Double
    let height: Double
  }

  /// What is moved as one.
  struct Body: Sendable {
    let width: Double
    let height: Double
    /// What is inside, of frames alone; lines from outside should not run across.
    var inner: [Inner] = []
  }

  /// A line between two bodies, with the size of its chip.
  struct Line: Sendable {
    let source: Int
    let target: Int
    let width: Double
    let height: Double
    /// Where in its body each end is, and which of the body's inner things it is, from the body's middle.
    var sourceOffset = Vector(0, 0)
    var targetOffset = Vector(0, 0)
  }

  /// What is placed.
  let bodies: [Body]
  /// The lines.
  let lines: [Line]
  /// For each body, the lines that end at it.
  let incident: [[Int]]

  init(bodies: [Body], lines: [Line]) {
    self.bodies = bodies
    self.lines = lines
    var incident = Array(repeating: [Int](), count: bodies.count)
    for (index, line) in lines.enumerated() {
      incident[line.source].append(index)
      if line.target != line.source { incident[line.target].append(index) }
    }
    self.incident = incident
  }

  /// Entities without frames.
  init(nodes: [TextBlock], bundles: [SceneBundle], chips: [TextBlock]) {
    self.init(
      bodies: nodes.map { Body(width: $0.width, height: $0.height) },
      lines: zip(bundles, chips).map { bundle, chip in
        Line(source: bundle.source, target: bundle.target, width: chip.width, height: chip.height)
      })
  }

  /// Where a line begins and ends: the middles of its nodes, for a line from a node to itself two points at its top.
  @inline(__always)
  func ends(of line: Int, in nodes: [Box], _ mirrors: [Vector]) -> (start: Vector, end: Vector) {
    let line = lines[line]
    let source = nodes[line.source]
    let target = nodes[line.target]
    if line.source != line.target {
      let mirror = mirrors[line.source]
      let other = mirrors[line.target]
      return (
        Vector(
          source.center.x + line.sourceOffset.x * mirror.x, source.center.y + line.sourceOffset.y * mirror.y),
        Vector(
          target.center.x + line.targetOffset.x * other.x, target.center.y + line.targetOffset.y * other.y)
      )
    }
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
