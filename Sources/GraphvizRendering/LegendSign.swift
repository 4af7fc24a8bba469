import Maps

/// Draws one sign of the legend with the shapes and strokes of the map.
struct LegendSign {
  let sign: PageLayout.Sign
  let scene: MapScene
  let palette: MapTheme.Palette
  /// How much of a line stands on either side of a chip, in points.
  static let stub = 17.0

  /// Writes sign and words.
  func write(in writer: inout SVGWriter) {
    switch sign.kind {
    case .node(let entry): writeNode(entry, in: &writer)
    case .line(let entry): writeLine(LineLook(entry.stroke, .current, .normal, nil), in: &writer)
    case .status(let entry, let onLines): writeChip(entry.status, onLines, in: &writer)
    case .mark(let entry): write(entry.mark, in: &writer)
    case .quoted: writeMark("“…”", in: &writer)
    case .folded: writeMark("+n", in: &writer)
    }
    writer.line(
      sign.words.line, x: sign.words.x, baseline: sign.words.baseline, anchor: "start", palette: palette)
  }

  private func number(_ value: Double) -> String { Markup.number(value) }

  private func points(_ corners: [(Double, Double)]) -> String {
    corners.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
  }

  private func writeNode(_ entry: SceneLegend.NodeEntry, in writer: inout SVGWriter) {
    let colors = palette[entry.color]
    let paint = [("fill", colors.fill), ("stroke", colors.line), ("stroke-width", "1.4")]
    let x = sign.x + 1
    let y = sign.middle - 7
    let width = 24.0
    let height = 14.0
    func rect(_ inset: Double, _ radius: Double) {
      writer.empty(
        "rect",
        [
          ("x", number(x + inset)), ("y", number(y + inset)), ("width", number(width - 2 * inset)),
          ("height", number(height - 2 * inset)), ("rx", number(radius)),
        ] + paint)
    }
    switch entry.shape {
    case .roundedBox: rect(0, 4.5)
    case .box: rect(0, 0)
    case .doubleBox:
      rect(0, 0)
      rect(2.6, 0)
    case .ellipse:
      writer.empty(
        "ellipse",
        [("cx", number(x + 12)), ("cy", number(sign.middle)), ("rx", "12"), ("ry", "7")] + paint)
    case .hexagon:
      let corners = [(x, y + 7), (x + 6, y), (x + 18, y), (x + 24, y + 7), (x + 18, y + 14), (x + 6, y + 14)]
      writer.empty("polygon", [("points", points(corners))] + paint)
    case .octagon:
      let corners = [
        (x, y + 4), (x + 5, y), (x + 19, y), (x + 24, y + 4), (x + 24, y + 10), (x + 19, y + 14),
        (x + 5, y + 14), (x, y + 10),
      ]
      writer.empty("polygon", [("points", points(corners))] + paint)
    }
  }

  private func writeMark(_ text: String, in writer: inout SVGWriter) {
    let line = TextLine(runs: [TextRun(text: text, size: 9, isBold: true, ink: .secondary)], height: 12)
    writer.line(line, x: sign.x, baseline: sign.middle + 3.4, anchor: "start", palette: palette)
  }

  /// A status as the map shows it: a chip with its outline and words, on a line when whole lines have it.
  private func writeChip(_ status: SceneStatus, _ onLines: Bool, in writer: inout SVGWriter) {
    let block = Typesetting.sample(of: status, in: scene)
    let color = palette[.ink].line
    var left = sign.x
    if onLines {
      let end = left + block.width + 2 * LegendSign.stub
      let dash = DashPattern.line(.solid, status).map { [("stroke-dasharray", $0)] } ?? []
      writer.empty(
        "path",
        [
          ("d", "M\(number(left)),\(number(sign.middle))H\(number(end))"), ("fill", "none"),
          ("stroke", color), ("stroke-width", "1.6"),
        ] + dash)
      left += LegendSign.stub
    }
    let box = Box(
      center: Vector(left + block.width / 2, sign.middle), width: block.width, height: block.height)
    let dash = onLines ? DashPattern.chip(status).map { [("stroke-dasharray", $0)] } ?? [] : []
    writer.empty(
      "rect",
      [
        ("x", number(box.left)), ("y", number(box.top)), ("width", number(box.width)),
        ("height", number(box.height)), ("rx", "4"), ("fill", palette.background), ("stroke", color),
        ("stroke-width", "0.7"),
      ] + dash)
    writer.block(block, in: box, palette: palette)
  }

