import GraphCore

/// The line under the headline: what is shown, as of when, from how many reports, and what is not.
struct SceneScope {
  let snapshot: GraphSnapshot
  let request: MapRequest
  let selection: SceneSelection
  let scene: MapScene
  let thinned: SceneDensity.Thinning
  /// How many strongest links of each entity an overview draws.
  var strength = 0

  private var words: MapWords { scene.words }

  /// The line.
  var line: String {
    var sentences: [String] = []
    sentences.append(what)
    if selection.isFolded, !selection.members.isEmpty { sentences.append(words.text(.folded)) }
    if thinned.pairCount > 0 {
      sentences.append(
        strength == 1
          ? words.text(.overviewOne) : words.text(.overview, ["count": words.number(strength)]))
    }
    if let question = request.highlightQuestion {
      let lifted = scene.bundles.filter { $0.emphasis == .lifted }
      let count = lifted.reduce(0) { sum, bundle in
        (bundle.chips + bundle.hiddenChips).reduce(sum) { $0 + ($1.emphasis == .receded ? 0 : $1.count) }
      }
      sentences.append(
        words.text(.lifted, ["question": question, "claims": words.count(count, .claim, .claims)]))
    }
    if !omissions.isEmpty {
      sentences.append(words.text(.notDrawn, ["list": omissions.joined(separator: ", ")]))
    }
    return sentences.joined(separator: " ")
  }

  private var what: String {
    var parts: [String] = []
    if request.question != nil, request.title == nil {
      parts.append(
        snapshot.description.title.map { words.text(.answerFrom, ["graph": $0]) } ?? words.text(.answer))
    } else if let question = request.question {
      parts.append(words.text(.answerTo, ["question": question]))
    }
    if let diff = request.diff {
      parts.append(
        words.text(.compared, ["first": words.date(diff.from), "last": words.date(diff.to)]))
    }
    if let first = selection.panelDates.first, let last = selection.panelDates.last {
      let count = words.number(selection.panelDates.count)
      let text = words.text(
        .timeline, ["count": count, "first": words.date(first), "last": words.date(last)])
      parts.append(parts.isEmpty ? SceneScope.capitalized(text) : text)
    }
    if case .around(let node, let hops) = request.selection {
      let name = snapshot.displayName(of: node)
      parts.append(
        hops <= 1
          ? words.text(.aroundOneStep, ["name": name])
          : words.text(.around, ["name": name, "steps": words.number(hops)]))
    }
    parts.append(counts)
    if !scene.sources.isEmpty { parts.append(sources) }
    if let asOf = request.asOf { parts.append(words.text(.asOf, ["date": words.date(asOf)])) }
    if let between = request.between {
      parts.append(
        words.text(.between, ["first": words.date(between.from), "last": words.date(between.to)]))
    }
    if selection.undatedCount > 0 {
      parts.append(words.text(.undatedIncluded, ["count": "\(selection.undatedCount)"]))
    }
    if !request.relationTypes.isEmpty || !request.entityTypes.isEmpty {
      let styles = SceneStyles(snapshot: snapshot)
      let types =
        request.entityTypes.map { styles.title(ofEntityType: $0) }
        + request.relationTypes.map { styles.title(ofRelationType: $0) }
      parts.append(words.text(.only, ["types": types.joined(separator: ", ")]))
    }
    return parts.joined(separator: ", ") + "."
  }

  private var counts: String {
    let claims =
      selection.items.count - thinned.pairRelationCount - (strength > 0 ? thinned.relationCount : 0)
    return words.text(
      .about,
      [
        "claims": words.count(claims, .claim, .claims),
        "entities": words.count(scene.nodes.count, .entity, .entities),
      ])
  }

  /// From how many sources, and when these were published: one date or the first and the last.
  private var sources: String {
    let number = scene.sources.count
    let count = "\(words.number(number)) \(words[number == 1 ? .source : .sources])"
    let dates = scene.sources.map(\.date).filter { !$0.isEmpty }.sorted()
    guard let first = dates.first, let last = dates.last else {
      return words.text(.fromSources, ["sources": count])
    }
    return first == last
      ? words.text(.fromSourcesOf, ["sources": count, "date": words.date(first)])
      : words.text(
        .fromSourcesBetween, ["sources": count, "first": words.date(first), "last": words.date(last)])
  }

  private var omissions: [String] {
    var list: [String] = []
    func claims(_ count: Int) -> String { words.count(count, .claim, .claims) }
    if thinned.backgroundCount > 0 {
      list.append(words.count(thinned.backgroundCount, .backgroundFact, .backgroundFacts))
    }
    if thinned.relationCount > 0 || thinned.entityCount > 0 {
      let entities = words.count(thinned.entityCount, .entity, .entities)
      list.append(words.text(.lessWeight, ["entities": entities, "claims": claims(thinned.relationCount)]))
    }
    if thinned.pairCount > 0 {
      let pairs = words.count(thinned.pairCount, .pair, .pairs)
      list.append(words.text(.weakerPairs, ["pairs": pairs, "claims": claims(thinned.pairRelationCount)]))
    }
    if selection.foldedAwayCount > 0 {
      list.append(words.text(.withinOne, ["claims": claims(selection.foldedAwayCount)]))
    }
    if thinned.isolatedCount > 0 {
      list.append(words.count(thinned.isolatedCount, .isolated, .isolatedSeveral))
    }
    if thinned.phraseCount > 0 {
      let phrases = words.count(thinned.phraseCount, .phrase, .phrases)
      list.append(words.text(.onCrowdedLines, ["phrases": phrases]))
    }
    if selection.elsewhereCount > 0 {
      list.append(words.text(.eventsBefore, ["claims": claims(selection.elsewhereCount)]))
    }
    return list
  }

  private static func capitalized(_ text: String) -> String {
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst()
  }

  static func count(_ number: Int, _ one: String, _ several: String) -> String {
    "\(number) \(number == 1 ? one : several)"
  }
}
