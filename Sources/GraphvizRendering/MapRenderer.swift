import CGraphvizShim
package import Diagnostics
package import Maps

/// A rendered map.
package struct MapDrawing: Sendable {
  /// The file.
  package let bytes: [UInt8]
  /// Warnings: what Graphviz said, a layout that was too much for it, links that were not safe.
  package let diagnostics: [Diagnostic]
  /// What was decided while drawing and why, one sentence each.
  package let choices: [String]
  private let measure: (@Sendable () -> MapGeometry)?

  /// Where everything is; nil for DOT.
  ///
  /// Measured when it is asked for, since that takes as long as drawing: O(n²) in the number of lines.
  package var geometry: MapGeometry? { measure?() }

  init(
    bytes: [UInt8], diagnostics: [Diagnostic], choices: [String], measure: (@Sendable () -> MapGeometry)?
  ) {
    self.bytes = bytes
    self.diagnostics = diagnostics
    self.choices = choices
    self.measure = measure
  }
}

/// Renders a scene through Graphviz's libraries; the only door to them.
///
/// In this process Graphviz works for one caller at a time: concurrent calls wait for each other. The same scene gives
/// the same bytes in every process, unless a limit is met.
package enum MapRenderer {
  /// The most pixels a PNG may have on one side.
  static let maximumPixels = 16_000.0

  /// What Graphviz calls itself, such as `2.43.0`; nil where it is not installed.
  ///
  /// Graphviz is loaded for it.
  package static var graphvizVersion: String? {
    unsafe entente_graphviz_version().map { unsafe String(cString: $0) }
  }

  /// Begins to load Graphviz on a thread of its own; a drawing waits for it.
  ///
  /// Only the first call has an effect.
  ///
  /// - Parameter isLayered: Whether layers are to be drawn; else the other layouts.
  package static func prepare(isLayered: Bool) { entente_load_ahead(isLayered ? 1 : 0) }

  static let installHint =
    "install it: 'apt-get install libgvc6' (Debian, Ubuntu), 'dnf install graphviz' (Fedora), "
    + "'brew install graphviz' (macOS)"

  /// Renders a scene.
  ///
  /// - Parameters:
  ///   - scene: What to draw.
  ///   - format: The form.
  ///   - output: How large it comes out.
  ///   - limits: What Graphviz may take, and where large graphs are drawn.
  /// - Returns: The file with what is worth saying about it.
  /// - Throws: Diagnostics `map.…` when Graphviz or librsvg cannot do it.
  package static func render(
    _ scene: MapScene, as format: MapFormat, output: MapOutput = MapOutput(),
    limits: DrawingLimits = DrawingLimits()
  ) throws(DiagnosticFailure) -> MapDrawing {
    try check(scene)
    do throws(GraphvizFailure) {
      let nodeBlocks = scene.nodes.map { Typesetting.block(for: $0, in: scene) }
      let chipBlocks = scene.bundles.map { Typesetting.block(for: $0, in: scene) }
      let host = GraphvizHost(limits: limits)
      let graphviz = GraphvizScene(scene: scene, nodeBlocks: nodeBlocks, chipBlocks: chipBlocks, host: host)
      if format == .dot {
        var drawing = graphviz.drawing(for: .export(scene.layout))
        let bytes = try drawing.dot()
        return MapDrawing(
          bytes: bytes, diagnostics: warnings(drawing.messages), choices: scene.notes.choices, measure: nil)
      }
      let laid = try LaidOutScene(graphviz, host: host)
      let page = PageLayout(
        scene: scene, mapWidth: laid.width, mapHeight: laid.height, headings: laid.headings)
      let frame = output.page.map { PageFrame(fitting: page.width, page.height, on: $0) }
      let document = SVGDocument(
        scene: scene, parts: laid.parts, page: page, output: output, frame: frame)
      let bytes = try bytes(of: document, as: format, output)
      return MapDrawing(
        bytes: bytes,
        diagnostics: laid.diagnostics + warnings(laid.messages) + linkWarnings(scene)
          + document.printWarnings + (format == .png || format == .pdf ? document.fontWarnings : []),
        choices: scene.notes.choices + laid.choices
      ) { [parts = laid.parts] in MapGeometry(parts: parts, page: page) }
    } catch {
      throw failure(error)
    }
  }

  private static func bytes(
    of document: SVGDocument, as format: MapFormat, _ output: MapOutput
  ) throws(GraphvizFailure) -> [UInt8] {
    let scene = document.scene
    var geometry: MapGeometry { MapGeometry(parts: document.parts, page: document.page) }
    switch format {
    case .svg, .dot: return document.bytes()
    case .svgz: return try Rasterizer.compressed(document.bytes())
    case .json: return Array(MapJSON.text(scene: scene, parts: document.parts, geometry: geometry).utf8)
    case .cmapx:
      let pixels = document.size.pixels(output)
      let scale = Vector(
        pixels.width.rounded() / document.naturalWidth, pixels.height.rounded() / document.naturalHeight)
      let name = Markup.rootIdentifier(scene.idPrefix)
      return Array(ImageMap.text(name: name, areas: document.areas(geometry), scale: scale).utf8)
    case .png: return try Rasterizer.draw(document.text(), size: document.size.pixels(output), as: .png)
    case .pdf:
      var extras = PDFDocument()
      extras.title = TextMetrics.clean(scene.title)
      extras.date = scene.date
      let scale = Vector(
        document.size.width / document.naturalWidth, document.size.height / document.naturalHeight)
      for area in document.areas(geometry) {
        guard let link = area.link else { continue }
        let center = Vector(area.box.center.x * scale.x, area.box.center.y * scale.y)
        extras.addLink(
          Box(center: center, width: area.box.width * scale.x, height: area.box.height * scale.y), to: link)
      }
      return try Rasterizer.draw(document.text(), size: document.size, document: extras, as: .pdf)
    }
  }

  // MARK: - Faults

  private static func check(_ scene: MapScene) throws(DiagnosticFailure) {
    for bundle in scene.bundles
    where !scene.nodes.indices.contains(bundle.source) || !scene.nodes.indices.contains(bundle.target) {
      throw DiagnosticFailure([Diagnostic(.error, "map.bad-scene", "a line ends at no entity")])
    }
    if scene.nodes.isEmpty {
      throw DiagnosticFailure([
        Diagnostic(
          .error, "map.nothing-to-draw", "there is nothing to draw",
          hints: ["widen the selection, or leave out the filters"])
      ])
    }
  }

  private static func warnings(_ messages: [String]) -> [Diagnostic] {
    messages.map { Diagnostic(.warning, "map.graphviz", "Graphviz says: \(TextMetrics.clean($0))") }
  }

  private static func linkWarnings(_ scene: MapScene) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let hint = "only http, https and mailto addresses without blanks or quotes become links"
    for node in scene.nodes where node.link != nil && Markup.safeLink(node.link) == nil {
      found.append(
        Diagnostic(
          .warning, "map.unsafe-link", "the link of '\(TextMetrics.clean(node.id))' was left out",
          hints: [hint]))
    }
    for source in scene.sources where source.url != nil && Markup.safeLink(source.url) == nil {
      found.append(
        Diagnostic(
          .warning, "map.unsafe-link", "the link of source '\(TextMetrics.clean(source.id))' was left out",
          hints: [hint]))
    }
    return found
  }

  private static func failure(_ failure: GraphvizFailure) -> DiagnosticFailure {
    let reason = failure.reason
    let smaller = "draw less (--ask, --around, --type), or allow more with --timeout and --memory"
    switch (failure.step, failure.cause) {
    case ("graphviz-library", _):
      return DiagnosticFailure([
        Diagnostic(.error, "map.no-graphviz", failure.messages.first ?? reason, hints: [installHint])
      ])
    case ("raster-library", _):
      return DiagnosticFailure([
        Diagnostic(
          .error, "map.no-raster-library",
          "PNG and PDF need librsvg and cairo: \(failure.messages.first ?? "")",
          hints: ["install them: apt-get install librsvg2-2 libcairo2 (Debian, Ubuntu), or choose SVG"])
      ])
    case ("raster", _), ("zlib", _):
      let words = TextMetrics.clean(failure.messages.first ?? "")
      return DiagnosticFailure([
        Diagnostic(.error, "map.not-written", "the picture could not be made: \(words)")
      ])
    case (_, .timeout):
      return DiagnosticFailure([Diagnostic(.error, "map.timeout", reason, hints: [smaller])])
    case (_, .memory): return DiagnosticFailure([Diagnostic(.error, "map.memory", reason, hints: [smaller])])
    case (_, .crash): return DiagnosticFailure([Diagnostic(.error, "map.crash", reason, hints: [smaller])])
    case (_, .child): return DiagnosticFailure([Diagnostic(.error, "map.child", reason)])
    case (_, .refused):
      let words = failure.messages.map { TextMetrics.clean($0) }
      let said = words.isEmpty ? [reason] : words.map { "Graphviz says: \($0)" }
      return DiagnosticFailure(said.map { Diagnostic(.error, "map.graphviz", $0) })
    }
  }
}
