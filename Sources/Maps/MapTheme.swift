/// The colours of a map.
package struct MapTheme: Sendable, Equatable {
  /// The themes that come with Entente.
  package enum Name: String, Sendable, CaseIterable {
    case light
    case dark
    case print
    case auto
  }

  /// A line's and a filling's colour of one role, as `#rrggbb`.
  package struct Pair: Sendable, Equatable {
    /// For lines and words on the background.
    package let line: String
    /// For the inside of shapes; ink is readable on it.
    package let fill: String
  }

  /// One set of colours.
  package struct Palette: Sendable, Equatable {
    /// The paper.
    package let background: String
    /// Names and headlines.
    package let ink: String
    /// Captions, dates, numbers.
    package let secondary: String
    /// Hair lines.
    package let rule: String
    /// One pair per role, in the order of ``SceneColor/allCases``.
    let pairs: [Pair]

    /// The colours of a role.
    package subscript(_ color: SceneColor) -> Pair {
      for (role, pair) in zip(SceneColor.allCases, pairs) where role == color { return pair }
      return Pair(line: ink, fill: background)
    }

    /// All colours, in a fixed order, so that two palettes can be laid side by side.
    package var all: [String] {
      [background, ink, secondary, rule] + pairs.flatMap { [$0.line, $0.fill] }
    }
  }

  /// Its name; of a theme file what stands there.
  package let name: String
  /// The colours that stand in the file as attributes.
  package let palette: Palette
  /// The colours for readers who prefer dark, of themes that follow the reader only.
  package let darkPalette: Palette?

  /// White paper, colours that hold against it and under the three common colour deficiencies.
  package static let light = MapTheme(name: "light", palette: .light, darkPalette: nil)
  /// The same roles on dark paper.
  package static let dark = MapTheme(name: "dark", palette: .dark, darkPalette: nil)
  /// Black and greys.
  package static let print = MapTheme(name: "print", palette: .print, darkPalette: nil)
  /// Light, turning dark where the reader's system says so.
  package static let auto = MapTheme(name: "auto", palette: .light, darkPalette: .dark)

  /// The theme of a name.
  package static func named(_ name: Name) -> MapTheme {
    switch name {
    case .light: light
    case .dark: dark
    case .print: print
    case .auto: auto
    }
  }
}

extension MapTheme.Palette {
  fileprivate init(
    background: String, ink: String, secondary: String, rule: String, _ pairs: [(String, String)]
  ) {
    self.init(
      background: background, ink: ink, secondary: secondary, rule: rule,
      pairs: pairs.map { MapTheme.Pair(line: $0.0, fill: $0.1) })
  }

  // Order of the pairs: orange, red, ink, green, blue, purple, grey, amber, teal, rose. Every line colour has a
  // contrast of at least 4.5 against the background, ink at least 7 on every filling (WCAG 2.2; a test
  // computes both). No two roles of the light palette share a colour, so that `auto` can tell them apart.
  fileprivate static let light = MapTheme.Palette(
    background: "#ffffff", ink: "#1a1f27", secondary: "#55606d", rule: "#d5dae0",
    [
      ("#c44e00", "#fbe6d8"), ("#8c1d00", "#f7deda"), ("#11151c", "#e6e9ee"), ("#00785a", "#d9efe6"),
      ("#0072b2", "#dcebf7"), ("#8a2be2", "#ebdffa"), ("#67727f", "#eef0f3"), ("#9a6200", "#fbebcb"),
      ("#0f6e84", "#d6edf2"), ("#8a4c78", "#f0e2ec"),
    ])

  fileprivate static let dark = MapTheme.Palette(
    background: "#14181f", ink: "#e8ecf1", secondary: "#a3afbc", rule: "#353d48",
    [
      ("#ff9a52", "#4a2410"), ("#ff6b4a", "#4a1b14"), ("#f4f6f9", "#2a313b"), ("#2bb58c", "#0f3d30"),
      ("#56b4e9", "#16344d"), ("#b57bff", "#321c52"), ("#8894a2", "#262c35"), ("#e69f00", "#46340e"),
      ("#4cc2da", "#0e3a45"), ("#cc79a7", "#412539"),
    ])

  fileprivate static let print = MapTheme.Palette(
    background: "#ffffff", ink: "#000000", secondary: "#3d3d3d", rule: "#bdbdbd",
    [
      ("#1c1c1c", "#ededed"), ("#050505", "#e2e2e2"), ("#0a0a0a", "#e8e8e8"), ("#3a3a3a", "#dadada"),
      ("#2e2e2e", "#f0f0f0"), ("#343434", "#e5e5e5"), ("#6a6a6a", "#f6f6f6"), ("#404040", "#fbfbfb"),
      ("#383838", "#dedede"), ("#444444", "#f3f3f3"),
    ])
}
