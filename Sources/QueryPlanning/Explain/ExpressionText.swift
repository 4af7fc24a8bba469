/// Writes bound expressions for people: names of columns, operators as in the language.
struct ExpressionText {
  let slots: [SlotInfo]

  /// A column's name; one without a name in the text is shown as `#` and its number.
  func name(_ slot: Slot) -> String {
    guard slot.index < slots.count else { return "#\(slot.index)" }
    let name = slots[slot.index].name
    return name.first == " " ? "#\(slot.index)" : name
  }

  /// A name in back-ticks where it could not be written without.
  static func quotedIfNeeded(_ name: String) -> String {
    let isPlain =
      name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
      && !(name.first?.isNumber ?? true)
    return isPlain
      ? name
      : "`" + name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
  }

  func names(_ slots: [Slot]) -> String { slots.map(name).joined(separator: ", ") }

  func text(_ expressions: [BoundExpression], separator: String) -> String {
    expressions.map { text($0) }.joined(separator: separator)
  }

  /// The expression; operands that are operations themselves stand in parentheses.
  func text(_ expression: BoundExpression) -> String {
    switch expression.kind {
    case .literal(let literal): return Self.text(literal)
    case .parameter(let name): return "$" + Self.quotedIfNeeded(name)
    case .slot(let slot): return name(slot)
    case .list(let elements): return "[" + text(elements, separator: ", ") + "]"
    case .map(let entries):
      let members = entries.map { "\(Self.quotedIfNeeded($0.key)): \(text($0.value))" }
      return "{" + members.joined(separator: ", ") + "}"
    case .property(let base, let key): return operand(base) + "." + Self.quotedIfNeeded(key)
    case .element(let base, let index): return "\(operand(base))[\(text(index))]"
    case .slice(let base, let from, let to):
      return "\(operand(base))[\(from.map(text) ?? "")..\(to.map(text) ?? "")]"
    case .unary(let op, let inner):
      switch op {
      case .isNull, .isNotNull: return "\(operand(inner)) \(op.rawValue)"
      case .not: return "NOT \(operand(inner))"
      case .plus, .minus: return op.rawValue + operand(inner)
      }
    case .binary(let op, let left, let right): return "\(operand(left)) \(op.rawValue) \(operand(right))"
    case .comparisonChain(let first, let links):
      return links.reduce(operand(first)) { "\($0) \($1.comparison.rawValue) \(operand($1.operand))" }
    case .hasLabels(let base, let labels): return operand(base) + Self.labels(labels)
    case .call(let function, let arguments):
      return function.rawValue.drop { $0 == " " } + "(" + text(arguments, separator: ", ") + ")"
    case .conditional(let subject, let branches, let otherwise):
      return conditional(subject, branches, otherwise)
    default: return compound(expression)
    }
  }

  private func compound(_ expression: BoundExpression) -> String {
    switch expression.kind {
    case .listComprehension(let variable, let list, let predicate, let result):
      let condition = predicate.map { " WHERE \(text($0))" } ?? ""
      return "[\(name(variable)) IN \(text(list))\(condition)\(result.map { " | \(text($0))" } ?? "")]"
    case .quantifier(let kind, let variable, let list, let predicate):
      return "\(kind.rawValue)(\(name(variable)) IN \(text(list)) WHERE \(text(predicate)))"
    case .reduce(let accumulator, let initial, let variable, let list, let step):
      return
        "reduce(\(name(accumulator)) = \(text(initial)), \(name(variable)) IN \(text(list)) | \(text(step)))"
    case .subquery(let id, let result):
      switch result {
      case .exists: return "EXISTS {subquery \(id.index + 1)}"
      case .count: return "COUNT {subquery \(id.index + 1)}"
      case .collect(let slot): return "COLLECT \(name(slot)) {subquery \(id.index + 1)}"
      }
    case .path(let start, let steps):
      let parts = steps.map { step in
        switch step {
        case .relationship(let slot): name(slot)
        case .relationships(let slot): name(slot) + "*"
        }
      }
      return "path(" + ([name(start)] + parts).joined(separator: ", ") + ")"
    default: return ""
    }
  }

  private func conditional(
    _ subject: BoundExpression?, _ branches: [ConditionalBranch], _ otherwise: BoundExpression?
  ) -> String {
    var result = "CASE"
    if let subject { result += " \(text(subject))" }
    for branch in branches { result += " WHEN \(text(branch.condition)) THEN \(text(branch.result))" }
    if let otherwise { result += " ELSE \(text(otherwise))" }
    return result + " END"
  }

  private func operand(_ expression: BoundExpression) -> String {
    switch expression.kind {
    case .binary, .comparisonChain, .unary: "(\(text(expression)))"
    default: text(expression)
    }
  }

  static func labels(_ labels: [String]) -> String {
    labels.map { ":" + quotedIfNeeded($0) }.joined()
  }

  static func text(_ literal: Literal) -> String {
    switch literal {
    case .null: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .float(let value): return String(value)
    case .string(let value):
      var result = "'"
      for scalar in value.unicodeScalars {
        switch scalar {
        case "'": result += "\\'"
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default: result.unicodeScalars.append(scalar)
        }
      }
      return result + "'"
    }
  }
}
