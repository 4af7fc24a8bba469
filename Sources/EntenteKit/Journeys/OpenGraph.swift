public import Diagnostics
import GraphCore
import GraphFormats
import Vocabulary

extension KnowledgeGraph {
  /// Reads graph files and files in any other format that is read, checks them, and makes one graph of all.
  ///
  /// - Parameters:
  ///   - paths: The files, in the order in which conflicts between them are told.
  ///   - schema: A schema file to use whatever the graphs name; nil leaves it to them.
  ///   - workspace: Where the files are.
  ///   - options: How files that are no graph files are read.
  ///   - progress: Where to note how far reading has come.
  /// - Returns: The graph; what is odd but not wrong is in ``warnings``.
  /// - Throws: Every mistake of every file at once, each with its place.
  /// - Complexity: O(n log n) in the size of the files.
  public static func open(
    _ paths: [String], schema: String? = nil, in workspace: any Workspace = DiskWorkspace(),
    options: ReadOptions = ReadOptions(), progress: Progress? = nil
  ) throws(DiagnosticFailure) -> KnowledgeGraph {
    let reading = GraphReading(paths, schema: schema, in: workspace, options: options, progress: progress)
    guard var graph = reading.graph else { throw DiagnosticFailure(reading.diagnostics) }
    graph.origin = GraphOrigin(
      paths: paths, schema: schema, snapshot: graph.snapshot, warnings: graph.warnings)
    return graph
  }
}

/// Files as read: a graph when nothing is wrong, and in any case what was found.
struct GraphReading {
  /// The graph; nil when there are errors that are not let pass.
  private(set) var graph: KnowledgeGraph?

  /// Everything found, sorted by file and place.
  private(set) var diagnostics: [Diagnostic] = []

  /// Whether every file could be opened.
  private(set) var couldRead = true

  /// What came of records that were read from formats that are no graph files.
  private(set) var counts = ImportCounts()

  /// The names of files that are no graph files.
  private(set) var importedNames: Set<String> = []

  /// Reads files.
  ///
  /// - Parameters:
  ///   - paths: The files, in the order in which conflicts between them are told.
  ///   - schema: A schema file to use whatever the graphs name.
  ///   - workspace: Where the files are.
  ///   - options: How files that are no graph files are read.
  ///   - isLenient: Whether rows and records of such files that are wrong are left out of the graph; otherwise there
  ///     is no graph then.
  ///   - progress: Where to note how far reading has come.
  init(
    _ paths: [String], schema: String?, in workspace: any Workspace, options: ReadOptions = ReadOptions(),
    isLenient: Bool = false, progress: Progress? = nil
  ) {
    var bag = DiagnosticBag(limit: isLenient ? 1_000_000 : 1_000)
    defer {
      diagnostics = bag.sorted
      graph?.workspace = workspace
    }
    let resolver = WorkspaceResolver(workspace: workspace)
    progress?.begin("reading \(paths.joined(separator: ", "))")
    var files: [NamedFile] = []
    var seen: Set<String> = []
    for path in paths where seen.insert(workspace.canonicalPath(path)).inserted {
      do throws(Problem) {
        files.append(try resolver.file(path))
      } catch {
        bag.report(resolver.missing(path, error))
      }
    }
    var given: Schema?
    if let schema {
      do throws(Problem) {
        given = BuiltInSchema.read(try resolver.source(schema), reporting: &bag)
      } catch {
        bag.report(resolver.missing(schema, error))
      }
    }
    for file in files { if let other = file.binaryProblem { bag.report(other) } }
    couldRead = !bag.hasErrors
    guard couldRead else { return }
    if let file = files.first(where: \.isPacked) {
      readPacked(file, of: files.count, hasSchema: given != nil, reporting: &bag)
      return
    }
    if files.count == 1, given == nil, options.columns.isEmpty, options.columnFiles.isEmpty,
      options.format == nil,
      EventTableReader.recognizes(files[0].bytes.array)
    {
      readEvents(files[0], isLenient: isLenient, reporting: &bag)
      return
    }
    if files.count == 1, given == nil, readTable(files[0], options, isLenient: isLenient, reporting: &bag) {
      return
    }
    let texts = files.map { (path: $0.path, source: $0.text) }
    files = []
    var inputs = self.inputs(texts, options, hasSchema: given != nil, progress, reporting: &bag)
    guard inputs.count == texts.count else { return }
    var builder = GraphBuilder(schema: given)
    let set = GraphFileLoader.load(inputs, schema: given, resolver: resolver, reporting: &bag)
    inputs = []
    let index = GraphAssembler.assemble(
      consume set, into: &builder, reporting: &bag,
      policy: ImportPolicy(createsMissing: options.createsMissing),
      progress: { done, total in progress?.note("checking", done, of: total, "relations") })
    counts = index.counts
    let isStopped = bag.diagnostics.contains { $0.severity == .error && !(isLenient && isImported($0)) }
    if !isStopped {
      graph = KnowledgeGraph(snapshot: builder.freeze(), index: index, warnings: bag.sorted)
    }
  }

  /// Whether a diagnostic is about a file that is no graph file.
  func isImported(_ diagnostic: Diagnostic) -> Bool {
    diagnostic.place.map { importedNames.contains($0.source.name) } ?? false
  }

