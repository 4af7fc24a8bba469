package import Diagnostics

extension ReportTemplate {
  /// Reads a report.
  ///
  /// - Parameters:
  ///   - source: The Markdown text.
  ///   - bag: Where mistakes in blocks are put; such a block is no item.
  /// - Returns: The report with its blocks and answers in the order of the text.
  /// - Complexity: O(n log n) in the number of bytes.
  package static func read(_ source: SourceText, reporting bag: inout DiagnosticBag) -> ReportTemplate {
    var reader = TemplateReader(source)
    let template = reader.template()
    for diagnostic in reader.diagnostics { bag.report(diagnostic) }
    return template
  }
}

/// Finds blocks, markers and answers in a Markdown tree, and where they stand in the text.
private struct TemplateReader {
  private let source: SourceText
  private let text: TemplateText
  private let tree: MarkdownTree
  private(set) var diagnostics: [Diagnostic] = []
  private var ids: Set<String> = []

  init(_ source: SourceText) {
    self.source = source
    text = TemplateText(source)
    tree = MarkdownTree(text.markdown)
  }

  /// A block whose region has not been looked for.
  private struct Draft {
    var request: ReportRequest
    var span: SourceSpan
    var range: Range<Int>
    var prefix: [UInt8]
    var piece: Int
  }

  mutating func template() -> ReportTemplate {
    var drafts: [Draft] = []
    var regions: [ReportRegion] = []
    var open: (marker: Marker, piece: Int)?
    for (index, piece) in tree.pieces.enumerated() {
      let marker = self.marker(piece)
      if let begin = open {
        // What an earlier run wrote is no part of the report, whatever it looks like.
        guard let marker, !marker.isBegin, marker.id == begin.marker.id else { continue }
        regions.append(region(begin, to: marker, endingAt: index))
        open = nil
      } else if let marker {
        if marker.isBegin { open = (marker, index) } else { reportStray(marker) }
      } else if let draft = draft(piece, at: index) {
        drafts.append(draft)
      }
    }
    if let open { reportStray(open.marker) }
    let blocks = blocks(drafts, &regions)
    let kept = regions.filter { region in !blocks.contains { $0.id == region.id } }
    let covered = regions.map(\.range) + blocks.map(\.range)
    let inlines = inlines().filter { inline in !covered.contains { $0.overlaps(inline.range) } }
    var items: [ReportTemplate.Item] = blocks.map { .block($0) }
    items += inlines.map { .inline($0) } + kept.map { .orphan($0) }
    items.sort { $0.start < $1.start }
    return ReportTemplate(
      source: source, frontMatter: text.frontMatter, items: items, bodyStart: text.bodyStart)
  }

  // MARK: - Blocks

  private mutating func draft(_ piece: MarkdownTree.Piece, at index: Int) -> Draft? {
    switch piece {
    case .fence(let line, let column, let endLine, let indent):
      guard let fence = text.fence(line: line, column: column, endLine: endLine, indent: indent) else {
        return nil
      }
      guard fence.isClosed else {
        report("report.open-block", "the block is not closed", fence.info, ["end it with a line ```"])
        return nil
      }
      var reader = RequestReader(fence.info, of: source)
      let request = reader.request(body: fence.body, whole: SourceSpan(fence.info))
      diagnostics += reader.problems
      return request.map {
        Draft(
          request: $0, span: SourceSpan(fence.info), range: fence.range, prefix: text.prefix(line, column),
          piece: index)
      }
    case .html(let line, let column, let literal):
      guard let comment = text.comment(line: line, column: column, literal: literal) else { return nil }
      guard comment.isAlone else {
        report(
          "report.open-block", "the comment ends before the block does", comment.range,
          ["a question with '-->' in it needs a fenced block: ```entente …"])
        return nil
      }
      var reader = RequestReader(comment.head, of: source)
      let request = reader.request(body: comment.body, whole: SourceSpan(comment.head))
      diagnostics += reader.problems
      return request.map {
        Draft(
          request: $0, span: SourceSpan(comment.head), range: comment.range,
          prefix: text.prefix(line, column),
          piece: index)
      }
    case .inline: return nil
    }
  }

  /// Gives each block its name, and the region of that name.
  private mutating func blocks(_ drafts: [Draft], _ regions: inout [ReportRegion]) -> [ReportBlock] {
    for draft in drafts {
      guard let id = draft.request["id"] else { continue }
      if !BlockName.isValid(id.text) {
        report(
          "report.id", "'\(id.text)' cannot be the name of a block", id.span,
          ["letters, digits and hyphens, a letter first"])
      } else if !ids.insert(id.text).inserted {
        report(
          "report.id", "two blocks have the name '\(id.text)'", id.span, ["names are unique in a report"])
      }
    }
    var blocks: [ReportBlock] = []
    for draft in drafts {
      let id = draft.request["id"]?.text ?? newName(for: draft.request)
      let position = regions.firstIndex { $0.id == id && $0.range.lowerBound >= draft.range.upperBound }
      let isTaken = blocks.contains { $0.id == id }
      blocks.append(
        ReportBlock(
          request: draft.request, id: id, range: draft.range, prefix: draft.prefix,
          region: isTaken ? nil : position.map { regions[$0] }, piece: draft.piece))
    }
    return blocks
  }

