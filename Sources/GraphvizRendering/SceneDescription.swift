import Maps

/// The map in words, for tooltips, readers' voices and search.
enum SceneDescription {
  /// How many entities and relations, and the three most connected.
  static func words(for scene: MapScene) -> String {
    let ranking = SceneRanking(scene)
    let claimCount = scene.bundles.reduce(0) { $0 + $1.claimCount }
    var text = "Relationship map of \(count(scene.nodes.count, "entity", "entities")) and "
    text += "\(count(claimCount, "relation", "relations"))."
    let top = ranking.nodes.prefix(3).filter { ranking.degrees[$0] > 0 }.map {
      "\(TextMetrics.clean(scene.nodes[$0].name)) (\(ranking.degrees[$0]))"
    }
    if !top.isEmpty { text += " Most connected: \(top.joined(separator: ", "))." }
    if !scene.scope.isEmpty { text += " \(scene.scope)" }
    return TextMetrics.clean(text, limit: 1_000)
  }

  /// An entity's name and type, and who is drawn as it.
  static func words(for node: SceneNode) -> String {
    var text = node.caption.isEmpty ? node.name : "\(node.name) (\(node.caption))"
    if !node.folded.isEmpty { text += "; drawn as it: \(node.folded.joined(separator: ", "))" }
    return TextMetrics.clean(text, limit: 600)
  }

  /// The claims on a line, each in a sentence with the numbers of its sources.
  static func words(for bundle: SceneBundle, in scene: MapScene) -> String {
    let claims = (bundle.chips + bundle.hiddenChips).flatMap(\.claims)
    if claims.isEmpty {
      let source = scene.nodes[bundle.source].name
      let target = scene.nodes[bundle.target].name
      let verbs = bundle.chips.map(\.verb).joined(separator: ", ")
      return TextMetrics.clean("\(source) \(verbs) \(target)", limit: 400)
    }
    var sentences = claims.prefix(24).map { claim in
      let numbers = claim.sourceNumbers.map(String.init).joined(separator: ", ")
      let sentence = TextMetrics.clean(claim.sentence, limit: 300)
      return numbers.isEmpty ? sentence : "\(sentence) [\(numbers)]"
    }
    if claims.count > sentences.count { sentences.append("and \(claims.count - sentences.count) more") }
    return sentences.joined(separator: "; ")
  }

  private static func count(_ number: Int, _ one: String, _ several: String) -> String {
    "\(number) \(number == 1 ? one : several)"
  }
}
