import CGraphvizShim
package import Diagnostics
package import Maps

/// A form that a map can take.
package enum MapFormat: String, Sendable, CaseIterable {
  case svg
  case dot
  case png
  case pdf
  case json
}

/// A rendered map.
package struct MapDrawing: Sendable {
  /// The file.
  package let bytes: [UInt8]
  /// Warnings: what Graphviz said, links that were not safe.
  package let diagnostics: [Diagnostic]
  /// What was decided while drawing and why, one sentence each.
  package let choices: [String]
  /// Where everything is; nil for DOT.
  package let geometry: MapGeometry?
}

/// Renders a scene through Graphviz's libraries; the only door to them.
///
/// Graphviz works for one caller at a time: concurrent calls wait for each other. The same scene gives the same bytes in
/// every process.
package enum MapRenderer {
  /// The most pixels a PNG may have on one side.
  static let maximumPixels = 16_000.0

  /// What Graphviz calls itself, such as `2.43.0`.
  package static var graphvizVersion: String { unsafe String(cString: entente_graphviz_version()) }

  /// Renders a scene.
  ///
  /// - Parameters:
  ///   - scene: What to draw.
  ///   - format: The form.
  ///   - scale: Pixels per point, for PNG alone.
  /// - Returns: The file with what is worth saying about it.
  /// - Throws: Diagnostics `map.…` when Graphviz or librsvg cannot do it.
  package static func render(
    _ scene: MapScene, as format: MapFormat, scale: Double = 2
  ) throws(DiagnosticFailure) -> MapDrawing {
    try check(scene)
    do throws(GraphvizFailure) {
      let nodeBlocks = scene.nodes.map { Typesetting.block(for: $0) }
      let chipBlocks = scene.bundles.map { Typesetting.block(for: $0) }
      let graphviz = GraphvizScene(scene: scene, nodeBlocks: nodeBlocks, chipBlocks: chipBlocks)
      if format == .dot {
        var drawing = try graphviz.drawing(for: .export(scene.layout))
        let bytes = try drawing.dot()
        return MapDrawing(
          bytes: bytes, diagnostics: warnings(drawing.messages), choices: scene.notes.choices, geometry: nil)
      }
      var messages: [String] = []
      let svg = try shapes(of: graphviz, reporting: &messages)
      let drawn: DrawnMap
      do throws(DrawingFailure) { drawn = try DrawnMap(svg: svg, scene: scene) } catch {
        throw GraphvizFailure(step: "render", messages: [error.reason])
      }
      let page = PageLayout(scene: scene, mapWidth: drawn.bounds.width, mapHeight: drawn.bounds.height)
      let geometry = MapGeometry(
        scene: scene, drawn: drawn, page: page, nodeBlocks: nodeBlocks, chipBlocks: chipBlocks)
      let document = SVGDocument(
        scene: scene, drawn: drawn, page: page, nodeBlocks: nodeBlocks, chipBlocks: chipBlocks)
      let bytes: [UInt8]
      switch format {
      case .svg, .dot: bytes = Array(document.text().utf8)
      case .json: bytes = Array(MapJSON.text(scene: scene, geometry: geometry).utf8)
      case .png, .pdf:
        bytes = try rasterize(document.text(), page: page, date: scene.date, as: format, scale: scale)
      }
      return MapDrawing(
        bytes: bytes, diagnostics: warnings(messages) + linkWarnings(scene),
        choices: scene.notes.choices + [layoutChoice(scene)], geometry: geometry)
    } catch {
      throw failure(error)
    }
  }

  /// Draws the shapes with Graphviz; the layered layout is tried again placed like a map when dot fails.
  private static func shapes(
    of graphviz: GraphvizScene, reporting messages: inout [String]
  ) throws(GraphvizFailure) -> [UInt8] {
    if graphviz.scene.layout == .layered {
      var drawing = try graphviz.drawing(for: .layered)
      try drawing.layout(engine: "dot", seed: 1)
      messages = drawing.messages
      return try drawing.render("svg")
    }
    let layouter = MapLayouter(
      scene: graphviz.scene, nodeBlocks: graphviz.nodeBlocks, chipBlocks: graphviz.chipBlocks)
    let placement = try layouter.placement()
    var drawing = try graphviz.drawing(for: .placed(placement))
    try drawing.layout(engine: "nop2", seed: 1)
    messages = drawing.messages
    return try drawing.render("svg")
  }

  private static func layoutChoice(_ scene: MapScene) -> String {
    let size = "\(scene.nodes.count) entities and \(scene.bundles.count) lines"
    return scene.layout == .layered
      ? "laid out in layers by dot: \(size)"
      : "laid out by neato, the best of several starts, then refined so that no label overlaps: \(size)"
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
    if failure.step == "raster-library" {
      let reason = failure.messages.first ?? ""
      return DiagnosticFailure([
        Diagnostic(
          .error, "map.no-raster-library", "PNG and PDF need librsvg and cairo: \(reason)",
          hints: [
            "install them: apt-get install librsvg2-2 libcairo2 (Debian, Ubuntu), or choose SVG"
          ])
      ])
    }
    let words = failure.messages.map { TextMetrics.clean($0) }
    var list = words.map { Diagnostic(.error, "map.graphviz", "Graphviz says: \($0)") }
    if list.isEmpty {
      list = [Diagnostic(.error, "map.graphviz", "Graphviz failed at the step '\(failure.step)'")]
    }
    return DiagnosticFailure(list)
  }

  // MARK: - PNG and PDF

  private static func rasterize(
    _ svg: String, page: PageLayout, date: String, as format: MapFormat, scale: Double
  ) throws(GraphvizFailure) -> [UInt8] {
    let largest = max(page.width, page.height, 1)
    let wanted = scale.isFinite ? min(max(scale, 0.1), 10) : 1
    let factor = format == .png ? min(wanted, maximumPixels / largest) : 1
    var svg = svg
    var bytes: UnsafeMutablePointer<UInt8>?
    var length = 0
    var message = [CChar](repeating: 0, count: 400)
    let stamp = PDFDate.stamp(from: date)
    let status = svg.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) { characters in
        unsafe entente_rasterize(
          characters.baseAddress, characters.count, Int32(format == .png ? ENTENTE_PNG : ENTENTE_PDF),
          page.width * factor, page.height * factor, stamp, &bytes, &length, &message, message.count)
      }
    }
    guard status == 0, let data = unsafe bytes else {
      let end = message.firstIndex(of: 0) ?? message.count
      let text = String(decoding: message[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw GraphvizFailure(step: status == 1 ? "raster-library" : "raster", messages: [text])
    }
    defer { unsafe entente_free_raster(data) }
    return unsafe UnsafeRawBufferPointer(start: data, count: length).map { $0 }
  }
}

/// A PDF's date of creation: the map's date, never the clock's.
enum PDFDate {
  /// `2023-09-19T00:00:00Z` from the beginning of a partial date; 1970 when there is none.
  static func stamp(from date: String) -> String {
    var fields: [Int] = []
    for part in date.split(separator: "-").prefix(3) {
      guard let number = Int(part), number > 0 else { break }
      fields.append(number)
    }
    let year = fields.first ?? 1970
    guard (1000...9999).contains(year) else { return "1970-01-01T00:00:00Z" }
    let month = fields.count > 1 ? min(fields[1], 12) : 1
    let day = fields.count > 2 ? min(fields[2], 28) : 1
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))T00:00:00Z"
  }
}
