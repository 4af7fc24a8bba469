import Diagnostics

extension Parser {
  /// `Pattern = PatternPart, { ",", PatternPart }`.
  mutating func pattern() throws(QueryFailure) -> [PatternPart] {
    var parts: [PatternPart] = []
    repeat { parts.append(try patternPart()) } while take(.comma)
    return parts
  }

  /// `PatternPart = [Variable, "="], AnonymousPatternPart`.
  mutating func patternPart() throws(QueryFailure) -> PatternPart {
    let lower = offset
    var name: Name?
    if token.kind == .word || token.kind == .quotedName, peek(1).kind == .equal {
      name = try variable()
      advance()
    }
    var part = try anonymousPatternPart()
    part.variable = name
    part.span = span(from: lower)
    return part
  }

  /// `AnonymousPatternPart = ShortestPathPattern | PatternElement`.
  private mutating func anonymousPatternPart() throws(QueryFailure) -> PatternPart {
    if at(.shortestPath) || at(.allShortestPaths) { return try shortestPathPattern() }
    return PatternPart(path: try patternElement())
  }

  /// `ShortestPathPattern = ("shortestPath" | "allShortestPaths"), "(", PatternElement, ")"`.
  mutating func shortestPathPattern() throws(QueryFailure) -> PatternPart {
    let lower = offset
    let selection: PatternPart.Selection = at(.shortestPath) ? .shortest : .allShortest
    advance()
    try expect(.leftParenthesis, "'(' and a path")
    let path = try patternElement()
    try expect(.rightParenthesis, "')'")
    return PatternPart(selection: selection, path: path, span: span(from: lower))
  }

  /// `PatternElement = NodePattern, { PatternElementChain } | "(", PatternElement, ")"`.
  mutating func patternElement() throws(QueryFailure) -> PathPattern {
    if at(.leftParenthesis), peek(1).kind == .leftParenthesis {
      try enter()
      advance()
      let inner = try patternElement()
      try expect(.rightParenthesis, "')'")
      leave()
      return inner
    }
    let lower = offset
    let start = try nodePattern()
    var steps: [PatternStep] = []
    while at(.minus) || at(.less) { steps.append(try patternElementChain()) }
    return PathPattern(start: start, steps: steps, span: span(from: lower))
  }

  /// `PatternElementChain = RelationshipPattern, NodePattern`.
  private mutating func patternElementChain() throws(QueryFailure) -> PatternStep {
    let relationship = try relationshipPattern()
    return PatternStep(relationship, try nodePattern())
  }

  /// `NodePattern = "(", [Variable], [NodeLabels], [Properties], ")"`.
  private mutating func nodePattern() throws(QueryFailure) -> NodePattern {
    let lower = offset
    try expect(.leftParenthesis, "'(' to begin a node")
    var node = NodePattern()
    if token.kind == .word || token.kind == .quotedName { node.variable = try variable() }
    if at(.colon) { node.labels = try nodeLabels() }
    node.properties = try properties()
    guard take(.rightParenthesis) else {
      let hints =
        at(.pipe) ? ["a node has all of its labels; choose between labels with WHERE a:A OR a:B"] : []
      throw unexpected("')' to end the node", hints: hints)
    }
    node.span = span(from: lower)
    return node
  }

  /// `NodeLabels = NodeLabel, { NodeLabel }`.
  mutating func nodeLabels() throws(QueryFailure) -> [Name] {
    var labels: [Name] = []
    while at(.colon) { labels.append(try nodeLabel()) }
    return labels
  }

  /// `NodeLabel = ":", LabelName`.
  private mutating func nodeLabel() throws(QueryFailure) -> Name {
    advance()
    return try schemaName("a label")
  }

  /// `Properties = MapLiteral | Parameter`.
  private mutating func properties() throws(QueryFailure) -> Expression? {
    if at(.leftBrace) { return try mapLiteral() }
    if at(.dollar) { return try parameter() }
    return nil
  }

