import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing

/// Mutated graph files: byte by byte, and line by line where YAML's structure lies.
///
/// Nothing may trap or hang; what cannot be read is a diagnostic whose place lies in its text; what can be laid out
/// stays the same graph. `ENTENTE_FUZZ=100000` runs more rounds.
@Test(arguments: 0..<4)
func mutatedFilesNeverTrap(_ part: Int) throws {
  let bases = try fuzzBases()
  let rounds = TestEnvironment.fuzzRounds(2_000) / 4
  for round in 0..<rounds {
    let seed = UInt64(part * rounds + round)
    var mutation = Mutation(seed: seed)
    let bytes = mutation.mutate(bases[Int(seed) % bases.count])
    if let problem = problem(with: SourceText(name: "fuzz.yaml", bytes: bytes)) {
      Issue.record("seed \(seed): \(problem)\n\(String(decoding: bytes, as: UTF8.self))")
      return
    }
  }
}

private func fuzzBases() throws -> [[UInt8]] {
  var bases = (0..<20).map { Array(MessyFile(seed: 7_000 + $0).text.utf8) }
  for item in try Case.all(in: "graph-files") { bases.append(Array(item["graph.yaml"].utf8)) }
  for item in try Case.all(in: "format") { bases.append(Array(item["before"].utf8)) }
  return bases
}

private func problem(with source: SourceText) -> String? {
  let graph = ReadGraph(sources: [source])
  for diagnostic in graph.diagnostics {
    for place in [diagnostic.place].compactMap({ $0 }) + diagnostic.notes.compactMap(\.place) {
      guard Int(place.span.upper) <= place.source.bytes.count else {
        return "a place behind the end: \(diagnostic.code)"
      }
    }
  }
  _ = graph.report
  let isEmpty = graph.snapshot.nodeCount == 0 && graph.index.files.isEmpty
  if isEmpty, !graph.diagnostics.contains(where: { $0.severity == .error }) { return "silence" }
  var bag = DiagnosticBag()
  let result = GraphFileFormatter.format(source, reporting: &bag)
  guard let result else { return bag.hasErrors ? nil : "no layout and no reason" }
  guard bag.diagnostics.isEmpty else { return nil }
  let after = ReadGraph(sources: [SourceText(name: "fuzz.yaml", bytes: result)])
  guard GraphListing.text(for: graph.snapshot) == GraphListing.text(for: after.snapshot) else {
    return "another graph:\n\(String(decoding: result, as: UTF8.self))"
  }
  guard GraphFileFormatter.format(SourceText(name: "fuzz.yaml", bytes: result), reporting: &bag) == result
  else {
    return "laid out again:\n\(String(decoding: result, as: UTF8.self))"
  }
  return nil
}
