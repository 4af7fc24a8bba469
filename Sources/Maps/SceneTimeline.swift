import GraphCore

/// Several dates of one map, each a small map with every entity at the same place.
struct SceneTimeline {
  /// The most dates that are found automatically.
  static let dateLimit = 4

  /// The periods in which most claims begin, happen or end, earliest first: years, or months or days when all claims
  /// lie within three years or three months.
  ///
  /// - Complexity: O(n log n) in the number of claims.
  static func dates(of times: [ValidTime]) -> [PartialDate] {
    let ends = times.flatMap { [$0.date, $0.since, $0.until] }.compactMap { $0 }.filter { !$0.isDecade }
    guard let first = ends.map(\.earliestDay).min(), let last = ends.map(\.latestDay).max() else { return [] }
    let span = last - first
    var counts: [PartialDate: Int] = [:]
    for end in ends {
      let period: PartialDate?
      if span > 3 * 366 {
        period = PartialDate(year: Int(end.year))
      } else if span > 92 {
        period = end.month > 0 ? PartialDate(year: Int(end.year), month: Int(end.month)) : nil
      } else {
        period = end.hasDay ? end.about(false) : nil
      }
      if let period { counts[period, default: 0] += 1 }
    }
    let busiest = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    return busiest.prefix(dateLimit).map(\.key).sorted()
  }

  /// The panels of a scene whose lines are those of all dates.
  static func panels(
    of selection: SceneSelection, in scene: MapScene, bundling: SceneBundling, indices: [NodeID: Int]
  ) -> [ScenePanel] {
    var places: [[Int]: Int] = [:]
    for (index, bundle) in scene.bundles.enumerated() { places[[bundle.source, bundle.target]] = index }
    return selection.panelDates.map { date in
      let bundles = bundling.bundles(of: selection.items(at: date), indices: indices)
      let lines = bundles.compactMap { bundle -> ScenePanel.Line? in
        if let place = places[[bundle.source, bundle.target]] {
          return ScenePanel.Line(place: place, bundle: bundle)
        }
        // What has no direction may have joined a line that runs the other way.
        guard let place = places[[bundle.target, bundle.source]] else { return nil }
        var turned = bundle
        (turned.source, turned.target) = (bundle.target, bundle.source)
        return ScenePanel.Line(place: place, bundle: turned)
      }
      return ScenePanel(title: scene.words.date(date), lines: lines.sorted { $0.place < $1.place })
    }
  }
}
