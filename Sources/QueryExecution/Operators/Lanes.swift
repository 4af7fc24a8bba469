import GraphCore
import QueryPlanning

/// The adjacencies that a hop walks over, taken once per batch.
struct Lanes {
  /// One adjacency, and whether loops are left out because another lane gives them.
  struct Lane {
    let adjacency: Adjacency
    let skipsLoops: Bool
  }

  let lanes: [Lane]

  /// The lanes of a hop: by type in order, outgoing before incoming.
  init(_ types: [String], _ direction: QueryPlanning.Direction, in snapshot: GraphSnapshot) {
    var lanes: [Lane] = []
    func add(_ adjacency: (GraphCore.Direction) -> Adjacency) {
      if direction != .incoming { lanes.append(Lane(adjacency: adjacency(.outgoing), skipsLoops: false)) }
      if direction != .outgoing {
        lanes.append(Lane(adjacency: adjacency(.incoming), skipsLoops: direction == .either))
      }
    }
    if types.isEmpty {
      add { snapshot.adjacency($0) }
    } else {
      for name in Self.distinct(types) {
        guard let type = snapshot.relationshipType(named: name) else { continue }
        add { snapshot.adjacency(type, $0) }
      }
    }
    self.lanes = lanes
  }

  /// The names without repetition: `[:A|A]` means `[:A]`.
  static func distinct(_ names: [String]) -> [String] {
    var result: [String] = []
    for name in names where !result.contains(name) { result.append(name) }
    return result
  }

  /// All hops from a node, in order.
  func hops(from node: UInt32) -> [(relationship: UInt32, end: UInt32)] {
    var result: [(relationship: UInt32, end: UInt32)] = []
    for lane in lanes {
      let adjacency = lane.adjacency
      for place in adjacency.range(of: node) {
        let end = adjacency.neighbours[place]
        if lane.skipsLoops && end == node { continue }
        result.append((adjacency.relationships[place], end))
      }
    }
    return result
  }
}

/// Relationships that a new one of the same MATCH must differ from.
struct RelationshipExclusion {
  private var singles: [[UInt32]] = []
  private var lists: [[[UInt32]]] = []

  /// Whether there is nothing to differ from.
  var isEmpty: Bool { singles.isEmpty && lists.isEmpty }

  init() {}

  /// Takes the columns (relationships, or lists of them) of a batch.
  init(_ batch: RowBatch, _ slots: [Slot]) {
    for slot in slots {
      switch batch.columns[slot.index] {
      case .relationships(let ids): singles.append(ids)
      case .absent: break
      case let column: lists.append((0..<batch.count).map { Self.relationships(column.value(at: $0)) })
      }
    }
  }

  private static func relationships(_ value: Value) -> [UInt32] {
    switch value {
    case .relationship(let relationship): [relationship.rawValue]
    case .list(let elements): elements.flatMap { relationships($0) }
    default: []
    }
  }

  func excludes(_ relationship: UInt32, row: Int) -> Bool {
    for single in singles where single[row] == relationship { return true }
    for list in lists where list[row].contains(relationship) { return true }
    return false
  }
}
