import Diagnostics
import Maps

/// The finished SVG: Graphviz's shapes with our ids, classes, words and links, and the page around them.
///
/// It can stand inside an HTML page: no prolog, no DOCTYPE, no script, nothing from elsewhere, every id with the
/// map's prefix.
struct SVGDocument {
  let scene: MapScene
  let parts: [MapPart]
  let page: PageLayout
  /// The sheet that the map is fitted on.
  let frame: PageFrame?
  /// The size of the whole picture.
  let size: PictureSize

  private let output: MapOutput
  private let prefix: String
  private let nodeIDs: [String]

  init(
    scene: MapScene, parts: [MapPart], page: PageLayout, output: MapOutput = MapOutput(),
    frame: PageFrame? = nil
  ) {
    self.scene = scene
    self.output = output
    self.frame = frame
    size = PictureSize(frame?.width ?? page.width, frame?.height ?? page.height, wanted: output)
    self.parts = parts
    self.page = page
    prefix = Markup.rootIdentifier(scene.idPrefix)
    nodeIDs = MapElementIDs.entities(of: scene)
  }

  private var palette: MapTheme.Palette { scene.theme.palette }

  private func id(_ name: String) -> String { "\(prefix)-\(name)" }

  /// The width before any wish: the sheet's, else the map's, in points.
  var naturalWidth: Double { frame?.width ?? page.width }

  /// The height before any wish.
  var naturalHeight: Double { frame?.height ?? page.height }

  /// The document as a text.
  func text() -> String { String(decoding: bytes(), as: UTF8.self) }

  /// The document in UTF-8.
  func bytes() -> [UInt8] {
    // What an entity or a line takes, with its words, links and curves.
    var writer = SVGWriter(
      about: 8_000 + 1_600 * parts.reduce(0) { $0 + $1.drawn.nodes.count + $1.drawn.lines.count })
    writer.open("svg", rootAttributes)
    writer.element("title", [("id", id("title"))], text: TextMetrics.clean(scene.title))
    writer.element("desc", [("id", id("desc"))], text: SceneDescription.words(for: scene))
    writer.style(styleSheet)
    writer.empty(
      "rect",
      [
        ("width", Markup.number(naturalWidth)), ("height", Markup.number(naturalHeight)),
        ("fill", palette.background),
      ])
    if let frame {
      let place = "translate(\(Markup.number(frame.left)) \(Markup.number(frame.top)))"
      writer.open("g", [("transform", "\(place) scale(\(Markup.factor(frame.scale)))")])
    }
    writePage(in: &writer)
    if frame != nil { writer.close("g") }
    writer.close("svg")
    return writer.bytes
  }

  /// A size of its own only when one is wanted; otherwise the map is as wide as its place, up to its natural width.
  private var rootAttributes: [(String, String)] {
    let natural = (Markup.number(naturalWidth), Markup.number(naturalHeight))
    var attributes = [
      ("xmlns", "http://www.w3.org/2000/svg"), ("id", prefix), ("class", "entente-map"),
      ("viewBox", "0 0 \(natural.0) \(natural.1)"),
    ]
    if output.width != nil || output.height != nil {
      attributes += [("width", Markup.number(size.width)), ("height", Markup.number(size.height))]
    } else if frame != nil {
      attributes += [("width", "\(natural.0)pt"), ("height", "\(natural.1)pt")]
    } else {
      attributes.append(("style", "max-width:\(natural.0)px;height:auto"))
    }
    // A picture hides the links inside from readers' voices.
    let hasLinks =
      scene.nodes.contains { Markup.safeLink($0.link) != nil }
      || scene.sources.contains { Markup.safeLink($0.url) != nil }
    return attributes + [
      ("lang", Markup.identifier(scene.language)), ("role", hasLinks ? "graphics-document" : "img"),
      ("aria-labelledby", "\(id("title")) \(id("desc"))"),
      ("font-family", "'Liberation Sans',Arial,Helvetica,sans-serif"),
    ]
  }

  private func writePage(in writer: inout SVGWriter) {
    write(words: page.words.filter { $0.isTitle || $0.sourceNumber == nil }, in: &writer)
    for part in parts { write(part, in: &writer) }
    for y in page.rules {
      writer.empty(
        "line",
        [
          ("x1", Markup.number(PageLayout.margin)), ("x2", Markup.number(page.width - PageLayout.margin)),
          ("y1", Markup.number(y)), ("y2", Markup.number(y)), ("stroke", palette.rule), ("stroke-width", "1"),
        ])
    }
    if !page.signs.isEmpty {
      writer.open("g", [("class", "legend")])
      for sign in page.signs { LegendSign(sign: sign, scene: scene, palette: palette).write(in: &writer) }
      writer.close("g")
    }
    writeSources(in: &writer)
  }

