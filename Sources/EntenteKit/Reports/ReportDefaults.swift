import Diagnostics
import Reports
import Vocabulary

/// What the YAML at the head of a report says: defaults of its blocks, and title, author, date, language.
struct ReportDefaults {
  var graph: ReportDefault?
  var schema: ReportDefault?
  var theme: ReportDefault?
  var asOf: ReportDefault?
  var head = ReportHead()

  /// Reads the head; all of our keys may stand under one key `entente`, and then only these count.
  init(_ template: ReportTemplate, reporting bag: inout DiagnosticBag) {
    head.generator = "entente \(ToolVersion.number)"
    guard let span = template.frontMatter else { return }
    // Blanks in place of all else: places in the YAML are places in the report.
    let bytes = template.source.bytes.enumerated().map { index, byte -> UInt8 in
      let isInside = index >= Int(span.lower) && index < Int(span.upper)
      return isInside || byte == 0x0A || byte == 0x0D ? byte : 0x20
    }
    let source = SourceText(name: template.source.name, bytes: bytes)
    var found = DiagnosticBag()
    let tree = YAMLReader.read(source, reporting: &found)
    bag.report(contentsOf: found)
    guard let tree, !found.hasErrors else { return }
    head.title = tree["title"]?.text
    head.author = tree["author"]?.text ?? tree["author"]?.items?.compactMap(\.text).joined(separator: ", ")
    head.date = tree["date"]?.text
    head.language = tree["lang"]?.text ?? "en"
    let ours = tree["entente"] ?? tree
    func value(_ key: String) -> ReportDefault? {
      guard let node = ours[key] else { return nil }
      let text = node.text ?? node.items?.compactMap(\.text).joined(separator: " ") ?? ""
      return ReportDefault(text: text, span: node.span)
    }
    graph = value("graph")
    schema = value("schema")
    asOf = value("as-of") ?? value("as_of")
    theme = value("theme")
    // Other programs have themes, too; a bare one counts only if it is one of ours.
    if tree["entente"] == nil, let name = theme?.text, MapThemeName(rawValue: name) == nil { theme = nil }
    guard let pairs = tree["entente"]?.pairs else { return }
    let known = ["graph", "schema", "theme", "as-of", "as_of"]
    for pair in pairs where !known.contains(pair.key.text ?? "") {
      bag.report(
        .warning(
          "report.setting", "'\(pair.key.text ?? "")' is no default of a report", in: template.source,
          at: pair.key.span, hints: ["there are: graph, schema, theme, as-of"]))
    }
  }
}

/// A default and where it stands.
struct ReportDefault {
  let text: String
  let span: SourceSpan
}
