import Maps

/// What stands around the map: headline and scope above it, legend and sources below; all places in points.
struct PageLayout {
  /// A line of text.
  struct Words: Sendable {
    var line: TextLine
    var x: Double
    var baseline: Double
    var isTitle = false
    var sourceNumber: Int?
    var link: String?

    /// The rectangle that the words take.
    var box: Box {
      let size = line.runs.map(\.size).max() ?? 10
      return Box(
        center: Vector(x + line.width / 2, baseline - size * 0.26), width: line.width, height: size * 0.95)
    }
  }

  /// A sign of the legend with its words.
  struct Sign: Sendable {
    enum Kind: Sendable {
      case node(SceneLegend.NodeEntry)
      case line(SceneLegend.LineEntry)
      /// The flag: whether whole lines have the status, so that their dashes are explained, too.
      case status(SceneLegend.StatusEntry, onLines: Bool)
      case mark(SceneLegend.MarkEntry)
      case quoted
      case folded
    }

    var kind: Kind
    var x: Double
    var middle: Double
    var words: Words
  }

  static let margin = 20.0
  static let minimumWidth = 460.0

  private(set) var width: Double
  private(set) var height = 0.0
  /// The upper left corner of the map.
  private(set) var mapOrigin = Vector(0, 0)
  private(set) var words: [Words] = []
  private(set) var signs: [Sign] = []
  /// Where hair lines are drawn across the page.
  private(set) var rules: [Double] = []

  private let scene: MapScene

  /// Places everything around a map of some size.
  ///
  /// - Parameters:
  ///   - scene: What is drawn.
  ///   - mapWidth: The map's width in points.
  ///   - mapHeight: The map's height in points.
  ///   - headings: Titles that stand on the map itself, with places from the map's upper left corner.
  init(scene: MapScene, mapWidth: Double, mapHeight: Double, headings: [Words] = []) {
    self.scene = scene
    width = max(mapWidth, PageLayout.minimumWidth) + 2 * PageLayout.margin
    var y = PageLayout.margin
    y = placeHeading(from: y)
    mapOrigin = Vector((width - mapWidth) / 2, y)
    words += headings.map { heading in
      var heading = heading
      heading.x += mapOrigin.x
      heading.baseline += mapOrigin.y
      return heading
    }
    y += mapHeight
    y = placeLegend(from: y + 18)
    y = placeSources(from: y)
    height = y + PageLayout.margin - 6
  }

  private var innerWidth: Double { width - 2 * PageLayout.margin }

  private mutating func placeHeading(from top: Double) -> Double {
    var y = top
    let title = TextMetrics.clean(scene.title)
    let titleLines =
      title.isEmpty
      ? [] : TextMetrics.wrap(title, width: innerWidth, size: 19, bold: true, maximum: 3)
    for text in titleLines {
      let run = TextRun(text: text, size: 19, isBold: true, ink: .ink)
      words.append(
        Words(
          line: TextLine(runs: [run], height: 24), x: PageLayout.margin, baseline: y + 17, isTitle: true))
      y += 24
    }
    let scope = TextMetrics.clean(scene.scope, limit: 600)
    if !scope.isEmpty {
      for text in PageLayout.fill(scope, width: innerWidth, size: 11, maximum: 5) {
        let run = TextRun(text: text, size: 11, ink: .secondary)
        words.append(
          Words(line: TextLine(runs: [run], height: 15), x: PageLayout.margin, baseline: y + 11))
        y += 15
      }
    }
    return words.isEmpty ? y : y + 14
  }

