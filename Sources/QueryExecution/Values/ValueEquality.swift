import OrderedCollections
import GraphCore

/// The three-valued `=` of openCypher.
enum ValueEquality {
  /// Whether two values are equal; unknown as soon as a null takes part and decides.
  ///
  /// Values of different types are unequal, except that integers and floats compare as numbers. Lists and maps
  /// are unequal when one pair surely is, else unknown when one pair is unknown. NaN equals nothing.
  ///
  /// - Complexity: linear in the size of lists, maps and paths.
  static func equal(_ left: Value, _ right: Value) -> Truth {
    switch (left, right) {
    case (.null, _), (_, .null): .unknown
    case (.integer(let a), .integer(let b)): Truth(a == b)
    case (.string(let a), .string(let b)): Truth(StringBytes.areEqual(a, b))
    case (.boolean(let a), .boolean(let b)): Truth(a == b)
    case (.float(let a), .float(let b)): Truth(a == b)
    case (.integer(let a), .float(let b)): Truth(NumberComparison.compare(a, b) == 0)
    case (.float(let a), .integer(let b)): Truth(NumberComparison.compare(b, a) == 0)
    case (.node(let a), .node(let b)): Truth(a == b)
    case (.relationship(let a), .relationship(let b)): Truth(a == b)
    case (.date(let a), .date(let b)): Truth(a == b)
    case (.localTime(let a), .localTime(let b)): Truth(a == b)
    case (.time(let a), .time(let b)): Truth(TemporalOrder.compare(a, b) == 0)
    case (.localDateTime(let a), .localDateTime(let b)): Truth(a == b)
    case (.dateTime(let a), .dateTime(let b)): Truth(TemporalOrder.compare(a, b) == 0)
    case (.duration(let a), .duration(let b)): Truth(a == b)
    case (.list(let a), .list(let b)): equal(a, b)
    case (.map(let a), .map(let b)): equal(a, b)
    case (.path(let a), .path(let b)): Truth(areEqual(a, b))
    default: .no
    }
  }

  private static func equal(_ left: [Value], _ right: [Value]) -> Truth {
    guard left.count == right.count else { return .no }
    var result = Truth.yes
    for (a, b) in zip(left, right) {
      switch equal(a, b) {
      case .no: return .no
      case .unknown: result = .unknown
      case .yes: break
      }
    }
    return result
  }

  private static func equal(_ left: MapValue, _ right: MapValue) -> Truth {
    guard left.count == right.count else { return .no }
    var result = Truth.yes
    for (key, a) in left.entries {
      guard let b = right[key] else { return .no }
      switch equal(a, b) {
      case .no: return .no
      case .unknown: result = .unknown
      case .yes: break
      }
    }
    return result
  }

  /// Paths are equal when they visit the same nodes over the same relationships; the direction in which a
  /// relationship was walked does not matter.
  static func areEqual(_ left: PathValue, _ right: PathValue) -> Bool {
    left.nodes == right.nodes && left.relationships == right.relationships
  }
}
