import Diagnostics
import GraphCore
import Reports

/// The graphs of a report, each read once.
struct ReportGraphs {
  /// A graph as a report uses it.
  struct Entry {
    /// The graph; nil when it has errors.
    let graph: KnowledgeGraph?
    /// The checksum of all files that it was read from.
    let sum: String
  }

  private let workspace: ConfinedWorkspace
  private let folder: String
  private let source: SourceText
  private var numbers: [String: Int] = [:]
  /// The graphs in the order of first use.
  private(set) var entries: [Entry] = []

  init(_ source: SourceText, folder: String, workspace: ConfinedWorkspace) {
    self.source = source
    self.folder = folder
    self.workspace = workspace
  }

  /// The number of the graph that some paths name.
  ///
  /// - Parameters:
  ///   - paths: Paths as the report has them, apart by blanks or commas, and where they stand.
  ///   - schema: The path of a schema, and where it stands.
  ///   - bag: Where mistakes are put.
  /// - Returns: The number; nil when the graph cannot be used, which is reported once.
  mutating func number(
    of paths: ReportDefault, schema: ReportDefault?, reporting bag: inout DiagnosticBag
  ) -> Int? {
    let names = paths.text.split { $0 == " " || $0 == "," }.map(String.init)
    let key = names.joined(separator: "\n") + "\u{0}" + (schema?.text ?? "")
    if let number = numbers[key] { return entries[number].graph == nil ? nil : number }
    var graph: KnowledgeGraph?
    _ = workspace.takeSum()
    if let files = files(names, paths.span, &bag), let schema = file(schema, &bag) {
      do throws(DiagnosticFailure) {
        let read = try KnowledgeGraph.open(files, schema: schema.first, in: workspace)
        for warning in read.warnings { bag.report(warning) }
        graph = read
      } catch {
        for diagnostic in error.diagnostics { bag.report(placed(diagnostic, at: paths.span)) }
      }
    }
    numbers[key] = entries.count
    entries.append(Entry(graph: graph, sum: workspace.takeSum()))
    return graph == nil ? nil : entries.count - 1
  }

  private func files(_ names: [String], _ span: SourceSpan, _ bag: inout DiagnosticBag) -> [String]? {
    var files: [String] = []
    for name in names {
      guard let file = path(name, span, &bag) else { return nil }
      files.append(file)
    }
    return files
  }

  private func file(_ schema: ReportDefault?, _ bag: inout DiagnosticBag) -> [String]? {
    guard let schema else { return [] }
    return path(schema.text, schema.span, &bag).map { [$0] }
  }

  /// A path of the report as the workspace knows it; nil for one that may not be read.
  private func path(_ name: String, _ span: SourceSpan, _ bag: inout DiagnosticBag) -> String? {
    if name.contains("://") {
      bag.report(
        .error(
          "report.outside", "'\(name)' is an address, and a report reads files only", in: source, at: span,
          hints: ["download the file, and name it"]))
      return nil
    }
    let path = WorkspacePath.join(folder, name)
    guard workspace.permits(path) else {
      bag.report(
        .error(
          "report.outside", "'\(name)' lies outside the report's folder", in: source, at: span,
          hints: ["'--allow \(path)' lets the report read it; so does --allow with a folder above it"]))
      return nil
    }
    return path
  }

  /// A message without a place of its own is about what the report names.
  private func placed(_ diagnostic: Diagnostic, at span: SourceSpan) -> Diagnostic {
    guard diagnostic.place == nil else { return diagnostic }
    var placed = diagnostic
    placed.place = Diagnostic.Place(source, span)
    return placed
  }
}
