import GraphCore

/// Which claims a map shows, each with the entities that it is drawn between.
struct SceneSelection {
  /// A claim on the map.
  struct Item {
    let relationship: RelationshipID
    /// Where its line begins and ends: its ends, or whom they act for.
    var source: NodeID
    var target: NodeID
  }

  /// The most claims that are looked at one by one; a larger graph is cut to its most active entities first.
  static let claimLimit = 20_000

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
  /// How many claims a graph too large to look at has lost; nil: none.
  private(set) var cutCount: Int?
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
      let all = snapshot.relationshipIdentifiers.map { RelationshipID($0) }
      add(all.count > SceneSelection.claimLimit ? busiest(of: all) : all)
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
      if frontier.isEmpty || found.count > SceneSelection.claimLimit { break }
    }
    return found.sorted()
  }

  /// Of a graph too large to look at claim by claim, those among the entities with most claims.
  private mutating func busiest(of all: [RelationshipID]) -> [RelationshipID] {
    var degrees = Array(repeating: 0, count: snapshot.nodeCapacity)
    for relationship in all {
      degrees[snapshot.source(of: relationship).index] += 1
      degrees[snapshot.target(of: relationship).index] += 1
    }
    let ranked = degrees.indices.sorted {
      degrees[$0] != degrees[$1] ? degrees[$0] > degrees[$1] : $0 < $1
    }
    let kept = Set(ranked.prefix(SceneBuilder.entityLimit).map { NodeID(UInt32($0)) })
    var among = all.filter {
      kept.contains(snapshot.source(of: $0)) && kept.contains(snapshot.target(of: $0))
    }
    notes.omissions.append(
      "only claims among the \(kept.count) entities with most claims are looked at (\(among.count) of \(all.count))"
    )
    if among.count > SceneSelection.claimLimit { among = Array(among.prefix(SceneSelection.claimLimit)) }
    cutCount = all.count - among.count
    return among
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
    let from = request.between?.from ?? request.asOf
    let to = request.between?.to ?? request.asOf
    guard from != nil || to != nil else { return }
    let count = items.count
    var undated = 0
    items = items.filter { item in
      switch snapshot.validTime(of: item.relationship).isActive(from: from, to: to) {
      case true?: return true
      case false?: return false
      case nil:
        undated += 1
        return true
      }
    }
    undatedCount = undated
    note(count - items.count, "of other times")
    if undated > 0 {
      notes.choices.append(
        "drawn although a date was asked for: \(SceneScope.count(undated, "undated relation", "undated relations"))"
      )
    }
  }

  private mutating func note(_ count: Int, _ what: String) {
    if count > 0 {
      notes.choices.append("not asked for: \(SceneScope.count(count, "relation", "relations")) \(what)")
    }
  }

  // MARK: - Folding

  /// How many pairs of entities are joined.
  var pairCount: Int {
    Set(items.map { [$0.source, $0.target] }).count
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
