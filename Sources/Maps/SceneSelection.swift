import GraphCore

/// Which claims a map shows, each with the entities that it is drawn between.
struct SceneSelection {
  /// A claim on the map.
  struct Item {
    let relationship: RelationshipID
    /// Where its line begins and ends: its ends, or whom they act for.
    var source: NodeID
    var target: NodeID
    /// What became of it between two dates; nil when none are compared.
    var change: SceneChange?

    /// The two ends in one number, whichever is which.
    var pair: UInt64 {
      let (low, high) = (min(source.rawValue, target.rawValue), max(source.rawValue, target.rawValue))
      return UInt64(low) << 32 | UInt64(high)
    }
  }

  let snapshot: GraphSnapshot
  let request: MapRequest
  private(set) var items: [Item] = []
  /// Entities that are drawn even without a line: those that were asked for by name.
  private(set) var required: [NodeID] = []
  /// Whether ends are whom they act for.
  private(set) var isFolded = false
  /// How many entities were drawn as another, when folded: members by principal.
  private(set) var members: [NodeID: [NodeID]] = [:]
  /// How many claims join an entity to those who act for it.
  private(set) var foldedAwayCount = 0
  /// How many undated claims stay although a date was asked for.
  private(set) var undatedCount = 0
  /// How many claims hold at neither of two compared dates nor between them.
  private(set) var elsewhereCount = 0
  /// The dates of the small maps; empty when there is one map.
  private(set) var panelDates: [PartialDate] = []
  private(set) var notes = SceneNotes()

  /// Selects and filters; folds when asked to.
  init(snapshot: GraphSnapshot, request: MapRequest) {
    self.snapshot = snapshot
    self.request = request
    select()
    filter()
  }

  // MARK: - What was asked for

  private mutating func select() {
    switch request.selection {
    case .all:
      add(snapshot.relationshipIdentifiers.map { RelationshipID($0) })
    case .relations(let relationships):
      var seen: Set<RelationshipID> = []
      add(
        relationships.filter { $0.index < snapshot.relationshipCapacity && seen.insert($0).inserted }.sorted()
      )
    case .entities(let nodes):
      required = nodes.filter { $0.index < snapshot.nodeCapacity && !snapshot.isDeleted($0) }
      let wanted = Set(required)
      add(
        snapshot.relationshipIdentifiers.map { RelationshipID($0) }.filter {
          wanted.contains(snapshot.source(of: $0)) && wanted.contains(snapshot.target(of: $0))
        })
    case .around(let node, let hops):
      guard node.index < snapshot.nodeCapacity, !snapshot.isDeleted(node) else { return }
      required = [node]
      add(around(node, hops: hops))
    }
  }

  private mutating func add(_ relationships: [RelationshipID]) {
    for relationship in relationships where !snapshot.isDeleted(relationship) {
      items.append(
        Item(
          relationship: relationship, source: snapshot.source(of: relationship),
          target: snapshot.target(of: relationship)))
    }
  }

  /// The claims on all ways of at most `hops` steps from an entity.
  private func around(_ start: NodeID, hops: Int) -> [RelationshipID] {
    let steps = min(max(hops, 1), 100)
    let directions = [snapshot.adjacency(.outgoing), snapshot.adjacency(.incoming)]
    var reached: Set<NodeID> = [start]
    var frontier = [start]
    var found: Set<RelationshipID> = []
    for _ in 0..<steps {
      var next: [NodeID] = []
      for node in frontier {
        for adjacency in directions {
          for place in adjacency.range(of: node.rawValue) {
            found.insert(RelationshipID(adjacency.relationships[place]))
            let neighbour = NodeID(adjacency.neighbours[place])
            if reached.insert(neighbour).inserted { next.append(neighbour) }
          }
        }
      }
      frontier = next.sorted()
      if frontier.isEmpty { break }
    }
    return found.sorted()
  }

  // MARK: - Filters

  private mutating func filter() {
    let before = items.count
    if !request.relationTypes.isEmpty {
      let wanted = Set(request.relationTypes)
      items = items.filter { wanted.contains(snapshot.name(of: snapshot.type(of: $0.relationship))) }
      note(before - items.count, "of other types")
    }
    if !request.entityTypes.isEmpty {
      let count = items.count
      items = items.filter { fits($0.source) && fits($0.target) }
      required = required.filter { fits($0) }
      note(count - items.count, "with entities of other types")
    }
    filterByTime()
  }

