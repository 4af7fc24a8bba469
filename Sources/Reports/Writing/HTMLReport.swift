/// Writes a report as one HTML page that needs no other file, no network and no script.
package struct HTMLReport {
  private let template: ReportTemplate
  private let contents: ReportContents
  private let labels: [String: String]
  private let head: ReportHead

  /// Takes a report, what its blocks became, and what its head says.
  package init(_ template: ReportTemplate, _ contents: ReportContents, head: ReportHead) {
    self.template = template
    self.contents = contents
    self.head = head
    labels = contents.labels(of: template)
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - images: What stands for the images of the Markdown text, by their addresses: a `data:` address, or nil for a
  ///     link in the image's place.
  ///   - allowsRawHTML: Whether HTML in the Markdown comes through; else it is dropped.
  /// - Returns: The page in UTF-8.
  package func page(images: (String) -> String?, allowsRawHTML: Bool) -> [UInt8] {
    let tree = MarkdownTree(TemplateText(template.source).markdown)
    var replacements: [Int: String] = [:]
    var omissions: [MarkdownTree.Omission] = []
    for item in template.items {
      switch item {
      case .block(let block):
        guard let part = contents.parts[block.id] else { continue }
        replacements[block.piece] = PartHTML(
          id: block.id, label: labels[block.id], listsSources: contents.listsSources
        ).text(of: part)
        if let region = block.region { omissions.append(Self.omission(of: region)) }
      case .inline(let inline):
        guard let html = html(of: inline) else { continue }
        replacements[inline.pieces.0] = html
        if inline.pieces.1 != inline.pieces.0 {
          omissions.append(.init(first: inline.pieces.0, last: inline.pieces.1, keepsFirst: true))
        }
      case .orphan(let region): omissions.append(Self.omission(of: region))
      }
    }
    let body = tree.html(
      replacing: replacements, omitting: omissions, images: images, allowsRawHTML: allowsRawHTML)
    let title = head.title ?? tree.firstHeading ?? "Report"
    return Array(page(title: title, body: body, allowsScripts: allowsRawHTML).utf8)
  }

  private static func omission(of region: ReportRegion) -> MarkdownTree.Omission {
    .init(first: region.pieces.0, last: region.pieces.1, keepsFirst: false)
  }

  private func html(of inline: ReportInline) -> String? {
    if let name = ReportTemplate.reference(in: inline.question.text), let label = labels[name] {
      return "<a href=\"#\(MarkupText.attribute(name))\">\(MarkupText.html(label))</a>"
    }
    return contents.answers[inline.range.lowerBound].map { answer in
      "<span class=\"answer\">\(MarkupText.html(answer.text))</span>"
    }
  }

  private func page(title: String, body: String, allowsScripts: Bool) -> String {
    var text = "<!DOCTYPE html>\n<html lang=\"\(MarkupText.attribute(head.language))\">\n<head>\n"
    text += "<meta charset=\"utf-8\">\n"
    text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    if !allowsScripts {
      let policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
      text += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
    }
    text += "<meta name=\"color-scheme\" content=\"light dark\">\n"
    text += "<meta name=\"generator\" content=\"\(MarkupText.attribute(head.generator))\">\n"
    if let author = head.author {
      text += "<meta name=\"author\" content=\"\(MarkupText.attribute(author))\">\n"
    }
    text +=
      "<title>\(MarkupText.attribute(title))</title>\n<style>\n\(Self.styleSheet)</style>\n</head>\n<body>\n<main>\n"
    if let own = head.title {
      text += "<header>\n<h1>\(MarkupText.html(own))</h1>\n"
      let line = [head.author, head.date].compactMap { $0 }.joined(separator: " · ")
      if !line.isEmpty { text += "<p class=\"byline\">\(MarkupText.html(line))</p>\n" }
      text += "</header>\n"
    }
    return text + body + "</main>\n</body>\n</html>\n"
  }

  private static let styleSheet = String(decoding: PackageResources.report_css, as: UTF8.self)
}

/// What the head of a report says.
package struct ReportHead: Sendable, Equatable {
  /// The title; nil for that of the first heading.
  package var title: String?
  /// Who wrote it.
  package var author: String?
  /// When.
  package var date: String?
  /// Its language, as BCP 47 names it.
  package var language = "en"
  /// The program that made the page.
  package var generator = "entente"

  /// An empty head.
  package init() {}
}
