package import Diagnostics

/// A checksum for people's files: FNV-1a, 64 bits, as 16 hexadecimal digits.
///
/// It tells a changed file from an unchanged one; it is no defence against somebody who wants it to lie. Source: Fowler,
/// Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (Internet-Draft draft-eastlake-fnv).
package struct Checksum: Sendable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The sum of nothing.
  package init() {}

  /// Adds bytes, and where they end.
  package mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { step(byte) }
    // 0xFF stands in no UTF-8: "ab", "c" and "a", "bc" differ.
    step(0xFF)
  }

  private mutating func step(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

  /// The sum in hexadecimal.
  package var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// One thing that `--check` finds.
package struct ReportFinding: Sendable, Equatable {
  /// What is wrong.
  package enum Kind: String, Sendable {
    /// The output is not what the data gives now.
    case stale
    /// There is no output yet, or its picture is gone.
    case missing
    /// Somebody changed the output.
    case edited
    /// The output's block is gone.
    case orphaned
  }

  /// What is wrong.
  package let kind: Kind
  /// The name of the block; of an answer in running text its question.
  package let name: String
  /// Where the block stands in the report.
  package let span: SourceSpan
  /// How old and new differ, in words.
  package let difference: String
}

/// A report that keeps its output between markers in its own text.
package struct KeptReport {
  private let template: ReportTemplate
  private let contents: ReportContents
  private let markdown: MarkdownReport
  /// The checksum of what each block is made from: block, data, schema, theme, version.
  private let inputSum: (ReportTemplate.Item) -> String
  /// The picture that lies on disk, by the name of its block; nil when there is none.
  private let picture: (String) -> [UInt8]?
  private let differences: ReportDifference

  /// Takes a report, what its blocks became, and what lies on disk.
  ///
  /// - Parameters:
  ///   - template: The report.
  ///   - contents: What its blocks became.
  ///   - pictures: The folder of the pictures as the report sees it.
  ///   - inputSum: The checksum of what a block is made from.
  ///   - picture: The picture of a block that lies on disk.
  ///   - nouns: What relations are called, by their verb: one and several (`accusation`, `accusations`).
  package init(
    _ template: ReportTemplate, _ contents: ReportContents, pictures: String,
    inputSum: @escaping (ReportTemplate.Item) -> String, picture: @escaping (String) -> [UInt8]?,
    nouns: [String: (one: String, several: String)]
  ) {
    self.template = template
    self.contents = contents
    self.inputSum = inputSum
    self.picture = picture
    markdown = MarkdownReport(template, contents, pictures: pictures)
    differences = ReportDifference(nouns: nouns)
  }

  /// The report with fresh output.
  ///
  /// Blocks stay as they stand; an answer in running text becomes an element that keeps its question. Output whose
  /// block is gone is taken out.
  package func updated() -> [UInt8] {
    var edits: [(range: Range<Int>, bytes: [UInt8])] = []
    for item in template.items {
      switch item {
      case .block(let block):
        guard let text = markdown.markdown(of: block) else { continue }
        let begin =
          "<!-- entente:begin \(block.id) in=\(inputSum(item)) out=\(outputSum(text, contents.parts[block.id]?.picture)) -->"
        let lines = "\(begin)\n\n\(text)\n\n<!-- entente:end \(block.id) -->"
        let written = markdown.lines(lines, prefix: block.prefix, prefixesFirst: true)
        if let region = block.region {
          let isLast = region.range.upperBound == template.source.bytes.count
          let hadBreak = template.source.bytes[region.range].last.map { $0 == 0x0A || $0 == 0x0D } ?? false
          edits.append(
            (
              region.range,
              written + (isLast && !hadBreak ? [] : markdown.lines("\n", prefix: [], prefixesFirst: false))
            ))
        } else {
          let end = block.range.upperBound
          edits.append(
            (end..<end, markdown.lines("\n", prefix: [], prefixesFirst: false) + written + gap(after: end)))
        }
      case .inline(let inline):
        guard let text = markdown.markdown(of: inline) else { continue }
        edits.append((inline.range, Array(element(inline, text, inputSum(item)).utf8)))
      case .orphan(let region): edits.append((region.range, []))
      }
    }
    return template.replacing(edits)
  }

  /// A line break more where text follows right below.
  private func gap(after offset: Int) -> [UInt8] {
    let source = template.source
    let line = source.location(of: UInt32(clamping: offset)).line + 1
    let isBlank =
      line > source.lineCount || source.line(line).allSatisfy { $0 == " " || $0 == "\t" || $0 == ">" }
    return isBlank ? [] : markdown.lines("\n", prefix: [], prefixesFirst: false)
  }

  private func element(_ inline: ReportInline, _ answer: String, _ inputSum: String) -> String {
    "<data class=\"entente\" data-in=\"\(inputSum)\" data-out=\"\(outputSum(answer, nil))\""
      + " value=\"\(MarkupText.attribute(inline.question.text))\">\(answer)</data>"
  }

  private func outputSum(_ text: String, _ picture: [UInt8]?) -> String {
    var sum = Checksum()
    // Blank lines around the output belong to the markers.
    sum.add(Self.core(text).utf8)
    if let picture { sum.add(picture) }
    return sum.text
  }

  private static func core(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.first?.allSatisfy(\.isWhitespace) ?? false { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) ?? false { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  // MARK: - Checking

  /// What is not fresh, in the order of the text.
  ///
  /// Fresh means: the output is what the data gives now, byte for byte. Checksums only tell why it is not.
  package func findings() -> [ReportFinding] {
    template.items.compactMap { item in
      switch item {
      case .block(let block): finding(block)
      case .inline(let inline): finding(inline)
      case .orphan(let region):
        ReportFinding(
          kind: .orphaned, name: region.id, span: firstLine(of: region.range),
          difference: "no block has this name")
      }
    }
  }

  private func firstLine(of range: Range<Int>) -> SourceSpan {
    let bytes = template.source.bytes
    let end = bytes[range].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? range.upperBound
    return SourceSpan(range.lowerBound..<end)
  }

  private func finding(_ block: ReportBlock) -> ReportFinding? {
    guard let text = markdown.markdown(of: block) else { return nil }
    let span = firstLine(of: block.range)
    func found(_ kind: ReportFinding.Kind, _ difference: String) -> ReportFinding {
      ReportFinding(kind: kind, name: block.id, span: span, difference: difference)
    }
    guard let region = block.region else { return found(.missing, "it has no output yet") }
    let old = Self.core(region.content)
    let newPicture = contents.parts[block.id]?.picture
    let oldPicture = newPicture == nil ? nil : picture(block.id)
    if newPicture != nil, oldPicture == nil { return found(.missing, "its picture is gone") }
    if old == Self.core(text), oldPicture == newPicture { return nil }
    if outputSum(old, oldPicture) != region.outputSum {
      let what =
        oldPicture != newPicture && old == Self.core(text) ? "its picture" : "the text between its markers"
      return found(.edited, "\(what) is not what was written there")
    }
    return found(.stale, differences.words(from: old, to: text))
  }

  private func finding(_ inline: ReportInline) -> ReportFinding? {
    guard let text = markdown.markdown(of: inline) else { return nil }
    let name = inline.question.text
    func found(_ kind: ReportFinding.Kind, _ difference: String) -> ReportFinding {
      ReportFinding(kind: kind, name: name, span: inline.question.span, difference: difference)
    }
    guard let kept = inline.kept else { return found(.missing, "it has no answer yet") }
    if kept.answer == text { return nil }
    if outputSum(kept.answer, nil) != kept.outputSum {
      return found(.edited, "'\(kept.answer)' is not what was written there")
    }
    return found(.stale, "'\(kept.answer)' is now '\(text)'")
  }
}
