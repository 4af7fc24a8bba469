import BitCollections

/// What builder and snapshot have in common: the columns, without anything that is derived from them.
///
/// Freezing and thawing pass it on; arrays are copied only when one of the two changes them.
struct GraphStore: Sendable {
  var description = GraphDescription()

  /// All texts that are property values.
  var strings = StringPool()
  var labels = StringPool()
  var relationshipTypes = StringPool()
  var propertyKeys = StringPool()

  /// Label sets that occur, each in the order in which its labels were given; number 0 is the empty set.
  var labelSets = LabelSets()

  /// The label set of each node.
  var nodeLabelSets = FlatArray<UInt32>()
  var deletedNodes = BitSet()
  var deletedNodeCount = 0

  var relationshipTypeOf = FlatArray<UInt32>()
  var relationshipSource = FlatArray<UInt32>()
  var relationshipTarget = FlatArray<UInt32>()
  var deletedRelationships = BitSet()
  var deletedRelationshipCount = 0

  /// Columns by property key; a missing one is nil.
  var nodeColumns: [PropertyColumn?] = []
  var relationshipColumns: [PropertyColumn?] = []

  /// Who uses the aliases of a node: a list of texts each, parallel to its property `aliases`.
  var aliasUsers = PropertyColumn(kind: .mixed)

  /// Of a graph that lies in a file: what sees to it that nothing is used unchecked.
  var file: PackedSections?

  /// What keeps the memory of `file`.
  var fileMemory: FlatMemory?

  func isDeleted(_ node: NodeID) -> Bool {
    deletedNodeCount > 0 && deletedNodes.contains(node.index)
  }

  func isDeleted(_ relationship: RelationshipID) -> Bool {
    deletedRelationshipCount > 0 && deletedRelationships.contains(relationship.index)
  }

  /// The relationships that were not deleted, ascending.
  var liveRelationships: FlatArray<UInt32> {
    let all = 0..<UInt32(relationshipTypeOf.count)
    return deletedRelationshipCount == 0
      ? FlatArray(all) : FlatArray(all.lazy.filter { !isDeleted(RelationshipID($0)) })
  }

  func value(_ key: PropertyKeyID, of node: NodeID) -> Value {
    guard key.index < nodeColumns.count else { return .null }
    // Not taken out first: a column counts references to all its memory.
    if file == nil { return nodeColumns[key.index]?.value(of: node.rawValue, in: strings) ?? .null }
    return nodeColumns[key.index].map { value($0, node.rawValue) } ?? .null
  }

  func value(_ key: PropertyKeyID, of relationship: RelationshipID) -> Value {
    guard key.index < relationshipColumns.count else { return .null }
    if file == nil {
      return relationshipColumns[key.index]?.value(of: relationship.rawValue, in: strings) ?? .null
    }
    return relationshipColumns[key.index].map { value($0, relationship.rawValue) } ?? .null
  }

  /// A value of a column; in a packed graph it is checked before.
  private func value(_ column: PropertyColumn, _ identifier: UInt32) -> Value {
    if file == nil { return column.value(of: identifier, in: strings) }
    column.require(identifier)
    return column.value(of: identifier, in: strings.checkingEach)
  }

  /// Who uses which alias of a node.
  func aliasUsers(of node: NodeID) -> Value { value(aliasUsers, node.rawValue) }

  /// All properties of a node, in the order in which the keys were first used in the graph.
  func properties(ofNode node: NodeID) -> MapValue {
    properties(nodeColumns, of: node.rawValue)
  }

  /// All properties of a relationship, in the order in which the keys were first used in the graph.
  func properties(ofRelationship relationship: RelationshipID) -> MapValue {
    properties(relationshipColumns, of: relationship.rawValue)
  }

  private func properties(_ columns: [PropertyColumn?], of identifier: UInt32) -> MapValue {
    var result = MapValue()
    for (key, column) in columns.enumerated() {
      guard let column else { continue }
      let value = value(column, identifier)
      if !value.isNull { result[propertyKeys.string(StringID(UInt32(key)))] = value }
    }
    return result
  }

  /// All texts of a pool, in order.
  static func names(_ pool: StringPool) -> [String] {
    (0..<UInt32(pool.count)).map { pool.string(StringID($0)) }
  }
}

/// Sets of labels, stored once each.
struct LabelSets: Sendable {
  private(set) var sets: [[LabelID]] = [[]]
  private var numbers: [[LabelID]: UInt32] = [[]: 0]

  /// The number of a set, new if need be; labels said twice count once.
  mutating func number(of labels: [LabelID]) -> UInt32 {
    if let number = numbers[labels] { return number }
    var unique: [LabelID] = []
    for label in labels where !unique.contains(label) { unique.append(label) }
    if let number = numbers[unique] { return number }
    let number = UInt32(sets.count)
    sets.append(unique)
    numbers[unique] = number
    return number
  }
}
