/// A graph seen as if every entity were the one it acts for: the ministry its state, the soldier his army's.
///
/// Relationships within one principal are dropped; all others keep their identifiers and have new ends.
package struct FoldedGraph: Sendable {
  /// A relationship between two principals.
  package struct Link: Sendable, Hashable {
    /// The relationship that is meant.
    package let relationship: RelationshipID
    /// The principal of its source.
    package let subject: NodeID
    /// The principal of its target.
    package let object: NodeID
  }

  /// The principals that entities of the graph have, ascending; sources are left out.
  package let nodes: [NodeID]

  /// The relationships that are left, ascending.
  package let links: [Link]
}

extension GraphSnapshot {
  /// The graph folded by ``principal(of:)``.
  ///
  /// - Complexity: O(nodes + relationships).
  package func folded() -> FoldedGraph {
    var isPrincipal = [Bool](repeating: false, count: nodeCapacity)
    for node in entities { isPrincipal[principal(of: node).index] = true }
    var links: [FoldedGraph.Link] = []
    for index in relationshipIdentifiers {
      let relationship = RelationshipID(index)
      let subject = principal(of: source(of: relationship))
      let object = principal(of: target(of: relationship))
      if subject != object {
        links.append(FoldedGraph.Link(relationship: relationship, subject: subject, object: object))
      }
    }
    let nodes = isPrincipal.indices.filter { isPrincipal[$0] }.map { NodeID(UInt32($0)) }
    return FoldedGraph(nodes: nodes, links: links)
  }
}
