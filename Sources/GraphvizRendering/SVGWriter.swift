import Maps

/// Writes SVG elements as text.
struct SVGWriter {
  private(set) var bytes: [UInt8] = []

  /// Begins a text of about so many bytes.
  init(about count: Int = 0) { bytes.reserveCapacity(count) }

  /// What was written.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends text of our own as it is.
  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Opens an element.
  mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    start(name, attributes)
    put(">")
  }

  /// Closes an element.
  mutating func close(_ name: String) {
    put("</")
    put(name)
    put(">\n")
  }

  /// An element without content.
  mutating func empty(_ name: String, _ attributes: [(String, String)]) {
    start(name, attributes)
    put("/>\n")
  }

  /// An element with nothing but text inside.
  mutating func element(_ name: String, _ attributes: [(String, String)] = [], text content: String) {
    start(name, attributes)
    put(">")
    Markup.appendEscaped(content, to: &bytes)
    close(name)
  }

  /// A style sheet; the text must be our own.
  mutating func style(_ sheet: String) {
    put("<style>")
    put(sheet)
    put("</style>\n")
  }

  private mutating func start(_ name: String, _ attributes: [(String, String)]) {
    put("<")
    put(name)
    for (name, value) in attributes {
      put(" ")
      put(name)
      put("=\"")
      Markup.appendEscaped(value, to: &bytes)
      put("\"")
    }
  }

  /// A line of runs, set from the left edge or around a middle.
  mutating func line(
    _ line: TextLine, x: Double, baseline: Double, anchor: String, palette: MapTheme.Palette
  ) {
    func attributes(_ run: TextRun) -> [(String, String)] {
      var list = [("font-size", Markup.number(run.size)), ("fill", run.ink.color(in: palette))]
      if run.isBold { list.append(("font-weight", "bold")) }
      if run.isStruck { list.append(("text-decoration", "line-through")) }
      return list
    }
    var place = [("x", Markup.number(x)), ("y", Markup.number(baseline))]
    if anchor != "start" { place.append(("text-anchor", anchor)) }
    // Where the reader's font is wider or narrower than ours, the words still fill just the place made for them.
    // Widths of scripts that our table only guesses at are not forced on letters.
    if line.runs.allSatisfy({ TextMetrics.isMeasured($0.text) }) {
      place += [("textLength", Markup.number(line.width)), ("lengthAdjust", "spacingAndGlyphs")]
    }
    if line.runs.count == 1, let run = line.runs.first {
      element("text", place + attributes(run), text: run.text)
      return
    }
    open("text", place)
    for (index, run) in line.runs.enumerated() {
      let gap = index == 0 ? [] : [("dx", Markup.number(TextLine.gap))]
      start("tspan", gap + attributes(run))
      put(">")
      Markup.appendEscaped(run.text, to: &bytes)
      put("</tspan>")
    }
    close("text")
  }

  /// The lines of a block around the middle of its box.
  mutating func block(_ block: TextBlock, in box: Box, palette: MapTheme.Palette) {
    var top = box.center.y - block.textHeight / 2
    for line in block.lines {
      let size = line.runs.map(\.size).max() ?? 10
      // Capitals of Liberation Sans are 0.72 em high: their middle is the line's.
      self.line(
        line, x: box.center.x, baseline: top + line.height / 2 + size * 0.35, anchor: "middle",
        palette: palette)
      top += line.height
    }
  }
}

extension TextRun.Ink {
  /// The colour of a role.
  func color(in palette: MapTheme.Palette) -> String {
    switch self {
    case .ink: palette.ink
    case .secondary: palette.secondary
    case .line(let color): palette[color].line
    }
  }
}
