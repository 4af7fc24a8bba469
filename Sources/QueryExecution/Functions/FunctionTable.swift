import Diagnostics
import GraphCore
import QueryPlanning

/// A scalar function: values of one row in, a value out.
///
/// The binder has checked the number of arguments.
typealias ScalarFunction = @Sendable ([Value], QueryRun) throws(QueryFailure) -> Value

/// Every scalar function of the engine; the families stand in files of their own.
enum FunctionTable {
  private static let implementations: [FunctionID: ScalarFunction] = {
    var result: [FunctionID: ScalarFunction] = [:]
    let families = [
      ScalarFunctions.table, EntityFunctions.table, ListFunctions.table, StringFunctions.table,
      MathFunctions.table, ConversionFunctions.table, TemporalFunctions.table, ClaimFunctions.table,
    ]
    for family in families { result.merge(family) { first, _ in first } }
    return result
  }()

  /// The implementation of a function; nil for those that are still to come.
  static func implementation(of function: FunctionID) -> ScalarFunction? {
    implementations[function]
  }
}
