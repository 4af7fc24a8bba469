import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, each node with all labels whose property, in lower case, contains a text; ascending.
final class NodeTextScanOperator: FanOutOperator {
  private let scan: NodeTextScan
  private var texts: Column = .absent

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, scan: NodeTextScan) {
    self.scan = scan
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) throws(QueryFailure) {
    texts = try run.evaluate(scan.text, batch)
  }

  override func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    var found: [UInt32] = []
    while cursor < batch.count, found.count < RowBatch.preferredCount {
      try run.checkLimits()
      if case .string(let text) = texts.value(at: cursor) {
        let nodes = try nodes(containing: text)
        found += nodes
        result.rows += repeatElement(cursor, count: nodes.count)
      }
      cursor += 1
    }
    result.columns = [(scan.node, .nodes(found))]
    return result
  }

  private func nodes(containing text: String) throws(QueryFailure) -> [UInt32] {
    let snapshot = run.snapshot
    guard let key = snapshot.propertyKey(named: scan.property) else { return [] }
    guard let texts = snapshot.lowercaseTexts(key) else { return try nodesOneByOne(text, key) }
    let filter = LabelFilter(scan.labels, in: snapshot)
    let numbers = snapshot.labelSetNumbers
    let found = texts.nodes(containing: text)
    if scan.labels.isEmpty && !snapshot.hasDeletedNodes { return found }
    return found.filter { !snapshot.isDeleted(NodeID($0)) && filter.accepts(setNumber: numbers[Int($0)]) }
  }

  /// A column that holds other things than texts: `toLower` of a number is an error, as anywhere.
  private func nodesOneByOne(_ text: String, _ key: PropertyKeyID) throws(QueryFailure) -> [UInt32] {
    let snapshot = run.snapshot
    var result: [UInt32] = []
    for node in NodeCandidates.nodes(with: scan.labels, in: snapshot) {
      switch snapshot.property(key, of: NodeID(node)) {
      case .string(let own): if StringBytes.contains(own.lowercased(), text) { result.append(node) }
      case .null: break
      case let other: throw .argumentType("toLower() takes a string, not \(ValueText.withArticle(other))")
      }
    }
    return result
  }
}
