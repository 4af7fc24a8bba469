/// A colour by meaning; each theme of the maps gives it its values.
///
/// A closed set, so that every theme can promise contrast for all of them.
package enum PaletteColor: String, Sendable, CaseIterable {
  /// The text colour: what weighs most after the accusations.
  case ink
  /// For what is in the background.
  case grey
  /// For accusation and its kin.
  case orange
  /// For force.
  case red
  /// For states and for alliance.
  case blue
  /// For places and for mediation.
  case green
  /// For appeals.
  case purple
  /// For leaders.
  case amber
  /// For talks and agreements.
  case teal
  /// For organizations.
  case rose
}

/// How a node is drawn.
package struct NodeStyle: Sendable, Equatable {
  /// The outline.
  package enum Shape: String, Sendable, CaseIterable {
    /// A box with round corners.
    case roundedBox = "rounded-box"
    /// An ellipse.
    case ellipse
    /// A flat hexagon.
    case hexagon
    /// An octagon.
    case octagon
    /// A box.
    case box
    /// A box with two outlines.
    case doubleBox = "double-box"
  }

  /// The outline.
  package var shape: Shape
  /// The colour of fill and outline.
  package var color: PaletteColor

  /// Makes a style.
  package init(shape: Shape = .roundedBox, color: PaletteColor = .grey) {
    self.shape = shape
    self.color = color
  }
}

/// How the line of a relation is drawn.
package struct LineStyle: Sendable, Equatable {
  /// The stroke.
  package enum Line: String, Sendable, CaseIterable {
    /// One unbroken line.
    case solid
    /// Dashes.
    case dashed
    /// Dots.
    case dotted
    /// Two parallel lines.
    case double
  }

  /// The head at the object; the names are Graphviz's.
  package enum Arrow: String, Sendable, CaseIterable {
    /// A filled triangle.
    case normal
    /// An open, barbed head.
    case vee
    /// A bar: the way is shut.
    case tee
    /// An empty triangle.
    case onormal
    /// A filled diamond.
    case diamond
    /// An empty diamond.
    case odiamond
    /// A filled dot.
    case dot
    /// An empty dot.
    case odot
    /// No head.
    case none
  }

  /// The stroke.
  package var line: Line
  /// The width in points, 0.5 to 6.
  package var width: Double
  /// The head at the object.
  package var arrow: Arrow
  /// The colour of line, head and verb.
  package var color: PaletteColor
  /// The gravity, 0 to 100: several relations drawn as one line take the style of the gravest.
  package var rank: Int

  /// Makes a style.
  package init(
    line: Line = .solid, width: Double = 1.4, arrow: Arrow = .normal, color: PaletteColor = .grey,
    rank: Int = 0
  ) {
    self.line = line
    self.width = width
    self.arrow = arrow
    self.color = color
    self.rank = rank
  }
}
