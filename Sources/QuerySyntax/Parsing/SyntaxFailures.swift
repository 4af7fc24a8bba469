import Diagnostics

extension QueryFailure {
  /// A failure of the grammar.
  static func syntax(
    _ detail: String, _ message: String, at span: SourceSpan, hints: [String] = []
  ) -> QueryFailure {
    QueryFailure(.syntaxError, .compileTime, detail, message, at: span, hints: hints)
  }

  /// A token where the grammar has no place for it.
  static func syntax(_ message: String, at span: SourceSpan, hints: [String] = []) -> QueryFailure {
    syntax("UnexpectedSyntax", message, at: span, hints: hints)
  }

  /// A string, name or comment without its end.
  static func unclosed(_ what: String, at span: SourceSpan, hint: String) -> QueryFailure {
    syntax("the \(what) that begins here is not closed", at: span, hints: [hint])
  }

  /// A character of ASCII that no token begins with.
  static func unexpectedCharacter(_ scalar: Unicode.Scalar, at span: SourceSpan) -> QueryFailure {
    let hint =
      switch scalar {
      case "!": ["'not equal' is written <>"]
      case "&": ["'and' is written AND"]
      default: [String]()
      }
    return syntax("unexpected character '\(shown(scalar))'", at: span, hints: hint)
  }

  /// A character beyond ASCII that is no part of a name.
  static func invalidCharacter(_ scalar: Unicode.Scalar, at span: SourceSpan) -> QueryFailure {
    var hints: [String] = []
    if scalar.properties.generalCategory == .dashPunctuation || scalar == "\u{2212}" {
      hints.append("write a plain '-'")
    } else if scalar.properties.isQuotationMark {
      hints.append("write a plain ' or \"")
    }
    return syntax(
      "InvalidUnicodeCharacter", "the character '\(shown(scalar))' cannot stand here", at: span, hints: hints)
  }

  /// Digits with something else among them.
  static func invalidNumber(_ text: String, at span: SourceSpan) -> QueryFailure {
    syntax("InvalidNumberLiteral", "'\(text)' is not a number", at: span)
  }

  /// An integer of more than 64 bits.
  static func integerOverflow(_ text: String, at span: SourceSpan) -> QueryFailure {
    syntax(
      "IntegerOverflow", "the integer \(text) does not fit into 64 bits", at: span,
      hints: ["add '.0' for a float"])
  }

  /// A float beyond what 64 bits hold.
  static func floatOverflow(_ text: String, at span: SourceSpan) -> QueryFailure {
    syntax("FloatingPointOverflow", "the number \(text) is too large", at: span)
  }

  /// `\u` without four hexadecimal digits, or a value that is no character.
  static func invalidUnicodeEscape(at span: SourceSpan) -> QueryFailure {
    syntax(
      "InvalidUnicodeLiteral", "a Unicode escape is \\u and four hexadecimal digits, or \\U and eight",
      at: span)
  }

  /// A relationship pattern that the grammar has no word for.
  static func invalidRelationship(_ message: String, at span: SourceSpan, hint: String) -> QueryFailure {
    syntax("InvalidRelationshipPattern", message, at: span, hints: [hint])
  }

  /// Clauses in an order that says nothing.
  static func composition(_ message: String, at span: SourceSpan, hint: String) -> QueryFailure {
    syntax("InvalidClauseComposition", message, at: span, hints: [hint])
  }

  /// Too many levels.
  static func tooDeep(at span: SourceSpan) -> QueryFailure {
    syntax("the statement is nested too deeply here", at: span)
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    let isPlain = scalar.properties.generalCategory != .control
    return isPlain ? String(Character(scalar)) : "U+" + String(scalar.value, radix: 16, uppercase: true)
  }
}
