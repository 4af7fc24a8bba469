public import Diagnostics
import GraphCore
import GraphFormats
import QuerySyntax

/// Where a graph was read from.
struct GraphOrigin: Sendable {
  /// The files that were given.
  let paths: [String]
  /// The schema file that was given.
  let schema: String?
  /// The graph as the files say it.
  let snapshot: GraphSnapshot
  /// What was odd about the files.
  let warnings: [Diagnostic]
}

/// A statement that changed a graph.
struct WritingStatement: Sendable {
  let query: Query
  let source: SourceText
}

/// Graph files with the changes of statements put into them, checked but not yet written.
///
/// ``KnowledgeGraph/edits(in:)`` makes them, ``write(in:)`` writes them.
public struct GraphEdits: Sendable {
  /// A file before and after.
  public struct File: Sendable {
    /// Its name.
    public let path: String
    /// The bytes that were read.
    public let before: [UInt8]
    /// The bytes to write.
    public let after: [UInt8]
  }

  /// The files that change.
  public let files: [File]
  /// The graph, read again from the changed files.
  public let graph: KnowledgeGraph
  /// What is odd, but not wrong, about what was added.
  public let diagnostics: [Diagnostic]
  /// What changes, in words: `1 entity and 2 relations added, 1 relation changed`; empty when nothing does.
  public let summary: String

  /// The changes as a unified difference with three lines of context; empty when nothing changes.
  ///
  /// - Complexity: O(lines × changed lines).
  public var difference: String {
    files.map { file in
      UnifiedDifference.text(
        from: String(decoding: file.before, as: UTF8.self), to: String(decoding: file.after, as: UTF8.self),
        name: file.path)
    }.joined()
  }

  /// Writes all files, or none.
  ///
  /// - Parameter workspace: Where the files are.
  /// - Throws: `write.changed-meanwhile` when a file is not what was read any more; a `file.…` problem when one cannot
  ///   be written.
  public func write(in workspace: any Workspace = DiskWorkspace()) throws(Problem) {
    for file in files where try workspace.read(file.path) != file.before {
      throw Problem(
        "write.changed-meanwhile", "'\(file.path)' has changed since it was read",
        hints: ["run the statement again on the file as it is now"])
    }
    try workspace.write(all: files.map { ($0.path, $0.after) })
  }
}

extension KnowledgeGraph {
  /// Whether statements have changed the graph since it was read or saved.
  public var hasUnsavedChanges: Bool { !statements.isEmpty }

  /// Puts what statements changed back into the files that the graph was read from.
  ///
  /// Only what changed is touched; comments and layout stay. The changed files are read again, with all checks that
  /// `check` makes, and must say exactly what the changed graph says.
  ///
  /// - Parameter workspace: Where the files are.
  /// - Returns: The changed files, not yet written, and the graph that they hold.
  /// - Throws: What the schema, the sources or the files forbid, with places in the statements.
  /// - Complexity: O(n log n) in the size of the files.
  public func edits(in workspace: any Workspace = DiskWorkspace()) throws(DiagnosticFailure) -> GraphEdits {
    guard let origin else {
      throw refusal(Problem("write.no-file", "this graph was not read from a file"))
    }
    if index.files.isEmpty || index.hasImports {
      throw refusal(
        Problem(
          "write.no-file", "'\(origin.paths.joined(separator: "', '"))' cannot be written back",
          hints: [
            "only graph files in YAML are changed in place; 'entente convert' makes one of any other format"
          ]))
    }
    let places = StatementPlaces(statements)
    let difference: GraphDifference
    let patches: [PatchedText]
    do throws(RecordProblem) {
      difference = try GraphDifference(from: origin.snapshot, to: snapshot)
      patches = try GraphFilePatches.make(difference, index: index)
    } catch {
      let place = places.place(of: error.word, for: error.subject)
      let problem = error.problem
      throw refused([
        Diagnostic(.error, problem.code, problem.message, at: place, hints: problem.hints)
      ])
    }
    if patches.contains(where: { $0.before.name == "standard input" }) {
      throw refusal(Problem("write.no-file", "standard input cannot be written back"))
    }
    let texts = OverlaidWorkspace(
      base: workspace,
      texts: Dictionary(patches.map { (workspace.canonicalPath($0.before.name), $0.after.bytes) }) { $1 })
    let reading = GraphReading(origin.paths, schema: origin.schema, in: texts)
    guard var graph = reading.graph else {
      let translation = EditTranslation(patches: patches, places: places)
      throw refused(translation.translated(reading.diagnostics.filter { $0.severity == .error }))
    }
    try compare(difference, with: graph, places)
    graph.origin = GraphOrigin(
      paths: origin.paths, schema: origin.schema, snapshot: graph.snapshot, warnings: reading.diagnostics)
    graph = graph.with(procedures)
    let known = Set(origin.warnings.map(Self.key))
    return GraphEdits(
      files: patches.map { .init(path: $0.before.name, before: $0.before.bytes, after: $0.after.bytes) },
      graph: graph, diagnostics: reading.diagnostics.filter { !known.contains(Self.key(of: $0)) },
      summary: Self.summary(difference))
  }

