import Maps

/// Where everything on a finished map is: for tests, tools and the JSON form.
package struct MapGeometry: Sendable, Equatable {
  /// Something with words in it.
  package struct Label: Sendable, Equatable {
    /// What it is.
    package enum Kind: String, Sendable {
      case entity
      case relation
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
  /// How many times lines cross each other.
  package var crossingCount: Int

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
  init(
    scene: MapScene, drawn: DrawnMap, page: PageLayout, nodeBlocks: [TextBlock], chipBlocks: [TextBlock]
  ) {
    let shift = page.mapOrigin - Vector(drawn.bounds.left, drawn.bounds.top)
    func moved(_ box: Box) -> Box {
      Box(center: box.center + shift, width: box.width, height: box.height)
    }
    var labels: [Label] = []
    for (index, node) in scene.nodes.enumerated() {
      let textWidth = nodeBlocks[index].lines.map(\.width).max() ?? 0
      labels.append(Label(.entity, node.id, moved(drawn.nodes[index].box), textWidth: textWidth))
    }
    for (index, bundle) in scene.bundles.enumerated() {
      let name = "\(scene.nodes[bundle.source].id) → \(scene.nodes[bundle.target].id)"
      let textWidth = chipBlocks[index].lines.map(\.width).max() ?? 0
      labels.append(Label(.relation, name, moved(drawn.chips[index].box), textWidth: textWidth))
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
      crossingCount: MapGeometry.crossings(drawn.lines))
  }

  /// Crossings of lines, each taken as a chain of eight chords a half.
  private static func crossings(_ lines: [DrawnMap.Line]) -> Int {
    let chains = lines.map { line -> [Vector] in
      line.strokes.flatMap { stroke -> [Vector] in
        let numbers = Extent.numbers(in: stroke["d"] ?? "")
        return stride(from: 0, to: numbers.count - 1, by: 2).map { Vector(numbers[$0], numbers[$0 + 1]) }
      }
    }
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
