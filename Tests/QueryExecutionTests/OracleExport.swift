import Diagnostics
import Foundation
import GraphCore
import QueryExecution
import TestSupport
import Testing

/// Writes generated graphs and queries with what this engine answers, one JSON object a line, for `make oracle`.
///
/// `ENTENTE_ORACLE` names the file, `ENTENTE_FUZZ` the number of graphs; each graph is asked five queries. The
/// graphs and queries are those of ``QueryWriter`` without what other engines do not have: dates, `id()`.
@Test(.enabled(if: TestEnvironment.variable("ENTENTE_ORACLE") != nil))
func answersForAnotherEngine() throws {
  let path = try #require(TestEnvironment.variable("ENTENTE_ORACLE"))
  var lines: [String] = []
  let limits = QueryOptions(timeLimit: .seconds(2), rowLimit: 5_000, heldRowLimit: 100_000)
  for seed in 0..<UInt64(TestEnvironment.fuzzRounds(1_000)) {
    var random = SeededGenerator(seed: seed)
    let plain = RandomGraph(&random, isPortable: true)
    var graph = TestGraph()
    _ = try graph.run(plain.statement)
    for number in 0..<5 {
      var writer = QueryWriter(SeededGenerator(seed: random.next()), isPortable: true)
      var query = writer.query()
      query.text = query.text.replacing("$x", with: "'Armenia'").replacing("$n", with: "1")
      var line: [String: Any] = [
        "seed": Int(seed), "number": number, "create": plain.statement, "query": query.text,
        "isOrdered": query.isOrdered, "ignoresListOrder": query.ignoresListOrder,
      ]
      do throws(QueryFailure) {
        let result = try graph.run(query.text, limits: limits)
        line["columns"] = result.columns
        line["rows"] = result.rows.map { $0.map(json) }
      } catch {
        line["failure"] = "\(error.kind.rawValue): \(error.detail)"
      }
      let data = try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys])
      lines.append(String(decoding: data, as: UTF8.self))
    }
  }
  try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
  print("\(lines.count) queries in \(path)")
}

/// A value as JSON; portable queries return no entities.
private func json(_ value: Value) -> Any {
  switch value {
  case .null: NSNull()
  case .boolean(let flag): flag
  case .integer(let number): number
  case .float(let number): ["float": number.description]
  case .string(let text): text
  case .list(let elements): elements.map(json)
  default: "\(value)"
  }
}
