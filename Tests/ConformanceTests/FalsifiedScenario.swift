import TestSupport

/// Copies of a scenario of the TCK in each of which one expectation has been made false.
///
/// An engine that passes the scenario must fail every copy; if it passes one, the harness does not look.
enum FalsifiedScenario {
  /// One copy for each step that expects something.
  static func copies(of scenario: FeatureFile.Scenario) -> [FeatureFile.Scenario] {
    scenario.steps.indices.compactMap { index in
      guard let step = falsified(scenario.steps[index]) else { return nil }
      var copy = scenario
      copy.steps[index] = step
      return copy
    }
  }

  /// The step with a false expectation; nil when it expects nothing.
  private static func falsified(_ step: FeatureFile.Step) -> FeatureFile.Step? {
    var copy = step
    if step.text == "no side effects" {
      copy.text = "the side effects should be:"
      copy.table = [["+nodes", "1"]]
    } else if step.text.hasPrefix("the side effects should be") {
      guard let row = step.table.first, row.count == 2, let number = Int(row[1]) else { return nil }
      copy.table[0][1] = String(number + 1)
    } else if step.text == "the result should be empty" {
      copy.text = "a TypeError should be raised at any time: *"
    } else if step.text.hasPrefix("the result should be") {
      // By turns a row is missing, and a value is another one.
      if step.table.count > 1, step.line.isMultiple(of: 2) {
        copy.table.removeLast()
      } else if step.table.count > 1 {
        copy.table[1][0] = "'no such value'"
      } else if !step.table.isEmpty {
        copy.table[0][0] += "x"
      } else {
        return nil
      }
    } else if step.text.contains(" should be raised at ") {
      let isDetail = step.line.isMultiple(of: 2)
      let colon = step.text.lastIndex(of: ":") ?? step.text.endIndex
      copy.text =
        isDetail
        ? step.text[..<colon] + ": NoSuchDetail"
        : "a NoSuchError should be raised at any time: *"
    } else {
      return nil
    }
    return copy
  }
}
