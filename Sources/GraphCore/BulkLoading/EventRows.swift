/// An event table as numbers: what a reader hands over, without a `String` for any cell.
///
/// A table is read in chunks, each with texts numbered by itself; `nameMap` and `relationMap` lead from those
/// to the numbers of the whole.
package struct EventRows: Sendable {
  /// One event.
  package struct Row: Sendable, BitwiseCopyable {
    /// The number of the subject's name.
    package var subject: UInt32
    /// The number of the relation's name.
    package var relation: UInt32
    /// The number of the object's name.
    package var object: UInt32
    /// A ``PackedDate``, or ``undated``.
    package var date: UInt32

    /// Makes an event.
    package init(subject: UInt32, relation: UInt32, object: UInt32, date: UInt32) {
      self.subject = subject
      self.relation = relation
      self.object = object
      self.date = date
    }
  }

  /// Events that were read together.
  package struct Chunk: Sendable {
    /// The events in order.
    package var rows: [Row]
    /// From the chunk's names to those of the whole; empty when they are the same.
    package var nameMap: [UInt32]
    /// From the chunk's relations to those of the whole; empty when they are the same.
    package var relationMap: [UInt32]

    /// Makes a chunk.
    package init(rows: [Row], nameMap: [UInt32] = [], relationMap: [UInt32] = []) {
      self.rows = rows
      self.nameMap = nameMap
      self.relationMap = relationMap
    }
  }

  /// The word of a row without a date; no ``PackedDate`` has it.
  package static let undated = UInt32.max

  /// The names of subjects and objects; each becomes a node of the same number.
  package var names: StringPool

  /// The names of the relations.
  package var relations: StringPool

  /// The events.
  package var chunks: [Chunk]

  /// Makes a table.
  package init(names: StringPool, relations: StringPool, chunks: [Chunk]) {
    self.names = names
    self.relations = relations
    self.chunks = chunks
  }
}
