import Diagnostics
import GraphCore
import QueryPlanning

// Calls of scalar functions: the arguments are columns, the function is looked up once per batch.
extension QueryRun {
  func call(
    _ function: FunctionID, _ arguments: [BoundExpression], _ batch: RowBatch
  ) throws(QueryFailure) -> Column {
    var columns: [Column] = []
    columns.reserveCapacity(arguments.count)
    for argument in arguments { columns.append(try evaluate(argument, batch)) }
    guard let implementation = FunctionTable.implementation(of: function) else {
      throw QueryFailure(
        .syntaxError, .runtime, "UnknownFunction", "`\(function.rawValue)` is not available here")
    }
    if function == .rand {
      return .values((0..<batch.count).map { _ in .float(random.nextUnit()) })
    }
    return try rowwise(columns, batch.count) { [self] values throws(QueryFailure) in
      let result = try implementation(values, self)
      try reserve(result.joinedSize(with: .null))
      return result
    }
  }
}
