import TestSupport
import Testing

/// The harness finds every falsified expectation: a target answers from a script, the scenario lies.
@Suite struct HarnessTests {
  private static let nodes: [TCKValue] = [
    .node(TCKNode(identity: 1, labels: ["A", "B"], properties: ["x": .integer(1)])),
    .node(TCKNode(identity: 2, labels: [], properties: [:])),
  ]

  /// Each pair: what the scenario says, and whether the scripted target satisfies it.
  @Test(arguments: [
    ("in any order", "| a | b |\n| 2 | 'y' |\n| 1 | 'x' |", true),
    ("in order", "| a | b |\n| 1 | 'x' |\n| 2 | 'y' |", true),
    ("in order", "| a | b |\n| 2 | 'y' |\n| 1 | 'x' |", false),
    ("in any order", "| a | b |\n| 1 | 'x' |\n| 1 | 'x' |", false),
    ("in any order", "| a | b |\n| 1 | 'x' |", false),
    ("in any order", "| b | a |\n| 'x' | 1 |\n| 'y' | 2 |", false),
    ("in any order", "| A | b |\n| 1 | 'x' |\n| 2 | 'y' |", false),
    ("in any order", "| a | b |\n| 1.0 | 'x' |\n| 2 | 'y' |", false),
    ("in any order", "| a | b |\n| 1 | 'X' |\n| 2 | 'y' |", false),
    ("in any order", "| a | b |\n| '1' | 'x' |\n| 2 | 'y' |", false),
    ("in any order", "| a | b |\n| null | 'x' |\n| 2 | 'y' |", false),
  ])
  func tables(order: String, table: String, holds: Bool) throws {
    let outcome = TCKOutcome.table(
      columns: ["a", "b"], rows: [[.integer(1), .string("x")], [.integer(2), .string("y")]])
    try expect(holds, "Then the result should be, \(order):\n\(table)", outcome)
  }

  @Test(arguments: [
    ("(:B:A {x: 1})", true), ("(:A {x: 1})", false), ("(:A:B)", false), ("(:A:B {x: 2})", false),
    ("(:A:B {x: 1.0})", false), ("[:T]", false),
  ])
  func nodes(text: String, holds: Bool) throws {
    let outcome = TCKOutcome.table(columns: ["n"], rows: [[Self.nodes[0]]])
    try expect(holds, "Then the result should be, in any order:\n| n |\n| \(text) |", outcome)
  }

  @Test(arguments: [
    ("<(:A)-[:T {w: 1}]->(:B)>", true), ("<(:A)<-[:T {w: 1}]-(:B)>", false),
    ("<(:B)-[:T {w: 1}]->(:A)>", false),
    ("<(:A)-[:U {w: 1}]->(:B)>", false), ("<(:A)-[:T]->(:B)>", false), ("<(:A)>", false),
  ])
  func paths(text: String, holds: Bool) throws {
    let step = TCKPath.Step(
      relationship: TCKRelationship(identity: 7, type: "T", properties: ["w": .integer(1)]), isForward: true,
      node: TCKNode(identity: 2, labels: ["B"], properties: [:]))
    let path = TCKPath(start: TCKNode(identity: 1, labels: ["A"], properties: [:]), steps: [step])
    let outcome = TCKOutcome.table(columns: ["p"], rows: [[.path(path)]])
    try expect(holds, "Then the result should be, in any order:\n| p |\n| \(text) |", outcome)
  }

  @Test(arguments: [
    (", in any order", "[1, [2, 3]]", true), (", in any order", "[[2, 3], 1]", false),
    (" (ignoring element order for lists)", "[[3, 2], 1]", true),
    (" (ignoring element order for lists)", "[[3, 3], 1]", false),
    (" (ignoring element order for lists)", "[1, 2, 3]", false),
  ])
  func lists(rule: String, text: String, holds: Bool) throws {
    let list = TCKValue.list([.integer(1), .list([.integer(2), .integer(3)])])
    let outcome = TCKOutcome.table(columns: ["l"], rows: [[list]])
    try expect(holds, "Then the result should be\(rule):\n| l |\n| \(text) |", outcome)
  }

