extension Expression {
  /// The loosest level of operators that the expression shows without parentheses.
  fileprivate var precedence: Precedence {
    switch kind {
    case .binary(let op, _, _): op.precedence
    // A dash or an arrow head behind a pattern would go on with it.
    case .comparison, .pattern: .comparison
    case .isNull: .predicate
    case .unary(.not, _): .not
    case .unary: .unary
    case .integer(let value): value < 0 ? .unary : .postfix
    case .float(let value): value.sign == .minus ? .unary : .postfix
    // Nothing may follow the labels.
    case .hasLabels: .unary
    default: .postfix
    }
  }

  /// Whether the text begins with `name IN` or `name = (`, which in brackets would begin a comprehension.
  fileprivate var beginsLikeComprehension: Bool {
    switch kind {
    case .binary(let op, let left, _):
      if op == .in, case .variable = left.kind { return true }
      return left.precedence >= op.precedence && left.beginsLikeComprehension
    case .comparison(let first, let links):
      if links.first?.op == .equal, case .variable = first.kind { return true }
      return first.precedence >= .predicate && first.beginsLikeComprehension
    case .isNull(let subject, _): return subject.precedence >= .predicate && subject.beginsLikeComprehension
    default: return false
    }
  }
}

extension CypherWriter {
  /// Writes an expression, in parentheses when it binds less tightly than asked.
  mutating func write(_ expression: Expression, atLeast minimum: Precedence = .or) {
    if expression.precedence >= minimum { return writePlainly(expression) }
    text += "("
    writePlainly(expression)
    text += ")"
  }

  private mutating func writePlainly(_ expression: Expression) {
    switch expression.kind {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .float(let value): text += String(describing: value)
    case .string(let value): text += CypherPrinter.literal(value)
    case .parameter(let name):
      text += "$" + (name.utf8.allSatisfy(\.isDigit) && !name.isEmpty ? name : CypherPrinter.schemaName(name))
    case .variable(let name): text += CypherPrinter.variable(name)
    case .countAll: text += "count(*)"
    case .list(let elements): writeElements(elements)
    case .map(let entries):
      text += "{"
      writeList(entries) { $0.write($1) }
      text += "}"
    case .mapProjection(let name, let items): write(name, items)
    case .property(let subject, let key):
      write(subject, atLeast: .postfix)
      text += "." + CypherPrinter.schemaName(key.text)
    case .index(let subject, let index):
      write(subject, atLeast: .postfix)
      text += "["
      write(index)
      text += "]"
    case .slice(let subject, let lower, let upper):
      write(subject, atLeast: .postfix)
      text += "["
      if let lower { write(lower) }
      text += ".."
      if let upper { write(upper) }
      text += "]"
    case .hasLabels(let subject, let labels):
      write(subject, atLeast: .postfix)
      writeLabels(labels)
    case .unary(let op, let operand): write(op, operand)
    case .binary(let op, let left, let right):
      write(left, atLeast: op.precedence)
      text += " " + op.text + " "
      write(right, atLeast: op.precedence.tighter)
    case .comparison(let first, let links):
      write(first, atLeast: .predicate)
      for link in links {
        text += " " + link.op.text + " "
        write(link.operand, atLeast: .predicate)
      }
    case .isNull(let subject, let isNegated):
      write(subject, atLeast: .predicate)
      text += isNegated ? " IS NOT NULL" : " IS NULL"
    default: writeCompound(expression)
    }
  }

  private mutating func writeCompound(_ expression: Expression) {
    switch expression.kind {
    case .call(let call): write(call)
    case .caseOf(let choice): write(choice)
    case .listComprehension(let comprehension):
      text += "["
      writeMembership(comprehension.variable, comprehension.list)
      writeCondition(comprehension.condition)
      writeResult(comprehension.result)
      text += "]"
    case .patternComprehension(let comprehension):
      text += "["
      if let variable = comprehension.variable { text += CypherPrinter.variable(variable.text) + " = " }
      write(comprehension.path)
      writeCondition(comprehension.condition)
      writeResult(comprehension.result)
      text += "]"
    case .quantifier(let quantifier):
      text += "\(quantifier.kind)("
      writeMembership(quantifier.variable, quantifier.list)
      writeCondition(quantifier.condition)
      text += ")"
    case .reduce(let reduction):
      text += "reduce(" + CypherPrinter.variable(reduction.accumulator.text) + " = "
      write(reduction.initial)
      text += ", "
      writeMembership(reduction.variable, reduction.list)
      writeResult(reduction.result)
      text += ")"
    case .pattern(let path): write(path)
    case .shortestPath(let part): write(part)
    case .subquery(let subquery): write(subquery)
    default: break
    }
  }

