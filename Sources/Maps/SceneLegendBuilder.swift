import GraphCore

/// Explains what is visible on a map, and nothing else, in the schema's order and words.
struct SceneLegendBuilder {
  let styles: SceneStyles
  let request: MapRequest

  /// The legend of a map with words on its lines.
  func legend(of scene: MapScene) -> SceneLegend {
    var legend = SceneLegend()
    legend.nodes = nodeEntries(scene)
    let bundles = scene.panels.isEmpty ? scene.bundles : scene.panels.flatMap { $0.lines.map(\.bundle) }
    // Of relations only those that a line names: the rest is in tooltips, and a sign without a word helps nobody.
    // A claim that several dates show counts once.
    var lines: [String: Int] = [:]
    var statuses: [SceneStatus: Int] = [:]
    for chip in scene.bundles.flatMap(\.chips) { lines[chip.type, default: 0] += chip.count }
    for chip in (scene.panels.isEmpty ? bundles : scene.bundles).flatMap(\.chips) {
      statuses[chip.status, default: 0] += chip.count
    }
    legend.lines = styles.sortedRelationTypes(lines.keys).map { type in
      SceneLegend.LineEntry(
        title: styles.title(ofRelationType: type), type: type, stroke: styles.stroke(type),
        count: lines[type] ?? 0)
    }
    legend.statuses = [SceneStatus.past, .disputed, .denied].compactMap { status in
      statuses[status].map { SceneLegend.StatusEntry(status: status, count: $0) }
    }
    legend.marks = changeEntries(scene) + emphasisEntries(scene)
    let drawn = scene.panels.map { panel in Set(panel.lines.flatMap { [$0.bundle.source, $0.bundle.target] })
    }
    if drawn.contains(where: { $0.count < scene.nodes.count }) {
      legend.marks.append(.init(.absent, title: scene.words.text(.absentLegend)))
    }
    return legend
  }

  /// The legend of an overview.
  func legend(ofOverview scene: MapScene) -> SceneLegend {
    var legend = SceneLegend()
    legend.nodes = nodeEntries(scene)
    if scene.bundles.contains(where: { $0.stroke.color != SceneOverview.plainStroke.color }) {
      var counts: [String: Int] = [:]
      for bundle in scene.bundles { counts[bundle.chips[0].type, default: 0] += bundle.chips[0].count }
      legend.lines = styles.sortedRelationTypes(counts.keys).map { type in
        var stroke = styles.stroke(type)
        stroke.arrow = .none
        stroke.width = 2
        return SceneLegend.LineEntry(
          title: styles.title(ofRelationType: type), type: type, stroke: stroke, count: counts[type] ?? 0)
      }
    }
    let counts = scene.bundles.map(\.claimCount)
    if let least = counts.min(), let most = counts.max(), least < most {
      legend.marks.append(
        .init(.width, title: scene.words.text(.widthLegend, ["least": "\(least)", "most": "\(most)"])))
    }
    let unnamed = scene.nodes.count { !$0.isNamed }
    if unnamed > 0 {
      legend.marks.append(.init(.unnamed, title: scene.words.text(.unnamedLegend, ["count": "\(unnamed)"])))
    }
    legend.marks += emphasisEntries(scene)
    return legend
  }

  private func nodeEntries(_ scene: MapScene) -> [SceneLegend.NodeEntry] {
    var counts: [String: Int] = [:]
    for node in scene.nodes { counts[styles.legendType(ofEntityType: node.type), default: 0] += 1 }
    return styles.sortedEntityTypes(counts.keys).map { type in
      let style = styles.node(type)
      return SceneLegend.NodeEntry(
        title: styles.title(ofEntityType: type), type: type, shape: style.shape, color: style.color,
        count: counts[type] ?? 0)
    }
  }

  private func changeEntries(_ scene: MapScene) -> [SceneLegend.MarkEntry] {
    guard let diff = request.diff else { return [] }
    var counts: [SceneChange: Int] = [:]
    for chip in scene.bundles.flatMap({ $0.chips + $0.hiddenChips }) {
      if let change = chip.change { counts[change, default: 0] += chip.count }
    }
    return SceneChange.allCases.compactMap { change in
      guard let count = counts[change] else { return nil }
      let title =
        switch change {
        case .came:
          scene.words.text(.cameLegend, ["date": scene.words.date(diff.from), "count": "\(count)"])
        case .went:
          scene.words.text(.wentLegend, ["date": scene.words.date(diff.to), "count": "\(count)"])
        case .changed: scene.words.text(.changedLegend, ["count": "\(count)"])
        case .stayed: scene.words.text(.stayedLegend, ["count": "\(count)"])
        }
      return .init(.change(change), title: title)
    }
  }

  private func emphasisEntries(_ scene: MapScene) -> [SceneLegend.MarkEntry] {
    guard request.highlight != nil else { return [] }
    let lifted = scene.bundles.reduce(0) { sum, bundle in
      guard scene.layout != .overview else {
        return sum + (bundle.emphasis == .lifted ? bundle.claimCount : 0)
      }
      return (bundle.chips + bundle.hiddenChips).reduce(sum) {
        $0 + ($1.emphasis == .lifted ? $1.count : 0)
      }
    }
    let all = scene.bundles.reduce(0) { $0 + $1.claimCount }
    var entries: [SceneLegend.MarkEntry] = []
    if lifted > 0 {
      entries.append(
        .init(.emphasis(.lifted), title: scene.words.text(.answerLegend, ["count": "\(lifted)"])))
    }
    if all > lifted {
      entries.append(
        .init(.emphasis(.receded), title: scene.words.text(.restLegend, ["count": "\(all - lifted)"])))
    }
    return entries
  }
}
