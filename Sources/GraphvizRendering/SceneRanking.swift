import Maps

/// Which entities and lines matter most: the order of the keyboard and of the words for readers' voices.
struct SceneRanking {
  /// How many claims each entity has a part in.
  let degrees: [Int]
  /// Indices of the entities, the most connected first; ties in the order of the scene.
  let nodes: [Int]
  /// Indices of the lines, those of the most claims first; ties in the order of the scene.
  let bundles: [Int]

  init(_ scene: MapScene) {
    var degrees = Array(repeating: 0, count: scene.nodes.count)
    let counts = scene.bundles.map(\.claimCount)
    for (bundle, count) in zip(scene.bundles, counts) {
      degrees[bundle.source] += count
      if bundle.target != bundle.source { degrees[bundle.target] += count }
    }
    nodes = scene.nodes.indices.sorted { (-degrees[$0], $0) < (-degrees[$1], $1) }
    bundles = scene.bundles.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    self.degrees = degrees
  }
}

extension MapScene {
  /// Where a line leads: to the first of its sources that has a safe address.
  func link(of bundle: SceneBundle) -> String? {
    let numbers = Set(bundle.chips.flatMap(\.sourceNumbers))
    return sources.filter { numbers.contains($0.number) }.sorted { $0.number < $1.number }
      .lazy.compactMap { Markup.safeLink($0.url) }.first
  }
}
