public import Diagnostics

extension Answer {
  /// The answer in some form.
  ///
  /// - Parameters:
  ///   - format: The form; ``AnswerFormat/dot`` and ``AnswerFormat/svg`` draw the relations that prove the rows.
  ///   - width: For a table, the cells of a line; nil for as wide as needed.
  ///   - limits: For a map, what drawing may take.
  /// - Returns: The bytes of the file.
  /// - Throws: When a map cannot be drawn.
  public func formatted(
    as format: AnswerFormat, width: Int? = nil, limits: MapLimits = MapLimits()
  ) throws(DiagnosticFailure) -> [UInt8] {
    var diagnostics: [Diagnostic] = []
    return try formatted(as: format, width: width, limits: limits, reporting: &diagnostics)
  }

  /// The answer in some form, with what there is to say about it.
  ///
  /// - Parameters:
  ///   - format: The form; ``AnswerFormat/dot`` and ``AnswerFormat/svg`` draw the relations that prove the rows.
  ///   - width: For a table, the cells of a line; nil for as wide as needed.
  ///   - limits: For a map, what drawing may take.
  ///   - diagnostics: Of a map, what was left out and what went wrong on the way.
  /// - Returns: The bytes of the file.
  /// - Throws: When a map cannot be drawn.
  public func formatted(
    as format: AnswerFormat, width: Int? = nil, limits: MapLimits = MapLimits(),
    reporting diagnostics: inout [Diagnostic]
  ) throws(DiagnosticFailure) -> [UInt8] {
    switch format {
    case .table: return Array(table(width: width).utf8)
    case .markdown:
      let (columns, rows) = shown
      return Array(AnswerTableFormats.markdown(columns, rows).utf8)
    case .csv: return Array(AnswerTableFormats.csv(columns, rows).utf8)
    case .json: return Array(json().utf8)
    case .jsonl: return Array(AnswerTableFormats.jsonLines(columns, rows).utf8)
    case .html:
      let (columns, rows) = shown
      return Array(AnswerTableFormats.html(columns, rows, caption: question).utf8)
    case .svg: return try drawn(as: .svg, limits, &diagnostics)
    case .dot: return try drawn(as: .dot, limits, &diagnostics)
    }
  }

  /// Aligned columns.
  ///
  /// - Parameter width: The cells of a line; nil for as wide as needed.
  /// - Returns: Text that ends in a line break; empty when the answer has no columns.
  public func table(width: Int? = nil) -> String {
    let (columns, rows) = shown
    return AnswerTableFormats.table(columns, rows, width: width)
  }

  /// What people are shown of a question's answer: columns without a single value are left out.
  ///
  /// The columns of an openCypher statement were asked for and stay, as do all columns in forms for machines.
  var shown: (columns: [String], rows: [[AnswerValue]]) {
    guard isQuestion, !rows.isEmpty else { return (columns, rows) }
    let kept = columns.indices.filter { index in
      rows.contains { row in row[index] != .null && row[index] != .list([]) }
    }
    return (kept.map { columns[$0] }, rows.map { row in kept.map { row[$0] } })
  }

  /// One object with question, statement, columns, rows and, for each row, the relations that prove it.
  private func json() -> String {
    let quoted = DiagnosticJSON.quoted
    let proofs = evidence.map { relations in
      "[" + relations.map { AnswerTableFormats.json(.relationship($0)) }.joined(separator: ",") + "]"
    }
    let lines = [
      "\"question\":\(quoted(question))", "\"statement\":\(quoted(statement))",
      "\"columns\":\(AnswerTableFormats.json(.list(columns.map { .text($0) })))",
      "\"rows\":[\n\(rows.map { AnswerTableFormats.jsonRow(columns, $0) }.joined(separator: ",\n"))\n]",
      "\"evidence\":[\n\(proofs.joined(separator: ",\n"))\n]",
    ]
    return "{" + lines.joined(separator: ",\n") + "}\n"
  }

  private func drawn(
    as format: MapFormat, _ limits: MapLimits, _ diagnostics: inout [Diagnostic]
  ) throws(DiagnosticFailure) -> [UInt8] {
    let drawing = try graph.draw(relationships, question: question, as: format, limits: limits)
    diagnostics += drawing.diagnostics
    return drawing.bytes
  }
}
