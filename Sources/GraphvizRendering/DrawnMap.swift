import Maps

/// A laid-out map: the shapes that Graphviz drew, sorted by what they belong to.
struct DrawnMap: Sendable {
  /// The shapes of one entity or chip and the rectangle around them.
  struct Item: Sendable {
    var box: Box
    var shapes: [XMLElement]
  }

  /// The shapes of one line: its stroke in two halves, and its head.
  struct Line: Sendable {
    var strokes: [XMLElement]
    var heads: [XMLElement]
  }

  /// Where frames around clusters come from.
  enum Frames {
    /// From where everything was placed.
    case placed(Placement)
    /// They are to be put around the entities, with a title's height above.
    case around
    /// Graphviz drew them.
    case drawn
  }

  var nodes: [Item]
  var chips: [Item]
  var lines: [Line]
  /// Frames around clusters.
  var frames: [Box]
  /// The rectangle around everything.
  var bounds: Box

  /// Reads Graphviz's SVG and checks that nothing is missing: its return status is no proof.
  ///
  /// - Throws: ``DrawingFailure`` when the SVG is not well-formed, a number is none, or a part is not there.
  ///
  /// - Parameters:
  ///   - svg: What Graphviz drew.
  ///   - scene: What was to be drawn.
  ///   - origin: Where frames come from.
  init(svg: [UInt8], scene: MapScene, frames origin: Frames) throws(DrawingFailure) {
    let root: XMLElement
    do { root = try XMLReader.read(svg) } catch {
      throw DrawingFailure(reason: "Graphviz wrote ill-formed SVG: \(error.message) at byte \(error.offset)")
    }
    var parts: [String: XMLElement] = [:]
    var clusters: [String: XMLElement] = [:]
    for graph in root.children where graph.name == "g" {
      for group in graph.children where group.name == "g" {
        if group["class"]?.hasPrefix("cluster") == true, let title = group.children.first?.text {
          clusters[title] = group
        }
        if let id = group["id"] { parts[id] = group }
      }
    }
    nodes = []
    chips = []
    lines = []
    for index in scene.nodes.indices { nodes.append(try DrawnMap.item("n\(index)", in: parts)) }
    for index in scene.bundles.indices {
      let isLink = scene.layout == .overview
      if !isLink { chips.append(try DrawnMap.item("c\(index)", in: parts)) }
      var line = Line(strokes: [], heads: [])
      for half in isLink ? ["a"] : ["a", "b"] {
        let shapes = try DrawnMap.shapes("e\(index)\(half)", in: parts)
        guard let stroke = shapes.first, stroke.name == "path" else {
          throw DrawingFailure(reason: "Graphviz lost the line e\(index)\(half)")
        }
        line.strokes.append(stroke)
        line.heads += shapes.dropFirst()
      }
      lines.append(line)
    }
    frames = []
    switch origin {
    case .placed(let placement):
      // Graphviz may have moved the whole picture.
      var shift = Vector(0, 0)
      if let drawn = nodes.first, let placed = placement.nodes.first {
        shift = drawn.box.center - placed.center
      }
      frames = placement.frames.map {
        Box(center: $0.center + shift, width: $0.width, height: $0.height)
      }
    case .around:
      frames = scene.clusters.map { [nodes] in DrawnMap.frame(around: $0, nodes) }
    case .drawn:
      for number in scene.clusters.indices {
        guard let cluster = clusters["cluster\(number)"] else {
          throw DrawingFailure(reason: "Graphviz lost the frame \(number)")
        }
        frames.append(DrawnMap.box(around: cluster.children.flatMap { DrawnMap.shapes(in: $0) }))
      }
    }
    var extent = Extent()
    for frame in frames { extent.add(frame) }
    for item in nodes + chips { extent.add(item.box) }
    for line in lines { for shape in line.strokes + line.heads { extent.add(shape) } }
    bounds = extent.box
  }

  /// Inside of what dot keeps free around a cluster, with the title's height above.
  private static func frame(around cluster: SceneCluster, _ nodes: [Item]) -> Box {
    var extent = Extent()
    for node in cluster.nodes where nodes.indices.contains(node) {
      let box = nodes[node].box
      extent.add(box.left - FrameLayouter.padding, box.top - FrameLayouter.titleHeight)
      extent.add(box.right + FrameLayouter.padding, box.bottom + FrameLayouter.padding)
    }
    return extent.box
  }

