import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, each node with all labels, ascending.
final class NodeScanOperator: FanOutOperator {
  private let slot: Slot
  private let labels: [String]
  private var nodes = FlatArray<UInt32>()
  private var position = 0

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, slot: Slot, labels: [String]) {
    self.slot = slot
    self.labels = labels
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    nodes = NodeCandidates.nodes(with: labels, in: run.snapshot)
    position = 0
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var found: [UInt32] = []
    while cursor < batch.count, found.count < RowBatch.preferredCount {
      let end = min(nodes.count, position + RowBatch.preferredCount - found.count)
      found += nodes[position..<end]
      result.rows += Array(repeating: cursor, count: end - position)
      position = end
      if position == nodes.count {
        position = 0
        cursor += 1
      }
    }
    result.columns = [(slot, .nodes(found))]
    return result
  }
}

/// The nodes that a pattern without properties allows.
enum NodeCandidates {
  /// The nodes with all labels, ascending.
  ///
  /// - Complexity: O(1) for one label, else O(nodes with the rarest label), or O(nodes) without labels.
  static func nodes(with names: [String], in snapshot: GraphSnapshot) -> FlatArray<UInt32> {
    guard let first = names.first else { return FlatArray(snapshot.nodeIdentifiers) }
    var rarest: FlatArray<UInt32>?
    for name in names {
      guard let label = snapshot.label(named: name) else { return [] }
      let nodes = snapshot.nodes(with: label)
      if nodes.count < rarest?.count ?? Int.max { rarest = nodes }
    }
    let candidates = rarest ?? []
    if names.allSatisfy({ $0 == first }) { return candidates }
    let filter = LabelFilter(names, in: snapshot)
    let numbers = snapshot.labelSetNumbers
    return FlatArray(candidates.lazy.filter { filter.accepts(setNumber: numbers[Int($0)]) })
  }
}
