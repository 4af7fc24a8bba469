import OrderedCollections
public import Diagnostics
import GraphCore
import Maps
import Vocabulary

/// What `check` found in one file.
public struct CheckReport: Sendable {
  /// The file.
  public let path: String
  /// Everything found, sorted by place.
  public let diagnostics: [Diagnostic]
  /// Whether the file could be opened at all.
  public let couldRead: Bool
  /// What the file holds, in words: `144 relations, 54 entities, 5 sources`; empty when it has errors.
  public let contents: String

  /// Whether nothing is wrong; with `strict`, not even odd.
  public func isClean(strict: Bool) -> Bool {
    !diagnostics.contains { $0.severity == .error || strict && $0.severity == .warning }
  }

  /// A number with its noun, in the plural where it needs it.
  static func count(_ number: Int, _ noun: String) -> String {
    if number == 1 { return "1 \(noun)" }
    return noun.hasSuffix("y") ? "\(number) \(noun.dropLast())ies" : "\(number) \(noun)s"
  }

  /// One line for people.
  public var summary: String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    var parts: [String] = []
    if errors > 0 { parts.append(Self.count(errors, "error")) }
    if warnings > 0 { parts.append(Self.count(warnings, "warning")) }
    if errors == 0, !contents.isEmpty { parts.append(contents) }
    let name = path == "-" ? "standard input" : path
    return "\(name): \(parts.isEmpty ? "nothing wrong" : parts.joined(separator: ", "))"
  }
}

extension KnowledgeGraph {
  /// Checks a graph file, a schema file or a theme file.
  ///
  /// - Parameters:
  ///   - path: The file. A file that declares `relation_types` or `entity_types` is a schema, one that begins
  ///     with `theme` a theme.
  ///   - schema: A schema file to use whatever a graph names.
  ///   - workspace: Where the files are.
  /// - Returns: Everything found; all mistakes above YAML's own syntax in one run.
  public static func check(
    _ path: String, schema: String? = nil, in workspace: any Workspace = DiskWorkspace()
  ) -> CheckReport {
    let resolver = WorkspaceResolver(workspace: workspace)
    let file: NamedFile
    do throws(Problem) {
      file = try resolver.file(path)
    } catch {
      return CheckReport(
        path: path, diagnostics: [resolver.missing(path, error)], couldRead: false, contents: "")
    }
    if !file.isPacked, Self.isSchema(file.text) {
      var bag = DiagnosticBag()
      let schema = SchemaReader.read(file.text, reporting: &bag)
      let contents = schema.map {
        "\($0.entityTypes.count) entity types, \($0.relationTypes.count) relation types"
      }
      return CheckReport(path: path, diagnostics: bag.sorted, couldRead: true, contents: contents ?? "")
    }
    if !file.isPacked, Self.isTheme(file.text) {
      var bag = DiagnosticBag()
      _ = ThemeReader.read(file.text, reporting: &bag)
      return CheckReport(path: path, diagnostics: bag.sorted, couldRead: true, contents: "a theme")
    }
    let copy = PreloadedWorkspace(base: workspace, path: path, bytes: file.bytes)
    let reading = GraphReading([path], schema: schema, in: copy)
    let damage = reading.graph?.snapshot.checkFile() ?? []
    if !damage.isEmpty {
      return CheckReport(path: path, diagnostics: damage.map(\.diagnostic), couldRead: true, contents: "")
    }
    let contents = reading.graph.map {
      [
        CheckReport.count($0.relationCount, "relation"), CheckReport.count($0.entityCount, "entity"),
        CheckReport.count($0.sourceCount, "source"),
      ].joined(separator: ", ")
    }
    let faults = reading.graph?.viewFaults() ?? []
    return CheckReport(
      path: path, diagnostics: reading.diagnostics + faults, couldRead: reading.couldRead,
      contents: contents ?? "")
  }
}

extension KnowledgeGraph {
  /// Whether a text is a schema rather than a graph: it declares types at its top level.
  private static func isSchema(_ source: SourceText) -> Bool {
    (1...source.lineCount).contains { number in
      let line = source.line(number)
      return line.hasPrefix("relation_types:") || line.hasPrefix("entity_types:")
    }
  }
}

extension KnowledgeGraph {
  /// Whether a text is a theme: its first key is `theme`.
  private static func isTheme(_ source: SourceText) -> Bool {
    let first = (1...source.lineCount).lazy.map { source.line($0) }.first { line in
      !line.isEmpty && !line.hasPrefix("#") && !line.hasPrefix("---") && !line.hasPrefix("%")
    }
    return first?.hasPrefix("theme:") ?? false
  }
}

/// A workspace in which one file has been read already: standard input can be read only once.
private struct PreloadedWorkspace: Workspace {
  let base: any Workspace
  let path: String
  let bytes: FileBytes

  func read(_ path: String) throws(Problem) -> [UInt8] {
    path == self.path ? bytes.bytes : try base.read(path)
  }

  func map(_ path: String) throws(Problem) -> FileBytes {
    path == self.path ? bytes : try base.map(path)
  }

  func write(_ bytes: [UInt8], to path: String) throws(Problem) { try base.write(bytes, to: path) }

  func list(_ folder: String) throws(Problem) -> [String] { try base.list(folder) }

  func kind(of path: String) -> WorkspaceItemKind { base.kind(of: path) }

  func canonicalPath(_ path: String) -> String { base.canonicalPath(path) }
}
