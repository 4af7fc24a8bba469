import Diagnostics
import Dispatch
import EntenteKit
import Synchronization
import Testing

/// What a host lets a statement use.
@Suite("Limits")
struct KitLimitTests {
  private static let endless = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*)"

  @Test("a limit ends a statement, and the error shows its plan")
  func time() throws {
    let options = AskOptions(limits: QueryLimits(time: .milliseconds(20)))
    let failure = #expect(throws: DiagnosticFailure.self) {
      try KnowledgeGraph.empty.ask(Self.endless, options)
    }
    let error = try #require(failure?.diagnostics.first)
    #expect(error.code == "query.time-limit")
    #expect(error.message == "the query takes longer than 20 ms")
    let shown = error.details.joined(separator: "\n")
    #expect(shown.contains("unwind"))
    let printed = DiagnosticPrinter().string(for: error)
    #expect(printed.contains("produce results"))
  }

  @Test("rows and memory are limited")
  func rowsAndMemory() {
    let rows = #expect(throws: DiagnosticFailure.self) {
      try KnowledgeGraph.empty.ask(
        "UNWIND range(1, 100) AS x RETURN x", AskOptions(limits: QueryLimits(rows: 10)))
    }
    #expect(rows?.diagnostics.first?.code == "query.row-limit")
    let memory = #expect(throws: DiagnosticFailure.self) {
      try KnowledgeGraph.empty.ask(
        "UNWIND range(1, 5000000) AS x RETURN collect(toString(x) + ' and a text that takes some room')",
        AskOptions(limits: QueryLimits(memory: 30 << 20)))
    }
    #expect(memory?.diagnostics.first?.code == "query.memory-limit")
  }

  @Test("a cancelled task ends its statement", .timeLimit(.minutes(1)))
  func task() async {
    let task = Task.detached { try KnowledgeGraph.empty.ask(Self.endless) }
    // From a thread of its own: other tests may hold all threads that tasks have until they end.
    DispatchQueue(label: "canceller").asyncAfter(deadline: .now() + .milliseconds(50)) { task.cancel() }
    let failure = await #expect(throws: DiagnosticFailure.self) { try await task.value }
    #expect(failure?.diagnostics.first?.code == "query.cancelled")
  }

  @Test("a host can end a statement")
  func host() {
    let count = Atomic(0)
    let failure = #expect(throws: DiagnosticFailure.self) {
      try KnowledgeGraph.empty.ask(
        Self.endless, AskOptions(isCancelled: { count.add(1, ordering: .relaxed).newValue > 20 }))
    }
    #expect(failure?.diagnostics.first?.code == "query.cancelled")
    #expect(count.load(ordering: .relaxed) == 21)
  }
}
