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
  /// Integers, none of them null.
  case integers([Int64])
  /// Texts of the snapshot's pool, by number; ``Column/nullWord`` for null.
  case texts([UInt32], GraphSnapshot)
  /// Dates, see `PackedDate`; ``Column/nullWord`` for null.
  case dates([UInt32])
  /// Truth values by ``Truth``'s raw value, as predicates give them.
  case truths([UInt8])
  /// The same value in every row.
  case constant(Value)

  /// What stands for null among entities.
  package static let nullEntity = UInt32.max

  /// What stands for null among texts and dates.
  package static let nullWord = UInt32.max

  /// The value of a row; null where the column is absent.
  package func value(at row: Int) -> Value {
    switch self {
    case .absent: .null
    case .nodes(let ids): ids[row] == Self.nullEntity ? .null : .node(NodeID(ids[row]))
    case .relationships(let ids):
      ids[row] == Self.nullEntity ? .null : .relationship(RelationshipID(ids[row]))
    case .values(let values): values[row]
    case .integers(let numbers): .integer(numbers[row])
    case .texts(let words, let snapshot):
      words[row] == Self.nullWord ? .null : .string(snapshot.string(StringID(words[row])))
    case .dates(let words): words[row] == Self.nullWord ? .null : .date(PackedDate(word: words[row]).date)
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
    case .integers(let numbers): .integers(rows.map { numbers[$0] })
    case .texts(let words, let snapshot): .texts(rows.map { words[$0] }, snapshot)
    case .dates(let words): .dates(rows.map { words[$0] })
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

  /// Columns below each other; of one kind when all are, else values.
  ///
  /// - Complexity: O(rows).
  static func joined(_ parts: [(column: Column, count: Int)]) -> Column {
    let parts = parts.filter { $0.count > 0 }
    guard let first = parts.first?.column else { return .absent }
    if parts.count == 1 { return first }
    var result: Column?
    switch first {
    case .absent:
      if parts.allSatisfy({ if case .absent = $0.column { true } else { false } }) { return .absent }
    case .nodes:
      result = gather(parts) { if case .nodes(let ids) = $0 { ids } else { nil } }.map { .nodes($0) }
    case .relationships:
      result = gather(parts) { if case .relationships(let ids) = $0 { ids } else { nil } }
        .map { .relationships($0) }
    case .integers:
      result = gather(parts) { if case .integers(let numbers) = $0 { numbers } else { nil } }
        .map { .integers($0) }
    case .texts(_, let snapshot):
      result = gather(parts) { column in
        if case .texts(let words, let other) = column, other === snapshot { words } else { nil }
      }.map { .texts($0, snapshot) }
    case .dates:
      result = gather(parts) { if case .dates(let words) = $0 { words } else { nil } }.map { .dates($0) }
    case .truths:
      result = gather(parts) { if case .truths(let bytes) = $0 { bytes } else { nil } }.map { .truths($0) }
    case .values, .constant: break
    }
    return result ?? .values(parts.flatMap { $0.column.values(count: $0.count) })
  }

  /// The arrays of all parts joined; nil when one is of another kind.
  private static func gather<Element>(
    _ parts: [(column: Column, count: Int)], _ array: (Column) -> [Element]?
  ) -> [Element]? {
    var result: [Element] = []
    result.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts {
      guard let elements = array(part.column) else { return nil }
      result += elements
    }
    return result
  }
}
