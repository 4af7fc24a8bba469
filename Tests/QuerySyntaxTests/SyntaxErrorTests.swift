import Diagnostics
import QuerySyntax
import TestSupport
import Testing

@Suite struct SyntaxErrorTests {
  /// What a mistake in a statement looks like: detail, message, caret, hint.
  @Test(arguments: try Case.all(in: "query-syntax"))
  func mistake(_ example: Case) {
    let text = example["input"]
    var shown = "parsed\n"
    do {
      _ = try QueryParser.parse(text)
    } catch {
      let source = SourceText(name: "query", text: text)
      shown = error.detail + "\n" + DiagnosticPrinter().string(for: error.diagnostic(in: source))
    }
    #expect(example.mismatch("expected", shown) == nil)
  }
}
