import GraphCore

/// The line under the headline: what is shown, as of when, from how many reports, and what is not.
struct SceneScope {
  let snapshot: GraphSnapshot
  let request: MapRequest
  let selection: SceneSelection
  let scene: MapScene
  let thinned: SceneBuilder.Thinning

  /// The line.
  var line: String {
    var sentences: [String] = []
    sentences.append(what)
    if selection.isFolded, !selection.members.isEmpty {
      sentences.append("Ministries, forces and people who act for another are drawn as it.")
    }
    if !omissions.isEmpty { sentences.append("Not drawn: \(omissions.joined(separator: ", ")).") }
    return sentences.joined(separator: " ")
  }

  private var what: String {
    var parts: [String] = []
    if request.question != nil, request.title == nil {
      parts.append(snapshot.description.title.map { "Answer from “\($0)”" } ?? "Answer")
    } else if let question = request.question {
      parts.append("Answer to “\(question)”")
    }
    if case .around(let node, let hops) = request.selection {
      let steps = hops == 1 ? "one step" : "\(hops) steps"
      parts.append("Around \(snapshot.displayName(of: node)), \(steps) far")
    }
    parts.append(counts)
    if !scene.sources.isEmpty {
      parts.append("from \(SceneScope.count(scene.sources.count, "source", "sources"))\(dates)")
    }
    if let asOf = request.asOf { parts.append("as of \(asOf)") }
    if let between = request.between { parts.append("between \(between.from) and \(between.to)") }
    if selection.undatedCount > 0 { parts.append("undated ones included: \(selection.undatedCount)") }
    if !request.relationTypes.isEmpty || !request.entityTypes.isEmpty {
      parts.append("only \((request.entityTypes + request.relationTypes).joined(separator: ", "))")
    }
    return parts.joined(separator: ", ") + "."
  }

  private var counts: String {
    let claims = selection.items.count
    let entities = SceneScope.count(scene.nodes.count, "entity", "entities")
    return "\(SceneScope.count(claims, "claim", "claims")) about \(entities)"
  }

  /// When the sources were published: one date or the first and the last.
  private var dates: String {
    let dates = scene.sources.map(\.date).filter { !$0.isEmpty }.sorted()
    guard let first = dates.first, let last = dates.last else { return "" }
    return first == last ? " of \(first)" : " of \(first) to \(last)"
  }

  private var omissions: [String] {
    var list: [String] = []
    if thinned.backgroundCount > 0 {
      list.append(SceneScope.count(thinned.backgroundCount, "background fact", "background facts"))
    }
    if thinned.relationCount > 0 {
      list.append(
        "\(SceneScope.count(thinned.entityCount, "entity", "entities")) and "
          + "\(SceneScope.count(thinned.relationCount, "claim", "claims")) of less weight")
    }
    if selection.foldedAwayCount > 0 {
      list.append(
        SceneScope.count(selection.foldedAwayCount, "claim", "claims") + " between those drawn as one")
    }
    if thinned.isolatedCount > 0 {
      list.append(
        SceneScope.count(thinned.isolatedCount, "entity without a claim", "entities without a claim"))
    }
    if thinned.phraseCount > 0 {
      list.append("\(SceneScope.count(thinned.phraseCount, "phrase", "phrases")) on crowded lines")
    }
    if let looked = selection.cutCount {
      list.append("\(SceneScope.count(looked, "claim", "claims")) of less busy entities")
    }
    return list
  }

  static func count(_ number: Int, _ one: String, _ several: String) -> String {
    "\(number) \(number == 1 ? one : several)"
  }
}
