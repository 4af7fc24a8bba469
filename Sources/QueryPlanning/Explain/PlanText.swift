/// A plan as a tree for people: operator, details, expected rows; the operator that runs last comes first.
///
/// ```
/// produce results  a.name                  100 rows
/// └ project  a.name := a.name              100 rows
///   └ expand  (b)<-[#2:accuses]-(a)        100 rows
/// ```
package struct PlanText {
  /// An operator as a line of a table.
  package struct Line: Sendable, Equatable {
    /// How deep it stands; 0 for the root.
    package let depth: Int
    /// The drawn branch before the name.
    package let branch: String
    /// The operator's name.
    package let name: String
    /// What it works on.
    package let details: String
    /// How many rows the planner expects.
    package let estimatedRows: Double
  }

  /// The operators, root first, left before right; for `PROFILE` the same order as a walk of the plan:
  /// node, input, second.
  package static func lines(for plan: LogicalPlan) -> [Line] {
    var lines: [Line] = []
    let texts = OperatorText(expressions: ExpressionText(slots: plan.slots))
    append(plan.root, depth: 0, prefix: "", isLast: true, texts, to: &lines)
    return lines
  }

  /// The whole plan, subqueries of expressions below it, each line ending in a line break.
  package static func string(for plan: LogicalPlan) -> String {
    var result = string(lines(for: plan))
    let texts = OperatorText(expressions: ExpressionText(slots: plan.slots))
    var used = Set<Int>()
    collect(plan.root, plan, into: &used)
    for index in used.sorted() {
      var lines: [Line] = []
      append(plan.subqueries[index], depth: 0, prefix: "", isLast: true, texts, to: &lines)
      result += "subquery \(index + 1)\n" + string(lines)
    }
    return result
  }

  /// The subqueries that expressions of the tree still ask for.
  private static func collect(_ node: PlanNode, _ plan: LogicalPlan, into used: inout Set<Int>) {
    node.operation.forEachExpression { collect($0, plan, into: &used) }
    if let input = node.input { collect(input, plan, into: &used) }
    if let second = node.second { collect(second, plan, into: &used) }
  }

  private static func collect(_ expression: BoundExpression, _ plan: LogicalPlan, into used: inout Set<Int>) {
    if case .subquery(let id, _) = expression.kind, id.index < plan.subqueries.count,
      used.insert(id.index).inserted
    {
      collect(plan.subqueries[id.index], plan, into: &used)
    }
    expression.kind.forEachOperand { collect($0, plan, into: &used) }
  }

  private static func append(
    _ node: PlanNode, depth: Int, prefix: String, isLast: Bool, _ texts: OperatorText,
    to lines: inout [Line]
  ) {
    let branch = depth == 0 ? "" : prefix + (isLast ? "└ " : "├ ")
    lines.append(
      Line(
        depth: depth, branch: branch, name: texts.name(node.operation),
        details: texts.details(node.operation), estimatedRows: node.estimatedRows))
    let inner = depth == 0 ? "" : prefix + (isLast ? "  " : "│ ")
    if let input = node.input {
      append(input, depth: depth + 1, prefix: inner, isLast: node.second == nil, texts, to: &lines)
    }
    if let second = node.second {
      append(second, depth: depth + 1, prefix: inner, isLast: true, texts, to: &lines)
    }
  }

  private static func string(_ lines: [Line]) -> String {
    let texts = lines.map { line in
      line.branch + line.name + (line.details.isEmpty ? "" : "  " + line.details)
    }
    let width = min(80, texts.map(\.count).max() ?? 0)
    return zip(lines, texts).map { line, text in
      let padding = String(repeating: " ", count: max(0, width - text.count))
      return "\(text)\(padding)  \(rows(line.estimatedRows))\n"
    }.joined()
  }

  /// An estimate in words; below ten one digit after the point counts.
  package static func rows(_ estimate: Double) -> String {
    guard estimate.isFinite, estimate < 1e15 else { return "very many rows" }
    let rounded = Int64(estimate.rounded())
    if estimate < 9.95 && abs(estimate - estimate.rounded()) >= 0.05 {
      let tenths = Int64((estimate * 10).rounded())
      return "\(tenths / 10).\(tenths % 10) rows"
    }
    return rounded == 1 ? "1 row" : "\(rounded) rows"
  }
}
