/// Something that is wrong with a graph as a whole, whatever file it came from.
///
/// A finding names nodes and relationships; whoever knows the text turns it into a diagnostic with a place.
package enum GraphFinding: Sendable, Hashable {
  /// Entities that act for one another in a circle, beginning with the first of the file.
  case actsForCycle([NodeID])
  /// Several nodes with one `id`, ascending.
  case duplicateID(String, [NodeID])
  /// An entity acts for an id that no entity has.
  case unknownPrincipal(NodeID, id: String)
  /// A claim is attributed to an id that no entity has.
  case unknownAttribution(RelationshipID, id: String)
  /// A claim cites an id that no source has.
  case unknownSource(RelationshipID, id: String)
  /// A claim cites a source more than once.
  case repeatedSource(RelationshipID, id: String)
  /// A source that no claim cites.
  case unusedSource(NodeID)
  /// A claim ends before it begins.
  case endsBeforeItBegins(RelationshipID)
}

extension GraphSnapshot {
  /// All findings, by check and then by identifier.
  ///
  /// - Complexity: O(nodes + relationships).
  package func findings() -> [GraphFinding] {
    actsForFindings() + identifierFindings() + citationFindings() + intervalFindings()
  }
}
