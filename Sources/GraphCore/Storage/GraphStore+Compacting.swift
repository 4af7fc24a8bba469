import BitCollections

extension GraphStore {
  /// The same graph without the gaps of deleted nodes and relationships.
  ///
  /// - Complexity: O(nodes + relationships + values).
  func compacted() -> GraphStore {
    var result = self
    let nodes = GraphStore.renumbering(count: nodeLabelSets.count, deleted: deletedNodes)
    let relationships = GraphStore.renumbering(
      count: relationshipTypeOf.count, deleted: deletedRelationships)
    result.deletedNodes = BitSet()
    result.deletedRelationships = BitSet()
    result.deletedNodeCount = 0
    result.deletedRelationshipCount = 0
    result.nodeLabelSets = GraphStore.kept(nodeLabelSets, nodes)
    result.relationshipTypeOf = GraphStore.kept(relationshipTypeOf, relationships)
    // A live relationship has live ends: freezing deleted the others before.
    result.relationshipSource = FlatArray(
      GraphStore.kept(relationshipSource, relationships).lazy.map { nodes[Int($0)] ?? 0 })
    result.relationshipTarget = FlatArray(
      GraphStore.kept(relationshipTarget, relationships).lazy.map { nodes[Int($0)] ?? 0 })
    result.nodeColumns = nodeColumns.map { $0?.renumbered(nodes, pool: strings) }
    result.relationshipColumns = relationshipColumns.map {
      $0?.renumbered(relationships, pool: strings)
    }
    result.aliasUsers = aliasUsers.renumbered(nodes, pool: strings)
    return result
  }

  private static func renumbering(count: Int, deleted: BitSet) -> [UInt32?] {
    var next: UInt32 = 0
    return (0..<count).map { index in
      if deleted.contains(index) { return nil }
      defer { next += 1 }
      return next
    }
  }

  private static func kept(_ values: FlatArray<UInt32>, _ new: [UInt32?]) -> FlatArray<UInt32> {
    FlatArray(zip(values, new).lazy.compactMap { $1 == nil ? nil : $0 })
  }
}
