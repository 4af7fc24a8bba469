import Diagnostics
import EntenteKit
import TestSupport

/// EntenteKit as the TCK drives it: statements in, answers out, nothing from behind the door.
struct KnowledgeGraphTarget: ConformanceTarget {
  private var graph = KnowledgeGraph.empty

  init() {}

  mutating func run(_ query: String, parameters: [String: TCKValue]) -> TCKOutcome {
    do throws(QueryFailure) {
      let given = parameters.keys.sorted().map { name in
        QueryParameter(name, Self.answer(parameters[name, default: .null]))
      }
      let answer = try graph.query(query, parameters: given, asOf: "2020-11-10T12:00:00.5Z")
      graph = answer.graph
      return .table(columns: answer.columns, rows: answer.rows.map { $0.map(Self.value) })
    } catch {
      return .failure(
        kind: error.kind.rawValue, phase: error.phase.rawValue, detail: error.detail, message: error.message)
    }
  }

  mutating func register(_ procedure: TCKProcedure) throws {
    let count = procedure.inputs.count
    let rows = procedure.rows
    let made = Procedure(
      procedure.name, inputs: try procedure.inputs.map(Self.field),
      outputs: try procedure.outputs.map(Self.field)
    ) { arguments in
      rows.filter { row in
        zip(row.prefix(count), arguments).allSatisfy { expected, given in
          Self.isEqual(expected, Self.value(given))
        }
      }.map { $0.dropFirst(count).map(Self.answer) }
    }
    graph = graph.registering([made])
  }

  private static func field(_ field: TCKProcedure.Field) throws -> Procedure.Field {
    guard let type = Procedure.FieldType(rawValue: field.type) else {
      throw TCKMismatch("unknown type \(field.type)")
    }
    return Procedure.Field(field.name, type)
  }

  /// Arguments are looked up by `=`, so that 1 finds 1.0; null finds null.
  private static func isEqual(_ left: TCKValue, _ right: TCKValue) -> Bool {
    switch (left, right) {
    case (.integer(let left), .float(let right)), (.float(let right), .integer(let left)):
      Double(left) == right
    default: left.agrees(with: right)
    }
  }

  // MARK: Values

  private static func answer(_ value: TCKValue) -> AnswerValue {
    switch value {
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    case .float(let number): .float(number)
    case .string(let text): .text(text)
    case .list(let elements): .list(elements.map(answer))
    case .map(let entries):
      .map(entries.keys.sorted().map { AnswerProperty($0, answer(entries[$0, default: .null])) })
    case .null, .node, .relationship, .path: .null
    }
  }

  private static func value(_ value: AnswerValue) -> TCKValue {
    switch value {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    case .float(let number): .float(number)
    case .text(let text), .temporal(let text): .string(text)
    case .list(let elements): .list(elements.map(Self.value))
    case .map(let entries): .map(properties(entries))
    case .node(let node): .node(Self.node(node))
    case .relationship(let relationship): .relationship(Self.relationship(relationship))
    case .path(let path): Self.path(path)
    }
  }

  private static func properties(_ entries: [AnswerProperty]) -> [String: TCKValue] {
    Dictionary(entries.map { ($0.name, value($0.value)) }, uniquingKeysWith: { $1 })
  }

  private static func node(_ node: AnswerNode) -> TCKNode {
    TCKNode(
      identity: UInt64(node.number), labels: Set(node.labels), properties: properties(node.properties))
  }

  private static func relationship(_ relationship: AnswerRelationship) -> TCKRelationship {
    TCKRelationship(
      identity: UInt64(relationship.number), type: relationship.type,
      properties: properties(relationship.properties))
  }

  private static func path(_ path: AnswerPath) -> TCKValue {
    guard let first = path.nodes.first else { return .null }
    var current = first.number
    var steps: [TCKPath.Step] = []
    for (relationship, node) in zip(path.relationships, path.nodes.dropFirst()) {
      let isForward = relationship.start == current
      steps.append(
        TCKPath.Step(
          relationship: Self.relationship(relationship), isForward: isForward, node: Self.node(node)))
      current = node.number
    }
    return .path(TCKPath(start: Self.node(first), steps: steps))
  }
}
