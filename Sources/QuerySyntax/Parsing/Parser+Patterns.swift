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

  /// Whether a name stands first in a node or relationship; a reserved word is read as one, to be refused.
  private var isNamed: Bool { token.kind == .quotedName || token.kind == .word && !at(.where) }

  /// `PatternElementChain = RelationshipPattern, NodePattern`.
  private mutating func patternElementChain() throws(QueryFailure) -> PatternStep {
    let relationship = try relationshipPattern()
    return PatternStep(relationship, try nodePattern())
  }

  /// `NodePattern = "(", [Variable], [NodeLabels | ":", LabelTest], [Properties], [Where], ")"`.
  private mutating func nodePattern() throws(QueryFailure) -> NodePattern {
    let lower = offset
    try expect(.leftParenthesis, "'(' to begin a node")
    var node = NodePattern()
    if isNamed { node.variable = try variable() }
    if at(.colon) {
      (node.labels, node.labelTest) = try piped(false) { (parser) throws(QueryFailure) in
        try parser.labelsOrTest()
      }
    }
    node.properties = try properties()
    node.condition = try piped(false) { (parser) throws(QueryFailure) in try parser.whereCondition() }
    try expect(.rightParenthesis, "')' to end the node")
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

  /// Reads a part in which a `|` after labels ends them, or does not.
  mutating func piped<Part>(
    _ ends: Bool, _ part: (inout Parser) throws(QueryFailure) -> Part
  ) throws(QueryFailure) -> Part {
    let before = (pipeEndsLabels, depthOfLabels)
    (pipeEndsLabels, depthOfLabels) = (ends, 0)
    defer { (pipeEndsLabels, depthOfLabels) = before }
    return try part(&self)
  }

  /// `NodeLabels | ":", LabelTest`: a conjunction is a list of labels, however it is written.
  mutating func labelsOrTest() throws(QueryFailure) -> ([Name], LabelTest?) {
    advance()
    let test = try labelTest()
    guard !at(.colon) else {
      guard let first = test.conjunction else { throw unexpected("'&' between labels") }
      return (first + (try nodeLabels()), nil)
    }
    return test.conjunction.map { ($0, nil) } ?? ([], test)
  }

  /// `LabelTest = LabelTerm, { "|", [":"], LabelTerm }`.
  mutating func labelTest() throws(QueryFailure) -> LabelTest {
    try enter()
    defer { leave() }
    var result = try labelTerm()
    var count = 0
    while at(.pipe), !pipeEndsLabels || depthOfLabels > 0 {
      try countLabels(&count)
      advance()
      _ = take(.colon)
      result = .or(result, try labelTerm())
    }
    return result
  }

  /// A test is as high as an expression at most.
  private func countLabels(_ count: inout Int) throws(QueryFailure) {
    count += 1
    if count > QueryParser.heightLimit / 4 { throw .tooDeep(at: token.span) }
  }

  /// `LabelTerm = LabelFactor, { "&", LabelFactor }`.
  private mutating func labelTerm() throws(QueryFailure) -> LabelTest {
    var result = try labelFactor()
    var count = 0
    while take(.ampersand) {
      try countLabels(&count)
      result = .and(result, try labelFactor())
    }
    return result
  }

  /// `LabelFactor = { "!" }, (LabelName | "%" | "(", LabelTest, ")")`.
  private mutating func labelFactor() throws(QueryFailure) -> LabelTest {
    var isNegated = false
    while take(.exclamation) { isNegated.toggle() }
    let factor: LabelTest
    if take(.percent) {
      factor = .any
    } else if take(.leftParenthesis) {
      depthOfLabels += 1
      factor = try labelTest()
      depthOfLabels -= 1
      try expect(.rightParenthesis, "')' to end the choice of labels")
    } else {
      factor = .label(try schemaName("a label"))
    }
    return isNegated ? .not(factor) : factor
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

  /// `RelationshipDetail = "[", [Variable], [RelationshipTypes], [RangeLiteral], [Properties], [Where], "]"`.
  private mutating func relationshipDetail() throws(QueryFailure) -> RelationshipPattern {
    advance()
    var relationship = RelationshipPattern(direction: .either)
    if isNamed { relationship.variable = try variable() }
    if at(.colon) { relationship.types = try relationshipTypes() }
    if at(.star) { relationship.length = try rangeLiteral() }
    if at(.dots) {
      throw .invalidRelationship(
        "a range of lengths needs a '*' before it", at: token.span, hint: "write [:TYPE*..3]")
    }
    relationship.properties = try properties()
    if at(.where), let length = relationship.length {
      throw .invalidRelationship(
        "a relationship of variable length takes no WHERE", at: length.span,
        hint: "name the path and write WHERE all(r IN relationships(p) WHERE …)")
    }
    relationship.condition = try piped(false) { (parser) throws(QueryFailure) in
      try parser.whereCondition()
    }
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
    if isName(token(at: index)), token(at: index).keyword != .where { index += 1 }
    if token(at: index).kind == .colon { index = indexBehindLabels(index) }
    if token(at: index).keyword == .where {
      guard let after = indexBehindParentheses(position + distance) else { return false }
      index = after - 1
    } else if token(at: index).kind == .leftBrace {
      guard let after = indexBehindBraces(index) else { return false }
      index = after
    } else if token(at: index).kind == .dollar {
      index += 2
    }
    if token(at: index).keyword == .where {
      guard let after = indexBehindParentheses(position + distance) else { return false }
      index = after - 1
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

  /// Where labels and signs between them end.
  private func indexBehindLabels(_ start: Int) -> Int {
    var index = start
    var depth = 0
    while true {
      switch token(at: index).kind {
      case .colon, .pipe, .ampersand, .exclamation, .percent, .quotedName: break
      case .word where token(at: index).keyword != .where || token(at: index - 1).kind == .colon: break
      case .leftParenthesis: depth += 1
      case .rightParenthesis where depth > 0: depth -= 1
      default: return index
      }
      index += 1
    }
  }

  private func indexBehindBraces(_ start: Int) -> Int? {
    indexBehind(start, .leftBrace, .rightBrace)
  }

  private func indexBehindParentheses(_ start: Int) -> Int? {
    indexBehind(start, .leftParenthesis, .rightParenthesis)
  }

  private func indexBehind(_ start: Int, _ opening: Token.Kind, _ closing: Token.Kind) -> Int? {
    var index = start
    var depth = 0
    while true {
      switch token(at: index).kind {
      case opening: depth += 1
      case closing:
        depth -= 1
        if depth == 0 { return index + 1 }
      case .end, .invalid: return nil
      default: break
      }
      index += 1
    }
  }
}

extension LabelTest {
  /// The labels of `A&B&C`; nil when the test says anything else.
  var conjunction: [Name]? {
    switch self {
    case .label(let name): [name]
    case .and(let one, let two): one.conjunction.flatMap { first in two.conjunction.map { first + $0 } }
    case .any, .not, .or: nil
    }
  }

  /// The test as a condition on an expression.
  func condition(on subject: Expression, span: SourceSpan) -> Expression {
    switch self {
    case .label(let name): return Expression(.hasLabels(subject, [name]), span: span)
    case .any:
      let labels = Expression(.call(FunctionCall("labels", [subject])), span: span)
      let isEmpty = Expression(.call(FunctionCall("isEmpty", [labels])), span: span)
      return Expression(.unary(.not, isEmpty), span: span)
    case .not(let inner):
      return Expression(.unary(.not, inner.condition(on: subject, span: span)), span: span)
    case .and(let one, let two), .or(let one, let two):
      let (left, right) = (one.condition(on: subject, span: span), two.condition(on: subject, span: span))
      if case .or = self { return Expression(.binary(.or, left, right), span: span) }
      return Expression(.binary(.and, left, right), span: span)
    }
  }
}
