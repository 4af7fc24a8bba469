import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, makes nodes and relationships.
final class CreateOperator: BlockingOperator {
  private let pattern: CreatePattern

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, pattern: CreatePattern) {
    self.pattern = pattern
    super.init(node, run, input: input, second: nil)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    let rows = try drain(input)
    if rows.count == 0 { return rows }
    let maker = try PatternMaker(pattern, rows, run, refusesNull: false)
    var made = maker.emptyColumns()
    var changes = GraphChanges(run)
    for row in 0..<rows.count {
      try run.tick()
      try maker.make(row, &changes, &made)
    }
    changes.commit(to: run)
    return made.added(to: carried(rows, Array(0..<rows.count)))
  }
}

/// The entities that a pattern makes, by slot.
struct MadeColumns {
  var nodes: [Slot: [UInt32]] = [:]
  var relationships: [Slot: [UInt32]] = [:]

  /// The batch with the columns set.
  func added(to batch: RowBatch) -> RowBatch {
    var result = batch
    for (slot, ids) in nodes { result.columns[slot.index] = .nodes(ids) }
    for (slot, ids) in relationships { result.columns[slot.index] = .relationships(ids) }
    return result
  }
}

/// Makes a pattern for one row after another; properties are computed for all rows beforehand.
struct PatternMaker {
  private let pattern: CreatePattern
  private let rows: RowBatch
  private let nodeProperties: [[Value]]
  private let relationshipProperties: [[Value]]

  /// Computes the properties.
  ///
  /// - Throws: With `refusesNull` (MERGE), SemanticError MergeReadOwnWrites for a null property: it would be
  ///   created and never found.
  init(
    _ pattern: CreatePattern, _ rows: RowBatch, _ run: QueryRun, refusesNull: Bool
  ) throws(QueryFailure) {
    self.pattern = pattern
    self.rows = rows
    var nodes: [[Value]] = []
    for node in pattern.nodes {
      nodes.append(try Self.maps(node.properties, rows, run, refusesNull: refusesNull))
    }
    var relationships: [[Value]] = []
    for relationship in pattern.relationships {
      relationships.append(try Self.maps(relationship.properties, rows, run, refusesNull: refusesNull))
    }
    nodeProperties = nodes
    relationshipProperties = relationships
  }

  private static func maps(
    _ expression: BoundExpression?, _ rows: RowBatch, _ run: QueryRun, refusesNull: Bool
  ) throws(QueryFailure) -> [Value] {
    guard let expression else { return [] }
    let values = try run.values(of: expression, rows)
    for value in values {
      switch value {
      case .map(let map):
        guard refusesNull, let key = map.entries.first(where: { $0.value.isNull })?.key else { continue }
        throw QueryFailure(
          .semanticError, .runtime, "MergeReadOwnWrites",
          "MERGE cannot use null for the property `\(key)`", at: expression.span)
      case .null: continue
      default:
        throw QueryFailure.argumentType("properties are a map, not \(ValueText.withArticle(value))")
          .located(expression.span)
      }
    }
    return values
  }

  /// Columns without entities, one place for each row.
  func emptyColumns() -> MadeColumns {
    let blank = Array(repeating: Column.nullEntity, count: rows.count)
    var result = MadeColumns()
    for node in pattern.nodes { result.nodes[node.slot] = blank }
    for relationship in pattern.relationships { result.relationships[relationship.slot] = blank }
    return result
  }

  /// Makes the pattern for a row.
  func make(
    _ row: Int, _ changes: inout GraphChanges, _ made: inout MadeColumns
  ) throws(QueryFailure) {
    for (index, node) in pattern.nodes.enumerated() {
      let id = try changes.createNode(labels: node.labels, properties: map(nodeProperties[index], row))
      made.nodes[node.slot]?[row] = id.rawValue
    }
    for (index, relationship) in pattern.relationships.enumerated() {
      guard let start = end(relationship.start, row, made), let end = end(relationship.end, row, made) else {
        throw QueryFailure(
          .entityNotFound, .runtime, "MissingNode",
          "a relationship cannot be made: the node at one of its ends is null", at: relationship.span)
      }
      let id = try changes.createRelationship(
        relationship.type, from: start, to: end, properties: map(relationshipProperties[index], row))
      made.relationships[relationship.slot]?[row] = id.rawValue
    }
  }

  private func map(_ values: [Value], _ row: Int) -> MapValue {
    if row < values.count, case .map(let map) = values[row] { return map }
    return MapValue()
  }

  private func end(_ slot: Slot, _ row: Int, _ made: MadeColumns) -> NodeID? {
    if let id = made.nodes[slot]?[row], id != Column.nullEntity { return NodeID(id) }
    if case .node(let node) = rows.columns[slot.index].value(at: row) { return node }
    return nil
  }

  /// What makes two rows of a MERGE ask for the same: their properties, and the bound ends.
  func key(_ row: Int) -> [Value] {
    var key: [Value] = []
    for properties in nodeProperties + relationshipProperties { key.append(.map(map(properties, row))) }
    for relationship in pattern.relationships {
      key.append(rows.columns[relationship.start.index].value(at: row))
      key.append(rows.columns[relationship.end.index].value(at: row))
    }
    return key
  }
}
