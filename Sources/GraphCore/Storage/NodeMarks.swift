import Synchronization

/// Marks on nodes that need no clearing: a mark counts only while its round lasts.
///
/// A search over a hundred nodes of a million must not pay for the million, so the marks are kept by the graph and
/// lent from one search to the next.
package final class NodeMarks {
  /// By node: the round in which it was marked last.
  package var rounds: [UInt32]
  /// By node: what a search remembers of it; has a meaning only where the node is marked in this round.
  package var notes: [UInt32]
  /// The round that lasts.
  package private(set) var round: UInt32 = 0

  init(nodeCapacity: Int) {
    rounds = [UInt32](repeating: 0, count: nodeCapacity)
    notes = [UInt32](repeating: 0, count: nodeCapacity)
  }

  /// Begins a round in which no node is marked.
  ///
  /// - Complexity: O(1); once in 2³² rounds O(nodes).
  package func beginRound() {
    if round == UInt32.max {
      rounds = [UInt32](repeating: 0, count: rounds.count)
      round = 0
    }
    round += 1
  }

  /// Marks nodes in this round.
  ///
  /// - Returns: The places of those that were not marked before.
  package func markNew(_ nodes: [UInt32]) -> [Int] {
    var places: [Int] = []
    places.reserveCapacity(nodes.count)
    let round = round
    // Taken out of the object, so that each look-up is one step.
    var rounds: [UInt32] = []
    swap(&rounds, &self.rounds)
    for (place, node) in nodes.enumerated() where rounds[Int(node)] != round {
      rounds[Int(node)] = round
      places.append(place)
    }
    swap(&rounds, &self.rounds)
    return places
  }

  /// Marks a node in this round.
  ///
  /// - Returns: Whether it was not marked before.
  package func mark(_ node: UInt32) -> Bool {
    if rounds[Int(node)] == round { return false }
    rounds[Int(node)] = round
    return true
  }
}

/// The marks that nobody uses at the moment.
final class NodeMarksPool: Sendable {
  private struct Idle: @unchecked Sendable {
    // Marks are not shared: whoever takes them out of the pool is the only one to hold them.
    var marks: [NodeMarks] = []
  }

  private let idle = Mutex(Idle())

  func take(nodeCapacity: Int) -> sending NodeMarks {
    let found = idle.withLock { idle in Lent(marks: idle.marks.popLast()) }
    return found.marks ?? NodeMarks(nodeCapacity: nodeCapacity)
  }

  func give(_ marks: NodeMarks) {
    let lent = Lent(marks: marks)
    idle.withLock { idle in
      if idle.marks.count < 8, let marks = lent.marks { idle.marks.append(marks) }
    }
  }

  private struct Lent: @unchecked Sendable {
    let marks: NodeMarks?
  }
}

extension GraphSnapshot {
  /// Lends marks for all nodes, a round just begun; give them back with ``giveBack(_:)``.
  ///
  /// - Complexity: O(1) when marks were given back before, else O(nodes).
  package func takeMarks() -> NodeMarks {
    let marks = lazy.marks.take(nodeCapacity: nodeCapacity)
    marks.beginRound()
    return marks
  }

  /// Takes marks back, for the next search.
  package func giveBack(_ marks: NodeMarks) { lazy.marks.give(marks) }

  /// Finds nodes by a property that is unique; nil when it is not, or not a text.
  ///
  /// - Complexity: O(1); the first call for a key O(nodes).
  package func uniqueNodes(_ key: PropertyKeyID) -> UniqueNodes? {
    isUnique(key) ? UniqueNodes(index: propertyIndex(key), strings: someStrings) : nil
  }

  /// Whether every node has a value of the property, and no two the same.
  ///
  /// - Complexity: O(1); the first call for a key O(nodes).
  package func isUnique(_ key: PropertyKeyID) -> Bool {
    guard !hasDeletedNodes, let column = nodeColumnShape(key), column.isFull,
      column.valueCount == nodeCapacity,
      column.kind == .string
    else { return false }
    return propertyIndex(key).isUnique
  }
}