  /// Rules for readers' settings; every selector begins with the map's id, so that nothing outside is touched.
  private var styleSheet: String {
    var sheet = "#\(prefix) a:focus-visible{outline:2px solid;outline-offset:2px}#\(prefix) a{cursor:pointer}"
    if let dark = scene.theme.darkPalette {
      var seen: Set<String> = []
      sheet += "@media (prefers-color-scheme:dark){"
      for (light, dark) in zip(palette.all, dark.all) where seen.insert(light).inserted {
        sheet +=
          "#\(prefix) [fill=\"\(light)\"]{fill:\(dark)}#\(prefix) [stroke=\"\(light)\"]{stroke:\(dark)}"
      }
      sheet += "}"
    }
    return sheet
  }

  // MARK: - The map

  private func write(_ part: MapPart, in writer: inout SVGWriter) {
    let corner = part.place(Vector(0, 0), from: page.mapOrigin)
    var transform = "translate(\(Markup.number(corner.x)) \(Markup.number(corner.y)))"
    if part.scale != 1 { transform += " scale(\(Markup.factor(part.scale)))" }
    writer.open("g", [("class", "map"), ("transform", transform)])
    for (cluster, frame) in zip(part.scene.clusters, part.drawn.frames) {
      writeFrame(cluster, frame, in: &writer)
    }
    let lineIDs = MapElementIDs.lines(of: part.scene, entities: nodeIDs)
    for index in part.scene.bundles.indices { writeLine(index, lineIDs[index], of: part, in: &writer) }
    // The order of the keyboard; names stand above dots.
    let ranking = SceneRanking(part.scene)
    for isNamed in [false, true] {
      for index in ranking.nodes where part.scene.nodes[index].isNamed == isNamed {
        writeNode(index, of: part, in: &writer)
      }
    }
    for index in ranking.bundles where part.drawn.chips.indices.contains(index) {
      writeChip(index, lineIDs[index], of: part, in: &writer)
    }
    writer.close("g")
  }

  private func writeFrame(_ cluster: SceneCluster, _ frame: Box, in writer: inout SVGWriter) {
    writer.open("g", [("class", "frame")])
    writer.empty(
      "rect",
      [
        ("x", Markup.number(frame.left)), ("y", Markup.number(frame.top)),
        ("width", Markup.number(frame.width)), ("height", Markup.number(frame.height)), ("rx", "9"),
        ("fill", "none"), ("stroke", palette.secondary), ("stroke-width", "0.9"),
        ("stroke-dasharray", "2,2.5"),
      ])
    let title = Typesetting.frameTitle(cluster.title)
    let line = TextLine(
      runs: [TextRun(text: title, size: Typesetting.frameSize, isBold: true, ink: .secondary)], height: 13)
    writer.line(
      line, x: frame.left + FrameLayouter.padding * 0.75, baseline: frame.top + FrameLayouter.titleHeight - 5,
      anchor: "start", palette: palette)
    writer.close("g")
  }

  private func writeLine(_ index: Int, _ lineID: String, of part: MapPart, in writer: inout SVGWriter) {
    let bundle = part.scene.bundles[index]
    let line = part.drawn.lines[index]
    let look = LineLook(bundle)
    if part.drawn.chips.indices.contains(index) {
      writer.open("g", [("class", "line \(GraphvizScene.classes(of: bundle))")])
    } else {
      // Without words on it the line itself is what bears the tooltip.
      writer.open(
        "g",
        [
          ("id", id(lineID + part.suffix)), ("class", "relation \(GraphvizScene.classes(of: bundle))"),
          ("stroke-opacity", "0.8"),
        ])
      writer.element("title", text: SceneDescription.words(for: bundle, in: part.scene))
    }
    for stroke in line.strokes {
      let dash = look.dash.map { [("stroke-dasharray", $0)] } ?? []
      if look.stroke.pattern == .double {
        // Two parallel lines: one wide stroke with the paper's colour down its middle.
        let wide = [("stroke-width", Markup.number(look.stroke.width * 2 + 2))]
        write(stroke, replacing: wide + (bundle.change == .went ? dash : []), in: &writer)
        write(stroke, replacing: [("stroke", palette.background), ("stroke-width", "2")], in: &writer)
      } else {
        write(stroke, replacing: dash + (look.isRound ? [("stroke-linecap", "round")] : []), in: &writer)
      }
    }
    for head in line.heads { write(head, in: &writer) }
    writer.close("g")
  }

  private func writeChip(_ index: Int, _ lineID: String, of part: MapPart, in writer: inout SVGWriter) {
    let bundle = part.scene.bundles[index]
    writer.open(
      "g",
      [("id", id(lineID + part.suffix)), ("class", "relation \(GraphvizScene.classes(of: bundle))")])
    let link = scene.link(of: bundle)
    // The tooltip inside the link is also its name for readers' voices.
    if let link { writer.open("a", [("href", link)]) }
    writer.element("title", text: SceneDescription.words(for: bundle, in: part.scene))
    let dash = LineLook(bundle).chipDash.map { [("stroke-dasharray", $0)] } ?? []
    for shape in part.drawn.chips[index].shapes { write(shape, replacing: dash, in: &writer) }
    writer.block(part.chipBlocks[index], in: part.drawn.chips[index].box, palette: palette)
    if link != nil { writer.close("a") }
    writer.close("g")
  }

