import Diagnostics
import GraphCore
import QueryPlanning

/// Functions of entities and claims, Entente's own.
enum ClaimFunctions {
  static let table: [FunctionID: ScalarFunction] = [
    .principal: principal, .active: active, .citations: citations, .speaker: speaker,
  ]

  private static let principal: ScalarFunction = { values, run throws(QueryFailure) in
    switch values[0] {
    case .null: return .null
    case .node(let node):
      if run.snapshot.isDeleted(node) { throw .deletedEntity("a node") }
      return .node(run.snapshot.principal(of: node))
    default: throw .argumentType("principal() takes a node, not \(ValueText.withArticle(values[0]))")
    }
  }

  /// Whether a claim may have held at some day between two dates; null when nothing is known of its time.
  private static let active: ScalarFunction = { values, run throws(QueryFailure) in
    guard case .relationship(let relationship) = values[0] else {
      if values[0].isNull { return .null }
      throw .argumentType("active() takes a relationship, not \(ValueText.withArticle(values[0]))")
    }
    if run.snapshot.isDeleted(relationship) { throw .deletedEntity("a relationship") }
    let from = try bound(values[1])
    let to = try bound(values[2])
    let time = run.snapshot.validTime(of: relationship)
    return time.isActive(from: from, to: to).map { .boolean($0) } ?? .null
  }

  /// The sources of a claim, each with the place in it: `upi ¶7`.
  private static let citations: ScalarFunction = { values, run throws(QueryFailure) in
    guard let relationship = try claim(values[0], of: "citations", run) else { return .null }
    let places = texts(run.snapshot.property(StandardName.paragraphs, of: relationship))
    let sources = texts(run.snapshot.property(StandardName.sources, of: relationship))
    return .list(
      sources.enumerated().map { index, source in
        let place = index < places.count ? places[index] : ""
        return .string(place.isEmpty ? source : "\(source) \(place)")
      })
  }

  /// The entity on whose word a claim stands; null when the sources say so themselves.
  private static let speaker: ScalarFunction = { values, run throws(QueryFailure) in
    guard let relationship = try claim(values[0], of: "speaker", run),
      case .string(let id) = run.snapshot.property(StandardName.attributedTo, of: relationship)
    else { return .null }
    return run.snapshot.node(withID: id).map { .node($0) } ?? .null
  }

  /// The relationship that a function of claims was given; nil for null.
  private static func claim(
    _ value: Value, of function: String, _ run: QueryRun
  ) throws(QueryFailure) -> RelationshipID? {
    switch value {
    case .null: return nil
    case .relationship(let relationship):
      if run.snapshot.isDeleted(relationship) { throw .deletedEntity("a relationship") }
      return relationship
    default: throw .argumentType("\(function)() takes a relationship, not \(ValueText.withArticle(value))")
    }
  }

  private static func texts(_ value: Value) -> [String] {
    guard case .list(let values) = value else { return [] }
    return values.map { value in
      if case .string(let text) = value { return text }
      return ""
    }
  }

  /// An end of the asked interval: a date, a string that is one, or null for an open end.
  private static func bound(_ value: Value) throws(QueryFailure) -> PartialDate? {
    switch value {
    case .null: return nil
    case .date(let date): return date
    case .string(let text): return try TemporalFunctions.partialDate(text)
    case .localDateTime(let moment): return moment.date
    case .dateTime(let moment): return moment.local.date
    default: throw .argumentType("active() takes dates, not \(ValueText.withArticle(value))")
    }
  }
}