  /// What lifted, receded, new, ended or unnamed things look like.
  private func write(_ mark: SceneLegend.MarkEntry.Mark, in writer: inout SVGWriter) {
    let sample = SceneStroke(pattern: .solid, width: 1.8, arrow: .normal, color: .ink)
    switch mark {
    case .emphasis(let emphasis): writeLine(LineLook(sample, .current, emphasis, nil), in: &writer)
    case .change(let change): writeLine(LineLook(sample, .current, .normal, change), in: &writer)
    case .absent:
      writer.empty(
        "rect",
        [
          ("x", number(sign.x + 1)), ("y", number(sign.middle - 7)), ("width", "24"), ("height", "14"),
          ("rx", "4.5"), ("fill", palette.background), ("stroke", palette[.grey].line),
          ("stroke-width", "0.9"),
        ])
    case .unnamed:
      writer.empty(
        "rect",
        [
          ("x", number(sign.x + 14)), ("y", number(sign.middle - 4)), ("width", "9"), ("height", "8"),
          ("rx", "3"), ("fill", palette[.grey].fill), ("stroke", palette[.grey].line), ("stroke-width", "1"),
        ])
    case .width:
      for (offset, width) in [(-5, 0.5), (-0.5, 1.4), (5, 2.9)] {
        writer.empty(
          "path",
          [
            ("d", "M\(number(sign.x)),\(number(sign.middle + offset))h38"), ("fill", "none"),
            ("stroke", palette[.grey].line), ("stroke-width", number(width)),
          ])
      }
    }
  }

  private func writeLine(_ look: LineLook, in writer: inout SVGWriter) {
    let stroke = look.stroke
    let color = palette[stroke.color].line
    let y = sign.middle
    let end = sign.x + 38
    let head = Router.headLength(stroke.arrow) * GraphvizScene.arrowSize(stroke.arrow, width: stroke.width)
    func line(_ width: Double, _ color: String, _ more: [(String, String)] = []) {
      writer.empty(
        "path",
        [
          ("d", "M\(number(sign.x)),\(number(y))H\(number(end - head))"), ("fill", "none"),
          ("stroke", color), ("stroke-width", number(width)),
        ] + more)
    }
    if stroke.pattern == .double {
      line(stroke.width * 2 + 2, color)
      line(2, palette.background)
    } else {
      var more = look.dash.map { [("stroke-dasharray", $0)] } ?? []
      if look.isRound { more.append(("stroke-linecap", "round")) }
      line(stroke.width, color, more)
    }
    writeHead(stroke, from: end - head, to: end, y, in: &writer)
  }

  private func writeHead(
    _ stroke: SceneStroke, from start: Double, to tip: Double, _ y: Double, in writer: inout SVGWriter
  ) {
    let color = palette[stroke.color].line
    let half = (tip - start) * 0.36
    let middle = (start + tip) / 2
    func polygon(_ corners: [(Double, Double)], filled: Bool) {
      writer.empty(
        "polygon",
        [
          ("points", points(corners)), ("fill", filled ? color : palette.background), ("stroke", color),
          ("stroke-width", number(min(stroke.width, 1.6))), ("stroke-linejoin", "round"),
        ])
    }
    let triangle = [(start, y - half), (tip, y), (start, y + half)]
    let diamond = [(start, y), (middle, y - half), (tip, y), (middle, y + half)]
    switch stroke.arrow {
    case .none: break
    case .normal: polygon(triangle, filled: true)
    case .onormal: polygon(triangle, filled: false)
    case .vee:
      let notch = start + (tip - start) * 0.35
      polygon([(start, y - half), (tip, y), (start, y + half), (notch, y)], filled: true)
    case .tee: polygon([(start, y - 5.5), (tip, y - 5.5), (tip, y + 5.5), (start, y + 5.5)], filled: true)
    case .diamond: polygon(diamond, filled: true)
    case .odiamond: polygon(diamond, filled: false)
    case .dot, .odot:
      let fill = stroke.arrow == .dot ? color : palette.background
      writer.empty(
        "circle",
        [
          ("cx", number(middle)), ("cy", number(y)), ("r", number((tip - start) / 2)), ("fill", fill),
          ("stroke", color), ("stroke-width", "1"),
        ])
    }
  }
}
