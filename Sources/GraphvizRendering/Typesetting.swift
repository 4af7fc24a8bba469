import Maps

/// A piece of text in one size and colour.
struct TextRun: Sendable, Equatable {
  /// What colour, as a role that the theme fills in.
  enum Ink: Sendable, Equatable {
    case ink
    case secondary
    case line(SceneColor)
  }

  var text: String
  var size: Double
  var isBold = false
  var isStruck = false
  var ink: Ink

  /// The advance width in points.
  var width: Double { TextMetrics.width(text, size: size, bold: isBold) }
}

/// A line of runs with a fixed gap between them.
struct TextLine: Sendable, Equatable {
  /// The space between two runs, in points.
  static let gap = 3.5

  var runs: [TextRun]
  /// From the top of the line to the top of the next, in points.
  var height: Double

  /// The width in points.
  var width: Double {
    runs.reduce(0) { $0 + $1.width } + Double(max(runs.count - 1, 0)) * TextLine.gap
  }
}

/// Lines of text in an outline: what stands in a node or on a chip, and how large it is.
struct TextBlock: Sendable, Equatable {
  var lines: [TextLine]
  /// The outline's size in points.
  var width: Double
  var height: Double

  /// The height of the text alone, in points.
  var textHeight: Double { lines.reduce(0) { $0 + $1.height } }
}

/// Turns the words of a scene into blocks of known size, so that Graphviz never measures text.
enum Typesetting {
  static let nameSize = 13.5
  static let captionSize = 8.5
  static let verbSize = 10.5
  static let detailSize = 8.5

  static let frameSize = 10.5

  /// The title of a frame, short enough to stand in it.
  static func frameTitle(_ title: String) -> String {
    TextMetrics.shorten(TextMetrics.clean(title, limit: 80), width: 220, size: frameSize, bold: true)
  }

  /// The block of an entity.
  static func block(for node: SceneNode, in scene: MapScene) -> TextBlock {
    if scene.layout == .overview { return overviewBlock(for: node, among: scene.nodes.count) }
    let name = TextMetrics.clean(node.name)
    let caption = TextMetrics.clean(node.caption, limit: 60).uppercased()
    let names = TextMetrics.wrap(
      name.isEmpty ? "?" : name, width: 150, size: nameSize, bold: true, maximum: 3)
    var lines = names.map {
      TextLine(
        runs: [
          TextRun(text: $0, size: nameSize, isBold: true, ink: node.emphasis == .receded ? .secondary : .ink)
        ],
        height: 15.5)
    }
    var captionRuns: [TextRun] = []
    if !caption.isEmpty {
      let short = TextMetrics.shorten(caption, width: 150, size: captionSize)
      captionRuns.append(TextRun(text: short, size: captionSize, ink: .secondary))
    }
    if !node.folded.isEmpty {
      captionRuns.append(
        TextRun(text: "+\(node.folded.count)", size: captionSize, isBold: true, ink: .secondary))
    }
    if !captionRuns.isEmpty { lines.append(TextLine(runs: captionRuns, height: 11)) }
    let text = (
      width: lines.map(\.width).max() ?? 0, height: lines.reduce(0) { $0 + $1.height }
    )
    let size = outline(node.shape, around: text.width, text.height)
    return TextBlock(lines: lines, width: size.width.rounded(.up), height: size.height.rounded(.up))
  }

  /// The block of an entity in an overview: its name, the larger the more it has to do with, or a dot.
  ///
  /// Among many, names are larger, since the picture is made smaller to fit a page.
  private static func overviewBlock(for node: SceneNode, among count: Int) -> TextBlock {
    let weight = min(max(node.weight, 0), 1)
    guard node.isNamed else {
      let side = (5 + 5 * weight).rounded()
      return TextBlock(lines: [], width: side + 1, height: side)
    }
    let size = (8 + 7 * weight * weight) * min(max((Double(count) / 500).squareRoot(), 1), 2.4)
    let name = TextMetrics.clean(node.name, limit: 120)
    let lines = TextMetrics.wrap(
      name.isEmpty ? "?" : name, width: size * 13, size: size, bold: weight > 0.6, maximum: 3
    ).map {
      TextLine(
        runs: [TextRun(text: $0, size: size, isBold: weight > 0.6, ink: .ink)], height: size * 1.16)
    }
    let text = (width: lines.map(\.width).max() ?? 0, height: lines.reduce(0) { $0 + $1.height })
    let outline = outline(node.shape, around: text.width - 6, text.height - 4)
    return TextBlock(
      lines: lines, width: max(outline.width, text.width + 8).rounded(.up),
      height: outline.height.rounded(.up))
  }

  /// The size of an outline that holds a text of some size with a margin.
  private static func outline(
    _ shape: SceneShape, around width: Double, _ height: Double
  ) -> (width: Double, height: Double) {
    switch shape {
    case .roundedBox, .box: (max(width + 20, 54), height + 10)
    case .doubleBox: (max(width + 22, 58), height + 14)
    // The corners of a text w × h lie on an ellipse of w·√2 × h·√2; lines of unequal length and the slack above
    // the letters allow a little less.
    case .ellipse: (max(width * 1.16 + 10, 66), height * 1.25 + 9)
    case .hexagon, .octagon: (max(width + 2 * Outline.slant + 6, 70), height + 10)
    }
  }