  private static func shapes(
    _ id: String, in parts: [String: XMLElement]
  ) throws(DrawingFailure) -> [XMLElement] {
    guard let group = parts[id] else { throw DrawingFailure(reason: "Graphviz lost the part \(id)") }
    let shapes = group.children.flatMap { DrawnMap.shapes(in: $0) }
    for shape in shapes {
      for attribute in shape.attributes where holdsNoNumber(attribute.value) {
        throw DrawingFailure(reason: "Graphviz gave no place to the part \(id)")
      }
    }
    return shapes
  }

  /// Whether C's word for no number stands in a value.
  private static func holdsNoNumber(_ value: String) -> Bool {
    guard value.utf8.contains(0x6E) else { return false }
    var last: (UInt8, UInt8) = (0, 0)
    for byte in value.utf8 {
      if byte == 0x6E, last == (0x6E, 0x61) { return true }
      last = (last.1, byte)
    }
    return false
  }

  private static func item(
    _ id: String, in parts: [String: XMLElement]
  ) throws(DrawingFailure) -> Item {
    let shapes = try DrawnMap.shapes(id, in: parts)
    guard !shapes.isEmpty else { throw DrawingFailure(reason: "Graphviz drew nothing for the part \(id)") }
    return Item(box: box(around: shapes), shapes: shapes)
  }

  /// The shapes inside an element; links and groups are looked into, anything unknown is left out.
  private static func shapes(in element: XMLElement) -> [XMLElement] {
    switch element.name {
    case "path", "polygon", "polyline", "ellipse": [element]
    case "g", "a": element.children.flatMap { shapes(in: $0) }
    default: []
    }
  }

  private static func box(around shapes: [XMLElement]) -> Box {
    var extent = Extent()
    for shape in shapes { extent.add(shape) }
    return extent.box
  }
}

/// The picture is not what was asked for.
struct DrawingFailure: Error, Equatable {
  /// One sentence without a full stop.
  let reason: String
}

/// Grows around the coordinates of shapes.
struct Extent {
  private var left = Double.infinity
  private var top = Double.infinity
  private var right = -Double.infinity
  private var bottom = -Double.infinity

  /// Whether nothing was added.
  var isEmpty: Bool { left > right }

  /// The rectangle; empty at the origin when nothing was added.
  var box: Box {
    if isEmpty { return Box(center: Vector(0, 0), width: 0, height: 0) }
    return Box(
      center: Vector((left + right) / 2, (top + bottom) / 2), width: right - left, height: bottom - top)
  }

  mutating func add(_ x: Double, _ y: Double) {
    left = min(left, x)
    right = max(right, x)
    top = min(top, y)
    bottom = max(bottom, y)
  }

  mutating func add(_ box: Box) {
    add(box.left, box.top)
    add(box.right, box.bottom)
  }

  /// Adds a shape of Graphviz's SVG; of a curve its control points, which is never too small.
  mutating func add(_ shape: XMLElement) {
    if shape.name == "ellipse" {
      let values = ["cx", "cy", "rx", "ry"].map { shape[$0].flatMap(Double.init) ?? 0 }
      add(values[0] - values[2], values[1] - values[3])
      add(values[0] + values[2], values[1] + values[3])
      return
    }
    var x: Double?
    Extent.eachNumber(in: shape["points"] ?? shape["d"] ?? "") { number in
      if let first = x {
        add(first, number)
        x = nil
      } else {
        x = number
      }
    }
  }

  /// The numbers in a list of points or a path's data.
  static func numbers(in text: String) -> [Double] {
    var result: [Double] = []
    eachNumber(in: text) { result.append($0) }
    return result
  }

  /// Lends the numbers one by one, so that none need to be kept.
  @inline(__always)
  private static func eachNumber(in text: String, _ body: (Double) -> Void) {
    var text = text
    text.withUTF8 { bytes in
      var sign = 1.0
      var value = 0.0
      var scale = 0.0
      var isInside = false
      func finish() {
        if isInside { body(sign * (scale > 1 ? value / scale : value)) }
      }
      for index in 0..<bytes.count {
        let byte = unsafe bytes[index]
        switch byte {
        case 0x30...0x39:
          value = value * 10 + Double(byte - 0x30)
          if scale > 0 { scale *= 10 }
          isInside = true
        case 0x2E: scale = 1
        default:
          finish()
          (value, scale, isInside) = (0, 0, false)
          sign = byte == 0x2D ? -1 : 1
        }
      }
      finish()
    }
  }
}
