import Diagnostics
import GraphCore
import QueryPlanning

/// For each row, each row that a procedure gives.
final class ProcedureCallOperator: FanOutOperator {
  private let call: ProcedureCall
  private var arguments: [Column] = []

  init(_ node: PlanNode, _ run: QueryRun, input: Operator?, call: ProcedureCall) {
    self.call = call
    super.init(node, run, input: input)
  }

  override func begin(_ batch: RowBatch) throws(QueryFailure) {
    arguments = []
    for argument in call.arguments { arguments.append(try run.evaluate(argument, batch)) }
  }

  override func fill(_ batch: RowBatch) throws(QueryFailure) -> FanOut {
    var result = FanOut()
    var columns = [[Value]](repeating: [], count: call.outputs.count)
    while cursor < batch.count, result.rows.count < RowBatch.preferredCount {
      let values = arguments.map { $0.value(at: cursor) }
      let rows = try run.procedures.call(call.name, values, on: run.snapshot)
      if call.isVoid {
        result.rows.append(cursor)
      } else {
        for row in rows {
          result.rows.append(cursor)
          for (place, output) in call.outputs.enumerated() {
            columns[place].append(output.index < row.count ? row[output.index] : .null)
          }
        }
      }
      cursor += 1
    }
    for (place, output) in call.outputs.enumerated() {
      result.columns.append((output.slot, .values(columns[place])))
    }
    return result
  }
}
