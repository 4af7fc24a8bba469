package import Diagnostics
import Vocabulary

/// Reads a theme file: colours and words of one's own.
///
/// Every mistake of the file is reported in one run, with its place and a hint; only a mistake of YAML itself ends the
/// reading. Colours that nobody could read are reported as warnings, with their contrast.
package struct ThemeReader {
  static let topKeys = [
    "theme", "title", "note", "extends", "language", "background", "ink", "secondary", "rule", "colors",
    "dark",
    "words",
  ]
  static let paletteKeys = ["background", "ink", "secondary", "rule", "colors"]
  static let pairKeys = ["line", "fill"]
  static let bases = ["light", "dark", "print"]

  private let source: SourceText
  private var bag = DiagnosticBag()

  private init(_ source: SourceText) { self.source = source }

  /// Reads a theme.
  ///
  /// - Parameters:
  ///   - source: The text of the file.
  ///   - diagnostics: Where mistakes go; codes `yaml.…` and `theme.…`.
  /// - Returns: The theme as far as it could be read; nil when the text is no YAML or no map. Whoever needs a sound theme
  ///   looks for errors in `diagnostics`.
  package static func read(_ source: SourceText, reporting diagnostics: inout DiagnosticBag) -> ThemeFile? {
    guard let root = YAMLReader.read(source, reporting: &diagnostics) else {
      if !diagnostics.hasErrors {
        diagnostics.report(
          .error(
            "theme.empty", "the file holds no theme", in: source, at: SourceSpan(at: 0),
            hints: ["begin with 'theme: NAME'"]))
      }
      return nil
    }
    var reader = ThemeReader(source)
    let theme = reader.theme(root)
    var sorted = DiagnosticBag()
    for diagnostic in reader.bag.sorted { sorted.report(diagnostic) }
    diagnostics.report(contentsOf: sorted)
    return theme
  }

  // MARK: - The file

  private mutating func theme(_ root: YAMLNode) -> ThemeFile? {
    guard let fields = fields(of: root, "a theme", keys: ThemeReader.topKeys) else { return nil }
    let name = text(fields["theme"], "theme")
    if fields["theme"] == nil {
      report(
        "theme.missing-key", "a theme needs the key 'theme' with its name",
        SourceSpan(root.span.lower, root.span.lower), hints: ["begin with 'theme: NAME'"])
    }
    _ = text(fields["title"], "title")
    _ = text(fields["note"], "note")
    let base = base(fields["extends"])
    let palette = palette(fields, over: base)
    check(palette, fields, root)
    var dark: MapTheme.Palette?
    if let node = fields["dark"],
      let darkFields = self.fields(of: node, "'dark'", keys: ThemeReader.paletteKeys)
    {
      let read = self.palette(darkFields, over: MapTheme.dark.palette)
      check(read, darkFields, node)
      reportAmbiguous(palette, read, node)
      dark = read
    }
    var words = MapWords()
    read(fields["words"], into: &words)
    if let node = fields["language"], let tag = text(node, "language") {
      if ThemeReader.isLanguageTag(tag) {
        words.language = tag
      } else {
        report(
          "theme.language", "'\(tag)' is no language tag", node.span,
          hints: ["a tag of BCP 47, such as fr, pt-BR or hy"])
      }
    }
    return ThemeFile(theme: MapTheme(name: name ?? "", palette: palette, darkPalette: dark), words: words)
  }

  private mutating func base(_ node: YAMLNode?) -> MapTheme.Palette {
    guard let node, let name = text(node, "extends") else { return MapTheme.light.palette }
    switch name {
    case "light": return MapTheme.light.palette
    case "dark": return MapTheme.dark.palette
    case "print": return MapTheme.print.palette
    default:
      let hint = Suggestions.hint(for: name, in: ThemeReader.bases)
      report(
        "theme.unknown-base", "there is no theme '\(name)' to extend", node.span,
        hints: [hint ?? "it takes light, dark or print"])
      return MapTheme.light.palette
    }
  }

  // MARK: - Colours

  private mutating func palette(
    _ fields: [String: YAMLNode], over base: MapTheme.Palette
  ) -> MapTheme.Palette {
    var pairs = SceneColor.allCases.map { base[$0] }
    let names = SceneColor.allCases.map(\.rawValue)
    if let node = fields["colors"], let colors = self.fields(of: node, "'colors'", keys: names) {
      for (index, name) in names.enumerated() {
        guard let value = colors[name],
          let own = self.fields(of: value, "a colour", keys: ThemeReader.pairKeys)
        else { continue }
        pairs[index] = MapTheme.Pair(
          line: color(own["line"], "line") ?? pairs[index].line,
          fill: color(own["fill"], "fill") ?? pairs[index].fill)
      }
    }
    return MapTheme.Palette(
      background: color(fields["background"], "background") ?? base.background,
      ink: color(fields["ink"], "ink") ?? base.ink,
      secondary: color(fields["secondary"], "secondary") ?? base.secondary,
      rule: color(fields["rule"], "rule") ?? base.rule, pairs: pairs)
  }

  /// A colour as `#rrggbb` in small letters.
  private mutating func color(_ node: YAMLNode?, _ key: String) -> String? {
    guard let node else { return nil }
    let hint = "a colour is written in quotes, as '#' alone begins a comment: \(key): \"#1a2b3c\""
    guard !node.isMissing, let text = node.text else {
      report("theme.colour", "'\(key)' has no colour", node.span, hints: [hint])
      return nil
    }
    let digits = text.dropFirst()
    guard text.hasPrefix("#"), digits.utf8.count == 6 || digits.utf8.count == 3,
      digits.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
      })
    else {
      report("theme.colour", "'\(text)' is no colour", node.span, hints: [hint])
      return nil
    }
    let full = digits.utf8.count == 6 ? String(digits) : digits.map { "\($0)\($0)" }.joined()
    return "#" + full.lowercased()
  }

  /// Warns of words and lines that could not be read.
  private mutating func check(_ palette: MapTheme.Palette, _ fields: [String: YAMLNode], _ root: YAMLNode) {
    func place(_ keys: String...) -> SourceSpan {
      var span: SourceSpan?
      var node: YAMLNode? = root
      for key in keys {
        node = node?[key]
        span = node?.span ?? span
      }
      return span ?? SourceSpan(root.span.lower, root.span.lower)
    }
    warn(palette.ink, palette.background, 7, "'ink' on the background", place("ink"))
    warn(palette.secondary, palette.background, 4.5, "'secondary' on the background", place("secondary"))
    let own = fields["colors"]
    for color in SceneColor.allCases {
      let name = color.rawValue
      // The words on a line have its colour.
      warn(
        palette[color].line, palette.background, 4.5, "the line of '\(name)' on the background",
        own?[name]?["line"] == nil ? place("background") : place("colors", name, "line"))
    }
    for (key, text, least) in [("ink", palette.ink, 4.5), ("secondary", palette.secondary, 3)] {
      // Fills of the file's own one by one; of the others the worst stands for all.
      let isOwn = { (color: SceneColor) in own?[color.rawValue]?["fill"] != nil }
      let others = SceneColor.allCases.filter { !isOwn($0) }.min {
        ColorContrast.ratio(text, palette[$0].fill) < ColorContrast.ratio(text, palette[$1].fill)
      }
      for color in SceneColor.allCases where isOwn(color) || color == others {
        warn(
          text, palette[color].fill, least, "'\(key)' on the fill of '\(color.rawValue)'",
          isOwn(color) ? place("colors", color.rawValue, "fill") : place(key))
      }
    }
    let lines = SceneColor.allCases.filter { own?[$0.rawValue]?["line"] != nil }
    for color in lines { checkVision(of: color, lines, palette, place("colors", color.rawValue, "line")) }
  }

  /// What is left at least of the contrast of the colours that come with Entente.
  private static let leastSeenContrast = 4.0
  /// Two lines are told apart by their colours when these are so far from each other.
  private static let clearDistance = 0.15
  /// Nearer than this nobody tells the colours of two thin lines apart.
  private static let leastDistance = 0.03

  /// Warns of a line of the file's own that people with a colour deficiency could not see, or would take for another.
  ///
  /// Pattern, head and verb tell lines apart as well, so that what differs little for everybody is let pass.
  private mutating func checkVision(
    of color: SceneColor, _ own: [SceneColor], _ palette: MapTheme.Palette, _ span: SourceSpan
  ) {
    let line = palette[color].line
    let isSeen = ColorContrast.ratio(line, palette.background) >= 4.5
    for vision in ColorVision.allCases where vision != .usual {
      let ratio = vision.contrast(line, palette.background)
      if isSeen, ratio < Self.leastSeenContrast {
        bag.report(
          Diagnostic(
            .warning, "theme.colour-vision",
            "the line of '\(color.rawValue)' hardly stands out from the background for people with "
              + "\(vision.rawValue): a contrast of \((ratio * 10).rounded(.down) / 10) to 1",
            at: .init(source, span),
            hints: ["let it be \(further(line, palette)): at least \(Self.leastSeenContrast) is needed"]))
        return
      }
      for other in SceneColor.allCases where other != color {
        // Of two lines of the file's own the later one is reported.
        if own.contains(other), own.firstIndex(of: other) ?? 0 > own.firstIndex(of: color) ?? 0 { continue }
        let second = palette[other].line
        if ColorVision.usual.distance(line, second) >= Self.clearDistance,
          vision.distance(line, second) < Self.leastDistance
        {
          bag.report(
            Diagnostic(
              .warning, "theme.colour-vision",
              "the lines of '\(color.rawValue)' and '\(other.rawValue)' look alike to people with "
                + vision.rawValue, at: .init(source, span),
              hints: ["let one of them be clearly lighter than the other"]))
          return
        }
      }
    }
  }

  private func further(_ line: String, _ palette: MapTheme.Palette) -> String {
    ColorContrast.luminance(line) < ColorContrast.luminance(palette.background) ? "darker" : "lighter"
  }

  private mutating func warn(
    _ one: String, _ other: String, _ least: Double, _ what: String, _ span: SourceSpan
  ) {
    let ratio = ColorContrast.ratio(one, other)
    guard ratio < least else { return }
    let shown = "\((ratio * 10).rounded(.down) / 10)"
    bag.report(
      Diagnostic(
        .warning, "theme.contrast", "\(what) has a contrast of \(shown) to 1", at: .init(source, span),
        hints: ["at least \(least) is needed to be read (WCAG 2.2)"]))
  }

  /// In one file a colour is told by its value: equal ones must turn into equal ones.
  private mutating func reportAmbiguous(
    _ light: MapTheme.Palette, _ dark: MapTheme.Palette, _ node: YAMLNode
  ) {
    var turned: [String: String] = [:]
    for (one, other) in zip(light.all, dark.all) {
      if let known = turned[one], known != other {
        report(
          "theme.ambiguous-colour", "'\(one)' turns into two colours, '\(known)' and '\(other)'", node.span,
          hints: ["in one file a colour is told by its value: let the two differ a little"])
        return
      }
      turned[one] = other
    }
  }

  // MARK: - Words

  private mutating func read(_ node: YAMLNode?, into words: inout MapWords) {
    let known = MapWords.Phrase.allCases.map(\.rawValue)
    guard let node, let fields = fields(of: node, "'words'", keys: known) else { return }
    for phrase in MapWords.Phrase.allCases {
      guard let value = fields[phrase.rawValue], let text = text(value, phrase.rawValue) else { continue }
      let allowed = phrase.placeholders
      let found = MapWords.placeholders(in: text)
      for name in found where !allowed.contains(name) {
        let hint = Suggestions.hint(for: name, in: allowed)
        report(
          "theme.unknown-placeholder", "'\(phrase.rawValue)' has no value '{\(name)}'", value.span,
          hints: [
            hint
              ?? (allowed.isEmpty
                ? "it has none" : "it has \(allowed.map { "{\($0)}" }.joined(separator: ", "))")
          ])
      }
      for name in allowed where !found.contains(name) {
        report(
          "theme.missing-placeholder", "'\(phrase.rawValue)' leaves out '{\(name)}'", value.span,
          hints: ["in English it is “\(phrase.english)”"])
      }
      if phrase == .months, text.split(separator: " ").count != 12 {
        report("theme.months", "'months' takes twelve words with blanks between them", value.span)
      }
      words[phrase] = text
    }
  }

  private static func isLanguageTag(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return !parts.isEmpty && text.utf8.count <= 35 && (2...8).contains(parts[0].utf8.count)
      && parts.allSatisfy { part in
        (1...8).contains(part.utf8.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      }
  }

  // MARK: - Fields

  private mutating func fields(of node: YAMLNode, _ what: String, keys: [String]) -> [String: YAMLNode]? {
    guard let pairs = node.pairs else {
      report("theme.wrong-kind", "\(what) is a map, but this is \(node.kindName)", node.span)
      return nil
    }
    var result: [String: YAMLNode] = [:]
    for pair in pairs {
      guard let key = pair.key.text else {
        report("theme.wrong-kind", "a key must be a text, but this is \(pair.key.kindName)", pair.key.span)
        continue
      }
      guard keys.contains(key) else {
        let some =
          keys.count > 14
          ? "see the page Maps of the documentation" : "it has " + keys.joined(separator: ", ")
        report(
          "theme.unknown-key", "\(what) has no key '\(key)'", pair.key.span,
          hints: [Suggestions.hint(for: key, in: keys) ?? some])
        continue
      }
      result[key] = pair.value
    }
    return result
  }

  private mutating func text(_ node: YAMLNode?, _ key: String) -> String? {
    guard let node else { return nil }
    guard let text = node.text, !node.isMissing else {
      report("theme.wrong-kind", "'\(key)' is a text, but this is \(node.kindName)", node.span)
      return nil
    }
    return text
  }

  private mutating func report(_ code: String, _ message: String, _ span: SourceSpan, hints: [String] = []) {
    bag.report(.error(code, message, in: source, at: span, hints: hints))
  }
}

/// What a theme file holds.
package struct ThemeFile: Sendable, Equatable {
  /// The colours.
  package let theme: MapTheme
  /// The words of the map's own.
  package let words: MapWords
}
