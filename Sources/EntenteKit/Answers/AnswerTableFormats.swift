private import Diagnostics
private import Reports

/// Writers of the tabular forms of an answer: rows in, text out.
package enum AnswerTableFormats {
  /// Aligned columns; `width` in terminal cells, nil for as wide as needed.
  package static func table(_ columns: [String], _ rows: [[AnswerValue]], width: Int?) -> String {
    let table = TextTable(columns: columns, rows: rows.map { $0.map(AnswerText.plain) })
    return table.lines(width: width).map { $0 + "\n" }.joined()
  }

  /// A GFM table (GitHub Flavored Markdown Spec §4.10): pipes and markup in cells are escaped.
  package static func markdown(_ columns: [String], _ rows: [[AnswerValue]]) -> String {
    guard !columns.isEmpty else { return "" }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    var text = line(columns.map(MarkupText.markdown))
    text += line(columns.indices.map { index in isNumeric(index, rows) ? "---:" : "---" })
    for row in rows { text += line(row.map { MarkupText.markdown(AnswerText.plain($0)) }) }
    return text
  }

  /// RFC 4180 with line feeds; a cell is quoted when it holds a comma, a quote or a line break.
  package static func csv(_ columns: [String], _ rows: [[AnswerValue]]) -> String {
    guard !columns.isEmpty else { return "" }
    func line(_ cells: [String]) -> String { cells.map(csvCell).joined(separator: ",") + "\n" }
    var text = line(columns)
    for row in rows { text += line(row.map(AnswerText.plain)) }
    return text
  }

  /// One JSON object a line; the members are the columns.
  package static func jsonLines(_ columns: [String], _ rows: [[AnswerValue]]) -> String {
    rows.map { jsonRow(columns, $0) + "\n" }.joined()
  }

  /// A row as a JSON object.
  package static func jsonRow(_ columns: [String], _ row: [AnswerValue]) -> String {
    let members = zip(columns, row).map { "\(DiagnosticJSON.quoted($0)):\(json($1))" }
    return "{" + members.joined(separator: ",") + "}"
  }

  /// An HTML table, to be set into a page; every text is escaped.
  package static func html(_ columns: [String], _ rows: [[AnswerValue]], caption: String?) -> String {
    var text = "<table class=\"entente-answer\">\n"
    if let caption { text += "<caption>\(MarkupText.html(caption))</caption>\n" }
    let heads = columns.map { "<th scope=\"col\">\(MarkupText.html($0))</th>" }.joined()
    text += "<thead><tr>\(heads)</tr></thead>\n<tbody>\n"
    for row in rows {
      let cells = row.map { "<td>\(MarkupText.html(AnswerText.plain($0)))</td>" }.joined()
      text += "<tr>\(cells)</tr>\n"
    }
    return text + "</tbody>\n</table>\n"
  }

  /// A value as JSON; floats that JSON cannot write become strings.
  package static func json(_ value: AnswerValue) -> String {
    switch value {
    case .null: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let number): return String(number)
    case .float(let number): return number.isFinite ? String(number) : "\"\(number)\""
    case .text(let text), .temporal(let text): return DiagnosticJSON.quoted(text)
    case .list(let values): return "[" + values.map(json).joined(separator: ",") + "]"
    case .map(let members): return object(members)
    case .node(let node):
      let labels = AnswerValue.list(node.labels.map { .text($0) })
      return "{\"labels\":\(json(labels)),\"properties\":\(object(node.properties))}"
    case .relationship(let relationship):
      let quoted = DiagnosticJSON.quoted
      return "{\"type\":\(quoted(relationship.type)),\"start\":\(quoted(relationship.startTitle)),"
        + "\"end\":\(quoted(relationship.endTitle)),\"properties\":\(object(relationship.properties))}"
    case .path(let path):
      let nodes = path.nodes.map { json(.node($0)) }.joined(separator: ",")
      let relationships = path.relationships.map { json(.relationship($0)) }.joined(separator: ",")
      return "{\"nodes\":[\(nodes)],\"relationships\":[\(relationships)]}"
    }
  }

  private static func object(_ members: [AnswerProperty]) -> String {
    "{" + members.map { "\(DiagnosticJSON.quoted($0.name)):\(json($0.value))" }.joined(separator: ",") + "}"
  }

  /// Whether a column holds numbers, and nothing else but null.
  static func isNumeric(_ column: Int, _ rows: [[AnswerValue]]) -> Bool {
    var seen = false
    for row in rows where column < row.count {
      switch row[column] {
      case .integer, .float: seen = true
      case .null: continue
      default: return false
      }
    }
    return seen
  }

  private static func csvCell(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    return needsQuotes ? "\"" + text.replacingEach("\"", with: "\"\"") + "\"" : text
  }
}
