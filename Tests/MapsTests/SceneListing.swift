import Maps

/// A scene as text, for comparison with cases.
enum SceneListing {
  static func text(_ scene: MapScene) -> String {
    var lines = ["title: \(scene.title)", "scope: \(scene.scope)", "id: \(scene.idPrefix)"]
    lines.append("layout: \(scene.layout)")
    if scene.sourceDisplay != .list { lines.append("sources: \(scene.sourceDisplay)") }
    for node in scene.nodes {
      var line = "entity \(node.id) “\(node.name)” \(node.caption), \(node.shape) \(node.color)"
      if !node.folded.isEmpty { line += " + \(node.folded.joined(separator: ", "))" }
      if let link = node.link { line += " → \(link)" }
      if node.emphasis != .normal { line += " \(node.emphasis)" }
      if let change = node.change { line += " \(change)" }
      if !node.isNamed { line += " (a dot)" }
      lines.append(line)
    }
    for bundle in scene.bundles { lines += text(bundle, in: scene) }
    for cluster in scene.clusters {
      lines.append(
        "frame “\(cluster.title)”: \(cluster.nodes.map { scene.nodes[$0].id }.joined(separator: ", "))")
    }
    for panel in scene.panels {
      lines.append("date \(panel.title)")
      for line in panel.lines {
        lines += text(line.bundle, in: scene).map { "  \($0)" }
      }
    }
    for entry in scene.legend.nodes { lines.append("legend \(entry.title) \(entry.count)") }
    for entry in scene.legend.lines { lines.append("legend \(entry.title) \(entry.count)") }
    for entry in scene.legend.statuses { lines.append("legend \(entry.status) \(entry.count)") }
    for entry in scene.legend.marks { lines.append("legend \(entry.title)") }
    for source in scene.sources {
      var parts = [source.publisher, source.title, source.date].filter { !$0.isEmpty }
      if let url = source.url { parts.append(url) }
      lines.append("source \(source.number) \(parts.joined(separator: ", "))")
    }
    for choice in scene.notes.choices { lines.append("why: \(choice)") }
    for omission in scene.notes.omissions { lines.append("left out: \(omission)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ bundle: SceneBundle, in scene: MapScene) -> [String] {
    let stroke = bundle.stroke
    let width = (stroke.width * 100).rounded() / 100
    var line = "line \(scene.nodes[bundle.source].id) → \(scene.nodes[bundle.target].id): "
    line += "\(stroke.pattern) \(width) \(stroke.arrow) \(stroke.color)"
    if bundle.status != .current { line += " \(bundle.status)" }
    if bundle.emphasis != .normal { line += " \(bundle.emphasis)" }
    if let change = bundle.change { line += " \(change)" }
    if !bundle.hiddenChips.isEmpty { line += " + \(bundle.hiddenChips.count) more" }
    return [line] + bundle.chips.flatMap { text($0) }
  }

  private static func text(_ chip: SceneChip) -> [String] {
    var line = "  \(chip.verb)"
    if chip.count > 1 { line += " ×\(chip.count)" }
    if chip.status != .current { line += " (\(chip.status))" }
    if !chip.date.isEmpty { line += " \(chip.date)" }
    if !chip.sourceNumbers.isEmpty { line += " \(chip.sourceNumbers)" }
    if chip.emphasis != .normal { line += " \(chip.emphasis)" }
    if let change = chip.change { line += " \(change)" }
    if !chip.before.isEmpty { line += " (before: \(chip.before))" }
    if !chip.speakers.isEmpty { line += " – says \(chip.speakers.joined(separator: ", "))" }
    return [line] + chip.claims.map { "    \($0.sentence) \($0.sourceNumbers)" }
  }
}
