import Diagnostics
import GraphCore
import QueryPlanning

/// Functions of any value.
enum ScalarFunctions {
  static let table: [FunctionID: ScalarFunction] = [
    .exists: { values, _ throws(QueryFailure) in .boolean(!values[0].isNull) },
    .nullIf: { values, _ throws(QueryFailure) in
      ValueEquality.equal(values[0], values[1]) == .yes ? .null : values[0]
    },
    .size: size,
    .isEmpty: isEmpty,
    .reverse: reverse,
    .valueType: { values, _ throws(QueryFailure) in .string(typeName(values[0])) },
  ]

  /// The number of elements, code points or entries.
  private static let size: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .list(let elements): return .integer(Int64(elements.count))
    case .string(let text): return .integer(Int64(text.unicodeScalars.count))
    case .map(let map): return .integer(Int64(map.count))
    default: throw .argumentType("size() takes a list or a string, not \(ValueText.withArticle(values[0]))")
    }
  }

  private static let isEmpty: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .list(let elements): return .boolean(elements.isEmpty)
    case .string(let text): return .boolean(text.isEmpty)
    case .map(let map): return .boolean(map.isEmpty)
    default:
      throw .argumentType(
        "isEmpty() takes a list, a string or a map, not \(ValueText.withArticle(values[0]))")
    }
  }

  private static let reverse: ScalarFunction = { values, _ throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .list(let elements): return .list(elements.reversed())
    case .string(let text):
      var reversed = String.UnicodeScalarView()
      reversed.append(contentsOf: text.unicodeScalars.reversed())
      return .string(String(reversed))
    default:
      throw .argumentType("reverse() takes a list or a string, not \(ValueText.withArticle(values[0]))")
    }
  }

  private static func typeName(_ value: Value) -> String {
    switch value {
    case .null: "NULL"
    case .boolean: "BOOLEAN"
    case .integer: "INTEGER"
    case .float: "FLOAT"
    case .string: "STRING"
    case .list: "LIST"
    case .map: "MAP"
    case .date: "DATE"
    case .localTime: "LOCAL TIME"
    case .time: "ZONED TIME"
    case .localDateTime: "LOCAL DATETIME"
    case .dateTime: "ZONED DATETIME"
    case .duration: "DURATION"
    case .node: "NODE"
    case .relationship: "RELATIONSHIP"
    case .path: "PATH"
    }
  }
}
