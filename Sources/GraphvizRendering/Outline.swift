import Maps

/// The outline of a node as Graphviz draws it, for ending lines at it.
struct Outline: Sendable {
  let shape: SceneShape
  let box: Box

  /// Whether a point is inside, the outline grown by `gap`.
  func contains(_ point: Vector, gap: Double) -> Bool {
    let halfWidth = box.width / 2 + gap
    let halfHeight = box.height / 2 + gap
    let x = abs(point.x - box.center.x)
    let y = abs(point.y - box.center.y)
    guard x <= halfWidth, y <= halfHeight else { return false }
    switch shape {
    case .roundedBox, .box, .doubleBox:
      return true
    case .ellipse:
      let relative = Vector(x / halfWidth, y / halfHeight)
      return relative.x * relative.x + relative.y * relative.y <= 1
    case .hexagon:
      // From the tip at half the width to the corner at a quarter of it.
      return x / halfWidth + y / halfHeight / 2 <= 1
    case .octagon:
      // Corners at 1/(1+√2) of both halves.
      return x / halfWidth + y / halfHeight <= 1.4142
    }
  }
}
