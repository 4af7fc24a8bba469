import Diagnostics
import QuerySyntax

extension Binder {
  /// Binds the clauses of one part; the scope is what the first clause sees.
  ///
  /// - Returns: The columns of RETURN, or none.
  mutating func bindClauses(
    _ part: SingleQuery, into clauses: inout [BoundClause], isInner: Bool
  ) throws(QueryFailure) -> [BoundColumn] {
    try count(part.clauses.count, at: part.span)
    try checkOrder(part, isInner: isInner)
    clauses.reserveCapacity(part.clauses.count)
    var columns: [BoundColumn] = []
    for clause in part.clauses {
      if isInner && clause.isUpdating {
        throw .syntax(
          "InvalidClauseComposition", "a subquery in an expression cannot change the graph", clause.span)
      }
      let isOnly = part.clauses.count == 1 && !isInner
      columns = try bind(clause, into: &clauses, isInner: isInner, isOnly: isOnly)
    }
    return columns
  }

  /// RETURN comes last; what reads may follow what writes only after WITH; the last clause has an effect.
  private func checkOrder(_ part: SingleQuery, isInner: Bool) throws(QueryFailure) {
    var updating: Clause?
    for (index, clause) in part.clauses.enumerated() {
      let isLast = index == part.clauses.count - 1
      switch clause {
      case .returning where !isLast:
        throw .syntax(
          "InvalidClauseComposition", "RETURN can only be the last clause", clause.span)
      case .with: updating = nil
      case .create, .merge, .set, .remove, .delete, .foreach: updating = clause
      case .match, .unwind, .call:
        if updating != nil {
          throw .syntax(
            "InvalidClauseComposition", "WITH is required between a clause that writes and one that reads",
            clause.span, hints: ["put 'WITH *' before it"])
        }
      case .returning, .subquery: break
      }
      guard isLast && !isInner else { continue }
      switch clause {
      case .match, .unwind, .with:
        throw .syntax(
          "InvalidClauseComposition", "the statement must end with RETURN or a clause that writes",
          clause.span, hints: ["add 'RETURN *'"])
      default: break
      }
    }
  }

  private mutating func bind(
    _ clause: Clause, into clauses: inout [BoundClause], isInner: Bool, isOnly: Bool = false
  ) throws(QueryFailure) -> [BoundColumn] {
    switch clause {
    case .match(let match):
      clauses.append(.match(try bindMatch(match)))
    case .unwind(let unwind):
      clauses.append(try bindUnwind(unwind))
    case .with(let with):
      let projection = try bindProjection(with.projection, isWith: true, condition: with.condition)
      clauses.append(.project(projection))
    case .returning(let returning):
      let projection = try bindProjection(returning.projection, isWith: false, condition: nil)
      clauses.append(.project(projection))
      return projection.columns
    case .create(let create):
      writes = true
      clauses.append(.create(try bindCreate(create)))
    case .merge(let merge):
      writes = true
      clauses.append(.merge(try bindMerge(merge)))
    case .set(let set):
      writes = true
      clauses.append(.set(try bindSetItems(set.items)))
    case .remove(let remove):
      writes = true
      clauses.append(.remove(try bindRemoveItems(remove.items)))
    case .delete(let delete):
      writes = true
      clauses.append(try bindDelete(delete))
    case .foreach(let forEach):
      writes = true
      clauses.append(try bindForEach(forEach, isInner: isInner))
    case .call(let call):
      return try bindCall(call, isStandalone: call.isStandalone || isOnly, into: &clauses)
    case .subquery(let subquery):
      try bindSubqueryClause(subquery, into: &clauses, isInner: isInner)
    }
    return []
  }

  private mutating func bindUnwind(_ clause: UnwindClause) throws(QueryFailure) -> BoundClause {
    let list = try bind(clause.list)
    try refuseBound(clause.variable)
    let type = list.type.types == .list ? list.type.elementType : .any
    let slot = makeSlot(clause.variable.text, .value, type)
    scope.declare(Variable(name: clause.variable.text, slot: slot, type: type))
    return .unwind(list, to: slot)
  }

  /// Throws VariableAlreadyBound when the name is taken.
  func refuseBound(_ name: Name) throws(QueryFailure) {
    guard scope.find(name.text) != nil else { return }
    throw .syntax("VariableAlreadyBound", "the variable '\(name.text)' is bound already", name.span)
  }

  private mutating func bindForEach(_ clause: ForeachClause, isInner: Bool) throws(QueryFailure)
    -> BoundClause
  {
    let list = try bind(clause.list)
    let outer = scope
    let type = list.type.types == .list ? list.type.elementType : .any
    let slot = makeSlot(clause.variable.text, .value, type)
    scope.declare(Variable(name: clause.variable.text, slot: slot, type: type))
    var body: [BoundClause] = []
    for inner in clause.clauses {
      guard inner.isUpdating else {
        throw .syntax(
          "InvalidClauseComposition", "FOREACH may only hold clauses that write", inner.span)
      }
      _ = try bind(inner, into: &body, isInner: isInner)
    }
    scope = outer
    return .forEach(variable: slot, list: list, body: body)
  }

