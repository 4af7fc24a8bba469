import GraphCore

/// Joins claims between the same two entities into lines, and numbers their sources.
struct SceneBundling {
  /// The most lines of words on one line; more are counted.
  static let chipLimit = 6

  let snapshot: GraphSnapshot
  let styles: SceneStyles
  /// One line for each relation type and status instead of one for all.
  let isSeparate: Bool
  /// Whether entities are drawn as those they act for; then these have the word, too.
  let isFolded: Bool
  private(set) var sources: [SceneSource] = []
  private var numbers: [String: Int] = [:]

  init(snapshot: GraphSnapshot, styles: SceneStyles, isSeparate: Bool, isFolded: Bool) {
    self.snapshot = snapshot
    self.styles = styles
    self.isSeparate = isSeparate
    self.isFolded = isFolded
  }

  // MARK: - Sources

  /// Numbers the sources of the claims from 1 in the order of the file.
  mutating func numberSources(of items: [SceneSelection.Item]) {
    var used: Set<String> = []
    for item in items {
      for citation in snapshot.relation(item.relationship).sources { used.insert(citation.source) }
    }
    for source in snapshot.sources where used.contains(source.id) {
      let number = sources.count + 1
      numbers[source.id] = number
      sources.append(
        SceneSource(
          number: number, id: source.id, publisher: source.publisher ?? "", title: source.title ?? "",
          date: source.date?.description ?? "", url: source.url))
    }
  }

  // MARK: - Lines

  private struct ChipKey: Hashable {
    let type: String
    let status: SceneStatus
  }

  /// What will be one line.
  private struct Draft {
    let source: Int
    let target: Int
    var keys: [ChipKey] = []
    var relations: [ChipKey: [Relation]] = [:]
    var onlySymmetric = true

    mutating func add(_ relation: Relation, as key: ChipKey, isSymmetric: Bool) {
      if relations[key] == nil { keys.append(key) }
      relations[key, default: []].append(relation)
      if !isSymmetric { onlySymmetric = false }
    }
  }

  /// The lines of all claims, in the order of the file.
  func bundles(of items: [SceneSelection.Item], indices: [NodeID: Int]) -> [SceneBundle] {
    var drafts: [Draft] = []
    var places: [[Int]: Int] = [:]
    var symmetric: [(source: Int, target: Int, relation: Relation, key: ChipKey)] = []
    func place(_ source: Int, _ target: Int, _ key: ChipKey) -> [Int] {
      isSeparate ? [source, target, styles.order(of: key.type), key.status.order] : [source, target]
    }
    for item in items {
      guard let source = indices[item.source], let target = indices[item.target] else { continue }
      let relation = snapshot.relation(item.relationship)
      let key = ChipKey(type: relation.type, status: SceneStatus(relation.status))
      if styles.isSymmetric(relation.type) {
        symmetric.append((source, target, relation, key))
        continue
      }
      let slot = place(source, target, key)
      let index = places[slot] ?? drafts.count
      if index == drafts.count {
        places[slot] = index
        drafts.append(Draft(source: source, target: target))
      }
      drafts[index].add(relation, as: key, isSymmetric: false)
    }
    // What has no direction joins a line that is there, in whichever direction that runs.
    for (source, target, relation, key) in symmetric {
      let forward = place(source, target, key)
      let backward = place(target, source, key)
      let index = places[forward] ?? places[backward] ?? drafts.count
      if index == drafts.count {
        places[forward] = index
        drafts.append(Draft(source: source, target: target))
      }
      drafts[index].add(relation, as: key, isSymmetric: true)
    }
    return drafts.map { bundle($0) }
  }

  private func bundle(_ draft: Draft) -> SceneBundle {
    let keys = draft.keys.sorted { left, right in
      if left.status.order != right.status.order { return left.status.order < right.status.order }
      let leftRank = styles.rank(of: left.type)
      let rightRank = styles.rank(of: right.type)
      if leftRank != rightRank { return leftRank > rightRank }
      let leftCount = draft.relations[left]?.count ?? 0
      let rightCount = draft.relations[right]?.count ?? 0
      if leftRank == 0, leftCount != rightCount { return leftCount > rightCount }
      return styles.order(of: left.type) < styles.order(of: right.type)
    }
    let all = keys.map { chip($0, draft.relations[$0] ?? []) }
    let shown = all.count <= SceneBundling.chipLimit ? all : Array(all.prefix(SceneBundling.chipLimit - 1))
    var stroke = styles.stroke(keys.first?.type ?? "")
    if draft.onlySymmetric, stroke.arrow != .none { stroke.arrow = .none }
    if !draft.onlySymmetric, stroke.arrow == .none,
      let directed = keys.first(where: { !styles.isSymmetric($0.type) })
    {
      stroke.arrow = styles.stroke(directed.type).arrow
    }
    // Keys are sorted current first: a line of which nothing holds any more does not look as if it did.
    let status = keys.first?.status ?? .current
    return SceneBundle(
      source: draft.source, target: draft.target, chips: shown, stroke: stroke,
      status: status,
      hiddenChips: Array(all.dropFirst(shown.count)))
  }

