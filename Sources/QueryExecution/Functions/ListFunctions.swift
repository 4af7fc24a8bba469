import Diagnostics
import GraphCore
import QueryPlanning

/// Functions of lists.
enum ListFunctions {
  /// The most elements that `range()` makes.
  static let rangeLimit = Int64(SizeLimits.elements)

  static let table: [FunctionID: ScalarFunction] = [
    .head: { values, _ throws(QueryFailure) in try elements("head", values[0])?.first ?? .null },
    .last: { values, _ throws(QueryFailure) in try elements("last", values[0])?.last ?? .null },
    .tail: { values, _ throws(QueryFailure) in
      guard let list = try elements("tail", values[0]) else { return .null }
      return .list(Array(list.dropFirst()))
    },
    .range: range,
  ]

  private static func elements(_ name: String, _ value: Value) throws(QueryFailure) -> [Value]? {
    switch value {
    case .list(let list): return list
    case .null: return nil
    default: throw .argumentType("\(name)() takes a list, not \(ValueText.withArticle(value))")
    }
  }

  /// The integers from the first to the second argument, both included, by the third (1).
  private static let range: ScalarFunction = { values, run throws(QueryFailure) in
    var bounds: [Int64] = []
    for value in values {
      guard case .integer(let number) = value else {
        throw QueryFailure(
          .argumentError, .runtime, "InvalidArgumentType",
          "range() takes integers, not \(ValueText.withArticle(value))")
      }
      bounds.append(number)
    }
    let step = bounds.count > 2 ? bounds[2] : 1
    guard step != 0 else { throw .outOfRange("the step of range() is 0") }
    if step > 0 ? bounds[0] > bounds[1] : bounds[0] < bounds[1] { return .list([]) }
    // The distance between two Int64 always fits into UInt64.
    let distance = UInt64(bitPattern: step > 0 ? bounds[1] &- bounds[0] : bounds[0] &- bounds[1])
    let count = distance / step.magnitude
    guard count < UInt64(rangeLimit) else {
      throw .outOfRange("range() would make more than \(rangeLimit) elements")
    }
    try run.reserve((Int(count) + 1) * MemoryLayout<Value>.stride)
    var result: [Value] = []
    result.reserveCapacity(Int(count) + 1)
    for index in 0...Int64(count) {
      if index & 0xFFFF == 0xFFFF { try run.checkLimits() }
      result.append(.integer(bounds[0] &+ index &* step))
    }
    return .list(result)
  }
}
