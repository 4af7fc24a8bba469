import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, each node with all labels whose property equals a value, ascending.
final class NodeSeekOperator: FanOutOperator {
  private let seek: NodeSeek
  private var values: Column = .absent

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, seek: NodeSeek) {
    self.seek = seek
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) throws(QueryFailure) {
    values = try run.evaluate(seek.value, batch)
  }

  override func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    var found: [UInt32] = []
    let snapshot = run.snapshot
    let filter = LabelFilter(seek.labels, in: snapshot)
    let key = snapshot.propertyKey(named: seek.property)
    while cursor < batch.count, found.count < RowBatch.preferredCount {
      if let key {
        for node in nodes(where: key, match: values.value(at: cursor))
        where filter.accepts(setNumber: snapshot.labelSetNumber(of: node)) {
          found.append(node.rawValue)
          result.rows.append(cursor)
        }
      }
      cursor += 1
    }
    result.columns = [(seek.node, .nodes(found))]
    return result
  }

  private func nodes(where key: PropertyKeyID, match value: Value) -> [NodeID] {
    guard seek.isAnyOf else { return nodes(where: key, equal: value) }
    guard case .list(let elements) = value else { return [] }
    if elements.count == 1 { return nodes(where: key, equal: elements[0]) }
    var found: Set<NodeID> = []
    for element in elements { found.formUnion(nodes(where: key, equal: element)) }
    return found.sorted()
  }

  /// The index works by equivalence; `=` is stricter: null and NaN equal nothing.
  private func nodes(where key: PropertyKeyID, equal value: Value) -> [NodeID] {
    guard ValueEquality.equal(value, value) == .yes else { return [] }
    return run.snapshot.nodes(where: key, equals: value)
  }
}
