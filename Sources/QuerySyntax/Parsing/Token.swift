import Diagnostics

/// A piece of a statement: what it is and where its bytes are.
struct Token {
  /// What it is.
  enum Kind: UInt8 {
    /// After the last piece.
    case end
    /// Where the lexer stopped; the failure is kept beside the tokens.
    case invalid
    case word, quotedName, integer, float, string
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case comma, dot, dots, colon, semicolon, pipe, dollar, exclamation, ampersand
    case plus, minus, star, slash, percent, caret
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, matches, plusEqual
  }

  /// What it is.
  var kind: Kind
  /// Which keyword a word is, if any.
  var keyword = Keyword.none
  /// The offset of the first byte.
  var lower: UInt32
  /// The offset after the last byte.
  var upper: UInt32

  /// The bytes meant.
  var span: SourceSpan { SourceSpan(lower, upper) }
}
