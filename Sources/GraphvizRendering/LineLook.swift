import Maps

/// How a line is drawn: its type's stroke, and what status, emphasis and change make of it.
struct LineLook: Sendable, Equatable {
  /// Pattern, width, head and colour.
  var stroke: SceneStroke
  /// The dashes in SVG's notation; nil: none.
  var dash: String?
  /// Whether dashes have round ends.
  var isRound: Bool
  /// The width of the outline around the words, in points.
  var chipWidth: Double
  /// The dashes of that outline.
  var chipDash: String?

  init(_ bundle: SceneBundle) {
    self.init(bundle.stroke, bundle.status, bundle.emphasis, bundle.change)
  }

  init(_ stroke: SceneStroke, _ status: SceneStatus, _ emphasis: SceneEmphasis, _ change: SceneChange?) {
    self.stroke = stroke
    dash = DashPattern.line(stroke.pattern, status)
    isRound = stroke.pattern == .dotted && status == .current
    chipWidth = 0.7
    chipDash = DashPattern.chip(status)
    if emphasis == .receded || change == .stayed {
      // Recedes by width and by grey; pattern and head stay, so that the type can still be told.
      self.stroke.color = .grey
      self.stroke.width = min(stroke.width, 1)
    }
    if emphasis == .lifted || change == .came {
      self.stroke.width = min(stroke.width * 1.5 + 0.4, 4)
      chipWidth = 1.6
    }
    if change == .went {
      self.stroke.width = min(stroke.width, 1.2)
      dash = "12,5"
      isRound = false
      chipDash = "6,3"
    }
  }
}
