package import Diagnostics

/// What CREATE and MERGE make, in this order: all nodes, then all relationships.
package struct CreatePattern: Sendable {
  package let nodes: [CreateNode]
  package let relationships: [CreateRelationship]

  package init(nodes: [CreateNode], relationships: [CreateRelationship]) {
    self.nodes = nodes
    self.relationships = relationships
  }
}

/// A node to make.
package struct CreateNode: Sendable {
  /// The node column to bind.
  package let slot: Slot
  package let labels: [String]
  /// A map; entries with null are not stored.
  ///
  /// For MERGE a null entry is SemanticError MergeReadOwnWrites.
  package let properties: BoundExpression?

  package init(slot: Slot, labels: [String], properties: BoundExpression?) {
    self.slot = slot
    self.labels = labels
    self.properties = properties
  }
}

/// A relationship to make; its ends are node columns made by the same operator, or node or value columns bound
/// before (null or another value there is a failure at run time).
package struct CreateRelationship: Sendable {
  /// The relationship column to bind.
  package let slot: Slot
  package let type: String
  package let start: Slot
  package let end: Slot
  /// As for ``CreateNode``.
  package let properties: BoundExpression?
  /// Where the pattern stands, for failures (a null end).
  package let span: SourceSpan

  package init(
    slot: Slot, type: String, start: Slot, end: Slot, properties: BoundExpression?, span: SourceSpan
  ) {
    self.slot = slot
    self.type = type
    self.start = start
    self.end = end
    self.properties = properties
    self.span = span
  }
}

/// `MERGE pattern ON CREATE SET … ON MATCH SET …`; the second input finds the pattern.
package struct Merge: Sendable {
  /// What to make where nothing is found; its columns are those that the second input binds.
  package let create: CreatePattern
  package let onCreate: [SetItem]
  package let onMatch: [SetItem]

  package init(create: CreatePattern, onCreate: [SetItem], onMatch: [SetItem]) {
    self.create = create
    self.onCreate = onCreate
    self.onMatch = onMatch
  }
}

/// One item of SET; a null target does nothing.
package enum SetItem: Sendable {
  /// `target.key = value`; null removes.
  case property(target: BoundExpression, key: String, value: BoundExpression)
  /// `n = map`: all other properties go. The value may be a node or relationship: its properties.
  case replaceProperties(Slot, BoundExpression)
  /// `n += map`: entries with null are removed.
  case mergeProperties(Slot, BoundExpression)
  /// `n:A:B`.
  case labels(Slot, [String])
}

/// One item of REMOVE; a null target does nothing.
package enum RemoveItem: Sendable {
  /// `target.key`.
  case property(target: BoundExpression, key: String)
  /// `n:A:B`.
  case labels(Slot, [String])
}
