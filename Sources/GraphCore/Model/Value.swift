package import OrderedCollections

/// Any value a property, a parameter or a cell of an answer can have: openCypher's types.
///
/// `==` and `hash` are openCypher's *equivalence*, the one that DISTINCT, grouping and storage use: null is
/// null, NaN is NaN, `1` is `1.0`, `0.0` is `-0.0`, texts agree when their code points do, maps when their
/// entries do in any order, nodes and relationships when their identifiers do. The three-valued `=` and the
/// order of ORDER BY are the query engine's.
package enum Value: Sendable {
  /// Nothing known.
  case null
  /// True or false.
  case boolean(Bool)
  /// A 64-bit integer.
  case integer(Int64)
  /// A 64-bit floating-point number.
  case float(Double)
  /// A text.
  case string(String)
  /// A list of any values.
  case list([Value])
  /// Names with values.
  case map(MapValue)
  /// A day, or a less precise date.
  case date(PartialDate)
  /// A time of day without an offset.
  case localTime(LocalTimeValue)
  /// A time of day with an offset.
  case time(TimeValue)
  /// A day and time without an offset.
  case localDateTime(LocalDateTimeValue)
  /// A day and time with an offset or a zone.
  indirect case dateTime(DateTimeValue)
  /// An amount of time.
  indirect case duration(DurationValue)
  /// A node of the graph that is asked.
  case node(NodeID)
  /// A relationship of the graph that is asked.
  case relationship(RelationshipID)
  /// A walk through the graph that is asked.
  case path(PathValue)

  /// Whether this is ``null``.
  package var isNull: Bool {
    if case .null = self { return true }
    return false
  }
}

extension Value: Equatable {
  /// Equivalence, see ``Value``.
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.boolean(let one), .boolean(let two)): one == two
    case (.integer(let one), .integer(let two)): one == two
    case (.integer(let one), .float(let two)): Int64(exactly: two) == one
    case (.float(let one), .integer(let two)): Int64(exactly: one) == two
    case (.float(let one), .float(let two)): one == two || (one.isNaN && two.isNaN)
    case (.string(let one), .string(let two)): one.utf8.elementsEqual(two.utf8)
    case (.list(let one), .list(let two)): one == two
    case (.map(let one), .map(let two)): one == two
    case (.date(let one), .date(let two)): one == two
    case (.localTime(let one), .localTime(let two)): one == two
    case (.time(let one), .time(let two)): one == two
    case (.localDateTime(let one), .localDateTime(let two)): one == two
    case (.dateTime(let one), .dateTime(let two)): one == two
    case (.duration(let one), .duration(let two)): one == two
    case (.node(let one), .node(let two)): one == two
    case (.relationship(let one), .relationship(let two)): one == two
    case (.path(let one), .path(let two)): one == two
    default: false
    }
  }
}

extension Value: Hashable {
  /// Hashes so that equivalent values agree.
  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .boolean(let value):
      hasher.combine(1 as UInt8)
      hasher.combine(value)
    case .integer(let value):
      hasher.combine(2 as UInt8)
      hasher.combine(value)
    case .float(let value):
      hasher.combine(2 as UInt8)
      if let whole = Int64(exactly: value) {
        hasher.combine(whole)
      } else if value.isNaN {
        hasher.combine(UInt64.max)
      } else {
        hasher.combine(value.bitPattern)
      }
    case .string(let value):
      hasher.combine(3 as UInt8)
      hasher.combine(value)
    case .list(let value):
      hasher.combine(4 as UInt8)
      hasher.combine(value)
    case .map(let value):
      hasher.combine(5 as UInt8)
      hasher.combine(value)
    case .date(let value):
      hasher.combine(6 as UInt8)
      hasher.combine(value)
    case .localTime(let value):
      hasher.combine(7 as UInt8)
      hasher.combine(value)
    case .time(let value):
      hasher.combine(8 as UInt8)
      hasher.combine(value)
    case .localDateTime(let value):
      hasher.combine(9 as UInt8)
      hasher.combine(value)
    case .dateTime(let value):
      hasher.combine(10 as UInt8)
      hasher.combine(value)
    case .duration(let value):
      hasher.combine(11 as UInt8)
      hasher.combine(value)
    case .node(let value):
      hasher.combine(12 as UInt8)
      hasher.combine(value)
    case .relationship(let value):
      hasher.combine(13 as UInt8)
      hasher.combine(value)
    case .path(let value):
      hasher.combine(14 as UInt8)
      hasher.combine(value)
    }
  }
}

// Not by `nil`: a `nil` meant as "no value" would silently become a stored null.
extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A boolean.
  package init(booleanLiteral value: Bool) { self = .boolean(value) }

  /// An integer.
  package init(integerLiteral value: Int64) { self = .integer(value) }

  /// A floating-point number.
  package init(floatLiteral value: Double) { self = .float(value) }

  /// A text.
  package init(stringLiteral value: String) { self = .string(value) }

  /// A list.
  package init(arrayLiteral elements: Value...) { self = .list(elements) }

  /// A map.
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .map(MapValue(elements))
  }
}

/// Names with values, in the order in which they were first written.
///
/// Two maps are equal when they have the same entries in any order.
package struct MapValue: Sendable, Hashable {
  /// The entries.
  package var entries: OrderedDictionary<String, Value>

  /// An empty map.
  package init() { entries = [:] }

  /// Makes a map; a later entry of the same name wins, in the place of the first.
  package init(_ pairs: some Sequence<(String, Value)>) {
    entries = OrderedDictionary(pairs) { _, last in last }
  }

  /// Wraps entries.
  package init(entries: OrderedDictionary<String, Value>) { self.entries = entries }

  /// The number of entries.
  package var count: Int { entries.count }

  /// Whether there is no entry.
  package var isEmpty: Bool { entries.isEmpty }

  /// The names in order.
  package var keys: [String] { Array(entries.keys) }

  /// The value of a name; nil when there is none (which is not the same as a stored null).
  package subscript(key: String) -> Value? {
    get { entries[key] }
    set { entries[key] = newValue }
  }

  /// Compares without regard to order.
  package static func == (left: MapValue, right: MapValue) -> Bool {
    guard left.count == right.count else { return false }
    return left.entries.allSatisfy { right.entries[$0.key] == $0.value }
  }

  /// Hashes without regard to order.
  package func hash(into hasher: inout Hasher) {
    var sum = 0
    for (key, value) in entries {
      var one = Hasher()
      one.combine(key)
      one.combine(value)
      sum = sum &+ one.finalize()
    }
    hasher.combine(count)
    hasher.combine(sum)
  }
}

/// A walk: one more node than relationships, each relationship between its neighbours, in either direction.
package struct PathValue: Sendable, Hashable {
  /// The nodes, from the start.
  package let nodes: [NodeID]

  /// The relationships between them.
  package let relationships: [RelationshipID]

  /// Makes a walk; `nodes` must have one element more than `relationships`.
  package init(nodes: [NodeID], relationships: [RelationshipID]) {
    precondition(nodes.count == relationships.count + 1, "a path has one node more than relationships")
    self.nodes = nodes
    self.relationships = relationships
  }

  /// The number of relationships.
  package var length: Int { relationships.count }
}
