import Diagnostics
import QuerySyntax

/// A pattern while its parts are declared.
struct PatternDraft {
  var pattern = BoundPattern()
  /// Property maps to bind once all variables of the pattern are known.
  var properties: [(Slot, StaticType, Expression)] = []
  /// Relationship variables that this pattern declared.
  var ownRelationships: [String] = []
  /// Variables that were nodes in value columns and are node columns after the clause.
  var casts: [(String, Slot, StaticType)] = []
  /// The hop predicates to bind: index of the relationship, property map.
  var hops: [(Int, Expression)] = []
  /// Choices among labels, by node.
  var labelTests: [(Slot, LabelTest, SourceSpan)] = []
  /// Conditions inside nodes and relationships.
  var conditions: [Expression] = []

  func index(of slot: Slot) -> Int? {
    pattern.nodes.firstIndex { $0.slot == slot }
  }
}

extension Binder {
  mutating func bindMatch(_ clause: MatchClause) throws(QueryFailure) -> BoundMatch {
    let before = scope
    var match = try bindMatch(
      clause.pattern, condition: clause.condition, isOptional: clause.isOptional)
    if clause.isOptional {
      // The casts hold only where the pattern is found: the variables stay what they were.
      for variable in before.variables { scope.redeclare(variable) }
    }
    match.isOptional = clause.isOptional
    return match
  }

  /// Binds pattern and condition; new variables stay in scope.
  mutating func bindMatch(
    _ parts: [PatternPart], condition: Expression?, isOptional: Bool, mayDeclare: Bool = true
  ) throws(QueryFailure) -> BoundMatch {
    var draft = PatternDraft()
    for part in parts { try declare(part, in: &draft, mayDeclare: mayDeclare) }
    var predicates: [BoundExpression] = []
    try bindProperties(of: &draft, into: &predicates)
    if let condition { predicates += try bindPredicate(condition) }
    return BoundMatch(isOptional: isOptional, pattern: draft.pattern, predicates: predicates)
  }

  mutating func bindProperties(
    of draft: inout PatternDraft, into predicates: inout [BoundExpression]
  ) throws(QueryFailure) {
    for (slot, type, map) in draft.properties {
      predicates += try propertyPredicates(slot, type, map)
    }
    for (index, map) in draft.hops {
      let hop = makeHiddenSlot(.relationship, .relationship)
      let conjuncts = try propertyPredicates(hop, .relationship, map)
      guard var predicate = conjuncts.first else { continue }
      for next in conjuncts.dropFirst() {
        predicate = BoundExpression(.binary(.and, predicate, next), span: map.span, type: .boolean)
      }
      draft.pattern.relationships[index].hop = HopPredicate(relationship: hop, predicate: predicate)
    }
    for (slot, test, span) in draft.labelTests { predicates.append(labelPredicate(slot, test, span)) }
    for condition in draft.conditions { predicates += try bindPredicate(condition) }
  }

  /// `A|!B` as a condition on a node.
  private mutating func labelPredicate(_ slot: Slot, _ test: LabelTest, _ span: SourceSpan) -> BoundExpression
  {
    let node = BoundExpression(.slot(slot), span: span, type: .node)
    func made(_ kind: BoundExpression.Kind) -> BoundExpression {
      BoundExpression(kind, span: span, type: .boolean)
    }
    switch test {
    case .label(let name):
      warnOfLabel(name)
      return made(.hasLabels(node, [name.text]))
    case .any:
      let labels = BoundExpression(.call(.labels, [node]), span: span, type: .list(of: .string))
      return made(.unary(.not, made(.call(.isEmpty, [labels]))))
    case .not(let inner): return made(.unary(.not, labelPredicate(slot, inner, span)))
    case .and(let one, let two):
      return made(.binary(.and, labelPredicate(slot, one, span), labelPredicate(slot, two, span)))
    case .or(let one, let two):
      return made(.binary(.or, labelPredicate(slot, one, span), labelPredicate(slot, two, span)))
    }
  }

  /// Refuses what only asks, in a pattern that creates.
  func refuseConditions(in path: PathPattern) throws(QueryFailure) {
    let nodes = [path.start] + path.steps.map(\.node)
    let span =
      nodes.first { $0.labelTest != nil || $0.condition != nil }?.span
      ?? path.steps.first { $0.relationship.condition != nil }?.relationship.span
    guard let span else { return }
    throw .syntax(
      "UnexpectedSyntax", "a pattern to be created takes no WHERE and no choice of labels", span,
      hints: ["match it first"])
  }

