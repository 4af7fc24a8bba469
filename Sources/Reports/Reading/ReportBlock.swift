package import Diagnostics

/// What a block of a report asks for.
package enum ReportKind: String, Sendable, CaseIterable {
  /// A relationship map with its sources and a table of the relations drawn.
  case map
  /// The answer to a question as a table.
  case table
  /// The answer to a question as a list of sentences.
  case list
  /// The number of answers, or the one number that answers.
  case count
  /// All about an entity.
  case dossier
  /// What happened, by date.
  case timeline
  /// All sources that the report cites.
  case sources

  /// The settings that a block of this kind takes.
  package var keys: [String] {
    let common = ["graph", "schema", "as-of", "id", "caption", "ask"]
    switch self {
    case .map:
      return common + [
        "alt", "width", "theme", "view", "around", "hops", "between", "type", "edges", "fold", "layout",
        "title", "sources", "group-by", "highlight", "limit",
      ]
    case .table, .list: return common + ["view", "limit"]
    case .timeline: return common + ["view", "around", "between", "limit"]
    case .count: return common + ["view"]
    case .dossier: return common
    case .sources: return ["graph", "schema", "id", "caption"]
    }
  }
}

/// A setting of a block: `caption="…"`.
package struct ReportSetting: Sendable, Equatable {
  /// The name before the sign of equality.
  package let key: String
  /// The value after it, and where it stands.
  package let value: ReportText
}

/// What a block says: kind, question and settings.
package struct ReportRequest: Sendable, Equatable {
  /// What is asked for.
  package let kind: ReportKind
  /// The question, openCypher or name: in quotes on the first line, else the lines of the block.
  package let question: ReportText?
  /// The settings in the order of the block, no key twice.
  package let settings: [ReportSetting]

  /// The value of a setting.
  package subscript(_ key: String) -> ReportText? { settings.first { $0.key == key }?.value }
}

/// A block of a report: a fence, or a comment that readers do not see.
package struct ReportBlock: Sendable {
  /// What it asks for.
  package let request: ReportRequest
  /// The name that pictures, markers and references use; unique in the report.
  package let id: String
  /// The bytes of the block, from its first mark to the end of its last line, the line break left out.
  package let range: Range<Int>
  /// What further lines begin with where the block stands in a list or a quotation.
  let prefix: [UInt8]
  /// The output of an earlier run that stands after the block.
  package let region: ReportRegion?
  /// The place of the block among the pieces of the Markdown tree.
  let piece: Int
}

/// The output of an earlier run between two markers.
package struct ReportRegion: Sendable {
  /// The block that it belongs to.
  package let id: String
  /// The checksum of what the output was made from.
  package let inputSum: String
  /// The checksum of the output.
  package let outputSum: String
  /// The bytes from the first marker to the end of the last one's line, its line break included.
  package let range: Range<Int>
  /// The lines between the markers, without what lists and quotations put before them, with line feeds.
  package let content: String
  /// The places of the two markers among the pieces of the Markdown tree.
  let pieces: (Int, Int)
}

/// An answer in running text.
package struct ReportInline: Sendable {
  /// What is asked, after `entente:`.
  package let question: ReportText
  /// The bytes of the code span, or of the element that keeps an answer.
  package let range: Range<Int>
  /// The answer that is kept there, with the two checksums; nil for a code span.
  package let kept: (answer: String, inputSum: String, outputSum: String)?
  /// The place among the pieces of the Markdown tree; of a kept answer also that of its end.
  let pieces: (Int, Int)
}

/// A report as its author writes it: Markdown with blocks.
package struct ReportTemplate: Sendable {
  /// One part of a report that is made anew.
  package enum Item: Sendable {
    /// A block.
    case block(ReportBlock)
    /// An answer in running text.
    case inline(ReportInline)
    /// Output whose block is gone.
    case orphan(ReportRegion)

    /// Where it begins.
    var start: Int {
      switch self {
      case .block(let block): block.range.lowerBound
      case .inline(let inline): inline.range.lowerBound
      case .orphan(let region): region.range.lowerBound
      }
    }
  }

  /// The report's text.
  package let source: SourceText
  /// The YAML at its head, without the lines of hyphens; nil when there is none.
  package let frontMatter: SourceSpan?
  /// Its parts, in the order of the text.
  package let items: [Item]
  /// Where the Markdown begins, after the front matter.
  let bodyStart: Int
}
