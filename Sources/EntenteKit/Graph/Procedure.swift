public import Diagnostics
import GraphCore
import QueryExecution
import QueryPlanning

/// A procedure that a host lends to statements: `CALL name(argument) YIELD column`.
public struct Procedure: Sendable {
  /// The types of a procedure's inputs and outputs, in openCypher's words.
  public enum FieldType: String, Sendable, CaseIterable {
    /// Any value.
    case any = "ANY"
    /// True or false.
    case boolean = "BOOLEAN"
    /// A 64-bit integer.
    case integer = "INTEGER"
    /// A double.
    case float = "FLOAT"
    /// An integer or a double.
    case number = "NUMBER"
    /// A text.
    case string = "STRING"
    /// A list.
    case list = "LIST"
    /// A map.
    case map = "MAP"
    /// A node.
    case node = "NODE"
    /// A relationship.
    case relationship = "RELATIONSHIP"
    /// A path.
    case path = "PATH"
  }

  /// An input or output.
  public struct Field: Sendable {
    /// Its name.
    public let name: String
    /// Its type; null is always allowed.
    public let type: FieldType

    /// Names an input or output.
    public init(_ name: String, _ type: FieldType) {
      self.name = name
      self.type = type
    }
  }

  /// The name, namespaces joined by dots.
  public let name: String
  /// What it takes.
  public let inputs: [Field]
  /// What each row holds; none when it is run for its effects.
  public let outputs: [Field]
  /// Runs it: argument values in, rows out.
  public let run: @Sendable ([AnswerValue]) throws(QueryFailure) -> [[AnswerValue]]

  /// Describes a procedure.
  ///
  /// - Parameters:
  ///   - name: The name, namespaces joined by dots.
  ///   - inputs: What it takes.
  ///   - outputs: What each row holds.
  ///   - run: Takes a value for each input, gives rows with a value for each output.
  public init(
    _ name: String, inputs: [Field] = [], outputs: [Field] = [],
    run: @escaping @Sendable ([AnswerValue]) throws(QueryFailure) -> [[AnswerValue]]
  ) {
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
    self.run = run
  }
}

/// The procedures of one graph: their signatures for the binder, their bodies for the executor.
struct ProcedureSet: ProcedureRegistry, ProcedureCatalog {
  private var procedures: [Procedure] = []

  func adding(_ added: [Procedure]) -> ProcedureSet {
    var result = self
    for procedure in added {
      result.procedures.removeAll { $0.name == procedure.name }
      result.procedures.append(procedure)
    }
    return result
  }

  var procedureNames: [String] { procedures.map(\.name) }

  func procedure(named name: String) -> ProcedureSignature? {
    procedures.first { $0.name == name }.map { procedure in
      ProcedureSignature(
        name: name, inputs: procedure.inputs.map { .init($0.name, $0.type.staticType) },
        outputs: procedure.outputs.map { .init($0.name, $0.type.staticType) })
    }
  }

  func call(
    _ name: String, _ arguments: [Value], on snapshot: GraphSnapshot
  ) throws(QueryFailure) -> [[Value]] {
    guard let procedure = procedures.first(where: { $0.name == name }) else {
      throw QueryFailure(.procedureError, .runtime, "ProcedureNotFound", "there is no procedure '\(name)'")
    }
    let conversion = AnswerConversion(snapshot: snapshot)
    let given = arguments.map { conversion.value($0) }
    // The binder refuses what it sees; parameters and properties show their types here.
    for (input, value) in zip(procedure.inputs, given) where !input.type.accepts(value) {
      throw QueryFailure(
        .typeError, .runtime, "InvalidArgumentType",
        "the argument '\(input.name)' of '\(name)' must be of type \(input.type.rawValue)")
    }
    var rows: [[Value]] = []
    for row in try procedure.run(given) {
      var values: [Value] = []
      for value in row { values.append(try AskOptions.value(value, name)) }
      rows.append(values)
    }
    return rows
  }
}

extension Procedure.FieldType {
  /// Whether an argument may be handed over; an integer is taken where a float is asked for.
  fileprivate func accepts(_ value: AnswerValue) -> Bool {
    switch (self, value) {
    case (.any, _), (_, .null), (.boolean, .boolean), (.integer, .integer), (.string, .text), (.list, .list),
      (.map, .map), (.node, .node), (.relationship, .relationship), (.path, .path),
      (.float, .integer), (.float, .float), (.number, .integer), (.number, .float):
      true
    default: false
    }
  }

  fileprivate var staticType: StaticType {
    switch self {
    case .any: .any
    case .boolean: .boolean
    case .integer: .integer
    case .float: .float
    case .number: .number
    case .string: .string
    case .list: .list(of: .any)
    case .map: .map
    case .node: .node
    case .relationship: .relationship
    case .path: .path
    }
  }
}
