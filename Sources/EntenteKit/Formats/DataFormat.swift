public import Diagnostics
package import GraphFormats

/// A format of files that graphs are read from and written to, such as `csv`, `graphml` or `jsonl`.
public struct DataFormat: Sendable, Hashable, CustomStringConvertible {
  package let format: FileFormat

  package init(_ format: FileFormat) { self.format = format }

  /// The format of that name; nil when there is none.
  public init?(name: String) {
    guard let format = FileFormat(rawValue: name) else { return nil }
    self.format = format
  }

  /// The format that a file name asks for by its suffix; nil when it names none.
  ///
  /// - Parameter path: A file name such as `graph.graphml`.
  public init?(path: String) {
    guard let format = FileFormat(suffix: WorkspacePath.suffix(of: path)) else { return nil }
    self.format = format
  }

  /// Its name, as the options `--from` and `--format` take it.
  public var name: String { format.rawValue }

  /// Its name for people: `GraphML`.
  public var title: String { format.title }

  /// Its name.
  public var description: String { name }

  /// Whether graphs are read from it.
  public var isRead: Bool { format.isRead }

  /// Whether graphs are written to it.
  public var isWritten: Bool { format.isWritten }

  /// All formats.
  public static let all: [DataFormat] = FileFormat.allCases.map { DataFormat($0) }

  /// The formats that graphs are read from.
  public static let read: [DataFormat] = all.filter(\.isRead)

  /// The formats that graphs are written to.
  public static let written: [DataFormat] = all.filter(\.isWritten)
}

/// How files that are no graph files are read.
public struct ReadOptions: Sendable {
  /// The format of all files; nil finds it out for each by its content and its suffix.
  public var format: DataFormat?

  /// Which column of a table is which: `subject=Source,object=Target,relation=Type`, or one assignment a line.
  ///
  /// A value in single quotes stands for itself in every row. Empty: the header tells.
  public var columns = ""

  /// Files with such assignments, one a line; a line that begins with `#` is a remark.
  public var columnFiles: [SourceText] = []

  /// Whether entities and sources that are named and nowhere declared are made; otherwise they are errors.
  public var createsMissing = true

  /// The usual way.
  public init() {}
}
