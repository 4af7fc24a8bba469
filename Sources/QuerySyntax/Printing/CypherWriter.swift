/// The text written so far, and how to part clauses.
struct CypherWriter {
  /// What stands between clauses.
  let separator: String
  /// The text so far.
  var text = ""

  /// Begins with nothing.
  init(separator: String) {
    self.separator = separator
  }

  /// Writes elements with a comma and a space between them.
  mutating func writeList<Element>(_ elements: [Element], _ write: (inout CypherWriter, Element) -> Void) {
    for (index, element) in elements.enumerated() {
      if index > 0 { text += ", " }
      write(&self, element)
    }
  }

  /// Writes a statement.
  mutating func write(_ query: Query) {
    switch query.mode {
    case .run: break
    case .explain: text += "EXPLAIN "
    case .profile: text += "PROFILE "
    }
    write(query.first.clauses)
    for branch in query.unions {
      text += separator + (branch.keepsDuplicates ? "UNION ALL" : "UNION") + separator
      write(branch.query.clauses)
    }
  }

  /// Writes clauses, parted by the separator.
  mutating func write(_ clauses: [Clause]) {
    for (index, clause) in clauses.enumerated() {
      if index > 0 { text += separator }
      write(clause)
    }
  }

  /// Writes a clause.
  mutating func write(_ clause: Clause) {
    switch clause {
    case .match(let match):
      text += match.isOptional ? "OPTIONAL MATCH " : "MATCH "
      write(match.pattern)
      writeCondition(match.condition)
    case .unwind(let unwind):
      text += "UNWIND "
      write(unwind.list)
      text += " AS " + CypherPrinter.variable(unwind.variable.text)
    case .with(let with):
      text += "WITH "
      write(with.projection)
      writeCondition(with.condition)
    case .returning(let returning):
      text += "RETURN "
      write(returning.projection)
    case .create(let create):
      text += "CREATE "
      write(create.pattern)
    case .merge(let merge): write(merge)
    case .set(let set):
      text += "SET "
      writeList(set.items) { $0.write($1) }
    case .remove(let remove):
      text += "REMOVE "
      writeList(remove.items) { $0.write($1) }
    case .delete(let delete):
      text += delete.isDetach ? "DETACH DELETE " : "DELETE "
      writeList(delete.expressions) { $0.write($1) }
    case .foreach(let foreach):
      text += "FOREACH (" + CypherPrinter.variable(foreach.variable.text) + " IN "
      write(foreach.list)
      text += " | "
      writeInline { $0.write(foreach.clauses) }
      text += ")"
    case .call(let call): write(call)
    case .subquery(let subquery):
      text += "CALL { "
      writeInline { $0.write(subquery.query) }
      text += " }"
    }
  }

  /// Writes on one line, whatever the separator.
  mutating func writeInline(_ write: (inout CypherWriter) -> Void) {
    var inner = CypherWriter(separator: " ")
    write(&inner)
    text += inner.text
  }

  /// Writes `WHERE` and a condition, if there is one.
  mutating func writeCondition(_ condition: Expression?) {
    guard let condition else { return }
    text += " WHERE "
    write(condition)
  }

  private mutating func write(_ projection: Projection) {
    if projection.isDistinct { text += "DISTINCT " }
    if projection.includesAll { text += projection.items.isEmpty ? "*" : "*, " }
    writeList(projection.items) { writer, item in
      writer.write(item.expression)
      if let alias = item.alias { writer.text += " AS " + CypherPrinter.variable(alias.text) }
    }
    if !projection.order.isEmpty {
      text += " ORDER BY "
      writeList(projection.order) { writer, item in
        writer.write(item.expression)
        if item.isDescending { writer.text += " DESC" }
      }
    }
    if let skip = projection.skip {
      text += " SKIP "
      write(skip)
    }
    if let limit = projection.limit {
      text += " LIMIT "
      write(limit)
    }
  }

  private mutating func write(_ merge: MergeClause) {
    text += "MERGE "
    write(merge.pattern)
    for action in merge.actions {
      text += action.event == .create ? " ON CREATE SET " : " ON MATCH SET "
      writeList(action.items) { $0.write($1) }
    }
  }

  private mutating func write(_ item: SetItem) {
    switch item {
    case .property(let target, let key, let value):
      write(Expression(.property(target, key)))
      text += " = "
      write(value)
    case .replace(let variable, let value):
      text += CypherPrinter.variable(variable.text) + " = "
      write(value)
    case .merge(let variable, let value):
      text += CypherPrinter.variable(variable.text) + " += "
      write(value)
    case .labels(let variable, let labels):
      text += CypherPrinter.variable(variable.text)
      writeLabels(labels)
    }
  }