  /// `RelationshipPattern = ["<"], "-", [RelationshipDetail], "-", [">"]`.
  private mutating func relationshipPattern() throws(QueryFailure) -> RelationshipPattern {
    let lower = offset
    let pointsLeft = take(.less)
    try expect(.minus, "'-' to begin a relationship")
    var relationship = RelationshipPattern(direction: .either)
    if at(.leftBracket) { relationship = try relationshipDetail() }
    try expect(.minus, "'-' to end the relationship")
    let pointsRight = take(.greater)
    if pointsLeft != pointsRight { relationship.direction = pointsLeft ? .incoming : .outgoing }
    relationship.span = span(from: lower)
    return relationship
  }

  /// `RelationshipDetail = "[", [Variable], [RelationshipTypes], [RangeLiteral], [Properties], "]"`.
  private mutating func relationshipDetail() throws(QueryFailure) -> RelationshipPattern {
    advance()
    var relationship = RelationshipPattern(direction: .either)
    if token.kind == .word || token.kind == .quotedName { relationship.variable = try variable() }
    if at(.colon) { relationship.types = try relationshipTypes() }
    if at(.star) { relationship.length = try rangeLiteral() }
    if at(.dots) {
      throw .invalidRelationship(
        "a range of lengths needs a '*' before it", at: token.span, hint: "write [:TYPE*..3]")
    }
    relationship.properties = try properties()
    try expect(.rightBracket, "']' to end the relationship")
    return relationship
  }

  /// `RelationshipTypes = ":", RelTypeName, { "|", [":"], RelTypeName }`.
  private mutating func relationshipTypes() throws(QueryFailure) -> [Name] {
    advance()
    var types = [try schemaName("a relationship type")]
    while take(.pipe) {
      _ = take(.colon)
      types.append(try schemaName("a relationship type"))
    }
    return types
  }

  /// `RangeLiteral = "*", [IntegerLiteral], ["..", [IntegerLiteral]]`.
  private mutating func rangeLiteral() throws(QueryFailure) -> RelationshipPattern.Length {
    let lower = offset
    advance()
    let least = try bound()
    guard take(.dots) else {
      return RelationshipPattern.Length(lower: least, upper: least, span: span(from: lower))
    }
    let most = try bound()
    return RelationshipPattern.Length(lower: least, upper: most, span: span(from: lower))
  }

  private mutating func bound() throws(QueryFailure) -> Int? {
    if at(.minus) {
      throw .invalidRelationship(
        "a relationship cannot have a negative length", at: token.span, hint: "write *0..3, for example")
    }
    guard at(.integer) else { return nil }
    let token = token
    advance()
    return Int(try integer(token, isNegative: false))
  }

  // MARK: Looking ahead

  /// Whether a relationship pattern, not an expression in parentheses, begins at the next token, a `(`.
  ///
  /// It does when the parentheses hold what a node may hold and `-[…`, `--(` or `-->` (also with `<` before
  /// them) follow: an expression in parentheses can be followed by a minus, but hardly by these.
  func isPatternAhead(after distance: Int = 0) -> Bool {
    var index = position + distance
    guard token(at: index).kind == .leftParenthesis else { return false }
    index += 1
    func isName(_ token: Token) -> Bool { token.kind == .word || token.kind == .quotedName }
    if isName(token(at: index)) { index += 1 }
    while token(at: index).kind == .colon, isName(token(at: index + 1)) { index += 2 }
    if token(at: index).kind == .leftBrace {
      guard let after = indexBehindBraces(index) else { return false }
      index = after
    } else if token(at: index).kind == .dollar {
      index += 2
    }
    guard token(at: index).kind == .rightParenthesis else { return false }
    index += 1
    if token(at: index).kind == .less { index += 1 }
    guard token(at: index).kind == .minus else { return false }
    switch token(at: index + 1).kind {
    case .minus: return [.leftParenthesis, .greater].contains(token(at: index + 2).kind)
    case .leftBracket:
      let inside = token(at: index + 2).kind
      return [.rightBracket, .colon, .star, .leftBrace, .dollar, .word, .quotedName].contains(inside)
    default: return false
    }
  }

  private func indexBehindBraces(_ start: Int) -> Int? {
    var index = start
    var depth = 0
    while true {
      switch token(at: index).kind {
      case .leftBrace: depth += 1
      case .rightBrace:
        depth -= 1
        if depth == 0 { return index + 1 }
      case .end, .invalid: return nil
      default: break
      }
      index += 1
    }
  }
}
