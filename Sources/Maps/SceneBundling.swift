import GraphCore

/// Joins claims between the same two entities into lines, and numbers their sources.
struct SceneBundling {
  /// The most lines of words on one line; more are counted.
  static let chipLimit = 6
  /// The most phrases on a map before each line has fewer.
  static let phraseLimit = 100
  /// The most lines between two entities that can be told apart.
  static let parallelLimit = 6

  let snapshot: GraphSnapshot
  let styles: SceneStyles
  let request: MapRequest
  /// One line for each relation type and status instead of one for all.
  private let isSeparate: Bool
  private let lifted: Set<RelationshipID>?
  /// Whether entities are drawn as those they act for; then these have the word, too.
  let isFolded: Bool
  private(set) var sources: [SceneSource] = []
  private var numbers: [String: Int] = [:]

  init(snapshot: GraphSnapshot, styles: SceneStyles, request: MapRequest, isFolded: Bool) {
    self.snapshot = snapshot
    self.styles = styles
    self.request = request
    // At several dates a line keeps its place; apart they would change places with what holds.
    isSeparate = request.edges == .separate && request.timeline == nil
    lifted = request.highlight.map { Set($0) }
    self.isFolded = isFolded
  }

  // MARK: - Sources

  /// Numbers the sources of the claims: as given, and those without a given number after all of these, in the
  /// order of the file.
  mutating func numberSources(of items: [SceneSelection.Item], given: [String: Int] = [:]) {
    var used: Set<String> = []
    for item in items {
      for citation in snapshot.relation(item.relationship).sources { used.insert(citation.source) }
    }
    var next = (given.values.max() ?? 0) + 1
    for source in snapshot.sources where used.contains(source.id) {
      let number = given[source.id] ?? next
      if given[source.id] == nil { next += 1 }
      numbers[source.id] = number
      sources.append(
        SceneSource(
          number: number, id: source.id, publisher: source.publisher ?? "", title: source.title ?? "",
          date: source.date?.description ?? "", url: source.url))
    }
    sources.sort { $0.number < $1.number }
  }

  // MARK: - Lines

  private struct ChipKey: Hashable {
    let type: String
    let status: SceneStatus
    var change: SceneChange?
    var isLifted = false
  }

  /// What will be one line.
  private struct Draft {
    let source: Int
    let target: Int
    var keys: [ChipKey] = []
    var relations: [ChipKey: [Relation]] = [:]
    /// What held before of what changed.
    var before: [ChipKey: [Relation]] = [:]
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
      let key = ChipKey(
        type: relation.type, status: status(of: relation), change: item.change,
        isLifted: lifted?.contains(item.relationship) ?? false)
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
    let lines = limitParallels(drafts)
    let limit = SceneBundling.chipLimit(for: lines.map(\.keys.count))
    return lines.map { bundle($0, limit: limit) }
  }

  /// The status to show: on a map of some date, what held then holds, whatever came of it later.
  private func status(of relation: Relation) -> SceneStatus {
    let status = SceneStatus(relation.status)
    guard status == .past, !relation.time.isUndated,
      request.asOf != nil || request.timeline != nil || request.diff != nil
    else { return status }
    return .current
  }

  /// Joins the least grave lines between two entities when there are more than can be told apart, those of one
  /// direction in one line.
  private func limitParallels(_ drafts: [Draft]) -> [Draft] {
    guard isSeparate else { return drafts }
    var pairs: [[Int]: [Int]] = [:]
    for (index, draft) in drafts.enumerated() {
      let ends = [min(draft.source, draft.target), max(draft.source, draft.target)]
      pairs[ends, default: []].append(index)
    }
    var drafts = drafts
    var merged: Set<Int> = []
    for indices in pairs.values where indices.count > SceneBundling.parallelLimit {
      let ranked = indices.sorted { left, right in
        let keys = (drafts[left].keys[0], drafts[right].keys[0])
        return keys.0 != keys.1 ? precedes(keys.0, keys.1, drafts[left], drafts[right]) : left < right
      }
      // One line each way is needed for the rest, if it runs both ways.
      let rest = ranked.dropFirst(SceneBundling.parallelLimit - 1)
      let isOneWay = Set(rest.map { drafts[$0].source }).count == 1
      let apart = SceneBundling.parallelLimit - (isOneWay ? 1 : 2)
      var heads: [Int: Int] = [:]
      for index in ranked.dropFirst(apart) {
        let source = drafts[index].source
        guard let head = heads[source] else {
          heads[source] = index
          continue
        }
        for key in drafts[index].keys {
          for relation in drafts[index].relations[key] ?? [] {
            drafts[head].add(relation, as: key, isSymmetric: styles.isSymmetric(relation.type))
          }
        }
        merged.insert(index)
      }
    }
    return drafts.indices.filter { !merged.contains($0) }.map { drafts[$0] }
  }

  /// Whether a phrase stands above another on a line.
  private func precedes(_ left: ChipKey, _ right: ChipKey, _ leftDraft: Draft, _ rightDraft: Draft) -> Bool {
    if left.isLifted != right.isLifted { return left.isLifted }
    if left.status.order != right.status.order { return left.status.order < right.status.order }
    let ranks = (styles.rank(of: left.type), styles.rank(of: right.type))
    if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
    let counts = (leftDraft.relations[left]?.count ?? 0, rightDraft.relations[right]?.count ?? 0)
    if ranks.0 == 0, counts.0 != counts.1 { return counts.0 > counts.1 }
    let orders = (styles.order(of: left.type), styles.order(of: right.type))
    if orders.0 != orders.1 { return orders.0 < orders.1 }
    return SceneBundling.order(of: left.change) < SceneBundling.order(of: right.change)
  }

