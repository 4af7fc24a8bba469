import Maps

/// Puts a scene into Graphviz by API calls: fixed names, a closed list of attributes, clamped numbers.
///
/// In the picture no word of the user's goes into Graphviz: shapes have the size of their words, and the words are set
/// when the SVG is finished. Only the DOT export carries them, cleaned and escaped.
struct GraphvizScene {
  /// What the graph is for.
  enum Purpose {
    /// A picture whose places are found already: Graphviz draws (engine `nop2`).
    case placed(Placement)
    /// A picture in layers, which dot is to find; lines run from middle to middle, to be run by ``LineRouting``.
    case layered
    /// A picture in layers, lines and all by dot: half the work, for large ones.
    case drawnInLayers
    /// A DOT file for people.
    case export(MapLayout)
  }

  var scene: MapScene
  var nodeBlocks: [TextBlock]
  var chipBlocks: [TextBlock]
  /// Where it is drawn.
  var host: GraphvizHost

  private var palette: MapTheme.Palette { scene.theme.palette }

  /// Makes the graph; everything is declared with a default first, as Graphviz otherwise changes other objects.
  func drawing(for purpose: Purpose) -> GraphvizDrawing {
    var drawing = GraphvizDrawing(name: "map", on: host)
    declare(in: &drawing, purpose)
    var nodes: [Int32] = []
    for (index, node) in scene.nodes.enumerated() {
      let handle = drawing.node("n\(index)")
      nodes.append(handle)
      style(node, index, handle, in: &drawing, purpose)
    }
    if hasFrames(purpose), !scene.clusters.isEmpty {
      for (number, cluster) in scene.clusters.enumerated() {
        for index in cluster.nodes where nodes.indices.contains(index) {
          drawing.put(node: nodes[index], intoCluster: "cluster\(number)")
        }
        if case .export = purpose, !cluster.nodes.isEmpty {
          title(cluster, named: "cluster\(number)", in: &drawing)
        }
      }
      // Of clusters alone: the whole graph's margin would be in inches.
      drawing.set(.graph, "margin", "0")
    }
    if scene.layout == .overview {
      for (index, bundle) in scene.bundles.enumerated() {
        let edge = drawing.edge(from: nodes[bundle.source], to: nodes[bundle.target], "e\(index)a")
        styleLink(bundle, index, edge, in: &drawing, purpose)
      }
      return drawing
    }
    for (index, bundle) in scene.bundles.enumerated() {
      let chip = drawing.node("c\(index)")
      style(bundle, index, chip, in: &drawing, purpose)
      let first = drawing.edge(from: nodes[bundle.source], to: chip, "e\(index)a")
      let second = drawing.edge(from: chip, to: nodes[bundle.target], "e\(index)b")
      style(bundle, index, edges: (first, second), in: &drawing, purpose)
    }
    return drawing
  }

  /// The look of a frame in a DOT file, which has its title at the upper left like ours.
  private func title(_ cluster: SceneCluster, named name: String, in drawing: inout GraphvizDrawing) {
    for (key, value) in [
      ("label", plain(Typesetting.frameTitle(cluster.title))), ("labeljust", "l"), ("labelloc", "t"),
      ("fontname", "Helvetica-Bold"), ("fontsize", Markup.number(Typesetting.frameSize)),
      ("fontcolor", palette.secondary), ("color", palette.secondary), ("style", "rounded,dashed"),
      // What stands for the whole graph would be taken for every cluster.
      ("margin", "12"),
    ] {
      drawing.set(cluster: name, key, value)
    }
  }

  /// Where places are found already, frames are drawn with the page.
  private func hasFrames(_ purpose: Purpose) -> Bool {
    if case .placed = purpose { false } else { true }
  }

