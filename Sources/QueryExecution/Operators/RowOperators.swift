import Diagnostics
import GraphCore
import QueryPlanning

/// Keeps the rows for which every predicate is true.
final class FilterOperator: Operator {
  private let predicates: [BoundExpression]

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, predicates: [BoundExpression]) {
    self.predicates = predicates
    super.init(node, run, input: input, second: nil)
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    guard var batch = try input?.next() else { return nil }
    for predicate in predicates where batch.count > 0 {
      let kept = try run.matchingRows(predicate, batch)
      if kept.count < batch.count { batch = batch.gathered(kept) }
    }
    return batch
  }
}

/// Computes columns.
final class ProjectOperator: Operator {
  private let items: [Projection]

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, items: [Projection]) {
    self.items = items
    super.init(node, run, input: input, second: nil)
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    guard let batch = try input?.next() else { return nil }
    var result = RowBatch(count: batch.count, slotCount: slotCount, origins: batch.origins)
    for slot in node.output { result.columns[slot.index] = batch.columns[slot.index] }
    for item in items {
      result.columns[item.slot.index] = try run.column(for: item, batch)
    }
    return result
  }
}

extension QueryRun {
  /// The column of a projection, in the form that its slot asks for.
  func column(for item: Projection, _ batch: RowBatch) throws(QueryFailure) -> Column {
    let column = try evaluate(item.expression, batch)
    switch plan.slots[item.slot.index].kind {
    case .node: return column.nodeIdentifiers(count: batch.count).map { .nodes($0) } ?? column
    case .relationship:
      return column.relationshipIdentifiers(count: batch.count).map { .relationships($0) } ?? column
    case .value: return column
    }
  }
}

/// One row for each element of a list.
final class UnwindOperator: FanOutOperator {
  private let list: BoundExpression
  private let slot: Slot
  private var column: Column = .absent
  private var position = 0

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, list: BoundExpression, slot: Slot) {
    self.list = list
    self.slot = slot
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) throws(QueryFailure) {
    column = try run.evaluate(list, batch)
    position = 0
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var elements: [Value] = []
    while cursor < batch.count, elements.count < RowBatch.preferredCount {
      switch column.value(at: cursor) {
      case .null: cursor += 1
      case .list(let list):
        let end = min(list.count, position + RowBatch.preferredCount - elements.count)
        elements += list[position..<end]
        result.rows += Array(repeating: cursor, count: end - position)
        position = end
        if position == list.count {
          position = 0
          cursor += 1
        }
      case let single:
        elements.append(single)
        result.rows.append(cursor)
        cursor += 1
      }
    }
    result.columns = [(slot, .values(elements))]
    return result
  }
}

/// Reads a value column as a node or relationship column.
final class EntityOperator: Operator {
  private let from: Slot
  private let to: Slot
  private let kind: SlotKind

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, from: Slot, to: Slot, kind: SlotKind) {
    self.from = from
    self.to = to
    self.kind = kind
    super.init(node, run, input: input, second: nil)
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    guard let batch = try input?.next() else { return nil }
    let column = batch.columns[from.index]
    let ids =
      kind == .node
      ? column.nodeIdentifiers(count: batch.count) : column.relationshipIdentifiers(count: batch.count)
    guard let ids else {
      throw .argumentType("a pattern needs a \(kind == .node ? "node" : "relationship") here")
    }
    let kept = ids.indices.filter { ids[$0] != Column.nullEntity }
    var result = carried(batch, kept)
    let entities = kept.map { ids[$0] }
    result.columns[to.index] = kind == .node ? .nodes(entities) : .relationships(entities)
    return result
  }
}

/// The rows of the left, then those of the right.
final class UnionOperator: Operator {
  private var isLeftDone = false

  override func open(_ argument: RowBatch) throws(QueryFailure) {
    try super.open(argument)
    try second?.open(argument)
  }

  override func reopen() {
    isLeftDone = false
  }

  override func produce() throws(QueryFailure) -> RowBatch? {
    if !isLeftDone {
      if let batch = try input?.next() { return batch }
      isLeftDone = true
    }
    return try second?.next()
  }
}
