package import Diagnostics

extension FileFormat {
  /// The format of a file, by its content first and its name's suffix second.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - suffix: The suffix of its name, in lower case; empty when there is none.
  /// - Returns: The format; a graph file in YAML when nothing else fits.
  /// - Complexity: O(bytes) for JSON without a telling suffix, O(1) otherwise.
  package static func detect(_ source: SourceText, suffix: String) -> FileFormat {
    let bytes = source.bytes
    if bytes.starts(with: Array("SQLite format 3\0".utf8)) { return .sqlite }
    let head = Head(bytes)
    switch FileFormat(suffix: suffix) {
    case .json?, .jsonLines?, .cytoscape?, .jsonGraphFormat?: return json(source, head, suffix)
    case .yaml?: return .yaml
    case .csv?, .tsv?: return table(head, suffix) ?? (suffix == "csv" ? .csv : .tsv)
    case let known?: return known
    case nil: break
    }
    if suffix == "xml", let format = xml(head) { return format }
    if head.first == UInt8(ascii: "<"), let format = xml(head) { return format }
    if head.first == UInt8(ascii: "{") || suffix == "cyjs" { return json(source, head, suffix) }
    if let format = table(head, suffix) { return format }
    if head.begins(with: ["digraph", "graph {", "strict ", "graph \"", "graph G"]) { return .dot }
    if head.begins(with: ["@prefix", "@base", "PREFIX "]) { return .turtle }
    if head.begins(with: ["CREATE ", "MERGE ", "CREATE CONSTRAINT"]) { return .cypher }
    return .yaml
  }

  /// The beginning of a text.
  struct Head {
    let first: UInt8?
    let text: String
    /// The first line.
    let line: String

    init(_ bytes: [UInt8]) {
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let head = TableDialect.separatorLine(of: Array(bytes.prefix(16)))?.end ?? start
      let body = bytes[head...].prefix(4_096).drop { $0 <= 0x20 }
      first = body.first
      text = String(decoding: body, as: UTF8.self)
      line = String(decoding: body.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }

    func begins(with words: [String]) -> Bool { words.contains { text.hasPrefix($0) } }
  }

  private static func xml(_ head: Head) -> FileFormat? {
    if head.text.contains("<graphml") { return .graphML }
    if head.text.contains("<gexf") { return .gexf }
    return nil
  }

  /// Event data are told by their columns; other tables only by their suffix or a header with both ends.
  private static func table(_ head: Head, _ suffix: String) -> FileFormat? {
    let cells = head.line.split(separator: "\t", omittingEmptySubsequences: false)
    if cells.count == 61, cells[0].allSatisfy(\.isNumber), cells[1].count == 8 { return .gdelt }
    if cells.contains("CAMEO Code"), cells.contains("Source Name") { return .icews }
    if cells.contains("Event Type"), cells.contains("Actor Name") || cells.contains("Event Mode") {
      return .polecat
    }
    guard FileFormat(suffix: suffix) == nil, !head.line.contains(":\u{20}"), head.line.last != ":" else {
      return nil
    }
    let lower = head.line.lowercased()
    let names = lower.split { "\t,;|".contains($0) }
    let hasEnds =
      names.contains { ["subject", "source", ":start_id"].contains($0) }
      && names.contains { ["object", "target", ":end_id"].contains($0) }
    return hasEnds ? (head.line.contains("\t") ? .tsv : .csv) : nil
  }

  private static func json(_ source: SourceText, _ head: Head, _ suffix: String) -> FileFormat {
    // Two objects on lines of their own are JSON Lines, whatever the suffix.
    let lines = JSONLinesText.firstLines(of: source, limit: 2)
    let isOneALine =
      suffix == "jsonl" || suffix == "ndjson"
      || lines.allSatisfy { (try? JSONParser.value(in: source, range: $0))?.members != nil }
        && lines.count == 2
    if isOneALine {
      let first = lines.first.flatMap { try? JSONParser.value(in: source, range: $0) }
      return first?["schema"] != nil && first?["properties"]?.members != nil && first?["id"] != nil
        ? .followTheMoney : .jsonLines
    }
    guard let node = try? JSONParser.value(in: source) else { return FileFormat(suffix: suffix) ?? .json }
    if node["schema"] != nil, node["properties"]?.members != nil, node["id"] != nil { return .followTheMoney }
    if node["subject"] != nil, node["relation"] != nil { return .jsonLines }
    if node["relations"] != nil { return .json }
    return JSONGraphReader.form(of: node) ?? FileFormat(suffix: suffix) ?? .json
  }
}
