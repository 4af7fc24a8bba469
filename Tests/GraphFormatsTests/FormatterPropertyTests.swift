import Diagnostics
import GraphCore
import GraphFormats
import TestSupport
import Testing

/// On files written as badly as YAML allows: laid out once is laid out, the graph stays, every comment stays.
@Test func layoutKeepsGraphAndComments() {
  var failures = 0
  for seed in 0..<UInt64(TestEnvironment.fuzzRounds(1_000)) where failures < 3 {
    let file = MessyFile(seed: seed)
    let source = SourceText(name: "messy.yaml", text: file.text)
    if let problem = problem(with: file, source) {
      failures += 1
      Issue.record("seed \(seed): \(problem)\n\(file.text)")
    }
  }
}

private func problem(with file: MessyFile, _ source: SourceText) -> String? {
  var bag = DiagnosticBag()
  guard let bytes = GraphFileFormatter.format(source, reporting: &bag), bag.diagnostics.isEmpty else {
    return DiagnosticPrinter().string(for: bag.diagnostics)
  }
  let result = SourceText(name: "messy.yaml", bytes: bytes)
  let before = ReadGraph(sources: [source])
  let after = ReadGraph(sources: [result])
  guard GraphListing.text(for: before.snapshot) == GraphListing.text(for: after.snapshot),
    before.snapshot.description == after.snapshot.description
  else { return "another graph:\n\(result.text)" }
  let lines = result.text.split(separator: "\n")
  for comment in file.comments where lines.filter({ $0.hasSuffix(comment) }).count != 1 {
    return "the comment '\(comment)' is not there once:\n\(result.text)"
  }
  if let long = lines.first(where: { $0.hasSuffix(" ") || $0.contains("\r") }) {
    return "blanks at the end of '\(long)'"
  }
  let again = GraphFileFormatter.format(result, reporting: &bag)
  guard again == bytes else {
    return "laid out again:\n\(result.text)\n→\n\(String(decoding: again ?? [], as: UTF8.self))"
  }
  return nil
}
