import Maps

/// Writes the image map that makes a PNG of the map answer the pointer.
///
/// It is a rectangle, with a tooltip and a link, for each entity, relation and source, in the form of Graphviz's `cmapx`.
struct ImageMap {
  let scene: MapScene
  let parts: [MapPart]
  let geometry: MapGeometry
  /// Where the map stands on the picture, in points.
  let frame: PageFrame?
  /// Pixels per point of the picture.
  let scaleX: Double
  let scaleY: Double

  /// The element `map`; its areas in the order of importance, the sources at the end.
  func text() -> String {
    var writer = SVGWriter()
    let name = Markup.rootIdentifier(scene.idPrefix)
    writer.open("map", [("id", name), ("name", name)])
    // Labels stand in the order of the parts, in each in that of its scene.
    var entities = geometry.labels.filter { $0.kind == .entity }[...]
    var relations = geometry.labels.filter { $0.kind == .relation }[...]
    for part in parts {
      let ranking = SceneRanking(part.scene)
      for index in ranking.nodes where entities.indices.contains(entities.startIndex + index) {
        let node = part.scene.nodes[index]
        write(
          entities[entities.startIndex + index], SceneDescription.words(for: node),
          Markup.safeLink(node.link), in: &writer)
      }
      for index in ranking.bundles where part.drawn.chips.indices.contains(index) {
        let bundle = part.scene.bundles[index]
        write(
          relations[relations.startIndex + index], SceneDescription.words(for: bundle, in: part.scene),
          part.scene.link(of: bundle), in: &writer)
      }
      entities = entities.dropFirst(part.scene.nodes.count)
      relations = relations.dropFirst(part.drawn.chips.count)
    }
    for label in geometry.labels where label.kind == .source && label.link != nil {
      write(label, label.name, label.link, in: &writer)
    }
    writer.close("map")
    return writer.text
  }

  private func write(_ label: MapGeometry.Label, _ words: String, _ link: String?, in writer: inout SVGWriter)
  {
    let scale = frame?.scale ?? 1
    let (left, top) = (frame?.left ?? 0, frame?.top ?? 0)
    let corners = [
      (left + label.left * scale) * scaleX, (top + label.top * scale) * scaleY,
      (left + (label.left + label.width) * scale) * scaleX,
      (top + (label.top + label.height) * scale) * scaleY,
    ]
    var attributes = [
      ("shape", "rect"),
      ("coords", corners.map { Markup.number($0.rounded()) }.joined(separator: ",")), ("title", words),
    ]
    if let link { attributes += [("href", link), ("alt", words)] }
    writer.empty("area", attributes)
  }
}
