import Diagnostics

/// What tells the numbered candidates apart in the parsed text.
struct InlineMark {
  /// A word that stands nowhere in the text.
  let word: String

  /// The number that a code span or an element carries; nil when it is none of ours.
  func number(in literal: String, isTag: Bool) -> Int? {
    let head = isTag ? TemplateText.element : "entente:"
    guard literal.hasPrefix(head + word) else { return nil }
    return Int(literal.dropFirst(head.count + word.count).prefix { $0.isASCII && $0.isNumber })
  }
}

extension TemplateText {
  /// What an element that keeps an answer begins with.
  static let element = "<data class=\"entente"

  /// The Markdown with a number put into whatever may be an answer in running text, the places, and the mark.
  func marked() -> (text: [UInt8], candidates: [Int], mark: InlineMark) {
    let markdown = markdown
    var word = "x7q"
    while Self.contains(markdown, Array(word.utf8)) { word += "z" }
    var result: [UInt8] = []
    var candidates: [Int] = []
    var index = 0
    let heads = ["entente:", Self.element].map { Array($0.utf8) }
    while index < markdown.count {
      let head = heads.first { markdown[index...].starts(with: $0) }
      guard let head, isCandidate(index, head.count, in: markdown) else {
        result.append(markdown[index])
        index += 1
        continue
      }
      result += head + Array("\(word)\(candidates.count)x".utf8)
      candidates.append(index)
      index += head.count
    }
    return (result, candidates, InlineMark(word: word))
  }

  private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    text.indices.contains { text[$0] == word[0] && text[$0...].starts(with: word) }
  }

  /// Code spans begin with a grave accent, perhaps with a blank after it.
  private func isCandidate(_ index: Int, _ length: Int, in text: [UInt8]) -> Bool {
    if text[index] == UInt8(ascii: "<") { return true }
    guard index > 0 else { return false }
    if text[index - 1] == UInt8(ascii: "`") { return true }
    return index > 1 && text[index - 1] <= 0x20 && text[index - 2] == UInt8(ascii: "`")
  }

  /// The answer at a place that the parser confirmed.
  func inline(at offset: Int, piece: Int, endPiece: Int) -> ReportInline? {
    let bytes = bytesOfReport
    if bytes[offset] == UInt8(ascii: "<") { return kept(at: offset, pieces: (piece, endPiece)) }
    var start = offset - 1
    if bytes[start] != UInt8(ascii: "`") { start -= 1 }
    while start > 0, bytes[start - 1] == UInt8(ascii: "`") { start -= 1 }
    var index = start
    while index < bytes.count, bytes[index] == UInt8(ascii: "`") { index += 1 }
    let length = index - start
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = bytes[index...].prefix { $0 == UInt8(ascii: "`") }.count
      if run == length {
        return ReportInline(
          question: words(offset + 8..<index), range: start..<(index + run), kept: nil, pieces: (piece, piece)
        )
      }
      index += run
    }
    return nil
  }

  /// A text whose line breaks, with the marks of containers after them, read as blanks.
  private func words(_ range: Range<Int>) -> ReportText {
    let bytes = bytesOfReport
    var text: [UInt8] = []
    var offsets: [UInt32] = []
    var isAfterBreak = false
    for index in range {
      let byte = bytes[index]
      let isBreak = byte == 0x0A || byte == 0x0D
      if isAfterBreak, byte == 0x20 || byte == UInt8(ascii: ">") { continue }
      if text.isEmpty, byte == 0x20 { continue }
      text.append(isBreak ? 0x20 : byte)
      offsets.append(UInt32(clamping: index))
      isAfterBreak = isBreak
    }
    while text.last == 0x20 {
      text.removeLast()
      offsets.removeLast()
    }
    let end = offsets.last.map { $0 + 1 } ?? UInt32(clamping: range.lowerBound)
    return ReportText(
      bytes: text, offsets: offsets, end: end,
      span: SourceSpan(offsets.first ?? UInt32(clamping: range.lowerBound), end))
  }

  // kept ::= '<data class="entente" data-in="…" data-out="…" value="question">' answer '</data>'
  private func kept(at offset: Int, pieces: (Int, Int)) -> ReportInline? {
    let bytes = bytesOfReport
    var index = offset
    var quote: UInt8?
    while index < bytes.count {
      if let open = quote {
        if bytes[index] == open { quote = nil }
      } else if bytes[index] == UInt8(ascii: "\"") {
        quote = bytes[index]
      } else if bytes[index] == UInt8(ascii: ">") {
        break
      }
      index += 1
    }
    let tag = offset..<min(bytes.count, index + 1)
    let closing = Array("</data>".utf8)
    guard let end = bytes[tag.upperBound...].indices.first(where: { bytes[$0...].starts(with: closing) })
    else {
      return nil
    }
    func attribute(_ name: String) -> Range<Int>? {
      let head = Array(" \(name)=\"".utf8)
      guard let start = tag.first(where: { bytes[$0...].starts(with: head) }) else { return nil }
      let from = start + head.count
      return bytes[from..<tag.upperBound].firstIndex(of: UInt8(ascii: "\"")).map { from..<$0 }
    }
    func text(_ range: Range<Int>?) -> String {
      range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
    }
    guard let value = attribute("value") else { return nil }
    return ReportInline(
      question: decoded(value), range: offset..<(end + closing.count),
      kept: (text(tag.upperBound..<end), text(attribute("data-in")), text(attribute("data-out"))),
      pieces: pieces)
  }

  /// A quoted attribute's value with the four entities that ``MarkupText`` writes.
  private func decoded(_ range: Range<Int>) -> ReportText {
    let bytes = bytesOfReport
    let entities: [(name: [UInt8], byte: UInt8)] = [
      (Array("&quot;".utf8), UInt8(ascii: "\"")), (Array("&amp;".utf8), UInt8(ascii: "&")),
      (Array("&lt;".utf8), UInt8(ascii: "<")), (Array("&gt;".utf8), UInt8(ascii: ">")),
    ]
    var text: [UInt8] = []
    var offsets: [UInt32] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let entity = entities.first { bytes[index..<range.upperBound].starts(with: $0.name) }
      text.append(entity?.byte ?? bytes[index])
      offsets.append(UInt32(clamping: index))
      index += entity?.name.count ?? 1
    }
    return ReportText(bytes: text, offsets: offsets, end: UInt32(clamping: index), span: SourceSpan(range))
  }
}
