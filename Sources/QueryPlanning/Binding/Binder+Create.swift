import Diagnostics
import QuerySyntax

/// The parts of CREATE in stages: what reads a property of something made by the same clause is made after it.
private struct CreateStages {
  private var stages: [(nodes: [CreateNode], relationships: [CreateRelationship])] = []
  /// The stage in which each new column is made.
  private var stageOf: [Slot: Int] = [:]

  var patterns: [CreatePattern] {
    stages.map { CreatePattern(nodes: $0.nodes, relationships: $0.relationships) }
  }

  mutating func add(_ node: CreateNode) {
    let stage = after(node.properties)
    open(stage)
    stages[stage].nodes.append(node)
    stageOf[node.slot] = stage
  }

  mutating func add(_ relationship: CreateRelationship) {
    let ends = max(stageOf[relationship.start] ?? 0, stageOf[relationship.end] ?? 0)
    let stage = max(ends, after(relationship.properties))
    open(stage)
    stages[stage].relationships.append(relationship)
    stageOf[relationship.slot] = stage
  }

  /// The first stage after everything that the properties read.
  private func after(_ properties: BoundExpression?) -> Int {
    guard let properties, !properties.slots.isEmpty else { return 0 }
    return properties.slots.sorted.reduce(0) { latest, slot in max(latest, stageOf[slot].map { $0 + 1 } ?? 0)
    }
  }

  private mutating func open(_ stage: Int) {
    while stages.count <= stage { stages.append(([], [])) }
  }
}

extension Binder {
  // MARK: CREATE

  mutating func bindCreate(_ clause: CreateClause) throws(QueryFailure) -> BoundCreate {
    var stages = CreateStages()
    var paths: [Projection] = []
    for part in clause.pattern {
      try refuseConditions(in: part.path)
      var left = try bindCreatedNode(part.path.start, isAlone: part.path.steps.isEmpty, into: &stages)
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
        let properties = try bindCreatedProperties(relationship.properties)
        let slot = bindCreatedRelationship(relationship)
        let right = try bindCreatedNode(step.node, isAlone: false, into: &stages)
        stages.add(
          CreateRelationship(
            slot: slot, type: type, start: direction == .outgoing ? left : right,
            end: direction == .outgoing ? right : left, properties: properties, span: relationship.span))
        steps.append(.relationship(slot))
        left = right
      }
      if let name = part.variable {
        paths.append(try declarePath(name, start, steps, part.span))
      }
    }
    return BoundCreate(patterns: stages.patterns, paths: paths)
  }

  mutating func declarePath(
    _ name: Name, _ start: Slot, _ steps: [PathStep], _ span: SourceSpan
  ) throws(QueryFailure) -> Projection {
    try refuseBound(name)
    let slot = makeSlot(name.text, .value, .path)
    scope.declare(Variable(name: name.text, slot: slot, type: .path))
    return Projection(slot, BoundExpression(.path(start: start, steps: steps), span: span, type: .path))
  }

  /// Property maps of new things see what stands before them, in the clause too.
  private mutating func bindCreatedProperties(_ properties: Expression?) throws(QueryFailure)
    -> BoundExpression?
  {
    guard let properties else { return nil }
    let bound = try bind(properties)
    try require(bound, .map, of: "the properties")
    return bound
  }

  private mutating func bindCreatedNode(
    _ node: NodePattern, isAlone: Bool, into stages: inout CreateStages
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
    let properties = try bindCreatedProperties(node.properties)
    let slot: Slot
    if let name = node.variable {
      slot = makeSlot(name.text, .node, .node)
      scope.declare(Variable(name: name.text, slot: slot, type: .node))
    } else {
      slot = makeHiddenSlot(.node, .node)
    }
    stages.add(CreateNode(slot: slot, labels: node.labels.map(\.text), properties: properties))
    return slot
  }

  func singleType(of relationship: RelationshipPattern) throws(QueryFailure) -> String {
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
}
