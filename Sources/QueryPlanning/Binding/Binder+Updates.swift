import Diagnostics
import QuerySyntax

extension Binder {
  // MARK: MERGE

  mutating func bindMerge(_ clause: MergeClause) throws(QueryFailure) -> BoundMerge {
    let before = scope
    try checkMerge(clause.pattern)
    var draft = PatternDraft()
    let path = clause.pattern.path
    try refuseConditions(in: path)
    var nodes: [CreateNode] = []
    var relationships: [CreateRelationship] = []
    // The same slots serve for matching and for creating, so the pattern is declared once, as a match.
    var indices = [try declare(path.start, in: &draft, mayDeclare: true)]
    for step in path.steps {
      indices.append(try declareStep(step, from: indices[indices.count - 1], in: &draft))
    }
    for (index, node) in draft.pattern.nodes.enumerated() where !node.isBound {
      let position = indices.firstIndex(of: index)
      let written = position.map { $0 == 0 ? path.start : path.steps[$0 - 1].node }
      nodes.append(
        CreateNode(
          slot: node.slot, labels: node.labels,
          properties: try bindMergedProperties(written?.properties, before)))
    }
    for (index, step) in path.steps.enumerated() {
      let entry = draft.pattern.relationships[index]
      let left = draft.pattern.nodes[entry.left].slot
      let right = draft.pattern.nodes[entry.right].slot
      // Without an arrow the new relationship points from left to right.
      let isReversed = entry.direction == .incoming
      relationships.append(
        CreateRelationship(
          slot: entry.slot, type: entry.types.first ?? "", start: isReversed ? right : left,
          end: isReversed ? left : right,
          properties: try bindMergedProperties(step.relationship.properties, before),
          span: step.relationship.span))
    }
    var predicates: [BoundExpression] = []
    try bindProperties(of: &draft, into: &predicates)
    var paths: [Projection] = []
    if let name = clause.pattern.variable {
      let steps = draft.pattern.relationships.map { PathStep.relationship($0.slot) }
      paths.append(try declarePath(name, draft.pattern.nodes[indices[0]].slot, steps, clause.pattern.span))
    }
    var onCreate: [SetItem] = []
    var onMatch: [SetItem] = []
    for action in clause.actions {
      let items = try bindSetItems(action.items)
      if action.event == .create { onCreate += items } else { onMatch += items }
    }
    let match = BoundMatch(isOptional: false, pattern: draft.pattern, predicates: predicates)
    let create = CreatePattern(nodes: nodes, relationships: relationships)
    return BoundMerge(
      match: match, merge: Merge(create: create, onCreate: onCreate, onMatch: onMatch), paths: paths)
  }

  private func checkMerge(_ part: PatternPart) throws(QueryFailure) {
    try checkMerged(part.path.start, isAlone: part.path.steps.isEmpty)
    var seen: [String] = part.path.start.variable.map { [$0.text] } ?? []
    for step in part.path.steps {
      if let name = step.relationship.variable { try refuseBound(name) }
      _ = try singleType(of: step.relationship)
      try checkMerged(step.node, isAlone: false, seen)
      if let name = step.node.variable { seen.append(name.text) }
    }
  }

  /// A bound node may be an end, but nothing more may be asked of it.
  private func checkMerged(_ node: NodePattern, isAlone: Bool, _ seen: [String] = []) throws(QueryFailure) {
    guard let name = node.variable, scope.find(name.text) != nil || seen.contains(name.text) else { return }
    guard !isAlone, node.labels.isEmpty, node.properties == nil else {
      throw .syntax(
        "VariableAlreadyBound", "the node '\(name.text)' is bound already and cannot be merged again",
        name.span)
    }
  }

  /// The map that a new thing gets; it sees the variables before the clause only.
  private mutating func bindMergedProperties(
    _ properties: Expression?, _ before: Scope
  ) throws(QueryFailure) -> BoundExpression? {
    if let properties, case .parameter = properties.kind {
      throw .syntax(
        "InvalidParameterUse", "a parameter cannot stand for the properties of a pattern to be merged",
        properties.span, hints: ["write the properties one by one: {name: $name}"])
    }
    guard let properties else { return nil }
    let current = scope
    scope = before
    defer { scope = current }
    let bound = try bind(properties)
    try require(bound, .map, of: "the properties")
    return bound
  }

  // MARK: SET, REMOVE, DELETE

  mutating func bindSetItems(_ items: [QuerySyntax.SetItem]) throws(QueryFailure) -> [SetItem] {
    var result: [SetItem] = []
    for item in items {
      switch item {
      case .property(let target, let key, let value):
        let subject = try bind(target)
        try require(subject, [.node, .relationship, .map], of: "the target of SET")
        result.append(.property(target: subject, key: key.text, value: try bind(value)))
      case .replace(let name, let value):
        result.append(.replaceProperties(try target(name), try bindPropertyMap(value)))
      case .merge(let name, let value):
        result.append(.mergeProperties(try target(name), try bindPropertyMap(value)))
      case .labels(let name, let labels):
        result.append(.labels(try target(name, mayBeRelationship: false), labels.map(\.text)))
      }
    }
    return result
  }

  private mutating func bindPropertyMap(_ value: Expression) throws(QueryFailure) -> BoundExpression {
    let bound = try bind(value)
    try require(bound, [.map, .node, .relationship], of: "the properties to be set")
    return bound
  }

  private mutating func target(_ name: Name, mayBeRelationship: Bool = true) throws(QueryFailure) -> Slot {
    let variable = try variable(name.text, at: name.span)
    let accepted: TypeSet = mayBeRelationship ? [.node, .relationship] : .node
    try require(expression(variable, at: name.span), accepted, of: "the target")
    return variable.slot
  }

  mutating func bindRemoveItems(_ items: [QuerySyntax.RemoveItem]) throws(QueryFailure) -> [RemoveItem] {
    var result: [RemoveItem] = []
    for item in items {
      switch item {
      case .property(let target, let key):
        let subject = try bind(target)
        try require(subject, [.node, .relationship, .map], of: "the target of REMOVE")
        result.append(.property(target: subject, key: key.text))
      case .labels(let name, let labels):
        result.append(.labels(try target(name, mayBeRelationship: false), labels.map(\.text)))
      }
    }
    return result
  }

  mutating func bindDelete(_ clause: DeleteClause) throws(QueryFailure) -> BoundClause {
    var expressions: [BoundExpression] = []
    for expression in clause.expressions {
      if case .hasLabels = expression.kind {
        throw .syntax(
          "InvalidDelete", "labels and types cannot be deleted", expression.span,
          hints: ["use REMOVE for labels"])
      }
      let bound = try bind(expression)
      try require(bound, [.node, .relationship, .path, .list, .map], of: "what is deleted")
      expressions.append(bound)
    }
    return .delete(expressions, isDetach: clause.isDetach)
  }
}