  /// A large table of events goes around documents, into the graph.
  private mutating func readEvents(
    _ table: NamedFile, isLenient: Bool, reporting bag: inout DiagnosticBag
  ) {
    importedNames = [table.name]
    let snapshot = EventTableReader.read(table.bytes.array, named: table.name, reporting: &bag)
    counts.rejectedRecords = bag.diagnostics.count + bag.droppedCount
    counts.readClaims = snapshot.relationshipCount
    counts.createdEntities = snapshot.nodeCount
    counts.untypedEntities = snapshot.nodeCount
    guard isLenient || !bag.hasErrors else { return }
    graph = KnowledgeGraph(snapshot: snapshot, index: GraphFileIndex(), warnings: bag.sorted)
  }

  /// A packed graph is used where it lies.
  private mutating func readPacked(
    _ file: NamedFile, of count: Int, hasSchema: Bool, reporting bag: inout DiagnosticBag
  ) {
    if count > 1 {
      bag.report(
        Diagnostic(
          .error, "packed.not-merged", "'\(file.name)' is a packed graph, which is read by itself",
          hints: ["give it alone, or pack all files it was made of together with the others"]))
    }
    if hasSchema {
      bag.report(
        Diagnostic(
          .error, "packed.schema",
          "'\(file.name)' is a packed graph, which keeps the schema it was packed with",
          hints: ["leave out --schema, or give it when you pack"]))
    }
    if bag.hasErrors { return }
    do throws(Problem) {
      let snapshot = try PackedGraph.open(file.bytes.memory, named: file.name)
      graph = KnowledgeGraph(snapshot: snapshot, index: GraphFileIndex(), warnings: bag.sorted)
    } catch {
      bag.report(error.diagnostic)
    }
  }

  /// Reads a table of claims without making records of its rows; false when it is another file.
  private mutating func readTable(
    _ file: NamedFile, _ options: ReadOptions, isLenient: Bool, reporting bag: inout DiagnosticBag
  ) -> Bool {
    guard let bridge = try? FormatBridge(options, hasSchema: false) else { return false }
    let bytes = file.bytes.array
    guard let read = bridge.bulkGraph(bytes, named: file.name, path: file.path, reporting: &bag) else {
      return false
    }
    importedNames = [file.name]
    counts = read.counts
    guard isLenient || !bag.hasErrors else { return true }
    graph = KnowledgeGraph(snapshot: read.graph, index: GraphFileIndex(), warnings: bag.sorted)
    return true
  }

  /// What each file says; files that cannot be read at all are missing, and were reported.
  private mutating func inputs(
    _ files: [(path: String, source: SourceText)], _ options: ReadOptions, hasSchema: Bool,
    _ progress: Progress?, reporting bag: inout DiagnosticBag
  ) -> [GraphInput] {
    var bridge: FormatBridge
    do throws(Diagnostic) {
      bridge = try FormatBridge(options, hasSchema: hasSchema)
    } catch {
      bag.report(error)
      return []
    }
    bridge.progress = progress
    var inputs: [GraphInput] = []
    for (path, source) in files {
      let format = bridge.format(of: source, path: path)
      if format == .yaml {
        inputs.append(.graphFile(source))
        continue
      }
      let text = SourceText.inUTF8(source)
      guard let document = bridge.document(text, as: format, reporting: &bag) else { continue }
      importedNames.insert(text.name)
      inputs.append(.imported(document))
    }
    return inputs
  }
}

/// A file as a command names it.
struct NamedFile {
  let path: String
  let bytes: FileBytes

  /// What messages call it.
  var name: String { path == "-" ? "standard input" : path }

  /// Whether it is a packed graph, whatever it is called.
  var isPacked: Bool { PackedGraph.recognizes(bytes.array) }

  /// What to do about a file that is compressed, or of a program whose files are not read; nil for all others.
  var binaryProblem: Diagnostic? {
    let kinds: [(magic: [UInt8], what: String, hint: String)] = [
      ([0x1F, 0x8B], "compressed by gzip", "unpack it: gunzip -c FILE | entente convert - --from FORMAT …"),
      (
        [0x50, 0x4B, 0x03, 0x04], "a zip archive or a spreadsheet",
        "unpack it, or save the sheet as CSV in UTF-8"
      ),
      ([0xD0, 0xCF, 0x11, 0xE0], "a file of Microsoft Office", "save the sheet as CSV in UTF-8"),
      (
        [0x42, 0x5A, 0x68], "compressed by bzip2",
        "unpack it: bunzip2 -c FILE | entente convert - --from FORMAT …"
      ),
      (
        [0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed by xz",
        "unpack it: xz -dc FILE | entente convert - --from FORMAT …"
      ),
      (
        [0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd",
        "unpack it: zstd -dc FILE | entente convert - --from FORMAT …"
      ),
      (Array("%PDF-".utf8), "a PDF document", "write down in a graph file what it says"),
    ]
    let head = bytes.array.part(0..<min(bytes.array.count, 8))
    guard let kind = kinds.first(where: { head.starts(with: $0.magic) }) else { return nil }
    return Diagnostic(.error, "file.not-text", "'\(name)' is \(kind.what)", hints: [kind.hint])
  }

  /// The file as a text.
  var text: SourceText { SourceText(name: name, bytes: bytes.bytes) }
}

extension SourceText {
  /// The same text in UTF-8.
  fileprivate static func inUTF8(_ source: SourceText) -> SourceText {
    let bytes = TextEncoding.utf8(source.bytes)
    return bytes.count == source.bytes.count ? source : SourceText(name: source.name, bytes: bytes)
  }
}

/// Looks up what graph files name: the files they include and their schemas.
struct WorkspaceResolver: GraphFileResolver {
  let workspace: any Workspace

  /// A file, named as the user named it.
  func file(_ path: String) throws(Problem) -> NamedFile {
    NamedFile(path: path, bytes: try workspace.map(path))
  }

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
    return BuiltInSchema.read(text, reporting: &bag)
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
