import Maps

/// Where on the picture something can be pointed at.
struct PointerArea {
  /// In points of the finished picture, the sheet's included.
  let box: Box
  /// What it is.
  let words: String
  /// Where it leads.
  let link: String?
}

extension SVGDocument {
  /// Entities and relations in the order of importance, then the sources.
  func areas(_ geometry: MapGeometry) -> [PointerArea] {
    let scale = frame?.scale ?? 1
    let shift = Vector(frame?.left ?? 0, frame?.top ?? 0)
    func area(_ label: MapGeometry.Label, _ words: String, _ link: String?) -> PointerArea {
      let center = Vector(label.left + label.width / 2, label.top + label.height / 2)
      let box = Box(
        center: center * scale + shift, width: label.width * scale, height: label.height * scale)
      return PointerArea(box: box, words: words, link: link)
    }
    // Labels stand in the order of the parts, in each in that of its scene.
    var entities = geometry.labels.filter { $0.kind == .entity }[...]
    var relations = geometry.labels.filter { $0.kind == .relation }[...]
    var areas: [PointerArea] = []
    for part in parts {
      let ranking = SceneRanking(part.scene)
      for index in ranking.nodes where index < entities.count {
        let node = part.scene.nodes[index]
        let label = entities[entities.startIndex + index]
        areas.append(area(label, SceneDescription.words(for: node), Markup.safeLink(node.link)))
      }
      for index in ranking.bundles where part.drawn.chips.indices.contains(index) && index < relations.count {
        let bundle = part.scene.bundles[index]
        let words = SceneDescription.words(for: bundle, in: part.scene)
        areas.append(area(relations[relations.startIndex + index], words, part.scene.link(of: bundle)))
      }
      entities = entities.dropFirst(part.scene.nodes.count)
      relations = relations.dropFirst(part.drawn.chips.count)
    }
    for label in geometry.labels where label.kind == .source && label.link != nil {
      areas.append(area(label, label.name, label.link))
    }
    return areas
  }
}

/// Writes the image map that makes a PNG of the map answer the pointer.
///
/// It is a rectangle, with a tooltip and a link, for each entity, relation and source, in the form of Graphviz's `cmapx`.
enum ImageMap {
  /// The element `map`.
  ///
  /// - Parameters:
  ///   - name: Its name and id.
  ///   - areas: What can be pointed at.
  ///   - scale: Pixels of the picture per point, across and down.
  /// - Returns: The markup.
  static func text(name: String, areas: [PointerArea], scale: Vector) -> String {
    var writer = SVGWriter()
    writer.open("map", [("id", name), ("name", name)])
    for area in areas {
      let corners = [
        area.box.left * scale.x, area.box.top * scale.y, area.box.right * scale.x, area.box.bottom * scale.y,
      ]
      let coordinates = corners.map { Markup.number($0.rounded()) }.joined(separator: ",")
      var attributes = [("shape", "rect"), ("coords", coordinates), ("title", area.words)]
      if let link = area.link { attributes += [("href", link), ("alt", area.words)] }
      writer.empty("area", attributes)
    }
    writer.close("map")
    return writer.text
  }
}