  private static func order(of change: SceneChange?) -> Int {
    change.flatMap { SceneChange.allCases.firstIndex(of: $0) } ?? -1
  }

  /// How many phrases a line may have: fewer when a map has so many that nobody would read them.
  private static func chipLimit(for counts: [Int]) -> Int {
    for limit in stride(from: chipLimit, to: 3, by: -1)
    where counts.reduce(0, { $0 + min($1, limit) }) <= phraseLimit {
      return limit
    }
    return 3
  }

  private func bundle(_ draft: Draft, limit: Int) -> SceneBundle {
    let draft = joinChanged(draft)
    let keys = draft.keys.sorted { precedes($0, $1, draft, draft) }
    let all = keys.map { chip($0, draft.relations[$0] ?? [], before: draft.before[$0] ?? []) }
    let shown = all.count <= limit ? all : Array(all.prefix(limit - 1))
    var stroke = styles.stroke(keys.first?.type ?? "")
    if draft.onlySymmetric, stroke.arrow != .none { stroke.arrow = .none }
    if !draft.onlySymmetric, stroke.arrow == .none,
      let directed = keys.first(where: { !styles.isSymmetric($0.type) })
    {
      stroke.arrow = styles.stroke(directed.type).arrow
    }
    // Keys are sorted current first: a line of which nothing holds any more does not look as if it did.
    let status = keys.first?.status ?? .current
    var bundle = SceneBundle(
      source: draft.source, target: draft.target, chips: shown, stroke: stroke,
      status: status,
      hiddenChips: Array(all.dropFirst(shown.count)))
    if lifted != nil { bundle.emphasis = keys.contains { $0.isLifted } ? .lifted : .receded }
    let changes = Set(keys.compactMap(\.change))
    if !changes.isEmpty { bundle.change = changes.count == 1 ? keys[0].change : .changed }
    return bundle
  }

  /// Joins what ended and what is new of one type on a line: it changed.
  private func joinChanged(_ draft: Draft) -> Draft {
    var draft = draft
    for went in draft.keys where went.change == .went {
      guard
        let came = draft.keys.first(where: {
          $0.change == .came && $0.type == went.type && $0.isLifted == went.isLifted
        })
      else { continue }
      var changed = came
      changed.change = .changed
      let before = draft.relations[went] ?? []
      let after = draft.relations[came] ?? []
      draft.before[changed] = before
      draft.relations[went] = nil
      draft.relations[came] = nil
      draft.relations[changed] = after
      draft.keys = draft.keys.filter { $0 != went && $0 != came } + [changed]
    }
    return draft
  }

  private func chip(_ key: ChipKey, _ after: [Relation], before: [Relation]) -> SceneChip {
    var sourceNumbers: Set<Int> = []
    let relations = before + after
    let words = ClaimWords(snapshot, styles, request.words)
    let claims = relations.map { relation -> SceneClaim in
      let own = Set(relation.sources.compactMap { numbers[$0.source] }).sorted()
      sourceNumbers.formUnion(own)
      return SceneClaim(
        words.sentence(of: relation), sourceNumbers: own, relationship: relation.relationship.rawValue)
    }
    var chip = SceneChip(
      type: key.type, verb: verb(key.type, key.status), color: styles.stroke(key.type).color,
      count: after.count, date: SceneDates.short(after.map(\.time)), status: key.status,
      sourceNumbers: sourceNumbers.sorted(), speakers: speakers(of: relations), claims: claims)
    chip.change = key.change
    if lifted != nil { chip.emphasis = key.isLifted ? .lifted : .receded }
    if let first = before.first {
      let status = status(of: first)
      chip.before = [
        status == key.status || status == .current ? "" : request.words[status.phrase],
        SceneDates.short(before.map(\.time)),
      ]
      .filter { !$0.isEmpty }.joined(separator: " ")
    }
    return chip
  }

  private func verb(_ type: String, _ status: SceneStatus) -> String {
    styles.verb(type, status, request.words[.past])
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
}

extension SceneStatus {
  init(_ word: String) { self = SceneStatus(rawValue: word) ?? .current }

  /// Its word; of what holds now nothing needs to be said.
  package var phrase: MapWords.Phrase {
    switch self {
    case .past, .current: .past
    case .disputed: .disputed
    case .denied: .denied
    }
  }

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
    case (let since?, let until?): return since == until ? "\(since)" : "\(since)–\(until)"
    case (let since?, nil): return "\(since)–"
    case (nil, let until?): return "–\(until)"
    case (nil, nil): return ""
    }
  }

  /// The time of one claim in words.
  static func long(_ time: ValidTime) -> String {
    if let date = time.date { return date.description }
    switch (time.since, time.until) {
    case (let since?, let until?): return since == until ? "\(since)" : "from \(since) to \(until)"
    case (let since?, nil): return "since \(since)"
    case (nil, let until?): return "until \(until)"
    case (nil, nil): return ""
    }
  }
}
