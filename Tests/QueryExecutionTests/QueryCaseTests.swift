import Diagnostics
import GraphCore
import QueryExecution
import TestSupport
import Testing

/// Each case is a graph in CREATE text, a query and the table or error that comes out.
@Test(arguments: try Case.all(in: "query-execution"))
func queryCase(_ example: Case) throws {
  var graph = TestGraph()
  for statement in example["graph"].split(separator: ";") where !statement.allSatisfy(\.isWhitespace) {
    _ = try graph.run(String(statement))
  }
  let found = outcome(of: example["query"], on: &graph) + after(example["after"], on: &graph)
  #expect(example.mismatch("expected", found) == nil)
}

/// The table of a query, or its error in the TCK's words with the message.
private func outcome(of query: String, on graph: inout TestGraph) -> String {
  do throws(QueryFailure) {
    let result = try graph.run(query)
    return ValuePrinter(snapshot: result.snapshot).table(result.columns, result.rows)
  } catch {
    return "\(error.kind.rawValue) at \(error.phase.rawValue): \(error.detail): \(error.message)\n"
  }
}

/// What a second query sees of the changed graph.
private func after(_ query: String, on graph: inout TestGraph) -> String {
  query.isEmpty ? "" : "then\n" + outcome(of: query, on: &graph)
}
