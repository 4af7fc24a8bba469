import Diagnostics
import GraphCore
import Vocabulary

/// Finds the file that `schema: NAME` means.
struct SchemaLocator {
  /// Where files are looked for.
  let workspace: any Workspace

  /// The folder that a graph file belongs to: the nearest above it that holds a folder `schema`, else its own.
  ///
  /// - Parameter path: The graph file; `-` means the working directory.
  /// - Returns: A canonical path.
  func projectFolder(of path: String) -> String {
    let start = WorkspacePath.folder(of: workspace.canonicalPath(path == "-" ? "./-" : path))
    var folder = start
    while true {
      if workspace.kind(of: WorkspacePath.join(folder, "schema")) == .folder { return folder }
      let parent = WorkspacePath.folder(of: folder)
      if parent == folder || folder == "." { return start }
      folder = parent
    }
  }

  /// The text of a schema by its name.
  ///
  /// The project's own `schema/NAME.yaml` wins over the schema that is compiled in.
  ///
  /// - Parameters:
  ///   - name: What a graph file names.
  ///   - path: The graph file.
  /// - Returns: The schema's text.
  /// - Throws: `schema.not-found` with the names that there are.
  func schema(named name: String, for path: String) throws(Problem) -> SourceText {
    let folder = WorkspacePath.join(projectFolder(of: path), "schema")
    let file = WorkspacePath.join(folder, name + ".yaml")
    if !name.contains("/"), name != "..", workspace.kind(of: file) == .file {
      return SourceText(name: shown(file), bytes: try workspace.read(file))
    }
    if name == BuiltInSchema.name { return BuiltInSchema.source }
    var names = (try? workspace.list(folder)) ?? []
    names = names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    if !names.contains(BuiltInSchema.name) { names.append(BuiltInSchema.name) }
    let known = names.map { "'\($0)'" }.joined(separator: ", ")
    throw Problem(
      "schema.not-found", "there is no schema '\(name)'",
      hints: [Suggestions.hint(for: name, in: names) ?? "known here: \(known)"]
        + ["a schema is a file schema/NAME.yaml in the project's folder; --schema FILE names another"])
  }

  /// A path below the working directory is shown as seen from there.
  private func shown(_ path: String) -> String {
    let here = workspace.canonicalPath(".")
    return here != "/" && path.hasPrefix(here + "/") ? String(path.dropFirst(here.count + 1)) : path
  }
}

/// The schema that is part of every build.
enum BuiltInSchema {
  static let name = "geopolitics"

  static let source = SourceText(name: "schema/geopolitics.yaml", bytes: PackageResources.geopolitics_yaml)

  /// What its text says, unpacked; nil when what is packed was made from another text.
  private static let schema = PackedSchema.read(
    PackageResources.geopolitics_packed, readFrom: PackageResources.geopolitics_yaml)

  /// Reads a schema; the text of the build, wherever it lies, is not read but known.
  static func read(_ text: SourceText, reporting bag: inout DiagnosticBag) -> Schema? {
    if text.bytes == PackageResources.geopolitics_yaml, let schema { return schema }
    return SchemaReader.read(text, reporting: &bag)
  }
}
