import QueryPlanning
import TestSupport
import Testing

@Suite("plans")
struct PlanCaseTests {
  @Test("a query has the plan of its case", arguments: try Case.all(in: "planning-plans"))
  func plans(case section: Case) throws {
    let options = PlanOptions(
      evidence: section.line("options").contains("evidence"),
      usesStatistics: !section.line("options").contains("as written"))
    let passes: PassList = section.line("options").contains("as written") ? .none : .standard
    let plan = try plan(section["query"], options: options, passes: passes)
    #expect(section.mismatch("plan", PlanText.string(for: plan)) == nil)
    #expect(PlanChecker.problems(of: plan) == [])
  }
}
