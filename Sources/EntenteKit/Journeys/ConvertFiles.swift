public import Diagnostics
import GraphCore
import GraphFormats

/// What became of the records of files that are no graph files.
public struct ImportReport: Sendable, Equatable {
  /// Relations read.
  public let readRelations: Int
  /// Entities that the files declare.
  public let readEntities: Int
  /// Entities that are named and nowhere declared, made of their names.
  public let createdEntities: Int
  /// Sources that are cited and nowhere declared, made of their ids.
  public let createdSources: Int
  /// Relations that stand in several files and became one.
  public let merged: Int
  /// Relations that say the same as one before them in their file, and are kept.
  public let repeated: Int
  /// Relations, entities and lines that are left out, since something in them is wrong.
  public let rejected: Int

  init(_ counts: ImportCounts) {
    readRelations = counts.readClaims
    readEntities = counts.readEntities
    createdEntities = counts.createdEntities
    createdSources = counts.createdSources
    merged = counts.mergedClaims
    repeated = counts.repeatedClaims
    rejected = counts.rejectedClaims + counts.rejectedRecords
  }

  /// One line for people.
  public var summary: String {
    let count = CheckReport.count
    var parts = ["read \(count(readRelations, "relation")) and \(count(readEntities, "entity"))"]
    if createdEntities > 0 { parts.append("made \(count(createdEntities, "entity")) that nothing declares") }
    if createdSources > 0 { parts.append("made \(count(createdSources, "source")) that nothing declares") }
    if merged > 0 { parts.append("merged \(count(merged, "relation"))") }
    if repeated > 0 { parts.append("kept \(count(repeated, "relation")) that repeat another") }
    parts.append("rejected \(rejected)")
    return parts.joined(separator: ", ")
  }
}

/// A file in one of the formats that are written.
public struct ExportedFile: Sendable {
  /// What goes between the name and its suffix: empty of the main file, `entities` of a table of entities.
  public let part: String
  /// The bytes.
  public let bytes: [UInt8]

  /// The path of this file beside the main one: `out.csv` → `out.entities.csv`.
  public func path(beside main: String) -> String {
    guard !part.isEmpty else { return main }
    let name = WorkspacePath.name(of: main)
    let suffix = WorkspacePath.suffix(of: main)
    let stem = suffix.isEmpty ? name : String(name.dropLast(suffix.utf8.count + 1))
    let file = suffix.isEmpty ? "\(stem).\(part)" : "\(stem).\(part).\(name.suffix(suffix.utf8.count))"
    return WorkspacePath.join(WorkspacePath.folder(of: main), file)
  }
}

/// A graph in another format.
public struct ExportedGraph: Sendable {
  /// The files, the main one first.
  public let files: [ExportedFile]
  /// What the format has no place for, with counts.
  public let diagnostics: [Diagnostic]
}

/// A row or record that was left out, or a part of one.
public struct RejectedRecord: Sendable {
  /// Why, and where.
  public let diagnostic: Diagnostic
  /// The line as it stands in the file.
  public let text: String
}

/// Files read in whatever format they have, ready to be written in another.
public struct ImportedGraph: Sendable {
  /// The graph of all that is right.
  public let graph: KnowledgeGraph
  /// What became of the records of files that are no graph files; nil when all are graph files.
  public let report: ImportReport?
  /// What was found, errors of rejected records left out.
  public let diagnostics: [Diagnostic]
  /// What was left out, in the order of the files.
  public let rejected: [RejectedRecord]

  /// The rejected records as a table: file, line, column, code, reason, and the line itself.
  public func rejectedTable() -> [UInt8] {
    let rows = rejected.map { record in
      let place = record.diagnostic.place
      let location = place.map { $0.source.location(of: $0.span.lower) }
      return [
        AnswerValue.text(place?.source.name ?? ""), .integer(Int64(location?.line ?? 0)),
        .integer(Int64(location?.column ?? 0)), .text(record.diagnostic.code),
        .text(record.diagnostic.message),
        .text(record.text),
      ]
    }
    let columns = ["file", "line", "column", "code", "reason", "text"]
    return Array(AnswerTableFormats.csv(columns, rows).utf8)
  }
}

extension KnowledgeGraph {
  /// Reads files in any format; records of files that are no graph files are left out when they are wrong.
  ///
  /// - Parameters:
  ///   - paths: The files.
  ///   - schema: A schema file to use whatever the graphs name.
  ///   - workspace: Where the files are.
  ///   - options: How files that are no graph files are read.
  ///   - progress: Where to note how far reading has come.
  /// - Returns: The graph, with what was left out.
  /// - Throws: Every mistake of graph files, and files that cannot be read at all.
  public static func importing(
    _ paths: [String], schema: String? = nil, in workspace: any Workspace = DiskWorkspace(),
    options: ReadOptions = ReadOptions(), progress: Progress? = nil
  ) throws(DiagnosticFailure) -> ImportedGraph {
    let reading = GraphReading(
      paths, schema: schema, in: workspace, options: options, isLenient: true, progress: progress)
    guard let graph = reading.graph else { throw DiagnosticFailure(reading.diagnostics) }
    let errors = reading.diagnostics.filter { $0.severity == .error }
    let rejected = errors.map { diagnostic in
      let line = diagnostic.place.map { $0.source.line($0.source.location(of: $0.span.lower).line) } ?? ""
      return RejectedRecord(diagnostic: diagnostic, text: String(line.prefix(2_000)))
    }
    return ImportedGraph(
      graph: graph, report: reading.importedNames.isEmpty ? nil : ImportReport(reading.counts),
      diagnostics: reading.diagnostics.filter { $0.severity != .error }, rejected: rejected)
  }

  /// The graph in another format; nothing is written.
  ///
  /// - Parameter format: A format that is written.
  /// - Returns: The files, the same bytes for the same graph, with a warning that counts what the format has no
  ///   place for.
  /// - Throws: `convert.not-written` for a format that is only read; `memory.too-little` when the graph is too large
  ///   for this machine; `packed.damaged`.
  /// - Complexity: O(n) in the size of the graph, and O(n log n) for graph files.
  public func exported(as format: DataFormat) throws(DiagnosticFailure) -> ExportedGraph {
    guard format.isWritten else {
      let names = DataFormat.written.map(\.name).joined(separator: ", ")
      throw DiagnosticFailure([
        Diagnostic(
          .error, "convert.not-written", "\(format.title) is read, but not written",
          hints: ["formats that are written: \(names)"])
      ])
    }
    try MemoryNeed.converting.check(relationCount)
    try checkWhole()
    if format.format == .sqlite {
      do throws(Problem) {
        return ExportedGraph(
          files: [ExportedFile(part: "", bytes: try SQLiteFile.bytes(of: snapshot))], diagnostics: [])
      } catch {
        throw DiagnosticFailure([error.diagnostic])
      }
    }
    var bag = DiagnosticBag()
    let files = FormatWriting.files(for: snapshot, as: format.format, reporting: &bag)
    return ExportedGraph(
      files: files.map { ExportedFile(part: $0.part, bytes: $0.bytes) }, diagnostics: bag.sorted)
  }
}
