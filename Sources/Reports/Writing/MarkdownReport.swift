import Diagnostics

/// Writes a report as Markdown: text outside of blocks comes through byte for byte.
package struct MarkdownReport {
  private let template: ReportTemplate
  private let contents: ReportContents
  private let labels: [String: String]
  /// The folder of the pictures as the Markdown file sees it, with a slash at its end.
  private let pictures: String
  private let lineBreak: [UInt8]
  private let referred: Set<String>

  /// Takes a report and what its blocks became.
  ///
  /// - Parameters:
  ///   - template: The report.
  ///   - contents: What its blocks became.
  ///   - pictures: The folder of the pictures as the Markdown file sees it.
  package init(_ template: ReportTemplate, _ contents: ReportContents, pictures: String) {
    self.template = template
    self.contents = contents
    self.pictures = pictures.isEmpty || pictures.hasSuffix("/") ? pictures : pictures + "/"
    labels = contents.labels(of: template)
    referred = template.referredNames
    let first = template.source.bytes.firstIndex { $0 == 0x0A || $0 == 0x0D }
    let bytes = template.source.bytes
    lineBreak =
      first.map {
        bytes[$0] == 0x0D ? (bytes[$0...].starts(with: [0x0D, 0x0A]) ? [0x0D, 0x0A] : [0x0D]) : [0x0A]
      } ?? [0x0A]
  }

  /// The Markdown of a block's part, without a line break at its end.
  package func markdown(of block: ReportBlock) -> String? {
    contents.parts[block.id].map { part in
      PartMarkdown(
        label: labels[block.id], picture: pictures + block.id + ".svg",
        anchor: referred.contains(block.id) ? block.id : nil, listsSources: contents.listsSources
      ).text(of: part)
    }
  }

  /// The Markdown of an answer in running text.
  package func markdown(of inline: ReportInline) -> String? {
    if let name = ReportTemplate.reference(in: inline.question.text) {
      return labels[name].map { "[\($0)](#\(name))" }
        ?? contents.answers[inline.range.lowerBound].map(PartMarkdown.answer)
    }
    return contents.answers[inline.range.lowerBound].map(PartMarkdown.answer)
  }

  /// The report with each block replaced by what it became, and without kept output.
  ///
  /// A block without a part stays as it stands.
  package func published() -> [UInt8] {
    var edits: [(range: Range<Int>, bytes: [UInt8])] = []
    for item in template.items {
      switch item {
      case .block(let block):
        guard let text = markdown(of: block) else { continue }
        edits.append((block.range, spaced(text, block)))
        if let region = block.region { edits.append((region.range, [])) }
      case .inline(let inline):
        if let text = markdown(of: inline) { edits.append((inline.range, Array(text.utf8))) }
      case .orphan(let region): edits.append((region.range, []))
      }
    }
    return template.replacing(edits)
  }

  /// Lines with the marks of the block's container before each but the first, and line breaks as the report has them.
  func lines(_ text: String, prefix: [UInt8], prefixesFirst: Bool) -> [UInt8] {
    var result: [UInt8] = []
    for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { result += lineBreak }
      if index > 0 || prefixesFirst {
        // A blank line ends in no blanks.
        result += line.isEmpty ? Self.trimmed(prefix) : prefix
      }
      result += line
    }
    return result
  }

  private static func trimmed(_ prefix: [UInt8]) -> [UInt8] {
    prefix.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
  }

  /// A part where a block stood, with a blank line to the text right before and after it.
  private func spaced(_ text: String, _ block: ReportBlock) -> [UInt8] {
    let bytes = template.source.bytes
    let source = template.source
    let first = source.location(of: UInt32(clamping: block.range.lowerBound)).line
    let last = source.location(of: UInt32(clamping: block.range.upperBound)).line
    var result = lines(text, prefix: block.prefix, prefixesFirst: false)
    let before = bytes[Int(source.offset(line: first, column: 1))..<block.range.lowerBound]
    let opensItem = before.contains { $0 != 0x20 && $0 != 0x09 && $0 != UInt8(ascii: ">") }
    if !opensItem, first > 1, !Self.isBlank(source.line(first - 1)) {
      result = lineBreak + block.prefix + result
    }
    let next =
      block.region.map { source.location(of: UInt32(clamping: $0.range.upperBound)).line } ?? last + 1
    if next <= source.lineCount, !Self.isBlank(source.line(next)) {
      result += lineBreak + Self.trimmed(block.prefix)
    }
    return result
  }

  private static func isBlank(_ line: String) -> Bool {
    line.allSatisfy { $0 == " " || $0 == "\t" || $0 == ">" || $0 == "\r" }
  }
}

extension ReportTemplate {
  /// The text with some of its ranges replaced; the ranges do not overlap.
  func replacing(_ edits: [(range: Range<Int>, bytes: [UInt8])]) -> [UInt8] {
    var result: [UInt8] = []
    var offset = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard edit.range.lowerBound >= offset else { continue }
      result += source.bytes[offset..<edit.range.lowerBound]
      result += edit.bytes
      offset = edit.range.upperBound
    }
    return result + source.bytes[offset...]
  }
}
