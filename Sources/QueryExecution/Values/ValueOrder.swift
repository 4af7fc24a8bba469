import OrderedCollections
import GraphCore

/// The two orders of openCypher: comparability (`<`, partial) and orderability (`ORDER BY`, total).
enum ValueOrder {
  /// What comparing two values with `<` and its kin yields.
  enum Comparison {
    /// The first stands before the second.
    case less
    /// Neither stands before the other.
    case equal
    /// The first stands after the second.
    case greater
    /// Both are numbers and one is NaN: every comparison is false.
    case unordered
    /// The types do not compare, or a null decides: every comparison is null.
    case unknown

    /// From a negative, zero or positive number; nil stands for NaN.
    init(_ order: Int?) {
      guard let order else {
        self = .unordered
        return
      }
      self = order < 0 ? .less : order == 0 ? .equal : .greater
    }
  }

  /// Compares two values as `<` does: numbers with numbers, and otherwise only within one type.
  ///
  /// Lists compare element by element, a shorter one first; the first pair that is not equal decides.
  ///
  /// - Complexity: linear in the size of strings and lists.
  static func compare(_ left: Value, _ right: Value) -> Comparison {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): Comparison(a < b ? -1 : a == b ? 0 : 1)
    case (.float(let a), .float(let b)): Comparison(NumberComparison.compare(a, b))
    case (.integer(let a), .float(let b)): Comparison(NumberComparison.compare(a, b))
    case (.float(let a), .integer(let b)): Comparison(NumberComparison.compare(b, a).map { -$0 })
    case (.string(let a), .string(let b)): Comparison(StringBytes.compare(a, b))
    case (.boolean(let a), .boolean(let b)): Comparison((a ? 1 : 0) - (b ? 1 : 0))
    case (.date(let a), .date(let b)): DateComparison.compare(a, b)
    case (.list(let a), .list(let b)): compare(a, b)
    case (.localTime(let a), .localTime(let b)): Comparison(a < b ? -1 : a == b ? 0 : 1)
    case (.time(let a), .time(let b)): Comparison(TemporalOrder.compare(a, b))
    case (.localDateTime(let a), .localDateTime(let b)): Comparison(a < b ? -1 : a == b ? 0 : 1)
    case (.dateTime(let a), .dateTime(let b)): Comparison(TemporalOrder.compare(a, b))
    default: .unknown
    }
  }

  private static func compare(_ left: [Value], _ right: [Value]) -> Comparison {
    for (a, b) in zip(left, right) {
      switch compare(a, b) {
      case .equal: continue
      case let other: return other
      }
    }
    return Comparison(left.count - right.count)
  }

  /// Orders any two values, as `ORDER BY`, `min` and `max` do: negative, zero or positive.
  ///
  /// Map, node, relationship, list, path, string, Boolean, temporal values, number, NaN, null, in this order.
  ///
  /// - Complexity: linear in the size of the values.
  static func totalOrder(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): a < b ? -1 : a == b ? 0 : 1
    case (.string(let a), .string(let b)): StringBytes.compare(a, b)
    case (.float(let a), .float(let b)): NumberComparison.compare(a, b) ?? nanOrder(a.isNaN, b.isNaN)
    case (.integer(let a), .float(let b)): NumberComparison.compare(a, b) ?? -1
    case (.float(let a), .integer(let b)): NumberComparison.compare(b, a).map { -$0 } ?? 1
    case (.boolean(let a), .boolean(let b)): (a ? 1 : 0) - (b ? 1 : 0)
    case (.node(let a), .node(let b)): order(a.rawValue, b.rawValue)
    case (.relationship(let a), .relationship(let b)): order(a.rawValue, b.rawValue)
    case (.date(let a), .date(let b)): a < b ? -1 : a == b ? 0 : 1
    case (.list(let a), .list(let b)): totalOrder(a, b)
    case (.map(let a), .map(let b)): totalOrder(a, b)
    case (.path(let a), .path(let b)): totalOrder(a, b)
    case (.localTime(let a), .localTime(let b)): a < b ? -1 : a == b ? 0 : 1
    case (.time(let a), .time(let b)): TemporalOrder.compare(a, b)
    case (.localDateTime(let a), .localDateTime(let b)): a < b ? -1 : a == b ? 0 : 1
    case (.dateTime(let a), .dateTime(let b)): TemporalOrder.compare(a, b)
    case (.duration(let a), .duration(let b)): TemporalOrder.compare(a, b)
    default: rank(left) - rank(right)
    }
  }

  private static func order(_ left: UInt32, _ right: UInt32) -> Int {
    Int(left) - Int(right)
  }

  /// NaN stands after every number and beside itself.
  private static func nanOrder(_ leftIsNaN: Bool, _ rightIsNaN: Bool) -> Int {
    (leftIsNaN ? 1 : 0) - (rightIsNaN ? 1 : 0)
  }

  private static func totalOrder(_ left: [Value], _ right: [Value]) -> Int {
    for (a, b) in zip(left, right) {
      let order = totalOrder(a, b)
      if order != 0 { return order }
    }
    return left.count - right.count
  }

  /// Maps order by their sorted keys, then by the values under them, then by size.
  private static func totalOrder(_ left: MapValue, _ right: MapValue) -> Int {
    let leftKeys = left.keys.sorted { StringBytes.compare($0, $1) < 0 }
    let rightKeys = right.keys.sorted { StringBytes.compare($0, $1) < 0 }
    for (a, b) in zip(leftKeys, rightKeys) {
      let order = StringBytes.compare(a, b)
      if order != 0 { return order }
    }
    if leftKeys.count != rightKeys.count { return leftKeys.count - rightKeys.count }
    for key in leftKeys {
      let order = totalOrder(left[key] ?? .null, right[key] ?? .null)
      if order != 0 { return order }
    }
    return 0
  }

  /// Paths order by their nodes and relationships in turn, a shorter one first.
  private static func totalOrder(_ left: PathValue, _ right: PathValue) -> Int {
    let common = min(left.relationships.count, right.relationships.count)
    for index in 0...common where index < left.nodes.count && index < right.nodes.count {
      let nodes = order(left.nodes[index].rawValue, right.nodes[index].rawValue)
      if nodes != 0 { return nodes }
      guard index < common else { break }
      let hop = order(left.relationships[index].rawValue, right.relationships[index].rawValue)
      if hop != 0 { return hop }
    }
    return left.relationships.count - right.relationships.count
  }

  private static func rank(_ value: Value) -> Int {
    switch value {
    case .map: 0
    case .node: 1
    case .relationship: 2
    case .list: 3
    case .path: 4
    case .string: 5
    case .boolean: 6
    case .dateTime: 7
    case .localDateTime: 8
    case .date: 9
    case .time: 10
    case .localTime: 11
    case .duration: 12
    case .integer, .float: 20
    case .null: 30
    }
  }
}