  private func declare(in drawing: inout GraphvizDrawing, _ purpose: Purpose) {
    drawing.declare(.graph, "outputorder", "edgesfirst")
    drawing.declare(.graph, "bgcolor", palette.background)
    drawing.declare(.graph, "pad", "0.1")
    if hasFrames(purpose), !scene.clusters.isEmpty {
      drawing.declare(.graph, "margin", Markup.number(FrameLayouter.titleHeight))
    }
    switch purpose {
    case .placed: break
    case .drawnInLayers: declareLayered(in: &drawing)
    case .layered:
      declareLayered(in: &drawing)
      // From middle to middle: where an outline is, the router knows better.
      drawing.declare(.edge(0), "headclip", "false")
      drawing.declare(.edge(0), "tailclip", "false")
    case .export(let layout):
      drawing.declare(.graph, "fontname", "Helvetica")
      drawing.declare(.graph, "fontsize", "16")
      drawing.declare(.graph, "fontcolor", palette.ink)
      drawing.declare(.graph, "labelloc", "t")
      drawing.declare(.graph, "label", "")
      if !scene.clusters.isEmpty {
        for (name, value) in [("labeljust", "l"), ("color", palette.secondary), ("style", "")] {
          drawing.declare(.graph, name, value)
        }
      }
      // neato draws no clusters.
      if layout == .layered || !scene.clusters.isEmpty {
        drawing.declare(.graph, "layout", "dot")
        declareLayered(in: &drawing)
      } else if layout == .overview {
        for (name, value) in [
          ("layout", "sfdp"), ("overlap", "prism"), ("splines", "line"), ("sep", "+3"), ("start", "1"),
        ] {
          drawing.declare(.graph, name, value)
        }
      } else {
        for (name, value) in [
          ("layout", "neato"), ("overlap", "prism"), ("overlap_scaling", "-2"), ("splines", "true"),
          ("sep", "+9"), ("esep", "+5"), ("start", "1"),
        ] {
          drawing.declare(.graph, name, value)
        }
      }
    }
    for (name, value) in [
      ("shape", "box"), ("style", "filled"), ("fillcolor", palette.background), ("color", palette.ink),
      ("penwidth", "1"), ("peripheries", "1"), ("width", "0.2"), ("height", "0.2"), ("fixedsize", "true"),
      ("label", ""), ("id", ""), ("class", ""), ("pos", ""), ("fontname", "Helvetica"), ("fontsize", "13.5"),
      ("fontcolor", palette.ink), ("margin", "0.1,0.05"), ("tooltip", ""),
    ] {
      drawing.declare(.node(0), name, value)
    }
    for (name, value) in [
      ("color", palette.ink), ("penwidth", "1"), ("style", "solid"), ("arrowhead", "none"),
      ("arrowsize", "0.8"), ("weight", "3"), ("id", ""), ("class", ""), ("pos", ""),
    ] {
      drawing.declare(.edge(0), name, value)
    }
  }

  private func declareLayered(in drawing: inout GraphvizDrawing) {
    // newrank: clusters with ranks of their own crash dot 2.42.
    for (name, value) in [
      ("rankdir", scene.leadsUp ? "BT" : "TB"), ("nodesep", "0.25"), ("ranksep", "0.3"), ("newrank", "true"),
      ("nslimit", "2"),
      ("nslimit1", "2"), ("mclimit", "1"),
    ] {
      drawing.declare(.graph, name, value)
    }
  }

  // MARK: - Nodes

  private func style(
    _ node: SceneNode, _ index: Int, _ handle: Int32, in drawing: inout GraphvizDrawing, _ purpose: Purpose
  ) {
    let colors = palette[node.color]
    let block = nodeBlocks[index]
    let target = GraphvizDrawing.Target.node(handle)
    var width = block.width
    var height = block.height
    switch node.shape {
    case .roundedBox: drawing.set(target, "style", "rounded,filled")
    case .box: break
    case .doubleBox:
      // A dot has no room for a second outline; Graphviz puts it 4 points outside.
      guard node.isNamed else { break }
      drawing.set(target, "peripheries", "2")
      width -= 8
      height -= 8
    case .ellipse: drawing.set(target, "shape", "ellipse")
    case .hexagon, .octagon:
      // Our slants are smaller than Graphviz's, and dot would end lines inside of them: it gets the box around.
      if case .drawnInLayers = purpose { break }
      drawing.set(target, "shape", node.shape == .hexagon ? "hexagon" : "octagon")
    }
    let isQuiet = node.emphasis == .receded || node.change == .stayed
    drawing.set(target, "fillcolor", isQuiet ? palette.background : colors.fill)
    drawing.set(target, "color", isQuiet ? palette[.grey].line : colors.line)
    let usual = scene.layout == .overview ? (node.isNamed ? 1.0 : 0.7) : node.shape == .doubleBox ? 1.1 : 1.7
    let isLifted = node.emphasis == .lifted
    drawing.set(target, "penwidth", Markup.number(isQuiet ? min(usual, 0.9) : isLifted ? usual * 1.6 : usual))
    drawing.set(target, "id", "n\(index)")
    setSize(width, height, target, in: &drawing)
    switch purpose {
    case .placed(let placement): setPosition(placement.nodes[index].center, target, in: &drawing)
    case .layered, .drawnInLayers: break
    case .export:
      let id = Markup.identifier(node.id)
      drawing.set(target, "id", "\(Markup.identifier(scene.idPrefix))-\(id)")
      drawing.set(target, "class", "entity type-\(Markup.identifier(node.type))")
      letGrow(target, in: &drawing)
      drawing.setHTML(target, "label", html(block.lines))
      drawing.set(
        target, "tooltip", plain(node.caption.isEmpty ? node.name : "\(node.name) (\(node.caption))"))
    }
  }

