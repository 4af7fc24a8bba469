package import GraphCore
import Vocabulary

/// Makes the scene of a request: selects, folds, thins out, bundles, explains.
package struct SceneBuilder {
  /// The most entities that a map shows unasked.
  package static let entityLimit = 40
  /// The most lines that a map shows unasked.
  package static let lineLimit = 60
  /// From this many lines on, those who act for another are drawn as it, and then background facts left out.
  static let comfortableLineCount = 36
  /// From this many entities on, the same.
  static let comfortableEntityCount = 26

  let snapshot: GraphSnapshot
  let styles: SceneStyles

  /// Draws from a graph.
  package init(_ snapshot: GraphSnapshot) {
    self.snapshot = snapshot
    styles = SceneStyles(snapshot: snapshot)
  }

  /// The scene of a request.
  ///
  /// - Complexity: O(n log n) in the number of relations selected.
  package func scene(request: MapRequest, theme: MapTheme) -> MapScene {
    var selection = SceneSelection(snapshot: snapshot, request: request)
    var notes = selection.notes
    foldIfNeeded(&selection, request, &notes)
    var thinned = thin(&selection, request, &notes)
    var bundling = SceneBundling(
      snapshot: snapshot, styles: styles, isSeparate: request.edges == .separate,
      isFolded: selection.isFolded)
    let nodes = selection.entities
    var scene = MapScene(
      title: request.title ?? request.question.map { SceneBuilder.capitalized($0) }
        ?? snapshot.description.title ?? "", theme: theme)
    scene.layout = request.layout
    scene.nodes = nodes.map { node($0, members: selection.members[$0] ?? []) }
    var indices: [NodeID: Int] = [:]
    for (index, node) in nodes.enumerated() { indices[node] = index }
    bundling.numberSources(of: selection.items)
    scene.bundles = bundling.bundles(of: selection.items, indices: indices)
    scene.sources = bundling.sources
    scene.legend = legend(nodes: nodes, bundles: scene.bundles)
    scene.date = (request.asOf ?? snapshot.latestSourceDate)?.description ?? ""
    scene.idPrefix = request.idPrefix ?? SceneBuilder.prefix(from: request, snapshot)
    thinned.phraseCount = noteHidden(in: scene, &notes)
    thinned.isolatedCount = noteIsolated(nodes, request, &notes)
    scene.notes = notes
    scene.scope =
      SceneScope(
        snapshot: snapshot, request: request, selection: selection, scene: scene, thinned: thinned
      ).line
    return scene
  }

  // MARK: - Density

  private func foldIfNeeded(
    _ selection: inout SceneSelection, _ request: MapRequest, _ notes: inout SceneNotes
  ) {
    guard snapshot.hasPrincipals else { return }
    switch request.fold {
    case .off: return
    case .on:
      selection.fold()
      notes.choices.append("those who act for another are drawn as it, as asked")
    case .automatic:
      let pairs = selection.pairCount
      let count = selection.entities.count
      guard !request.isComplete,
        pairs > SceneBuilder.comfortableLineCount || count > SceneBuilder.comfortableEntityCount
      else { return }
      selection.fold()
      notes.choices.append(
        "those who act for another are drawn as it: \(count) entities and \(pairs) lines would be too dense")
    }
    if selection.foldedAwayCount > 0 {
      notes.omissions.append(
        SceneScope.count(selection.foldedAwayCount, "relation", "relations")
          + " between an entity and those who act for it")
    }
  }

  /// What was left out because the map would be too dense.
  struct Thinning {
    var backgroundCount = 0
    var entityCount = 0
    var relationCount = 0
    /// Phrases that crowded lines only count.
    var phraseCount = 0
    /// Entities without any relation.
    var isolatedCount = 0
  }

  private func thin(
    _ selection: inout SceneSelection, _ request: MapRequest, _ notes: inout SceneNotes
  ) -> Thinning {
    var thinning = Thinning()
    guard !request.isComplete else { return thinning }
    // Who asks for a type or for an answer's evidence gets it, as long as it can be read at all.
    var isWhole = request.relationTypes.isEmpty
    if case .relations = request.selection { isWhole = false }
    if isWhole, selection.pairCount > SceneBuilder.comfortableLineCount {
      thinning.backgroundCount = dropBackground(from: &selection)
      if thinning.backgroundCount > 0 {
        notes.omissions.append(
          SceneScope.count(thinning.backgroundCount, "near-timeless fact", "near-timeless facts")
            + " of the background, such as what is part of what")
      }
    }
    let entitiesBefore = selection.entities.count
    let itemsBefore = selection.items.count
    let lineCount = Set(selection.items.map { line(of: $0, request) }).count
    if entitiesBefore > SceneBuilder.entityLimit || lineCount > SceneBuilder.lineLimit {
      keepStrongest(in: &selection, request)
      thinning.entityCount = entitiesBefore - selection.entities.count
      thinning.relationCount = itemsBefore - selection.items.count
      notes.omissions.append(
        "\(thinning.entityCount) entities and \(thinning.relationCount) relations: only the strongest "
          + "\(SceneBuilder.lineLimit) lines are drawn")
    }
    return thinning
  }

  /// Leaves out lines that say nothing but near-timeless facts; returns how many claims that were.
  private func dropBackground(from selection: inout SceneSelection) -> Int {
    var lively: Set<[NodeID]> = []
    for item in selection.items where !styles.isTimeless(type(of: item)) {
      lively.insert([min(item.source, item.target), max(item.source, item.target)])
    }
    guard !lively.isEmpty else { return 0 }
    let before = selection.items.count
    selection.remove { item in
      styles.isTimeless(type(of: item))
        && !lively.contains([min(item.source, item.target), max(item.source, item.target)])
    }
    return before - selection.items.count
  }

  private func type(of item: SceneSelection.Item) -> String {
    snapshot.name(of: snapshot.type(of: item.relationship))
  }

  /// What becomes one line: two ends, and where lines are drawn apart also a type and a status.
  private struct Line: Hashable, Comparable {
    let ends: [NodeID]
    let type: RelationshipTypeID?
    let status: String

    static func < (left: Line, right: Line) -> Bool {
      if left.ends != right.ends { return left.ends.lexicographicallyPrecedes(right.ends) }
      let types = (left.type?.rawValue ?? 0, right.type?.rawValue ?? 0)
      return types.0 != types.1 ? types.0 < types.1 : left.status < right.status
    }
  }

  private func line(of item: SceneSelection.Item, _ request: MapRequest) -> Line {
    let ends = [item.source, item.target]
    guard request.edges == .separate else { return Line(ends: ends, type: nil, status: "") }
    return Line(
      ends: ends, type: snapshot.type(of: item.relationship),
      status: snapshot.relation(item.relationship).status)
  }

  /// Keeps the lines with the gravest and most claims, as many as can be read.
  private func keepStrongest(in selection: inout SceneSelection, _ request: MapRequest) {
    var weights: [Line: Int] = [:]
    for item in selection.items {
      let rank = styles.rank(of: type(of: item))
      weights[line(of: item, request), default: 0] += 20 + rank
    }
    let required = Set(selection.required)
    let ranked = weights.sorted { left, right in
      let leftRequired = left.key.ends.contains { required.contains($0) }
      let rightRequired = right.key.ends.contains { required.contains($0) }
      if leftRequired != rightRequired { return leftRequired }
      return left.value != right.value
        ? left.value > right.value : left.key < right.key
    }
    var entities = required
    var kept: Set<Line> = []
    for (line, _) in ranked {
      if kept.count >= SceneBuilder.lineLimit { break }
      let added = line.ends.filter { !entities.contains($0) }
      if entities.count + Set(added).count > SceneBuilder.entityLimit { continue }
      entities.formUnion(added)
      kept.insert(line)
    }
    selection.remove { !kept.contains(line(of: $0, request)) }
  }

  // MARK: - Parts

  private func node(_ node: NodeID, members: [NodeID]) -> SceneNode {
    let entity = snapshot.entity(node)
    let type = entity.type ?? ""
    let style = styles.node(type)
    return SceneNode(
      id: entity.id, name: entity.name, caption: styles.title(ofEntityType: type), type: type,
      shape: style.shape, color: style.color, link: SceneBuilder.link(of: entity),
      folded: members.map { snapshot.displayName(of: $0) })
  }

  /// A page about an entity: its `url`, else its Wikidata page.
  private static func link(of entity: Entity) -> String? {
    if case .string(let url)? = entity.properties["url"] { return url }
    if case .string(let item)? = entity.properties["wikidata"], item.first == "Q", item.count < 15,
      item.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
    {
      return "https://www.wikidata.org/wiki/\(item)"
    }
    return nil
  }

  private func legend(nodes: [NodeID], bundles: [SceneBundle]) -> SceneLegend {
    var legend = SceneLegend()
    var counts: [String: Int] = [:]
    for node in nodes {
      let type = snapshot.labels(of: node).first.map { snapshot.name(of: $0) } ?? ""
      counts[styles.legendType(ofEntityType: type), default: 0] += 1
    }
    legend.nodes = styles.sortedEntityTypes(counts.keys).map { type in
      let style = styles.node(type)
      return SceneLegend.NodeEntry(
        title: styles.title(ofEntityType: type), type: type, shape: style.shape, color: style.color,
        count: counts[type] ?? 0)
    }
    // Of relations only those that a line names: the rest is in tooltips, and a sign without a word helps nobody.
    var lines: [String: Int] = [:]
    var statuses: [SceneStatus: Int] = [:]
    for chip in bundles.flatMap(\.chips) {
      lines[chip.type, default: 0] += chip.count
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
    return legend
  }

  private static func capitalized(_ text: String) -> String {
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst()
  }

  /// What ids begin with: letters and digits of the graph's title, so that two maps can share a page.
  private static func prefix(from request: MapRequest, _ snapshot: GraphSnapshot) -> String {
    let text = request.title ?? request.question ?? snapshot.description.title ?? ""
    var result = ""
    for character in text.lowercased().prefix(48) {
      if character.isASCII, character.isLetter || character.isNumber {
        result.append(character)
      } else if !result.isEmpty, result.last != "-" {
        result.append("-")
      }
    }
    while result.last == "-" { result.removeLast() }
    return result.isEmpty ? "map" : "map-\(result)"
  }

  /// Says how many phrases stand for themselves only in tooltips.
  private func noteHidden(in scene: MapScene, _ notes: inout SceneNotes) -> Int {
    let hidden = scene.bundles.reduce(0) { $0 + $1.hiddenChips.count }
    if hidden > 0 {
      notes.omissions.append("\(SceneScope.count(hidden, "phrase", "phrases")) on crowded lines")
    }
    return hidden
  }

  /// Says how many entities have no line and are therefore not drawn.
  private func noteIsolated(_ drawn: [NodeID], _ request: MapRequest, _ notes: inout SceneNotes) -> Int {
    guard case .all = request.selection, request.relationTypes.isEmpty, request.entityTypes.isEmpty else {
      return 0
    }
    let drawn = Set(drawn)
    let adjacency = [snapshot.adjacency(.outgoing), snapshot.adjacency(.incoming)]
    let isolated = snapshot.entities.filter { node in
      !drawn.contains(node) && adjacency.allSatisfy { $0.degree(of: node.rawValue) == 0 }
        && snapshot.principal(of: node) == node
    }
    if !isolated.isEmpty {
      notes.omissions.append(
        SceneScope.count(isolated.count, "entity without relations", "entities without relations"))
    }
    return isolated.count
  }
}
