import Diagnostics
import Yams

/// Says in our words what libyaml found wrong.
struct YAMLFault {
  private let source: SourceText
  private let lines: YAMLLines

  init(_ source: SourceText, _ lines: YAMLLines) {
    self.source = source
    self.lines = lines
  }

  func diagnostic(for error: any Error) -> Diagnostic {
    guard let error = error as? YamlError else {
      return .error("yaml.syntax", "the text is no YAML", in: source, at: SourceSpan(at: 0))
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return fault(problem, mark, context)
    case .memory:
      return .error("yaml.memory", "there was not enough memory", in: source, at: SourceSpan(at: 0))
    default:
      return .error("yaml.syntax", "the text is no YAML", in: source, at: SourceSpan(at: 0))
    }
  }

  private func fault(_ problem: String, _ mark: Mark, _ context: YamlError.Context?) -> Diagnostic {
    let offset = lines.offset(of: mark)
    let span = SourceSpan(offset, min(offset + 1, UInt32(clamping: source.bytes.count)))
    var notes: [Diagnostic.Note] = []
    if let context, context.mark.line != mark.line, !context.text.isEmpty {
      let start = lines.offset(of: context.mark)
      notes.append(.init(context.text, at: .init(source, SourceSpan(start, start + 1))))
    }
    let code = problem.contains("nest") ? "yaml.too-deep" : "yaml.syntax"
    return .error(
      code, problem.prefix(1).lowercased() + problem.dropFirst(), in: source, at: span, notes: notes,
      hints: hints(problem, at: Int(offset)))
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
