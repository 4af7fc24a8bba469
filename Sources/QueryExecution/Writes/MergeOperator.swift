import Diagnostics
import GraphCore
import QueryPlanning

/// For each row in order, the matches of a pattern on the graph as changed by the rows before; where there is
/// none, the pattern is created.
///
/// All rows are matched at once on the graph as it was. What a row creates can only be found by later rows that
/// ask for the same (``PatternMaker/key(_:)``), unless SET changes entities meanwhile or several relationships
/// combine into new matches: then rows are matched again after each change.
final class MergeOperator: BlockingOperator {
  private let merge: Merge

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, second: Operator?, merge: Merge) {
    self.merge = merge
    super.init(node, run, input: input, second: second)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    let rows = try drain(input)
    if rows.count == 0 { return rows }
    let maker = try PatternMaker(merge.create, rows, run, refusesNull: true)
    let isSimple =
      merge.onCreate.isEmpty && merge.onMatch.isEmpty && merge.create.relationships.count <= 1
      && !(second?.node.findsUndirected ?? false)
    return isSimple || rows.count == 1 ? try atOnce(rows, maker) : try oneByOne(rows, maker)
  }

  /// The matches of some rows on the graph as it stands.
  private func matches(_ rows: RowBatch) throws(QueryFailure) -> (rows: RowBatch, byRow: [[Int]]) {
    try second?.open(rows.asArgument())
    let found = try drain(second)
    run.release(found.count)
    var byRow = [[Int]](repeating: [], count: rows.count)
    for index in 0..<found.count { byRow[found.origin(of: index)].append(index) }
    return (found, byRow)
  }

  private func atOnce(_ rows: RowBatch, _ maker: PatternMaker) throws(QueryFailure) -> RowBatch {
    let (found, byRow) = try matches(rows)
    var made = maker.emptyColumns()
    var makerOfKey: [[Value]: Int] = [:]
    var output = MergedRows()
    if byRow.contains(where: \.isEmpty) {
      var changes = GraphChanges(run)
      for row in 0..<rows.count {
        try run.tick()
        if !byRow[row].isEmpty {
          output.addMatches(byRow[row], of: row)
          continue
        }
        let key = maker.key(row)
        if let first = makerOfKey[key] {
          output.addCreated(first, of: row)
        } else {
          try maker.make(row, &changes, &made)
          makerOfKey[key] = row
          output.addCreated(row, of: row)
        }
      }
      changes.commit(to: run)
    } else {
      for row in 0..<rows.count { output.addMatches(byRow[row], of: row) }
    }
    let result = assemble(rows, found, made, output)
    if !merge.onCreate.isEmpty || !merge.onMatch.isEmpty {
      let isCreated = output.places.map(\.isCreated)
      let created = isCreated.indices.filter { isCreated[$0] }
      let matched = isCreated.indices.filter { !isCreated[$0] }
      try SetItems(merge.onCreate, run).apply(to: result.gathered(created))
      try SetItems(merge.onMatch, run).apply(to: result.gathered(matched))
    }
    return carried(result, Array(0..<result.count))
  }

  /// Each row on its own: matched, created, changed before the next one is looked at.
  private func oneByOne(_ rows: RowBatch, _ maker: PatternMaker) throws(QueryFailure) -> RowBatch {
    var all = BatchBuilder(slotCount: slotCount)
    for row in 0..<rows.count {
      try run.checkLimits()
      let single = rows.gathered([row])
      let (found, byRow) = try matches(single)
      var output = MergedRows()
      var made = maker.emptyColumns()
      if byRow[0].isEmpty {
        var changes = GraphChanges(run)
        try maker.make(row, &changes, &made)
        changes.commit(to: run)
        output.addCreated(row, of: row)
      } else {
        output.addMatches(byRow[0], of: row)
      }
      let result = assemble(rows, found, made, output)
      let items = byRow[0].isEmpty ? merge.onCreate : merge.onMatch
      try SetItems(items, run).apply(to: result)
      all.append(result)
    }
    let result = all.finish()
    return carried(result, Array(0..<result.count))
  }

  /// The rows with the pattern's columns: from a match, or from the row that created it.
  private func assemble(
    _ rows: RowBatch, _ found: RowBatch, _ made: MadeColumns, _ output: MergedRows
  ) -> RowBatch {
    var result = rows.gathered(output.places.map(\.row))
    for (slot, ids) in made.nodes {
      let matched = found.nodes(slot)
      result.columns[slot.index] = .nodes(
        output.places.map { $0.isCreated ? ids[$0.index] : matched[$0.index] })
    }
    for (slot, ids) in made.relationships {
      let matched = found.relationships(slot)
      result.columns[slot.index] = .relationships(
        output.places.map { $0.isCreated ? ids[$0.index] : matched[$0.index] })
    }
    return result
  }
}

/// Where the rows of a MERGE come from, in their order.
private struct MergedRows {
  struct Place {
    /// The input row.
    let row: Int
    /// A row of the matches, or the input row that created the pattern.
    let index: Int
    let isCreated: Bool
  }

  private(set) var places: [Place] = []

  mutating func addMatches(_ matches: [Int], of row: Int) {
    for match in matches { places.append(Place(row: row, index: match, isCreated: false)) }
  }

  mutating func addCreated(_ creator: Int, of row: Int) {
    places.append(Place(row: row, index: creator, isCreated: true))
  }
}

extension PlanNode {
  /// Whether a relationship is looked for in both directions here or below.
  var findsUndirected: Bool {
    let isUndirected =
      switch operation {
      case .expand(let expand), .expandInto(let expand): expand.direction == .either
      case .relationshipScan(let scan): scan.isUndirected
      case .endpoints(let endpoints): endpoints.direction == .either
      default: false
      }
    return isUndirected || (input?.findsUndirected ?? false) || (second?.findsUndirected ?? false)
  }
}
