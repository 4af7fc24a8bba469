import Diagnostics
import QuerySyntax

extension Binder {
  // MARK: CREATE

  /// Binds the comma-separated parts, together as far as none reads what another makes.
  ///
  /// `CREATE (a {id: 1}), (b {of: a.id})` becomes two operators, one after the other.
  mutating func bindCreate(_ clause: CreateClause) throws(QueryFailure) -> [BoundCreate] {
    var creates: [BoundCreate] = []
    var nodes: [CreateNode] = []
    var relationships: [CreateRelationship] = []
    var paths: [Projection] = []
    var made = SlotSet()
    for part in clause.pattern {
      let bound = try bindCreatedPart(part, scope)
      if !bound.reads.isDisjoint(with: made) {
        creates.append(
          BoundCreate(pattern: CreatePattern(nodes: nodes, relationships: relationships), paths: paths))
        nodes = []
        relationships = []
        paths = []
      }
      nodes += bound.pattern.nodes
      relationships += bound.pattern.relationships
      paths += bound.paths
      made.formUnion(bound.makes)
    }
    creates.append(
      BoundCreate(pattern: CreatePattern(nodes: nodes, relationships: relationships), paths: paths))
    return creates
  }

  /// One part of CREATE: what it makes, and the columns that its properties read.
  private struct CreatedPart {
    var pattern: CreatePattern
    var paths: [Projection]

    var reads: SlotSet {
      var result = SlotSet()
      for node in pattern.nodes { result.formUnion(node.properties?.slots ?? SlotSet()) }
      for hop in pattern.relationships { result.formUnion(hop.properties?.slots ?? SlotSet()) }
      return result
    }

    var makes: SlotSet {
      SlotSet(pattern.nodes.map(\.slot) + pattern.relationships.map(\.slot) + paths.map(\.slot))
    }
  }

  private mutating func bindCreatedPart(
    _ part: PatternPart, _ before: Scope
  ) throws(QueryFailure) -> CreatedPart {
    var nodes: [CreateNode] = []
    var relationships: [CreateRelationship] = []
    var paths: [Projection] = []
    var left = try bindCreatedNode(part.path.start, isAlone: part.path.steps.isEmpty, before, into: &nodes)
    let start = left
    var steps: [PathStep] = []
    for step in part.path.steps {
      let relationship = step.relationship
      if let name = relationship.variable { try refuseBound(name) }
      let type = try singleType(of: relationship)
      let direction = Direction(relationship.direction)
      guard direction != .either else {
        throw .syntax(
          "RequiresDirectedRelationship", "a relationship to be created needs a direction",
          relationship.span, hints: ["write -[:TYPE]-> or <-[:TYPE]-"])
      }
      let slot = bindCreatedRelationship(relationship)
      let right = try bindCreatedNode(step.node, isAlone: false, before, into: &nodes)
      relationships.append(
        CreateRelationship(
          slot: slot, type: type, start: direction == .outgoing ? left : right,
          end: direction == .outgoing ? right : left,
          properties: try bindProperties(relationship.properties, before), span: relationship.span))
      steps.append(.relationship(slot))
      left = right
    }
    if let name = part.variable { paths.append(try declarePath(name, start, steps, part.span)) }
    return CreatedPart(
      pattern: CreatePattern(nodes: nodes, relationships: relationships), paths: paths)
  }

  private mutating func declarePath(
    _ name: Name, _ start: Slot, _ steps: [PathStep], _ span: SourceSpan
  ) throws(QueryFailure) -> Projection {
    try refuseBound(name)
    let slot = makeSlot(name.text, .value, .path)
    scope.declare(Variable(name: name.text, slot: slot, type: .path))
    return Projection(slot, BoundExpression(.path(start: start, steps: steps), span: span, type: .path))
  }

  /// Property maps of new things see the variables before the clause and of earlier parts.
  private mutating func bindProperties(
    _ properties: Expression?, _ before: Scope
  ) throws(QueryFailure) -> BoundExpression? {
    guard let properties else { return nil }
    let current = scope
    scope = before
    defer { scope = current }
    let bound = try bind(properties)
    try require(bound, .map, of: "the properties")
    return bound
  }

  private mutating func bindCreatedNode(
    _ node: NodePattern, isAlone: Bool, _ before: Scope, into nodes: inout [CreateNode]
  ) throws(QueryFailure) -> Slot {
    if let name = node.variable, let known = scope.find(name.text) {
      guard known.type.types.contains(.node) || known.type.types == .null else {
        throw .syntax(
          "VariableTypeConflict",
          "the variable '\(name.text)' is \(known.type.types.phrase) and cannot stand for a node", name.span)
      }
      guard !isAlone, node.labels.isEmpty, node.properties == nil else {
        throw .syntax(
          "VariableAlreadyBound",
          "the node '\(name.text)' exists already; it can be an end here, but not be created again",
          name.span, hints: isAlone ? [] : ["set labels and properties with SET"])
      }
      noteUse(known.slot)
      return known.slot
    }
    let slot: Slot
    if let name = node.variable {
      slot = makeSlot(name.text, .node, .node)
      scope.declare(Variable(name: name.text, slot: slot, type: .node))
    } else {
      slot = makeHiddenSlot(.node, .node)
    }
    nodes.append(
      CreateNode(
        slot: slot, labels: node.labels.map(\.text), properties: try bindProperties(node.properties, before)))
    return slot
  }

  private func singleType(of relationship: RelationshipPattern) throws(QueryFailure) -> String {
    if let length = relationship.length {
      throw .syntax(
        "CreatingVarLength", "a relationship of variable length cannot be created", length.span)
    }
    guard relationship.types.count == 1, let type = relationship.types.first else {
      throw .syntax(
        "NoSingleRelationshipType", "a relationship to be created needs exactly one type", relationship.span)
    }
    return type.text
  }

  /// The column of a new relationship, whose name has been found free.
  private mutating func bindCreatedRelationship(_ relationship: RelationshipPattern) -> Slot {
    guard let name = relationship.variable else {
      return makeHiddenSlot(.relationship, .relationship)
    }
    let slot = makeSlot(name.text, .relationship, .relationship)
    scope.declare(Variable(name: name.text, slot: slot, type: .relationship))
    return slot
  }

  // MARK: MERGE

  mutating func bindMerge(_ clause: MergeClause) throws(QueryFailure) -> BoundMerge {
    let before = scope
    try checkMerge(clause.pattern)
    var draft = PatternDraft()
    let path = clause.pattern.path
    var nodes: [CreateNode] = []
    var relationships: [CreateRelationship] = []
    // The same slots serve for matching and for creating, so the pattern is declared once, as a match.
    var part = clause.pattern
    part.variable = nil
    for step in part.path.steps {
      if let name = step.relationship.variable { try refuseBound(name) }
    }
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

  private mutating func bindMergedProperties(
    _ properties: Expression?, _ before: Scope
  ) throws(QueryFailure) -> BoundExpression? {
    if let properties, case .parameter = properties.kind {
      throw .syntax(
        "InvalidParameterUse", "a parameter cannot stand for the properties of a pattern to be merged",
        properties.span, hints: ["write the properties one by one: {name: $name}"])
    }
    return try bindProperties(properties, before)
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
