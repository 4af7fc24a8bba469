/// Why a query could not be parsed, bound, planned or run.
///
/// Kind, phase and detail are the openCypher TCK's words, so that a host can tell failures apart without
/// reading the message.
public struct QueryFailure: Error, Sendable, Equatable {
  /// The openCypher error class.
  public enum Kind: String, Sendable {
    /// The statement is not valid openCypher.
    case syntaxError = "SyntaxError"
    /// The statement is valid but asks for what cannot be done.
    case semanticError = "SemanticError"
    /// A parameter has no value.
    case parameterMissing = "ParameterMissing"
    /// The data violates a constraint that the statement sets.
    case constraintVerificationFailed = "ConstraintVerificationFailed"
    /// The statement violates a constraint of the graph.
    case constraintValidationFailed = "ConstraintValidationFailed"
    /// The statement refers to an entity that is not there (any more).
    case entityNotFound = "EntityNotFound"
    /// The statement refers to a property that is not there.
    case propertyNotFound = "PropertyNotFound"
    /// The statement refers to a label that is not there.
    case labelNotFound = "LabelNotFound"
    /// A value has a type that the operation does not take.
    case typeError = "TypeError"
    /// A value is of the right type but out of range.
    case argumentError = "ArgumentError"
    /// Overflow or division by zero.
    case arithmeticError = "ArithmeticError"
    /// A procedure is unknown or called wrongly.
    case procedureError = "ProcedureError"
    /// What the graph lies in is damaged.
    case databaseError = "DatabaseError"
    /// A limit that the host set (time, rows, memory) was reached, or the run was cancelled.
    case limitReached = "LimitReached"
  }

  /// When it was found.
  public enum Phase: String, Sendable {
    /// Before any row was read.
    case compileTime = "compile time"
    /// While rows were read.
    case runtime = "runtime"
  }

  /// The class.
  public var kind: Kind
  /// The phase.
  public var phase: Phase
  /// The TCK's detail, such as `UndefinedVariable`.
  public var detail: String
  /// One sentence without a full stop.
  public var message: String
  /// Where in the statement, if known.
  public var span: SourceSpan?
  /// What to try.
  public var hints: [String]

  /// Makes a failure.
  public init(
    _ kind: Kind, _ phase: Phase, _ detail: String, _ message: String, at span: SourceSpan? = nil,
    hints: [String] = []
  ) {
    self.kind = kind
    self.phase = phase
    self.detail = detail
    self.message = message
    self.span = span
    self.hints = hints
  }

  /// The failure as a diagnostic in the statement's text; the code is `query.` and the detail in kebab case.
  public func diagnostic(in source: SourceText) -> Diagnostic {
    let place = Diagnostic.Place(source, span ?? SourceSpan(at: 0))
    return Diagnostic(.error, code, message, at: place, hints: hints)
  }

  /// The stable diagnostic code: `query.undefined-variable` for `UndefinedVariable`.
  public var code: String {
    var result = "query."
    for (index, character) in detail.enumerated() {
      if character.isUppercase, index > 0 { result.append("-") }
      result += character.lowercased()
    }
    return result
  }
}
