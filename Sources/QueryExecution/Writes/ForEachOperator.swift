import Diagnostics
import GraphCore
import QueryPlanning

/// For each row and each element of a list, runs a body for its effects.
///
/// A turn sees what the turns before did. Where the body cannot tell, it takes all of them at once.
final class ForEachOperator: BlockingOperator {
  private let variable: Slot
  private let list: BoundExpression

  init(
    _ node: PlanNode, _ run: QueryRun, input: Operator?, second: Operator?, variable: Slot,
    list: BoundExpression
  ) {
    self.variable = variable
    self.list = list
    super.init(node, run, input: input, second: second)
  }

  override func compute() throws(QueryFailure) -> RowBatch {
    let rows = try drain(input)
    if rows.count == 0 { return rows }
    if let body = second?.node, body.seesNoTurnBefore {
      try atOnce(rows)
    } else {
      try turnByTurn(rows)
    }
    return carried(rows, Array(0..<rows.count))
  }

  private func atOnce(_ rows: RowBatch) throws(QueryFailure) {
    var outer: [Int] = []
    var elements: [Value] = []
    for (row, value) in try run.values(of: list, rows).enumerated() {
      let values = try elementsOf(value)
      elements += values
      outer += Array(repeating: row, count: values.count)
    }
    if !outer.isEmpty { try runBody(rows.gathered(outer), elements) }
  }

  /// The list of a row is computed when its turn comes, too.
  private func turnByTurn(_ rows: RowBatch) throws(QueryFailure) {
    for row in 0..<rows.count {
      let single = rows.gathered([row])
      for value in try run.values(of: list, single) {
        for element in try elementsOf(value) {
          try run.checkLimits()
          try runBody(single, [element])
        }
      }
    }
  }

  private func runBody(_ rows: RowBatch, _ elements: [Value]) throws(QueryFailure) {
    var argument = rows
    argument.columns[variable.index] = .values(elements)
    try second?.open(argument.asArgument())
    while try second?.next() != nil {}
  }

  private func elementsOf(_ value: Value) throws(QueryFailure) -> [Value] {
    switch value {
    case .null: return []
    case .list(let values): return values
    default:
      throw QueryFailure.argumentType("FOREACH takes a list, not \(ValueText.withArticle(value))")
        .located(list.span)
    }
  }
}

extension PlanNode {
  /// Whether the body of a FOREACH does the same when all of its turns run at once, clause by clause.
  ///
  /// That is one clause alone whose expressions do not ask for what it changes.
  fileprivate var seesNoTurnBefore: Bool {
    guard case .argument? = input?.operation else { return false }
    var asksForEntities = false
    var asksForPatterns = false
    operation.forEachExpression { expression in
      asksForEntities = asksForEntities || expression.asksForEntities
      asksForPatterns = asksForPatterns || expression.asksForPatterns
    }
    switch operation {
    case .create: return !asksForPatterns
    case .merge(let merge) where merge.onCreate.isEmpty && merge.onMatch.isEmpty: return !asksForPatterns
    case .merge(let merge):
      return !asksForEntities && !(merge.onCreate + merge.onMatch).contains(where: \.copies)
    case .set(let items): return !asksForEntities && !items.contains(where: \.copies)
    case .remove, .delete: return !asksForEntities
    default: return false
    }
  }
}

extension SetItem {
  /// Whether it may take all properties of an entity.
  fileprivate var copies: Bool {
    switch self {
    case .property, .labels: false
    case .replaceProperties(_, let value), .mergeProperties(_, let value): value.mayBeEntity
    }
  }
}

extension BoundExpression {
  fileprivate var mayBeEntity: Bool { !type.types.isDisjoint(with: [.node, .relationship]) }

  /// Whether it may read properties or labels.
  fileprivate var asksForEntities: Bool {
    if case .subquery = kind { return true }
    var asks = false
    switch kind {
    case .property, .hasLabels, .element, .call: kind.forEachOperand { asks = asks || $0.mayBeEntity }
    default: break
    }
    kind.forEachOperand { asks = asks || $0.asksForEntities }
    return asks
  }

  /// Whether it may look for patterns.
  fileprivate var asksForPatterns: Bool {
    if case .subquery = kind { return true }
    var asks = false
    kind.forEachOperand { asks = asks || $0.asksForPatterns }
    return asks
  }
}
