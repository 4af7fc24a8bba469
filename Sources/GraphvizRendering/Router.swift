import Maps

/// Runs each line as one smooth curve from entity to entity through the middle of its chip.
struct Router {
  /// A line in its two halves, cut at the outlines; each half is a chain of curves.
  struct Route {
    /// From the source's outline to the chip.
    var first: [Curve]
    /// From the chip to where the head begins.
    var second: [Curve]
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
    var way = EngineWay()
    if let given = placement.ways[index] {
      way = given
    } else {
      var start = source.box.center
      var end = target.box.center
      if bundle.source == bundle.target {
        start.x -= source.box.width / 4
        end.x += source.box.width / 4
      }
      let halves = Curve(from: start, through: chip.center, to: end).split(at: 0.5)
      way = EngineWay(first: [halves.first], second: [halves.second])
    }
    let first = Router.cut(Router.reversed(way.first)) { source.contains($0, gap: 0) }
    let stroke = LineLook(bundle).stroke
    let arrow = stroke.arrow
    guard arrow != .none else {
      let second = Router.cut(way.second) { target.contains($0, gap: 0) }
      return Route(first: Router.reversed(first), second: second, tip: nil)
    }
    // The pen widens the head; its tip stops short of the outline.
    let gap = 0.8 + stroke.width * 0.6
    var second = Router.cut(way.second) { target.contains($0, gap: gap) }
    let tip = second.last?.end ?? target.box.center
    let length = Router.headLength(arrow) * GraphvizScene.arrowSize(stroke)
    second = Router.cut(second) { ($0 - tip).length <= length }
    return Route(first: Router.reversed(first), second: second, tip: tip)
  }

  /// Takes the end of a chain of curves away, as far as it is in a region.
  private static func cut(_ curves: [Curve], at region: (Vector) -> Bool) -> [Curve] {
    var curves = curves
    while curves.count > 1, let last = curves.last, region(last.start) { curves.removeLast() }
    guard let last = curves.popLast() else { return [] }
    return curves + [last.split(at: last.entry(into: region)).first]
  }

  private static func reversed(_ curves: [Curve]) -> [Curve] { curves.reversed().map(\.reversed) }

  /// How far aside a link of an overview may bend to keep clear of names, as parts of its length; the straightest that
  /// touches fewest is taken.
  private static let bends = [0.0, 0.07, -0.07, 0.14, -0.14, 0.22, -0.22]
  /// With more links than this they are drawn straight: nobody follows a single one.
  private static let bendLimit = 1_200

  /// The way of a link of an overview, from outline to outline.
  func link(_ index: Int) -> [Curve] {
    let bundle = scene.bundles[index]
    let source = Outline(shape: scene.nodes[bundle.source].shape, box: placement.nodes[bundle.source])
    let target = Outline(shape: scene.nodes[bundle.target].shape, box: placement.nodes[bundle.target])
    var curves = placement.ways[index]?.first ?? []
    if curves.isEmpty {
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
      curves = [Curve(from: start, through: middle, to: end)]
    }
    let cut = Router.cut(curves) { target.contains($0, gap: 0) }
    return Router.reversed(Router.cut(Router.reversed(cut)) { source.contains($0, gap: 0) })
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
