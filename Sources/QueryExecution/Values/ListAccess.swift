import Diagnostics
import GraphCore

/// `list[i]`, `map[key]`, `list[a..b]` and `x IN list`.
enum ListAccess {
  /// An element by position (negative from the end) or an entry by name; null when it is not there.
  ///
  /// Entities are the caller's, as their properties need the graph.
  ///
  /// - Throws: TypeError when the container or the index has the wrong type.
  static func element(of container: Value, at index: Value) throws(QueryFailure) -> Value {
    switch (container, index) {
    case (.null, _): return .null
    case (.list(let elements), .integer(let position)):
      let offset = position < 0 ? Int64(elements.count) + position : position
      guard offset >= 0, offset < Int64(elements.count) else { return .null }
      return elements[Int(offset)]
    case (.map(let map), .string(let key)): return map[key] ?? .null
    case (.list, .null), (.map, .null): return .null
    case (.map, _):
      throw QueryFailure(
        .typeError, .runtime, "MapElementAccessByNonString",
        "a map is asked by a string, not by \(ValueText.withArticle(index))")
    case (.list, _):
      throw .argumentType("a list is indexed by an integer, not by \(ValueText.withArticle(index))")
    default:
      throw .argumentType("\(ValueText.withArticle(container)) cannot be indexed")
    }
  }

  /// The elements from `lower` up to but without `upper`, both clipped; negative ones count from the end.
  ///
  /// A bound that is absent is nil, one that is null gives null.
  ///
  /// - Throws: TypeError when the container is no list or a bound no integer.
  static func slice(of container: Value, from lower: Value?, to upper: Value?) throws(QueryFailure) -> Value {
    guard case .list(let elements) = container else {
      if container.isNull { return .null }
      throw .argumentType("\(ValueText.withArticle(container)) cannot be sliced")
    }
    guard let start = try bound(lower, or: 0, count: elements.count),
      let end = try bound(upper, or: elements.count, count: elements.count)
    else { return .null }
    return start < end ? .list(Array(elements[start..<end])) : .list([])
  }

  /// The clipped offset of a bound; nil when the bound is null.
  private static func bound(_ value: Value?, or absent: Int, count: Int) throws(QueryFailure) -> Int? {
    switch value {
    case nil: return absent
    case .null: return nil
    case .integer(let position):
      let offset = position < 0 ? position.addingReportingOverflow(Int64(count)).partialValue : position
      return Int(min(max(offset, 0), Int64(count)))
    case .some(let other):
      throw .argumentType("a slice is bounded by integers, not by \(ValueText.withArticle(other))")
    }
  }

  /// Three-valued membership: unknown when nothing equals and a null took part.
  ///
  /// - Throws: TypeError when the right side is no list.
  /// - Complexity: linear in the list.
  static func contains(_ container: Value, _ element: Value) throws(QueryFailure) -> Truth {
    guard case .list(let elements) = container else {
      if container.isNull { return .unknown }
      throw .argumentType("`IN` takes a list, not \(ValueText.withArticle(container))")
    }
    var result = Truth.no
    for candidate in elements {
      switch ValueEquality.equal(candidate, element) {
      case .yes: return .yes
      case .unknown: result = .unknown
      case .no: break
      }
    }
    return result
  }
}

extension Value {
  /// The bytes that this and another value take when they are put together; 0 for what is small.
  func joinedSize(with other: Value) -> Int {
    switch (self, other) {
    case (.string(let one), .string(let two)): one.utf8.count + two.utf8.count
    case (.list(let one), .list(let two)): (one.count + two.count) * MemoryLayout<Value>.stride
    case (.list(let list), _), (_, .list(let list)): (list.count + 1) * MemoryLayout<Value>.stride
    case (.string(let text), _), (_, .string(let text)): text.utf8.count
    default: 0
    }
  }
}
