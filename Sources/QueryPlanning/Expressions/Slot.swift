/// A column of the rows that flow through a plan.
///
/// Slots are numbered from 0 through the whole statement, sub-plans and comprehension variables included, and
/// never used twice for different things: a variable that passes through `WITH a` keeps its slot, `WITH a AS b`
/// names the same slot `b`.
package struct Slot: Hashable, Sendable, BitwiseCopyable, Comparable {
  /// The number; an index into ``LogicalPlan/slots``.
  package let index: Int

  /// Makes a slot.
  package init(_ index: Int) {
    self.index = index
  }

  /// Orders by number.
  package static func < (left: Slot, right: Slot) -> Bool { left.index < right.index }
}

/// How a column is stored.
package enum SlotKind: UInt8, Sendable, BitwiseCopyable {
  /// Node identifiers or null (`OPTIONAL MATCH`); one UInt32 each.
  case node
  /// Relationship identifiers or null; one UInt32 each.
  case relationship
  /// Any value, entities included (lists, paths, results of expressions, unwound elements).
  case value
}

/// What is known of a slot before any row is read.
package struct SlotInfo: Sendable {
  /// The variable's name as written; a space for a slot without a name (anonymous pattern part, aggregate).
  package var name: String
  /// How the column is stored.
  package var kind: SlotKind
  /// What its values can be.
  package var type: StaticType

  /// Describes a slot.
  package init(name: String, kind: SlotKind, type: StaticType) {
    self.name = name
    self.kind = kind
    self.type = type
  }
}