  @Test(arguments: [
    ("NaN", TCKValue.float(.nan), true), ("Inf", .float(.infinity), true), ("-Inf", .float(.infinity), false),
    ("0.0", .float(-0.0), true), ("1e308", .float(1e308), true), ("0.00001", .float(1e-5), true),
    ("{a: 1, b: [null]}", .map(["b": .list([.null]), "a": .integer(1)]), true),
    ("{a: 1}", .map(["b": .list([.null]), "a": .integer(1)]), false),
    ("{a: null}", .map(["b": .null]), false), ("true", .boolean(false), false),
    ("'a\\'b'", .string("a'b"), true), ("'é'", .string("e\u{301}"), false),
  ])
  func values(text: String, value: TCKValue, holds: Bool) throws {
    let outcome = TCKOutcome.table(columns: ["v"], rows: [[value]])
    let escaped = text.replacing("\\", with: "\\\\")
    try expect(holds, "Then the result should be, in any order:\n| v |\n| \(escaped) |", outcome)
  }

  @Test(arguments: [
    ("Then a TypeError should be raised at runtime: Detail", true),
    ("Then a TypeError should be raised at any time: *", true),
    ("Then a SyntaxError should be raised at runtime: Detail", false),
    ("Then a TypeError should be raised at compile time: Detail", false),
    ("Then a TypeError should be raised at runtime: Other", false),
    ("Then the result should be empty", false),
    ("Then the result should be, in any order:\n| a |", false),
  ])
  func errors(step: String, holds: Bool) throws {
    try expect(
      holds, step, .failure(kind: "TypeError", phase: "runtime", detail: "Detail", message: "sentence"))
  }

  @Test(arguments: [
    ("Then the result should be empty", TCKOutcome.table(columns: [], rows: []), true),
    ("Then the result should be empty", .table(columns: ["a"], rows: []), false),
    ("Then the result should be, in any order:\n| a |", .table(columns: ["a"], rows: []), true),
    ("Then the result should be, in any order:\n| a |", .table(columns: ["b"], rows: []), false),
    ("Then a TypeError should be raised at any time: *", .table(columns: [], rows: []), false),
  ])
  func empty(step: String, outcome: TCKOutcome, holds: Bool) throws {
    try expect(holds, step, outcome)
  }

  /// The scripted target has two nodes after the query and none before.
  @Test(arguments: [
    ("And the side effects should be:\n| +nodes | 2 |\n| +labels | 2 |\n| +properties | 1 |", true),
    ("And the side effects should be:\n| +nodes | 2 |\n| +labels | 2 |", false),
    ("And the side effects should be:\n| +nodes | 1 |\n| +labels | 2 |\n| +properties | 1 |", false),
    ("And the side effects should be:\n| +nodes | 2 |\n| +labels | 3 |\n| +properties | 1 |", false),
    ("And the side effects should be:\n| -nodes | 2 |\n| +labels | 2 |\n| +properties | 1 |", false),
    ("And no side effects", false),
  ])
  func sideEffects(step: String, holds: Bool) throws {
    try expect(holds, "Then the result should be empty\n\(step)", .table(columns: [], rows: []), writes: true)
  }