  /// `{k: v}` as conjuncts `x.k = v`.
  private mutating func propertyPredicates(
    _ slot: Slot, _ type: StaticType, _ map: Expression
  ) throws(QueryFailure) -> [BoundExpression] {
    guard case .map(let entries) = map.kind else {
      throw .syntax(
        "InvalidParameterUse", "a parameter cannot stand for the properties of a pattern to be matched",
        map.span, hints: ["write the properties one by one: {name: $name}"])
    }
    var result: [BoundExpression] = []
    for entry in entries {
      let value = try bind(entry.value)
      warnOfProperty(entry.key)
      let subject = BoundExpression(.slot(slot), span: entry.key.span, type: type)
      let property = BoundExpression(
        .property(subject, key: entry.key.text), span: entry.key.span, type: Self.storedType)
      result.append(
        BoundExpression(
          .binary(.equal, property, value), span: entry.key.span.joined(with: value.span), type: .boolean))
    }
    return result
  }

  static let storedType = StaticType(.storable, elements: .storable)

  // MARK: Declaring

  private mutating func declare(
    _ part: PatternPart, in draft: inout PatternDraft, mayDeclare: Bool
  ) throws(QueryFailure) {
    let path = part.path
    try count(1 + 2 * path.steps.count, at: path.span)
    let start = try declare(path.start, in: &draft, mayDeclare: mayDeclare)
    if part.selection != .all { try checkShortest(part) }
    var left = start
    var steps: [PathStep] = []
    for step in path.steps {
      // The relationship is declared before the node to its right, as written.
      let relationship = try declare(
        step.relationship, from: left, selection: part.selection, in: &draft, mayDeclare: mayDeclare)
      let right = try declare(step.node, in: &draft, mayDeclare: mayDeclare)
      draft.pattern.relationships[relationship].right = right
      let slot = draft.pattern.relationships[relationship].slot
      steps.append(
        draft.pattern.relationships[relationship].length == .one
          ? .relationship(slot) : .relationships(slot))
      left = right
    }
    guard let name = part.variable else { return }
    guard scope.find(name.text) == nil else {
      throw .syntax(
        "VariableAlreadyBound", "the variable '\(name.text)' is bound already and cannot name a path",
        name.span)
    }
    let slot = makeSlot(name.text, .value, .path)
    scope.declare(Variable(name: name.text, slot: slot, type: .path))
    draft.pattern.paths.append(
      Projection(
        slot,
        BoundExpression(
          .path(start: draft.pattern.nodes[start].slot, steps: steps), span: part.span, type: .path)))
  }

  private func checkShortest(_ part: PatternPart) throws(QueryFailure) {
    guard part.path.steps.count == 1, let step = part.path.steps.first else {
      throw .syntax(
        "InvalidRelationshipPattern", "a shortest path has exactly one relationship between two nodes",
        part.path.span, hints: ["write shortestPath((a)-[*]-(b))"])
    }
    guard step.relationship.length?.lower ?? 1 <= 1 else {
      throw .syntax(
        "InvalidRelationshipPattern", "the least length of a shortest path is 0 or 1",
        step.relationship.span)
    }
  }

  /// Declares one relationship of a MERGE pattern and the node to its right.
  ///
  /// - Returns: The index of the node.
  mutating func declareStep(
    _ step: PatternStep, from left: Int, in draft: inout PatternDraft
  ) throws(QueryFailure) -> Int {
    let relationship = try declare(
      step.relationship, from: left, selection: .all, in: &draft, mayDeclare: true)
    let right = try declare(step.node, in: &draft, mayDeclare: true)
    draft.pattern.relationships[relationship].right = right
    return right
  }

  mutating func declare(
    _ node: NodePattern, in draft: inout PatternDraft, mayDeclare: Bool
  ) throws(QueryFailure) -> Int {
    let index = try declareVariable(of: node, in: &draft, mayDeclare: mayDeclare)
    for label in node.labels {
      warnOfLabel(label)
      if !draft.pattern.nodes[index].labels.contains(label.text) {
        draft.pattern.nodes[index].labels.append(label.text)
      }
    }
    let slot = draft.pattern.nodes[index].slot
    if let properties = node.properties { draft.properties.append((slot, .node, properties)) }
    if let test = node.labelTest { draft.labelTests.append((slot, test, node.span)) }
    if let condition = node.condition { draft.conditions.append(condition) }
    return index
  }

