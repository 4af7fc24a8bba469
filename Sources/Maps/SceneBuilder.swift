package import GraphCore
import Vocabulary

/// Makes the scene of a request: selects, folds, thins out, bundles, explains.
package struct SceneBuilder {
  /// The most entities that a map shows unasked.
  package static let entityLimit = 40
  /// The most lines that a map shows unasked.
  package static let lineLimit = 60
  /// With more entities than this, a map is an overview without words on its lines.
  package static let wordLimit = 80
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
    let density = SceneDensity(snapshot: snapshot, styles: styles, request: request)
    density.fold(&selection, &notes)
    if isOverview(selection) {
      return overview(selection, request: request, theme: theme, notes: notes)
    }
    var thinned = density.thin(&selection, &notes)
    var scene = emptyScene(request, theme)
    let nodes = selection.entities
    var indices: [NodeID: Int] = [:]
    for (index, node) in nodes.enumerated() { indices[node] = index }
    var bundling = SceneBundling(
      snapshot: snapshot, styles: styles, request: request, isFolded: selection.isFolded)
    bundling.numberSources(of: selection.items, given: request.sourceNumbers)
    scene.nodes = nodes.map { node($0, members: selection.members[$0] ?? []) }
    scene.bundles = bundling.bundles(of: selection.items, indices: indices)
    scene.sources = bundling.sources
    if !selection.panelDates.isEmpty {
      let panels = SceneTimeline.panels(of: selection, in: scene, bundling: bundling, indices: indices)
      selection.keepDates(panels.map { !$0.lines.isEmpty })
      scene.panels = selection.panelDates.count == panels.count ? panels : panels.filter { !$0.lines.isEmpty }
    }
    mark(&scene)
    if let grouping = request.grouping {
      scene.clusters = SceneGrouping(snapshot: snapshot, styles: styles).clusters(of: nodes, by: grouping)
      if scene.clusters.isEmpty { notes.choices.append("no frames: no two entities belong together by that") }
    }
    let choice = LayoutChoice(scene: scene, request: request)
    scene.layout = choice.layout
    scene.leadsUp = choice.leadsUp
    notes.choices.append(choice.reason)
    noteParallels(in: scene, request, &notes)
    scene.legend = SceneLegendBuilder(styles: styles, request: request).legend(of: scene)
    thinned.phraseCount = noteHidden(in: scene, &notes)
    thinned.isolatedCount = noteIsolated(nodes, request, &notes)
    scene.notes = notes
    scene.scope =
      SceneScope(
        snapshot: snapshot, request: request, selection: selection, scene: scene, thinned: thinned
      ).line
    return scene
  }

  private func emptyScene(_ request: MapRequest, _ theme: MapTheme) -> MapScene {
    var scene = MapScene(
      title: request.title ?? request.question.map { SceneBuilder.capitalized($0) }
        ?? snapshot.description.title ?? centre(of: request) ?? "", theme: theme)
    scene.words = request.words
    scene.language = request.words.language
    scene.sourceDisplay = request.sources
    scene.date = (request.asOf ?? snapshot.latestSourceDate)?.description ?? ""
    scene.idPrefix = request.idPrefix ?? SceneBuilder.prefix(from: request, snapshot)
    return scene
  }

  /// The headline of a neighbourhood in a graph that has no title.
  private func centre(of request: MapRequest) -> String? {
    guard case .around(let node, _) = request.selection, node.index < snapshot.nodeCapacity else {
      return nil
    }
    return snapshot.displayName(of: node)
  }

  // MARK: - Many entities

  /// Whether a selection is drawn as names and dots rather than with words on its lines.
  private func isOverview(_ selection: SceneSelection) -> Bool {
    if request(selection.request, allows: .overview) == false { return false }
    if selection.request.layout == .overview { return true }
    return selection.entities.count > SceneBuilder.wordLimit
  }

  /// Comparing dates needs words on lines; so does whoever asks for another layout or for everything.
  private func request(_ request: MapRequest, allows layout: MapLayout) -> Bool {
    guard request.diff == nil, request.timeline == nil else { return false }
    if request.layout == layout { return true }
    if let limit = request.entityLimit, limit <= SceneBuilder.entityLimit { return false }
    return request.layout == .automatic && !request.isComplete
  }

  private func overview(
    _ selection: SceneSelection, request: MapRequest, theme: MapTheme, notes: SceneNotes
  ) -> MapScene {
    var notes = notes
    let builder = SceneOverview(snapshot: snapshot, styles: styles, request: request)
    let backbone = builder.backbone(of: selection)
    var scene = emptyScene(request, theme)
    scene.layout = .overview
    scene.sourceDisplay = .none
    var indices: [NodeID: Int] = [:]
    for (index, node) in backbone.nodes.enumerated() { indices[node] = index }
    let most = backbone.activity.values.max() ?? 0
    let names = SceneOverview.nameLimit(backbone.nodes.count)
    let ranked = backbone.nodes.sorted { left, right in
      let counts = (backbone.activity[left] ?? 0, backbone.activity[right] ?? 0)
      return counts.0 != counts.1 ? counts.0 > counts.1 : left < right
    }
    let named = Set(ranked.prefix(names) + selection.required.prefix(names))
    scene.nodes = backbone.nodes.map { id in
      var node = node(id, members: selection.members[id] ?? [])
      node.weight = SceneOverview.weight(backbone.activity[id] ?? 0, of: most)
      node.isNamed = named.contains(id)
      return node
    }
    scene.bundles = builder.bundles(of: backbone, indices: indices)
    mark(&scene)
    scene.legend = SceneLegendBuilder(styles: styles, request: request).legend(ofOverview: scene)
    var thinned = SceneDensity.Thinning()
    thinned.entityCount = backbone.omittedEntities
    thinned.relationCount = backbone.omittedClaims
    thinned.pairCount = backbone.weakerPairs
    thinned.pairRelationCount = backbone.weakerClaims
    thinned.isolatedCount = noteIsolated(backbone.nodes, request, &notes)
    let size = "\(selection.entities.count) entities and \(selection.items.count) relations"
    notes.choices.append(
      request.layout == .overview
        ? "drawn as an overview, as asked: \(size)"
        : "drawn as an overview: \(size) are too many for words on lines; --layout map draws the strongest with words"
    )
    notes.choices.append(
      "of each entity the "
        + (backbone.strength == 1 ? "strongest link is" : "\(backbone.strength) strongest links are")
        + " drawn, and \(named.count) entities are named")
    if request.grouping != nil {
      notes.omissions.append("frames, for which an overview has no room; --layout map draws them")
    }
    noteOverview(backbone, &notes)
    scene.notes = notes
    scene.scope =
      SceneScope(
        snapshot: snapshot, request: request, selection: selection, scene: scene, thinned: thinned,
        strength: backbone.strength
      ).line
    return scene
  }

  private func noteOverview(_ backbone: SceneOverview.Backbone, _ notes: inout SceneNotes) {
    if backbone.omittedEntities > 0 {
      notes.omissions.append(
        "\(SceneScope.count(backbone.omittedEntities, "entity", "entities")) and "
          + "\(SceneScope.count(backbone.omittedClaims, "relation", "relations")): only the busiest "
          + "\(backbone.nodes.count) entities are drawn")
    }
    if backbone.weakerPairs > 0 {
      notes.omissions.append(
        "\(SceneScope.count(backbone.weakerPairs, "weaker link", "weaker links")) with "
          + "\(SceneScope.count(backbone.weakerClaims, "relation", "relations"))")
    }
  }

  // MARK: - Marks

  /// Lifts the ends of lifted lines, and lets entities recede to whom nothing happened.
  private func mark(_ scene: inout MapScene) {
    if scene.bundles.contains(where: { $0.emphasis != .normal }) {
      for index in scene.nodes.indices { scene.nodes[index].emphasis = .receded }
      for bundle in scene.bundles where bundle.emphasis == .lifted {
        scene.nodes[bundle.source].emphasis = .lifted
        scene.nodes[bundle.target].emphasis = .lifted
      }
    }
    // What came or went is a relation, never an entity: one of which no relation changed only recedes.
    guard scene.bundles.contains(where: { $0.change != nil }) else { return }
    for index in scene.nodes.indices { scene.nodes[index].change = .stayed }
    for bundle in scene.bundles where bundle.change != .stayed {
      scene.nodes[bundle.source].change = nil
      scene.nodes[bundle.target].change = nil
    }
  }

  /// Says what happened to more parallel lines than can be told apart.
  private func noteParallels(in scene: MapScene, _ request: MapRequest, _ notes: inout SceneNotes) {
    guard request.edges == .separate else { return }
    let mixed = scene.bundles.filter { Set($0.chips.map(\.type)).count > 1 || $0.chips.count > 1 }
    guard !mixed.isEmpty else { return }
    notes.choices.append(
      "more than \(SceneBundling.parallelLimit) lines between two entities cannot be told apart: "
        + "the gravest are apart, the others one line with all verbs on it")
  }

  // MARK: - Parts

  private func node(_ node: NodeID, members: [NodeID]) -> SceneNode {
    let entity = snapshot.entity(node)
    let type = entity.type ?? ""
    let style = styles.node(type)
    // In a table of events everything is an entity, which says nothing.
    let isOnlyKind = snapshot.schema == nil && snapshot.labelNames.count <= 1
    return SceneNode(
      id: entity.id, name: entity.name, caption: isOnlyKind ? "" : styles.title(ofEntityType: type),
      type: type,
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
