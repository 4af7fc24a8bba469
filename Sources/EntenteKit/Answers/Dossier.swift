import Reports

/// The forms of a dossier.
public enum DossierFormat: String, Sendable, CaseIterable {
  /// Sections and tables for a terminal.
  case text
  /// Markdown (GFM).
  case markdown
  /// One JSON object.
  case json

  /// The form that a file name asks for by its suffix; nil when it names none.
  ///
  /// - Parameter path: A file name such as `armenia.md`.
  public init?(path: String) {
    switch WorkspacePath.suffix(of: path) {
    case "txt": self = .text
    case "md", "markdown": self = .markdown
    case "json": self = .json
    default: return nil
    }
  }
}

/// All that a graph knows of one entity.
public struct Dossier: Sendable, Equatable {
  /// One relation of the entity.
  public struct Item: Sendable, Equatable {
    /// The subject's name.
    public let subject: String
    /// The relation as a verb phrase.
    public let relation: String
    /// The object's name.
    public let object: String
    /// Of what, to do what.
    public let about: String
    /// The date or interval, as people write it.
    public let time: String
    /// `current`, `past`, `denied` or `disputed`.
    public let status: String
    /// Who says so, where the source only reports it.
    public let attribution: String
    /// The sources with the place in each: `UPI ¶7`.
    public let sources: [String]
  }

  /// The id in the file.
  public let id: String
  /// The name.
  public let name: String
  /// The type and its parents.
  public let types: [String]
  /// Label and value of each fact: aliases, who it acts for, declared properties.
  public let facts: [(label: String, value: String)]
  /// Relations from the entity.
  public let outgoing: [Item]
  /// Relations to the entity.
  public let incoming: [Item]
  /// The sources of all these relations: publisher, title, date, address.
  public let sources: [String]

  /// Two dossiers are equal when all their texts are.
  public static func == (left: Dossier, right: Dossier) -> Bool {
    left.formatted(as: .json, width: nil) == right.formatted(as: .json, width: nil)
  }

  /// The dossier as text that ends in a line break.
  ///
  /// - Parameters:
  ///   - format: The form.
  ///   - width: For ``DossierFormat/text``, the cells of a line; nil for as wide as needed.
  /// - Returns: The text.
  public func formatted(as format: DossierFormat, width: Int?) -> String {
    switch format {
    case .text: text(width: width)
    case .markdown: markdown()
    case .json: json()
    }
  }

  private static let columns = ["who", "relation", "whom", "about", "date", "status", "said by", "sources"]

  private func sections() -> [(title: String, items: [Item])] {
    [("Relations of \(name)", outgoing), ("Relations to \(name)", incoming)].filter { !$0.1.isEmpty }
  }

  /// The table of a section; a column that is empty throughout is left out.
  private func table(_ items: [Item]) -> (columns: [String], rows: [[AnswerValue]]) {
    let full = items.map { item in
      [
        item.subject, item.relation, item.object, item.about, item.time,
        item.status == "current" ? "" : item.status, item.attribution, item.sources.joined(separator: "; "),
      ]
    }
    let kept = Self.columns.indices.filter { index in full.contains { !$0[index].isEmpty } }
    return (kept.map { Self.columns[$0] }, full.map { row in kept.map { .text(row[$0]) } })
  }

  private func text(width: Int?) -> String {
    var lines = ["\(name) (\(types.joined(separator: ", ")))", ""]
    let labelWidth = facts.map { $0.label.count }.max() ?? 0
    for fact in facts {
      let indent = String(repeating: " ", count: labelWidth + 2)
      let pieces = width.map { TextTable.wrap(fact.value, max(20, $0 - indent.count)) } ?? [fact.value]
      let label = fact.label + String(repeating: " ", count: labelWidth + 2 - fact.label.count)
      for (index, piece) in pieces.enumerated() { lines.append((index == 0 ? label : indent) + piece) }
    }
    for (title, items) in sections() {
      let (columns, rows) = table(items)
      let table = TextTable(columns: columns, rows: rows.map { $0.map(AnswerText.plain) })
      lines += ["", "\(title) (\(items.count))", ""] + table.lines(width: width)
    }
    if !sources.isEmpty { lines += ["", "Sources", ""] + sources.map { "  " + $0 } }
    return lines.map { $0 + "\n" }.joined()
  }

  private func markdown() -> String {
    var text = "## \(MarkupText.markdown(name))\n\n*\(types.joined(separator: ", "))*\n\n"
    for fact in facts { text += "- **\(fact.label)**: \(MarkupText.markdown(fact.value))\n" }
    for (title, items) in sections() {
      let (columns, rows) = table(items)
      text +=
        "\n### \(MarkupText.markdown(title))\n\n" + AnswerTableFormats.markdown(columns, rows)
    }
    if !sources.isEmpty {
      text += "\n### Sources\n\n"
      for source in sources { text += "- \(MarkupText.markdown(source))\n" }
    }
    return text
  }

  private func json() -> String {
    func list(_ texts: [String]) -> AnswerValue { .list(texts.map { .text($0) }) }
    func value(_ items: [Item]) -> AnswerValue {
      .list(
        items.map { item in
          .map([
            AnswerProperty("subject", .text(item.subject)), AnswerProperty("relation", .text(item.relation)),
            AnswerProperty("object", .text(item.object)), AnswerProperty("about", .text(item.about)),
            AnswerProperty("time", .text(item.time)), AnswerProperty("status", .text(item.status)),
            AnswerProperty("attributed_to", .text(item.attribution)),
            AnswerProperty("sources", list(item.sources)),
          ])
        })
    }
    let members: [AnswerProperty] = [
      AnswerProperty("id", .text(id)), AnswerProperty("name", .text(name)),
      AnswerProperty("types", list(types)),
      AnswerProperty("facts", .map(facts.map { AnswerProperty($0.label, .text($0.value)) })),
      AnswerProperty("outgoing", value(outgoing)), AnswerProperty("incoming", value(incoming)),
      AnswerProperty("sources", list(sources)),
    ]
    return AnswerTableFormats.json(.map(members)) + "\n"
  }
}