  private mutating func declareVariable(
    of node: NodePattern, in draft: inout PatternDraft, mayDeclare: Bool
  ) throws(QueryFailure) -> Int {
    guard let name = node.variable else {
      let slot = makeHiddenSlot(.node, .node)
      draft.pattern.nodes.append(PatternNode(slot: slot, labels: [], isBound: false, source: nil))
      return draft.pattern.nodes.count - 1
    }
    guard let known = scope.find(name.text) else {
      guard mayDeclare else {
        throw .syntax(
          "UndefinedVariable",
          "the variable '\(name.text)' is not defined; a pattern used as a condition "
            + "cannot introduce variables", name.span)
      }
      let slot = makeSlot(name.text, .node, .node)
      scope.declare(Variable(name: name.text, slot: slot, type: .node))
      draft.pattern.nodes.append(PatternNode(slot: slot, labels: [], isBound: false, source: nil))
      return draft.pattern.nodes.count - 1
    }
    if let index = draft.index(of: known.slot) { return index }
    noteUse(known.slot)
    guard known.type.types.contains(.node) || known.type.types == .null else {
      throw .syntax(
        "VariableTypeConflict",
        "the variable '\(name.text)' is \(known.type.types.phrase) and cannot stand for a node", name.span)
    }
    if slots[known.slot.index].kind == .node {
      draft.pattern.nodes.append(PatternNode(slot: known.slot, labels: [], isBound: true, source: nil))
    } else {
      let slot = makeSlot(name.text, .node, .node)
      scope.redeclare(Variable(name: name.text, slot: slot, type: .node))
      draft.pattern.nodes.append(PatternNode(slot: slot, labels: [], isBound: true, source: known.slot))
    }
    return draft.pattern.nodes.count - 1
  }

  private mutating func declare(
    _ relationship: RelationshipPattern, from left: Int, selection: PatternPart.Selection,
    in draft: inout PatternDraft, mayDeclare: Bool
  ) throws(QueryFailure) -> Int {
    let isList = relationship.length != nil || selection != .all
    var entry = PatternRelationship(
      slot: Slot(0), left: left, right: left, direction: Direction(relationship.direction),
      types: relationship.types.map(\.text), length: Self.length(relationship.length, selection), hop: nil,
      isBound: false, source: nil)
    for type in relationship.types { warnOfType(type) }
    let type: StaticType = isList ? .list(of: .relationship) : .relationship
    if let name = relationship.variable {
      if let known = scope.find(name.text) {
        try checkRebinding(name, known, isList: isList, draft)
        noteUse(known.slot)
        entry.isBound = true
        entry.slot = known.slot
        if !isList && slots[known.slot.index].kind != .relationship {
          entry.source = known.slot
          entry.slot = makeSlot(name.text, .relationship, .relationship)
          scope.redeclare(Variable(name: name.text, slot: entry.slot, type: .relationship))
        }
      } else {
        guard mayDeclare else {
          throw .syntax(
            "UndefinedVariable",
            "the variable '\(name.text)' is not defined; a pattern used as a "
              + "condition cannot introduce variables", name.span)
        }
        entry.slot = makeSlot(name.text, isList ? .value : .relationship, type)
        scope.declare(Variable(name: name.text, slot: entry.slot, type: type))
      }
      draft.ownRelationships.append(name.text)
    } else {
      entry.slot = makeHiddenSlot(isList ? .value : .relationship, type)
    }
    draft.pattern.relationships.append(entry)
    let index = draft.pattern.relationships.count - 1
    if let condition = relationship.condition {
      if isList {
        throw .syntax(
          "InvalidRelationshipPattern", "a relationship of variable length takes no WHERE", relationship.span)
      }
      draft.conditions.append(condition)
    }
    if let properties = relationship.properties {
      if isList {
        draft.hops.append((index, properties))
      } else {
        draft.properties.append((entry.slot, .relationship, properties))
      }
    }
    return index
  }

  private func checkRebinding(
    _ name: Name, _ known: Variable, isList: Bool, _ draft: PatternDraft
  ) throws(QueryFailure) {
    let types = known.type.types
    let fits =
      types == .null
      || (isList
        ? types.contains(.list) && known.type.elements.contains(.relationship)
        : types.contains(.relationship))
    guard fits else {
      throw .syntax(
        "VariableTypeConflict",
        "the variable '\(name.text)' is \(known.type.types.phrase) and cannot stand for "
          + (isList ? "a list of relationships" : "a relationship"), name.span)
    }
    if draft.ownRelationships.contains(name.text) {
      throw .syntax(
        "RelationshipUniquenessViolation",
        "the relationship '\(name.text)' cannot be used twice in one pattern", name.span)
    }
  }

  private static func length(
    _ length: RelationshipPattern.Length?, _ selection: PatternPart.Selection
  ) -> PatternRelationship.Length {
    let minimum = length?.lower ?? 1
    // Without a star a shortest path is one relationship long.
    let maximum = length == nil ? 1 : length?.upper
    switch selection {
    case .shortest: return .shortest(minimum: minimum, maximum: maximum, isAll: false)
    case .allShortest: return .shortest(minimum: minimum, maximum: maximum, isAll: true)
    case .all: return length == nil ? .one : .variable(minimum: minimum, maximum: maximum)
    }
  }
}

extension Direction {
  init(_ direction: RelationshipPattern.Direction) {
    switch direction {
    case .outgoing: self = .outgoing
    case .incoming: self = .incoming
    case .either: self = .either
    }
  }
}
