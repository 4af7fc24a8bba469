/// The outline of an entity.
package enum SceneShape: String, Sendable, CaseIterable {
  case roundedBox
  case ellipse
  case hexagon
  case octagon
  case box
  case doubleBox
}

/// A colour's role; a ``MapTheme`` says which colour it is.
package enum SceneColor: String, Sendable, CaseIterable {
  case orange
  case red
  case ink
  case green
  case blue
  case purple
  case grey
  case amber
  case teal
  case rose
}

/// How a line is drawn.
package struct SceneStroke: Sendable, Equatable {
  /// The pattern.
  package enum Pattern: String, Sendable, CaseIterable {
    case solid
    case dashed
    case dotted
    case double
  }

  /// The head.
  package enum Arrow: String, Sendable, CaseIterable {
    case none
    case normal
    case vee
    case tee
    case onormal
    case odiamond
    case diamond
    case dot
    case odot
  }

  /// The pattern.
  package var pattern: Pattern
  /// In points, from 0.5 to 4.
  package var width: Double
  /// The head at the target.
  package var arrow: Arrow
  /// The colour's role.
  package var color: SceneColor

  /// Makes a stroke; a width that is no number or out of range is clamped.
  package init(pattern: Pattern, width: Double, arrow: Arrow, color: SceneColor) {
    self.pattern = pattern
    self.width = width.isNaN ? 1 : min(max(width, 0.5), 4)
    self.arrow = arrow
    self.color = color
  }
}

/// Whether a claim holds; told by dash and word, never by colour alone.
package enum SceneStatus: String, Sendable, CaseIterable {
  case current
  case past
  case disputed
  case denied
}
