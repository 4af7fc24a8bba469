import Diagnostics

extension Parser {
  /// `Atom = Literal | Parameter | CaseExpression | CountAll | ListComprehension | PatternComprehension | Quantifier | Reduce | ShortestPathPattern | RelationshipsPattern | ParenthesizedExpression | FunctionInvocation | SubqueryExpression | MapProjection | Variable`.
  mutating func atom() throws(QueryFailure) -> Expression {
    let lower = offset
    switch token.kind {
    case .integer, .float, .string: return try literal()
    case .dollar: return try parameter()
    case .leftBracket: return try listOrComprehension()
    case .leftBrace: return try mapLiteral()
    case .leftParenthesis:
      if isPatternAhead() { return try relationshipsPattern() }
      return try parenthesizedExpression()
    case .word: return try wordAtom()
    case .quotedName: return try nameAtom(lower)
    default: throw unexpected("an expression")
    }
  }

  /// `Literal = BooleanLiteral | "NULL" | NumberLiteral | StringLiteral | ListLiteral | MapLiteral`.
  private mutating func literal() throws(QueryFailure) -> Expression {
    let token = token
    advance()
    switch token.kind {
    case .integer: return try make(.integer(try integer(token, isNegative: false)), from: token.lower)
    case .float: return try make(.float(try float(token)), from: token.lower)
    default:
      let bytes = bytes[Int(token.lower)..<Int(token.upper)]
      let text = try LiteralDecoding.string(bytes, offset: Int(token.lower))
      return try make(.string(text), from: token.lower)
    }
  }

  /// The value of an integer token.
  func integer(_ token: Token, isNegative: Bool) throws(QueryFailure) -> Int64 {
    let digits = bytes[Int(token.lower)..<Int(token.upper)]
    guard let value = LiteralDecoding.integer(digits, isNegative: isNegative) else {
      throw .integerOverflow((isNegative ? "-" : "") + text(token.span), at: token.span)
    }
    return value
  }

  /// The value of a float token.
  func float(_ token: Token) throws(QueryFailure) -> Double {
    guard let value = Double(text(token.span)), value.isFinite else {
      throw .floatOverflow(text(token.span), at: token.span)
    }
    return value
  }

  /// `Parameter = "$", (SymbolicName | ReservedWord | DecimalInteger)`.
  mutating func parameter() throws(QueryFailure) -> Expression {
    let lower = offset
    advance()
    if at(.integer) {
      let name = text(token.span)
      advance()
      return try make(.parameter(name), from: lower)
    }
    let name = try schemaName("the name of a parameter")
    return try make(.parameter(name.text), from: lower)
  }

  /// `MapLiteral = "{", [PropertyKeyName, ":", Expression, { ",", PropertyKeyName, ":", Expression }], "}"`.
  mutating func mapLiteral() throws(QueryFailure) -> Expression {
    let lower = offset
    advance()
    var entries: [MapEntry] = []
    if !at(.rightBrace) {
      repeat {
        // Digits with letters are no key; that they are no number either does not matter here.
        if at(.invalid), bytes[Int(token.lower)].isDigit {
          throw .syntax("expected a key, found '\(text(token.span))'", at: token.span)
        }
        let key = try schemaName("a key")
        try expect(.colon, "':' behind the key")
        entries.append(MapEntry(key, try expression()))
      } while take(.comma)
    }
    try expect(.rightBrace, "',' or '}'")
    return try make(.map(entries), from: lower)
  }

  private mutating func listOrComprehension() throws(QueryFailure) -> Expression {
    let isName = isVariable(peek(1))
    if isName, peek(2).keyword == .in { return try listComprehension() }
    if isName, peek(2).kind == .equal, isPatternAhead(after: 3) { return try patternComprehension() }
    return try listLiteral()
  }

  /// `ListLiteral = "[", [Expression, { ",", Expression }], "]"`.
  ///
  /// A pattern as the first element may turn out to begin a pattern comprehension.
  private mutating func listLiteral() throws(QueryFailure) -> Expression {
    let lower = offset
    advance()
    var elements: [Expression] = []
    if !at(.rightBracket) {
      repeat { elements.append(try expression()) } while take(.comma)
    }
    if elements.count == 1, at(.where) || at(.pipe), case .pattern(let path) = elements[0].kind {
      return try patternComprehension(nil, path, from: lower)
    }
    try expect(.rightBracket, "',' or ']'")
    return try make(.list(elements), from: lower)
  }

  /// `PatternComprehension = "[", [Variable, "="], RelationshipsPattern, [Where], "|", Expression, "]"`.
  private mutating func patternComprehension() throws(QueryFailure) -> Expression {
    let lower = offset
    advance()
    let name = try variable()
    advance()
    return try patternComprehension(name, try patternElement(), from: lower)
  }

  private mutating func patternComprehension(
    _ name: Name?, _ path: PathPattern, from lower: UInt32
  ) throws(QueryFailure) -> Expression {
    let condition = try piped(true) { (parser) throws(QueryFailure) in try parser.whereCondition() }
    try expect(.pipe, "'|'")
    let result = try expression()
    try expect(.rightBracket, "']'")
    let comprehension = PatternComprehension(
      variable: name, path: path, condition: condition, result: result)
    return try make(.patternComprehension(comprehension), from: lower)
  }

