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

  /// The format that a word names: by its name, or by the suffix of its files.
  ///
  /// - Throws: `command.unknown-format`, with the nearest name.
  public static func named(_ word: String) throws(Problem) -> DataFormat {
    let lower = word.lowercased()
    if let format = DataFormat(name: lower) ?? FileFormat(suffix: lower).map({ DataFormat($0) }) {
      return format
    }
    let names = all.map(\.name)
    throw Problem(
      "command.unknown-format", "there is no format '\(word)'",
      hints: [Suggestions.hint(for: lower, in: names) ?? "formats are \(names.joined(separator: ", "))"])
  }

  /// The format in which a file is to be written, by its suffix.
  ///
  /// - Throws: `command.unknown-suffix`, with the nearest suffix.
  public static func written(to path: String) throws(Problem) -> DataFormat {
    if let format = DataFormat(path: path) { return format }
    let suffix = WorkspacePath.suffix(of: path)
    let near = Suggestions.nearest(
      to: suffix, in: FileFormat.allCases.filter(\.isWritten).flatMap(\.suffixes), limit: 1)
    throw Problem(
      "command.unknown-suffix", "the suffix of '\(path)' names no format that can be written",
      hints: [
        near.first.map { "did you mean '\(path.dropLast(suffix.utf8.count))\($0)'?" }
          ?? "give --format with one of \(written.map(\.name).joined(separator: ", "))"
      ])
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
