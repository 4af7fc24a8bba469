/// All functions by name, case ignored; synonyms lead to the same function.
package enum FunctionRegistry {
  /// Finds a function.
  ///
  /// - Parameter name: The name as written, namespaces joined by dots (`date.truncate`).
  /// - Returns: Its signature, or nil.
  /// - Complexity: O(1) in the number of functions.
  package static func signature(named name: String) -> FunctionSignature? {
    if let index = byName[name] { return all[index] }
    guard let index = byName[name.lowercased()] else { return nil }
    return all[index]
  }

  /// The names as they are shown, in order of the table: for "did you mean".
  package static let names: [String] = all.map(\.name)

  /// Exact names and lower-case names, so that the usual spelling is found without lower-casing.
  private static let byName: [String: Int] = {
    var result: [String: Int] = [:]
    result.reserveCapacity(2 * all.count + 2 * synonyms.count)
    for (index, signature) in all.enumerated() {
      result[signature.name] = index
      result[signature.name.lowercased()] = index
    }
    for (name, target) in synonyms {
      result[name] = result[target]
    }
    return result
  }()

  private static let synonyms = [
    ("lower", "toLower"), ("upper", "toUpper"), ("ceiling", "ceil"), ("ln", "log"), ("rels", "relationships"),
    ("char_length", "size"), ("character_length", "size"), ("stdev", "stDev"), ("stdevp", "stDevP"),
    ("btrim", "trim"),
  ]

  /// Every function, in the order of the groups in ``FunctionID``.
  package static let all: [FunctionSignature] =
    scalars + lists + mathematics + strings + temporals + own + aggregates

  private static let entity: TypeSet = [.node, .relationship]

  private static func scalar(
    _ function: FunctionID, _ arguments: [TypeSet], optional: Int = 0, variadic: Bool = false,
    _ result: StaticType, isDeterministic: Bool = true
  ) -> FunctionSignature {
    FunctionSignature(
      .scalar(function), arguments, optional: optional, variadic: variadic, result,
      isDeterministic: isDeterministic)
  }

  private static let scalars: [FunctionSignature] = [
    scalar(.coalesce, [.any], variadic: true, .any),
    scalar(.endNode, [.relationship], .node),
    scalar(.startNode, [.relationship], .node),
    scalar(.exists, [.any], .boolean),
    scalar(.head, [.list], .any),
    scalar(.id, [entity], .integer),
    scalar(.elementId, [entity], .string),
    scalar(.last, [.list], .any),
    scalar(.length, [.path], .integer),
    scalar(.nullIf, [.any, .any], .any),
    scalar(.properties, [[.node, .relationship, .map]], .map),
    scalar(.size, [[.list, .string, .map]], .integer),
    scalar(.type, [.relationship], .string),
    scalar(.toBoolean, [.any], .boolean),
    scalar(.toFloat, [.any], .float),
    scalar(.toInteger, [.any], .integer),
    scalar(.toString, [.any], .string),
    scalar(.valueType, [.any], .string),
    scalar(.toBooleanList, [.list], .list(of: .boolean)),
    scalar(.toFloatList, [.list], .list(of: .float)),
    scalar(.toIntegerList, [.list], .list(of: .integer)),
    scalar(.toStringList, [.list], .list(of: .string)),
    scalar(.toBooleanOrNull, [.any], .boolean),
    scalar(.toFloatOrNull, [.any], .float),
    scalar(.toIntegerOrNull, [.any], .integer),
    scalar(.toStringOrNull, [.any], .string),
  ]

  private static let lists: [FunctionSignature] = [
    scalar(.isEmpty, [[.list, .string, .map]], .boolean),
    scalar(.keys, [[.node, .relationship, .map]], .list(of: .string)),
    scalar(.labels, [.node], .list(of: .string)),
    scalar(.nodes, [.path], .list(of: .node)),
    scalar(.range, [.any, .any, .any], optional: 1, .list(of: .integer)),
    scalar(.relationships, [.path], .list(of: .relationship)),
    scalar(.reverse, [[.list, .string]], StaticType([.list, .string])),
    scalar(.tail, [.list], StaticType(.list)),
  ]

  private static let mathematics: [FunctionSignature] =
    [
      scalar(.abs, [.number], .number),
      scalar(.ceil, [.number], .float),
      scalar(.floor, [.number], .float),
      scalar(.rand, [], .float, isDeterministic: false),
      scalar(.round, [.number, .number, .string], optional: 2, .float),
      scalar(.sign, [.number], .integer),
      scalar(.isNaN, [.number], .boolean),
      scalar(.e, [], .float),
      scalar(.pi, [], .float),
      scalar(.atan2, [.number, .number], .float),
    ]
    + [
      .exp, .log, .log10, .sqrt, .acos, .asin, .atan, .cos, .cot, .degrees, .haversin, .radians, .sin, .tan,
    ].map { scalar($0, [.number], .float) }

  private static let strings: [FunctionSignature] = [
    scalar(.left, [.string, .integer], .string),
    scalar(.lTrim, [.string, .string], optional: 1, .string),
    scalar(.replace, [.string, .string, .string], .string),
    scalar(.right, [.string, .integer], .string),
    scalar(.rTrim, [.string, .string], optional: 1, .string),
    scalar(.split, [.string, [.string, .list]], .list(of: .string)),
    scalar(.substring, [.string, .integer, .integer], optional: 1, .string),
    scalar(.toLower, [.string], .string),
    scalar(.toUpper, [.string], .string),
    scalar(.trim, [.string, .string], optional: 1, .string),
  ]

  /// What the constructors take: a string, a map of components, another temporal value; nothing means now.
  private static let components: TypeSet = [.string, .map, .date, .instant, .integer]

  private static let temporals: [FunctionSignature] =
    [
      scalar(.date, [components], optional: 1, StaticType(.date)),
      scalar(.datetime, [components], optional: 1, StaticType(.instant)),
      scalar(.localdatetime, [components], optional: 1, StaticType(.instant)),
      scalar(.localtime, [components], optional: 1, StaticType(.instant)),
      scalar(.time, [components], optional: 1, StaticType(.instant)),
      scalar(.duration, [[.string, .map, .duration]], StaticType(.duration)),
      scalar(.dateTruncate, [.string, [.date, .instant], .map], optional: 2, StaticType(.date)),
      scalar(.datetimeFromEpoch, [.number, .number], optional: 1, StaticType(.instant)),
      scalar(.datetimeFromEpochMillis, [.number], StaticType(.instant)),
    ]
    + [.datetimeTruncate, .localdatetimeTruncate, .localtimeTruncate, .timeTruncate].map {
      scalar($0, [.string, [.date, .instant], .map], optional: 2, StaticType(.instant))
    }
    + clocks.map { scalar($0.0, [.string], optional: 1, $0.1) }
    + [.durationBetween, .durationInMonths, .durationInDays, .durationInSeconds].map {
      scalar($0, [[.date, .instant], [.date, .instant]], StaticType(.duration))
    }

  /// `date.realtime()` and its kin; the argument is a time zone.
  private static let clocks: [(FunctionID, StaticType)] =
    [.dateTransaction, .dateStatement, .dateRealtime].map { ($0, StaticType(.date)) }
    + [
      .datetimeTransaction, .datetimeStatement, .datetimeRealtime,
      .localdatetimeTransaction, .localdatetimeStatement, .localdatetimeRealtime,
      .localtimeTransaction, .localtimeStatement, .localtimeRealtime,
      .timeTransaction, .timeStatement, .timeRealtime,
    ].map { ($0, StaticType(.instant)) }

  private static let own: [FunctionSignature] = [
    scalar(.partialDate, [[.string, .date, .instant]], StaticType(.date)),
    scalar(.principal, [.node], .node),
    scalar(.citations, [.relationship], .list(of: .string)),
    scalar(.speaker, [.relationship], .node),
    scalar(.active, [.relationship, [.date, .string, .instant], [.date, .string, .instant]], .boolean),
  ]

  private static func aggregate(
    _ function: AggregateFunction, _ arguments: [TypeSet], _ result: StaticType
  ) -> FunctionSignature {
    FunctionSignature(.aggregate(function), arguments, result)
  }

  private static let aggregates: [FunctionSignature] = [
    aggregate(.avg, [[.number, .duration]], StaticType([.number, .duration])),
    aggregate(.collect, [.any], StaticType(.list)),
    aggregate(.count, [.any], .integer),
    aggregate(.max, [.any], .any),
    aggregate(.min, [.any], .any),
    aggregate(.percentileCont, [.number, .number], .float),
    aggregate(.percentileDisc, [.number, .number], .number),
    aggregate(.stDev, [.number], .float),
    aggregate(.stDevP, [.number], .float),
    aggregate(.sum, [[.number, .duration]], StaticType([.number, .duration])),
  ]
}
