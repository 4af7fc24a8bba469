/// A point or a difference of points, in points (1/72 inch); y grows downwards.
struct Vector: Sendable, Equatable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  static func + (left: Vector, right: Vector) -> Vector { Vector(left.x + right.x, left.y + right.y) }
  static func - (left: Vector, right: Vector) -> Vector { Vector(left.x - right.x, left.y - right.y) }
  static func * (left: Vector, factor: Double) -> Vector { Vector(left.x * factor, left.y * factor) }

  var length: Double { (x * x + y * y).squareRoot() }

  /// The vector turned by a quarter.
  var normal: Vector { Vector(-y, x) }

  /// The same direction with length 1; the x direction for a vector without length.
  var unit: Vector {
    let length = length
    return length > 1e-9 ? self * (1 / length) : Vector(1, 0)
  }
}

/// A rectangle given by its middle.
struct Box: Sendable, Equatable {
  var center: Vector
  var width: Double
  var height: Double

  var left: Double { center.x - width / 2 }
  var right: Double { center.x + width / 2 }
  var top: Double { center.y - height / 2 }
  var bottom: Double { center.y + height / 2 }

  /// By how much two boxes reach into each other on both axes when each is grown by half of `gap`; negative or
  /// zero on an axis where they are apart.
  @inline(__always)
  func reach(into other: Box, gap: Double) -> (x: Double, y: Double) {
    (
      (width + other.width) / 2 + gap - abs(center.x - other.center.x),
      (height + other.height) / 2 + gap - abs(center.y - other.center.y)
    )
  }

  /// The area that two boxes share, in square points.
  func overlap(with other: Box) -> Double {
    let reach = reach(into: other, gap: 0)
    guard reach.x > 0, reach.y > 0 else { return 0 }
    return min(reach.x, width, other.width) * min(reach.y, height, other.height)
  }

  /// Whether a segment touches the box.
  @inline(__always)
  func touches(_ start: Vector, _ end: Vector) -> Bool {
    let halfWidth = width / 2
    let halfHeight = height / 2
    if max(start.x, end.x) < center.x - halfWidth || min(start.x, end.x) > center.x + halfWidth
      || max(start.y, end.y) < center.y - halfHeight || min(start.y, end.y) > center.y + halfHeight
    {
      return false
    }
    // Separating axis: the segment's normal.
    let direction = end - start
    let toCenter = center - start
    let distance = abs(direction.x * toCenter.y - direction.y * toCenter.x)
    return distance <= abs(direction.x) * halfHeight + abs(direction.y) * halfWidth
  }
}

/// Whether two segments cross properly (touching ends do not count).
@inline(__always)
func segmentsCross(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> Bool {
  if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) || max(a.y, b.y) < min(c.y, d.y)
    || max(c.y, d.y) < min(a.y, b.y)
  {
    return false
  }
  @inline(__always)
  func side(_ p: Vector, _ q: Vector, _ r: Vector) -> Double {
    (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
  }
  let first = side(a, b, c) * side(a, b, d)
  let second = side(c, d, a) * side(c, d, b)
  return first < 0 && second < 0
}

/// A cubic Bézier curve.
struct Curve: Sendable, Equatable {
  var start: Vector
  var control1: Vector
  var control2: Vector
  var end: Vector

  /// The quadratic curve from `start` to `end` that passes `middle` half-way.
  init(from start: Vector, through middle: Vector, to end: Vector) {
    let control = middle * 2 - (start + end) * 0.5
    self.start = start
    self.control1 = start + (control - start) * (2.0 / 3)
    self.control2 = end + (control - end) * (2.0 / 3)
    self.end = end
  }

  init(_ start: Vector, _ control1: Vector, _ control2: Vector, _ end: Vector) {
    self.start = start
    self.control1 = control1
    self.control2 = control2
    self.end = end
  }

  /// The point at parameter 0…1.
  func point(at t: Double) -> Vector {
    let u = 1 - t
    return start * (u * u * u) + control1 * (3 * u * u * t) + control2 * (3 * u * t * t) + end * (t * t * t)
  }

  /// The two parts at a parameter (de Casteljau).
  func split(at t: Double) -> (first: Curve, second: Curve) {
    let a = start + (control1 - start) * t
    let b = control1 + (control2 - control1) * t
    let c = control2 + (end - control2) * t
    let d = a + (b - a) * t
    let e = b + (c - b) * t
    let middle = d + (e - d) * t
    return (Curve(start, a, d, middle), Curve(middle, e, c, end))
  }

  /// The smallest parameter from which on the curve stays in a region that holds its end; 1 when the end is
  /// outside.
  func entry(into region: (Vector) -> Bool) -> Double {
    guard region(end) else { return 1 }
    var outside = 0.0
    let steps = 32
    for step in stride(from: steps, through: 0, by: -1) {
      let t = Double(step) / Double(steps)
      if !region(point(at: t)) {
        outside = t
        break
      }
      if step == 0 { return 0 }
    }
    var low = outside
    var high = outside + 1 / Double(steps)
    for _ in 0..<14 {
      let middle = (low + high) / 2
      if region(point(at: middle)) { high = middle } else { low = middle }
    }
    return low
  }

  /// The same curve elsewhere.
  func moved(by shift: Vector) -> Curve {
    Curve(start + shift, control1 + shift, control2 + shift, end + shift)
  }

  /// The same curve backwards.
  var reversed: Curve { Curve(end, control2, control1, start) }
}

/// A small generator of random numbers with a fixed seed (SplitMix64, Steele, Lea and Flood 2014): layouts must
/// be the same in every process.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
