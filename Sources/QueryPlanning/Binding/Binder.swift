package import Diagnostics
package import QuerySyntax

/// Turns names into slots and finds every error that openCypher wants found before a row is read.
///
/// One walk over the tree; the binder's state is the scope of the clause at hand.
package struct Binder {
  var environment: BindingEnvironment
  var slots: [SlotInfo] = []
  var scope = Scope()
  var subqueries: [BoundBody] = []
  var parameters: [String] = []
  var warnings: [QueryWarning] = []
  var writes = false
  /// What aggregating calls mean in the expression at hand.
  var aggregation = Aggregation.forbidden
  /// The projected items, while something next to an aggregate or after DISTINCT is bound.
  var grouping: Grouping?
  /// Whether the body of a comprehension is bound: an aggregate in it is InvalidAggregation.
  var refusesAggregates = false
  /// The local variables of the comprehensions around.
  var locallyBound: [String] = []
  /// For each subquery around, outermost first: the first slot that is its own, and the outer slots it reads.
  var imports: [(base: Int, slots: SlotSet)] = []
  /// Whether a bare pattern may stand where the next expression stands.
  var allowsPattern = false

  /// The most clauses, nodes and relationships to be found, and parts of a UNION that a statement may have: a
  /// plan is about as deep as it has of them, and walked recursively.
  package static let sizeLimit = 4_000

  /// How many of them there were so far.
  private var size = 0

  /// Binds a statement.
  ///
  /// - Parameters:
  ///   - query: The statement.
  ///   - environment: What is known of graph and procedures.
  /// - Returns: The statement without names.
  /// - Throws: The first compile-time error in the order of the text, clause by clause.
  package static func bind(
    query: Query, environment: BindingEnvironment = BindingEnvironment()
  ) throws(QueryFailure) -> BoundQuery {
    var binder = Binder(environment: environment)
    binder.slots.reserveCapacity(16)
    let body = try binder.bindBody(query, outer: Scope(), isInner: false)
    return BoundQuery(
      mode: query.mode, body: body, subqueries: binder.subqueries, slots: binder.slots,
      parameters: binder.parameters, writes: binder.writes,
      warnings: binder.writes ? [] : binder.warnings)
  }

  init(environment: BindingEnvironment) {
    self.environment = environment
  }

  // MARK: Slots

  mutating func makeSlot(_ name: String, _ kind: SlotKind, _ type: StaticType) -> Slot {
    slots.append(SlotInfo(name: name, kind: kind, type: type))
    return Slot(slots.count - 1)
  }

  /// A slot that has no name in the text; the space keeps it apart from every name that can be written
  /// without back-ticks, and nobody looks it up by name.
  mutating func makeHiddenSlot(_ kind: SlotKind, _ type: StaticType) -> Slot {
    makeSlot(" ", kind, type)
  }

  /// Notes that a column is read, for the subqueries around that take it from outside.
  mutating func noteUse(_ slot: Slot) {
    for index in imports.indices where slot.index < imports[index].base {
      imports[index].slots.insert(slot)
    }
  }

  mutating func expression(_ variable: Variable, at span: SourceSpan) -> BoundExpression {
    noteUse(variable.slot)
    return BoundExpression(.slot(variable.slot), span: span, type: variable.type)
  }

  /// Counts towards ``sizeLimit``.
  mutating func count(_ parts: Int, at span: SourceSpan) throws(QueryFailure) {
    size += parts
    guard size > Self.sizeLimit else { return }
    throw .syntax(
      "StatementTooLong",
      "a statement may have at most \(Self.sizeLimit) clauses, pattern nodes and relationships", span)
  }

  // MARK: Parts

  /// Binds a statement or a subquery.
  ///
  /// - Parameters:
  ///   - query: The tree.
  ///   - outer: The variables it starts with.
  ///   - isInner: Whether it stands inside another statement.
  /// - Returns: The parts and the columns that they fill.
  /// - Throws: The first compile-time error.
  mutating func bindBody(_ query: Query, outer: Scope, isInner: Bool) throws(QueryFailure) -> BoundBody {
    var branches: [[BoundClause]] = []
    var columns: [BoundColumn] = []
    let keepsDuplicates = query.unions.first?.keepsDuplicates ?? true
    for index in 0...query.unions.count {
      let part = index == 0 ? query.first : query.unions[index - 1].query
      if index > 0, query.unions[index - 1].keepsDuplicates != keepsDuplicates {
        throw .syntax(
          "InvalidClauseComposition", "UNION and UNION ALL cannot be mixed in one statement",
          query.unions[index - 1].span)
      }
      scope = outer
      var clauses: [BoundClause] = []
      let partColumns = try bindClauses(part, into: &clauses, isInner: isInner)
      if query.unions.isEmpty {
        return BoundBody(branches: [clauses], isDistinct: false, columns: partColumns)
      }
      if index == 0 {
        columns = partColumns.map {
          BoundColumn(name: $0.name, slot: makeSlot($0.name, .value, slots[$0.slot.index].type))
        }
        clauses.append(.project(alignment(of: partColumns, with: columns)))
      } else {
        guard Set(partColumns.map(\.name)) == Set(columns.map(\.name)), partColumns.count == columns.count
        else {
          throw .syntax(
            "DifferentColumnsInUnion",
            "the parts of a UNION must have the same columns, but the first has \(Self.listed(columns)) and "
              + "this one \(Self.listed(partColumns))", query.unions[index - 1].span)
        }
        for column in partColumns {
          guard let target = columns.first(where: { $0.name == column.name }) else { continue }
          slots[target.slot.index].type = slots[target.slot.index].type.union(slots[column.slot.index].type)
        }
        clauses.append(.project(alignment(of: partColumns, with: columns)))
      }
      branches.append(clauses)
    }
    return BoundBody(branches: branches, isDistinct: !keepsDuplicates, columns: columns)
  }

  private static func listed(_ columns: [BoundColumn]) -> String {
    columns.map { "'\($0.name)'" }.joined(separator: ", ")
  }

  /// A projection that moves a part's columns into those of the union.
  private func alignment(of part: [BoundColumn], with columns: [BoundColumn]) -> BoundProjection {
    let items = columns.compactMap { column in
      part.first { $0.name == column.name }.map { source in
        Projection(
          column.slot,
          BoundExpression(
            .slot(source.slot), span: SourceSpan(at: 0), type: slots[source.slot.index].type))
      }
    }
    return BoundProjection(
      aggregate: nil, items: items, columns: columns, isDistinct: false, sort: [], skip: nil, limit: nil,
      predicates: [])
  }
}

extension QueryFailure {
  /// A SyntaxError at compile time.
  static func syntax(
    _ detail: String, _ message: String, _ span: SourceSpan, hints: [String] = []
  ) -> QueryFailure {
    QueryFailure(.syntaxError, .compileTime, detail, message, at: span, hints: hints)
  }
}
