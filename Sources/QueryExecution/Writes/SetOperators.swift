import Diagnostics
import OrderedCollections
import GraphCore
import QueryPlanning

/// For each row, sets properties and labels.
final class SetOperator: BlockingOperator {
  private let items: [SetItem]

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, items: [SetItem]) {
    self.items = items
    super.init(node, run, input: input, second: nil)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    let rows = try drain(input)
    if rows.count == 0 { return rows }
    try SetItems(items, run).apply(to: rows)
    return carried(rows, Array(0..<rows.count))
  }
}

/// The items of SET, also those of MERGE.
struct SetItems {
  private let items: [SetItem]
  private let run: QueryRun

  /// A computed item: who is changed, and how, for each row.
  private enum Change {
    case property(targets: Column, key: String, values: Column)
    case replace(targets: Column, maps: [MapValue], removesOthers: Bool)
    case labels(targets: Column, [String])
  }

  init(_ items: [SetItem], _ run: QueryRun) {
    self.items = items
    self.run = run
  }

  /// Computes everything on the graph as it is, then changes it row by row.
  func apply(to rows: RowBatch) throws(QueryFailure) {
    if items.isEmpty || rows.count == 0 { return }
    var changes: [Change] = []
    for item in items { changes.append(try change(item, rows)) }
    var graph = GraphChanges(run)
    for row in 0..<rows.count {
      try run.tick()
      for change in changes { try apply(change, row, &graph) }
    }
    graph.commit(to: run)
  }

  private func change(_ item: SetItem, _ rows: RowBatch) throws(QueryFailure) -> Change {
    switch item {
    case .property(let target, let key, let value):
      return .property(
        targets: try run.evaluate(target, rows), key: key, values: try run.evaluate(value, rows))
    case .replaceProperties(let slot, let value):
      return .replace(
        targets: rows.columns[slot.index], maps: try maps(value, rows), removesOthers: true)
    case .mergeProperties(let slot, let value):
      return .replace(
        targets: rows.columns[slot.index], maps: try maps(value, rows), removesOthers: false)
    case .labels(let slot, let names): return .labels(targets: rows.columns[slot.index], names)
    }
  }

  /// The new properties of each row: a map, or those of a node or relationship.
  private func maps(_ expression: BoundExpression, _ rows: RowBatch) throws(QueryFailure) -> [MapValue] {
    var result: [MapValue] = []
    for value in try run.values(of: expression, rows) {
      if value.isNull {
        result.append(MapValue())
      } else if let map = try run.properties(of: value) {
        result.append(map)
      } else {
        throw QueryFailure.argumentType("properties are a map, not \(ValueText.withArticle(value))")
          .located(expression.span)
      }
    }
    return result
  }

  private func apply(
    _ change: Change, _ row: Int, _ graph: inout GraphChanges
  ) throws(QueryFailure) {
    switch change {
    case .property(let targets, let key, let values):
      try graph.set(key, of: targets.value(at: row), to: values.value(at: row))
    case .replace(let targets, let maps, let removesOthers):
      let target = targets.value(at: row)
      if removesOthers { try graph.removeAllProperties(of: target) }
      for (key, value) in maps[row].entries { try graph.set(key, of: target, to: value) }
    case .labels(let targets, let names): try graph.addLabels(names, to: targets.value(at: row))
    }
  }
}

/// For each row, removes properties and labels.
final class RemoveOperator: BlockingOperator {
  private let items: [RemoveItem]

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, items: [RemoveItem]) {
    self.items = items
    super.init(node, run, input: input, second: nil)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    let rows = try drain(input)
    if rows.count == 0 { return rows }
    var targets: [Column] = []
    for item in items {
      switch item {
      case .property(let target, _): targets.append(try run.evaluate(target, rows))
      case .labels(let slot, _): targets.append(rows.columns[slot.index])
      }
    }
    var changes = GraphChanges(run)
    for row in 0..<rows.count {
      try run.tick()
      for (item, target) in zip(items, targets) {
        switch item {
        case .property(_, let key): try changes.set(key, of: target.value(at: row), to: .null)
        case .labels(_, let names): try changes.removeLabels(names, from: target.value(at: row))
        }
      }
    }
    changes.commit(to: run)
    return carried(rows, Array(0..<rows.count))
  }
}

/// Deletes nodes, relationships, paths, and lists and maps of them.
final class DeleteOperator: BlockingOperator {
  private let expressions: [BoundExpression]
  private let isDetach: Bool

  init(
    _ node: PlanNode, _ run: QueryRun, input: Operator?, expressions: [BoundExpression], isDetach: Bool
  ) {
    self.expressions = expressions
    self.isDetach = isDetach
    super.init(node, run, input: input, second: nil)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    let rows = try drain(input)
    if rows.count == 0 { return rows }
    var doomed = Doomed()
    for expression in expressions {
      for value in try run.values(of: expression, rows) {
        do throws(QueryFailure) {
          try doomed.add(value)
        } catch {
          throw error.located(expression.span)
        }
      }
    }
    var changes = GraphChanges(run)
    for relationship in doomed.relationships {
      try run.tick()
      changes.delete(relationship)
    }
    try changes.delete(doomed.nodes, isDetach: isDetach, run)
    changes.commit(to: run)
    return carried(rows, Array(0..<rows.count))
  }
}

/// What a DELETE names.
private struct Doomed {
  var nodes: [NodeID] = []
  var relationships: [RelationshipID] = []

  mutating func add(_ value: Value) throws(QueryFailure) {
    switch value {
    case .null: return
    case .node(let node): nodes.append(node)
    case .relationship(let relationship): relationships.append(relationship)
    case .path(let path):
      nodes += path.nodes
      relationships += path.relationships
    case .list(let elements): for element in elements { try add(element) }
    case .map(let map): for (_, element) in map.entries { try add(element) }
    default: throw .argumentType("\(ValueText.withArticle(value)) cannot be deleted")
    }
  }
}
