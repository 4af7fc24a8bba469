import Diagnostics
import TestSupport
import Testing

/// Every mistake that a graph file can hold, as people see it: `Tests/Cases/graph-files`.
///
/// Each part that ends in `.yaml` is a file; those called `graph.yaml` and `other.yaml` are given, the others can
/// be included.
@Test(arguments: try Case.all(in: "graph-files"))
func graphFileReport(_ testCase: Case) {
  var files = MemoryFiles.small
  var given: [(name: String, text: String)] = []
  for part in testCase.parts where part.name.hasSuffix(".yaml") {
    // Marks for characters that an editor would not show.
    let text = part.text.replacing("⇥", with: "\t").replacing("␍", with: "\r").replacing("␀", with: "\0")
    files.files[part.name] = text
    if part.name == "graph.yaml" || part.name == "other.yaml" { given.append((part.name, text)) }
  }
  let graph = ReadGraph(given, files: files)
  #expect(testCase.mismatch("report", graph.report) == nil)
  if testCase.parts.contains(where: { $0.name == "graph" }) {
    #expect(testCase.mismatch("graph", GraphListing.text(for: graph.snapshot)) == nil)
  }
}
