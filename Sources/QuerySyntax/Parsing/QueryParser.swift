package import Diagnostics

/// Reads openCypher: text in, tree out; names are not looked up.
package enum QueryParser {
  /// The most levels that a parsed expression may have.
  package static let heightLimit = 500

  /// How deep brackets, subqueries and clauses may be nested.
  ///
  /// Measured: the deepest statement takes less than 512 KiB of stack when optimised, 4 MiB when not.
  package static let nestingLimit = 100

  /// Reads a statement.
  ///
  /// - Parameter text: One statement; a semicolon may end it.
  /// - Returns: The tree; its spans are byte offsets into the UTF-8 form of `text`.
  /// - Throws: The first mistake, with the openCypher TCK's detail and a span.
  /// - Complexity: O(n) in the length of the text; nested patterns are looked at twice.
  package static func parse(_ text: String) throws(QueryFailure) -> Query {
    var parser = Parser(Array(text.utf8))
    return try parser.statement()
  }

  /// Reads an expression, such as the value of a parameter.
  ///
  /// - Parameter text: One expression and nothing else.
  /// - Returns: The tree.
  /// - Throws: The first mistake.
  package static func parseExpression(_ text: String) throws(QueryFailure) -> Expression {
    var parser = Parser(Array(text.utf8))
    let expression = try parser.expression()
    guard parser.at(.end) else { throw parser.unexpected("the end of the expression") }
    return expression
  }

  /// Words with a meaning of their own, as statements write them, sorted.
  package static var keywords: [String] {
    Keyword.allCases.map(\.text).filter { !$0.isEmpty }.sorted()
  }

  /// Whether a text begins with a word that begins an openCypher statement, in any case.
  ///
  /// Only the first word is looked at: a question such as `with whom …` begins like a statement too.
  package static func beginsLikeStatement(_ text: String) -> Bool {
    Parser.statementStarts.contains(Lexer(Array(text.utf8)).tokens[0].keyword)
  }
}

/// The state of a descent: the tokens, and how far they are read.
///
/// `mutating` methods consume, others look. The production that a method reads stands above it, in the
/// notation of the openCypher grammar (`[x]` optional, `{x}` repeated).
struct Parser {
  /// The statement.
  let bytes: [UInt8]
  private let tokens: [Token]
  private let lexicalFailure: QueryFailure?
  private(set) var position = 0
  private var depth = 0
  /// Whether a `|` after labels belongs to a comprehension around them, unless parentheses hold it back.
  var pipeEndsLabels = false
  /// Parentheses open among labels.
  var depthOfLabels = 0

  /// Cuts the statement into tokens.
  init(_ bytes: [UInt8]) {
    let lexer = Lexer(bytes)
    self.bytes = bytes
    self.tokens = lexer.tokens
    self.lexicalFailure = lexer.failure
  }

  // MARK: Looking

  /// The token that is next.
  var token: Token { tokens[position] }

  /// The token `distance` after the next one.
  func peek(_ distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  /// The token at an index, or the last one.
  func token(at index: Int) -> Token { tokens[min(index, tokens.count - 1)] }

  /// Whether the next token is of a kind.
  func at(_ kind: Token.Kind) -> Bool { tokens[position].kind == kind }

  /// Whether the next token is a keyword.
  func at(_ keyword: Keyword) -> Bool { tokens[position].keyword == keyword }

  /// Whether the next two tokens are keywords.
  func at(_ first: Keyword, _ second: Keyword) -> Bool { at(first) && peek(1).keyword == second }

  /// Whether a token can be a variable.
  func isVariable(_ token: Token) -> Bool {
    token.kind == .quotedName || token.kind == .word && !token.keyword.isReserved
  }

  /// The offset of the next token.
  var offset: UInt32 { tokens[position].lower }

  /// The bytes from an offset to the end of the last token consumed.
  func span(from lower: UInt32) -> SourceSpan {
    SourceSpan(lower, position > 0 ? tokens[position - 1].upper : lower)
  }

  /// The text of a span.
  func text(_ span: SourceSpan) -> String {
    String(decoding: bytes[Int(span.lower)..<Int(span.upper)], as: UTF8.self)
  }

  // MARK: Consuming

  /// Goes behind the next token; the end is never left.
  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  /// Consumes a token if it is of a kind.
  mutating func take(_ kind: Token.Kind) -> Bool {
    guard at(kind) else { return false }
    advance()
    return true
  }

  /// Consumes a token if it is a keyword.
  mutating func take(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    advance()
    return true
  }

  /// Consumes a token that must be of a kind.
  mutating func expect(_ kind: Token.Kind, _ what: @autoclosure () -> String) throws(QueryFailure) {
    guard take(kind) else { throw unexpected(what()) }
  }

  /// Consumes a keyword that must be there.
  mutating func expect(_ keyword: Keyword) throws(QueryFailure) {
    guard take(keyword) else { throw unexpected(keyword.text, words: [keyword.text]) }
  }

  /// Goes a level down; the caller goes up again with ``leave()``.
  mutating func enter() throws(QueryFailure) {
    depth += 1
    if depth > QueryParser.nestingLimit { throw .tooDeep(at: token.span) }
  }

  /// Goes a level up.
  mutating func leave() {
    depth -= 1
  }

  // MARK: Names

  /// `SymbolicName = UnescapedSymbolicName | EscapedSymbolicName`: a variable, which no reserved word can be.
  mutating func variable(_ what: String = "a variable") throws(QueryFailure) -> Name {
    let token = token
    switch token.kind {
    case .word:
      if token.keyword.isReserved {
        throw unexpected(what, hints: ["write `\(text(token.span))` in back-ticks to use it as a name"])
      }
      advance()
      return Name(text(token.span), span: token.span)
    case .quotedName: return schemaName(token)
    default: throw unexpected(what)
    }
  }

  /// `SchemaName = SymbolicName | ReservedWord`: a label, a type, a key.
  mutating func schemaName(_ what: String) throws(QueryFailure) -> Name {
    let token = token
    guard token.kind == .word || token.kind == .quotedName else { throw unexpected(what) }
    return schemaName(token)
  }

  private mutating func schemaName(_ token: Token) -> Name {
    advance()
    if token.kind == .word { return Name(text(token.span), span: token.span) }
    let text = LiteralDecoding.name(bytes[Int(token.lower)..<Int(token.upper)])
    return Name(text, span: token.span)
  }

  // MARK: Failures

  /// What to throw when the next token cannot stand here.
  ///
  /// - Parameters:
  ///   - expected: What could.
  ///   - words: The words to compare a misspelt one with.
  ///   - hints: What to try.
  /// - Returns: The lexer's own failure if it stopped here.
  func unexpected(_ expected: String, words: [String] = [], hints: [String] = []) -> QueryFailure {
    if at(.invalid), let lexicalFailure { return lexicalFailure }
    if at(.end) {
      let place = SourceSpan(at: position > 0 ? tokens[position - 1].upper : 0)
      return .syntax("expected \(expected), but the statement ends here", at: place, hints: hints)
    }
    let found = text(token.span)
    var hints = hints
    let isKnown = words.contains { $0.lowercased() == found.lowercased() }
    if at(.word), hints.isEmpty, !isKnown, let hint = Suggestions.hint(for: found, in: words) {
      hints.append(hint)
    }
    let shown = found.utf8.count > 40 ? String(found.unicodeScalars.prefix(40)) + "…" : found
    return .syntax("expected \(expected), found '\(shown)'", at: token.span, hints: hints)
  }
}
