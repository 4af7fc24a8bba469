import Diagnostics
import GraphFormats
import TestSupport
import Testing

/// The canonical layout, before and after: `Tests/Cases/format`.
@Test(arguments: try Case.all(in: "format"))
func layout(_ testCase: Case) {
  let text = testCase["before"].replacing("⇥", with: "\t").replacing("␍", with: "\r")
    .replacing("·", with: " ")
  var bag = DiagnosticBag()
  let result = GraphFileFormatter.format(SourceText(name: "graph.yaml", text: text), reporting: &bag)
  if bag.diagnostics.isEmpty, let result {
    #expect(testCase.mismatch("after", String(decoding: result, as: UTF8.self)) == nil)
    let again = GraphFileFormatter.format(SourceText(name: "graph.yaml", bytes: result), reporting: &bag)
    #expect(again.map { String(decoding: $0, as: UTF8.self) } == testCase["after"])
  } else {
    let report = DiagnosticPrinter().string(for: bag.diagnostics)
    #expect(result == nil || result == Array(text.utf8))
    #expect(testCase.mismatch("report", report) == nil)
  }
}

@Test(arguments: ["graphs/karabakh-2023.yaml", "graphs/congress-of-vienna.yaml"])
func projectGraphsAreLaidOut(_ path: String) throws {
  let source = try TestEnvironment.projectFile(path)
  var bag = DiagnosticBag()
  let result = GraphFileFormatter.format(source, reporting: &bag)
  #expect(bag.diagnostics.isEmpty)
  #expect(result.map { String(decoding: $0, as: UTF8.self) } == source.text)
}
