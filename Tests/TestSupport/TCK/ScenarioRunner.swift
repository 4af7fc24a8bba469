/// Runs a scenario against a target and compares by the rules of the reference harness.
package struct ScenarioRunner<Target: ConformanceTarget>: Sendable {
  /// The set-up statements of the named graphs, by name.
  package let graphs: [String: [String]]

  /// Knows the named graphs.
  package init(graphs: [String: [String]]) {
    self.graphs = graphs
  }

  /// Runs a scenario.
  ///
  /// - Parameter scenario: The scenario.
  /// - Returns: Nil when everything agrees, else the first difference.
  package func mismatch(of scenario: FeatureFile.Scenario) -> TCKMismatch? {
    do {
      var run = ScenarioRun<Target>(target: try Target(), graphs: graphs, needsState: needsState(scenario))
      for step in scenario.steps { try run.take(step) }
      return nil
    } catch let mismatch as TCKMismatch {
      return mismatch
    } catch {
      return TCKMismatch("\(error)")
    }
  }

  private func needsState(_ scenario: FeatureFile.Scenario) -> Bool {
    scenario.steps.contains { $0.text.contains("side effects") }
  }
}

private struct ScenarioRun<Target: ConformanceTarget> {
  var target: Target
  let graphs: [String: [String]]
  let needsState: Bool
  var parameters: [String: TCKValue] = [:]
  var stateBefore: TCKGraphState?
  var outcome: TCKOutcome?

  mutating func take(_ step: FeatureFile.Step) throws {
    let text = step.text
    if text == "an empty graph" { return }
    if text == "any graph" { return try load(graphs.keys.sorted().first) }
    if text.hasSuffix(" graph"), text.hasPrefix("the ") {
      return try load(String(text.dropFirst(4).dropLast(6)))
    }
    if text.hasPrefix("having executed") || text.hasPrefix("after having executed") {
      return try setUp(query(of: step))
    }
    if text.hasPrefix("parameters are") || text.hasPrefix("parameter values are") {
      for row in step.table where row.count == 2 { parameters[row[0]] = try TCKValueReader.read(row[1]) }
      return
    }
    if text.hasPrefix("there exists a procedure ") {
      let signature = String(text.dropFirst("there exists a procedure ".count))
      return try target.register(TCKProcedure(signature: signature, table: step.table))
    }
    if text.hasPrefix("executing query") {
      if needsState, stateBefore == nil { stateBefore = try TCKGraphState(of: &target) }
      outcome = target.run(query(of: step), parameters: parameters)
      return
    }
    if text.hasPrefix("executing control query") {
      outcome = target.run(query(of: step), parameters: parameters)
      return
    }
    try check(step)
  }

  private mutating func check(_ step: FeatureFile.Step) throws {
    let text = step.text
    if text == "no side effects" { return try checkChanges([]) }
    if text.hasPrefix("the side effects should be") { return try checkChanges(step.table) }
    guard let outcome else { throw TCKMismatch("nothing was run before: \(text)") }
    if text == "the result should be empty" {
      return try outcome.check(header: [], rows: [], inOrder: true, ignoringListOrder: false)
    }
    if text.hasPrefix("the result should be") {
      var rows: [[TCKValue]] = []
      for row in step.table.dropFirst() { rows.append(try row.map { cell in try TCKValueReader.read(cell) }) }
      return try outcome.check(
        header: step.table.first ?? [], rows: rows, inOrder: text.contains(", in order"),
        ignoringListOrder: text.contains("ignoring element order for lists"))
    }
    if let range = text.firstRange(of: " should be raised at ") {
      let kind = text[..<range.lowerBound].split(separator: " ").last.map(String.init) ?? ""
      let rest = text[range.upperBound...]
      let colon = rest.firstIndex(of: ":") ?? rest.endIndex
      let detail = rest[colon...].drop { $0 == ":" || $0 == " " }
      return try outcome.check(kind: kind, phase: String(rest[..<colon]), detail: String(detail))
    }
    throw TCKMismatch("unknown step: \(text)")
  }

  private func query(of step: FeatureFile.Step) -> String {
    if let document = step.document { return document }
    let colon = step.text.firstIndex(of: ":") ?? step.text.endIndex
    return String(step.text[colon...].dropFirst())
  }

  private mutating func load(_ name: String?) throws {
    guard let name, let queries = graphs[name] else { throw TCKMismatch("unknown graph \(name ?? "")") }
    for query in queries { try setUp(query) }
  }

  private mutating func setUp(_ query: String) throws {
    if case .failure(let kind, let phase, let detail, let message) = target.run(query, parameters: parameters)
    {
      throw TCKMismatch("set-up failed: \(kind) at \(phase): \(detail) (\(message))")
    }
  }

  private mutating func checkChanges(_ table: [[String]]) throws {
    guard let stateBefore else { throw TCKMismatch("side effects without a query") }
    var expected: [String: Int] = [:]
    for row in table where row.count == 2 { expected[row[0]] = Int(row[1]) }
    let found = try TCKGraphState(of: &target).changes(since: stateBefore)
    guard expected.filter({ $0.value != 0 }) == found else {
      throw TCKMismatch("side effects: expected \(Self.text(expected)), got \(Self.text(found))")
    }
  }

  private static func text(_ changes: [String: Int]) -> String {
    changes.isEmpty
      ? "none" : changes.keys.sorted().map { "\($0) \(changes[$0, default: 0])" }.joined(separator: ", ")
  }
}

extension TCKOutcome {
  /// Compares with an expected table.
  func check(
    header: [String], rows expected: [[TCKValue]], inOrder: Bool, ignoringListOrder: Bool
  ) throws(TCKMismatch) {
    guard case .table(let columns, let rows) = self else {
      throw TCKMismatch("expected \(expected.count) rows, got \(description)")
    }
    guard columns == header else {
      throw TCKMismatch("expected the columns \(header), got \(columns)")
    }
    let agree = TCKValue.agree(rows, expected, inOrder: inOrder) { left, right in
      left.count == right.count
        && zip(left, right).allSatisfy { $0.agrees(with: $1, ignoringListOrder: ignoringListOrder) }
    }
    guard agree else {
      throw TCKMismatch("expected \(Self.text(expected)), got \(Self.text(rows))")
    }
  }

  /// Compares with an expected error; `any time` and `*` match everything.
  func check(kind: String, phase: String, detail: String) throws(TCKMismatch) {
    guard case .failure(let foundKind, let foundPhase, let foundDetail, _) = self else {
      throw TCKMismatch("expected \(kind) at \(phase): \(detail), got \(description)")
    }
    let agrees =
      kind == foundKind && (phase == "any time" || phase == foundPhase)
      && (detail == "*" || detail == foundDetail)
    guard agrees else { throw TCKMismatch("expected \(kind) at \(phase): \(detail), got \(description)") }
  }

  private var description: String {
    switch self {
    case .table(let columns, let rows): "\(columns) \(Self.text(rows))"
    case .failure(let kind, let phase, let detail, let message): "\(kind) at \(phase): \(detail) (\(message))"
    }
  }

  private static func text(_ rows: [[TCKValue]]) -> String {
    let shown = rows.prefix(20).map { "| " + $0.map(\.description).joined(separator: " | ") + " |" }
    let more = rows.count > 20 ? " and \(rows.count - 20) rows more" : ""
    return rows.isEmpty ? "no rows" : shown.joined(separator: " ") + more
  }
}
