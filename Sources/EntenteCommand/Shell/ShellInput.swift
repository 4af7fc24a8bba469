import EntenteKit

/// Something that was typed: a command of the shell, a question or a statement.
struct ShellEntry: Equatable {
  /// The text, without the `;` at its end.
  let text: String
  /// The line that it begins in, from 1.
  let line: Int

  /// Whether it is a command such as `.help`.
  var isCommand: Bool { text.hasPrefix(".") }
}

/// Puts lines together: a question is one line; a statement goes on to a `;`, an empty line or the end.
struct ShellAssembler {
  private var pending = ""
  private var pendingLine = 0
  private var lineNumber = 0

  /// Whether a statement has begun and goes on.
  var isInside: Bool { !pending.isEmpty }

  /// Takes a line.
  ///
  /// - Returns: What is whole now, in order.
  mutating func add(_ line: String) -> [ShellEntry] {
    lineNumber += 1
    var result: [ShellEntry] = []
    var rest = line
    while true {
      if pending.isEmpty {
        let trimmed = rest.trimmedBlanks
        if trimmed.isEmpty || trimmed.hasPrefix("//") { return result }
        if trimmed.hasPrefix(".") || !KnowledgeGraph.isStatement(trimmed) {
          // People end a question with a semicolon, too.
          let text = trimmed.hasSuffix(";") && !trimmed.hasPrefix(".") ? String(trimmed.dropLast()) : trimmed
          return result + [ShellEntry(text: text, line: lineNumber)]
        }
        pendingLine = lineNumber
      } else if rest.trimmedBlanks.isEmpty {
        result += finish()
        return result
      }
      pending += (pending.isEmpty ? "" : "\n") + rest
      guard let end = Self.end(of: pending) else { return result }
      let after = pending.index(after: end)
      rest = String(pending[after...])
      result.append(ShellEntry(text: String(pending[..<end]), line: pendingLine))
      pending = ""
    }
  }

  /// Ends what has begun, as at the end of the input.
  mutating func finish() -> [ShellEntry] {
    defer { pending = "" }
    return pending.trimmedBlanks.isEmpty ? [] : [ShellEntry(text: pending, line: pendingLine)]
  }

  /// Forgets what has begun.
  mutating func drop() { pending = "" }

  /// Where a statement's `;` stands: outside of quotes and comments.
  static func end(of text: String) -> String.Index? {
    var index = text.startIndex
    var quote: Character?
    while index < text.endIndex {
      let character = text[index]
      let next = text.index(after: index)
      let following = next < text.endIndex ? text[next] : " "
      if let open = quote {
        if character == "\\", open != "`", next < text.endIndex {
          index = text.index(after: next)
          continue
        }
        if character == open { quote = nil }
      } else if character == "/", following == "/" {
        index = text[index...].firstIndex(of: "\n") ?? text.endIndex
        continue
      } else if character == "/", following == "*" {
        guard let close = text[next...].firstRange(of: "*/") else { return nil }
        index = close.upperBound
        continue
      } else if character == ";" {
        return index
      } else if character == "'" || character == "\"" || character == "`" {
        quote = character
      }
      index = next
    }
    return nil
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmedBlanks: String {
    var view = Substring(self)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }
}
