import Diagnostics
import QueryPlanning
import TestSupport
import Testing

@Suite("parts")
struct PartsTests {
  @Test("a slot set agrees with Set<Int>", arguments: [1 as UInt64, 2, 3])
  func slotSets(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let first = (0..<random.below(12)).map { _ in random.below(200) }
      let second = (0..<random.below(12)).map { _ in random.below(200) }
      let left = SlotSet(first.map { Slot($0) })
      let right = SlotSet(second.map { Slot($0) })
      func numbers(_ set: SlotSet) -> [Int] { set.sorted.map(\.index) }
      var union = left
      union.formUnion(right)
      var difference = left
      difference.subtract(right)
      #expect(numbers(union) == Set(first + second).sorted(), "seed \(seed)")
      #expect(numbers(difference) == Set(first).subtracting(second).sorted(), "seed \(seed)")
      #expect(numbers(left.intersection(right)) == Set(first).intersection(second).sorted(), "seed \(seed)")
      #expect(left.isSubset(of: union) && right.isSubset(of: union), "seed \(seed)")
      #expect(left.isSubset(of: right) == Set(first).isSubset(of: second), "seed \(seed)")
      #expect(left.isDisjoint(with: right) == Set(first).isDisjoint(with: second), "seed \(seed)")
      for slot in first {
        #expect(left.contains(Slot(slot)))
        difference.remove(Slot(slot))
      }
      #expect(difference.isEmpty, "seed \(seed)")
    }
  }

  @Test("every function can be written, but the two that cannot")
  func registry() {
    for function in FunctionID.allCases where function.rawValue.first != " " {
      #expect(
        FunctionRegistry.signature(named: function.rawValue)?.target == .scalar(function),
        "\(function.rawValue)")
      #expect(
        FunctionRegistry.signature(named: function.rawValue.uppercased())?.target == .scalar(function))
    }
    for function in AggregateFunction.allCases where function != .collectEvidence && function != .countStar {
      #expect(FunctionRegistry.signature(named: function.rawValue)?.target == .aggregate(function))
    }
    #expect(FunctionRegistry.signature(named: "nothing") == nil)
    #expect(FunctionRegistry.signature(named: "coalesce")?.maximumCount == nil)
  }

  @Test("types say what they are")
  func types() {
    #expect(TypeSet.any.words == "any value")
    #expect(TypeSet.null.words == "null")
    #expect(TypeSet.number.words == "integer or float")
    #expect(TypeSet([.string, .list, .map]).words == "string, list or map")
    #expect(StaticType.list(of: .integer).elementType == .integer)
    #expect(StaticType.integer.union(.string).types == [.integer, .string])
  }

  @Test(
    "estimates are shown in words",
    arguments: [
      (0.0, "0 rows"), (1, "1 row"), (2.25, "2.3 rows"), (12.4, "12 rows"),
      (Double.infinity, "very many rows"),
    ])
  func rows(estimate: Double, text: String) {
    #expect(PlanText.rows(estimate) == text)
  }

  @Test("passes have names and reasons, no two the same")
  func passes() {
    let passes = PassList.standard.passes
    #expect(Set(passes.map(\.name)).count == passes.count)
    #expect(passes.allSatisfy { !$0.reason.isEmpty })
    #expect(PassList.none.passes.isEmpty)
  }
}

@Suite("documentation of plans")
struct PlanDocumentationTests {
  @Test("the page lists the passes that run, in order, with their reasons")
  func passes() throws {
    let page = try TestEnvironment.projectFile("Sources/EntenteKit/EntenteKit.docc/QueryPlans.md").text
    let rows = PassList.standard.passes.map { "| \($0.name) | \($0.reason) |\n" }
    #expect(page.contains("| rewrite | why |\n|---|---|\n" + rows.joined() + "\n"))
  }
}