  private mutating func placeLegend(from top: Double) -> Double {
    let legend = scene.legend
    var groups: [[(Sign.Kind, String, Double)]] = [
      legend.nodes.map { (.node($0), "\($0.title) (\($0.count))", 26) },
      legend.lines.map { (.line($0), "\($0.title) (\($0.count))", 40) },
    ]
    var rest = legend.statuses.map { entry -> (Sign.Kind, String, Double) in
      let onLines = scene.bundles.contains { $0.status == entry.status }
      let width = Typesetting.sample(of: entry.status, in: scene).width + (onLines ? 2 * LegendSign.stub : 0)
      let word = scene.words[entry.status.phrase]
      return (.status(entry, onLines: onLines), "\(word) (\(entry.count))", width)
    }
    let quoted = Typesetting.quotedClaimCount(in: scene)
    if quoted > 0 {
      rest.append((.quoted, scene.words.text(.quoted, ["count": "\(quoted)"]), 16))
    }
    if scene.nodes.contains(where: { !$0.folded.isEmpty }) {
      rest.append((.folded, scene.words[.actsFor], 16))
    }
    groups.append(rest)
    groups.append(legend.marks.map { (.mark($0), $0.title, 40) })
    guard groups.contains(where: { !$0.isEmpty }) else { return top - 12 }
    rules.append(top)
    var y = top + 20
    for group in groups where !group.isEmpty {
      var x = PageLayout.margin
      let cells = group.map { kind, text, sign in
        let words = TextMetrics.shorten(TextMetrics.clean(text, limit: 80), width: 320, size: 10.5)
        return (kind, words, sign, sign + 6 + TextMetrics.width(words, size: 10.5))
      }
      // Columns when they fit: a legend is read like a table.
      let widest = cells.map(\.3).max() ?? 0
      let columns = max(Int((innerWidth + 18) / (widest + 18)), 1)
      let step = widest + 18
      for (index, (kind, text, sign, _)) in cells.enumerated() {
        if index > 0, index % columns == 0 {
          x = PageLayout.margin
          y += 21
        }
        let run = TextRun(text: text, size: 10.5, ink: .ink)
        let words = Words(line: TextLine(runs: [run], height: 20), x: x + sign + 6, baseline: y + 3.7)
        signs.append(Sign(kind: kind, x: x, middle: y, words: words))
        x += step
      }
      y += 24
    }
    return y - 4
  }

  private mutating func placeSources(from top: Double) -> Double {
    guard !scene.sources.isEmpty, scene.sourceDisplay == .list else { return top }
    rules.append(top)
    let numberWidth = TextMetrics.width("\(scene.sources.map(\.number).max() ?? 0)", size: 10, bold: true)
    let indent = numberWidth + 8
    // Two columns for a long list when the lines are short enough.
    let texts = scene.sources.map { PageLayout.text(of: $0, scene.words) }
    let widest = texts.map { TextMetrics.width($0, size: 10) }.max() ?? 0
    let half = (innerWidth - 24) / 2
    let columns = scene.sources.count > 6 && widest <= half * 1.9 - indent && half > 380 ? 2 : 1
    let columnWidth = columns == 2 ? half : innerWidth
    let blocks = texts.map { PageLayout.fill($0, width: columnWidth - indent, size: 10, maximum: 4) }
    let total = blocks.reduce(0) { $0 + $1.count }
    var x = PageLayout.margin
    var y = top + 18
    var bottom = y
    var placed = 0
    for (source, lines) in zip(scene.sources, blocks) {
      if columns == 2, x == PageLayout.margin, placed * 2 >= total {
        x += half + 24
        y = top + 18
      }
      let number = TextRun(text: "\(source.number)", size: 10, isBold: true, ink: .ink)
      words.append(
        Words(
          line: TextLine(runs: [number], height: 15), x: x + numberWidth - number.width, baseline: y + 3.5))
      for line in lines {
        let run = TextRun(text: line, size: 10, ink: .secondary)
        words.append(
          Words(
            line: TextLine(runs: [run], height: 15), x: x + indent, baseline: y + 3.5,
            sourceNumber: source.number, link: Markup.safeLink(source.url)))
        y += 15
      }
      placed += lines.count
      bottom = max(bottom, y)
    }
    return bottom
  }

  private static func text(of source: SceneSource, _ words: MapWords) -> String {
    let publisher = TextMetrics.clean(source.publisher, limit: 80)
    let title = TextMetrics.clean(source.title)
    var text = [publisher, title].filter { !$0.isEmpty }.joined(separator: ": ")
    if text.isEmpty { text = TextMetrics.clean(source.id, limit: 80) }
    let date = TextMetrics.clean(words.date(source.date), limit: 60)
    return date.isEmpty ? text : "\(text), \(date)"
  }

  /// Breaks running text into full lines.
  static func fill(_ text: String, width: Double, size: Double, maximum: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let candidate = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || TextMetrics.width(candidate, size: size) <= width {
        line = candidate
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    if !line.isEmpty { lines.append(line) }
    if lines.count > maximum {
      lines = Array(lines[..<maximum])
      lines[maximum - 1] += " …"
    }
    return lines.map { TextMetrics.shorten($0, width: width, size: size) }
  }
}
