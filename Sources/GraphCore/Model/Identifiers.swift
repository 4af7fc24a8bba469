// Every kind of identifier is a newtype of its own, so that a node cannot be looked up as a relationship.
// Row batches carry the raw numbers.

/// A node of one graph; stays the same through thawing and freezing, but not through compacting.
package struct NodeID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index into node columns.
  package let rawValue: UInt32

  /// Wraps an index.
  package init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// The index as arrays want it.
  package var index: Int { Int(rawValue) }

  /// Orders by age in the graph.
  package static func < (left: NodeID, right: NodeID) -> Bool { left.rawValue < right.rawValue }
}

/// A relationship of one graph; stays the same through thawing and freezing, but not through compacting.
package struct RelationshipID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index into relationship columns.
  package let rawValue: UInt32

  /// Wraps an index.
  package init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// The index as arrays want it.
  package var index: Int { Int(rawValue) }

  /// Orders by age in the graph.
  package static func < (left: RelationshipID, right: RelationshipID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The name of a label, interned in one graph.
package struct LabelID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index into ``GraphSnapshot/labelNames``.
  package let rawValue: UInt32

  /// Wraps an index.
  package init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// The index as arrays want it.
  package var index: Int { Int(rawValue) }

  /// Orders by first use in the graph.
  package static func < (left: LabelID, right: LabelID) -> Bool { left.rawValue < right.rawValue }
}

/// The name of a relationship type, interned in one graph.
package struct RelationshipTypeID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index into ``GraphSnapshot/relationshipTypeNames``.
  package let rawValue: UInt32

  /// Wraps an index.
  package init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// The index as arrays want it.
  package var index: Int { Int(rawValue) }

  /// Orders by first use in the graph.
  package static func < (left: RelationshipTypeID, right: RelationshipTypeID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The name of a property, interned in one graph; nodes and relationships share the names.
package struct PropertyKeyID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index into ``GraphSnapshot/propertyKeyNames``.
  package let rawValue: UInt32

  /// Wraps an index.
  package init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// The index as arrays want it.
  package var index: Int { Int(rawValue) }

  /// Orders by first use in the graph.
  package static func < (left: PropertyKeyID, right: PropertyKeyID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A text in the string pool of one graph.
package struct StringID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index into the pool.
  package let rawValue: UInt32

  /// Wraps an index.
  package init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// The index as arrays want it.
  package var index: Int { Int(rawValue) }

  /// Orders by first use in the graph, not by spelling.
  package static func < (left: StringID, right: StringID) -> Bool { left.rawValue < right.rawValue }
}

/// Which way a relationship is walked from a node.
package enum Direction: Sendable, BitwiseCopyable, CaseIterable {
  /// From the subject to the object.
  case outgoing
  /// From the object to the subject.
  case incoming
}
