/// What the binder may ask about the world outside the statement.
package struct BindingEnvironment: Sendable {
  /// The names in use in the graph and its schema, for warnings; nil: no warnings.
  package var names: (any KnownNames)?
  /// The procedures that CALL finds.
  package var procedures: any ProcedureRegistry
  /// The parameters that have a value; nil when not known yet.
  ///
  /// Only calls without parentheses need them.
  package var parameterNames: Set<String>?

  /// Makes an environment.
  package init(
    names: (any KnownNames)? = nil, procedures: any ProcedureRegistry = NoProcedures(),
    parameterNames: Set<String>? = nil
  ) {
    self.names = names
    self.procedures = procedures
    self.parameterNames = parameterNames
  }
}

/// Which labels, relationship types and property keys the graph (or its schema) has.
package protocol KnownNames: Sendable {
  func hasLabel(_ name: String) -> Bool
  func hasRelationshipType(_ name: String) -> Bool
  func hasPropertyKey(_ name: String) -> Bool
  /// All of them, in a defined order, for "did you mean".
  var labels: [String] { get }
  var relationshipTypes: [String] { get }
  var propertyKeys: [String] { get }
}

/// Finds procedures by name.
package protocol ProcedureRegistry: Sendable {
  /// The signature of a procedure, namespaces joined by dots.
  func procedure(named name: String) -> ProcedureSignature?
  /// All names, in a defined order.
  var procedureNames: [String] { get }
}

/// A procedure's inputs and outputs.
package struct ProcedureSignature: Sendable {
  /// An input or output.
  package struct Field: Sendable {
    package let name: String
    package let type: StaticType

    package init(_ name: String, _ type: StaticType) {
      self.name = name
      self.type = type
    }
  }

  package let name: String
  package let inputs: [Field]
  /// None: the procedure is run for its effects.
  package let outputs: [Field]

  package init(name: String, inputs: [Field], outputs: [Field]) {
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// No procedures at all.
package struct NoProcedures: ProcedureRegistry {
  package init() {}

  package func procedure(named name: String) -> ProcedureSignature? { nil }

  package var procedureNames: [String] { [] }
}