  private mutating func writeElements(_ elements: [Expression]) {
    text += "["
    writeArguments(elements, guardsFirst: true)
    text += "]"
  }

  private mutating func writeArguments(_ elements: [Expression], guardsFirst: Bool) {
    for (index, element) in elements.enumerated() {
      if index > 0 { text += ", " }
      let needsParentheses = guardsFirst && index == 0 && element.beginsLikeComprehension
      if needsParentheses { text += "(" }
      write(element)
      if needsParentheses { text += ")" }
    }
  }

  private mutating func write(_ entry: MapEntry) {
    text += CypherPrinter.schemaName(entry.key.text) + ": "
    write(entry.value)
  }

  private mutating func write(_ name: Name, _ items: [MapProjectionItem]) {
    let isAmbiguous = ["count", "exists", "collect"].contains(name.text.lowercased())
    text += isAmbiguous ? "`\(name.text)`" : CypherPrinter.variable(name.text)
    text += " {"
    writeList(items) { writer, item in
      switch item {
      case .property(let key): writer.text += "." + CypherPrinter.schemaName(key.text)
      case .allProperties: writer.text += ".*"
      case .entry(let entry): writer.write(entry)
      case .variable(let variable): writer.text += CypherPrinter.variable(variable.text)
      }
    }
    text += "}"
  }

  private mutating func write(_ op: UnaryOperator, _ operand: Expression) {
    switch op {
    case .not:
      text += "NOT "
      return write(operand, atLeast: .not)
    case .plus: text += "+"
    case .minus:
      text += "-"
      // Without parentheses the sign would become part of the literal.
      switch operand.kind {
      case .integer(let value) where value >= 0: text += "(\(value))"
      case .float(let value) where value.sign == .plus: text += "(\(value))"
      default: write(operand, atLeast: .unary)
      }
      return
    }
    write(operand, atLeast: .unary)
  }

  private mutating func write(_ call: FunctionCall) {
    let parts = call.name.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    text += parts.map(CypherPrinter.variable).joined(separator: ".") + "("
    if call.isDistinct { text += "DISTINCT " }
    let readsVariables = ["all", "any", "none", "single", "reduce"].contains(call.name.text.lowercased())
    writeArguments(call.arguments, guardsFirst: readsVariables)
    text += ")"
  }

  private mutating func write(_ choice: CaseExpression) {
    text += "CASE"
    if let subject = choice.subject {
      text += " "
      write(subject)
    }
    for branch in choice.branches {
      text += " WHEN "
      write(branch.when)
      text += " THEN "
      write(branch.then)
    }
    if let otherwise = choice.otherwise {
      text += " ELSE "
      write(otherwise)
    }
    text += " END"
  }

  private mutating func writeMembership(_ variable: Name, _ list: Expression) {
    text += CypherPrinter.variable(variable.text) + " IN "
    write(list)
  }

  private mutating func writeResult(_ result: Expression?) {
    guard let result else { return }
    text += " | "
    write(result)
  }

  private mutating func write(_ subquery: SubqueryExpression) {
    switch subquery.kind {
    case .exists: text += "EXISTS { "
    case .count: text += "COUNT { "
    case .collect: text += "COLLECT { "
    }
    switch subquery.body {
    case .pattern(let parts, let condition):
      text += "MATCH "
      writeInline { writer in
        writer.write(parts)
        writer.writeCondition(condition)
      }
    case .query(let query): writeInline { $0.write(query) }
    }
    text += " }"
  }
}

extension BinaryOperator {
  /// The operator as statements write it.
  package var text: String {
    switch self {
    case .or: "OR"
    case .xor: "XOR"
    case .and: "AND"
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .modulo: "%"
    case .power: "^"
    case .in: "IN"
    case .startsWith: "STARTS WITH"
    case .endsWith: "ENDS WITH"
    case .contains: "CONTAINS"
    case .matches: "=~"
    }
  }
}

extension ComparisonOperator {
  /// The operator as statements write it.
  package var text: String {
    switch self {
    case .equal: "="
    case .notEqual: "<>"
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}
