import Maps

/// Runs each line as one smooth curve from entity to entity through the middle of its chip.
struct Router {
  /// A line in its two halves, cut at the outlines.
  struct Route {
    /// From the source's outline to the chip.
    var first: Curve
    /// From the chip to where the head begins.
    var second: Curve
    /// The head's tip at the target's outline; nil without a head.
    var tip: Vector?
  }

  let scene: MapScene
  let placement: Placement

  /// The way of one line.
  func route(line index: Int) -> Route {
    let bundle = scene.bundles[index]
    let chip = placement.chips[index]
    let source = Outline(shape: scene.nodes[bundle.source].shape, box: placement.nodes[bundle.source])
    let target = Outline(shape: scene.nodes[bundle.target].shape, box: placement.nodes[bundle.target])
    var start = source.box.center
    var end = target.box.center
    if bundle.source == bundle.target {
      start.x -= source.box.width / 4
      end.x += source.box.width / 4
    }
    let halves = Curve(from: start, through: chip.center, to: end).split(at: 0.5)
    var first = halves.first.reversed
    first = first.split(at: first.entry { source.contains($0, gap: 0) }).first.reversed
    var second = halves.second
    let stroke = LineLook(bundle).stroke
    let arrow = stroke.arrow
    guard arrow != .none else {
      second = second.split(at: second.entry { target.contains($0, gap: 0) }).first
      return Route(first: first, second: second, tip: nil)
    }
    // The pen widens the head; its tip stops short of the outline.
    let gap = 0.8 + stroke.width * 0.6
    second = second.split(at: second.entry { target.contains($0, gap: gap) }).first
    let tip = second.end
    let length = Router.headLength(arrow) * GraphvizScene.arrowSize(stroke)
    second = second.split(at: second.entry { ($0 - tip).length <= length }).first
    return Route(first: first, second: second, tip: tip)
  }

  /// How far aside a link of an overview may bend to keep clear of names, as parts of its length; the straightest that
  /// touches fewest is taken.
  private static let bends = [0.0, 0.07, -0.07, 0.14, -0.14, 0.22, -0.22]
  /// With more links than this they are drawn straight: nobody follows a single one.
  private static let bendLimit = 1_200

  /// The way of a link of an overview, from outline to outline.
  func link(_ index: Int) -> Curve {
    let bundle = scene.bundles[index]
    let source = Outline(shape: scene.nodes[bundle.source].shape, box: placement.nodes[bundle.source])
    let target = Outline(shape: scene.nodes[bundle.target].shape, box: placement.nodes[bundle.target])
    let (start, end) = (source.box.center, target.box.center)
    let normal = (end - start).normal
    var middle = (start + end) * 0.5
    if scene.bundles.count <= Router.bendLimit {
      var best = Int.max
      for bend in Router.bends {
        let point = (start + end) * 0.5 + normal * bend
        let way = Way(from: start, through: point, to: end)
        var touched = 0
        for (node, box) in placement.nodes.enumerated()
        where scene.nodes[node].isNamed && node != bundle.source && node != bundle.target {
          if way.touches(box, gap: 2) { touched += 1 }
        }
        if touched < best { (best, middle) = (touched, point) }
        if best == 0 { break }
      }
    }
    var curve = Curve(from: start, through: middle, to: end)
    curve = curve.split(at: curve.entry { target.contains($0, gap: 0) }).first
    curve = curve.reversed
    return curve.split(at: curve.entry { source.contains($0, gap: 0) }).first.reversed
  }

  /// Lengths of Graphviz's arrow heads of size 1, in points (lib/common/arrows.c).
  static func headLength(_ arrow: SceneStroke.Arrow) -> Double {
    switch arrow {
    case .none: 0
    case .normal, .vee, .onormal: 10
    case .tee: 2.5
    case .diamond, .odiamond: 12
    case .dot, .odot: 8
    }
  }
}