  private func style(
    _ bundle: SceneBundle, _ index: Int, _ handle: Int32, in drawing: inout GraphvizDrawing,
    _ purpose: Purpose
  ) {
    let target = GraphvizDrawing.Target.node(handle)
    let block = chipBlocks[index]
    drawing.set(target, "style", bundle.status == .current ? "rounded,filled" : "rounded,filled,dashed")
    let look = LineLook(bundle)
    drawing.set(target, "color", palette[look.stroke.color].line)
    drawing.set(target, "penwidth", Markup.number(look.chipWidth))
    drawing.set(target, "id", "c\(index)")
    setSize(block.width, block.height, target, in: &drawing)
    switch purpose {
    case .placed(let placement): setPosition(placement.chips[index].center, target, in: &drawing)
    case .layered, .drawnInLayers: break
    case .export:
      drawing.set(target, "class", "relation \(GraphvizScene.classes(of: bundle))")
      drawing.set(target, "fontsize", "10.5")
      drawing.set(target, "margin", "0.06,0.025")
      letGrow(target, in: &drawing)
      drawing.setHTML(target, "label", html(block.lines))
      let claims = bundle.chips.flatMap(\.claims).prefix(6).map(\.sentence).joined(separator: "; ")
      drawing.set(target, "tooltip", plain(claims))
    }
  }

  /// Lets `dot` find the size, since it measures with fonts of its own.
  private func letGrow(_ target: GraphvizDrawing.Target, in drawing: inout GraphvizDrawing) {
    drawing.set(target, "fixedsize", "false")
    setSize(14, 14, target, in: &drawing)
  }

  private func setSize(
    _ width: Double, _ height: Double, _ target: GraphvizDrawing.Target, in drawing: inout GraphvizDrawing
  ) {
    drawing.set(target, "width", GraphvizScene.inches(width))
    drawing.set(target, "height", GraphvizScene.inches(height))
  }

  private func setPosition(
    _ point: Vector, _ target: GraphvizDrawing.Target, in drawing: inout GraphvizDrawing
  ) {
    drawing.set(target, "pos", GraphvizScene.coordinates(point))
  }

  // MARK: - Lines

  private func style(
    _ bundle: SceneBundle, _ index: Int, edges: (first: Int32, second: Int32),
    in drawing: inout GraphvizDrawing, _ purpose: Purpose
  ) {
    let stroke = LineLook(bundle).stroke
    let line = palette[stroke.color].line
    var color = line
    if case .export = purpose, stroke.pattern == .double {
      color = "\(line):\(palette.background):\(line)"
    }
    let arrowSize = GraphvizScene.arrowSize(stroke.arrow, width: stroke.width)
    for (edge, half) in [(edges.first, "a"), (edges.second, "b")] {
      let target = GraphvizDrawing.Target.edge(edge)
      drawing.set(target, "color", color)
      drawing.set(target, "penwidth", Markup.number(stroke.width))
      drawing.set(target, "id", "e\(index)\(half)")
      if case .export = purpose {
        drawing.set(target, "class", "line \(GraphvizScene.classes(of: bundle))")
        if bundle.status != .current || stroke.pattern == .dashed {
          drawing.set(target, "style", "dashed")
        } else if stroke.pattern == .dotted {
          drawing.set(target, "style", "dotted")
        }
      }
    }
    drawing.set(.edge(edges.second), "arrowhead", stroke.arrow.rawValue)
    drawing.set(.edge(edges.second), "arrowsize", Markup.number(arrowSize))
    if case .placed(let placement) = purpose {
      let route = Router(scene: scene, placement: placement).route(line: index)
      drawing.set(.edge(edges.first), "pos", GraphvizScene.coordinates(route.first))
      var second = GraphvizScene.coordinates(route.second)
      if let tip = route.tip { second = "e,\(GraphvizScene.coordinates(tip)) \(second)" }
      drawing.set(.edge(edges.second), "pos", second)
    }
  }

