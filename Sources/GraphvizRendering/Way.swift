/// How a line runs, as four chords of its curve, and the rectangle around them.
struct Way {
  var points: (Vector, Vector, Vector, Vector, Vector)
  var left: Double
  var right: Double
  var top: Double
  var bottom: Double
  /// Where the line is ``MapPlacer/fanDistance`` after its start and before its end.
  var early: Vector
  var late: Vector

  /// The curve of ``Router``: quadratic, half-way at the chip.
  init(from start: Vector, through middle: Vector, to end: Vector) {
    let control = middle * 2 - (start + end) * 0.5
    let first = start * 0.5625 + control * 0.375 + end * 0.0625
    let second = start * 0.0625 + control * 0.375 + end * 0.5625
    points = (start, first, middle, second, end)
    left = min(min(start.x, first.x), min(middle.x, min(second.x, end.x)))
    right = max(max(start.x, first.x), max(middle.x, max(second.x, end.x)))
    top = min(min(start.y, first.y), min(middle.y, min(second.y, end.y)))
    bottom = max(max(start.y, first.y), max(middle.y, max(second.y, end.y)))
    early = start + (first - start).unit * MapPlacer.fanDistance
    late = end + (second - end).unit * MapPlacer.fanDistance
  }

  /// Whether the line touches a box grown by `gap`.
  @inline(__always)
  func touches(_ box: Box, gap: Double) -> Bool {
    let halfWidth = box.width / 2 + gap
    let halfHeight = box.height / 2 + gap
    if right < box.center.x - halfWidth || left > box.center.x + halfWidth
      || bottom < box.center.y - halfHeight || top > box.center.y + halfHeight
    {
      return false
    }
    let grown = Box(center: box.center, width: halfWidth * 2, height: halfHeight * 2)
    return grown.touches(points.0, points.1) || grown.touches(points.1, points.2)
      || grown.touches(points.2, points.3) || grown.touches(points.3, points.4)
  }

  /// How often two lines cross.
  @inline(__always)
  func crossings(with other: Way) -> Int {
    if right < other.left || other.right < left || bottom < other.top || other.bottom < top { return 0 }
    // Two chords each are enough here, and four times faster than all four.
    return (segmentsCross(points.0, points.2, other.points.0, other.points.2) ? 1 : 0)
      + (segmentsCross(points.0, points.2, other.points.2, other.points.4) ? 1 : 0)
      + (segmentsCross(points.2, points.4, other.points.0, other.points.2) ? 1 : 0)
      + (segmentsCross(points.2, points.4, other.points.2, other.points.4) ? 1 : 0)
  }
}

/// The rectangle around a line and its words, with the room that they keep around them.
struct Region {
  private let left: Double
  private let right: Double
  private let top: Double
  private let bottom: Double

  init(_ way: Way, _ chip: Box) {
    let gap = MapPlacer.nodeGap
    left = min(way.left, chip.center.x - chip.width / 2) - gap
    right = max(way.right, chip.center.x + chip.width / 2) + gap
    top = min(way.top, chip.center.y - chip.height / 2) - gap
    bottom = max(way.bottom, chip.center.y + chip.height / 2) + gap
  }

  @inline(__always)
  func isNear(_ other: Region) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  @inline(__always)
  func isNear(_ box: Box) -> Bool {
    left < box.center.x + box.width / 2 && box.center.x - box.width / 2 < right
      && top < box.center.y + box.height / 2 && box.center.y - box.height / 2 < bottom
  }
}
