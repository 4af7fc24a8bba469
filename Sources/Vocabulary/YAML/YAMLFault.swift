import Diagnostics

/// Why a text is not read any further.
struct YAMLRefusal: Error {
  /// What to report.
  let diagnostic: Diagnostic
}

/// Says in our words what libyaml found wrong.
struct YAMLFault {
  private let source: SourceText

  init(_ source: SourceText) {
    self.source = source
  }

  /// Memory was short.
  var memory: YAMLRefusal {
    YAMLRefusal(
      diagnostic: .error("yaml.memory", "there was not enough memory", in: source, at: SourceSpan(at: 0)))
  }

  /// libyaml could not read the bytes.
  var unreadable: YAMLRefusal {
    YAMLRefusal(diagnostic: .error("yaml.syntax", "the text is no YAML", in: source, at: SourceSpan(at: 0)))
  }

  /// A mistake of syntax.
  ///
  /// - Parameters:
  ///   - problem: libyaml's words.
  ///   - offset: Where it is.
  ///   - context: libyaml's words on what it was reading, and where that began, on another line.
  /// - Returns: `yaml.syntax`.
  func syntax(_ problem: String, at offset: Int, context: (text: String, offset: Int)? = nil) -> YAMLRefusal {
    let span = SourceSpan(offset..<max(offset, min(offset + 1, source.bytes.count)))
    var notes: [Diagnostic.Note] = []
    if let context, !context.text.isEmpty {
      notes.append(
        .init(context.text, at: .init(source, SourceSpan(context.offset..<(context.offset + 1)))))
    }
    return YAMLRefusal(
      diagnostic: .error(
        "yaml.syntax", problem.prefix(1).lowercased() + problem.dropFirst(), in: source, at: span,
        notes: notes, hints: hints(problem, at: offset)))
  }

  private func hints(_ problem: String, at offset: Int) -> [String] {
    let bytes = source.bytes
    if holdsTab(before: offset) { return ["indent with spaces: YAML does not allow tabs there"] }
    if problem.contains("mapping values are not allowed") {
      return ["put a text that holds ': ' into quotes, and indent keys of one mapping alike"]
    }
    if problem.contains("undefined alias") {
      return ["a text that begins with '*' needs quotes; an alias needs its '&name' before it"]
    }
    if problem.contains("cannot start any token"), offset < bytes.count {
      return ["put a text that begins with '\(Character(Unicode.Scalar(bytes[offset])))' into quotes"]
    }
    if problem.contains("another document") { return ["keep one document in a file: remove the line '---'"] }
    if problem.contains("did not find expected") {
      return ["look for a missing quote, bracket or colon, or for an indentation that does not line up"]
    }
    return []
  }

  private func holdsTab(before offset: Int) -> Bool {
    let bytes = source.bytes
    var index = min(offset, bytes.count - 1)
    if index >= 0, bytes[index] == 0x09 { return true }
    while index > 0, bytes[index - 1] != 0x0A { index -= 1 }
    while index >= 0, index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 {
      if bytes[index] == 0x09 { return true }
      index += 1
    }
    return false
  }
}
