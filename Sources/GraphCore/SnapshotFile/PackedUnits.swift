/// The parts of a packed graph that are checked at once, when the first one asks for them: numbers for each.
struct PackedUnits: Sendable {
  static let texts = 0
  static let labelSets = 1
  static let types = 2
  static let sources = 3
  static let targets = 4
  static let principals = 5
  static let allOutgoing = 6
  static let allIncoming = 7
  static let neighbours = 8
  static let aliasUsers = 9
  static let names = 10
  private static let fixedNames = [
    "texts", "labels of nodes", "types of relationships", "sources of relationships",
    "targets of relationships",
    "principals", "outgoing relationships", "incoming relationships", "neighbours", "users of aliases",
    "names",
  ]

  var labelCount = 0
  var keyCount = 0
  var typeCount = 0

  private var firstLabel: Int { PackedUnits.fixedNames.count }
  private var firstNodeColumn: Int { firstLabel + labelCount }
  private var firstRelationshipColumn: Int { firstNodeColumn + keyCount }
  private var firstIndex: Int { firstRelationshipColumn + keyCount }
  private var firstOutgoing: Int { firstIndex + keyCount }
  private var firstIncoming: Int { firstOutgoing + typeCount }

  /// How many units there are.
  var count: Int { firstIncoming + typeCount }

  // What was added to the graph after it was thawed is in no file and has no number.

  func label(_ label: Int) -> Int? { label < labelCount ? firstLabel + label : nil }

  func nodeColumn(_ key: Int) -> Int? { key < keyCount ? firstNodeColumn + key : nil }

  func relationshipColumn(_ key: Int) -> Int? { key < keyCount ? firstRelationshipColumn + key : nil }

  func propertyIndex(_ key: Int) -> Int? { key < keyCount ? firstIndex + key : nil }

  func adjacency(_ type: Int, _ direction: Direction) -> Int? {
    guard type < typeCount else { return nil }
    return (direction == .outgoing ? firstOutgoing : firstIncoming) + type
  }

  /// What a unit is, for people.
  func name(of unit: Int) -> String {
    if unit < firstLabel { return PackedUnits.fixedNames[unit] }
    if unit < firstNodeColumn { return "nodes of label \(unit - firstLabel)" }
    if unit < firstRelationshipColumn { return "property \(unit - firstNodeColumn) of nodes" }
    if unit < firstIndex { return "property \(unit - firstRelationshipColumn) of relationships" }
    if unit < firstOutgoing { return "index of property \(unit - firstIndex)" }
    if unit < firstIncoming { return "outgoing relationships of type \(unit - firstOutgoing)" }
    return "incoming relationships of type \(unit - firstIncoming)"
  }
}
