import Diagnostics

/// Reads the first line of a block: `map "who accuses whom" graph=graphs/karabakh-2023.yaml caption="…"`.
struct RequestReader {
  private let source: SourceText
  private var offset: Int
  private let end: Int
  private(set) var problems: [Diagnostic] = []

  init(_ range: Range<Int>, of source: SourceText) {
    self.source = source
    offset = range.lowerBound
    end = range.upperBound
  }

  /// A word, a quoted text or a setting.
  private enum Argument {
    case word(ReportText)
    case quoted(ReportText)
    case setting(String, SourceSpan, ReportText)
  }

  // request ::= kind? ( quoted | key "=" value | "#" id )*, in braces with "." before words where Pandoc wants them
  /// The request that the line and the lines below make; nil when it cannot be used, with the reason in `problems`.
  ///
  /// - Parameters:
  ///   - body: The lines of the block, if they say anything.
  ///   - whole: What to blame when nothing better is there.
  /// - Returns: The request.
  mutating func request(body: ReportText?, whole: SourceSpan) -> ReportRequest? {
    var kind: ReportKind?
    var question: ReportText?
    var settings: [ReportSetting] = []
    var keys: [SourceSpan] = []
    while let argument = next() {
      switch argument {
      case .word(let word):
        if kind == nil { kind = self.kind(word) } else { unexpected(word) }
      case .quoted(let text): take(text, as: &question)
      case .setting(let key, let span, let value):
        if key == "kind" {
          kind = self.kind(value)
        } else if key == "ask" {
          take(value, as: &question)
        } else if settings.contains(where: { $0.key == key }) {
          report("report.setting", "'\(key)' is given twice", span)
        } else {
          settings.append(ReportSetting(key: key, value: value))
          keys.append(span)
        }
      }
    }
    if let body { take(body, as: &question) }
    for (setting, span) in zip(settings, keys) { check(setting.key, span, for: kind) }
    guard let kind else {
      if problems.isEmpty {
        let kinds = ReportKind.allCases.map(\.rawValue).joined(separator: ", ")
        report(
          "report.kind", "the block does not say what to show", whole, ["it begins with one of \(kinds)"])
      }
      return nil
    }
    return problems.isEmpty ? ReportRequest(kind: kind, question: question, settings: settings) : nil
  }

  private mutating func take(_ text: ReportText, as question: inout ReportText?) {
    if question != nil {
      report("report.setting", "the block asks twice", text.span, ["one question a block"])
    } else if text.text.allSatisfy(\.isWhitespace) {
      report("report.setting", "the question is empty", text.span)
    } else {
      question = text
    }
  }

  private mutating func kind(_ word: ReportText) -> ReportKind? {
    if let kind = ReportKind(rawValue: word.text) { return kind }
    let kinds = ReportKind.allCases.map(\.rawValue)
    let hint = Suggestions.hint(for: word.text, in: kinds) ?? "there are: " + kinds.joined(separator: ", ")
    report("report.kind", "'\(word.text)' is nothing that a block can show", word.span, [hint])
    return nil
  }

  private mutating func check(_ key: String, _ span: SourceSpan, for kind: ReportKind?) {
    guard let kind, !kind.keys.contains(key) else { return }
    let hint = Suggestions.hint(for: key, in: kind.keys) ?? "it takes " + kind.keys.joined(separator: ", ")
    report("report.setting", "a block '\(kind.rawValue)' has no setting '\(key)'", span, [hint])
  }

  private mutating func unexpected(_ word: ReportText) {
    report(
      "report.setting", "'\(word.text)' stands where a setting should", word.span,
      ["a question stands in quotes, a setting reads key=value"])
  }

  private mutating func report(_ code: String, _ message: String, _ span: SourceSpan, _ hints: [String] = [])
  {
    problems.append(.error(code, message, in: source, at: span, hints: hints))
  }

  // MARK: - Words

  private var byte: UInt8? { offset < end ? source.bytes[offset] : nil }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private mutating func next() -> Argument? {
    while let byte, Self.isBlank(byte) || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
      offset += 1
    }
    guard let byte else { return nil }
    let start = offset
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return .quoted(quoted()) }
    if byte == UInt8(ascii: "#") || byte == UInt8(ascii: ".") {
      offset += 1
      let word = bare(allowsEquals: true)
      if byte == UInt8(ascii: ".") { return word.text == "entente" ? next() : .word(word) }
      return .setting("id", SourceSpan(start..<offset), word)
    }
    let word = bare(allowsEquals: false)
    guard self.byte == UInt8(ascii: "=") else {
      // A sign that begins no word would stop the reading here for ever.
      if word.text.isEmpty { offset += 1 }
      return .word(word.text.isEmpty ? ReportText(start..<offset, of: source) : word)
    }
    offset += 1
    let isQuoted = self.byte == UInt8(ascii: "\"") || self.byte == UInt8(ascii: "'")
    return .setting(word.text, word.span, isQuoted ? quoted() : bare(allowsEquals: true))
  }

  private mutating func bare(allowsEquals: Bool) -> ReportText {
    let start = offset
    while let byte, !Self.isBlank(byte), byte != UInt8(ascii: "}"), allowsEquals || byte != UInt8(ascii: "=")
    {
      offset += 1
    }
    return ReportText(start..<offset, of: source)
  }

  // quoted ::= '"' ( "\" any | any but '"' )* '"', or the same with "'"
  private mutating func quoted() -> ReportText {
    let start = offset
    let quote = source.bytes[offset]
    offset += 1
    var bytes: [UInt8] = []
    var offsets: [UInt32] = []
    while let byte, byte != quote {
      if byte == UInt8(ascii: "\\"), offset + 1 < end,
        source.bytes[offset + 1] == quote || source.bytes[offset + 1] == UInt8(ascii: "\\")
      {
        offset += 1
      }
      bytes.append(source.bytes[offset])
      offsets.append(UInt32(clamping: offset))
      offset += 1
    }
    let close = UInt32(clamping: offset)
    if offset < end {
      offset += 1
    } else {
      report("report.open-quote", "the quotation is not closed", SourceSpan(start..<end))
    }
    return ReportText(bytes: bytes, offsets: offsets, end: close, span: SourceSpan(start..<offset))
  }
}
