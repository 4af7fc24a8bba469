import Maps

/// Places an overview in which everything is linked with one entity alone.
///
/// That one is in the middle, names stand in columns to both sides of it, the heaviest nearest its height, dots above
/// and below. Each line has a lane of its own between the names that it passes.
struct StarLayouter {
  /// Fewer are laid out like any others.
  static let minimumCount = 12
  /// From the middle to the inner column, at least.
  private static let reach = 170.0
  private static let columnGap = 18.0
  private static let laneGap = 3.0
  /// Between the lines of two dots, where the first row of them is.
  private static let dotLane = 4.4

  let scene: MapScene
  let nodeBlocks: [TextBlock]
  let hub: Int
  /// All others.
  let others: [Int]

  private(set) var centers: [Int: Vector] = [:]
  /// For each of the others the way from the middle to it.
  private(set) var ways: [Int: [Curve]] = [:]

  /// The star of a component; nil when it is none.
  ///
  /// - Parameters:
  ///   - component: Numbers of nodes.
  ///   - links: Numbers of the bundles between them.
  ///   - scene: What is drawn.
  ///   - nodeBlocks: The sizes of the nodes.
  init?(_ component: [Int], links: [Int], scene: MapScene, nodeBlocks: [TextBlock]) {
    guard component.count > StarLayouter.minimumCount else { return nil }
    var degrees: [Int: Int] = [:]
    for link in links {
      degrees[scene.bundles[link].source, default: 0] += 1
      degrees[scene.bundles[link].target, default: 0] += 1
    }
    guard let hub = component.max(by: { (degrees[$0] ?? 0, $1) < (degrees[$1] ?? 0, $0) }),
      degrees[hub] == links.count
    else { return nil }
    self.scene = scene
    self.nodeBlocks = nodeBlocks
    self.hub = hub
    others = component.filter { $0 != hub }
    place()
  }

  private mutating func place() {
    let ranked = others.sorted { left, right in
      let weights = (scene.nodes[left].weight, scene.nodes[right].weight)
      return weights.0 != weights.1 ? weights.0 > weights.1 : left < right
    }
    let names = ranked.filter { scene.nodes[$0].isNamed }
    let dots = ranked.filter { !scene.nodes[$0].isNamed }
    centers[hub] = Vector(0, 0)
    let perHalf = Double((dots.count + 1) / 2)
    let reach = max(
      StarLayouter.reach, nodeBlocks[hub].width / 2 + 90, perHalf * StarLayouter.dotLane * 0.62 + 40)
    for side in 0...1 {
      placeNames(alternate(names, side), x: reach, sign: side == 0 ? 1 : -1)
      placeDots(alternate(dots, side), sign: side == 0 ? -1 : 1, half: reach * 0.52)
    }
  }

  /// Every second one, so that both sides weigh the same.
  private func alternate(_ list: [Int], _ side: Int) -> [Int] {
    list.enumerated().filter { $0.offset % 2 == side }.map(\.element)
  }

  /// The first in the middle, the next above and below it in turn.
  private static func fromTheMiddle(_ list: [Int]) -> [Int] {
    var result: [Int] = []
    for (index, item) in list.enumerated() {
      if index % 2 == 0 { result.append(item) } else { result.insert(item, at: 0) }
    }
    return result
  }

  private mutating func placeNames(_ list: [Int], x: Double, sign: Double) {
    let ordered = StarLayouter.fromTheMiddle(list)
    let columns = list.count <= 14 ? 1 : list.count <= 50 ? 2 : 3
    var edges: [Double] = []
    var edge = x
    for column in 0..<columns {
      edges.append(edge)
      let widths = ordered.enumerated().filter { $0.offset % columns == column }.map {
        nodeBlocks[$0.element].width
      }
      edge += (widths.max() ?? 0) + StarLayouter.columnGap
    }
    var lanes: [Double] = []
    for (index, node) in ordered.enumerated() {
      let half = nodeBlocks[node].height / 2
      var lane = 0.0
      // A line passes all columns but its own's last: names keep clear of the lanes before and after them.
      for back in 1...max(columns, 1) where index - back >= 0 {
        let before = nodeBlocks[ordered[index - back]].height / 2
        let isSameColumn = back == columns
        let passes = index % columns > (index - back) % columns
        let room = isSameColumn ? before + half + OverviewLayouter.gap : passes ? before : half
        lane = max(lane, lanes[index - back] + room + StarLayouter.laneGap)
      }
      lanes.append(lane)
    }
    let middle = ((lanes.first ?? 0) + (lanes.last ?? 0)) / 2
    for (index, node) in ordered.enumerated() {
      let y = lanes[index] - middle
      let near = edges[index % columns]
      let center = Vector(sign * (near + nodeBlocks[node].width / 2), y)
      centers[node] = center
      let gate = Vector(sign * (x - 8), y)
      let fan = Curve(
        Vector(0, 0), Vector(gate.x * 0.42, y * 0.42), Vector(gate.x * 0.72, y), gate)
      ways[node] = [fan, Curve(gate, gate + (center - gate) * 0.33, gate + (center - gate) * 0.67, center)]
    }
  }

  private mutating func placeDots(_ list: [Int], sign: Double, half: Double) {
    guard !list.isEmpty else { return }
    let ordered = StarLayouter.fromTheMiddle(list)
    let rows = ordered.count <= 12 ? 1 : ordered.count <= 40 ? 3 : 5
    let step = ordered.count == 1 ? 0 : min(26, half * 2 / 1.3 / Double(ordered.count - 1))
    let first = max(nodeBlocks[hub].height / 2 + 100, half * 1.1)
    for (index, node) in ordered.enumerated() {
      let x = (Double(index) - Double(ordered.count - 1) / 2) * step
      // Rows that go up and down in steps of two keep neighbours apart.
      let row = Double(index * 2 % rows)
      let y = first + row * 15
      centers[node] = Vector(x * y / first, sign * (y - x * x / (half * 3.2)))
    }
  }
}