  @Test func outlinesAreExpanded() throws {
    let text = """
      Feature: F

        Background:
          Given an empty graph

        @tag
        Scenario Outline: [1] <a> of <b>
          When executing query:
            \"\"\"
            RETURN <a>
              AS x
            \"\"\"
          Then the result should be, in any order:
            | x |
            | <b> |

          Examples:
            | a | b |
            | 1 | 'p\\|q' |
            | 2 | <a> |
      """
    for text in [text, text.replacing("\n", with: "\r\n")] {
      let feature = try FeatureFile(path: "F", text: text)
      #expect(feature.scenarios.map(\.name) == ["[1] 1 of 'p|q'", "[1] 2 of <a>"])
      #expect(feature.scenarios.map(\.example) == [1, 2])
      #expect(feature.scenarios[0].tags == ["@tag"])
      #expect(feature.scenarios[0].steps.map(\.text).first == "an empty graph")
      #expect(feature.scenarios[0].steps[1].document == "RETURN 1\n  AS x")
      #expect(feature.scenarios[0].steps[2].table == [["x"], ["'p|q'"]])
    }
  }

  @Test func exceptionsAreHeld() throws {
    let failed = ConformanceResult(
      file: "f", name: "s", example: 0, order: 0, rung: 1, mismatch: TCKMismatch("differs"))
    var passed = failed
    passed.mismatch = nil
    let none = try ConformanceExceptions(text: "file\tscenario\texample\treason\n")
    let listed = try ConformanceExceptions(text: "file\tscenario\texample\treason\nf\ts\t0\tbecause\n")
    #expect(ConformanceReport(results: [failed], exceptions: none).complaints.count == 1)
    #expect(ConformanceReport(results: [failed], exceptions: listed).complaints.isEmpty)
    #expect(ConformanceReport(results: [passed], exceptions: listed).complaints.count == 1)
    #expect(ConformanceReport(results: [passed], exceptions: none).table.hasSuffix("1 passed, 0 failed\n"))
    #expect(throws: TCKMismatch.self) { try ConformanceExceptions(text: "header\nf\ts\t0\t\n") }
  }

  @Test func signaturesOfProcedures() throws {
    let procedure = try TCKProcedure(
      signature: "test.my.proc(name :: STRING?, id :: INTEGER) :: (city :: STRING?):",
      table: [["name", "id", "city"], ["'Stefan'", "1", "null"]])
    #expect(procedure.name == "test.my.proc")
    #expect(procedure.inputs.map(\.isNullable) == [true, false])
    #expect(procedure.outputs.map(\.name) == ["city"])
    #expect(procedure.rows == [[.string("Stefan"), .integer(1), .null]])
    #expect(try TCKProcedure(signature: "test.doNothing() :: ():", table: []).outputs.isEmpty)
  }

  private func expect(_ holds: Bool, _ steps: String, _ outcome: TCKOutcome, writes: Bool = false) throws {
    let text =
      "Feature: F\nScenario: S\nGiven an empty graph\nWhen executing query:\n\"\"\"\nQ\n\"\"\"\n\(steps)\n"
    let feature = try FeatureFile(path: "F", text: text)
    let runner = ScenarioRunner<ScriptedTarget>(graphs: [:])
    let mismatch = ScriptedTarget.$script.withValue(
      ScriptedTarget.Script(outcome: outcome, nodes: writes ? Self.nodes : [])
    ) {
      runner.mismatch(of: feature.scenarios[0])
    }
    #expect((mismatch == nil) == holds, "\(steps): \(mismatch?.description ?? "no difference found")")
  }
}

/// Answers `Q` with a scripted outcome; after it the graph has the scripted nodes.
private struct ScriptedTarget: ConformanceTarget {
  struct Script: Sendable {
    var outcome: TCKOutcome
    var nodes: [TCKValue]
  }

  @TaskLocal static var script = Script(outcome: .table(columns: [], rows: []), nodes: [])

  private var hasRun = false

  init() {}

  mutating func run(_ query: String, parameters: [String: TCKValue]) -> TCKOutcome {
    if query.contains("RETURN n") {
      return .table(columns: ["n"], rows: hasRun ? Self.script.nodes.map { [$0] } : [])
    }
    if query.contains("RETURN r") { return .table(columns: ["r"], rows: []) }
    hasRun = true
    return Self.script.outcome
  }

  mutating func register(_ procedure: TCKProcedure) {}
}
