/// Writes a part as Markdown: lines with line feeds, nothing of lists or quotations before them.
struct PartMarkdown {
  /// `Figure 2`, when the part has a number.
  let label: String?
  /// The address of the picture as the Markdown file sees it.
  let picture: String
  /// The name of an anchor to put before the part; nil when nothing refers to it.
  let anchor: String?
  /// Whether the report lists all sources elsewhere.
  let listsSources: Bool

  /// The Markdown, without a line break at its end.
  func text(of part: ReportPart) -> String {
    var paragraphs: [String] = []
    switch part.content {
    case .figure(_, let alt, let relations):
      paragraphs.append(image(alt, width: part.width))
      paragraphs.append(caption(part))
      if !relations.rows.isEmpty {
        paragraphs.append("<details>\n<summary>\(summary(relations))</summary>")
        paragraphs.append(table(relations))
        paragraphs.append("</details>")
      }
    case .table(let table):
      paragraphs.append(caption(part))
      paragraphs.append(self.table(table))
    case .list(let lines):
      paragraphs.append(caption(part))
      paragraphs.append(
        lines.isEmpty ? "*Nothing.*" : lines.map { "- " + phrase($0) }.joined(separator: "\n"))
    case .count(let text):
      paragraphs.append("**\(MarkupText.markdown(text))** \(MarkupText.markdown(part.caption))")
    case .dossier(let name, let types, let facts, let sections):
      paragraphs.append("**\(MarkupText.markdown(name))** (\(MarkupText.markdown(types)))")
      paragraphs.append(caption(part))
      paragraphs.append(facts.map { "- " + phrase($0) }.joined(separator: "\n"))
      for section in sections {
        paragraphs.append("*\(MarkupText.markdown(section.title))*")
        paragraphs.append(table(section.table))
      }
    case .timeline(let moments):
      paragraphs.append(caption(part))
      paragraphs.append(moments.map(moment).joined(separator: "\n"))
    case .sources:
      paragraphs.append(caption(part))
      paragraphs.append(part.sources.map { "\($0.number). \(source($0))" }.joined(separator: "\n"))
    }
    if part.content != .sources, !part.sources.isEmpty {
      let sources = part.sources.map { source in
        "\\[\(source.number)\\] \(listsSources ? MarkupText.markdown(source.publisher) : self.source(source))"
      }
      paragraphs.append("Sources: " + sources.joined(separator: "; ") + ".")
    }
    paragraphs += part.notes.map { "*\(MarkupText.markdown(Self.sentence($0)))*" }
    let text = paragraphs.filter { !$0.isEmpty }.map(Self.trimmed).joined(separator: "\n\n")
    return anchor.map { "<a id=\"\($0)\"></a>\n\n\(text)" } ?? text
  }

  /// An answer in running text.
  static func answer(_ answer: ReportPhrase) -> String { MarkupText.markdown(answer.text) }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  /// A sentence that begins with a capital and ends in a full stop.
  static func sentence(_ text: String) -> String {
    let ended = text.hasSuffix(".") ? text : text + "."
    return ended.prefix(1).uppercased() + ended.dropFirst()
  }

  private func image(_ alt: String, width: String?) -> String {
    if let width {
      return "<img src=\"\(MarkupText.attribute(picture))\" alt=\"\(MarkupText.attribute(alt))\""
        + " width=\"\(MarkupText.attribute(width))\">"
    }
    return "![\(MarkupText.markdown(alt))](\(destination(picture)))"
  }

  /// A link destination (CommonMark §6.6): in angle brackets when it has blanks or parentheses.
  private func destination(_ address: String) -> String {
    let isPlain = address.utf8.allSatisfy {
      $0 > 0x20 && $0 != 0x7F && $0 != 0x28 && $0 != 0x29 && $0 != 0x3C
    }
    if isPlain { return address }
    return "<" + address.replacing("\\", with: "\\\\").replacing("<", with: "\\<").replacing(">", with: "\\>")
      + ">"
  }

  private func caption(_ part: ReportPart) -> String {
    let text = MarkupText.markdown(part.caption)
    guard let label else { return text.isEmpty ? "" : "**\(text)**" }
    return text.isEmpty ? "**\(label).**" : "**\(label).** \(text)"
  }

  private func summary(_ table: ReportTable) -> String {
    table.rows.count == 1 ? "The relation drawn" : "The \(table.rows.count) relations drawn"
  }

  private func moment(_ moment: ReportMoment) -> String {
    let time = MarkupText.markdown(moment.time.isEmpty ? "undated" : moment.time)
    if moment.lines.count == 1 { return "- **\(time)**: \(phrase(moment.lines[0]))" }
    return "- **\(time)**\n" + moment.lines.map { "  - " + phrase($0) }.joined(separator: "\n")
  }

  /// A GFM table (GitHub Flavored Markdown Spec §4.10).
  private func table(_ table: ReportTable) -> String {
    guard !table.columns.isEmpty else { return "" }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = table.isNumeric.map { $0 ? "---:" : "---" }
    let lines = [line(table.columns.map(MarkupText.markdown)), line(rule)]
    return (lines + table.rows.map { line($0.map(phrase)) }).joined(separator: "\n")
  }

  private func phrase(_ phrase: ReportPhrase) -> String {
    let text = MarkupText.markdown(phrase.text)
    guard !phrase.citations.isEmpty else { return text }
    let marks = phrase.citations.map { citation in
      let place = MarkupText.markdown(citation.place)
      return place.isEmpty ? "\(citation.number)" : "\(citation.number) \(place)"
    }
    return (text.isEmpty ? "" : text + " ") + "\\[" + marks.joined(separator: ", ") + "\\]"
  }

  private func source(_ source: ReportSource) -> String {
    let text = MarkupText.markdown(source.text)
    guard let url = MarkupText.safeLink(source.url) else { return text }
    return "[\(text)](\(destination(url)))"
  }
}
