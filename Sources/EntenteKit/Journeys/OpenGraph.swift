public import Diagnostics
import GraphCore
import GraphFormats
import Vocabulary

extension KnowledgeGraph {
  /// Reads graph files, checks them, and makes one graph of all.
  ///
  /// - Parameters:
  ///   - paths: The files, in the order in which conflicts between them are told.
  ///   - schema: A schema file to use whatever the graphs name; nil leaves it to them.
  ///   - workspace: Where the files are.
  ///   - progress: Where to note how far reading has come.
  /// - Returns: The graph; what is odd but not wrong is in ``warnings``.
  /// - Throws: Every mistake of every file at once, each with its place.
  /// - Complexity: O(n log n) in the size of the files.
  public static func open(
    _ paths: [String], schema: String? = nil, in workspace: any Workspace = DiskWorkspace(),
    progress: Progress? = nil
  ) throws(DiagnosticFailure) -> KnowledgeGraph {
    let reading = GraphReading(paths, schema: schema, in: workspace, progress: progress)
    guard var graph = reading.graph else { throw DiagnosticFailure(reading.diagnostics) }
    graph.origin = GraphOrigin(
      paths: paths, schema: schema, snapshot: graph.snapshot, warnings: graph.warnings)
    return graph
  }
}

/// Graph files as read: a graph when nothing is wrong, and in any case what was found.
struct GraphReading {
  /// The graph; nil when there are errors.
  let graph: KnowledgeGraph?

  /// Everything found, sorted by file and place.
  let diagnostics: [Diagnostic]

  /// Whether every file could be opened.
  let couldRead: Bool

  init(_ paths: [String], schema: String?, in workspace: any Workspace, progress: Progress? = nil) {
    var bag = DiagnosticBag()
    let resolver = WorkspaceResolver(workspace: workspace)
    var sources: [SourceText] = []
    progress?.begin("reading \(paths.joined(separator: ", "))")
    var seen: Set<String> = []
    for path in paths where seen.insert(workspace.canonicalPath(path)).inserted {
      do throws(Problem) {
        sources.append(try resolver.source(path))
      } catch {
        bag.report(resolver.missing(path, error))
      }
    }
    var given: Schema?
    if let schema {
      do throws(Problem) {
        given = SchemaReader.read(try resolver.source(schema), reporting: &bag)
      } catch {
        bag.report(resolver.missing(schema, error))
      }
    }
    couldRead = !bag.hasErrors
    guard couldRead else {
      graph = nil
      diagnostics = bag.sorted
      return
    }
    if let table = sources.first(where: { EventTableReader.recognizes($0.bytes) }) {
      let snapshot = sources.count == 1 ? EventTableReader.read(table, reporting: &bag) : nil
      if sources.count > 1 { bag.report(Self.cannotMerge(table)) }
      diagnostics = bag.sorted
      graph =
        bag.hasErrors
        ? nil : snapshot.map { KnowledgeGraph(snapshot: $0, index: GraphFileIndex(), warnings: bag.sorted) }
      return
    }
    var builder = GraphBuilder(schema: given)
    let index = GraphFileReader.read(
      sources, schema: given, resolver: resolver, into: &builder, reporting: &bag,
      progress: { done, total in progress?.note("checking", done, of: total, "relations") })
    diagnostics = bag.sorted
    if bag.hasErrors {
      graph = nil
    } else {
      graph = KnowledgeGraph(snapshot: builder.freeze(), index: index, warnings: diagnostics)
    }
  }
}

extension GraphReading {
  private static func cannotMerge(_ table: SourceText) -> Diagnostic {
    .error(
      "table.not-merged", "an event table is read by itself, not together with other files", in: table,
      at: SourceSpan(0, UInt32(EventTableReader.header.utf8.count)), hints: ["give the event table alone"])
  }
}

/// Looks up what graph files name: the files they include and their schemas.
struct WorkspaceResolver: GraphFileResolver {
  let workspace: any Workspace

  /// The text of a file, named as the user named it.
  func source(_ path: String) throws(Problem) -> SourceText {
    SourceText(name: path == "-" ? "standard input" : path, bytes: try workspace.read(path))
  }

  func include(_ path: String, from source: SourceText) throws(Problem) -> SourceText {
    let including = source.name == "standard input" ? "./-" : source.name
    let project = SchemaLocator(workspace: workspace).projectFolder(of: including)
    let joined = WorkspacePath.normalized(WorkspacePath.join(WorkspacePath.folder(of: including), path))
    guard WorkspacePath.isInside(workspace.canonicalPath(joined), project) else {
      throw Problem(
        "file.outside-project", "'\(path)' lies outside the project's folder",
        hints: ["only files below '\(project)' can be included"])
    }
    return try self.source(joined)
  }

  func schema(
    named name: String, from source: SourceText, reporting bag: inout DiagnosticBag
  ) throws(Problem) -> Schema? {
    let path = source.name == "standard input" ? "./-" : source.name
    let text = try SchemaLocator(workspace: workspace).schema(named: name, for: path)
    return SchemaReader.read(text, reporting: &bag)
  }

  /// A file that could not be read, with the nearest name in its folder.
  func missing(_ path: String, _ problem: Problem) -> Diagnostic {
    var diagnostic = problem.diagnostic
    guard problem.code == "file.not-found" else { return diagnostic }
    let folder = WorkspacePath.folder(of: path)
    guard let names = try? workspace.list(folder) else { return diagnostic }
    if let name = Suggestions.nearest(to: WorkspacePath.name(of: path), in: names, limit: 1).first {
      diagnostic.hints.append("did you mean '\(WorkspacePath.join(folder, name))'?")
    }
    return diagnostic
  }
}
