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
    let source = Outline(shape: scene.nodes[bundle.source].shape, box: placement.nodes[bundle.source])
    let target = Outline(shape: scene.nodes[bundle.target].shape, box: placement.nodes[bundle.target])
    let stroke = LineLook(bundle).stroke
    return Router.route(
      Router.way(
        from: source.box, through: placement.chips[index].center, to: target.box,
        isLoop: bundle.source == bundle.target), from: source, to: target, stroke.arrow, width: stroke.width)
  }

  /// A smooth curve from middle to middle, or at a line from an entity to itself between two points of its width.
  static func way(from source: Box, through chip: Vector, to target: Box, isLoop: Bool) -> EngineWay {
    var start = source.center
    var end = target.center
    if isLoop {
      start.x -= source.width / 4
      end.x += source.width / 4
    }
    let halves = Curve(from: start, through: chip, to: end).split(at: 0.5)
    return EngineWay(first: [halves.first], second: [halves.second])
  }

  /// Cuts a way at the outlines, and short of the target's for a head.
  static func route(
    _ way: EngineWay, from source: Outline, to target: Outline, _ arrow: SceneStroke.Arrow, width: Double
  ) -> Route {
    let first = cut(reversed(way.first)) { source.contains($0, gap: 0) }
    guard arrow != .none else {
      let second = cut(way.second) { target.contains($0, gap: 0) }
      return Route(first: reversed(first), second: second, tip: nil)
    }
    // The pen widens the head; its tip stops short of the outline.
    let gap = 0.8 + width * 0.6
    var second = cut(way.second) { target.contains($0, gap: gap) }
    let tip = second.last?.end ?? target.box.center
    let length = headLength(arrow) * GraphvizScene.arrowSize(arrow, width: width)
    second = cut(second) { ($0 - tip).length <= length }
    return Route(first: reversed(first), second: second, tip: tip)
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
