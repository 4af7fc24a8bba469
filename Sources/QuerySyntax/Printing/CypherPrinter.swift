/// Writes trees as text that parses to the same tree, with no more parentheses than that takes.
package enum CypherPrinter {
  /// A statement, one clause a line.
  package static func string(for query: Query) -> String {
    var writer = CypherWriter(separator: "\n")
    writer.write(query)
    return writer.text
  }

  /// A statement on one line.
  package static func line(for query: Query) -> String {
    var writer = CypherWriter(separator: " ")
    writer.write(query)
    return writer.text
  }

  /// An expression.
  package static func string(for expression: Expression) -> String {
    var writer = CypherWriter(separator: " ")
    writer.write(expression)
    return writer.text
  }

  /// A name as a variable: in back-ticks where the grammar needs them.
  package static func variable(_ name: String) -> String {
    isPlain(name) && !isReserved(name) ? name : quoted(name)
  }

  /// A name as a label, a type or a key: in back-ticks where the grammar needs them.
  package static func schemaName(_ name: String) -> String {
    isPlain(name) ? name : quoted(name)
  }

  /// A string literal in single quotes.
  package static func literal(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }

  private static func quoted(_ name: String) -> String {
    var result = "`"
    for scalar in name.unicodeScalars {
      if scalar == "`" { result += "``" } else { result.unicodeScalars.append(scalar) }
    }
    return result + "`"
  }

  private static func isPlain(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first.isPlainStart else { return false }
    return name.unicodeScalars.allSatisfy { $0.isPlainStart || $0.isPlainPart }
  }

  private static func isReserved(_ name: String) -> Bool {
    guard name.utf8.count <= KeywordTable.longest else { return false }
    var word = PackedWord()
    for byte in name.utf8 { word.append(byte) }
    return KeywordTable.standard.keyword(word).isReserved
  }
}

extension Unicode.Scalar {
  fileprivate var isPlainStart: Bool {
    value < 0x80 ? UInt8(truncatingIfNeeded: value).isWordPart && !isPlainDigit : isNameStart
  }

  fileprivate var isPlainPart: Bool { value < 0x80 ? isPlainDigit : isNamePart }

  private var isPlainDigit: Bool { ("0"..."9").contains(self) }
}
