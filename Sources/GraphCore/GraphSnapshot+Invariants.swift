import BitCollections
extension GraphSnapshot {
  #if ENTENTE_INVARIANTS
    /// Stops when something that must always hold does not; compiled in for tests only.
    ///
    /// - Complexity: O(nodes + relationships + types × nodes).
    func _checkInvariants() {
      precondition(store.relationshipSource.count == relationshipCapacity)
      precondition(store.relationshipTarget.count == relationshipCapacity)
      precondition(store.deletedNodes.count == store.deletedNodeCount)
      precondition(store.deletedRelationships.count == store.deletedRelationshipCount)
      precondition(store.nodeLabelSets.allSatisfy { Int($0) < store.labelSets.sets.count })
      for relationship in relationshipIdentifiers {
        let identifier = RelationshipID(relationship)
        precondition(type(of: identifier).index < relationshipTypeNames.count)
        precondition(source(of: identifier).index < nodeCapacity && !isDeleted(source(of: identifier)))
        precondition(target(of: identifier).index < nodeCapacity && !isDeleted(target(of: identifier)))
      }
      check(structure.outgoing, from: store.relationshipSource, to: store.relationshipTarget)
      check(structure.incoming, from: store.relationshipTarget, to: store.relationshipSource)
      for (label, nodes) in structure.nodesByLabel.enumerated() {
        precondition(zip(nodes, nodes.dropFirst()).allSatisfy { $0 < $1 })
        precondition(nodes.allSatisfy { has(LabelID(UInt32(label)), NodeID($0)) })
      }
      for column in store.nodeColumns { check(column, below: nodeCapacity) }
      for column in store.relationshipColumns { check(column, below: relationshipCapacity) }
      precondition(principals.isEmpty || principals.count == nodeCapacity)
    }

    private func check(_ index: AdjacencyIndex, from: FlatArray<UInt32>, to: FlatArray<UInt32>) {
      precondition(index.neighbours.count == relationshipCount)
      precondition(index.relationships.count == relationshipCount)
      precondition(Set(index.relationships).count == relationshipCount)
      precondition(index.types.count == relationshipTypeNames.count)
      var next = 0
      for (type, adjacency) in index.types.enumerated() {
        precondition(adjacency.bounds.lowerBound == next)
        next = adjacency.bounds.upperBound
        precondition(zip(adjacency.offsets, adjacency.offsets.dropFirst()).allSatisfy { $0 <= $1 })
        precondition(zip(adjacency.keys, adjacency.keys.dropFirst()).allSatisfy { $0 < $1 })
        let nodes = adjacency.isDense ? FlatArray(0..<UInt32(nodeCapacity)) : adjacency.keys
        for node in nodes {
          var last: (UInt32, UInt32)?
          for place in adjacency.range(of: node) {
            let relationship = Int(adjacency.relationships[place])
            precondition(from[relationship] == node && to[relationship] == adjacency.neighbours[place])
            precondition(Int(store.relationshipTypeOf[relationship]) == type)
            let this = (adjacency.neighbours[place], adjacency.relationships[place])
            precondition(last.map { $0 < this } ?? true)
            last = this
          }
        }
      }
      precondition(next == relationshipCount)
    }

    private func check(_ column: PropertyColumn?, below capacity: Int) {
      guard let column else { return }
      let identifiers = column.presentIdentifiers
      precondition(identifiers.count == column.valueCount)
      precondition(identifiers.allSatisfy { Int($0) < capacity && column.row(of: $0) != nil })
      precondition(zip(identifiers, identifiers.dropFirst()).allSatisfy { $0 < $1 })
    }
  #else
    func _checkInvariants() {}
  #endif
}
