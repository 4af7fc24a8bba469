package import Diagnostics
package import GraphCore
package import Vocabulary

/// Where a graph file's includes and schema come from; only the host knows about folders.
package protocol GraphFileResolver {
  /// The text of an included file.
  ///
  /// - Parameters:
  ///   - path: What stands after `include:`.
  ///   - source: The file that includes.
  /// - Returns: The text; its name tells files apart, so one file must always get one name.
  /// - Throws: A problem when there is no such file, or it lies outside the project.
  func include(_ path: String, from source: SourceText) throws(Problem) -> SourceText

  /// A schema.
  ///
  /// - Parameters:
  ///   - name: What stands after `schema:`.
  ///   - source: The file that names it.
  ///   - bag: Where mistakes in the schema's own file go.
  /// - Returns: The schema; nil when its file has mistakes, which were reported.
  /// - Throws: A problem when there is no such schema.
  func schema(
    named name: String, from source: SourceText, reporting bag: inout DiagnosticBag
  ) throws(Problem) -> Schema?
}

/// Files read together, the included ones before the one that includes them, each once.
package struct GraphFileSet: Sendable {
  /// One file.
  package struct Member: Sendable {
    /// What it says.
    package var document: GraphDocument
    /// Whether it was reached by `include:` only.
    package let isIncluded: Bool
  }

  /// The files.
  package var members: [Member] = []
  /// The schema that they follow; nil when no file names one.
  package var schema: Schema?
  /// Whether a schema was named that could not be had: then nothing that needs one is checked.
  package var isSchemaMissing = false

  /// No files.
  package init() {}

  /// Documents that were made in code.
  package init(documents: [GraphDocument], schema: Schema?) {
    members = documents.map { Member(document: $0, isIncluded: false) }
    self.schema = schema
  }
}

/// Reads files with what they include.
package struct GraphFileLoader {
  private let resolver: any GraphFileResolver
  private var set = GraphFileSet()
  private var known: Set<String> = []
  private var stack: [String] = []
  private var schemaName: PlacedText?
  private let isSchemaGiven: Bool

  private init(_ resolver: any GraphFileResolver, schema: Schema?) {
    self.resolver = resolver
    isSchemaGiven = schema != nil
    set.schema = schema
  }

  /// The most files that include one another in a chain.
  private static let depthLimit = 100

  /// Reads files and all that they include.
  ///
  /// - Parameters:
  ///   - sources: The files to read.
  ///   - schema: The schema to use whatever the files say; nil leaves it to them.
  ///   - resolver: Where includes and schemas come from.
  ///   - bag: Where mistakes go.
  /// - Returns: What could be read.
  package static func load(
    _ sources: [SourceText], schema: Schema? = nil, resolver: any GraphFileResolver,
    reporting bag: inout DiagnosticBag
  ) -> GraphFileSet {
    load(sources.map { .graphFile($0) }, schema: schema, resolver: resolver, reporting: &bag)
  }

  /// Reads graph files with all that they include, and joins them with documents read from other formats.
  ///
  /// - Parameters:
  ///   - inputs: What to read, in order.
  ///   - schema: The schema to use whatever the files say; nil leaves it to them.
  ///   - resolver: Where includes and schemas come from.
  ///   - bag: Where mistakes go.
  /// - Returns: What could be read.
  package static func load(
    _ inputs: [GraphInput], schema: Schema?, resolver: any GraphFileResolver,
    reporting bag: inout DiagnosticBag
  ) -> GraphFileSet {
    var loader = GraphFileLoader(resolver, schema: schema)
    for input in inputs {
      switch input {
      case .graphFile(let source): loader.load(source, isIncluded: false, reporting: &bag)
      case .imported(let document): loader.join(document, reporting: &bag)
      }
    }
    return loader.set
  }

  private mutating func join(_ document: GraphDocument, reporting bag: inout DiagnosticBag) {
    if let name = document.schema, let source = document.source {
      useSchema(name, of: source, reporting: &bag)
    }
    set.members.append(GraphFileSet.Member(document: document, isIncluded: false))
  }

  private mutating func load(_ source: SourceText, isIncluded: Bool, reporting bag: inout DiagnosticBag) {
    guard known.insert(source.name).inserted else { return }
    guard let document = GraphFileReader.document(source, reporting: &bag) else { return }
    stack.append(source.name)
    for path in document.includes { include(path, from: source, reporting: &bag) }
    stack.removeLast()
    if let name = document.schema { useSchema(name, of: source, reporting: &bag) }
    set.members.append(GraphFileSet.Member(document: document, isIncluded: isIncluded))
  }

  private mutating func include(
    _ path: PlacedText, from source: SourceText, reporting bag: inout DiagnosticBag
  ) {
    do throws(Problem) {
      let included = try resolver.include(path.text, from: source)
      if let start = stack.firstIndex(of: included.name) {
        bag.report(includeCycle(path, Array(stack[start...]) + [included.name]))
      } else if stack.count >= Self.depthLimit {
        bag.report(
          Diagnostic(
            .error, "graph.include-too-deep", "more than \(Self.depthLimit) files include one another",
            at: path.place))
      } else {
        load(included, isIncluded: true, reporting: &bag)
      }
    } catch {
      bag.report(Diagnostic(.error, error.code, error.message, at: path.place, hints: error.hints))
    }
  }

  private mutating func useSchema(
    _ name: PlacedText, of source: SourceText, reporting bag: inout DiagnosticBag
  ) {
    guard !isSchemaGiven else { return }
    if let first = schemaName {
      if first.text != name.text { bag.report(schemasDiffer(name, first)) }
      return
    }
    schemaName = name
    do throws(Problem) {
      set.schema = try resolver.schema(named: name.text, from: source, reporting: &bag)
      set.isSchemaMissing = set.schema == nil
    } catch {
      set.isSchemaMissing = true
      bag.report(Diagnostic(.error, error.code, error.message, at: name.place, hints: error.hints))
    }
  }
}

// MARK: - Messages

extension GraphFileLoader {
  private func includeCycle(_ path: PlacedText, _ chain: [String]) -> Diagnostic {
    let message =
      chain.count == 2
      ? "this file includes itself" : "these files include one another: \(chain.joined(separator: " → "))"
    return Diagnostic(
      .error, "graph.include-cycle", message, at: path.place, hints: ["remove one of the includes"])
  }

  private func schemasDiffer(_ name: PlacedText, _ first: PlacedText) -> Diagnostic {
    Diagnostic(
      .error, "graph.schemas-differ",
      "files read together follow one schema, and '\(name.text)' is not '\(first.text)'", at: name.place,
      notes: [Diagnostic.Note("the schema was named here", at: first.place)],
      hints: ["give one schema for all with --schema"])
  }
}

extension GraphFileReader {
  /// Reads graph files with what they include, checks them, and makes one graph of all.
  ///
  /// - Parameters:
  ///   - sources: The files.
  ///   - schema: The schema to use whatever the files say; nil leaves it to them.
  ///   - resolver: Where includes and schemas come from.
  ///   - builder: The graph to fill.
  ///   - bag: Where mistakes go; the graph holds all that is right.
  ///   - progress: Told from time to time how many of all claims are checked.
  /// - Returns: Where everything stands.
  package static func read(
    _ sources: [SourceText], schema: Schema? = nil, resolver: any GraphFileResolver,
    into builder: inout GraphBuilder, reporting bag: inout DiagnosticBag,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) -> GraphFileIndex {
    let files = GraphFileLoader.load(sources, schema: schema, resolver: resolver, reporting: &bag)
    return GraphAssembler.assemble(files, into: &builder, reporting: &bag, progress: progress)
  }
}