  /// The block of words on a line.
  static func block(for bundle: SceneBundle, in scene: MapScene) -> TextBlock {
    if scene.layout == .overview { return TextBlock(lines: [], width: 0, height: 0) }
    var lines = bundle.chips.map { chip in
      TextLine(runs: runs(for: chip, attribution(of: chip, in: bundle, scene.words), in: scene), height: 13)
    }
    if !bundle.hiddenChips.isEmpty {
      lines.append(
        TextLine(
          runs: [
            TextRun(
              text: "+ \(bundle.hiddenChips.count) \(TextMetrics.clean(scene.words[.more], limit: 30))",
              size: detailSize, ink: .secondary)
          ], height: 12))
    }
    let width = lines.map(\.width).max() ?? 0
    let height = lines.reduce(0) { $0 + $1.height }
    return TextBlock(
      lines: lines, width: max(width + 11, 16).rounded(.up), height: max(height + 4, 12).rounded(.up))
  }

  /// How a chip shows that no source says so in its own words.
  enum Attribution: Equatable {
    /// A source reports it as a fact.
    case none
    /// By the words at the end: `– says Azerbaijan`.
    case named(String)
    /// By quotation marks; the tooltip names the speaker.
    case quoted
  }

  /// The widest `– says …`, in points; longer names stand in the tooltip alone.
  static let speakerWidth = 112.0
  /// From this many lines of words on, a chip has no room for speakers.
  static let crowdedLineCount = 4

  /// Names the speaker where there is room, else only marks that there is one.
  static func attribution(of chip: SceneChip, in bundle: SceneBundle, _ words: MapWords) -> Attribution {
    guard !chip.speakers.isEmpty else { return .none }
    // Beside "denied" a speaker would look like the one who denies.
    guard chip.status == .current || chip.status == .past, chip.speakers.count <= 2,
      bundle.chips.count + (bundle.hiddenChips.isEmpty ? 0 : 1) < crowdedLineCount
    else { return .quoted }
    let names = chip.speakers.map { TextMetrics.clean($0, limit: 60) }.joined(separator: ", ")
    let verb = TextMetrics.clean(words[chip.speakers.count == 1 ? .says : .say], limit: 30)
    let text = "– \(verb) \(names)"
    return TextMetrics.width(text, size: detailSize) <= speakerWidth ? .named(text) : .quoted
  }

  /// How many claims of a scene the quotation marks stand for.
  static func quotedClaimCount(in scene: MapScene) -> Int {
    scene.bundles.reduce(0) { sum, bundle in
      bundle.chips.reduce(sum) {
        attribution(of: $1, in: bundle, scene.words) == .quoted ? $0 + $1.count : $0
      }
    }
  }

  /// What became of something, in a word.
  static func changeWord(_ change: SceneChange, _ words: MapWords) -> String {
    let phrase: MapWords.Phrase =
      switch change {
      case .came: .came
      case .went: .went
      case .changed: .changed
      case .stayed: .stayed
      }
    return TextMetrics.clean(words[phrase], limit: 30)
  }

  private static func runs(
    for chip: SceneChip, _ attribution: Attribution, in scene: MapScene
  ) -> [TextRun] {
    let isQuiet = chip.emphasis == .receded || chip.change == .stayed
    let short = TextMetrics.shorten(TextMetrics.clean(chip.verb, limit: 60), width: 150, size: verbSize)
    let verb = short.isEmpty ? "?" : short
    var runs = [
      TextRun(
        text: attribution == .quoted ? "“\(verb)”" : verb, size: verbSize,
        isBold: chip.emphasis == .lifted || chip.change == .came, isStruck: chip.status == .denied,
        ink: isQuiet ? .secondary : .line(chip.color))
    ]
    if chip.count > 1 {
      runs.append(
        TextRun(text: "×\(chip.count)", size: verbSize - 1, ink: isQuiet ? .secondary : .line(chip.color)))
    }
    if let change = chip.change, change != .stayed {
      var word = changeWord(change, scene.words)
      if change == .changed, !chip.before.isEmpty {
        word += ": \(TextMetrics.clean(chip.before, limit: 40)) →"
      }
      runs.append(TextRun(text: word, size: detailSize, isBold: true, ink: .ink))
    }
    if chip.status == .denied || chip.status == .disputed {
      let word = TextMetrics.clean(scene.words[chip.status.phrase], limit: 30)
      runs.append(TextRun(text: word, size: detailSize, isBold: true, ink: .secondary))
    }
    if !chip.date.isEmpty {
      runs.append(TextRun(text: TextMetrics.clean(chip.date, limit: 40), size: detailSize, ink: .secondary))
    }
    if !chip.sourceNumbers.isEmpty, scene.sourceDisplay != .none {
      runs.append(
        TextRun(text: "[\(ranges(chip.sourceNumbers))]", size: detailSize, ink: .secondary))
    }
    if case .named(let words) = attribution {
      runs.append(TextRun(text: words, size: detailSize, ink: .secondary))
    }
    return runs
  }

  /// A chip as the legend shows it for a status.
  static func sample(of status: SceneStatus, in scene: MapScene) -> TextBlock {
    let chip = SceneChip(type: "", verb: status == .past ? "was" : "is", color: .ink, status: status)
    let line = TextLine(runs: runs(for: chip, .none, in: scene), height: 13)
    return TextBlock(lines: [line], width: (line.width + 11).rounded(.up), height: 16)
  }

  /// Ascending numbers, three or more in a row as a range: `1–3, 5`.
  static func ranges(_ numbers: [Int]) -> String {
    var parts: [String] = []
    var index = 0
    while index < numbers.count {
      var end = index
      while end + 1 < numbers.count, numbers[end + 1] == numbers[end] + 1 { end += 1 }
      if end - index >= 2 {
        parts.append("\(numbers[index])–\(numbers[end])")
      } else {
        for position in index...end { parts.append("\(numbers[position])") }
      }
      index = end + 1
    }
    // A line under many sources names the first few; all of them are in its tooltip.
    if parts.count > 6 { parts = Array(parts[..<5]) + ["…"] }
    return parts.joined(separator: ",")
  }
}