  /// A class for each relation type on a line, one for its status, and one for what was lifted or changed.
  static func classes(of bundle: SceneBundle) -> String {
    var seen: Set<String> = []
    let types = (bundle.chips + bundle.hiddenChips).map { "relation-\(Markup.identifier($0.type))" }
    var names = types.filter { seen.insert($0).inserted } + ["status-\(bundle.status.rawValue)"]
    if bundle.emphasis != .normal { names.append(bundle.emphasis.rawValue) }
    if let change = bundle.change { names.append("change-\(change.rawValue)") }
    return names.joined(separator: " ")
  }

  /// A link of an overview: one edge from entity to entity.
  private func styleLink(
    _ bundle: SceneBundle, _ index: Int, _ edge: Int32, in drawing: inout GraphvizDrawing, _ purpose: Purpose
  ) {
    let target = GraphvizDrawing.Target.edge(edge)
    let stroke = LineLook(bundle).stroke
    drawing.set(target, "color", palette[stroke.color].line)
    drawing.set(target, "penwidth", Markup.number(stroke.width))
    drawing.set(target, "id", "e\(index)a")
    switch purpose {
    case .placed(let placement):
      let route = Router(scene: scene, placement: placement).link(index)
      drawing.set(target, "pos", GraphvizScene.coordinates(route))
    case .layered, .drawnInLayers: break
    case .export:
      drawing.set(target, "class", "link \(GraphvizScene.classes(of: bundle))")
      if stroke.pattern == .dashed || stroke.pattern == .dotted {
        drawing.set(target, "style", stroke.pattern.rawValue)
      }
    }
  }

  /// How large a head looks right on a stroke; Graphviz's 1 is too large for thin lines.
  static func arrowSize(_ arrow: SceneStroke.Arrow, width: Double) -> Double {
    arrow == .tee ? 1.1 : min(max(0.5 + 0.12 * width, 0.55), 0.9)
  }

  // MARK: - Words and numbers

  /// Points as inches, with as many digits as matter.
  static func inches(_ points: Double) -> String {
    let value = min(max(points, 1), 5_000) / 72
    let millionths = Int((value * 1_000_000).rounded())
    var rest = String(millionths % 1_000_000)
    while rest.utf8.count < 6 { rest = "0" + rest }
    return "\(millionths / 1_000_000).\(rest)"
  }

  private static func coordinates(_ point: Vector) -> String {
    "\(Markup.number(point.x)),\(Markup.number(-point.y))"
  }

  private static func coordinates(_ curve: Curve) -> String { coordinates([curve]) }

  /// A chain of curves, each beginning where the one before ends.
  private static func coordinates(_ curves: [Curve]) -> String {
    guard let first = curves.first else { return "" }
    let points = [first.start] + curves.flatMap { [$0.control1, $0.control2, $0.end] }
    return points.map { coordinates($0) }.joined(separator: " ")
  }

  /// Lines of runs in Graphviz's HTML-like language; every special and the backslash as entities.
  private func html(_ lines: [TextLine]) -> String {
    lines.map { line in
      line.runs.map { run in
        var text = GraphvizScene.htmlText(run.text)
        if run.isStruck { text = "<s>\(text)</s>" }
        if run.isBold { text = "<b>\(text)</b>" }
        let color = color(run.ink)
        return "<font point-size=\"\(Markup.number(run.size))\" color=\"\(color)\">\(text)</font>"
      }.joined(separator: " ")
    }.joined(separator: "<br/>")
  }

  private func color(_ ink: TextRun.Ink) -> String {
    switch ink {
    case .ink: palette.ink
    case .secondary: palette.secondary
    case .line(let color): palette[color].line
    }
  }

  static func htmlText(_ text: String) -> String {
    Markup.graphviz(TextMetrics.clean(text), backslash: "&#92;")
  }

  /// Text for a plain attribute: specials as entities, so that it never equals a string with markup (Graphviz 2.42
  /// keeps both in one table), and backslashes doubled, as they are escapes.
  private func plain(_ text: String) -> String {
    Markup.graphviz(TextMetrics.clean(text, limit: 300), backslash: "\\\\")
  }
}
