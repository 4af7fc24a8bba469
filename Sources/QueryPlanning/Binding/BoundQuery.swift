package import Diagnostics
package import QuerySyntax

/// A statement whose names are slots and whose compile-time errors have been found; nothing is ordered yet.
package struct BoundQuery: Sendable {
  /// What to do with the statement.
  package var mode: Query.Mode
  /// The statement.
  package var body: BoundBody
  /// The statements inside expressions, by ``SubqueryID``.
  package var subqueries: [BoundBody]
  /// What each slot is.
  package var slots: [SlotInfo]
  /// The parameters mentioned, in order of first mention.
  package var parameters: [String]
  /// Whether the statement changes the graph.
  package var writes: Bool
  /// What looks like a mistake and is none by the rules.
  package var warnings: [QueryWarning]
}

/// A warning that has a place in the statement.
package struct QueryWarning: Sendable, Equatable {
  /// What is odd.
  package var problem: Problem
  /// Where.
  package var span: SourceSpan

  /// Makes a warning.
  package init(_ problem: Problem, at span: SourceSpan) {
    self.problem = problem
    self.span = span
  }

  /// The warning as a diagnostic in the statement's text.
  package func diagnostic(in source: SourceText) -> Diagnostic {
    .warning(problem.code, problem.message, in: source, at: span, hints: problem.hints)
  }
}

/// One or several sequences of clauses joined by UNION.
package struct BoundBody: Sendable {
  /// The parts; each ends by filling the same slots.
  package var branches: [[BoundClause]]
  /// Whether equal rows of the union are dropped.
  package var isDistinct: Bool
  /// The result columns; none without RETURN.
  package var columns: [BoundColumn]
  /// Of a subquery in an expression: the columns that it reads from the row around it.
  package var imports = SlotSet()
}

/// A named column.
package struct BoundColumn: Sendable, Equatable {
  package var name: String
  package var slot: Slot
}

/// A clause without names.
package indirect enum BoundClause: Sendable {
  case match(BoundMatch)
  case unwind(BoundExpression, to: Slot)
  /// WITH and RETURN.
  case project(BoundProjection)
  case create(BoundCreate)
  case merge(BoundMerge)
  case set([SetItem])
  case remove([RemoveItem])
  case delete([BoundExpression], isDetach: Bool)
  case forEach(variable: Slot, list: BoundExpression, body: [BoundClause])
  case call(ProcedureCall, predicates: [BoundExpression])
  /// `CALL { … }`; without columns it runs for its effects.
  case subquery(BoundBody)
}

/// MATCH or OPTIONAL MATCH.
package struct BoundMatch: Sendable {
  package var isOptional: Bool
  package var pattern: BoundPattern
  /// The conjuncts of WHERE and of the property maps.
  package var predicates: [BoundExpression]
}

/// What is to be found: nodes, relationships between them, and how paths are named.
package struct BoundPattern: Sendable {
  /// Each node once, in order of first mention.
  package var nodes: [PatternNode] = []
  /// In the order written.
  package var relationships: [PatternRelationship] = []
  /// Named paths.
  package var paths: [Projection] = []
}

/// A node of a pattern.
package struct PatternNode: Sendable {
  /// Its node column.
  package var slot: Slot
  /// Labels it must have.
  package var labels: [String]
  /// Whether an earlier clause bound it.
  package var isBound: Bool
  /// The value column that holds it already, to be read as a node first.
  package var source: Slot?
}

/// A relationship of a pattern.
package struct PatternRelationship: Sendable {
  /// How many relationships it stands for.
  package enum Length: Sendable, Hashable {
    case one
    case variable(minimum: Int, maximum: Int?)
    case shortest(minimum: Int, maximum: Int?, isAll: Bool)
  }

  /// Its column: a relationship, or a list of them.
  package var slot: Slot
  /// Indices into ``BoundPattern/nodes``, as written from left to right.
  package var left: Int
  package var right: Int
  /// Seen from the left node.
  package var direction: Direction
  package var types: [String]
  package var length: Length
  /// Asked of each relationship of a variable length.
  package var hop: HopPredicate?
  /// Whether an earlier clause bound it.
  package var isBound: Bool
  /// The value column that holds the single relationship already.
  package var source: Slot?
}

/// WITH or RETURN, in the order in which it happens.
package struct BoundProjection: Sendable {
  /// Groups first, if there is an aggregate.
  package var aggregate: (keys: [Projection], calls: [AggregateCall])?
  /// Columns to compute; plain variables are not among them.
  package var items: [Projection]
  /// What goes on.
  package var columns: [BoundColumn]
  package var isDistinct: Bool
  package var sort: [SortKey]
  package var skip: BoundExpression?
  package var limit: BoundExpression?
  /// The conjuncts of `WITH … WHERE`.
  package var predicates: [BoundExpression]
}

/// CREATE.
package struct BoundCreate: Sendable {
  /// One after the other: later ones read what earlier ones made.
  package var patterns: [CreatePattern]
  package var paths: [Projection]
}

/// MERGE.
package struct BoundMerge: Sendable {
  package var match: BoundMatch
  package var merge: Merge
  package var paths: [Projection]
}
