/// Where something stands that is said: the number of a source in the report's list, and the place in it.
package struct ReportCitation: Sendable, Equatable {
  /// The number.
  package let number: Int
  /// The place, `¶7`; empty when nothing is said.
  package let place: String

  /// Joins a number and a place.
  package init(_ number: Int, _ place: String = "") {
    self.number = number
    self.place = place
  }
}

/// A text with the sources that it rests on.
package struct ReportPhrase: Sendable, Equatable {
  /// The text.
  package let text: String
  /// Its sources.
  package let citations: [ReportCitation]

  /// Joins a text and its sources.
  package init(_ text: String, _ citations: [ReportCitation] = []) {
    self.text = text
    self.citations = citations
  }
}

/// Rows under headings.
package struct ReportTable: Sendable, Equatable {
  /// The headings.
  package let columns: [String]
  /// The cells, row by row.
  package let rows: [[ReportPhrase]]
  /// Whether each column holds numbers only.
  package let isNumeric: [Bool]

  /// Makes a table; columns that are empty throughout are left out when `compact`.
  package init(columns: [String], rows: [[ReportPhrase]], isNumeric: [Bool] = [], compact: Bool = false) {
    let kept = columns.indices.filter { index in
      !compact || rows.contains { !$0[index].text.isEmpty || !$0[index].citations.isEmpty }
    }
    self.columns = kept.map { columns[$0] }
    self.rows = rows.map { row in kept.map { row[$0] } }
    self.isNumeric = kept.map { $0 < isNumeric.count && isNumeric[$0] }
  }
}

/// A source as a report lists it.
package struct ReportSource: Sendable, Equatable {
  /// The number that stands for it.
  package let number: Int
  /// Publisher, title, author and date.
  package let text: String
  /// The publisher alone.
  package let publisher: String
  /// Its address.
  package let url: String?

  /// Makes a source.
  package init(number: Int, text: String, publisher: String, url: String?) {
    self.number = number
    self.text = text
    self.publisher = publisher
    self.url = url
  }
}

/// What a block became: everything that is shown, and nothing about how it was found.
package struct ReportPart: Sendable, Equatable {
  /// What is shown.
  package enum Content: Sendable, Equatable {
    /// A map as SVG, what it shows in words, and the relations drawn.
    case figure(svg: [UInt8], alt: String, relations: ReportTable)
    /// A table.
    case table(ReportTable)
    /// Sentences.
    case list([ReportPhrase])
    /// A number, or a word that answers.
    case count(String)
    /// An entity: name, types, facts, and relations under headings.
    case dossier(name: String, types: String, facts: [ReportPhrase], sections: [ReportSection])
    /// What happened when, and what is undated at the end.
    case timeline([ReportMoment])
    /// Nothing but the sources.
    case sources
  }

  /// What is shown.
  package let content: Content
  /// The words below it.
  package let caption: String
  /// How wide it is: a percentage or a length of CSS; nil for as wide as it can be.
  package let width: String?
  /// The sources that it cites, by number; of ``Content/sources`` all that the report cites.
  package let sources: [ReportSource]
  /// What the reader should know, such as what was left out; a sentence each, without a full stop.
  package let notes: [String]

  /// Makes a part.
  package init(
    _ content: Content, caption: String = "", width: String? = nil, sources: [ReportSource] = [],
    notes: [String] = []
  ) {
    self.content = content
    self.caption = caption
    self.width = width
    self.sources = sources
    self.notes = notes
  }

  /// The picture's bytes, when there is one.
  package var picture: [UInt8]? {
    if case .figure(let svg, _, _) = content { return svg }
    return nil
  }

  /// Whether it is counted among the figures, the tables, or neither.
  var label: String? {
    switch content {
    case .figure: "Figure"
    case .table: "Table"
    case .list, .count, .dossier, .timeline, .sources: nil
    }
  }
}

/// Relations of a dossier under a heading.
package struct ReportSection: Sendable, Equatable {
  /// The heading.
  package let title: String
  /// The relations.
  package let table: ReportTable

  /// Makes a section.
  package init(title: String, table: ReportTable) {
    self.title = title
    self.table = table
  }
}

/// What is said about one time.
package struct ReportMoment: Sendable, Equatable {
  /// The date or interval as people write it; empty for what is undated.
  package let time: String
  /// What happened.
  package let lines: [ReportPhrase]

  /// Makes a moment.
  package init(time: String, lines: [ReportPhrase]) {
    self.time = time
    self.lines = lines
  }
}

/// What the blocks and answers of a report became.
package struct ReportContents: Sendable {
  /// The parts, by the names of their blocks.
  package var parts: [String: ReportPart] = [:]
  /// The answers in running text, by the bytes where they begin.
  package var answers: [Int: ReportPhrase] = [:]

  /// Nothing yet.
  package init() {}

  /// `Figure 2`, `Table 1`, by the names of blocks: figures and tables are counted apart.
  package func labels(of template: ReportTemplate) -> [String: String] {
    var counts: [String: Int] = [:]
    var labels: [String: String] = [:]
    for case .block(let block) in template.items {
      guard let label = parts[block.id]?.label else { continue }
      counts[label, default: 0] += 1
      labels[block.id] = "\(label) \(counts[label] ?? 1)"
    }
    return labels
  }
}

extension ReportContents {
  /// Whether a block lists all sources: then each part names its own only by number and publisher.
  var listsSources: Bool { parts.values.contains { $0.content == .sources } }
}

extension ReportTemplate {
  /// The names of the blocks that answers in running text refer to.
  var referredNames: Set<String> {
    Set(
      items.compactMap { item in
        if case .inline(let inline) = item { Self.reference(in: inline.question.text) } else { nil }
      })
  }

  /// The name that `ref NAME` in running text points to; nil for a question.
  package static func reference(in question: String) -> String? {
    let words = question.split(separator: " ")
    return words.count == 2 && words[0] == "ref" ? String(words[1]) : nil
  }
}
