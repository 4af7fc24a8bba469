/// The forms that a report is published in.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// Markdown with linked SVG files and tables.
  case markdown
  /// One HTML page that needs no other file, no network and no script.
  case html

  /// The form that a file name asks for by its suffix; nil when it names none.
  ///
  /// - Parameter path: A file name such as `briefing.html`.
  public init?(path: String) {
    switch WorkspacePath.suffix(of: path) {
    case "md", "markdown": self = .markdown
    case "html", "htm": self = .html
    default: return nil
    }
  }
}

/// How a report is read.
public struct ReportOptions: Sendable {
  /// Files and folders outside the report's folder that it may read.
  public var allowed: [String] = []
  /// Whether HTML in the Markdown text comes through to an HTML page; else it is dropped.
  public var allowsRawHTML = false
  /// The graph of blocks that name none, where the report's head names none either.
  public var graph: String?
  /// What each question may take.
  public var limits = QueryLimits()
  /// What drawing one map may take.
  public var drawingLimits = MapLimits()

  /// The defaults: nothing outside, no raw HTML.
  public init() {}
}

/// A file of a report, ready to be written.
public struct ReportFile: Sendable, Equatable {
  /// The path.
  public let path: String
  /// The bytes.
  public let bytes: [UInt8]

  /// Joins a path and bytes.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