  private func fits(_ node: NodeID) -> Bool {
    snapshot.labels(of: node).contains { request.entityTypes.contains(snapshot.name(of: $0)) }
  }

  private mutating func filterByTime() {
    if let diff = request.diff { return compare(diff.from, diff.to) }
    if let timeline = request.timeline {
      panelDates = timeline.isEmpty ? SceneTimeline.dates(of: items.map { time(of: $0) }) : timeline.sorted()
      if panelDates.isEmpty {
        notes.choices.append("one map and no row of dates: no claim has a date")
      } else {
        keep { [panelDates] time in
          time.isUndated ? nil : panelDates.contains { time.isActive(from: $0, to: $0) == true }
        }
      }
      return
    }
    let from = request.between?.from ?? request.asOf
    let to = request.between?.to ?? request.asOf
    guard from != nil || to != nil else { return }
    keep { $0.isActive(from: from, to: to) }
  }

  /// Keeps claims by their time; what is undated stays and is counted.
  private mutating func keep(_ isWanted: (ValidTime) -> Bool?) {
    let count = items.count
    var undated = 0
    items = items.filter { item in
      guard let wanted = isWanted(time(of: item)) else {
        undated += 1
        return true
      }
      return wanted
    }
    note(count - items.count, "of other times")
    noteUndated(undated)
  }

  private mutating func noteUndated(_ undated: Int) {
    undatedCount = undated
    guard undated > 0 else { return }
    let count = SceneScope.count(undated, "undated relation", "undated relations")
    notes.choices.append("drawn although a date was asked for: \(count)")
  }

  private func time(of item: Item) -> ValidTime { snapshot.validTime(of: item.relationship) }

  /// Leaves out dates at which nothing is drawn, of those that were found in the claims.
  mutating func keepDates(_ isKept: [Bool]) {
    guard request.timeline?.isEmpty == true else { return }
    panelDates = zip(panelDates, isKept).filter { $0.1 }.map(\.0)
  }

  /// The claims that hold at a date, and the undated ones.
  func items(at date: PartialDate) -> [Item] {
    items.filter { time(of: $0).isActive(from: date, to: date) != false }
  }

  /// Says of each claim what became of it between two dates, and drops what holds at neither nor in between.
  private mutating func compare(_ from: PartialDate, _ to: PartialDate) {
    let count = items.count
    var undated = 0
    items = items.compactMap { item in
      var item = item
      let time = time(of: item)
      switch (time.isActive(from: from, to: from), time.isActive(from: to, to: to)) {
      case (true?, true?): item.change = .stayed
      case (true?, _): item.change = .went
      case (_, true?): item.change = .came
      case (nil, _), (_, nil):
        undated += 1
        item.change = .stayed
      case (false?, false?):
        guard time.isActive(from: from, to: to) == true else { return nil }
        item.change = .came
      }
      return item
    }
    elsewhereCount = count - items.count
    note(elsewhereCount, "of neither date nor the time between")
    noteUndated(undated)
  }

  private mutating func note(_ count: Int, _ what: String) {
    if count > 0 {
      notes.choices.append("not asked for: \(SceneScope.count(count, "relation", "relations")) \(what)")
    }
  }

  // MARK: - Folding

  /// How many pairs of entities are joined.
  var pairCount: Int {
    Set(items.map { UInt64($0.source.rawValue) << 32 | UInt64($0.target.rawValue) }).count
  }

  /// The entities that are drawn, ascending.
  var entities: [NodeID] {
    var nodes = Set(required)
    for item in items {
      nodes.insert(item.source)
      nodes.insert(item.target)
    }
    return nodes.sorted()
  }

  /// Draws every entity as the one it acts for; claims within one are dropped.
  mutating func fold() {
    isFolded = true
    for node in entities {
      let principal = snapshot.principal(of: node)
      if principal != node { members[principal, default: []].append(node) }
    }
    let count = items.count
    for index in items.indices {
      items[index].source = snapshot.principal(of: items[index].source)
      items[index].target = snapshot.principal(of: items[index].target)
    }
    items = items.filter { item in
      item.source != item.target
        || snapshot.source(of: item.relationship) == snapshot.target(of: item.relationship)
    }
    foldedAwayCount = count - items.count
    var seen: Set<NodeID> = []
    required = required.map { snapshot.principal(of: $0) }.filter { seen.insert($0).inserted }
  }

  /// Drops claims.
  mutating func remove(_ unwanted: (Item) -> Bool) { items.removeAll(where: unwanted) }
}
