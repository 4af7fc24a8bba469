import Diagnostics
import EntenteKit
import TestSupport
import Testing

/// Files of other programs as people have them, and what becomes of them: `Tests/Cases/imports`.
///
/// Each part with a full stop in its name is a file; `map` assigns columns, `schema` names the schema to read with. The
/// outcome is what `entente convert` says, and the graph as JSON Lines.
@Test(arguments: try Case.all(in: "imports"))
func importOutcome(_ testCase: Case) throws {
  let workspace = MemoryWorkspace()
  var paths: [String] = []
  for part in testCase.parts where part.name.contains(".") {
    // Marks for characters that an editor would not show.
    let marks = [("⇥", "\t"), ("␍", "\r"), ("␀", "\0"), ("␟", "\u{FEFF}"), ("␃", "\u{3}"), ("␄", "\u{4}")]
    let text = marks.reduce(part.text) { $0.replacing($1.0, with: $1.1) }
    try workspace.write(Array(text.utf8), to: part.name)
    paths.append(part.name)
  }
  var options = ReadOptions()
  options.columns = testCase["map"]
  var outcome = ""
  func say(_ diagnostics: [Diagnostic]) {
    if !diagnostics.isEmpty { outcome += DiagnosticPrinter(usesColor: false).string(for: diagnostics) }
  }
  do throws(DiagnosticFailure) {
    let read = try KnowledgeGraph.importing(paths, in: workspace, options: options)
    say(
      read.rejected.map { record in
        var diagnostic = record.diagnostic
        diagnostic.severity = .warning
        return diagnostic
      })
    say(read.diagnostics)
    outcome += (read.report?.summary ?? "") + "\n"
    if let lines = DataFormat(name: "jsonl") {
      outcome += String(decoding: try read.graph.exported(as: lines).files[0].bytes, as: UTF8.self)
    }
  } catch {
    say(error.diagnostics)
  }
  #expect(testCase.mismatch("outcome", outcome) == nil)
}
