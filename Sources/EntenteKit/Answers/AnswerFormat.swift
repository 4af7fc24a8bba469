/// A form in which an answer can be written.
public enum AnswerFormat: String, Sendable, CaseIterable {
  /// Aligned columns for a terminal.
  case table
  /// A Markdown (GFM) table.
  case markdown
  /// Comma-separated values (RFC 4180, line feeds).
  case csv
  /// One JSON object with columns, rows and the relations that prove them.
  case json
  /// One JSON object a row.
  case jsonl
  /// The relations that prove the answer, as a Graphviz graph.
  case dot
  /// The relations that prove the answer, as a map.
  case svg
  /// An HTML table.
  case html

  /// The form that a file name asks for by its suffix; nil when it names none.
  ///
  /// - Parameter path: A file name such as `answer.csv`.
  public init?(path: String) {
    switch WorkspacePath.suffix(of: path) {
    case "txt": self = .table
    case "md", "markdown": self = .markdown
    case "csv": self = .csv
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonl
    case "dot", "gv": self = .dot
    case "svg": self = .svg
    case "html", "htm": self = .html
    default: return nil
    }
  }
}