  private func writeNode(_ index: Int, of part: MapPart, in writer: inout SVGWriter) {
    let node = part.scene.nodes[index]
    var classes = "entity type-\(Markup.identifier(node.type))"
    if node.emphasis != .normal { classes += " \(node.emphasis.rawValue)" }
    if let change = node.change { classes += " change-\(change.rawValue)" }
    writer.open("g", [("id", id(nodeIDs[index] + part.suffix)), ("class", classes)])
    let link = Markup.safeLink(node.link)
    if let link { writer.open("a", [("href", link)]) }
    writer.element("title", text: SceneDescription.words(for: node))
    let item = part.drawn.nodes[index]
    let corners = Outline(shape: node.shape, box: item.box).corners
    for shape in item.shapes {
      let points = corners.map { corners in
        [("points", corners.map { "\(Markup.number($0.x)),\(Markup.number($0.y))" }.joined(separator: " "))]
      }
      write(shape, replacing: points ?? [], in: &writer)
    }
    writer.block(part.nodeBlocks[index], in: item.box, palette: palette)
    if link != nil { writer.close("a") }
    writer.close("g")
  }

  /// The attributes of Graphviz's shapes that draw them.
  private static let drawing: Set<String> = [
    "d", "points", "cx", "cy", "rx", "ry", "fill", "stroke", "stroke-width", "stroke-dasharray",
  ]

  /// Writes a shape of Graphviz's with only the attributes that draw it.
  private func write(
    _ shape: XMLElement, replacing changes: [(String, String)] = [], in writer: inout SVGWriter
  ) {
    var attributes: [(String, String)] = []
    for (name, value) in shape.attributes where Self.drawing.contains(name) {
      if changes.contains(where: { $0.0 == name }) { continue }
      attributes.append((name, value == "transparent" ? "none" : value))
    }
    writer.empty(shape.name, attributes + changes)
  }

  // MARK: - Around the map

  private func write(words: [PageLayout.Words], in writer: inout SVGWriter) {
    for words in words {
      writer.line(words.line, x: words.x, baseline: words.baseline, anchor: "start", palette: palette)
    }
  }

  private func writeSources(in writer: inout SVGWriter) {
    let lines = page.words.filter { $0.sourceNumber != nil }
    guard !lines.isEmpty else { return }
    writer.open("g", [("class", "sources")])
    var started: Set<Int> = []
    for words in lines {
      let number = words.sourceNumber ?? 0
      let isFirst = started.insert(number).inserted
      writer.open("g", isFirst ? [("id", id("source-\(number)"))] : [])
      if let link = words.link { writer.open("a", [("href", link)]) }
      writer.line(words.line, x: words.x, baseline: words.baseline, anchor: "start", palette: palette)
      if words.link != nil { writer.close("a") }
      writer.close("g")
    }
    writer.close("g")
  }
}

extension SVGDocument {
  /// Says which characters of a PNG or PDF come out as boxes, since no font of this machine has them.
  var fontWarnings: [Diagnostic] {
    let blocks = parts.flatMap { $0.nodeBlocks + $0.chipBlocks }.flatMap(\.lines).flatMap(\.runs).map(\.text)
    let frames = scene.clusters.map { Typesetting.frameTitle($0.title) }
    let around =
      page.words.flatMap(\.line.runs).map(\.text) + page.signs.flatMap(\.words.line.runs).map(\.text)
    guard let missing = Rasterizer.missingCharacters(in: blocks + frames + around),
      let first = missing.first(where: \.properties.isAlphabetic) ?? missing.first
    else { return [] }
    let hex = String(first.value, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
    let several = missing.count == 1 ? "the character" : "\(missing.count) characters, such as"
    return [
      Diagnostic(
        .warning, "map.missing-font", "no installed font has \(several) '\(first)' (U+\(code))",
        hints: [
          "install a font for it (Debian: fonts-noto-core, fonts-noto-cjk), or choose SVG, which readers' fonts draw"
        ])
    ]
  }

  /// Says when type comes out too small to be read on the sheet.
  var printWarnings: [Diagnostic] {
    guard let frame, let sheet = output.page else { return [] }
    let ofMap = parts.flatMap { part in
      (part.nodeBlocks + part.chipBlocks).flatMap(\.lines).flatMap(\.runs).map { $0.size * part.scale }
    }
    let smallest = (ofMap + page.words.flatMap(\.line.runs).map(\.size)).reduce(10, min) * frame.scale
    if smallest >= PageSize.smallestType { return [] }
    let larger = PageSize.allCases.first { other in
      let scale = PageFrame(fitting: page.width, page.height, on: other).scale
      return other.isMetric == sheet.isMetric && scale * smallest / frame.scale >= PageSize.smallestType
    }
    let less = "draw less (--ask, --around, --type)"
    return [
      Diagnostic(
        .warning, "map.small-print",
        "on \(sheet.rawValue) the smallest type has \(Markup.number((smallest * 10).rounded() / 10)) points, "
          + "less than the \(Markup.number(PageSize.smallestType)) that read well",
        hints: [larger.map { "choose --page \($0.rawValue), or \(less)" } ?? less])
    ]
  }
}
