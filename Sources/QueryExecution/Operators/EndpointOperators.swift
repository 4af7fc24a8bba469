import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, the ends of a bound relationship: binds them, or checks those already bound.
final class EndpointsOperator: FanOutOperator {
  private let endpoints: Endpoints
  private var relationships: [UInt32] = []
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var exclusion = RelationshipExclusion()

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, endpoints: Endpoints) {
    self.endpoints = endpoints
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    relationships = batch.relationships(endpoints.relationship)
    froms = endpoints.isFromBound ? batch.nodes(endpoints.from) : []
    tos = endpoints.isToBound ? batch.nodes(endpoints.to) : []
    exclusion = RelationshipExclusion(batch, endpoints.differentFrom)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var starts: [UInt32] = []
    var ends: [UInt32] = []
    let types = TypeFilter(endpoints.types, in: run.snapshot)
    while cursor < batch.count, starts.count < RowBatch.preferredCount {
      let id = relationships[cursor]
      if id != Column.nullEntity, !run.snapshot.isDeleted(RelationshipID(id)),
        types.accepts(run.snapshot.type(of: RelationshipID(id))), !exclusion.excludes(id, row: cursor)
      {
        for (from, to) in readings(of: RelationshipID(id)) where agrees(from, to) {
          starts.append(from)
          ends.append(to)
          result.rows.append(cursor)
        }
      }
      cursor += 1
    }
    if !endpoints.isFromBound { result.columns.append((endpoints.from, .nodes(starts))) }
    if !endpoints.isToBound { result.columns.append((endpoints.to, .nodes(ends))) }
    return result
  }

  private func readings(of relationship: RelationshipID) -> [(UInt32, UInt32)] {
    let (start, end) = run.ends(of: relationship)
    let forward = (start.rawValue, end.rawValue)
    let backward = (end.rawValue, start.rawValue)
    switch endpoints.direction {
    case .outgoing: return [forward]
    case .incoming: return [backward]
    case .either: return start == end ? [forward] : [forward, backward]
    }
  }

  private func agrees(_ from: UInt32, _ to: UInt32) -> Bool {
    (!endpoints.isFromBound || froms[cursor] == from) && (!endpoints.isToBound || tos[cursor] == to)
      && (endpoints.from != endpoints.to || from == to)
  }
}

/// Which relationship types a pattern allows.
struct TypeFilter {
  private let allowed: [RelationshipTypeID]?

  init(_ names: [String], in snapshot: GraphSnapshot) {
    allowed = names.isEmpty ? nil : names.compactMap { snapshot.relationshipType(named: $0) }
  }

  func accepts(_ type: RelationshipTypeID) -> Bool {
    allowed?.contains(type) ?? true
  }
}

/// For each row, checks that a bound list of relationships is a trail, and binds or checks its ends.
final class TrailEndpointsOperator: FanOutOperator {
  private let endpoints: TrailEndpoints
  private var lists: Column = .absent
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var exclusion = RelationshipExclusion()

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, endpoints: TrailEndpoints) {
    self.endpoints = endpoints
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    lists = batch.columns[endpoints.relationships.index]
    froms = endpoints.isFromBound ? batch.nodes(endpoints.from) : []
    tos = endpoints.isToBound ? batch.nodes(endpoints.to) : []
    exclusion = RelationshipExclusion(batch, endpoints.differentFrom)
  }

  override func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    var starts: [UInt32] = []
    var ends: [UInt32] = []
    while cursor < batch.count, starts.count < RowBatch.preferredCount {
      if let trail = try trail(lists.value(at: cursor)) {
        for start in possibleStarts(trail) {
          guard let end = end(of: trail, from: start) else { continue }
          if endpoints.isFromBound && froms[cursor] != start { continue }
          if endpoints.isToBound && tos[cursor] != end { continue }
          if endpoints.from == endpoints.to && start != end { continue }
          starts.append(start)
          ends.append(end)
          result.rows.append(cursor)
        }
      }
      cursor += 1
    }
    if !endpoints.isFromBound { result.columns.append((endpoints.from, .nodes(starts))) }
    if !endpoints.isToBound { result.columns.append((endpoints.to, .nodes(ends))) }
    return result
  }

  /// The relationships of a list that may be a trail of the pattern; nil when it may not.
  private func trail(_ value: Value) throws(QueryFailure) -> [RelationshipID]? {
    guard case .list(let elements) = value else {
      if value.isNull { return nil }
      throw .argumentType("a list of relationships is wanted here, not \(ValueText.withArticle(value))")
    }
    guard elements.count >= endpoints.minimum, elements.count <= endpoints.maximum ?? Int.max else {
      return nil
    }
    let types = TypeFilter(endpoints.types, in: run.snapshot)
    var result: [RelationshipID] = []
    for element in elements {
      guard case .relationship(let relationship) = element else {
        if element.isNull { return nil }
        throw .argumentType(
          "a list of relationships is wanted here, not of \(ValueText.withArticle(element))")
      }
      if run.snapshot.isDeleted(relationship) || !types.accepts(run.snapshot.type(of: relationship))
        || result.contains(relationship) || exclusion.excludes(relationship.rawValue, row: cursor)
      {
        return nil
      }
      result.append(relationship)
    }
    return result
  }

  /// Where the trail may begin: at an end of its first relationship; an empty trail at a bound node, or anywhere.
  private func possibleStarts(_ trail: [RelationshipID]) -> [UInt32] {
    guard let first = trail.first else {
      if endpoints.isFromBound { return [froms[cursor]].filter { $0 != Column.nullEntity } }
      if endpoints.isToBound { return [tos[cursor]].filter { $0 != Column.nullEntity } }
      return run.snapshot.nodeIdentifiers
    }
    let (start, end) = run.ends(of: first)
    switch endpoints.direction {
    case .outgoing: return [start.rawValue]
    case .incoming: return [end.rawValue]
    case .either: return start == end ? [start.rawValue] : [start.rawValue, end.rawValue]
    }
  }

  /// Where the trail ends when walked from a node; nil when the relationships do not join.
  private func end(of trail: [RelationshipID], from node: UInt32) -> UInt32? {
    var place = NodeID(node)
    for relationship in trail {
      let (start, end) = run.ends(of: relationship)
      if endpoints.direction != .incoming && start == place {
        place = end
      } else if endpoints.direction != .outgoing && end == place {
        place = start
      } else {
        return nil
      }
    }
    return place.rawValue
  }
}