  /// `RelationshipsPattern = NodePattern, PatternElementChain, { PatternElementChain }`.
  private mutating func relationshipsPattern() throws(QueryFailure) -> Expression {
    let lower = offset
    let path = try patternElement()
    return try make(.pattern(path), from: lower)
  }

  /// `ParenthesizedExpression = "(", Expression, ")"`.
  private mutating func parenthesizedExpression() throws(QueryFailure) -> Expression {
    advance()
    let inner = try piped(false) { (parser) throws(QueryFailure) in try parser.expression() }
    try expect(.rightParenthesis, "')'")
    return inner
  }

  private mutating func wordAtom() throws(QueryFailure) -> Expression {
    let lower = offset
    let next = peek(1).kind
    switch token.keyword {
    case .null:
      advance()
      return try make(.null, from: lower)
    case .true, .false: return try booleanLiteral()
    case .case: return try caseExpression()
    case .count where next == .leftParenthesis && peek(2).kind == .star: return try countAll()
    case .count, .exists:
      return next == .leftBrace ? try subqueryExpression() : try nameAtom(lower)
    case .all, .any, .single: return try quantifierOrName(lower)
    case .none where isSpelt("none"): return try quantifierOrName(lower)
    case .reduce where next == .leftParenthesis && isVariable(peek(2)) && peek(3).kind == .equal:
      return try reduce()
    case .shortestPath, .allShortestPaths:
      guard next == .leftParenthesis else { return try nameAtom(lower) }
      let part = try shortestPathPattern()
      return try make(.shortestPath(part), from: lower)
    default:
      if isCollectAhead { return try subqueryExpression() }
      if token.keyword.isReserved { throw unexpected("an expression", hints: reservedHint) }
      return try nameAtom(lower)
    }
  }

  /// `collect {` and a clause; a map projection of a variable of that name goes on with a key.
  private var isCollectAhead: Bool {
    guard peek(1).kind == .leftBrace, isSpelt("collect"), peek(3).kind != .colon else { return false }
    return [.match, .optional, .unwind, .with, .return, .call].contains(peek(2).keyword)
  }

  /// `none` is no member of ``Keyword``, whose `none` means no keyword.
  private func isSpelt(_ word: String) -> Bool {
    token.upper - token.lower == UInt32(word.utf8.count) && text(token.span).lowercased() == word
  }

  private var reservedHint: [String] {
    let next = peek(1).kind
    guard next != .end else { return [] }
    return next == .dot ? ["write `\(text(token.span))` in back-ticks to use it as a name"] : []
  }

  /// `BooleanLiteral = "TRUE" | "FALSE"`.
  private mutating func booleanLiteral() throws(QueryFailure) -> Expression {
    let lower = offset
    let value = at(.true)
    advance()
    return try make(.boolean(value), from: lower)
  }

  mutating func nameAtom(_ lower: UInt32) throws(QueryFailure) -> Expression {
    var distance = 1
    while peek(distance).kind == .dot,
      peek(distance + 1).kind == .word || peek(distance + 1).kind == .quotedName
    {
      distance += 2
    }
    if peek(distance).kind == .leftParenthesis { return try functionInvocation() }
    let name = try variable()
    if at(.leftBrace) { return try mapProjection(name) }
    return try make(.variable(name.text), from: lower)
  }

  /// `FunctionInvocation = FunctionName, "(", ["DISTINCT"], [Expression, { ",", Expression }], ")"`.
  private mutating func functionInvocation() throws(QueryFailure) -> Expression {
    let lower = offset
    var name = try schemaName("a function").text
    while take(.dot) { name += "." + (try schemaName("a function").text) }
    let nameSpan = span(from: lower)
    advance()
    let isDistinct = take(.distinct)
    var arguments: [Expression] = []
    if name.lowercased() == "trim" {
      (name, arguments) = try trimArguments(name)
    } else if !at(.rightParenthesis) {
      repeat { arguments.append(try expression()) } while take(.comma)
    }
    try expect(.rightParenthesis, "',' or ')'")
    let call = FunctionCall(Name(name, span: nameSpan), isDistinct: isDistinct, arguments)
    return try make(.call(call), from: lower)
  }

  /// `TrimArguments = ["BOTH" | "LEADING" | "TRAILING"], [Expression], "FROM", Expression | Expression, { ",", Expression }`.
  ///
  /// - Returns: The function that trims these ends, and what it takes.
  private mutating func trimArguments(_ name: String) throws(QueryFailure) -> (String, [Expression]) {
    var function = name
    var isSpecified = false
    if [.word, .string, .quotedName, .dollar].contains(peek(1).kind),
      let side = ["BOTH": name, "LEADING": "lTrim", "TRAILING": "rTrim"][text(token.span).uppercased()]
    {
      (function, isSpecified) = (side, true)
      advance()
    }
    if isSpecified, isFrom {
      advance()
      return (function, [try expression()])
    }
    if at(.rightParenthesis) { return (name, []) }
    var arguments = [try expression()]
    if isFrom {
      advance()
      return (function, [try expression()] + arguments)
    }
    if isSpecified { throw unexpected("FROM") }
    while take(.comma) { arguments.append(try expression()) }
    return (name, arguments)
  }

  private var isFrom: Bool { at(.word) && isSpelt("from") }

  /// `CountAll = "COUNT", "(", "*", ")"`.
  private mutating func countAll() throws(QueryFailure) -> Expression {
    let lower = offset
    for _ in 0..<3 { advance() }
    try expect(.rightParenthesis, "')'")
    return try make(.countAll, from: lower)
  }
}
