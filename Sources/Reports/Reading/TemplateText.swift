import Diagnostics

/// The bytes of a report, and where in them stands what the Markdown parser found.
struct TemplateText {
  private let source: SourceText
  private var bytes: [UInt8] { source.bytes }
  /// The bytes as they were read.
  var bytesOfReport: [UInt8] { source.bytes }

  /// The YAML between two lines of hyphens at the head of the text.
  let frontMatter: SourceSpan?
  /// Where the Markdown begins.
  let bodyStart: Int

  init(_ source: SourceText) {
    self.source = source
    (frontMatter, bodyStart) = Self.frontMatter(of: source)
  }

  private static func frontMatter(of source: SourceText) -> (SourceSpan?, Int) {
    guard source.lineCount > 2, isRule(source.line(1), ["---", "\u{FEFF}---"]) else { return (nil, 0) }
    let start = source.contentRange(ofLine: 2).lowerBound
    for line in 2..<source.lineCount where isRule(source.line(line), ["---", "..."]) {
      let end = source.contentRange(ofLine: line).lowerBound
      return (SourceSpan(start..<end), source.contentRange(ofLine: line + 1).lowerBound)
    }
    return (nil, 0)
  }

  private static func isRule(_ line: String, _ rules: [String]) -> Bool {
    rules.contains { line.hasPrefix($0) && line.dropFirst($0.count).allSatisfy { $0 == " " || $0 == "\t" } }
  }

  /// The Markdown as the parser takes it: the front matter is blank, so that lines keep their numbers.
  var markdown: [UInt8] {
    var copy = bytes
    for index in 0..<bodyStart where copy[index] != 0x0A && copy[index] != 0x0D { copy[index] = 0x20 }
    return copy
  }

  // MARK: - Lines

  func lineStart(_ line: Int) -> Int {
    line <= source.lineCount ? source.contentRange(ofLine: max(1, line)).lowerBound : bytes.count
  }

  func lineEnd(_ line: Int) -> Int {
    line <= source.lineCount ? source.contentRange(ofLine: max(1, line)).upperBound : bytes.count
  }

  func nextLineStart(_ line: Int) -> Int { lineStart(line + 1) }

