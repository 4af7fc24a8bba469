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
    case .box, .doubleBox:
      return true
    case .roundedBox:
      // lib/common/shapes.c rounds corners by 12 points, by a third of the side at most.
      let radius = min(12, box.width / 3, box.height / 3) + gap
      let corner = Vector(x - (halfWidth - radius), y - (halfHeight - radius))
      return corner.x <= 0 || corner.y <= 0 || corner.length <= radius
    case .ellipse:
      let relative = Vector(x / halfWidth, y / halfHeight)
      return relative.x * relative.x + relative.y * relative.y <= 1
    case .hexagon:
      return (halfWidth - x) * halfHeight >= slant * y
    case .octagon:
      return (halfWidth - x) + (halfHeight - y) * slant / rise >= slant
    }
  }

  /// How far the slanting sides reach in, in points: less than Graphviz's quarter of the width, so that names fit.
  static let slant = 11.0
  /// How far an octagon's slanting sides reach down, in points.
  static let rise = 9.0

  /// Both, of this outline: dots have less.
  private var slant: Double { min(Outline.slant, box.width / 4) }
  private var rise: Double { min(Outline.rise, box.height * 0.3) }

  /// The corners of a hexagon or octagon in the place of Graphviz's; nil for other shapes.
  var corners: [Vector]? {
    let (left, right, top, bottom) = (box.left, box.right, box.top, box.bottom)
    let middle = box.center.y
    switch shape {
    case .roundedBox, .box, .doubleBox, .ellipse: return nil
    case .hexagon:
      return [
        Vector(left, middle), Vector(left + slant, top), Vector(right - slant, top), Vector(right, middle),
        Vector(right - slant, bottom), Vector(left + slant, bottom),
      ]
    case .octagon:
      return [
        Vector(left, top + rise), Vector(left + slant, top), Vector(right - slant, top),
        Vector(right, top + rise), Vector(right, bottom - rise), Vector(right - slant, bottom),
        Vector(left + slant, bottom), Vector(left, bottom - rise),
      ]
    }
  }
}
