package import GraphCore

/// One column of a row batch.
///
/// Entities are raw identifiers of four bytes, ``Column/nullEntity`` where there is none; everything else is
/// values. A constant stands for any number of rows.
package enum Column: Sendable {
  /// The slot has not been computed (yet).
  case absent
  /// Nodes of the snapshot.
  case nodes([UInt32])
  /// Relationships of the snapshot.
  case relationships([UInt32])
  /// Anything.
  case values([Value])
  /// Truth values by ``Truth``'s raw value, as predicates give them.
  case truths([UInt8])
  /// The same value in every row.
  case constant(Value)

  /// What stands for null among entities.
  package static let nullEntity = UInt32.max

  /// The value of a row; null where the column is absent.
  package func value(at row: Int) -> Value {
    switch self {
    case .absent: .null
    case .nodes(let ids): ids[row] == Self.nullEntity ? .null : .node(NodeID(ids[row]))
    case .relationships(let ids):
      ids[row] == Self.nullEntity ? .null : .relationship(RelationshipID(ids[row]))
    case .values(let values): values[row]
    case .truths(let bytes): Self.value(ofTruth: bytes[row])
    case .constant(let value): value
    }
  }

  /// The truth of a row read as a predicate; nil when it is neither Boolean nor null.
  func truth(at row: Int) -> Truth? {
    if case .truths(let bytes) = self { return Truth(rawValue: bytes[row]) }
    return switch value(at: row) {
    case .boolean(let flag): Truth(flag)
    case .null: .unknown
    default: nil
    }
  }

  private static func value(ofTruth byte: UInt8) -> Value {
    byte == Truth.unknown.rawValue ? .null : .boolean(byte == Truth.yes.rawValue)
  }

  /// The rows at the given positions, in their order.
  func gathered(_ rows: [Int]) -> Column {
    switch self {
    case .absent, .constant: self
    case .nodes(let ids): .nodes(rows.map { ids[$0] })
    case .relationships(let ids): .relationships(rows.map { ids[$0] })
    case .values(let values): .values(rows.map { values[$0] })
    case .truths(let bytes): .truths(rows.map { bytes[$0] })
    }
  }

  /// All rows as values.
  func values(count: Int) -> [Value] {
    switch self {
    case .values(let values): values
    case .constant(let value): Array(repeating: value, count: count)
    default: (0..<count).map { value(at: $0) }
    }
  }

  /// The node of each row; nil when a row holds something that is neither a node nor null.
  func nodeIdentifiers(count: Int) -> [UInt32]? {
    if case .nodes(let ids) = self { return ids }
    var result: [UInt32] = []
    result.reserveCapacity(count)
    for row in 0..<count {
      switch value(at: row) {
      case .node(let node): result.append(node.rawValue)
      case .null: result.append(Self.nullEntity)
      default: return nil
      }
    }
    return result
  }

  /// The relationship of each row; nil when a row holds something that is neither a relationship nor null.
  func relationshipIdentifiers(count: Int) -> [UInt32]? {
    if case .relationships(let ids) = self { return ids }
    var result: [UInt32] = []
    result.reserveCapacity(count)
    for row in 0..<count {
      switch value(at: row) {
      case .relationship(let relationship): result.append(relationship.rawValue)
      case .null: result.append(Self.nullEntity)
      default: return nil
      }
    }
    return result
  }

  /// This column (of `count` rows) with another (of `otherCount` rows) below it.
  func appending(_ other: Column, count: Int, otherCount: Int) -> Column {
    if count == 0 { return other }
    if otherCount == 0 { return self }
    switch (self, other) {
    case (.absent, .absent): return .absent
    case (.nodes(let a), .nodes(let b)): return .nodes(a + b)
    case (.relationships(let a), .relationships(let b)): return .relationships(a + b)
    case (.truths(let a), .truths(let b)): return .truths(a + b)
    default: return .values(values(count: count) + other.values(count: otherCount))
    }
  }
}
