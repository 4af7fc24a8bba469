/// What went wrong, where, and what to try.
///
/// A diagnostic is a value: deep code makes one (or throws a ``Problem`` without a place), and only the edge
/// prints it.
public struct Diagnostic: Error, Sendable, Equatable {
  /// How bad it is.
  public enum Severity: Int, Sendable, Comparable {
    /// Something to know; nothing is wrong.
    case note
    /// The work went on, but the result may not be what was meant.
    case warning
    /// The work could not be done as asked.
    case error

    /// Orders by badness.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

    /// The word that is printed.
    public var word: String {
      switch self {
      case .note: "note"
      case .warning: "warning"
      case .error: "error"
      }
    }
  }

  /// A span of a text.
  public struct Place: Sendable, Equatable {
    /// The text.
    public let source: SourceText
    /// The bytes meant.
    public let span: SourceSpan

    /// Joins a text and a span of it.
    public init(_ source: SourceText, _ span: SourceSpan) {
      self.source = source
      self.span = span
    }

    /// Two places are equal when name and span agree.
    public static func == (left: Place, right: Place) -> Bool {
      left.source.name == right.source.name && left.span == right.span
    }
  }

  /// A second place that helps to understand the first ("declared here").
  public struct Note: Sendable, Equatable {
    /// The sentence.
    public let message: String
    /// Where, if anywhere.
    public let place: Place?

    /// Makes a note.
    public init(_ message: String, at place: Place? = nil) {
      self.message = message
      self.place = place
    }
  }

  /// How bad it is.
  public var severity: Severity
  /// A stable name such as `graph.undeclared-entity`, for tests, documentation and machines.
  public var code: String
  /// One sentence without a full stop, in lower case: what is wrong.
  public var message: String
  /// Where; nil when no text is to blame (a missing file).
  public var place: Place?
  /// Other places that matter.
  public var notes: [Note]
  /// What to try, one sentence each: `did you mean 'accuses'?`.
  public var hints: [String]
  /// Lines to show as they are, such as the plan of a query that was stopped.
  public var details: [String] = []

  /// Makes a diagnostic.
  public init(
    _ severity: Severity, _ code: String, _ message: String, at place: Place? = nil,
    notes: [Note] = [], hints: [String] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.place = place
    self.notes = notes
    self.hints = hints
  }

  /// Makes an error that stands in a text.
  public static func error(
    _ code: String, _ message: String, in source: SourceText, at span: SourceSpan, notes: [Note] = [],
    hints: [String] = []
  ) -> Diagnostic {
    Diagnostic(.error, code, message, at: Place(source, span), notes: notes, hints: hints)
  }

  /// Makes a warning that stands in a text.
  public static func warning(
    _ code: String, _ message: String, in source: SourceText, at span: SourceSpan, notes: [Note] = [],
    hints: [String] = []
  ) -> Diagnostic {
    Diagnostic(.warning, code, message, at: Place(source, span), notes: notes, hints: hints)
  }
}

/// What deep code throws: a message without a place.
///
/// Whoever owns the position turns it into a ``Diagnostic``.
public struct Problem: Error, Sendable, Equatable {
  /// A stable name, as in ``Diagnostic/code``.
  public var code: String
  /// One sentence without a full stop.
  public var message: String
  /// What to try.
  public var hints: [String]

  /// Makes a problem.
  public init(_ code: String, _ message: String, hints: [String] = []) {
    self.code = code
    self.message = message
    self.hints = hints
  }

  /// Gives the problem its place.
  public func at(_ span: SourceSpan, in source: SourceText) -> Diagnostic {
    .error(code, message, in: source, at: span, hints: hints)
  }

  /// The problem as an error without a place.
  public var diagnostic: Diagnostic { Diagnostic(.error, code, message, hints: hints) }
}

/// One or more diagnostics, thrown together: reading goes on after a mistake, so that one run shows all.
public struct DiagnosticFailure: Error, Sendable, Equatable {
  /// What was found, in the order it should be shown; at least one is an error.
  public let diagnostics: [Diagnostic]

  /// Wraps what was found.
  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }
}