  /// `CALL { … }`: sees the outer variables only through an initial WITH of plain variables.
  private mutating func bindSubqueryClause(
    _ clause: SubqueryClause, into clauses: inout [BoundClause], isInner: Bool
  ) throws(QueryFailure) {
    let outer = scope
    var start = Scope()
    if case .with = clause.query.first.clauses.first { start = outer }
    let body = try bindBody(clause.query, outer: start, isInner: isInner)
    scope = outer
    for column in body.columns {
      guard scope.find(column.name) == nil else {
        throw .syntax(
          "VariableAlreadyBound", "the variable '\(column.name)' is bound already", clause.span)
      }
      scope.declare(Variable(name: column.name, slot: column.slot, type: slots[column.slot.index].type))
    }
    clauses.append(.subquery(body))
  }

  // MARK: Procedures

  private mutating func bindCall(
    _ clause: CallClause, isStandalone: Bool, into clauses: inout [BoundClause]
  ) throws(QueryFailure) -> [BoundColumn] {
    let name = clause.name.map(\.text).joined(separator: ".")
    guard let signature = environment.procedures.procedure(named: name) else {
      let span = clause.name.first.map(\.span) ?? clause.span
      throw QueryFailure(
        .procedureError, .compileTime, "ProcedureNotFound", "there is no procedure '\(name)'", at: span,
        hints: [Suggestions.hint(for: name, in: environment.procedures.procedureNames)].compactMap { $0 })
    }
    let arguments = try bindArguments(of: clause, signature, isStandalone: isStandalone)
    var outputs: [(index: Int, slot: Slot)] = []
    var columns: [BoundColumn] = []
    for (index, variable, span) in try yielded(by: clause, signature, isStandalone: isStandalone) {
      guard scope.find(variable) == nil else {
        throw .syntax("VariableAlreadyBound", "the variable '\(variable)' is bound already", span)
      }
      let type = signature.outputs[index].type
      let slot = makeSlot(variable, .value, type)
      scope.declare(Variable(name: variable, slot: slot, type: type))
      outputs.append((index, slot))
      columns.append(BoundColumn(name: variable, slot: slot))
    }
    let predicates = try clause.condition.map { condition throws(QueryFailure) in
      try bindPredicate(condition)
    }
    clauses.append(
      .call(
        ProcedureCall(
          name: signature.name, arguments: arguments, outputs: outputs, isVoid: signature.outputs.isEmpty),
        predicates: predicates ?? []))
    return isStandalone ? columns : []
  }

  /// The outputs that become variables: index, name, place.
  private func yielded(
    by clause: CallClause, _ signature: ProcedureSignature, isStandalone: Bool
  ) throws(QueryFailure) -> [(Int, String, SourceSpan)] {
    switch clause.yield {
    case .all where !isStandalone:
      throw .syntax(
        "UnexpectedSyntax", "YIELD * may only stand in a call that is the whole statement", clause.span)
    case .none where isStandalone, .all:
      return signature.outputs.enumerated().map { ($0.offset, $0.element.name, clause.span) }
    case .none: return []
    case .items(let items):
      var result: [(Int, String, SourceSpan)] = []
      for item in items {
        guard let index = signature.outputs.firstIndex(where: { $0.name == item.field.text }) else {
          throw .syntax(
            "UndefinedVariable", "the procedure '\(signature.name)' has no output '\(item.field.text)'",
            item.field.span,
            hints: [Suggestions.hint(for: item.field.text, in: signature.outputs.map(\.name))]
              .compactMap { $0 })
        }
        result.append((index, item.variable.text, item.variable.span))
      }
      return result
    }
  }

  private mutating func bindArguments(
    of clause: CallClause, _ signature: ProcedureSignature, isStandalone: Bool
  ) throws(QueryFailure) -> [BoundExpression] {
    guard let written = clause.arguments else {
      guard isStandalone else {
        throw .syntax(
          "InvalidArgumentPassingMode",
          "a call inside a statement needs its arguments in parentheses", clause.span)
      }
      var result: [BoundExpression] = []
      for input in signature.inputs {
        if let known = environment.parameterNames, !known.contains(input.name) {
          throw QueryFailure(
            .parameterMissing, .compileTime, "MissingParameter",
            "the parameter '$\(input.name)' has no value", at: clause.span)
        }
        noteParameter(input.name)
        result.append(BoundExpression(.parameter(input.name), span: clause.span, type: .any))
      }
      return result
    }
    guard written.count == signature.inputs.count else {
      throw .syntax(
        "InvalidNumberOfArguments",
        "the procedure '\(signature.name)' takes \(signature.inputs.count) arguments, not \(written.count)",
        clause.span)
    }
    var result: [BoundExpression] = []
    for (argument, input) in zip(written, signature.inputs) {
      let bound = try bind(argument)
      var accepted = input.type.types
      // An integer is taken where a float is asked for.
      if accepted.contains(.float) { accepted.insert(.integer) }
      try require(bound, accepted, of: "the argument '\(input.name)' of '\(signature.name)'")
      result.append(bound)
    }
    return result
  }
}
