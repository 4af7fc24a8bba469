import GraphCore

/// What a map can hold and still be read, and what is left out of a denser one.
struct SceneDensity {
  /// What was left out.
  struct Thinning {
    var backgroundCount = 0
    var entityCount = 0
    var relationCount = 0
    /// Linked pairs that an overview does not draw, with their claims.
    var pairCount = 0
    var pairRelationCount = 0
    /// Phrases that crowded lines only count.
    var phraseCount = 0
    /// Entities without any relation.
    var isolatedCount = 0
  }

  let snapshot: GraphSnapshot
  let styles: SceneStyles
  let request: MapRequest

  /// The most entities with words on their lines; a row of dates holds less.
  var entityLimit: Int {
    min(request.entityLimit ?? .max, request.timeline == nil ? SceneBuilder.entityLimit : 24)
  }

  /// The most lines.
  private var lineLimit: Int { request.timeline == nil ? SceneBuilder.lineLimit : 34 }

  // MARK: - Folding

  /// Draws those who act for another as it, when asked or when the map would be dense.
  func fold(_ selection: inout SceneSelection, _ notes: inout SceneNotes) {
    guard snapshot.hasPrincipals else { return }
    switch request.fold {
    case .off: return
    case .on:
      selection.fold()
      notes.choices.append("those who act for another are drawn as it, as asked")
    case .automatic:
      let pairs = selection.pairCount
      let count = selection.entities.count
      guard !request.isComplete, request.grouping != .principal,
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

  // MARK: - Thinning

  /// Leaves out what says least until the rest can be read with words on every line.
  func thin(_ selection: inout SceneSelection, _ notes: inout SceneNotes) -> Thinning {
    var thinning = Thinning()
    guard !request.isComplete || request.entityLimit != nil else { return thinning }
    dropBackground(of: &selection, &thinning, &notes)
    let entitiesBefore = selection.entities.count
    let itemsBefore = selection.items.count
    if entitiesBefore > entityLimit || lineCount(of: selection) > lineLimit {
      keepStrongest(in: &selection)
      thinning.entityCount = entitiesBefore - selection.entities.count
      thinning.relationCount = itemsBefore - selection.items.count
      let limit =
        request.entityLimit == nil
        ? "\(lineLimit) lines" : "\(entityLimit) entities and \(lineLimit) lines"
      notes.omissions.append(
        "\(thinning.entityCount) of \(entitiesBefore) entities and \(thinning.relationCount) of \(itemsBefore) "
          + "relations: only the strongest \(limit) are drawn")
    }
    return thinning
  }

  /// Leaves out what is near-timeless when the map is dense.
  func dropBackground(
    of selection: inout SceneSelection, _ thinning: inout Thinning, _ notes: inout SceneNotes
  ) {
    // Who asks for a type or for an answer's evidence gets it, as long as it can be read at all.
    guard !request.isComplete, request.relationTypes.isEmpty,
      selection.pairCount > SceneBuilder.comfortableLineCount
    else { return }
    if case .relations = request.selection { return }
    thinning.backgroundCount = dropBackground(from: &selection)
    guard thinning.backgroundCount > 0 else { return }
    notes.omissions.append(
      SceneScope.count(thinning.backgroundCount, "near-timeless fact", "near-timeless facts")
        + " of the background, such as what is part of what")
  }

  /// Leaves out lines that say nothing but near-timeless facts; returns how many claims that were.
  private func dropBackground(from selection: inout SceneSelection) -> Int {
    let lifted = Set(request.highlight ?? [])
    let isTimeless = snapshot.relationshipTypeNames.map { styles.isTimeless($0) }
    func isBackground(_ item: SceneSelection.Item) -> Bool {
      isTimeless[snapshot.type(of: item.relationship).index] && !lifted.contains(item.relationship)
    }
    var lively: Set<UInt64> = []
    for item in selection.items where !isBackground(item) { lively.insert(item.pair) }
    guard !lively.isEmpty else { return 0 }
    let before = selection.items.count
    selection.remove { isBackground($0) && !lively.contains($0.pair) }
    return before - selection.items.count
  }

  /// What becomes one line between a pair: a direction, and where lines are drawn apart also a type and a status.
  private struct Line: Hashable {
    let source: NodeID
    let type: RelationshipTypeID?
    let status: String
  }

  private func line(of item: SceneSelection.Item) -> Line {
    guard request.edges == .separate else { return Line(source: item.source, type: nil, status: "") }
    return Line(
      source: item.source, type: snapshot.type(of: item.relationship),
      status: SceneDensity.text(snapshot.property(StandardName.status, of: item.relationship)))
  }

  private static func text(_ value: Value) -> String {
    if case .string(let text) = value { text } else { "" }
  }

  /// How many lines a selection would be.
  private func lineCount(of selection: SceneSelection) -> Int {
    var lines: [UInt64: Set<Line>] = [:]
    for item in selection.items { lines[item.pair, default: []].insert(line(of: item)) }
    return lines.values.reduce(0) { $0 + min($1.count, SceneBundling.parallelLimit) }
  }

  /// Keeps the pairs with the gravest and most claims, as many as can be read.
  private func keepStrongest(in selection: inout SceneSelection) {
    let required = Set(selection.required)
    let lifted = Set(request.highlight ?? [])
    var weights: [UInt64: (weight: Int, lines: Set<Line>, isFirst: Bool, ends: [NodeID])] = [:]
    let ranks = snapshot.relationshipTypeNames.map { styles.rank(of: $0) }
    for item in selection.items {
      let ends = item.source == item.target ? [item.source] : [item.source, item.target]
      var entry = weights[item.pair] ?? (0, [], ends.contains { required.contains($0) }, ends)
      entry.weight += 20 + ranks[snapshot.type(of: item.relationship).index]
      entry.lines.insert(line(of: item))
      // Whoever asks what changed, or for an answer, is not interested in the rest first.
      if lifted.contains(item.relationship) { entry.isFirst = true }
      if let change = item.change, change != .stayed { entry.weight += 200 }
      weights[item.pair] = entry
    }
    let ranked = weights.sorted { left, right in
      if left.value.isFirst != right.value.isFirst { return left.value.isFirst }
      return left.value.weight != right.value.weight
        ? left.value.weight > right.value.weight : left.key < right.key
    }
    var entities = required
    var kept: Set<UInt64> = []
    var lines = 0
    for (pair, entry) in ranked {
      let cost = min(entry.lines.count, SceneBundling.parallelLimit)
      if lines + cost > lineLimit { continue }
      let added = entry.ends.filter { !entities.contains($0) }
      if entities.count + added.count > entityLimit { continue }
      entities.formUnion(added)
      kept.insert(pair)
      lines += cost
    }
    selection.remove { !kept.contains($0.pair) }
  }
}
