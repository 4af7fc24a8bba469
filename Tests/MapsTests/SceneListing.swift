import Maps

/// A scene as text, for comparison with cases.
enum SceneListing {
  static func text(_ scene: MapScene) -> String {
    var lines = ["title: \(scene.title)", "scope: \(scene.scope)", "id: \(scene.idPrefix)"]
    for node in scene.nodes {
      var line = "entity \(node.id) “\(node.name)” \(node.caption), \(node.shape) \(node.color)"
      if !node.folded.isEmpty { line += " + \(node.folded.joined(separator: ", "))" }
      if let link = node.link { line += " → \(link)" }
      lines.append(line)
    }
    for bundle in scene.bundles {
      let stroke = bundle.stroke
      var line = "line \(scene.nodes[bundle.source].id) → \(scene.nodes[bundle.target].id): "
      line += "\(stroke.pattern) \(stroke.width) \(stroke.arrow) \(stroke.color)"
      if bundle.status != .current { line += " \(bundle.status)" }
      if !bundle.hiddenChips.isEmpty { line += " + \(bundle.hiddenChips.count) more" }
      lines.append(line)
      for chip in bundle.chips { lines += text(chip) }
    }
    for entry in scene.legend.nodes { lines.append("legend \(entry.title) \(entry.count)") }
    for entry in scene.legend.lines { lines.append("legend \(entry.title) \(entry.count)") }
    for entry in scene.legend.statuses { lines.append("legend \(entry.status) \(entry.count)") }
    for source in scene.sources {
      var parts = [source.publisher, source.title, source.date].filter { !$0.isEmpty }
      if let url = source.url { parts.append(url) }
      lines.append("source \(source.number) \(parts.joined(separator: ", "))")
    }
    for choice in scene.notes.choices { lines.append("why: \(choice)") }
    for omission in scene.notes.omissions { lines.append("left out: \(omission)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ chip: SceneChip) -> [String] {
    var line = "  \(chip.verb)"
    if chip.count > 1 { line += " ×\(chip.count)" }
    if chip.status != .current { line += " (\(chip.status))" }
    if !chip.date.isEmpty { line += " \(chip.date)" }
    if !chip.sourceNumbers.isEmpty { line += " \(chip.sourceNumbers)" }
    if !chip.speakers.isEmpty { line += " – says \(chip.speakers.joined(separator: ", "))" }
    return [line] + chip.claims.map { "    \($0.sentence) \($0.sourceNumbers)" }
  }
}
