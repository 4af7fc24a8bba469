import Maps

/// Where everything on a finished map is: for tests, tools and the JSON form.
package struct MapGeometry: Sendable, Equatable {
  /// Something with words in it.
  package struct Label: Sendable, Equatable {
    /// What it is.
    package enum Kind: String, Sendable {
      case entity
      case relation
      case frame
      case heading
      case legend
      case source
    }

    /// What it is.
    package var kind: Kind
    /// What it belongs to: an entity's id, `subject → object`, or the words.
    package var name: String
    /// The rectangle it takes, in points from the upper left corner of the page.
    package var left: Double
    package var top: Double
    package var width: Double
    package var height: Double
    /// The width that its words need, never more than ``width``.
    package var textWidth: Double
    /// Where it leads, of sources alone.
    package var link: String?
  }

  /// Two labels on the same place.
  package struct Overlap: Sendable, Equatable {
    package var first: Label
    package var second: Label
    /// In square points.
    package var area: Double
  }

  /// The page's size in points.
  package var width: Double
  package var height: Double
  /// Everything with words in it: entities and relations first, in the order of the scene.
  package var labels: [Label]
  /// The lines as chains of points.
  private var chains: [[[Vector]]] = []
  /// How often a line runs under an entity that is none of its ends, or under the words of another line.
  package private(set) var coveredCount = 0

  /// All pairs of labels that share more than a hundredth of a square point.
  ///
  /// - Complexity: O(n²).
  package var overlaps: [Overlap] {
    var found: [Overlap] = []
    for first in labels.indices {
      for second in labels.indices.dropFirst(first + 1) {
        let area = labels[first].box.overlap(with: labels[second].box)
        if area > 0.01 { found.append(Overlap(first: labels[first], second: labels[second], area: area)) }
      }
    }
    return found
  }

  /// Labels that reach over the edge of the page, or whose words reach over their outline.
  package var cutLabels: [Label] {
    labels.filter { label in
      label.left < -0.01 || label.top < -0.01 || label.left + label.width > width + 0.01
        || label.top + label.height > height + 0.01 || label.textWidth > label.width + 0.01
    }
  }
}

extension MapGeometry.Label {
  fileprivate var box: Box {
    Box(center: Vector(left + width / 2, top + height / 2), width: width, height: height)
  }

  fileprivate init(_ kind: Kind, _ name: String, _ box: Box, textWidth: Double) {
    self.init(
      kind: kind, name: name, left: box.left, top: box.top, width: box.width, height: box.height,
      textWidth: textWidth)
  }
}

extension MapGeometry {
  /// Measures a finished map.
  init(parts: [MapPart], page: PageLayout) {
    var labels: [Label] = []
    for part in parts {
      func moved(_ box: Box) -> Box {
        Box(
          center: part.place(box.center, from: page.mapOrigin), width: box.width * part.scale,
          height: box.height * part.scale)
      }
      func textWidth(_ block: TextBlock) -> Double { (block.lines.map(\.width).max() ?? 0) * part.scale }
      for (index, node) in part.scene.nodes.enumerated() {
        let width = textWidth(part.nodeBlocks[index])
        labels.append(
          Label(.entity, node.id + part.suffix, moved(part.drawn.nodes[index].box), textWidth: width))
      }
      for (index, bundle) in part.scene.bundles.enumerated() where part.drawn.chips.indices.contains(index) {
        let name = "\(part.scene.nodes[bundle.source].id) → \(part.scene.nodes[bundle.target].id)"
        let width = textWidth(part.chipBlocks[index])
        labels.append(
          Label(.relation, name + part.suffix, moved(part.drawn.chips[index].box), textWidth: width))
      }
      for (cluster, frame) in zip(part.scene.clusters, part.drawn.frames) {
        let title = Typesetting.frameTitle(cluster.title)
        let width = TextMetrics.width(title, size: Typesetting.frameSize, bold: true)
        let box = Box(
          center: Vector(
            frame.left + FrameLayouter.padding * 0.75 + width / 2,
            frame.top + FrameLayouter.titleHeight - 5 - Typesetting.frameSize * 0.26), width: width,
          height: Typesetting.frameSize * 0.95)
        labels.append(Label(.frame, cluster.title, moved(box), textWidth: width * part.scale))
      }
    }
    for words in page.words {
      let kind: Label.Kind = words.sourceNumber == nil ? .heading : .source
      let text = words.line.runs.map(\.text).joined(separator: " ")
      var label = Label(kind, text, words.box, textWidth: words.line.width)
      label.link = words.link
      labels.append(label)
    }
    for sign in page.signs {
      let words = sign.words
      let box = Box(
        center: Vector((sign.x + words.box.right) / 2, sign.middle), width: words.box.right - sign.x,
        height: 16)
      labels.append(
        Label(.legend, words.line.runs.map(\.text).joined(), box, textWidth: words.line.width))
    }
    self.init(
      width: page.width, height: page.height, labels: labels,
      chains: parts.map { MapGeometry.chains($0.drawn.lines) })
    coveredCount = parts.reduce(0) { $0 + MapGeometry.covered(in: $1) }
  }

  /// How often lines of one picture run under what is not theirs.
  private static func covered(in part: MapPart) -> Int {
    var count = 0
    for (index, bundle) in part.scene.bundles.enumerated() where part.drawn.lines.indices.contains(index) {
      let ways = part.drawn.lines[index].strokes.map { points(onPath: $0["d"] ?? "") }
      func isUnder(_ box: Box) -> Bool {
        ways.contains { way in zip(way, way.dropFirst()).contains { box.touches($0, $1) } }
      }
      for (node, item) in part.drawn.nodes.enumerated()
      where node != bundle.source && node != bundle.target && isUnder(item.box) { count += 1 }
      for (chip, item) in part.drawn.chips.enumerated() where chip != index && isUnder(item.box) {
        count += 1
      }
    }
    return count
  }

  /// Points along a path of cubic curves, eight to each.
  private static func points(onPath data: String) -> [Vector] {
    let numbers = Extent.numbers(in: data)
    let corners = stride(from: 0, to: numbers.count - 1, by: 2).map { Vector(numbers[$0], numbers[$0 + 1]) }
    guard corners.count >= 4 else { return corners }
    return stride(from: 0, to: corners.count - 3, by: 3).flatMap { start -> [Vector] in
      let curve = Curve(corners[start], corners[start + 1], corners[start + 2], corners[start + 3])
      return (0...8).map { curve.point(at: Double($0) / 8) }
    }
  }

  /// How many times lines cross each other.
  ///
  /// - Complexity: O(n²) in the number of lines.
  package var crossingCount: Int { chains.reduce(0) { $0 + MapGeometry.crossings($1) } }

  private static func chains(_ lines: [DrawnMap.Line]) -> [[Vector]] {
    lines.map { line -> [Vector] in
      line.strokes.flatMap { stroke -> [Vector] in
        let numbers = Extent.numbers(in: stroke["d"] ?? "")
        return stride(from: 0, to: numbers.count - 1, by: 2).map { Vector(numbers[$0], numbers[$0 + 1]) }
      }
    }
  }

  /// Crossings of lines, each taken as a chain of chords.
  private static func crossings(_ chains: [[Vector]]) -> Int {
    var count = 0
    for first in chains.indices {
      for second in chains.indices.dropFirst(first + 1) {
        for (a, b) in zip(chains[first], chains[first].dropFirst()) {
          for (c, d) in zip(chains[second], chains[second].dropFirst()) where segmentsCross(a, b, c, d) {
            count += 1
          }
        }
      }
    }
    return count
  }
}
