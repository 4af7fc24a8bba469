import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct ConformanceTests {
  /// Runs every scenario of the openCypher TCK through EntenteKit.
  ///
  /// `OPENCYPHER_TCK` names another folder, `ENTENTE_TCK_ONLY` picks feature files by a part of their path,
  /// `ENTENTE_TCK_TABLE` names a file for the table; the failures are listed beside it.
  @Test func openCypherTCK() async throws {
    guard let folder = ConformanceSuite.defaultFolder else { return }
    let suite = try ConformanceSuite(
      folder: folder, filter: TestEnvironment.variable("ENTENTE_TCK_ONLY") ?? "")
    let exceptions = try ConformanceExceptions(
      text: String(contentsOfFile: TestEnvironment.projectRoot + "/Tests/ConformanceTests/exceptions.tsv", encoding: .utf8))
    let report = ConformanceReport(results: await run(suite), exceptions: exceptions)
    print(report.table)
    try report.write(to: TestEnvironment.variable("ENTENTE_TCK_TABLE"))
    for line in report.complaints.prefix(50) { Issue.record(Comment(rawValue: line)) }
    #expect(report.complaints.isEmpty, "\(report.complaints.count) scenarios do not do as listed")
  }

  private func run(_ suite: ConformanceSuite) async -> [ConformanceResult] {
    let runner = ScenarioRunner<KnowledgeGraphTarget>(graphs: suite.graphs)
    let next = Atomic<Int>(0)
    let results = Mutex<[ConformanceResult]>([])
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
        group.addTask {
          while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < suite.features.count else { return }
            let feature = suite.features[index]
            let found = feature.scenarios.filter { !$0.tags.contains("@ignore") }.map { scenario in
              ConformanceResult(
                file: feature.path, name: scenario.name, example: scenario.example, order: index,
                rung: suite.rung(of: scenario, in: feature), mismatch: runner.mismatch(of: scenario))
            }
            results.withLock { $0 += found }
          }
        }
      }
    }
    return results.withLock { $0 }.enumerated().sorted {
      ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
    }.map(\.element)
  }
}
