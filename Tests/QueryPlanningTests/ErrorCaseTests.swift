import Diagnostics
import QueryPlanning
import TestSupport
import Testing

@Suite("compile-time errors and warnings")
struct ErrorCaseTests {
  @Test("a wrong query fails as its case says", arguments: try Case.all(in: "planning-errors"))
  func errors(case section: Case) {
    #expect(section.mismatch("error", outcome(of: section["query"])) == nil)
  }

  private func outcome(of text: String) -> String {
    let source = SourceText(name: "query", text: text)
    do throws(QueryFailure) {
      _ = try bound(text)
      return "no error"
    } catch {
      return "\(error.kind.rawValue) at \(error.phase.rawValue): \(error.detail)\n"
        + DiagnosticPrinter().string(for: error.diagnostic(in: source))
    }
  }

  @Test("an odd query is warned of as its case says", arguments: try Case.all(in: "planning-warnings"))
  func warnings(case section: Case) throws {
    let text = section["query"]
    let source = SourceText(name: "query", text: text)
    let found = try bound(text, names: FixedNames()).warnings.map { $0.diagnostic(in: source) }
    #expect(section.mismatch("warnings", DiagnosticPrinter().string(for: found)) == nil)
  }
}