  private mutating func newName(for request: ReportRequest) -> String {
    let base = BlockName.slug(request.question?.text ?? request["view"]?.text ?? "") ?? request.kind.rawValue
    var name = base
    var count = 1
    while !ids.insert(name).inserted {
      count += 1
      name = "\(base)-\(count)"
    }
    return name
  }

  // MARK: - Markers

  private struct Marker {
    let isBegin: Bool
    let id: String
    let inputSum: String
    let outputSum: String
    let line: Int
  }

  /// A marker of kept output: `<!-- entente:begin ID in=… out=… -->` or `<!-- entente:end ID -->`.
  private func marker(_ piece: MarkdownTree.Piece) -> Marker? {
    guard case .html(let line, _, let literal) = piece else { return nil }
    let words = literal.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count >= 4, words[0] == "<!--", words[words.count - 1] == "-->" else { return nil }
    guard words[1] == "entente:begin" || words[1] == "entente:end" else { return nil }
    func sum(_ key: String) -> String {
      words.first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) } ?? ""
    }
    return Marker(
      isBegin: words[1] == "entente:begin", id: words[2], inputSum: sum("in"), outputSum: sum("out"),
      line: line)
  }

  private func region(_ begin: (marker: Marker, piece: Int), to end: Marker, endingAt piece: Int)
    -> ReportRegion
  {
    let range = text.lineStart(begin.marker.line)..<text.nextLineStart(end.line)
    var column = 1
    if case .html(_, let start, _) = tree.pieces[begin.piece] { column = start }
    let content = text.content(
      of: (begin.marker.line + 1)..<end.line, prefixed: text.prefix(begin.marker.line, column))
    return ReportRegion(
      id: begin.marker.id, inputSum: begin.marker.inputSum, outputSum: begin.marker.outputSum, range: range,
      content: content, pieces: (begin.piece, piece))
  }

  private mutating func reportStray(_ marker: Marker) {
    let word = marker.isBegin ? "begin" : "end"
    let other = marker.isBegin ? "end" : "begin"
    let range = text.lineStart(marker.line)..<max(text.lineStart(marker.line), text.lineEnd(marker.line))
    report(
      "report.open-region", "the marker entente:\(word) of '\(marker.id)' has no entente:\(other)", range,
      ["take out what is left of the old output and run 'entente report --in-place' again"])
  }

  // MARK: - Answers in running text

  private mutating func inlines() -> [ReportInline] {
    let (marked, candidates, mark) = text.marked()
    guard !candidates.isEmpty else { return [] }
    // Which of the candidates are code spans or elements is for the parser to say: each carries its number through it.
    let pieces = MarkdownTree(marked).pieces
    var inlines: [ReportInline] = []
    for (index, piece) in pieces.enumerated() {
      guard case .inline(let literal, let isTag) = piece,
        let number = mark.number(in: literal, isTag: isTag)
      else { continue }
      guard candidates.indices.contains(number) else { continue }
      guard pieces.count == tree.pieces.count else {
        report(
          "report.unreadable-span", "this answer stands where it cannot be told from other text",
          candidates[number]..<(candidates[number] + 8), ["put it into a paragraph of its own"])
        continue
      }
      let end = pieces[index...].firstIndex { piece in
        if case .inline("</data>", isTag: true) = piece { true } else { false }
      }
      if let inline = text.inline(at: candidates[number], piece: index, endPiece: end ?? index) {
        inlines.append(inline)
      }
    }
    return inlines
  }

  private mutating func report(_ code: String, _ message: String, _ range: Range<Int>, _ hints: [String] = [])
  {
    report(code, message, SourceSpan(range), hints)
  }

  private mutating func report(_ code: String, _ message: String, _ span: SourceSpan, _ hints: [String]) {
    diagnostics.append(.error(code, message, in: source, at: span, hints: hints))
  }
}

/// The names of blocks.
enum BlockName {
  /// Letters, digits, hyphens and underscores of ASCII, a letter first: safe in file names, ids and comments.
  static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 80 else { return false }
    return name.utf8.allSatisfy {
      isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
      && !name.contains("--")
  }

  /// A name made of the first words of a question; nil when there is not one letter in it.
  static func slug(_ text: String) -> String? {
    var name = ""
    for word in text.lowercased().utf8.split(whereSeparator: { !isLetter($0) && !isDigit($0) }) {
      if name.isEmpty, !isLetter(word[word.startIndex]) { continue }
      if !name.isEmpty, name.utf8.count + word.count > 40 { break }
      name += (name.isEmpty ? "" : "-") + String(decoding: word.prefix(40), as: UTF8.self)
    }
    return name.isEmpty ? nil : name
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