  private static func key(of diagnostic: Diagnostic) -> String { diagnostic.code + " " + diagnostic.message }

  /// The files read again must say what the graph says: no difference is small enough to write.
  private func compare(
    _ difference: GraphDifference, with graph: KnowledgeGraph, _ places: StatementPlaces
  ) throws(DiagnosticFailure) {
    var counts: [FileRecord: Int] = [:]
    for record in difference.records { counts[record, default: 0] += 1 }
    for record in (try? GraphDifference.records(of: graph.snapshot)) ?? [] { counts[record, default: 0] -= 1 }
    let other = difference.records.first { counts[$0] != 0 }
    let isSame = counts.values.allSatisfy { $0 == 0 } && graph.snapshot.description == snapshot.description
    guard !isSame else { return }
    let what = other.map { "the \($0.kind.noun) '\($0.key)'" } ?? "the graph"
    throw refused([
      Diagnostic(
        .error, "write.differs", "read again, the changed files would not say the same about \(what)",
        at: places.place(of: nil, for: nil),
        hints: ["make this change by hand"])
    ])
  }

  private func refusal(_ problem: Problem) -> DiagnosticFailure {
    let place = StatementPlaces(statements).place(of: nil, for: nil)
    return refused([Diagnostic(.error, problem.code, problem.message, at: place, hints: problem.hints)])
  }

  private func refused(_ errors: [Diagnostic]) -> DiagnosticFailure {
    DiagnosticFailure(errors + [Diagnostic(.note, "write.refused", "no file was changed")])
  }

  private static func summary(_ difference: GraphDifference) -> String {
    func part(_ what: String, _ isMeant: (GraphDifference.Change) -> Bool) -> String? {
      let changes = difference.changes.filter(isMeant)
      let counts = [FileRecord.Kind.entity, .relation, .source].compactMap { kind -> String? in
        let count = changes.count { $0.kind == kind }
        return count == 0 ? nil : CheckReport.count(count, kind.noun)
      }
      guard let last = counts.last else { return nil }
      let list = counts.count == 1 ? last : counts.dropLast().joined(separator: ", ") + " and " + last
      return "\(list) \(what)"
    }
    return [
      part("added") { $0.old == nil }, part("changed") { $0.old != nil && $0.new != nil },
      part("removed") { $0.new == nil },
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

/// A workspace in which some files have other bytes than on disk.
private struct OverlaidWorkspace: Workspace {
  let base: any Workspace
  let texts: [String: [UInt8]]

  func read(_ path: String) throws(Problem) -> [UInt8] {
    if let bytes = texts[base.canonicalPath(path)] { return bytes }
    return try base.read(path)
  }

  func write(_ bytes: [UInt8], to path: String) throws(Problem) { try base.write(bytes, to: path) }

  func list(_ folder: String) throws(Problem) -> [String] { try base.list(folder) }

  func kind(of path: String) -> WorkspaceItemKind { base.kind(of: path) }

  func canonicalPath(_ path: String) -> String { base.canonicalPath(path) }
}
