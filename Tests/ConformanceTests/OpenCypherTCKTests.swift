import Foundation
import TestSupport
import Testing

@Suite struct OpenCypherTCKTests {
  /// Runs every scenario of the openCypher TCK through EntenteKit.
  ///
  /// `OPENCYPHER_TCK` names another folder, `ENTENTE_TCK_ONLY` picks feature files by a part of their path,
  /// `ENTENTE_TCK_TABLE` names a file for the table; the failures are listed beside it.
  @Test func openCypherTCK() async throws {
    guard let folder = ConformanceSuite.defaultFolder else { return }
    let suite = try ConformanceSuite(
      folder: folder, filter: TestEnvironment.variable("ENTENTE_TCK_ONLY") ?? "")
    let exceptions = try ConformanceExceptions(
      text: String(
        contentsOfFile: TestEnvironment.projectRoot + "/Tests/Data/tck-exceptions.tsv", encoding: .utf8))
    let report = ConformanceReport(results: await run(suite), exceptions: exceptions)
    print(report.table)
    try report.write(to: TestEnvironment.variable("ENTENTE_TCK_TABLE"))
    for line in report.complaints.prefix(50) { Issue.record(Comment(rawValue: line)) }
    #expect(report.complaints.isEmpty, "\(report.complaints.count) scenarios do not do as listed")
  }

  /// The harness looks: every scenario fails as soon as one of its expectations is made false.
  @Test func falsifiedExpectationsFail() async throws {
    guard let folder = ConformanceSuite.defaultFolder else { return }
    var suite = try ConformanceSuite(
      folder: folder, filter: TestEnvironment.variable("ENTENTE_TCK_ONLY") ?? "")
    for index in suite.features.indices {
      suite.features[index].scenarios = suite.features[index].scenarios.flatMap(FalsifiedScenario.copies)
    }
    let results = await run(suite)
    let believed = results.filter { $0.mismatch == nil }
    for result in believed.prefix(20) {
      Issue.record("\(result.file) \(result.name) (\(result.example)) passes with a false expectation")
    }
    #expect(believed.isEmpty, "\(believed.count) of \(results.count) false expectations were believed")
    print("\(results.count) false expectations, \(believed.count) believed")
  }

  /// Deals the files out to one task a core, and puts the results back into order.
  private func run(_ suite: ConformanceSuite) async -> [ConformanceResult] {
    let runner = ScenarioRunner<KnowledgeGraphTarget>(graphs: suite.graphs)
    let workers = ProcessInfo.processInfo.activeProcessorCount
    var results = await withTaskGroup(of: [ConformanceResult].self) { group in
      for worker in 0..<workers {
        group.addTask {
          stride(from: worker, to: suite.features.count, by: workers).flatMap { index in
            Self.run(suite.features[index], at: index, in: suite, runner)
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    results.sort { $0.order < $1.order }
    return results
  }

  private static func run(
    _ feature: FeatureFile, at index: Int, in suite: ConformanceSuite,
    _ runner: ScenarioRunner<KnowledgeGraphTarget>
  ) -> [ConformanceResult] {
    feature.scenarios.filter { !$0.tags.contains("@ignore") }.map { scenario in
      ConformanceResult(
        file: feature.path, name: scenario.name, example: scenario.example, order: index,
        rung: suite.rung(of: scenario, in: feature), mismatch: runner.mismatch(of: scenario))
    }
  }
}
