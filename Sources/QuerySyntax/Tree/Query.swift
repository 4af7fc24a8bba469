package import Diagnostics

/// A statement as it was written: names and spans, nothing looked up.
///
/// Trees compare by what they say; spans and source texts take no part.
package struct Query: Hashable, Sendable {
  /// What to do with the statement.
  package enum Mode: Hashable, Sendable {
    /// Run it.
    case run
    /// `EXPLAIN`: show the plan only.
    case explain
    /// `PROFILE`: run it and show the plan with counts.
    case profile
  }

  /// What to do with the statement.
  package var mode: Mode
  /// The part before the first `UNION`.
  package var first: SingleQuery
  /// The parts after it; either all or none of them say `ALL`.
  package var unions: [UnionBranch]
  /// The whole statement.
  @NotCompared package var span: SourceSpan

  /// Makes a statement.
  package init(
    mode: Mode = .run, first: SingleQuery, unions: [UnionBranch] = [], span: SourceSpan = SourceSpan(at: 0)
  ) {
    self.mode = mode
    self.first = first
    self.unions = unions
    self.span = span
  }

  /// Makes a statement of one part.
  package init(_ clauses: [Clause]) {
    self.init(first: SingleQuery(clauses: clauses))
  }
}

/// `UNION [ALL]` and the part after it.
package struct UnionBranch: Hashable, Sendable {
  /// Whether equal rows are kept.
  package var keepsDuplicates: Bool
  /// The part.
  package var query: SingleQuery
  /// From `UNION` to the end of the part.
  @NotCompared package var span: SourceSpan

  /// Makes a branch.
  package init(keepsDuplicates: Bool, query: SingleQuery, span: SourceSpan = SourceSpan(at: 0)) {
    self.keepsDuplicates = keepsDuplicates
    self.query = query
    self.span = span
  }
}

/// Clauses, one after the other; each sees the rows that the one before it made.
package struct SingleQuery: Hashable, Sendable {
  /// The clauses in order; never empty when parsed.
  package var clauses: [Clause]
  /// From the first clause to the last.
  @NotCompared package var span: SourceSpan

  /// Makes a part.
  package init(clauses: [Clause], span: SourceSpan = SourceSpan(at: 0)) {
    self.clauses = clauses
    self.span = span
  }
}

/// A name as written, without back-ticks.
package struct Name: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name.
  package var text: String
  /// Where it stands.
  @NotCompared package var span: SourceSpan

  /// Makes a name.
  package init(_ text: String, span: SourceSpan = SourceSpan(at: 0)) {
    self.text = text
    self.span = span
  }

  /// Makes a name that stands nowhere.
  package init(stringLiteral text: String) {
    self.init(text)
  }
}
