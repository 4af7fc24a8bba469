import Maps

/// One picture on the page: the map, or of a map of several dates that of one.
struct MapPart: Sendable {
  /// What is in it; of several dates with the lines of one.
  let scene: MapScene
  let drawn: DrawnMap
  let nodeBlocks: [TextBlock]
  let chipBlocks: [TextBlock]
  /// Its upper left corner, from that of the whole map.
  var origin = Vector(0, 0)
  /// The part of it that this picture shows, in its own points: of several dates the same for all.
  var bounds: Box
  var scale = 1.0
  /// What its ids end with.
  var suffix = ""

  init(scene: MapScene, drawn: DrawnMap, nodeBlocks: [TextBlock], chipBlocks: [TextBlock]) {
    self.scene = scene
    self.drawn = drawn
    self.nodeBlocks = nodeBlocks
    self.chipBlocks = chipBlocks
    bounds = drawn.bounds
  }

  /// Where a point of the picture is on a page whose map begins at `corner`.
  func place(_ point: Vector, from corner: Vector) -> Vector {
    corner + origin + (point - Vector(bounds.left, bounds.top)) * scale
  }
}

/// Several dates of one map in rows: every entity at the same place in each.
struct PanelGrid {
  /// How much smaller the maps of several dates are drawn.
  static let scale = 0.8
  static let gap = 26.0
  static let titleHeight = 24.0

  private(set) var parts: [MapPart]
  /// The dates, with places from the map's upper left corner.
  private(set) var headings: [PageLayout.Words] = []
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// Puts pictures of the same size in rows, so that the page is about as wide as a screen.
  init(_ parts: [MapPart], titles: [String]) {
    self.parts = parts
    var extent = Extent()
    for part in parts {
      extent.add(part.bounds.left, part.bounds.top)
      extent.add(part.bounds.right, part.bounds.bottom)
    }
    let bounds = extent.box
    let cell = (
      width: max(bounds.width * PanelGrid.scale, 150),
      height: bounds.height * PanelGrid.scale + PanelGrid.titleHeight
    )
    let columns = PanelGrid.columns(parts.count, cell.width, cell.height)
    for index in parts.indices {
      let corner = Vector(
        Double(index % columns) * (cell.width + PanelGrid.gap),
        Double(index / columns) * (cell.height + PanelGrid.gap))
      self.parts[index].origin = corner + Vector(0, PanelGrid.titleHeight)
      self.parts[index].bounds = bounds
      self.parts[index].scale = PanelGrid.scale
      self.parts[index].suffix = "--\(index + 1)"
      let title = TextMetrics.shorten(
        TextMetrics.clean(titles[index], limit: 80), width: cell.width, size: 13, bold: true)
      headings.append(
        PageLayout.Words(
          line: TextLine(runs: [TextRun(text: title, size: 13, isBold: true, ink: .ink)], height: 18),
          x: corner.x, baseline: corner.y + 13))
      width = max(width, corner.x + cell.width)
      height = max(height, corner.y + cell.height)
    }
  }

  /// How many stand side by side: as many as make the page nearest to 4 : 3.
  private static func columns(_ count: Int, _ width: Double, _ height: Double) -> Int {
    let choices = (1...max(count, 1)).map { columns -> (columns: Int, badness: Double) in
      let rows = (count + columns - 1) / columns
      let aspect = Double(columns) * (width + gap) / (Double(rows) * (height + gap))
      // An empty place in the last row is a pity.
      let empty = Double(columns * rows - count) / Double(columns * rows)
      return (columns, max(aspect / 1.33, 1.33 / aspect) * (1 + empty))
    }
    return choices.min { $0.badness < $1.badness }?.columns ?? 1
  }
}
