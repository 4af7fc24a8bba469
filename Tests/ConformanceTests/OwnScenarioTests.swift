import Diagnostics
import TestSupport
import Testing

/// Scenarios of our own where cases have no words: procedures, side effects, parameters.
@Test func ownScenariosHold() throws {
  let file = try TestEnvironment.projectFile("Tests/Data/scenarios.feature")
  let feature = try FeatureFile(path: file.name, text: String(decoding: file.bytes, as: UTF8.self))
  let runner = ScenarioRunner<KnowledgeGraphTarget>(graphs: [:])
  #expect(feature.scenarios.count > 40)
  for scenario in feature.scenarios {
    if let mismatch = runner.mismatch(of: scenario) { Issue.record("\(scenario.name): \(mismatch)") }
  }
}
