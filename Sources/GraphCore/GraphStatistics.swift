/// How many there are of everything; what a planner weighs.
package struct GraphStatistics: Sendable, Equatable {
  /// The number of nodes.
  package let nodeCount: Int

  /// The number of relationships.
  package let relationshipCount: Int

  /// The number of nodes with each label, by ``LabelID``.
  package let nodesByLabel: [Int]

  /// The number of relationships of each type, by ``RelationshipTypeID``.
  package let relationshipsByType: [Int]

  /// The number of nodes where relationships of each type begin.
  package let sourcesByType: [Int]

  /// The number of nodes where relationships of each type end.
  package let targetsByType: [Int]

  /// The number of nodes with a label.
  package func count(of label: LabelID) -> Int {
    label.index < nodesByLabel.count ? nodesByLabel[label.index] : 0
  }

  /// The number of relationships of a type.
  package func count(of type: RelationshipTypeID) -> Int {
    type.index < relationshipsByType.count ? relationshipsByType[type.index] : 0
  }

  /// The number of nodes from which relationships of a type are walked in a direction.
  package func endCount(of type: RelationshipTypeID, _ direction: Direction) -> Int {
    let counts = direction == .outgoing ? sourcesByType : targetsByType
    return type.index < counts.count ? counts[type.index] : 0
  }

  /// The mean number of relationships of a type at a node that has one in that direction; 0 when there is none.
  package func meanDegree(of type: RelationshipTypeID, _ direction: Direction) -> Double {
    let ends = endCount(of: type, direction)
    return ends == 0 ? 0 : Double(count(of: type)) / Double(ends)
  }
}