  /// The bytes of a byte order mark at the head of the text: no line below has them.
  private func margin(_ line: Int) -> Int { line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// What further lines of the block that begins here begin with: the marks of quotations, everything else blank.
  func prefix(_ line: Int, _ column: Int) -> [UInt8] {
    let start = lineStart(line)
    let end = min(bytes.count, start + column - 1)
    return bytes[min(start + margin(line), end)..<end].map { byte in
      byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\t") ? byte : 0x20
    }
  }

  /// Lines without the marks of their containers, each with a line feed.
  func content(of lines: Range<Int>, prefixed prefix: [UInt8]) -> String {
    lines.map { line in
      let content = bytes[lineStart(line)..<lineEnd(line)]
      var start = content.startIndex
      for mark in prefix {
        guard start < content.endIndex, content[start] == mark else { break }
        start += 1
      }
      return String(decoding: content[start...], as: UTF8.self) + "\n"
    }.joined()
  }

  // MARK: - Blocks

  /// A fenced block of ours.
  struct Fence {
    /// The words after `entente` on the first line.
    var info: Range<Int>
    /// The lines of the block; nil when they say nothing.
    var body: ReportText?
    /// From the first mark of the fence to the end of its last line.
    var range: Range<Int>
    var isClosed: Bool
  }

  /// The fence at a line, when it is one of ours: its first word is `entente`, bare or as a class in braces.
  func fence(line: Int, column: Int, endLine: Int, indent: Int) -> Fence? {
    let start = lineStart(line) + column - 1
    let firstEnd = lineEnd(line)
    guard start < firstEnd else { return nil }
    let mark = bytes[start]
    var info = start
    while info < firstEnd, bytes[info] == mark { info += 1 }
    let length = info - start
    while info < firstEnd, bytes[info] == 0x20 || bytes[info] == 0x09 { info += 1 }
    let words = String(decoding: bytes[info..<firstEnd], as: UTF8.self)
    let isBraced = words.hasPrefix("{")
    let first = words.drop { $0 == "{" || $0 == " " }.prefix { $0 != " " && $0 != "}" && $0 != "\t" }
    guard first == "entente" || isBraced && first == ".entente" else { return nil }
    info = isBraced ? info + 1 : info + 7
    if first == "entente", isBraced {
      while info < firstEnd, bytes[info] == 0x20 { info += 1 }
      info += 7
    }
    let closing = closing(
      endLine, mark, length, column: column - 1 - indent - margin(line), quotes: quotes(line, column))
    let isClosed = endLine > line && closing
    let body = isClosed ? self.body((line + 1)..<endLine, prefixed: prefix(line, column - indent)) : nil
    return Fence(
      info: min(info, firstEnd)..<firstEnd, body: body,
      range: start..<(isClosed ? lineEnd(endLine) : firstEnd),
      isClosed: isClosed)
  }

  private func quotes(_ line: Int, _ column: Int) -> Int {
    prefix(line, column).count { $0 == UInt8(ascii: ">") }
  }

  /// Whether a line closes a fence: the parser calls the next line the last of a fence that its container ended.
  private func closing(_ line: Int, _ mark: UInt8, _ length: Int, column: Int, quotes: Int) -> Bool {
    let range = lineStart(line)..<lineEnd(line)
    guard let run = range.firstIndex(where: { bytes[$0] == mark }) else { return false }
    let before = bytes[range.lowerBound..<run]
    guard before.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }) else { return false }
    let isIndented = before.contains(0x09) || before.count >= column
    guard before.count(where: { $0 == UInt8(ascii: ">") }) == quotes, quotes > 0 || isIndented else {
      return false
    }
    let rest = bytes[run..<range.upperBound]
    return rest.prefix { $0 == mark }.count >= length
      && rest.drop { $0 == mark }.allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// The lines of a block as one text, without the marks of containers; nil when all are blank.
  private func body(_ lines: Range<Int>, prefixed prefix: [UInt8]) -> ReportText? {
    var text: [UInt8] = []
    var offsets: [UInt32] = []
    for line in lines {
      var index = lineStart(line)
      let end = lineEnd(line)
      for mark in prefix {
        guard index < end, bytes[index] == mark else { break }
        index += 1
      }
      if !text.isEmpty {
        text.append(0x0A)
        offsets.append(UInt32(clamping: index))
      }
      text += bytes[index..<end]
      offsets += (index..<end).map { UInt32(clamping: $0) }
    }
    guard text.contains(where: { $0 != 0x20 && !(0x09...0x0D).contains($0) }) else { return nil }
    // Blanks and line breaks around the question say nothing.
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let head = text.prefix(while: isBlank).count
    let tail = text.reversed().prefix(while: isBlank).count
    let kept = head..<(text.count - tail)
    let end = (offsets[kept].last ?? 0) + 1
    return ReportText(
      bytes: Array(text[kept]), offsets: Array(offsets[kept]), end: end,
      span: SourceSpan(offsets[kept].first ?? 0, end))
  }

  /// A block in a comment.
  struct Comment {
    /// The words after `entente` on the first line.
    var head: Range<Int>
    /// The lines below.
    var body: ReportText?
    /// From `<!--` to the end of the last line.
    var range: Range<Int>
    /// Whether nothing follows `-->`.
    var isAlone: Bool
  }

  /// The comment at a line, when it is one of ours: `<!-- entente map … -->`.
  func comment(line: Int, column: Int, literal: String) -> Comment? {
    let words = literal.drop { $0 == " " }
    guard words.hasPrefix("<!--") else { return nil }
    let first = words.dropFirst(4).drop { $0.isWhitespace }
    guard first.hasPrefix("entente"), first.dropFirst(7).first?.isWhitespace ?? false else { return nil }
    let start = lineStart(line) + column - 1
    let lastLine = line + max(0, literal.utf8.count { $0 == 0x0A } - 1)
    let whole = start..<max(start, lineEnd(lastLine))
    guard let open = find("entente", in: whole), let close = find("-->", in: whole) else {
      return Comment(head: whole, range: start..<lineEnd(line), isAlone: false)
    }
    let isAlone = bytes[(close + 3)..<whole.upperBound].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    let headEnd = min(close, lineEnd(line))
    let head = (open + 7)..<max(open + 7, headEnd)
    let closesBelow = close > lineEnd(line)
    var body: ReportText?
    if closesBelow {
      let mark = self.prefix(line, column)
      let closeLine = source.location(of: UInt32(clamping: close)).line
      body = self.body((line + 1)..<closeLine, prefixed: mark)
    }
    return Comment(head: head, body: body, range: whole, isAlone: isAlone)
  }

  private func find(_ word: String, in range: Range<Int>) -> Int? {
    let wanted = Array(word.utf8)
    guard range.count >= wanted.count else { return nil }
    return (range.lowerBound...(range.upperBound - wanted.count)).first { start in
      bytes[start..<(start + wanted.count)].elementsEqual(wanted)
    }
  }
}
