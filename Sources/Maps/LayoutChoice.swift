/// Which layout suits what is drawn, and why.
struct LayoutChoice {
  /// Never automatic.
  let layout: MapLayout
  /// Whether layers are read from the bottom up.
  let leadsUp: Bool
  /// One sentence for `--why`.
  let reason: String

  /// Looks at the lines of a scene.
  ///
  /// - Complexity: O(entities + lines).
  init(scene: MapScene, request: MapRequest) {
    let shape = NetworkShape(scene)
    leadsUp = shape.leadsUp
    if request.layout != .automatic {
      layout = request.layout == .overview ? .map : request.layout
      reason = "the layout '\(layout.rawValue)', as asked"
      return
    }
    if !scene.clusters.isEmpty || !scene.panels.isEmpty {
      layout = .map
      reason = "laid out as a map, since frames and rows of dates need places of their own"
    } else if let levels = shape.levels {
      layout = .layered
      reason = "laid out in layers, since the lines make a hierarchy of \(levels) levels"
    } else if let hub = shape.hub {
      layout = .radial
      reason =
        "laid out around '\(scene.nodes[hub].name)', since \(shape.degrees[hub]) of \(shape.pairCount) linked pairs "
        + "have it in them"
    } else if shape.partCount > 1 {
      layout = .map
      reason = "laid out as a map of \(shape.partCount) separate groups"
    } else {
      layout = .map
      reason = "laid out as a map, since the lines make a mesh"
    }
  }
}

/// What kind of network the lines of a scene make.
struct NetworkShape {
  /// With how many others each node is linked.
  let degrees: [Int]
  /// How many pairs are linked.
  let pairCount: Int
  /// How many groups have no line between them.
  let partCount: Int
  /// How many levels a hierarchy has, from three on; nil when the lines make none.
  let levels: Int?
  /// Whether lines lead from the many to the one, so that their ends belong on top.
  let leadsUp: Bool
  /// The node that most linked pairs have in them, when nearly all do.
  let hub: Int?

  init(_ scene: MapScene) {
    let count = scene.nodes.count
    var pairs: Set<UInt64> = []
    var below = Array(repeating: [Int](), count: count)
    var incoming = Array(repeating: 0, count: count)
    var degrees = Array(repeating: 0, count: count)
    var group = Array(0..<count)
    func root(_ node: Int) -> Int {
      var node = node
      while group[node] != node {
        group[node] = group[group[node]]
        node = group[node]
      }
      return node
    }
    var isDirected = true
    for bundle in scene.bundles where bundle.source != bundle.target {
      let (low, high) = (min(bundle.source, bundle.target), max(bundle.source, bundle.target))
      let isNew = pairs.insert(UInt64(low) << 32 | UInt64(high)).inserted
      // Lines both ways, or without a direction, have no top.
      if !isNew || bundle.stroke.arrow == .none { isDirected = false }
      guard isNew else { continue }
      below[bundle.source].append(bundle.target)
      incoming[bundle.target] += 1
      degrees[low] += 1
      degrees[high] += 1
      group[root(low)] = root(high)
    }
    self.degrees = degrees
    pairCount = pairs.count
    leadsUp =
      incoming.reduce(0) { $0 + max($1 - 1, 0) } > below.reduce(0) { $0 + max($1.count - 1, 0) }
    let parts = (0..<count).filter { root($0) == $0 }.count
    partCount = parts
    // A forest has as many lines as nodes without the roots; a few more make it no mesh.
    let isSparse = pairs.count <= count - parts + max(1, count / 8)
    levels =
      isDirected && isSparse && count >= 6
      ? NetworkShape.levels(below, incoming).flatMap { $0 >= 3 ? $0 : nil } : nil
    let busiest = degrees.indices.max { degrees[$0] < degrees[$1] }
    hub = busiest.flatMap { node in
      degrees[node] >= 6 && degrees[node] * 10 >= pairs.count * 6 && parts == 1 ? node : nil
    }
  }

  /// How many nodes the longest chain has; nil when lines run in a circle.
  private static func levels(_ below: [[Int]], _ incoming: [Int]) -> Int? {
    var incoming = incoming
    var level = Array(repeating: 1, count: below.count)
    var open = incoming.indices.filter { incoming[$0] == 0 }
    var done = 0
    while let node = open.popLast() {
      done += 1
      for next in below[node] {
        level[next] = max(level[next], level[node] + 1)
        incoming[next] -= 1
        if incoming[next] == 0 { open.append(next) }
      }
    }
    return done == below.count ? level.max() : nil
  }
}
