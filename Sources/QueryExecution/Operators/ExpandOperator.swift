import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, each relationship between a bound node and any other.
final class ExpandOperator: FanOutOperator {
  private let expand: Expand
  private var froms: [UInt32] = []
  private var lanes = Lanes([], .outgoing, in: .empty)
  private var exclusion = RelationshipExclusion()

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expand: Expand) {
    self.expand = expand
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(expand.from)
    lanes = Lanes(expand.types, expand.direction, in: run.snapshot)
    exclusion = RelationshipExclusion(batch, expand.differentFrom)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var hops: [UInt32] = []
    var ends: [UInt32] = []
    let isChecked = !exclusion.isEmpty
    while cursor < batch.count, ends.count < RowBatch.preferredCount {
      let from = froms[cursor]
      if from != Column.nullEntity {
        for lane in lanes.lanes {
          let adjacency = lane.adjacency
          for place in adjacency.range(of: from) {
            let end = adjacency.neighbours[place]
            let hop = adjacency.relationships[place]
            if lane.skipsLoops && end == from { continue }
            if isChecked && exclusion.excludes(hop, row: cursor) { continue }
            hops.append(hop)
            ends.append(end)
            result.rows.append(cursor)
          }
        }
      }
      cursor += 1
    }
    result.columns = [(expand.relationship, .relationships(hops)), (expand.to, .nodes(ends))]
    return result
  }
}

/// For each row, each relationship between two bound nodes.
final class ExpandIntoOperator: FanOutOperator {
  private let expand: Expand
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var lanes = Lanes([], .outgoing, in: .empty)
  private var exclusion = RelationshipExclusion()

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, expand: Expand) {
    self.expand = expand
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(expand.from)
    tos = batch.nodes(expand.to)
    lanes = Lanes(expand.types, expand.direction, in: run.snapshot)
    exclusion = RelationshipExclusion(batch, expand.differentFrom)
  }

  override func fill(_ batch: RowBatch) -> FanOut {
    var result = FanOut()
    var hops: [UInt32] = []
    let isChecked = !exclusion.isEmpty
    while cursor < batch.count, hops.count < RowBatch.preferredCount {
      let from = froms[cursor]
      let to = tos[cursor]
      if from != Column.nullEntity && to != Column.nullEntity {
        for lane in lanes.lanes {
          if lane.skipsLoops && from == to { continue }
          let adjacency = lane.adjacency
          let range = adjacency.range(of: from)
          var place = Self.firstPlace(of: to, in: adjacency.neighbours, range)
          while place < range.upperBound, adjacency.neighbours[place] == to {
            let hop = adjacency.relationships[place]
            place += 1
            if isChecked && exclusion.excludes(hop, row: cursor) { continue }
            hops.append(hop)
            result.rows.append(cursor)
          }
        }
      }
      cursor += 1
    }
    result.columns = [(expand.relationship, .relationships(hops))]
    return result
  }

  /// The first place in a range of ascending neighbours that is not below a node.
  private static func firstPlace(of node: UInt32, in neighbours: FlatArray<UInt32>, _ range: Range<Int>)
    -> Int
  {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if neighbours[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension RowBatch {
  /// The node of each row; null where the slot holds no node.
  func nodes(_ slot: Slot) -> [UInt32] {
    columns[slot.index].nodeIdentifiers(count: count)
      ?? Array(repeating: Column.nullEntity, count: count)
  }

  /// The relationship of each row; null where the slot holds no relationship.
  func relationships(_ slot: Slot) -> [UInt32] {
    columns[slot.index].relationshipIdentifiers(count: count)
      ?? Array(repeating: Column.nullEntity, count: count)
  }
}
