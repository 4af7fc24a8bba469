import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, the number of relationships of a shortest trail between two bound nodes; rows without one are
/// dropped.
final class ShortestLengthOperator: FanOutOperator {
  private let search: ShortestPath
  private let length: Slot
  private var froms: [UInt32] = []
  private var tos: [UInt32] = []
  private var finder: (search: DistanceSearch, snapshot: GraphSnapshot)?

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, search: ShortestPath, length: Slot) {
    self.search = search
    self.length = length
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) {
    froms = batch.nodes(search.from)
    tos = batch.nodes(search.to)
    if finder?.snapshot !== run.snapshot { finder = (DistanceSearch(search, on: run.snapshot), run.snapshot) }
  }

  override func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    guard let finder else { return result }
    var lengths: [Int64] = []
    let marks = finder.snapshot.takeMarks()
    defer { finder.snapshot.giveBack(marks) }
    while cursor < batch.count, lengths.count < RowBatch.preferredCount {
      let (from, to) = (froms[cursor], tos[cursor])
      if from != Column.nullEntity, to != Column.nullEntity,
        let found = try finder.search.length(
          from, to, marks, check: { () throws(QueryFailure) in try run.checkLimits() })
      {
        lengths.append(Int64(found))
        result.rows.append(cursor)
      }
      cursor += 1
    }
    result.columns = [(length, .integers(lengths))]
    return result
  }
}