  private func chip(_ key: ChipKey, _ relations: [Relation]) -> SceneChip {
    var sourceNumbers: Set<Int> = []
    let claims = relations.map { relation -> SceneClaim in
      let own = Set(relation.sources.compactMap { numbers[$0.source] }).sorted()
      sourceNumbers.formUnion(own)
      return SceneClaim(sentence(relation, key), sourceNumbers: own)
    }
    return SceneChip(
      type: key.type, verb: styles.verb(key.type, key.status), color: styles.stroke(key.type).color,
      count: relations.count, date: SceneDates.short(relations.map(\.time)), status: key.status,
      sourceNumbers: sourceNumbers.sorted(), speakers: speakers(of: relations), claims: claims)
  }

  /// Who says so, in the order of the claims; nobody when a claim is not attributed.
  private func speakers(of relations: [Relation]) -> [String] {
    var names: [String] = []
    for relation in relations {
      guard let speaker = relation.attributedTo else { return [] }
      let node = snapshot.node(withID: speaker).map { isFolded ? snapshot.principal(of: $0) : $0 }
      let name = node.map { snapshot.displayName(of: $0) } ?? speaker
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// A claim as a sentence: who, what, whom, of what, when, by whose word, whether it holds.
  private func sentence(_ relation: Relation, _ key: ChipKey) -> String {
    let subject = snapshot.displayName(of: relation.subject)
    let object = snapshot.displayName(of: relation.object)
    var text = "\(subject) \(styles.verb(key.type, key.status)) \(object)"
    if let about = relation.about {
      if let preposition = styles.aboutPreposition(key.type), !preposition.isEmpty {
        text += " \(preposition) \(about)"
      } else {
        text += ": \(about)"
      }
    }
    let date = SceneDates.long(relation.time)
    if !date.isEmpty { text += ", \(date)" }
    if let speaker = relation.attributedTo {
      text += ", said by \(snapshot.node(withID: speaker).map { snapshot.displayName(of: $0) } ?? speaker)"
    }
    if key.status == .denied || key.status == .disputed { text += " (\(key.status.rawValue))" }
    return text
  }
}

extension SceneStatus {
  init(_ word: String) { self = SceneStatus(rawValue: word) ?? .current }

  /// Current first.
  fileprivate var order: Int { SceneStatus.allCases.firstIndex(of: self) ?? 0 }
}

/// Dates on lines and in sentences.
enum SceneDates {
  /// One date for several claims: theirs if they agree, else the years they span; empty when all are undated.
  static func short(_ times: [ValidTime]) -> String {
    let dated = times.filter { !$0.isUndated }
    let texts = Set(dated.map { interval($0) })
    if texts.count <= 1 { return texts.first ?? "" }
    var first = Int32.max
    var last = Int32.min
    for time in dated {
      for date in [time.date, time.since, time.until] {
        guard let date else { continue }
        first = min(first, date.year)
        last = max(last, date.year)
      }
    }
    let isOpen = dated.contains { $0.date == nil && $0.until == nil }
    if isOpen { return "\(first)–" }
    return first == last ? "\(first)" : "\(first)–\(last)"
  }

  private static func interval(_ time: ValidTime) -> String {
    if let date = time.date { return date.description }
    switch (time.since, time.until) {
    case (let since?, let until?): return "\(since)–\(until)"
    case (let since?, nil): return "\(since)–"
    case (nil, let until?): return "–\(until)"
    case (nil, nil): return ""
    }
  }

  /// The time of one claim in words.
  static func long(_ time: ValidTime) -> String {
    if let date = time.date { return date.description }
    switch (time.since, time.until) {
    case (let since?, let until?): return "from \(since) to \(until)"
    case (let since?, nil): return "since \(since)"
    case (nil, let until?): return "until \(until)"
    case (nil, nil): return ""
    }
  }
}