  private mutating func write(_ item: RemoveItem) {
    switch item {
    case .property(let target, let key): write(Expression(.property(target, key)))
    case .labels(let variable, let labels):
      text += CypherPrinter.variable(variable.text)
      writeLabels(labels)
    }
  }

  private mutating func write(_ call: CallClause) {
    text += "CALL " + call.name.map { CypherPrinter.schemaName($0.text) }.joined(separator: ".")
    if let arguments = call.arguments {
      text += "("
      writeList(arguments) { $0.write($1) }
      text += ")"
    }
    switch call.yield {
    case nil: break
    case .all: text += " YIELD *"
    case .items(let items):
      text += " YIELD "
      writeList(items) { writer, item in
        writer.text += CypherPrinter.variable(item.field.text)
        if item.field != item.variable { writer.text += " AS " + CypherPrinter.variable(item.variable.text) }
      }
    }
    writeCondition(call.condition)
  }

  // MARK: Patterns

  /// Writes the parts of a pattern.
  mutating func write(_ pattern: [PatternPart]) {
    writeList(pattern) { $0.write($1) }
  }

  /// Writes a part of a pattern.
  mutating func write(_ part: PatternPart) {
    if let variable = part.variable { text += CypherPrinter.variable(variable.text) + " = " }
    switch part.selection {
    case .all: return write(part.path)
    case .shortest: text += "shortestPath("
    case .allShortest: text += "allShortestPaths("
    }
    write(part.path)
    text += ")"
  }

  /// Writes a path.
  mutating func write(_ path: PathPattern) {
    write(path.start)
    for step in path.steps {
      write(step.relationship)
      write(step.node)
    }
  }

  private mutating func write(_ node: NodePattern) {
    text += "("
    if let variable = node.variable { text += CypherPrinter.variable(variable.text) }
    if let test = node.labelTest {
      let all = node.labels.reduce(test) { LabelTest.and(.label($1), $0) }
      text += ":"
      write(all)
    } else {
      writeLabels(node.labels)
    }
    let isBare = node.variable == nil && node.labels.isEmpty && node.labelTest == nil
    if let properties = node.properties {
      if !isBare { text += " " }
      write(properties)
    }
    if let condition = node.condition {
      text += isBare && node.properties == nil ? "WHERE " : " WHERE "
      write(condition)
    }
    text += ")"
  }

  /// Writes `:Label` for each label.
  mutating func writeLabels(_ labels: [Name]) {
    for label in labels { text += ":" + CypherPrinter.schemaName(label.text) }
  }

  private mutating func write(_ test: LabelTest) {
    switch test {
    case .label(let name): text += CypherPrinter.schemaName(name.text)
    case .any: text += "%"
    case .not(let inner):
      text += "!("
      write(inner)
      text += ")"
    case .and(let one, let two), .or(let one, let two):
      for (index, part) in [one, two].enumerated() {
        if index > 0 { if case .or = test { text += "|" } else { text += "&" } }
        // A chain as long as a statement may be would nest deeper than a statement may.
        let isChain = index == 0 && part.isOperator(like: test)
        if !isChain { text += "(" }
        write(part)
        if !isChain { text += ")" }
      }
    }
  }

  private mutating func write(_ relationship: RelationshipPattern) {
    text += relationship.direction == .incoming ? "<-" : "-"
    let detail = detail(of: relationship)
    if !detail.isEmpty { text += "[" + detail + "]" }
    text += relationship.direction == .outgoing ? "->" : "-"
  }

  private func detail(of relationship: RelationshipPattern) -> String {
    var inner = CypherWriter(separator: " ")
    if let variable = relationship.variable { inner.text += CypherPrinter.variable(variable.text) }
    if !relationship.types.isEmpty {
      inner.text += ":" + relationship.types.map { CypherPrinter.schemaName($0.text) }.joined(separator: "|")
    }
    if let length = relationship.length {
      inner.text += "*"
      if let lower = length.lower, lower == length.upper {
        inner.text += String(lower)
      } else if length.lower != nil || length.upper != nil {
        inner.text += (length.lower.map(String.init) ?? "") + ".." + (length.upper.map(String.init) ?? "")
      }
    }
    if let properties = relationship.properties {
      if !inner.text.isEmpty { inner.text += " " }
      inner.write(properties)
    }
    if let condition = relationship.condition {
      inner.text += inner.text.isEmpty ? "WHERE " : " WHERE "
      inner.write(condition)
    }
    return inner.text
  }
}

extension LabelTest {
  /// Whether both are *and*, or both *or*.
  fileprivate func isOperator(like other: LabelTest) -> Bool {
    switch (self, other) {
    case (.and, .and), (.or, .or): true
    default: false
    }
  }
}
