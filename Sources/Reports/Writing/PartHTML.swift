/// Writes a part as HTML.
struct PartHTML {
  /// The name of the block.
  let id: String
  /// `Figure 2`, when the part has a number.
  let label: String?
  /// Whether the report lists all sources elsewhere.
  let listsSources: Bool

  /// The element of the part.
  func text(of part: ReportPart) -> String {
    let name = MarkupText.attribute(id)
    switch part.content {
    case .figure(let svg, _, let relations):
      let style = part.width.map { " style=\"max-width:\(MarkupText.attribute($0))\"" } ?? ""
      var text = "<figure class=\"entente map\" id=\"\(name)\">\n"
      text += "<div class=\"drawing\"\(style) tabindex=\"0\" role=\"region\" aria-label=\"\(title(part))\">\n"
      text += String(decoding: svg, as: UTF8.self)
      text += "\n</div>\n\(caption(part, "figcaption"))"
      if !relations.rows.isEmpty {
        let count = relations.rows.count
        let words = count == 1 ? "The relation drawn, as a table" : "The \(count) relations drawn, as a table"
        text += "<details>\n<summary>\(words)</summary>\n\(table(relations, words))</details>\n"
      }
      return text + foot(part) + "</figure>"
    case .table(let table):
      var text = "<figure class=\"entente table\" id=\"\(name)\">\n\(caption(part, "figcaption"))"
      text += self.table(table, title(part))
      return text + foot(part) + "</figure>"
    case .list(let lines):
      let items = lines.map { "<li>\(phrase($0))</li>\n" }.joined()
      let list = lines.isEmpty ? "<p><em>Nothing.</em></p>\n" : "<ul>\n\(items)</ul>\n"
      return section(part, "list", list)
    case .count(let text):
      return "<p class=\"entente count\" id=\"\(name)\"><strong>\(MarkupText.html(text))</strong> "
        + "\(MarkupText.html(part.caption))</p>"
    case .dossier(let entity, let types, let facts, let sections):
      var text =
        "<p class=\"head\"><strong>\(MarkupText.html(entity))</strong> (\(MarkupText.html(types)))</p>\n"
      if !facts.isEmpty {
        text += "<ul class=\"facts\">\n" + facts.map { "<li>\(phrase($0))</li>\n" }.joined() + "</ul>\n"
      }
      for section in sections {
        text +=
          "<p class=\"heading\">\(MarkupText.html(section.title))</p>\n\(table(section.table, section.title))"
      }
      return self.section(part, "dossier", text)
    case .timeline(let moments):
      return section(part, "timeline", timeline(moments))
    case .sources:
      var text =
        "<section class=\"entente sources\" id=\"\(name)\" aria-label=\"Sources\">\n\(caption(part, "p"))"
      text += "<ol>\n"
      for source in part.sources {
        text += "<li value=\"\(source.number)\" id=\"source-\(source.number)\">\(self.source(source))</li>\n"
      }
      return text + "</ol>\n</section>"
    }
  }

  private func section(_ part: ReportPart, _ kind: String, _ content: String) -> String {
    "<section class=\"entente \(kind)\" id=\"\(MarkupText.attribute(id))\" aria-label=\"\(title(part))\">\n"
      + caption(part, "p") + content + foot(part) + "</section>"
  }

  private func title(_ part: ReportPart) -> String {
    if !part.caption.isEmpty { return MarkupText.attribute(part.caption) }
    return MarkupText.attribute(label ?? id.replacing("-", with: " "))
  }

  private func caption(_ part: ReportPart, _ element: String) -> String {
    guard label != nil || !part.caption.isEmpty else { return "" }
    let number = label.map { "<strong>\(MarkupText.html($0)).</strong> " } ?? ""
    let text = MarkupText.html(part.caption)
    return
      "<\(element) class=\"caption\">\(number)\(label == nil ? "<strong>\(text)</strong>" : text)</\(element)>\n"
  }

  private func timeline(_ moments: [ReportMoment]) -> String {
    var text = "<dl>\n"
    for moment in moments {
      text += "<dt>\(moment.time.isEmpty ? "undated" : MarkupText.html(moment.time))</dt>\n"
      text += moment.lines.map { "<dd>\(phrase($0))</dd>\n" }.joined()
    }
    return text + "</dl>\n"
  }

  private func table(_ table: ReportTable, _ title: String) -> String {
    guard !table.columns.isEmpty else { return "" }
    var text =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(MarkupText.attribute(title))\">"
    let numeric = zip(table.columns, table.isNumeric).map { column, isNumeric in
      isNumeric ? " class=\"number\"" : ["date", "since", "until"].contains(column) ? " class=\"date\"" : ""
    }
    let heads = zip(table.columns, numeric).map { "<th scope=\"col\"\($1)>\(MarkupText.html($0))</th>" }
      .joined()
    text += "<table>\n<thead><tr>\(heads)</tr></thead>\n<tbody>\n"
    for row in table.rows {
      text += "<tr>" + zip(row, numeric).map { "<td\($1)>\(phrase($0))</td>" }.joined() + "</tr>\n"
    }
    return text + "</tbody>\n</table></div>\n"
  }

  private func phrase(_ phrase: ReportPhrase) -> String {
    let text = MarkupText.html(phrase.text)
    guard !phrase.citations.isEmpty else { return text }
    let marks = phrase.citations.map { citation in
      let place = citation.place.isEmpty ? "" : "&nbsp;" + MarkupText.html(citation.place)
      return "<a href=\"#\(anchor(citation.number))\">\(citation.number)</a>\(place)"
    }
    return (text.isEmpty ? "" : text + " ") + "<span class=\"cite\">[\(marks.joined(separator: ", "))]</span>"
  }

  /// The sources of the part, and what the reader should know.
  private func foot(_ part: ReportPart) -> String {
    var text = ""
    if !part.sources.isEmpty, listsSources {
      let links = part.sources.map { source in
        "<a href=\"#\(anchor(source.number))\">\(source.number)</a>&nbsp;\(MarkupText.html(source.publisher))"
      }
      text += "<p class=\"cited\">Sources: \(links.joined(separator: ", "))</p>\n"
    } else if !part.sources.isEmpty {
      text += "<ol class=\"cited\" aria-label=\"Sources\">\n"
      for source in part.sources {
        text += "<li value=\"\(source.number)\" id=\"\(anchor(source.number))\">\(self.source(source))</li>\n"
      }
      text += "</ol>\n"
    }
    return text
      + part.notes.map { "<p class=\"note\">\(MarkupText.html(PartMarkdown.sentence($0)))</p>\n" }.joined()
  }

  /// The anchor of a source: in the report's list, else in that of the part.
  private func anchor(_ number: Int) -> String {
    listsSources ? "source-\(number)" : "\(MarkupText.attribute(id))-source-\(number)"
  }

  private func source(_ source: ReportSource) -> String {
    let text = MarkupText.html(source.text)
    guard let url = MarkupText.safeLink(source.url) else { return text }
    return "<a href=\"\(MarkupText.attribute(url))\" rel=\"noopener noreferrer\">\(text)</a>"
  }
}
