import Diagnostics
import GraphCore
import QueryPlanning

// What asks the graph: properties, labels, paths.
extension QueryRun {
  func property(
    _ base: BoundExpression, _ key: String, _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let column = try evaluate(base, batch)
    switch column {
    case .nodes(let ids): return try nodeProperties(ids, key)
    case .relationships(let ids): return try relationshipProperties(ids, key)
    case .dates(let words) where key == "year" && !words.contains(Column.nullWord):
      return .integers(words.map { Int64(PackedDate(word: $0).year) })
    case .dates(let words)
    where key == "month" && !words.contains { $0 == Column.nullWord || $0 >> 7 & 0xF == 0 }:
      return .integers(words.map { Int64(PackedDate(word: $0).month) })
    default:
      return try rowwise([column], batch.count) { [self] values throws(QueryFailure) in
        try property(of: values[0], key: key)
      }
    }
  }

  /// The property of one value: of an entity from the graph, of a map an entry, of a date a component.
  ///
  /// - Throws: TypeError for a value without properties, EntityNotFound for a deleted entity.
  func property(of value: Value, key: String) throws(QueryFailure) -> Value {
    switch value {
    case .null: return .null
    case .node(let node): return try property(of: node, key: key)
    case .relationship(let relationship): return try property(of: relationship, key: key)
    case .map(let map): return map[key] ?? .null
    case .date, .localTime, .time, .localDateTime, .dateTime, .duration:
      return try TemporalComponents.component(key, of: value)
    default: throw .argumentType("\(ValueText.withArticle(value)) has no properties")
    }
  }

  func hasLabels(
    _ base: BoundExpression, _ labels: [String], _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    let column = try evaluate(base, batch)
    if case .nodes(let ids) = column { return .truths(try nodesHaveLabels(ids, labels)) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      switch column.value(at: row) {
      case .null: bytes.append(Truth.unknown.rawValue)
      case .node(let node):
        let names = try self.labels(of: node)
        bytes.append(Truth(labels.allSatisfy { names.contains($0) }).rawValue)
      case .relationship(let relationship):
        let type = typeName(of: relationship)
        bytes.append(Truth(labels.allSatisfy { $0 == type }).rawValue)
      case let other: throw .argumentType("\(ValueText.withArticle(other)) has no labels")
      }
    }
    return .truths(bytes)
  }

  /// The path of each row along bound relationships; null when a part is null.
  func path(_ start: Slot, _ steps: [PathStep], _ batch: RowBatch) throws(QueryFailure) -> Column {
    var result: [Value] = []
    result.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      result.append(try path(start, steps, batch, row))
    }
    return .values(result)
  }

  private func path(
    _ start: Slot, _ steps: [PathStep], _ batch: RowBatch, _ row: Int
  ) throws(QueryFailure) -> Value {
    guard case .node(let first) = batch.columns[start.index].value(at: row) else { return .null }
    var walk = PathWalk(from: first)
    for step in steps {
      switch step {
      case .relationship(let slot):
        guard case .relationship(let hop) = batch.columns[slot.index].value(at: row) else { return .null }
        walk.append(hop, ends: ends(of: hop))
      case .relationships(let slot):
        guard case .list(let hops) = batch.columns[slot.index].value(at: row) else { return .null }
        for case .relationship(let hop) in hops { walk.append(hop, ends: ends(of: hop)) }
      }
    }
    return .path(PathValue(nodes: walk.nodes, relationships: walk.relationships))
  }
}

/// A path that grows hop by hop.
private struct PathWalk {
  var nodes: [NodeID]
  var relationships: [RelationshipID] = []
  private var last: NodeID

  init(from start: NodeID) {
    nodes = [start]
    last = start
  }

  /// Walks on over a relationship: to the end where the path does not stand.
  mutating func append(_ hop: RelationshipID, ends: (start: NodeID, end: NodeID)) {
    last = ends.start == last ? ends.end : ends.start
    nodes.append(last)
    relationships.append(hop)
  }
}
